"""The release's text as it grows: blocks with exact spans, a blank line between them, list items each on a line."""

from __future__ import annotations

import re
from typing import Literal

from campaign.models import Block, Span
from campaign.release.charset import tidy

Kind = Literal["heading", "paragraph", "item", "blockquote"]

# a sign that stands for itself may touch its word ("•Text"); a dash, star, number or letter needs a space after it
_BULLET = re.compile(
    r"(?:[•●▪▫◦‣⁃∙·■□➢➤►✓✔][ \t\xa0]*|[*+–—-][ \t\xa0]+|o[ \t\xa0]{1,4}(?=\w)|\(?\d{1,2}[.)][ \t\xa0]+|\(?[a-z][.)][ \t\xa0]+)(?=\S)"
)
_SPACES = re.compile(r"[ \t]+")
_ENDED = (".", "!", "?", ":", ";", "”", "’", '"')


class Page:
    """Collects blocks. ``text`` is what ``release.txt`` will hold."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, kind: Kind, words: str) -> None:
        """Append one block; words without a visible character are left out."""
        lines = (_SPACES.sub(" ", line).strip() for line in tidy(words).split("\n"))
        shown = "\n".join(line for line in lines if line)
        if not shown:
            return
        if self.blocks:
            tight = kind == "item" and self.blocks[-1].kind == "item"
            self._put("\n" if tight else "\n\n")
        start = self._length
        self._put(shown)
        self.blocks.append(Block(kind=kind, span=Span(start, self._length)))

    def add_lines(self, lines: list[str], kind: Kind = "paragraph") -> None:
        """Append the lines of one paragraph; lines that begin with a bullet become items of their own."""
        held: list[str] = []
        now: Kind = kind
        for line in (raw.strip() for raw in lines):
            if bullet := _BULLET.match(line):
                self.add(now, "\n".join(held))
                held, now = [line[bullet.end() :]], "item"
            elif now == "item" and held and not _goes_on(held[-1], line):
                self.add(now, "\n".join(held))
                held, now = [line], kind
            else:
                held.append(line)
        self.add(now, "\n".join(held))

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)


def has_bullet(line: str) -> bool:
    """Whether a line begins with a bullet, a dash or a number."""
    return _BULLET.match(line.strip()) is not None


def _goes_on(before: str, line: str) -> bool:
    """Whether a line without a bullet is the rest of the item before it."""
    return not before.rstrip().endswith(_ENDED) and (line[:1].islower() or len(before) >= 50)
