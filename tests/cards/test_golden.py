"""What cards look like, kept as small pictures: a change of layout or of Pillow shows here, a few grey levels do not.

After a change that is meant, look at the cards, then draw the pictures again: ``python -m tests.cards.test_golden``.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from campaign.cards import SIZES, SQUARE, Brand, draw, load_brand
from campaign.cards.specs import SPECS
from campaign.models import CardSize
from tests.cards.conftest import CARDS

FOLDER = Path(__file__).parent / "golden"
KEPT = [(name, size) for name in SPECS for size in SIZES]  # every layout, also the next one, must have a card of its name
SHRINK = 6
MEAN, WORST = 1.0, 64  # of 255; another FreeType moves edges by a few levels, a word in another place changes far more


def small(name: str, size: CardSize, brand: Brand) -> Image.Image:
    # Pillow's own layout, which is the same on every machine; Raqm depends on the FriBiDi that the machine has
    data = draw(CARDS[name], brand, size, engine="basic").data
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").reduce(SHRINK)


def kept(name: str, size: CardSize) -> Path:
    return FOLDER / f"{name}-{size[0]}x{size[1]}.png"


@pytest.mark.parametrize(("name", "size"), KEPT)
def test_cards_look_as_they_did(name: str, size: CardSize, brand: Brand) -> None:
    with Image.open(kept(name, size)) as golden:
        difference = ImageChops.difference(golden.convert("RGB"), small(name, size, brand))
    assert max(ImageStat.Stat(difference).mean) < MEAN
    assert max(high for _, high in difference.getextrema()) < WORST


def test_the_comparison_sees_one_changed_word(brand: Brand) -> None:
    with Image.open(kept("signs", SQUARE)) as golden:
        difference = ImageChops.difference(golden.convert("RGB"), small("signs-long", SQUARE, brand))
    assert max(high for _, high in difference.getextrema()) >= WORST


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for card, shape in KEPT:
        small(card, shape, load_brand()).save(kept(card, shape), optimize=True)
