"""Logos in the footer: whole, in their own colours, on the ground they were made for, with room around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from campaign.cards import PORTRAIT, SIZES, Brand, draw, lay_out, load_brand, name_of, sample_card
from campaign.cards.marks import Box, Fill, Picture
from campaign.cards.prove import clear
from campaign.errors import CardError, ConfigError
from campaign.models import Card, CardSize
from tests.cards.test_photo import bomb

THEMES = {"light": "paper", "dark": "midnight"}


def logo(path: Path, colour: tuple[int, int, int] = (10, 20, 90), size: tuple[int, int] = (400, 100)) -> None:
    Image.new("RGBA", size, (*colour, 255)).save(path)


def brand(folder: Path, settings: str) -> Brand:
    (folder / "brand.yaml").write_text(f"name: Example Trust\nfooter: \"@exampletrust\"\n{settings}", "utf-8")
    return load_brand(folder / "brand.yaml")


def pictures(card: Card, of: Brand, size: CardSize = PORTRAIT) -> Sequence[Picture]:
    return [mark for mark in lay_out(card, of, size).marks if isinstance(mark, Picture)]


def hook(theme: str) -> Card:
    return Card(layout="hook", fields={**sample_card("hook").fields, "theme": THEMES[theme]})


@pytest.mark.parametrize("size", SIZES, ids=name_of)
@pytest.mark.parametrize("theme", THEMES)
def test_partners_stand_beside_one_another_with_clear_space(tmp_path: Path, theme: str, size: CardSize) -> None:
    for name in ("own", "one", "two", "three"):
        logo(tmp_path / f"{name}.png", size=(250, 100))
    partners = "".join(f"  - {{name: {name.title()}, on_light: {name}.png}}\n" for name in ("one", "two", "three"))
    found = brand(tmp_path, f"logo: {{on_light: own.png}}\npartners:\n{partners}")
    row = sorted(pictures(hook(theme), found, size), key=lambda picture: picture.box.left)
    assert [picture.path.stem for picture in row] == ["own", "one", "two", "three"]
    for left, right in pairwise(row):
        assert right.box.left - left.box.right >= min(left.box.height, right.box.height) // 2
    assert all(picture.box.width / picture.box.height == pytest.approx(2.5, rel=0.06) for picture in row)  # nothing is stretched
    assert lay_out(hook(theme), found, size).alt.endswith("Example Trust, One, Two, Three, @exampletrust.")


@pytest.mark.parametrize(("given", "theme", "plate"), [
    ("on_light", "light", None), ("on_light", "dark", (255, 255, 255)), ("on_dark", "light", (11, 12, 12)), ("on_dark", "dark", None),
])
def test_a_logo_for_the_other_ground_stands_on_a_plate(tmp_path: Path, given: str, theme: str, plate: tuple[int, int, int] | None) -> None:
    logo(tmp_path / "own.png")
    marks = lay_out(hook(theme), brand(tmp_path, f"logo: {{{given}: own.png}}\n"), PORTRAIT).marks
    (picture,) = [mark for mark in marks if isinstance(mark, Picture)]
    plates = [mark.colour for mark in marks if isinstance(mark, Fill) and mark.radius == 14 and mark.box.holds(picture.box)]
    assert plates == ([plate] if plate else [])


def test_a_brand_with_both_logos_uses_each_on_its_ground(tmp_path: Path) -> None:
    for name in ("ink", "white"):
        logo(tmp_path / f"{name}.png")
    found = brand(tmp_path, "logo: {on_light: ink.png, on_dark: white.png}\n")
    assert [pictures(hook(theme), found)[0].path.stem for theme in THEMES] == ["ink", "white"]


def test_words_in_a_logo_s_clear_space_are_refused(tmp_path: Path) -> None:
    logo(tmp_path / "own.png")
    drawn = draw(hook("light"), brand(tmp_path, "logo: {on_light: own.png}\n"), PORTRAIT)
    run = drawn.runs[0]
    near = Box(run.ink.right + 8, run.ink.top, run.ink.right + 80, run.ink.bottom)
    clear([run], [Picture(path=tmp_path, sha256="", box=near)])
    with pytest.raises(CardError, match="run into a picture"):
        clear([run], [Picture(path=tmp_path, sha256="", box=near, clear=20)])


def test_partners_that_do_not_fit_are_an_error_that_says_so(tmp_path: Path) -> None:
    logo(tmp_path / "long.png", size=(1600, 100))
    partners = "partners:\n" + "  - {name: Long, on_light: long.png}\n" * 3
    with pytest.raises(CardError, match="name fewer partners"):
        lay_out(hook("light"), brand(tmp_path, partners), PORTRAIT)


@pytest.mark.parametrize(("settings", "said"), [
    ("partners: one", "a list of at most 4"),
    ("partners:\n" + "  - {name: A, on_light: own.png}\n" * 5, "a list of at most 4"),
    ("partners: [own.png]", "must be a group"),
    ("partners:\n  - {on_light: own.png}\n", "needs its name"),
    ("partners:\n  - {name: A}\n", "needs its name, for the alt text, and a logo"),
    ("partners:\n  - {name: A, logo: own.png}\n", "not a setting"),
    ("partners:\n  - {name: A, on_light: bomb.png}\n", "60000 by 60000 pixels"),
    ("logo: {on_dark: bomb.png}\n", "60000 by 60000 pixels"),
])
def test_a_partner_or_logo_that_cannot_be_used_is_named(tmp_path: Path, settings: str, said: str) -> None:
    logo(tmp_path / "own.png")
    (tmp_path / "bomb.png").write_bytes(bomb(60_000, 60_000))
    with pytest.raises(ConfigError, match=said) as caught:
        brand(tmp_path, settings)
    assert caught.value.line
