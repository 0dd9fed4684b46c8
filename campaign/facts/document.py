"""The release as the rules see it: paragraphs with a view of the same length as the text, so that every offset is a span."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from campaign.models import Release, Span
from campaign.text.embargo import orders_embargo

# one character for one character: offsets in a view are offsets in the text
_SPACES = "\n\t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_VIEW = str.maketrans(dict.fromkeys(_SPACES, " ") | {"\u2011": "-", "\u2010": "-"})

_STOP = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9£#@“‘\"']|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Revd|Hon|St|Supt|Insp|Sgt|Det|Ch|Cllr|Coun|Gen|Col|Capt|Lt|Cdr|No|Nos|vs|etc|ext|tel|approx"
    r"|Jr|Sr|Ltd|Co|Rd|Ave"
    r"|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|\b[ap]\.m)\.$"
)
_SPACE = re.compile(r"\s*")
_TAIL = re.compile(
    r"(?i)\W*(?:-*\s*(?:ends?|end of release|end)\s*-*|(?:editor[’']?s[’']? notes?|notes? (?:to|for) (?:the )?editors?|notes"
    r"|boilerplate|about us"
    r"|(?:for )?(?:further|more) (?:press|media) information|(?:press|media) (?:contacts?|enquiries|office)))\W*"
)


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One block; ``view`` is its words with every kind of space as a space, ``tail`` whether it follows ENDS or notes to editors."""

    index: int
    kind: str
    start: int
    end: int
    view: str
    tail: bool = False

    @cached_property
    def sentences(self) -> list[Span]:
        """Spans of the sentences, in the text's offsets."""
        return [Span(self.start + a, self.start + b) for a, b in split_sentences(self.view)]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A release, its whole text as a view, and its paragraphs."""

    release: Release
    view: str
    paragraphs: list[Paragraph]

    def words(self, span: Span) -> str:
        """The words of a span with white space folded to single spaces; otherwise letter for letter."""
        return " ".join(self.release.text[span.start : span.end].split())

    def at(self, offset: int) -> Paragraph:
        """The paragraph in which an offset lies."""
        low, high = 0, len(self.paragraphs)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.paragraphs[middle].start <= offset else (low, middle)
        return self.paragraphs[low]

    def sentence_at(self, offset: int) -> Span:
        """The sentence in which an offset lies."""
        sentences = self.at(offset).sentences
        return sentences[max(0, bisect_right(sentences, (offset, len(self.view) + 1)) - 1)]


def open_document(release: Release) -> Document:
    """Prepare a release for the rules."""
    view = release.text.translate(_VIEW)
    paragraphs, tail = [], False
    for index, block in enumerate(release.blocks):
        words = view[block.span.start : block.span.end]
        tail = tail or (index > 0 and len(words) < 60 and _TAIL.fullmatch(words) is not None)
        paragraphs.append(Paragraph(index=index, kind=block.kind, start=block.span.start, end=block.span.end, view=words, tail=tail))
    return Document(release=release, view=view, paragraphs=paragraphs)


def overlaps(spans: list[Span], span: Span) -> bool:
    """Whether any of the sorted ``spans`` shares a character with ``span``."""
    at = bisect_left(spans, (span.start, span.start))
    return any(s.start < span.end and span.start < s.end for s in spans[max(0, at - 1) : at + 1])


def orders(document: Document) -> list[Span]:
    """Where a paragraph orders an embargo: an order to editors, and nothing of it is a fact for the public."""
    return [Span(p.start, p.end) for p in document.paragraphs if orders_embargo(" ".join(p.view.split()) if len(p.view) < 400 else p.view)]


def split_sentences(view: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of one paragraph; a full stop after an abbreviation or initial does not end one."""
    out, start = [], 0
    for stop in _STOP.finditer(view):
        if stop[0] == "." and stop.end() < len(view) and _ABBREVIATION.search(view, max(start, stop.start() - 8), stop.start() + 1):
            continue
        if view[start : stop.end()].strip():
            out.append((start, stop.end()))
        start = _SPACE.match(view, stop.end()).end()  # type: ignore[union-attr]  # it matches nothing at least
    if view[start:].strip():
        out.append((start, len(view.rstrip())))
    return out or [(0, len(view))]
