"""What stands on a card, in the order it is painted: nothing is drawn that is not one of these, so all of it can be checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from campaign.cards.brand import Face
from campaign.cards.colour import Colour


class Box(NamedTuple):
    """A rectangle in pixels; right and bottom are just outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def holds(self, other: Box) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.left <= other.left and self.top <= other.top and self.right >= other.right and self.bottom >= other.bottom

    def meets(self, other: Box) -> bool:
        """Whether the two share a pixel."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def inset(self, by: int) -> Box:
        """The same rectangle, ``by`` pixels smaller on every side."""
        return Box(self.left + by, self.top + by, self.right - by, self.bottom - by)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fill:
    """A rectangle of one colour, with ``radius`` for round corners on ``ground``."""

    box: Box
    colour: Colour
    ground: Colour
    radius: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """A circle's outline, ``stroke`` pixels wide inside its box; it may reach over the card's edge."""

    box: Box
    stroke: int
    colour: Colour
    ground: Colour


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Words in one line, one face, one colour: the left end of their baseline, where their ink is, and where it must stay.

    ``field`` is the card's field they come from (``items.0``), or begins with ``brand.`` or ``mark.``.
    """

    field: str
    text: str
    x: int
    baseline: int
    face: Face
    size: int
    colour: Colour
    ground: Colour
    ink: Box
    box: Box


class Ink(NamedTuple):
    """A colour of words or marks, and the contrast that it needs."""

    colour: Colour
    least: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A logo file, scaled into its box; or a photo, cut to a circle around its ``focus`` (shares of width and height)."""

    path: Path
    sha256: str
    box: Box
    round: bool = False
    focus: tuple[float, float] = (0.5, 0.5)
    clear: int = 0  # pixels around it that no words may enter
    scrim: Colour | None = None  # for a photo behind the words: what it is covered with, until ``inks`` can be read on it
    inks: tuple[Ink, ...] = ()


Mark = Fill | Ring | Run | Picture


def mirrored(marks: Sequence[Mark], width: int) -> tuple[Mark, ...]:
    """The same card for people who read from right to left: every mark in its mirrored place, none itself turned round."""
    return tuple(_mirrored(mark, width) for mark in marks)


def _mirrored(mark: Mark, width: int) -> Mark:
    if isinstance(mark, Run):
        ink = _turned(mark.ink, width)
        return replace(mark, ink=ink, box=_turned(mark.box, width), x=mark.x + ink.left - mark.ink.left)
    return replace(mark, box=_turned(mark.box, width))


def _turned(box: Box, width: int) -> Box:
    return Box(width - box.right, box.top, width - box.left, box.bottom)
