"""The outbox: folders that are there whole or not at all, and the page that shows them."""

from __future__ import annotations

import html
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from campaign.errors import NotAuthorized, NotSent, Refused
from campaign.models import Absent, Receipt, Request
from campaign.platforms.base import Platform
from campaign.platforms.feed import page
from tests.platforms.conftest import Bench

FOLDER = "2026-03-18/0930-force-one-march-signs-9"


def sent(outbox: Bench, **named: object) -> tuple[Platform, Request, Receipt]:
    """A post that went out."""
    platform = outbox.platform()
    request = outbox.armed(platform, outbox.content(post="signs-9", media=(outbox.media(),), **named))
    return platform, request, platform.create(request)


def test_the_folder_is_named_and_filled_as_agreed(outbox: Bench) -> None:
    _, request, receipt = sent(outbox, delivery="march/signs-9/force-one/1/1")
    folder = outbox.root / "outbox" / FOLDER
    assert sorted(file.name for file in folder.iterdir()) == ["image-1.png", "post.json", "text.txt"]
    post = json.loads((folder / "post.json").read_text("utf-8"))
    wanted = {"delivery": "march/signs-9/force-one/1/1", "account": "force-one", "published_at": "2026-03-18T09:30:00+00:00"}
    assert {**wanted, "text": request.body["text"]}.items() <= post.items()
    assert post["images"] == [{"file": "image-1.png", "alt": outbox.media().alt}]
    assert (folder / "image-1.png").read_bytes() == outbox.store[request.media[0].digest]
    assert receipt.id == FOLDER


def test_a_part_of_a_thread_has_its_own_folder(outbox: Bench) -> None:
    _, _, receipt = sent(outbox, part=2, parts=3)
    assert receipt.id == f"{FOLDER}-2"


def test_publishing_the_same_again_changes_nothing(outbox: Bench) -> None:
    platform, request, receipt = sent(outbox)
    before = (outbox.root / "outbox" / FOLDER / "post.json").stat()
    assert platform.create(request) == receipt
    assert (outbox.root / "outbox" / FOLDER / "post.json").stat() == before


@pytest.mark.parametrize("spoil", ["other", "empty", "broken"])
def test_what_stands_there_is_never_overwritten(outbox: Bench, spoil: str) -> None:
    platform, request, _ = sent(outbox)
    file = outbox.root / "outbox" / FOLDER / "post.json"
    if spoil == "other":
        request = replace(request, key=outbox.key())
    else:
        file.write_text("" if spoil == "empty" else "[1, 2")
    before = file.read_bytes()
    with pytest.raises(Refused, match="holds another post"):
        platform.create(request)
    assert file.read_bytes() == before
    assert isinstance(platform.find(request, None, set()), Absent)


def test_names_cannot_lead_out_of_the_outbox(outbox: Bench) -> None:
    platform = outbox.platform()
    content = outbox.content(campaign="../../etc", post="a/b\\c", due_at="../../../x", delivery="d")
    receipt = platform.create(outbox.armed(platform, content))
    target = (outbox.root / "outbox" / receipt.id).resolve()
    assert target.parent.parent == (outbox.root / "outbox").resolve()
    assert (target / "post.json").is_file()


def test_what_a_crash_left_behind_is_neither_shown_nor_found(outbox: Bench) -> None:
    platform = outbox.platform()
    request = outbox.armed(platform, outbox.content(post="signs-9", media=(outbox.media(),)))
    hidden = outbox.root / "outbox" / f".{request.key.idempotency[:16]}-{os.getpid()}"
    hidden.mkdir(parents=True)
    (hidden / "image-1.png").write_bytes(b"half a pict")
    assert platform.find(request, None, set()) == Absent(proven=True, why=f"There is no {outbox.root / 'outbox' / FOLDER}.")
    platform.create(request)
    assert not hidden.exists()
    assert outbox.texts() == [request.body["text"]]


def test_a_page_that_cannot_be_written_does_not_unpublish(outbox: Bench) -> None:
    (outbox.root / "outbox" / "index.html").mkdir(parents=True)
    platform, request, receipt = sent(outbox)
    assert platform.find(request, None, set()) == receipt


