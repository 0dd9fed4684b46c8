"""What a platform finds in a text: a link, hashtag, mention or cashtag, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

EntityKind = Literal["link", "hashtag", "mention", "cashtag"]


class Entity(NamedTuple):
    """One find. ``value`` is without its sign; ``start`` and ``end`` are code points of the text, end exclusive."""

    start: int
    end: int
    kind: EntityKind
    value: str


def without_overlaps(found: Iterable[Entity]) -> list[Entity]:
    """Keep the earlier of two finds that share a character; in order of place."""
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda one: one.start):
        if not kept or kept[-1].end <= entity.start:
            kept.append(entity)
    return kept
