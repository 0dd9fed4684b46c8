"""Plain text: paragraphs at blank lines, or at line ends where the text was not wrapped by hand; bullets become items."""

from __future__ import annotations

import re

from campaign.release.page import Page, has_bullet

_NARROWEST, _WIDEST = 40, 110  # letters a line, in what programs wrap
_FEW = 5  # line ends that a text must have before they show a habit
_GAP = re.compile(r"\n[ \t\xa0]*\n\s*")


def blocks(page: Page, text: str) -> None:
    """Append the blocks of a plain text; words that were parted at a line's end are whole in it already (``paged``)."""
    chunks = [[line.rstrip() for line in chunk.split("\n") if line.strip()] for chunk in _GAP.split(text.strip("\n"))]
    edge = _edge(chunks)
    for lines in chunks:
        if lines and all(line.lstrip().startswith(">") for line in lines):
            page.add("blockquote", "\n".join(line.lstrip(" \t>") for line in lines))
            continue
        for run in paragraphs(lines, edge):
            page.add_lines(run)


def paragraphs(lines: list[str], edge: int = 0) -> list[list[str]]:
    """Join lines that a program wrapped; a line end where the next word would still have fitted was meant by the author.

    ``edge`` is where the lines of the whole text end, if a program wrapped it: then what nearly reaches it goes on too.
    """
    width = max((len(line) for line in lines if len(line) <= _WIDEST or not edge), default=0)
    wrapped = [n > 0 and (_wrapped(lines[n - 1], line, width) or _reaches(lines[n - 1], edge)) for n, line in enumerate(lines)]
    # one meant line end under a colon shows a list: then its longest line is no reason to join the next one to it
    colon = next((n for n, line in enumerate(lines) if line.rstrip().endswith(":")), len(lines))
    listed = not all(wrapped[colon + 2 :])
    runs: list[list[str]] = []
    for n, line in enumerate(lines):
        joins = wrapped[n] and not (listed and n > colon)
        if n and (joins or has_bullet(line) or has_bullet(lines[n - 1])):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _edge(chunks: list[list[str]]) -> int:
    """Where the lines of a text that a program wrapped end; 0 where people ended them."""
    lengths = sorted(len(line) for lines in chunks for line in lines[:-1] if not has_bullet(line))
    if len(lengths) < _FEW:
        return 0
    edge = lengths[len(lengths) * 9 // 10]
    full = sum(edge * 0.75 <= length <= edge * 1.1 for length in lengths)
    return edge if _NARROWEST <= edge <= _WIDEST and full >= 0.7 * len(lengths) else 0


def _reaches(before: str, edge: int) -> bool:
    return edge > 0 and len(before) > edge * 0.6 and not before.endswith((".", "!", "?", ":", ";", "”", '"'))


def _wrapped(before: str, line: str, width: int) -> bool:
    if not _NARROWEST <= width <= _WIDEST:
        return False
    return len(before.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > width
