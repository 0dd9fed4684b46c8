"""Every layout in every size, with the shortest, usual and longest words: files, alt texts, what is on them."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys

import pytest
from PIL import Image

from campaign.cards import LANDSCAPE, PORTRAIT, SIZES, STORY, Brand, Drawn, alt_text, draw, engine_report, name_of, size_for
from campaign.cards.colour import contrast
from campaign.cards.words import letters, tidy
from campaign.errors import CardError
from campaign.models import Card, CardSize
from tests.cards.conftest import CARDS
from tests.conftest import ROOT

EVERY = [pytest.param(name, size, id=f"{name}-{name_of(size)}") for name in CARDS for size in SIZES]


def picture(drawn: Drawn) -> Image.Image:
    return Image.open(io.BytesIO(drawn.data))


def words_of(value: object) -> list[str]:
    """Every text of a card's fields, but for what only rules how it is drawn."""
    if isinstance(value, dict):
        return [w for key, inner in value.items() if key not in {"purpose", "theme"} for w in words_of(inner)]
    if isinstance(value, list):
        return [w for inner in value for w in words_of(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_a_card_shows_every_word_and_says_it_in_its_alt_text(name: str, size: CardSize, brand: Brand) -> None:
    card = CARDS[name]
    drawn = draw(card, brand, size)
    shown = letters("".join(run.text for run in drawn.runs))
    for words in words_of(card.fields):
        for paragraph in tidy(words).split("\n\n"):
            assert paragraph in drawn.alt
        assert letters(tidy(words)) in shown
    assert brand.name in drawn.alt
    assert brand.footer in drawn.alt
    assert drawn.alt == alt_text(card, brand)


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_a_card_is_a_small_palette_png_of_its_size(name: str, size: CardSize, brand: Brand) -> None:
    drawn = draw(CARDS[name], brand, size)
    image = picture(drawn)
    assert (image.format, image.mode, image.size) == ("PNG", "P", size)
    assert (drawn.width, drawn.height, drawn.mime) == (*size, "image/png")
    assert drawn.sha256 == hashlib.sha256(drawn.data).hexdigest()
    assert len(drawn.data) < 120_000
    assert b"sRGB" in drawn.data[:60]
    assert not re.search(rb"tIME|iCCP|tEXt|zTXt|iTXt", drawn.data)


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_the_ink_that_is_painted_is_where_it_was_measured(name: str, size: CardSize, brand: Brand) -> None:
    """Read from the pixels: ink in every run's box, none on the pixels around it, and all of it on the card."""
    drawn = draw(CARDS[name], brand, size)
    image = picture(drawn).convert("RGB")
    for run in drawn.runs:
        box = run.ink
        assert box.left > 20
        assert box.top > 20
        assert box.right < size[0] - 20
        assert box.bottom < size[1] - 20
        inside = image.crop(box)
        assert run.colour in {colour for _, colour in inside.getcolors(1 << 20) or ()}
        if not run.field.startswith("title"):  # a figure in a title has neighbours on its line
            around = {image.getpixel((x, y)) for x in range(box.left - 1, box.right + 1) for y in (box.top - 1, box.bottom)}
            around |= {image.getpixel((x, y)) for y in range(box.top, box.bottom) for x in (box.left - 1, box.right)}
            assert run.colour not in around


@pytest.mark.parametrize("name", CARDS)
def test_nothing_of_a_story_stands_where_the_app_puts_its_own(name: str, brand: Brand) -> None:
    for run in draw(CARDS[name], brand, STORY).runs:
        assert run.ink.top >= 250
        assert run.ink.bottom <= 1920 - 340
        assert run.ink.left >= 64
        assert run.ink.right <= 1080 - 64


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_words_are_large_enough_and_can_be_read(name: str, size: CardSize, brand: Brand) -> None:
    least = 36 if size == LANDSCAPE else 32
    for run in draw(CARDS[name], brand, size).runs:
        assert run.size >= least
        assert contrast(run.colour, run.ground) >= (3 if run.field == "mark.quote" else 4.5)


@pytest.mark.parametrize("size", SIZES)
def test_one_size_for_all_entries_of_a_list(size: CardSize, brand: Brand) -> None:
    assert len({run.size for run in draw(CARDS["signs"], brand, size).runs if run.field.startswith("items.")}) == 1


def test_the_same_card_gives_the_same_bytes_in_another_process(brand: Brand) -> None:
    code = (
        "from campaign.cards import draw, load_brand, SIZES; from tests.cards.conftest import CARDS; b = load_brand()\n"
        "print([draw(c, b, s).sha256 for c in CARDS.values() for s in SIZES])"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert draw(CARDS["hook-short"], brand, PORTRAIT).sha256 in runs[0].stdout


def test_jpeg_where_a_platform_takes_no_png(brand: Brand) -> None:
    drawn = draw(CARDS["contact"], brand, PORTRAIT, mime="image/jpeg")
    image = picture(drawn)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", PORTRAIT)
    assert drawn.mime == "image/jpeg"
    assert len(drawn.data) < 976_000
    with pytest.raises(CardError, match="image/png or image/jpeg"):
        draw(CARDS["contact"], brand, PORTRAIT, mime="image/gif")


def test_cards_are_drawn_without_raqm_too(brand: Brand) -> None:
    for card in CARDS.values():
        for size in SIZES:
            assert draw(card, brand, size, engine="basic").alt == alt_text(card, brand)


def test_the_large_quotation_mark_hangs_left_of_the_words(brand: Brand) -> None:
    runs = draw(CARDS["quote"], brand, PORTRAIT).runs
    mark = next(run for run in runs if run.field == "mark.quote")
    first = next(run for run in runs if run.field == "quote")
    assert mark.ink.left < first.ink.left
    assert mark.ink.bottom < first.ink.top


def test_what_shapes_the_letters_is_reported_for_the_doctor() -> None:
    report = engine_report()
    assert report["Pillow"].startswith("13.")
    assert report["layout"] in {"raqm", "basic"}
    assert {"Raqm", "FriBiDi", "HarfBuzz", "FreeType"} <= set(report)


def test_every_platform_has_a_size_that_is_drawn(brand: Brand) -> None:
    assert {size_for(p) for p in ("x", "bluesky", "mastodon", "outbox", "instagram", "somewhere")} <= set(SIZES)
    with pytest.raises(CardError, match="1080x1350, 1080x1080, 1080x1920, 1200x675"):
        draw(CARDS["hook"], brand, (1000, 1000))


def test_a_title_that_begins_with_a_figure_shows_it_large(brand: Brand) -> None:
    runs = draw(CARDS["hook-statistic"], brand, PORTRAIT).runs
    figure = next(run for run in runs if run.text == "1 in 4")
    assert figure.size > 1.5 * max(run.size for run in runs if run is not figure)


def test_a_card_of_only_a_figure_is_drawn(brand: Brand) -> None:
    drawn = draw(Card(layout="hook", fields={"eyebrow": "The scale", "title": "1 in 4"}), brand, LANDSCAPE)
    assert "1 in 4." in drawn.alt
