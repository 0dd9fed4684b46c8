"""Moments as embargoes give them: 00.01 Monday 16 March 2026, 6am on 16/03/2026, one minute past midnight, 0001hrs GMT."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from campaign.release.dates import find_date

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARLESS = re.compile(
    r"(?i)(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ \t]*(?:of )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,7}\b"
    r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,7}[ \t]+(\d{1,2})(?:st|nd|rd|th)?(?![\d:.])"
)
_WEEKDAY = re.compile(r"(?i)\b(mon|tues|wednes|thurs|fri|satur|sun)day\b")
_TODAY = re.compile(r"(?i)\b(today|tonight|tomorrow)\b")
# dates whose figures are no time of day: "16.03.2026", "March 2020 GMT"
_DATES = re.compile(
    r"(?i)(?<!\d)\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)"
    r"|(?<=[a-z])(?<=jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ary|rch|ril|une|uly|ust|ber),? (?:19|20)\d\d\b"
)
_CLOCK = re.compile(
    r"(?i)(?<![\d.:])(?P<h>[01]?\d|2[0-4])[:.](?P<m>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?[ \t]*(?:(?P<half>[ap])\.?[ \t]?m\b)?(?![\d/])"
    r"|(?<![\d.:])(?P<h12>1[0-2]|0?[1-9])[ \t]?(?P<half12>[ap])\.?[ \t]?m\b|(?<!\d)(?P<oclock>1[0-2]|[1-9])[ \t]?o[’']?clock\b"
)
_COMPACT = re.compile(r"(?i)(?<![\d-])(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?=[ \t]?(?:hrs?\b|hours\b|h\b|gmt\b|bst\b|utc\b|z\b))")
_PAST_MIDNIGHT = re.compile(r"(?i)\b(?:one|a|1) minute (?:past|after) midnight\b")
_OFFSET = re.compile(r"(?:[T ]\d\d[:.]\d\d(?::\d\d(?:\.\d+)?)?)[ ]?(?:(?P<utc>Z)\b|(?P<sign>[+-])(?P<h>[01]\d):?(?P<m>[0-5]\d))")
_NAMED = re.compile(
    r"\b(GMT|UTC|BST|CEST|CET|EEST|EET|IST|EST|EDT|ET|CST|CDT|CT|MST|MDT|MT|PST|PDT|PT|AEST|AEDT|ACST|AWST|NZST"
    r"|NZDT)\b(?:(?P<sign>[+-])(?P<h>\d{1,2}))?"
)
_ZONES: dict[str, float | str] = {
    "GMT": 0, "UTC": 0, "BST": 1, "IST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7,
    "MDT": -6, "PST": -8, "PDT": -7, "AEST": 10, "AEDT": 11, "ACST": 9.5, "AWST": 8, "NZST": 12, "NZDT": 13, "ET": "America/New_York",
    "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip

# a release that names no zone is British: so are those that this reads
_HOME = "Europe/London"
_LONG = 300


def find_moment(written: str, near: date | None) -> tuple[datetime | None, str]:
    """The moment in an embargo's words, aware, and what is doubtful about it (``""``: nothing).

    A date without a year takes the nearest to ``near`` (the release's date), a weekday the next one from there, no date at all that day.
    "Midnight" is the end of the day that is named: of its two readings the one that lets nothing out too early. None, with the
    reason, where there is no time or no day, and where day and weekday contradict each other.
    """
    short = written[:_LONG]
    clock, late = _clock(short)
    day, doubt = _day(short, near)
    if day is None:
        return None, doubt or "gives no day"
    if doubt.startswith("is a "):
        return None, doubt
    if clock is None:
        return None, "gives no time"
    if late:
        day, doubt = day + timedelta(days=1), doubt or f"says midnight: the end of {day.isoformat()} was taken, not its start"
    return datetime(day.year, day.month, day.day, tzinfo=_zone(short)) + clock, doubt


def _day(short: str, near: date | None) -> tuple[date | None, str]:
    day, doubt = find_date(short)
    if day is not None or doubt or near is None:
        return day, doubt
    if found := _YEARLESS.search(short):
        return _near(int(found[1] or found[4]), (found[2] or found[3]).lower(), short, near)
    if found := _WEEKDAY.search(short):
        ahead = (next(n for n, d in enumerate(_DAYS) if d.startswith(found[1].lower())) - near.weekday()) % 7
        day = near + timedelta(days=ahead)
        return day, f"gives no date: {day.isoformat()} was taken"
    if found := _TODAY.search(short):
        return near + timedelta(days=found[1].lower() == "tomorrow"), ""
    return near, "gives no date: the release's date was taken"


def _near(number: int, month: str, short: str, near: date) -> tuple[date | None, str]:
    found = []
    for year in (near.year, near.year + 1, near.year - 1):
        day, doubt = find_date(f"{number} {month} {year}")
        found += [day] if day is not None and not doubt else []
    if not found:
        return None, "does not exist"
    day = min(found, key=lambda one: abs(one - near))
    said = _WEEKDAY.search(short)
    if said and not _DAYS[day.weekday()].startswith(said[1].lower()):
        return day, f"is a {_DAYS[day.weekday()].capitalize()}, not a {said[0].capitalize()}"
    return day, ""


def _clock(short: str) -> tuple[timedelta | None, bool]:
    """The time of day, and whether it is "midnight" at its end."""
    if _PAST_MIDNIGHT.search(short):
        return timedelta(minutes=1), False
    plain = _DATES.sub(" ", short)
    found = _CLOCK.search(plain) or _COMPACT.search(plain)
    if found is None:
        if re.search(r"(?i)\bmidnight\b", short):
            return timedelta(), True
        return (timedelta(hours=12), False) if re.search(r"(?i)\b(?:noon|midday)\b", short) else (None, False)
    parts = found.groupdict()
    hour, minute = int(parts.get("h") or parts.get("h12") or parts.get("oclock") or 0), int(parts.get("m") or 0)
    if half := (parts.get("half") or parts.get("half12") or "").lower():
        hour = hour % 12 + (12 if half == "p" else 0) if hour <= 12 else hour
    elif hour == 12 and not minute and re.search(r"(?i)\bmidnight\b", short):
        return timedelta(), True
    return timedelta(hours=hour, minutes=minute), False


def _zone(short: str) -> tzinfo:
    if found := _OFFSET.search(short):
        if found["utc"]:
            return UTC
        minutes = int(found["h"]) * 60 + int(found["m"])
        return timezone(timedelta(minutes=-minutes if found["sign"] == "-" else minutes))
    named = _NAMED.search(short)
    if named is None:
        return ZoneInfo(_HOME)
    zone = _ZONES[named[1]]
    if isinstance(zone, str):
        return ZoneInfo(zone)
    more = int(f"{named['sign']}{named['h']}") if named["h"] and int(named["h"]) < 12 else 0
    return timezone(timedelta(hours=zone + more))
