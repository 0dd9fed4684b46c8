"""Plain text: paragraphs at blank lines, or at line ends where the text was not wrapped by hand; bullets become items."""

from __future__ import annotations

import re

from campaign.release.page import Page, has_bullet

_GAP = re.compile(r"\n[ \t\xa0]*\n\s*")


def blocks(page: Page, text: str) -> None:
    """Append the blocks of a plain text."""
    for chunk in _GAP.split(text.strip("\n")):
        lines = [line for line in chunk.split("\n") if line.strip()]
        for run in paragraphs(lines):
            page.add_lines(run)


def paragraphs(lines: list[str]) -> list[list[str]]:
    """Join lines that a program wrapped; a line end where the next word would still have fitted was meant by the author."""
    width = max((len(line) for line in lines), default=0)
    wrapped = [n > 0 and _wrapped(lines[n - 1], line, width) for n, line in enumerate(lines)]
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


def _wrapped(before: str, line: str, width: int) -> bool:
    if not 40 <= width <= 110:
        return False
    return len(before.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > width