def test_an_outbox_that_cannot_be_written_sent_nothing(outbox: Bench) -> None:
    (outbox.root / "outbox").write_text("a file where the folder should be")
    platform = outbox.platform()
    request = outbox.armed(platform, outbox.content())
    with pytest.raises(NotSent, match="cannot be written"):
        platform.create(request)
    with pytest.raises(NotAuthorized, match="cannot be made"):
        platform.verify()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full to stand for a full disk")
def test_a_full_disk_sent_nothing_and_leaves_nothing(outbox: Bench) -> None:
    platform = outbox.platform()
    request = outbox.armed(platform, outbox.content(media=(outbox.media(),)))
    hidden = outbox.root / "outbox" / f".{request.key.idempotency[:16]}-{os.getpid()}"
    store = platform.media

    def full(digest: str) -> bytes:
        (hidden / "image-1.png").symlink_to("/dev/full")
        return store(digest)

    platform.media = full
    with pytest.raises(NotSent, match="No space left"):
        platform.create(request)
    assert isinstance(platform.find(request, None, set()), Absent)
    assert [file.name for file in (outbox.root / "outbox").iterdir()] == []


class _Reader(HTMLParser):
    """Collects what the page shows, and checks that its marks close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.images.append(dict(attrs))
        elif tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_shows_every_post_in_order_with_its_pictures_and_alt_text(outbox: Bench) -> None:
    platform = outbox.platform()
    for at, words in (("2026-03-19 08:00", "Third."), ("2026-03-18 17:00", "Second & <b>bold</b>."), ("2026-03-18 09:30", "First.")):
        content = outbox.content(words, due_at=at, media=(outbox.media(alt='Says "call 101" & more'),), warning="Speaks of abuse")
        platform.create(outbox.armed(platform, content))
    source = (outbox.root / "outbox" / "index.html").read_text("utf-8")
    reader = _Reader()
    reader.feed(source)
    reader.close()
    assert reader.open == []
    text = "".join(reader.words)
    order = ["Wednesday 18 March 2026", "First.", "Second & <b>bold</b>.", "Thursday 19 March 2026", "Third."]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.count("Content warning: Speaks of abuse") == 3
    assert [image["alt"] for image in reader.images] == ['Says "call 101" & more'] * 3
    assert all((outbox.root / "outbox" / str(image["src"])).is_file() for image in reader.images)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', source)


def test_posts_that_go_out_together_are_all_on_the_page(outbox: Bench) -> None:
    platform = outbox.platform()
    requests = [outbox.armed(platform, outbox.content(f"Post {n}.")) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(platform.create, requests))
    assert (outbox.root / "outbox" / "index.html").read_text("utf-8").count("<article>") == 40


def test_the_page_leaves_out_what_is_no_post(outbox: Bench) -> None:
    _, request, _ = sent(outbox)
    for name, data in (("0900-a", "not json"), ("0901-b", "[]"), ("0902-c", '{"text": 5}')):
        folder = outbox.root / "outbox" / "2026-03-18" / name
        folder.mkdir()
        (folder / "post.json").write_text(data)
    outbox.platform().create(replace(request, path="2026-03-18/1000-more", key=outbox.key()))
    assert (outbox.root / "outbox" / "index.html").read_text("utf-8").count("<article>") == 2


def test_the_page_says_when_it_is_a_rehearsal_and_when_it_is_empty() -> None:
    post = {"day": "2026-03-18", "folder": "0930-x", "text": "Hello.", "account": "practice", "rehearsal": True}
    assert "A rehearsal: nothing here was published anywhere." in page([post])
    assert "rehearsal" not in page([{**post, "rehearsal": False}])
    assert "Nothing has been published here yet." in page([])


def test_words_on_the_page_cannot_become_marks() -> None:
    nasty = "<script>alert(1)</script>\"'&"
    shown = page([{"day": nasty, "folder": nasty, "text": nasty, "account": nasty, "at": nasty, "warning": nasty, "campaign": nasty,
                   "language": nasty, "images": [{"file": nasty, "alt": nasty}]}])
    assert "<script" not in shown
    assert html.escape(nasty) in shown
