"""Text that was copied out of a PDF or a print-out: page numbers, running headers, words that were parted at a line's end."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_PAGE = re.compile(r"(?i)[-–—|\[ ]*(?:page|pg\.?|p\.)? ?(\d{1,3})(?: ?(?:of|/) ?\d{1,3})?[-–—|\] ]*")
_SURE = re.compile(r"(?i)(?:\S.{0,80} )?[-–—|\[ ]*page \d{1,3}(?: ?(?:of|/) ?\d{1,3})?[-–—|\] ]*|[-–—] ?\d{1,3} ?[-–—]|\d{1,3} of \d{1,3}")
_PARTED = re.compile(r"(?<![\w-])([^\W\d_]{2,})[-‐]\n[ \t]*([a-zà-ÿ]{2,}[’'a-zà-ÿ]*[.,;:!?”’\"')]{0,3})( |\n|$)")
_NAMES = re.compile(r"(?<=[^\W\d_])([^\W\d_])[-‐]\n[ \t]*([A-ZÀ-Ý][^\W\d_]*[.,;:!?”’\"')]{0,3})( |\n|$)")
_LETTERHEAD = re.compile(r"(?i)\b(?:press|news|media) (?:release|statement|notice)\b")
_LONGEST = 120
_WORD = re.compile(r"[^\W\d_]{2,}(?:[-‐][^\W\d_]{2,})*")
_DIGITS = re.compile(r"\d+")
# what stands before a hyphen of its own, and is not the first syllable of longer words ("in-", "part-" and "pro-" are)
_PREFIXES = frozenset({
    "anti", "non", "semi", "self", "well", "ill", "long", "short", "high", "low", "full", "half", "year", "two", "three", "four",
    "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third", "last",
})  # fmt: skip
# words that are written as one with what follows, although both halves are words
_CLOSED = frozenset({
    "some", "any", "every", "no", "with", "through", "there", "where", "never", "over", "under", "after", "what", "when", "who",
    "how",
})  # fmt: skip
_NEAR = 3  # running headers and footers stand within so many lines of a page's end


def unpaged(text: str) -> str:
    """The text without its pages: numbers, what is repeated on each, and the breaks in words and sentences."""
    lines = text.replace("\x0c", "\n\x0c\n").split("\n")
    sure = {n for n, line in enumerate(lines) if line == "\x0c" or _SURE.fullmatch(line.strip()[:_LONGEST])} | _letterheads(lines)
    last = max((n for n, line in enumerate(lines) if line.strip()), default=0)
    ends = sure | _counted(lines) | {n for n in _bare(lines) if sure and (n == last or any(abs(n - end) <= 2 * _NEAR for end in sure))}
    return joined("\n".join(_without(lines, ends)) if ends else text)


def joined(text: str) -> str:
    """Put words together again that were parted at a line's end.

    A hyphen stays where the word is written with it elsewhere in the text, or where both halves are words that go with a hyphen.
    """
    text = _NAMES.sub(lambda found: f"{found[1]}-{found[2]}" + found[3].replace(" ", "\n"), text)
    if not _PARTED.search(text):
        return text
    known = {word.casefold() for word in _WORD.findall(_PARTED.sub(" ", text))}
    # the line keeps its end after the word: the length of lines tells what a program wrapped
    return _PARTED.sub(lambda found: _whole(found[1], found[2], known) + found[3].replace(" ", "\n"), text)


def _whole(left: str, right: str, known: set[str]) -> str:
    whole, hyphened = f"{left}{right}", f"{left}-{right}"
    if whole.casefold() in known:
        return whole
    if hyphened.casefold() in known or left.casefold() in _PREFIXES:
        return hyphened
    if left.casefold() in known - _CLOSED and right.casefold() in known and min(len(left), len(right)) > 3:
        return hyphened
    return whole


def _bare(lines: list[str]) -> dict[int, int]:
    """The lines that hold nothing but a number, and the number."""
    return {n: int(found[1]) for n, line in enumerate(lines) if len(line) < 40 and (found := _PAGE.fullmatch(line.strip()))}


def _counted(lines: list[str]) -> set[int]:
    """The numbers that stand alone, if they count the pages from 1 or 2 on."""
    bare = _bare(lines)
    places, values = list(bare), list(bare.values())
    counting = len(values) >= 2 and values[0] in {1, 2} and values == list(range(values[0], values[0] + len(values)))
    return set(places) if counting and all(after - before > _NEAR for before, after in pairwise(places)) else set()


def _letterheads(lines: list[str]) -> set[int]:
    """Where a letterhead is repeated: the first page keeps it."""
    seen: set[str] = set()
    found = set()
    for n, line in enumerate(lines):
        folded = _DIGITS.sub("#", " ".join(line.split()))
        if len(line) < _LONGEST and _LETTERHEAD.search(line):
            found |= {n} if folded in seen else set()
            seen.add(folded)
    return found


def _without(lines: list[str], ends: set[int]) -> list[str]:
    near = {n for end in ends for n in _beside(lines, end)}
    seen = Counter(_DIGITS.sub("#", lines[n].strip()) for n in near)
    top = [n for n, line in enumerate(lines) if line.strip()][:_NEAR]  # a letterhead, or the title that pages repeat
    gone = ends | {n for n in near - set(top) if seen[_DIGITS.sub("#", lines[n].strip())] > 1 and len(lines[n]) < _LONGEST}
    out: list[str] = []
    broken = False
    for n, line in enumerate(lines):
        if n in gone:
            broken = True
        elif line.strip() or not broken:
            if broken and out:
                _turn_page(out, line)
            out.append(line)
            broken = False
    return out


def _beside(lines: list[str], end: int) -> list[int]:
    """The nearest lines with words above and below a page's end."""
    above = [n for n in range(end - 1, max(-1, end - 8), -1) if lines[n].strip() and lines[n] != "\x0c"][:_NEAR]
    below = [n for n in range(end + 1, min(len(lines), end + 8)) if lines[n].strip() and lines[n] != "\x0c"][:_NEAR]
    return above + below


def _turn_page(out: list[str], line: str) -> None:
    """A sentence that goes on over the page is one paragraph; else a new one begins."""
    while out and not out[-1].strip():
        out.pop()
    if out and not (line[:1].islower() and not out[-1].rstrip().endswith((".", "!", "?", ":", "”", '"'))):
        out.append("")
