"""Dates as people type them, for telling how they are written here. Nothing is guessed: the person writes it."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DIGITS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_TURNED = re.compile(r"(\d{4})[/. ]?(\d{1,2})[/. ]?(\d{1,2})")
_WORDS = re.compile(r"(?i)(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})")


def how_to_write(text: str, example: str = "2026-03-18") -> str:
    """What to write in place of ``text``: the day that was probably meant, day before month as in Britain, else an example."""
    meant = _meant(" ".join(text.split()))
    return f"Did you mean {meant.isoformat()} ({meant.day} {meant:%B %Y})? Write it like that." if meant else f"Write it like {example}."


def _meant(text: str) -> date | None:
    if found := _DIGITS.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _TURNED.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif (found := _WORDS.match(text)) and found[2][:3].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[3])
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
