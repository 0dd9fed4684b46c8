"""Dates as people write them in Britain: 18 Mar 2020, Wednesday 18th March 2020, 18/03/2020, 2020-03-18."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,7}\.?"
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_WORDS = re.compile(rf"(?i)(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ \t.-]*(?:of )?{_MONTH}[ \t,.-]*(?P<year>\d{{4}}|\d{{2}}(?![\d:]))")
_AMERICAN = re.compile(rf"(?i)\b{_MONTH}[ \t]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ \t]+(?P<year>\d{{4}})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>\d{4}|\d{2})(?!\d)")
_WEEKDAY = re.compile(r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b")


def find_date(written: str) -> tuple[date | None, str]:
    """The date in a short text, and what is doubtful about it (``""``: nothing). None where there is none or it is impossible."""
    short = written[:120]
    for pattern in (_ISO, _WORDS, _AMERICAN, _SLASHED):
        if found := pattern.search(short):
            return _checked(found.groupdict(), short)
    return None, ""


def _checked(parts: dict[str, str | None], short: str) -> tuple[date | None, str]:
    year, number = int(parts["year"] or 0), parts.get("number")
    year += 2000 if year < 100 else 0
    month = int(number) if number else _MONTHS.index((parts["month"] or "")[:3].lower()) + 1
    try:
        day = date(year, month, int(parts["day"] or 0))
    except ValueError:
        return None, "does not exist"
    weekday = _WEEKDAY.search(short)
    if weekday and not _DAYS[day.weekday()].startswith(weekday[1].lower()):
        return day, f"is a {_DAYS[day.weekday()].capitalize()}, not a {weekday[0]}"
    if number and "/" in short and int(parts["day"] or 0) <= 12 and int(parts["day"] or 0) != month:
        return day, f"was read as {day.day} {_MONTHS[month - 1].capitalize()} {day.year}, day first"
    return day, ""
