"""One card under way: blocks of words, set at a size and put in their place. Heights are from the first capitals to the last baseline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from campaign.cards.brand import Brand, Role, Theme
from campaign.cards.colour import Colour
from campaign.cards.content import Content
from campaign.cards.fonts import Engine, advance, estimate, ink, reach
from campaign.cards.lines import break_lines
from campaign.cards.marks import Box, Mark, Run
from campaign.models import CardSize

FLUSH = 60  # from this size on, lines begin where their ink begins: the side bearing of large letters looks like an indent
STUB = 4  # a title does not grow so far that a line of it has fewer letters than this, or so few beside a line twice as long
ALONE = 0.5  # nor so far that one word stands alone on a line and takes less than this share of the longest
FULL = 1.15  # how far Latin capitals with accents and descenders reach in all, in ems
LEAST_GAP = 0.08  # between the ink of two lines, in ems, where a script reaches further than Latin does
DESCENT = 0.24  # how far Latin descenders reach under the baseline, in ems: gaps between blocks are made for that
RISE, DROP = 0.32, 0.34  # how far accents and descenders may reach over and under a block, in ems

# What makes a figure worth its own colour: "1 in 4", "62 per cent", "£1.2 million", "38%"; a bare year or count is not.
SMALL_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORD = rf"(?:{'|'.join(SMALL_NUMBERS)})"
_AMOUNT = r"\d(?:[\d,.]*\d)?"
FIGURE = re.compile(
    rf"£{_AMOUNT}(?:\s?(?:million|billion|m|bn)\b)?"
    rf"|\b{_AMOUNT}\s(?:in|out of)\s{_AMOUNT}\b"
    rf"|\b(?i:{_WORD}\s(?:in|out of)\s{_WORD})\b"
    rf"|\b{_AMOUNT}\s?(?:%|per\scent\b|percent\b)"
)


class NoRoom(Exception):
    """At this step of the fit search something is too long for its place."""


class Style(NamedTuple):
    """How a block is set: its face, its smallest and largest size in pixels, its line height in ems, its most lines."""

    role: Role
    least: int
    most: int
    leading: float
    lines: int = 99
    balance: bool = False
    lead: bool = False  # follows the page's ``lead``, not its ``step``


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Words that are broken into lines. ``offsets`` are the baselines under the first one; ``measure`` is the width they may take."""

    field: str
    style: Style
    size: int
    lines: tuple[str, ...]
    offsets: tuple[int, ...]
    measure: int
    cap: int
    drop: int = 0  # how far scripts that hang from their baseline reach under it; Latin descenders do not count

    @property
    def height(self) -> int:
        return self.cap + self.offsets[-1] + self.drop


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A card at one step of the fit search: ``step`` runs from 0 (everything at its smallest) to 1; ``lead`` does so for its title."""

    brand: Brand
    theme: Theme
    size: CardSize
    engine: Engine
    content: Content
    step: float = 0.0
    lead: float = 0.0

    def between(self, least: int, most: int, *, lead: bool = False) -> int:
        """A length in whole pixels for this step."""
        return round(least + (most - least) * (self.lead if lead else self.step))

    def set(self, field: str, style: Style, measure: int, *, text: str | None = None, size: int | None = None) -> Block | None:
        """Break a field's words (or ``text``) into lines of at most ``measure`` pixels; None when the card has no such field.

        Raises:
            NoRoom: a word is too wide, or there are too many lines.
        """
        words = self.content.get(field) if text is None else text
        if not words:
            return None
        face = self.brand.faces[style.role]
        over = reach(face, self.engine, words.replace("\n", " "))
        # a script that reaches far over and under its line looks as large at a smaller size
        most = style.most if over is None else max(style.least, round(style.most * min(1, FULL / sum(over))))
        size = self.between(style.least, most, lead=style.lead) if size is None else size
        lines: list[str] = []
        offsets: list[int] = []
        lead, at = round(size * style.leading), 0
        if over is not None:
            lead = max(lead, round(size * (sum(over) + LEAST_GAP)))
        for paragraph in words.split("\n\n"):
            broken = break_lines(paragraph, measure, lambda w: estimate(face, size, self.engine, w),
                                 balance=style.balance, sentences=style.balance and style.role == "bold")
            if broken is None:
                raise NoRoom
            at += round(lead * 0.45) if lines else 0
            offsets += [at + n * lead for n in range(len(broken))]
            lines += broken
            at = offsets[-1] + lead
        if len(lines) > style.lines or (style.lead and self.lead and _ragged(lines)):
            raise NoRoom
        cap, drop = (face.cap, 0.0) if over is None else (over[0], max(0.0, over[1] - DESCENT))
        return Block(field=field, style=style, size=size, lines=tuple(lines), offsets=tuple(offsets), measure=measure,
                     cap=round(cap * size), drop=round(drop * size))

    def width(self, block: Block) -> int:
        """How wide the widest line really is, in pixels, rounded up."""
        face = self.brand.faces[block.style.role]
        return max(int(-(-advance(face, block.size, self.engine, line) // 1)) for line in block.lines)

    def put(
        self, block: Block, at: tuple[int, int], ink_on: tuple[Colour, Colour], *, right: bool = False, within: Box | None = None,
        figure: Colour | None = None,
    ) -> list[Run]:
        """Place a block with its top left (or with ``right`` its top right) corner ``at``; ``ink_on`` is its colour and its ground.

        ``figure`` is the colour of figures such as "1 in 4" in it. ``within`` is where the ink must stay, by default the measure.
        """
        x, top = at
        face = self.brand.faces[block.style.role]
        left = x - block.measure if right else x
        rise, drop = round(block.size * RISE), round(block.size * DROP)
        box = within or Box(left - 4, top - rise, left + block.measure + 4, top + block.height + drop)
        runs: list[Run] = []
        for line, offset in zip(block.lines, block.offsets, strict=True):
            start = x - round(advance(face, block.size, self.engine, line)) if right else x - self._bearing(block, line)
            for text, shift, marked in self._pieces(block, line, figure):
                colour = figure if marked and figure else ink_on[0]
                runs.append(self._run(block, text, (start + shift, top + block.cap + offset), (colour, ink_on[1]), box))
        return runs

    def _bearing(self, block: Block, line: str) -> int:
        return ink(self.brand.faces[block.style.role], block.size, self.engine, line)[0] if block.size >= FLUSH else 0

    def _pieces(self, block: Block, line: str, figure: Colour | None) -> list[tuple[str, int, bool]]:
        if figure is None or self.brand.faces[block.style.role].rtl or not FIGURE.search(line):
            return [(line, 0, False)]
        face = self.brand.faces[block.style.role]
        cuts = sorted({0, len(line), *(edge for m in FIGURE.finditer(line) for edge in m.span())})
        marked = [m.span() for m in FIGURE.finditer(line)]
        pieces = []
        for begin, end in pairwise(cuts):
            lead = len(line[begin:end]) - len(line[begin:end].lstrip())
            shift = round(advance(face, block.size, self.engine, line[: begin + lead]))
            pieces.append((line[begin:end].strip(), shift, (begin, end) in marked))
        return [p for p in pieces if p[0]]

    def _run(self, block: Block, text: str, at: tuple[int, int], ink_on: tuple[Colour, Colour], box: Box) -> Run:
        face = self.brand.faces[block.style.role]
        left, top, right, bottom = ink(face, block.size, self.engine, text)
        spot = Box(at[0] + left, at[1] + top, at[0] + right, at[1] + bottom)
        return Run(field=block.field, text=text, x=at[0], baseline=at[1], face=face, size=block.size,
                   colour=ink_on[0], ground=ink_on[1], ink=spot, box=box)


def _ragged(lines: Sequence[str]) -> bool:
    """Whether a title has grown until a line of it is a stub, which reads as a stammer."""
    shortest, longest = min(map(len, lines)), max(map(len, lines))
    alone = min((len(line) for line in lines if " " not in line), default=longest)
    return len(lines) > 1 and (shortest < STUB or (shortest == STUB and longest >= 2 * shortest) or alone < longest * ALONE)


def stack(parts: Sequence[tuple[int, Block | None]]) -> int:
    """The height of blocks on one another, each with its gap above; the first one's gap, and those that are missing, do not count."""
    there = [(gap, block) for gap, block in parts if block is not None]
    return sum(block.height for _, block in there) + sum(gap for gap, _ in there[1:])


def tops(parts: Sequence[tuple[int, Block | None]], top: int) -> Mapping[str, int]:
    """Where each block of such a stack begins, by field, when the first begins at ``top``."""
    found: dict[str, int] = {}
    for gap, block in parts:
        if block is not None:
            top += gap if found else 0
            found[block.field] = top
            top += block.height
    return found


Marks = list[Mark]
