"""Day words against the release's own date: ``Today (Wednesday)`` in a release of a Tuesday is a contradiction."""

from __future__ import annotations

import re
from datetime import timedelta

from campaign.facts.document import Document

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED = re.compile(rf"\b(?P<word>[Tt]oday|[Yy]esterday|[Tt]omorrow),? ?\(?(?P<day>{'|'.join(_NAMES)})\b")
_SHIFT = {"today": 0, "yesterday": -1, "tomorrow": 1}


def check_day_words(document: Document) -> list[str]:
    """A sentence for each day word whose weekday is not the one of the release's date."""
    day = document.release.date
    if day is None:
        return []
    out = []
    for match in _NAMED.finditer(document.view):
        meant = day + timedelta(days=_SHIFT[match["word"].lower()])
        if _NAMES[meant.weekday()] != match["day"]:
            out.append(f"“{match[0].rstrip('(')}” does not fit the release's date: {meant.isoformat()} is a {_NAMES[meant.weekday()]}.")
    return list(dict.fromkeys(out))
