"""The release's text as it grows: blocks with exact spans, a blank line between them, list items each on a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from campaign.models import Block, Span
from campaign.release.charset import tidy
from campaign.release.frontmatter import FrontMatter
from campaign.release.furniture import clean

Kind = Literal["heading", "paragraph", "item", "blockquote"]

# a sign that stands for itself may touch its word ("•Text"); a dash, star, number or letter needs a space after it
_BULLET = re.compile(
    r"(?:[•●▪▫◦‣⁃∙·■□➢➤►✓✔\uf0b7\uf0a7][ \t\xa0]*|[*+–—-][ \t\xa0]+|o[ \t\xa0]{1,4}(?=\w)|\(?\d{1,2}[.)][ \t\xa0]+"
    r"|\(?[a-z][.)][ \t\xa0]+)(?=\S)"
)
_SPACES = re.compile("[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_RULE = re.compile(r"[-–—*_=~#.+•· ]{3,}")  # a line drawn between two parts
_ENDED = (".", "!", "?", ":", ";", "”", "’", '"')


class Page:
    """Collects blocks. ``text`` is what ``release.txt`` will hold: what a web page puts around a story is left out of it."""

    def __init__(self) -> None:
        self._entries: list[tuple[Kind, str]] = []

    def add(self, kind: Kind, words: str) -> None:
        """Append one block; words without a visible character are left out."""
        lines = (_SPACES.sub(" ", line).strip() for line in tidy(words).split("\n"))
        shown = "\n".join(line for line in lines if line and not _RULE.fullmatch(line))
        if shown:
            self._entries.append((kind, shown))

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

    def laid_out(self) -> Sheet:
        """The text, its blocks with their spans, the date line if there is one, and what was left out."""
        kept = clean(self._entries)
        pieces: list[str] = []
        blocks: list[Block] = []
        length = 0
        for kind, words in kept.entries:
            if blocks:
                gap = "\n" if kind == "item" and blocks[-1].kind == "item" else "\n\n"
                pieces.append(gap)
                length += len(gap)
            pieces.append(words)
            blocks.append(Block(kind=kind, span=Span(length, length + len(words))))
            length += len(words)
        return Sheet(text="".join(pieces), blocks=tuple(blocks), dated=kept.dated, dropped=kept.dropped)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """What ``release.txt`` will hold. ``dated``: the line that says when the release was published."""

    text: str
    blocks: tuple[Block, ...]
    dated: str | None = None
    dropped: tuple[str, ...] = ()

    def words(self, block: Block) -> str:
        """The words of one block."""
        return self.text[block.span.start : block.span.end]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a reader makes of the bytes: the page, what stands above it, what to warn of.

    ``embargo``: words outside the text that hold an embargo (a Word file's page header).
    """

    page: Page
    front: FrontMatter
    warnings: tuple[str, ...] = field(default=())
    embargo: str | None = None


def has_bullet(line: str) -> bool:
    """Whether a line begins with a bullet, a dash or a number."""
    return _BULLET.match(line.strip()) is not None


def _goes_on(before: str, line: str) -> bool:
    """Whether a line without a bullet is the rest of the item before it."""
    return not before.rstrip().endswith(_ENDED) and (line[:1].islower() or len(before) >= 50)
