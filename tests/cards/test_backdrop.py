"""Photos behind the words: whatever is on the photo, every word keeps its contrast on the worst pixel."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from campaign.cards import LANDSCAPE, PORTRAIT, Brand, brand_resources, draw, load_brand, name_of, sample_card
from campaign.cards.backdrop import thickness, worst
from campaign.cards.colour import Colour, contrast, mix
from campaign.cards.content import PHOTOS
from campaign.cards.marks import Ink
from campaign.errors import CardError, ConfigError
from campaign.models import Card, CardSize
from tests.cards.test_photo import bomb

COLOUR = st.tuples(*[st.integers(0, 255)] * 3)
SETTINGS = "photos:\n  market: {file: market.png, rights: ours, consent: nobody is shown, focus: [0.1, 0.5]}\n"


def brand(folder: Path, settings: str = SETTINGS) -> Brand:
    (folder / "brand.yaml").write_text(f"name: Example Trust\n{settings}", "utf-8")
    return load_brand(folder / "brand.yaml")


@pytest.fixture
def harsh(tmp_path: Path) -> Brand:
    """A brand with a photo that holds black, white, and every grey, side by side."""
    Image.effect_noise((1200, 1100), 120).convert("RGB").save(tmp_path / "market.png")
    return brand(tmp_path)


def card(layout: str, theme: str) -> Card:
    return Card(layout=layout, fields={**sample_card(layout).fields, "photo": "market", "theme": theme})


@pytest.mark.parametrize("layout", sorted(PHOTOS))
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=name_of)
def test_a_photo_can_stand_behind_the_words_upright_and_across(layout: str, size: CardSize, harsh: Brand) -> None:
    assert draw(card(layout, "midnight"), harsh, size, mime="image/jpeg").mime == "image/jpeg"


@pytest.mark.parametrize("theme", ["midnight", "paper"])
def test_every_pixel_keeps_the_words_readable(theme: str, harsh: Brand) -> None:
    drawn = draw(card("hook", theme), harsh, PORTRAIT)
    (title,) = {(run.colour, run.size) for run in drawn.runs if run.field == "title"}
    with Image.open(io.BytesIO(drawn.data)) as picture:
        empty = picture.convert("RGB").crop((1000, 0, 1080, 1350))  # the margin, where no words stand
    pixels = {pixel for _, pixel in empty.getcolors(1 << 20) or ()}
    assert len(pixels) > 50  # the photo is there
    assert min(contrast(title[0], pixel) for pixel in pixels) >= 4.5  # type: ignore[arg-type]


@given(ink=COLOUR, ground=COLOUR, low=COLOUR, high=COLOUR, at=st.floats(0, 1))
def test_the_scrim_is_thick_enough_for_any_pixel(ink: Colour, ground: Colour, low: Colour, high: Colour, at: float) -> None:
    bounds: tuple[Colour, Colour] = tuple(zip(*(sorted(pair) for pair in zip(low, high, strict=True)), strict=True))  # type: ignore[assignment]
    share = thickness(bounds, ground, [Ink(ink, 4.5)])
    pixel = mix(*bounds, at)
    if contrast(ink, ground) >= 4.7:
        assert contrast(ink, mix(pixel, ground, share)) >= 4.5
    assert worst(ink, *bounds) <= contrast(ink, pixel) + 0.2


def test_the_focus_stays_in_sight(tmp_path: Path) -> None:
    photo = Image.new("RGB", (3000, 1350), (0, 0, 0))
    photo.paste((255, 0, 0), (0, 0, 300, 1350))
    photo.save(tmp_path / "market.png")
    drawn = draw(card("hook", "midnight"), brand(tmp_path), PORTRAIT)
    with Image.open(io.BytesIO(drawn.data)) as picture:
        left, right = (picture.convert("RGB").getpixel((x, 120)) for x in (20, 1060))
    assert left[0] > right[0] + 20  # type: ignore[index]


def test_another_photo_is_another_card(tmp_path: Path, harsh: Brand) -> None:
    before = brand_resources(harsh)
    Image.new("RGB", (1200, 1100)).save(tmp_path / "market.png")
    with pytest.raises(CardError, match="has changed"):
        draw(card("hook", "midnight"), harsh, PORTRAIT)
    after = brand_resources(brand(tmp_path))
    assert {name for name in before if before[name] != after[name]} == {"photo:market"}


@pytest.mark.parametrize(("layout", "photo", "said"), [
    ("hook", "beach", "no photo 'beach'. It has market"), ("signs", "market", "no field 'photo'"),
])
def test_a_photo_that_is_not_there_or_does_not_belong_is_named(layout: str, photo: str, said: str, harsh: Brand) -> None:
    with pytest.raises(CardError, match=said):
        draw(Card(layout=layout, fields={**sample_card(layout).fields, "photo": photo}), harsh, PORTRAIT)


@pytest.mark.parametrize(("settings", "said"), [
    ("photos: {a: b.png}", "must be a group"),
    ("photos: {a: {file: market.png, consent: nobody}}", "no rights"),
    ("photos: {a: {file: market.png, rights: ours}}", "no consent"),
    ("photos: {a: {file: small.png, rights: ours, consent: nobody}}", "900 by 1200 pixels"),
    ("photos: {a: {file: bomb.png, rights: ours, consent: nobody}}", "60000 by 60000"),
    ("photos: {a: {file: market.png, rights: ours, consent: nobody, expires: soon}}", "no date"),
])
def test_a_photo_that_cannot_be_used_is_named(tmp_path: Path, settings: str, said: str) -> None:
    Image.new("RGB", (1200, 1100)).save(tmp_path / "market.png")
    Image.new("RGB", (900, 1200)).save(tmp_path / "small.png")
    (tmp_path / "bomb.png").write_bytes(bomb(60_000, 60_000))
    with pytest.raises(ConfigError, match=said):
        brand(tmp_path, settings)
