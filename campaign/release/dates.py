"""Dates as people write them in Britain: 18 Mar 2020, Wednesday 18th March 2020, 18/03/2020, 2020-03-18, with or without a time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,7}\.?"
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_WORDS = re.compile(rf"(?i)(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ \t.-]*(?:of )?{_MONTH}[ \t,.-]*(?P<year>\d{{4}}|\d{{2}}(?![\d:]))")
_AMERICAN = re.compile(rf"(?i)\b{_MONTH}[ \t]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ \t]+(?P<year>\d{{4}})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<year>\d{4}|\d{2})(?!\d)")
_YEARLESS = re.compile(rf"(?i)(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ \t]*(?:of )?{_MONTH}")
_WEEKDAY = re.compile(r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b")
_CLOCK = re.compile(
    r"(?i)(?<![\d.:])(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))(?::[0-5]\d)?[ \t]*(?P<half>[ap])?\.?m?\b|(?<!\d)(?P<h12>1[0-2]"
    r"|[1-9])[ \t]?(?P<half12>[ap])\.?m\b"
)
_COMPACT = re.compile(r"(?i)(?<![\d-])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)[ \t]?(?:hrs?|hours)\b")
_OFFSET = re.compile(r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)[ ]?(?P<utc>Z)?(?P<sign>[+-])?(?P<h>\d\d)?:?(?P<m>\d\d)?")

# the release says no zone of its own; the releases this reads are British (the workspace's zone decides when posts go out)
_HOME = "Europe/London"


def find_date(written: str) -> tuple[date | None, str]:
    """The date in a short text, and what is doubtful about it (``""``: nothing). None where there is none or it is impossible."""
    short = written[:120]
    for pattern in (_ISO, _WORDS, _AMERICAN, _SLASHED):
        if found := pattern.search(short):
            return _checked(found.groupdict(), short)
    return None, ""


def find_moment(written: str, near: date | None) -> tuple[datetime | None, str]:
    """The moment in an embargo text, aware; a date without a year takes the year of ``near``, no date at all takes ``near``.

    A date without a time is the start of that day, with a doubt.
    """
    day, doubt = find_date(written)
    if day is None and not doubt:
        day, doubt = _without_year(written[:200], near)
    if day is None:
        return None, doubt
    clock = _clock(written[:200])
    if clock is None:
        return _at(written, day, 0, 0), doubt or "gives no time: the start of that day was taken"
    return _at(written, day, *clock), doubt


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


def _without_year(short: str, near: date | None) -> tuple[date | None, str]:
    if near is None:
        return None, ""
    if found := _YEARLESS.search(short):
        return _checked({**found.groupdict(), "year": str(near.year), "number": None}, short)
    return (near, "gives no date: the release's date was taken") if _clock(short) else (None, "")


def _clock(short: str) -> tuple[int, int] | None:
    if re.search(r"(?i)\bmidnight\b", short):
        return 0, 0
    if re.search(r"(?i)\b(?:noon|midday)\b", short):
        return 12, 0
    found = _COMPACT.search(short) or _CLOCK.search(_SLASHED.sub(" ", short))
    if found is None:
        return None
    parts = found.groupdict()
    hour, minute = int(parts.get("h") or parts.get("h12") or 0), int(parts.get("m") or 0)
    half = (parts.get("half") or parts.get("half12") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute


def _at(written: str, day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_zone(written)) + timedelta(hours=hour, minutes=minute)


def _zone(written: str) -> timezone | ZoneInfo:
    found = _OFFSET.search(written)
    if found and found["utc"]:
        return UTC
    if found and found["sign"] and found["h"] and int(found["h"]) < 24:
        minutes = int(found["h"]) * 60 + min(int(found["m"] or 0), 59)
        return timezone(timedelta(minutes=-minutes if found["sign"] == "-" else minutes))
    return ZoneInfo(_HOME)
