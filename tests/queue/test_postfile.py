"""A post file is read as its author meant it, or held with a sentence that names the line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from campaign import queue
from campaign.models import Card, MediaItem, Post, Span, Wording
from campaign.queue.postfile import halves

from .samples import SIGNS, post, posts

FILE = Path("posts/week/02-signs-1.md")


def read(text: str) -> Post:
    found, problems = queue.read_post(text, FILE)
    assert found is not None, problems
    return found


def test_the_pinned_shape_is_read() -> None:
    found = read(SIGNS)
    card = Card(layout="signs", fields={"title": "Signs of harm", "items": ["going missing", "acting secretively"]})
    assert found == Post(
        id="signs-1",
        kind="signs",
        at="2026-03-18 09:30",
        accounts=("force-x", "force-bsky"),
        body="Some signs can be easy to miss.\n\n#NoticeTheSigns",
        media=(MediaItem(card=card),),
        sources={"media.0.items": (Span(1203, 1226), Span(1262, 1280)), "body": (Span(640, 702),)},
        variants={"x": Wording(parts=("Some signs are easy to miss.",))},
        file=FILE,
    )


@pytest.mark.parametrize(
    ("path", "line"), [("id", 3), ("accounts.1", 6), ("media.0.card", 8), ("variants.x", 17), ("body", 20), ("variants.y", 16)]
)
def test_every_field_knows_its_line(path: str, line: int) -> None:
    assert queue.line(read(SIGNS), path) == line


@given(posts())
def test_what_is_written_reads_back(written: Post) -> None:
    found = read(queue.render(written))
    assert replace(found, file=None) == written


@given(posts())
def test_windows_line_ends_change_nothing(written: Post) -> None:
    found = read(queue.render(written).replace("\n", "\r\n"))
    assert found.body == written.body
    assert [variant.parts for variant in found.variants.values()] == [variant.parts for variant in written.variants.values()]


def test_a_body_may_look_like_yaml() -> None:
    body = "# not a comment: a hashtag\n---\nid: other\n- 'quoted\n--- not a divider\n  indented\ttab  \n%"
    assert read(queue.render(post(body=body))).body == body


def test_a_file_is_written_for_people() -> None:
    text = queue.render(read(SIGNS))
    assert "id: signs-1                     # unique in the campaign, never reused\n" in text
    assert "at: 2026-03-18 09:30            # " in text
    assert "accounts: [force-x, force-bsky]\n" in text
    assert "  - card: {layout: signs, fields: {title: Signs of harm, items: [going missing, acting secretively]}}\n    alt: null\n" in text
    assert "variants:\n  x: |\n    Some signs are easy to miss.\n---\nSome signs" in text
    assert "  media.0.items: [[1203, 1226], [1262, 1280]]\n" in text


def test_a_thread_is_parted_in_body_and_variant() -> None:
    text = SIGNS.replace("    Some signs are easy to miss.\n", "    One\n    ---\n    Two\n")
    assert read(text).variants["x"].parts == ("One", "Two")


def test_a_variant_may_bring_its_own_picture_and_link() -> None:
    variant = "  x: {text: Hello, link: 'https://a.example/b', media: [{card: {layout: hook}}]}\n"
    text = SIGNS.replace("  x: |\n    Some signs are easy to miss.\n", variant)
    expected = Wording(parts=("Hello",), link="https://a.example/b", media=(MediaItem(card=Card(layout="hook", fields={})),))
    assert read(text).variants["x"] == expected


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("warning: null", "warnng: Distressing", 11, "no setting 'warnng' here. Did you mean 'warning'"),
        ("kind: signs", "kind: sings", 4, "'sings' is not known here. Did you mean 'signs'"),
        ("at: 2026-03-18 09:30 ", "at: 2026-03-18 9:30 ", 5, "'2026-03-18 9:30' is no date and time"),
        ("at: 2026-03-18 09:30 ", "at: 2026-02-30 09:30 ", 5, "no date and time"),
        ("at: 2026-03-18 09:30 ", "at: 2026-03-18 25:30 ", 5, "no date and time"),
        ("at: 2026-03-18 09:30 ", "at: ", 5, "'at' is missing"),
        ("at: 2026-03-18 09:30            # wall time\n", "", 2, "'at' is missing"),
        ("id: signs-1 ", "id: ../up ", 3, "cannot be the id"),
        ("accounts: [force-x, force-bsky]", "accounts: []", 6, "no account"),
        ("accounts: [force-x, force-bsky]", "accounts: force-x", 6, "must be a list"),
        ("accounts: [force-x, force-bsky]", "accounts: [force-x, force-x]", 6, "stands here twice"),
        ("    alt: null", "    alt: [a]", 9, "'media.0.alt' must be one text"),
        ("    alt: null", "    file: a.jpg", 8, "either a card or a file"),
        ("    alt: null", "    atl: Words", 9, "no setting 'atl' here. Did you mean 'alt'"),
        ("  - card: {layout: signs,", "  - card: {layuot: signs,", 8, "Did you mean 'layout'"),
        ("link: null", "link: www.example", 10, "no web address"),
        ("language: en", "language: English", 12, "no language code"),
        ("replies: everyone", "replies: everybody", 14, "Did you mean 'everyone'"),
        ("[[640, 702]]", "[[702, 640]]", 15, "no span of the release"),
        ("[[640, 702]]", "[640, 702]", 15, "no span of the release"),
        ("[[640, 702]]", "[[a, 702]]", 15, "no span of the release"),
        ("  x: |\n    Some signs are easy to miss.", "  x:", 17, "'variants.x' is empty"),
        ("  x: |\n    Some signs are easy to miss.", "  x: {text: a, media: []}", 17, "cannot take the pictures away"),
        ("  x: |\n    Some signs are easy to miss.", "  x: {txet: a}", 17, "Did you mean 'text'"),
        ("pair: null", "pair: {a: b}", 13, "must be one text"),
        ("link: null", "\tlink: null", 10, "tab"),
        ("link: null", "id: signs-2", 10, "second time; the first is in line 3"),
    ],
)
def test_a_post_that_is_not_clear_is_held(old: str, new: str, line: int, says: str) -> None:
    assert old in SIGNS
    found, problems = queue.read_post(SIGNS.replace(old, new, 1), FILE)
    assert found is None
    assert says in f"{problems[0].message} {problems[0].fix}"
    assert (problems[0].file, problems[0].line, problems[0].campaign) == ("posts/week/02-signs-1.md", line, "week")


@pytest.mark.parametrize("text", ["", "Just words.", "---\nid: a\n", "---\n- a\n---\nWords", "\x00\x01", "---\n---\n"])
def test_a_file_that_is_no_post_is_held(text: str) -> None:
    found, problems = queue.read_post(text, FILE)
    assert found is None
    assert problems[0].line in {1, 2}
    assert problems[0].severity.value == "stop"


def test_a_photo_needs_alt_text_rights_and_consent() -> None:
    text = SIGNS.replace("alt: null\n", "alt: null\n  - file: vale.jpg\n    rights: Own work\n    expires: 2027-01-01\n")
    found, problems = queue.read_post(text, FILE)
    assert found is not None
    assert found.media[1].rights == "Own work"
    assert [(p.line, p.post) for p in problems] == [(10, "signs-1"), (10, "signs-1")]
    assert "no alt text" in problems[0].message
    assert "consent" in problems[1].message


@pytest.mark.parametrize("file", ["/etc/passwd", "../../secret.png", "a/../../b.png", "~/b.png", "..\\b.png"])
def test_a_photo_never_lies_elsewhere(file: str) -> None:
    found, problems = queue.read_post(SIGNS.replace("alt: null\n", f"alt: null\n  - file: '{file}'\n"), FILE)
    assert found is None
    assert "images/photos" in problems[0].message


def test_a_post_without_words_can_be_read_and_not_approved() -> None:
    found, problems = queue.read_post(SIGNS[: SIGNS.rindex("---") + 4], FILE)
    assert found is not None
    assert [(p.rule, p.line) for p in problems] == [("queue.empty", 20)]


@given(posts())
def test_the_halves_of_a_file_are_the_file(written: Post) -> None:
    text = queue.render(written)
    parted = halves(text, "f")
    assert parted.head + parted.front + parted.fence + parted.body == text
