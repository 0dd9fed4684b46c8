"""Draw a card: fields → marks → proof → pixels → file. Pure: the same card, brand and libraries give the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

from campaign.cards import prove
from campaign.cards.alt import alt_of
from campaign.cards.brand import Brand
from campaign.cards.content import read_content
from campaign.cards.fonts import Engine, best_engine
from campaign.cards.layouts import LAYOUTS
from campaign.cards.marks import Run
from campaign.cards.page import Page
from campaign.cards.paint import encode, paint
from campaign.cards.sizes import known
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
    content = read_content(card, brand.words)
    prove.glyphs(content, brand)
    theme = brand.theme(card.layout, content.theme, content.get("name") or content.get("title"))
    shaper = engine or best_engine()
    marks = LAYOUTS[card.layout](Page(brand=brand, theme=theme, size=known(size), engine=shaper, content=content))
    runs = tuple(mark for mark in marks if isinstance(mark, Run))
    prove.drawn(runs, content, card.fields, size)
    data = encode(paint(marks, size, shaper), mime)
    return Drawn(data=data, mime=mime, width=size[0], height=size[1], alt=alt_of(content, brand),
                 sha256=hashlib.sha256(data).hexdigest(), runs=runs)
