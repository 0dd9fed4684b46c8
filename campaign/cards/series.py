"""Several cards in a row: a list that is too long for one card, and the marks that say which of how many a card is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from campaign.cards.brand import Brand
from campaign.cards.specs import SPECS
from campaign.models import Card, MediaItem

LISTS = frozenset({"signs", "steps"})  # numbers to call are never parted: the emergency number stands over all of them


def carousel(media: Sequence[MediaItem], brand: Brand) -> tuple[MediaItem, ...]:
    """The pictures of a post as they are published: long lists on as many cards as they need, each marked "2 of 3".

    A card that has a ``page`` or an alt text of its own stays as it is written, and so do the cards of a post beside photos.
    """
    found = [replace(item, card=card) for item in media for card in (_parted(item) if item.card else (None,))]
    if len(found) < 2 or any(item.card is None or item.alt is not None or item.card.fields.get("page") for item in found):
        return tuple(found)
    marks = [f"{n} {brand.words['of']} {len(found)}" for n in range(1, len(found) + 1)]
    return tuple(replace(item, card=_with(item.card, page=mark)) for item, mark in zip(found, marks, strict=True))


def _parted(item: MediaItem) -> tuple[Card | None, ...]:
    """A card with a list that is too long, as cards with even shares of it; the numbers run on."""
    card = item.card
    items = card.fields.get("items") if card else None
    if card is None or card.layout not in LISTS or not isinstance(items, list | tuple) or item.alt is not None or card.fields.get("page"):
        return (card,)
    several = SPECS[card.layout].several
    assert several is not None
    count = -(-len(items) // several[2])
    if count < 2:
        return (card,)
    ends = [round(len(items) * n / count) for n in range(count + 1)]
    return tuple(_with(card, items=list(items[a:b]), start=a + 1) for a, b in pairwise(ends))


def _with(card: Card | None, **fields: object) -> Card:
    assert card is not None
    return replace(card, fields={**card.fields, **fields})
