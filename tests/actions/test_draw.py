"""Drawing a day: what changed is drawn, the page shows all of it by itself, and a save is seen."""

from __future__ import annotations

import html.parser
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from campaign.actions import gallery
from campaign.actions.draw import draw
from campaign.actions.watch import watch
from campaign.actions.workspace import Workspace
from campaign.models import Problem, Severity
from tests.cards.test_photofit import camera
from tests.cli.desk import NAME, Desk


class Page(html.parser.HTMLParser):
    """What a page says, what its pictures say, and every address in it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.alts: list[str] = []
        self.addresses: list[str] = []
        self.buttons: list[str] = []
        self.words = ""
        self._in = ""
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag not in {"link", "iframe", "object", "base"}
        self._in = tag
        if tag == "img" and given.get("src"):
            self.alts.append(given["alt"] or "")
        self.addresses += [given[name] or "" for name in ("src", "href", "action") if name in given]

    def handle_data(self, data: str) -> None:
        if self._in not in {"script", "style"}:
            self.words += data
        assert re.findall(r"https?:|@import|url\(", data) == [] or self._in not in {"script", "style"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk").planned()


def the_page(desk: Desk) -> Page:
    return Page((desk.root / "images" / "cards" / NAME / "index.html").read_bytes())


def test_only_what_changed_is_drawn_again(desk: Desk) -> None:
    first, _ = draw(Workspace(desk.root), NAME)
    times = {card.file: card.file.stat().st_mtime_ns for card in first if card.file}
    told: list[tuple[int, int]] = []
    again, _ = draw(Workspace(desk.root), NAME, progress=lambda *n: told.append(n))
    assert (all(card.anew for card in first), any(card.anew for card in again), told) == (True, False, [])
    assert [card.sha256 for card in again] == [card.sha256 for card in first]
    desk.edit("signs-1", "easy to miss", "easy to see")
    third, _ = draw(Workspace(desk.root), NAME)
    assert {card.post for card in third if card.anew} == {"signs-1"}
    assert {card.post for card in third if card.file and card.file.stat().st_mtime_ns != times[card.file]} == {"signs-1"}
    brand = desk.root / "images" / "brand" / "brand.yaml"
    brand.write_text(brand.read_text("utf-8").replace("look: beacon", "look: ember"), "utf-8")
    assert all(card.anew for card in draw(Workspace(desk.root), NAME, post="signs-1")[0])


def test_the_command_says_how_many_were_drawn(desk: Desk) -> None:
    assert "10 cards, 10 drawn anew." in desk.good("cards", NAME).out
    assert "10 cards, 0 drawn anew." in desk.good("cards", NAME).out


def test_the_page_shows_every_picture_of_the_day_and_what_is_wrong_with_it(desk: Desk) -> None:
    (desk.root / "images" / "photos").mkdir(parents=True, exist_ok=True)
    (desk.root / "images" / "photos" / "stall.jpg").write_bytes(camera((900, 600)))
    photo = "media:\n  - {file: stall.jpg, alt: Officers & <others> at a stall., rights: ours, consent: both by e-mail}\n"
    path = desk.post("thanks-1")
    path.write_text(re.sub(r"^media:.*?(?=^link:)", photo, path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL), "utf-8")
    desk.edit("signs-1", "Any of these could be", "✓ Any of these could be")
    found, _ = draw(Workspace(desk.root), NAME)
    page = the_page(desk)
    assert page.alts == [*(card.alt for card in found if card.file), "Officers & <others> at a stall."]
    assert "no '✓' (U+2713)" in page.words
    assert "1 could not be drawn" in page.words
    assert [one for one in page.addresses if not one.startswith(("data:image/", "#"))] == []
    assert all(post.stem.split("-")[0].isdigit() for post in desk.posts)
    assert [word for word in ("hook-1", "signs-1", "thanks-1", "contact-1") if word not in page.words] == []


def test_a_variant_s_own_card_is_drawn_under_its_name(desk: Desk) -> None:
    own = 'variants:\n  practice:\n    media:\n      - card: {layout: thanks, fields: {title: "Thank you, all"}}\n'
    desk.edit("signs-1", "variants: {}\n", own)
    found, _ = draw(Workspace(desk.root), NAME, post="signs-1")
    assert [card.file.name for card in found if card.file] == ["signs-1-1080x1350.png", "signs-1-practice-1080x1350.png"]
    assert "On practice" in the_page(desk).words


def test_the_page_forbids_itself_any_outside_request_and_escapes_what_it_shows() -> None:
    wrong = Problem(rule="card", severity=Severity.STOP, message="cut 7 <words>")
    shot = gallery.Shot(data=b"x", mime="image/png", width=1080, height=1920, size=(1080, 1920))
    shown = gallery.Shown(title="", alt='"Quoted" & <b>', shots=(shot,), failed=(("1080x1080", "no <room>"),))
    data = gallery.page("Day <1>", [gallery.Section(name="a", heading="09:30", shown=(shown,), problems=(wrong,))])
    page = Page(data)
    assert b"default-src 'none'" in data
    assert page.alts == ['"Quoted" & <b>']
    assert [words for words in ("Day <1>", "cut 7 <words>", "no <room>", "1 has something") if words not in page.words] == []
    assert shot.safe == "13.02% 5.93% 17.71% 5.93%"


def test_a_save_is_drawn_and_a_mistake_is_said(desk: Desk) -> None:
    workspace = Workspace(desk.root)
    draw(workspace, NAME, post="signs-1")
    brand = desk.root / "images" / "brand" / "brand.yaml"
    saves: list[Callable[[], object]] = [
        lambda: None,
        lambda: desk.edit("signs-1", "easy to miss", "easy to see"),
        lambda: brand.write_text(brand.read_text("utf-8").replace("look: beacon", "look: beakon"), "utf-8"),
    ]

    def wait() -> None:
        saves.pop(0)()

    said = list(islice(watch(workspace, NAME, post="signs-1", size=None, out=None, wait=wait), 2))
    assert said[0] == "1 of 1 cards drawn anew."
    assert "beakon" in said[1]
