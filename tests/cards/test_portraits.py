"""A face on a quote card: whose consent is written down, cut to a circle, and nothing else of the photo."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from campaign.cards import SIZES, SQUARE, Brand, alt_text, brand_resources, draw, load_brand
from campaign.cards.drawing import lay_out
from campaign.cards.marks import Picture
from campaign.errors import CardError, ConfigError
from campaign.models import Card, CardSize
from tests.cards.conftest import CARDS

CONSENT = 'consent: "Asha Malik, by e-mail, 2 March 2026"'


def photo(folder: Path, size: tuple[int, int] = (600, 800)) -> None:
    """Red above, blue below, taken on its side, with a place in it."""
    picture = Image.new("RGB", size, (20, 40, 200))
    picture.paste((200, 30, 30), (0, 0, size[0], size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = 1
    exif[0x010E] = "where she lives"
    picture.save(folder / "asha.jpg", exif=exif, quality=95)


def branded(folder: Path, settings: str = f"file: asha.jpg, {CONSENT}") -> Brand:
    path = folder / "brand.yaml"
    path.write_text(f"name: Example Constabulary\nfooter: '@exampleforce'\nportraits:\n  Asha Malik: {{{settings}}}\n", encoding="utf-8")
    return load_brand(path)


@pytest.fixture
def brand(tmp_path: Path) -> Brand:
    photo(tmp_path)
    return branded(tmp_path)


def faces(card: Card, brand: Brand, size: CardSize) -> list[Picture]:
    return [mark for mark in lay_out(card, brand, size).marks if isinstance(mark, Picture)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["quote-short", "quote"])
def test_the_speaker_s_face_stands_on_the_card_and_no_words_on_it(name: str, size: CardSize, brand: Brand) -> None:
    (face,) = faces(CARDS[name], brand, size)
    drawn = draw(CARDS[name], brand, size)
    assert face.box.width == face.box.height >= 150
    assert not any(run.ink.meets(face.box) for run in drawn.runs)
    image = Image.open(io.BytesIO(drawn.data)).convert("RGB")
    middle = (face.box.left + face.box.right) // 2
    red, blue = image.getpixel((middle, face.box.top + 12)), image.getpixel((middle, face.box.bottom - 12))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 150 > red[2]
    assert blue[2] > 150 > blue[0]
    corner = image.getpixel((face.box.left + 4, face.box.top + 4))
    assert corner not in {red, blue}
    assert b"where she lives" not in drawn.data
    assert drawn.alt == alt_text(CARDS[name], brand)


def test_only_the_speaker_is_shown(brand: Brand) -> None:
    assert faces(CARDS["quote-long"], brand, SQUARE) == []
    assert faces(CARDS["hook"], brand, SQUARE) == []


def test_words_that_need_the_room_get_it(brand: Brand) -> None:
    words = "Nobody has to be sure before they pick up the phone and tell us what they saw. " * 5
    card = Card(layout="quote", fields={**CARDS["quote"].fields, "quote": words.strip()})
    assert faces(card, brand, SQUARE) == []
    assert draw(card, brand, SQUARE).alt


def test_another_photo_is_another_card(tmp_path: Path, brand: Brand) -> None:
    before = brand_resources(brand)["portrait:Asha Malik"]
    photo(tmp_path, (640, 800))
    assert brand_resources(branded(tmp_path))["portrait:Asha Malik"] != before
    with pytest.raises(CardError, match="has changed since"):
        draw(CARDS["quote"], brand, SQUARE)


@pytest.mark.parametrize(("settings", "match"), [
    ("file: asha.jpg", "no consent"),
    ('file: asha.jpg, consent: " "', "no consent"),
    (f"file: nobody.jpg, {CONSENT}", "There is no file 'nobody.jpg'"),
    (f"file: brand.yaml, {CONSENT}", "cannot be read: it is no PNG or JPEG"),
    (f"file: small.jpg, {CONSENT}", "399 by 500 pixels"),
    (f"file: asha.jpg, {CONSENT}, expires: soon", "'soon' is no date"),
    (f"file: asha.jpg, {CONSENT}, focus: [2, 0]", "two numbers from 0 to 1"),
    (f"file: asha.jpg, {CONSENT}, focus: middle", "two numbers from 0 to 1"),
    (f"file: asha.jpg, {CONSENT}, focsu: [0, 0]", "Did you mean 'focus'"),
])
def test_a_portrait_that_may_not_be_shown_is_named(tmp_path: Path, settings: str, match: str) -> None:
    photo(tmp_path)
    Image.new("RGB", (399, 500)).save(tmp_path / "small.jpg")
    with pytest.raises(ConfigError, match=match) as caught:
        branded(tmp_path, settings)
    assert caught.value.line == 4
