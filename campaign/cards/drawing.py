"""Draw a card: fields → marks → proof → pixels → file. Pure: the same card, brand and libraries give the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from campaign.cards import prove
from campaign.cards.alt import alt_of
from campaign.cards.brand import Brand
from campaign.cards.chain import faces_for
from campaign.cards.content import read_content
from campaign.cards.fonts import Engine, best_engine
from campaign.cards.layouts import LAYOUTS
from campaign.cards.marks import Mark, Picture, Run, mirrored
from campaign.cards.page import Page
from campaign.cards.paint import encode, paint
from campaign.cards.sizes import known
from campaign.errors import CardError
from campaign.models import Card, CardSize


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A card as a file: its bytes, and ``runs``, every stretch of words on it with its place, in the order it was painted."""

    data: bytes
    mime: str
    width: int
    height: int
    alt: str
    sha256: str
    runs: tuple[Run, ...]


class Laid(NamedTuple):
    """A card with every mark in its place and proven, before a pixel is painted."""

    marks: tuple[Mark, ...]
    runs: tuple[Run, ...]
    alt: str


class Job(NamedTuple):
    """One card to draw in a batch."""

    card: Card
    brand: Brand
    size: CardSize
    mime: str = "image/png"


def draw(card: Card, brand: Brand, size: CardSize, *, mime: str = "image/png", engine: Engine | None = None) -> Drawn:
    """Draw a card in one of ``SIZES`` as PNG or JPEG, and prove it.

    ``engine`` is what shapes the letters: the best there is, unless it is given.

    Raises:
        CardError: it does not fit (which field, how many characters to cut), a glyph is missing (which, where), or a field is wrong.
    """
    shaper = engine or best_engine()
    marks, runs, alt = lay_out(card, brand, size, engine=shaper)
    data = encode(paint(marks, size, shaper), mime)
    return Drawn(data=data, mime=mime, width=size[0], height=size[1], alt=alt, sha256=hashlib.sha256(data).hexdigest(), runs=runs)


def lay_out(card: Card, brand: Brand, size: CardSize, *, engine: Engine | None = None) -> Laid:
    """Everything of ``draw`` but the pixels: whether a card can be drawn is known here.

    Raises:
        CardError: as ``draw``.
    """
    content = read_content(card, brand.words)
    shaper = engine or best_engine()
    brand = faces_for(brand, content)
    prove.glyphs(content, brand, shaper)
    if content.photo and content.photo not in brand.photos:
        there = ", ".join(brand.photos) or "none yet: write them under `photos`"
        raise CardError(f"The brand has no photo '{content.photo}'.", fix=f"It has {there}.")
    theme = brand.theme(card.layout, content.theme, content.get("name") or content.get("title"))
    page = Page(brand=brand, theme=theme, size=known(size), engine=shaper, content=content)
    marks = tuple(LAYOUTS[card.layout](page))
    if brand.faces["regular"].rtl:
        marks = mirrored(marks, size[0])
    runs = tuple(mark for mark in marks if isinstance(mark, Run))
    prove.drawn(runs, content, card.fields, size)
    prove.clear(runs, [mark for mark in marks if isinstance(mark, Picture)])
    return Laid(marks, runs, alt_of(content, brand))
