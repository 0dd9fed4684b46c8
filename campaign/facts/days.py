"""Day words: against the calendar and the release's own date, and which of them mean something else on another day.

``Today (Wednesday)`` in a release of a Tuesday, and ``Wednesday 12 March`` in a year in which that is a Thursday, are contradictions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from campaign.facts.document import Document
from campaign.models import Span

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAY, _MONTH = "|".join(_NAMES), "|".join(f"{m}|{m[:3]}" for m in _MONTHS)
_DATE = rf"(?:the )?(?P<number>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\b(?:,? (?P<year>(?:19|20)\d\d)\b)?"
_RELATIVE = r"(?P<word>[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow)"
_NAMED = re.compile(rf"\b{_RELATIVE},? ?\(?(?P<day>{_DAY})\b")
_DATED = re.compile(rf"\b{_RELATIVE},? ?\(?(?:{_DAY})?,? ?{_DATE}")
_CALENDAR = re.compile(rf"\b(?P<day>{_DAY}),? ?\(?{_DATE}")
_SHIFT = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_WORDS = re.compile(
    r"\b(?:[Tt]oday(?!['’]s (?:world|society|age))|[Tt]onight|[Yy]esterday|[Tt]omorrow"
    r"|(?:[Ee]arlier |[Ll]ater )?(?:[Tt]his|[Ll]ast|[Nn]ext) (?:week(?:end)?|month|year|spring|summer|autumn|winter|term|morning"
    r"|afternoon"
    rf"|evening|night|{_DAY})|[Rr]ecently"
    rf"|(?<!Black )(?<!Good )(?<!Easter )(?<!Boxing )(?<!to )(?<!-)(?<!–)(?<!day \()(?<!row \()(?:{_DAY})(?! (?:to"
    rf"|and) (?:{_DAY}))(?!s|[-–]|,? (?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\b))"
)  # fmt: skip


def check_day_words(document: Document) -> list[str]:
    """A sentence for each day that contradicts the calendar or the release's date; both are named."""
    day = document.release.date
    out = [*_calendar(document.view, day)]
    if day is not None:
        out += [*_relative(document.view, day)]
    return list(dict.fromkeys(out))


def day_words(view: str) -> Iterator[Span]:
    """Where a text says a day that depends on when it is read: today, last month, Tuesday without a date."""
    return (Span(*found.span()) for found in _WORDS.finditer(view))


def _relative(view: str, day: date) -> Iterator[str]:
    for match in _NAMED.finditer(view):
        meant = day + timedelta(days=_SHIFT[match["word"].lower()])
        if _NAMES[meant.weekday()] != match["day"]:
            yield f"“{match[0].replace('(', '')}” does not fit the release's date: {meant.isoformat()} is a {_NAMES[meant.weekday()]}."
    for match in _DATED.finditer(view):
        meant = day + timedelta(days=_SHIFT[match["word"].lower()])
        if (said := _date(match, meant)) is not None and said != meant:
            yield f"“{match[0].replace('(', '')}” does not fit the release's date: then it is {_said(meant)}."


def _calendar(view: str, day: date | None) -> Iterator[str]:
    for match in _CALENDAR.finditer(view):
        if match["year"] is None and day is None:
            continue
        said = _date(match, day)
        if said is None:
            yield f"“{match[0].replace('(', '')}” is no day of the calendar."
        elif _NAMES[said.weekday()] != match["day"]:
            yield f"“{match[0].replace('(', '')}” does not fit the calendar: {_said(said)} is a {_NAMES[said.weekday()]}."


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _date(match: re.Match[str], near: date | None) -> date | None:
    """The date that is written; without a year the one nearest to ``near``. None where there is no such day."""
    month = next(n for n, m in enumerate(_MONTHS, 1) if m.startswith(match["month"]))
    years = [int(match["year"])] if match["year"] else [near.year + n for n in (0, -1, 1)] if near else []
    found = [d for year in years if (d := _made(year, month, int(match["number"])))]
    return min(found, key=lambda d: abs(d - near)) if found and near else found[0] if found else None


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
