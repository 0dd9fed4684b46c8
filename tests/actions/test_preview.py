"""Trying a layout on the spot, and a brand's page: what is typed is what is drawn, and everything there is is on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign import cards
from campaign.actions.preview import brand_page, layouts, typed
from campaign.cards.layouts import LAYOUTS, hook
from campaign.cards.specs import SPECS, Spec
from campaign.errors import CardError, NotAllowed
from tests.actions.test_draw import Page
from tests.cli.desk import Desk
from tests.cli.desk import typed as type_in

OURS = """\
name: Vale Fire and Rescue
footer: "@valefire"
colours: {soot: "#20150f", flame: "#ffb38a", ash: "#f5efe9"}
themes:
  station: {ground: soot, text: ash, eyebrow: flame, mark: flame, panel: ash, panel_text: soot, panel_eyebrow: soot}
layouts: {hook: station, signs: [station], quote: station, contact: station}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "desk")
    made.good("init", str(made.root))
    return made


@pytest.mark.parametrize("layout", list(cards.SPECS))
@pytest.mark.parametrize("size", cards.SIZES, ids=cards.name_of)
def test_every_layout_has_a_sample_that_can_be_drawn(layout: str, size: tuple[int, int]) -> None:
    assert cards.lay_out(typed(layout, []), cards.load_brand(), size).alt


def test_a_layout_without_sample_words_shows_the_names_of_its_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.cards.samples._words", dict)
    card = typed("steps", [])
    assert card.fields["eyebrow"] == "The eyebrow of this card"
    assert len(card.fields["items"]) == 3
    assert cards.lay_out(card, cards.load_brand(), cards.STORY).alt


def test_a_new_layout_is_a_file_a_line_and_its_fields(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(SPECS, "notice", Spec(("eyebrow", "title", "text"), ("eyebrow", "title")))  # type: ignore[index]
    monkeypatch.setitem(LAYOUTS, "notice", hook.draw)  # type: ignore[index]
    monkeypatch.setattr("campaign.cards.batch.SMALL", 1000)  # other processes would not know of it
    monkeypatch.chdir(tmp_path)
    brand = cards.load_brand()
    assert [cards.lay_out(typed("notice", []), brand, size).alt for size in cards.SIZES]
    page, problems = brand_page(None, out=None)
    assert problems == []
    assert 'aria-labelledby="h10"' in page.read_text("utf-8")


def test_typed_words_become_fields_and_lists() -> None:
    card = typed("signs", ["title=Look for a = b", "items=one", "items=two", "eyebrow=Signs"])
    assert card.fields == {"title": "Look for a = b", "items": ["one", "two"], "eyebrow": "Signs"}
    (number,) = typed("contact", ["title=Call", "numbers=0808 157 0123 | Example Helpline | helpline"]).fields["numbers"]
    assert number == {"value": "0808 157 0123", "label": "Example Helpline", "purpose": "helpline"}
    assert typed("hook", ["theme=2"]).fields["title"] == cards.sample_card("hook").fields["title"]


@pytest.mark.parametrize(("layout", "words", "error", "said"), [
    ("hook", ["Know the signs"], NotAllowed, 'eyebrow="Know the signs"'),
    ("hook", ["title=a", "title=b"], NotAllowed, "twice"),
    ("hok", [], CardError, "no card layout 'hok'"),
])
def test_what_was_typed_wrongly_says_how_to_type_it(layout: str, words: list[str], error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        typed(layout, words)
    assert said in str(caught.value)


def test_a_card_is_tried_without_a_workspace_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = type_in("card", "hook", "eyebrow=Lantern Week", "title=Ask twice", "--size", "1080x1080", "--json")
    (card,) = said.json
    assert (said.code, card["file"], card["size"]) == (0, "hook-1080x1080.png", "1080x1080")
    assert card["alt"].startswith("Lantern Week. Ask twice.")
    assert (tmp_path / "hook-1080x1080.png").read_bytes().startswith(b"\x89PNG")


def test_a_long_list_is_tried_as_the_cards_that_it_becomes(desk: Desk) -> None:
    said = desk.good("card", "signs", "eyebrow=Signs", "title=Look for", *(f"items=entry {n}" for n in range(8)), "--json")
    assert [Path(card["file"]).name for card in said.json] == ["signs-1080x1350.png", "signs-2-1080x1350.png"]


def test_what_does_not_fit_says_what_to_cut(desk: Desk) -> None:
    said = desk.run("card", "hook", "eyebrow=Signs", f"title={'Words ' * 90}")
    assert said.code == 1
    assert "title" in said.err


def test_the_layouts_are_listed_with_their_fields(desk: Desk) -> None:
    rows = desk.good("card", "--json").json
    assert [row["layout"] for row in rows] == list(cards.SPECS) == [one.layout for one in layouts()]
    assert "eyebrow, title" in desk.good("card").out


def test_another_organisation_s_brand_needs_no_code_and_its_page_shows_everything(desk: Desk) -> None:
    path = desk.root / "images" / "brand" / "brand.yaml"
    path.write_text(OURS, "utf-8")
    assert desk.good("brand", "preview").out.strip().endswith("images/brand/preview.html")
    page = Page((path.parent / "preview.html").read_bytes())
    assert [word for word in ("Vale Fire and Rescue", "station", "#20150f", *cards.SPECS) if word not in page.words] == []
    assert all("Vale Fire and Rescue" in alt for alt in page.alts)
    assert [one for one in page.addresses if not one.startswith(("data:image/", "#"))] == []


def test_what_a_brand_cannot_draw_is_said_on_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = {layout: cards.sample_card(layout).fields for layout in cards.SPECS}
    monkeypatch.setattr("campaign.cards.samples._words", lambda: {**words, "hook": {**words["hook"], "title": "ticked ✓"}})
    page, problems = brand_page(None, out=None)
    assert problems
    assert all(one.startswith("hook") and "U+2713" in one for one in problems)
    assert "U+2713" in page.read_text("utf-8")
