"""A line of words in the pieces that one face draws in one direction, from left to right as they stand on the card."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from campaign.cards.bidi import has_right_to_left, levels, visual
from campaign.cards.brand import Face
from campaign.cards.script import IGNORABLE
from campaign.text import clusters


class Piece(NamedTuple):
    """Words, in the order in which they are said, that one face draws in one direction."""

    face: Face
    text: str
    rtl: bool = False
    language: str | None = None
    at: int = 0  # where they begin in the line as it is said


@lru_cache(maxsize=16384)
def pieces(face: Face, text: str) -> tuple[Piece, ...]:
    """The pieces of a line, from left to right; joined in the order of ``at`` they are the line again."""
    if not text:
        return ()
    base = face.rtl and (has_right_to_left(text) or not any(c.isalpha() for c in text))
    found: list[Piece] = []
    for begin, end, level in visual(levels(text, rtl=base)):
        row = _faces(face, text[begin:end], begin, rtl=bool(level % 2))
        found += reversed(row) if level % 2 else row
    assert "".join(piece.text for piece in sorted(found, key=lambda p: p.at)) == text
    return tuple(found)


def holds(face: Face, cluster: str) -> bool:
    """Whether a face has a glyph for all of a cluster; joiners and the like have no shape of their own."""
    return all(ord(c) in face.codepoints for c in cluster if c not in IGNORABLE and c != "\u00a0")


def _faces(face: Face, text: str, at: int, *, rtl: bool) -> list[Piece]:
    """Each cluster in the first face that has it; what all scripts share, but digits, stays with the words before."""
    found: list[Piece] = []
    for cluster in clusters(text):
        shared = not cluster[0].isalnum()
        last = found[-1].face if found else None
        near = [last] if last is not None and shared and not last.colour else []
        chosen = next((f for f in (*near, face, *face.others) if holds(f, cluster)), face)
        if found and chosen is last:
            found[-1] = found[-1]._replace(text=found[-1].text + cluster)
        else:
            found.append(Piece(chosen, cluster, rtl, face.language, at))
        at += len(cluster)
    return found
