"""Quiet windows: stretches of wall time in which nothing goes out. They begin at ``from`` and end before ``to``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from campaign.models import QuietWindow, ScheduleRules
from campaign.schedule.zones import edge, find_zone

Stretch = tuple[datetime, datetime]


def quiet_until(moment: datetime, rules: ScheduleRules, zone: str) -> datetime | None:
    """The end, in UTC, of the quiet that ``moment`` falls in (windows that touch count as one); None when it is not quiet."""
    until = None
    for start, end in quiet_stretches(moment.astimezone(find_zone(zone)).date(), rules, zone):
        if start <= (until or moment) < end:
            until = end
    return until


def quiet_stretches(day: date, rules: ScheduleRules, zone: str) -> list[Stretch]:
    """Every quiet stretch that can touch ``day`` or run on from it, as UTC instants in order."""
    days = [day + timedelta(days=n) for n in (-1, 0, 1, 2)]
    return sorted(s for quiet in rules.quiet for s in _stretches(quiet, days, zone))


def _stretches(quiet: QuietWindow, days: list[date], zone: str) -> Iterator[Stretch]:
    for day in days:
        if quiet.date is None or quiet.date == day:
            # On the night when an hour happens twice, quiet is quiet for both.
            start = edge(day, quiet.start, zone)
            end = edge(day, quiet.end, zone, later=True)
            # "21:00" to "07:00" runs over midnight; "00:00" to "00:00" is the whole day.
            yield start, end if end > start else edge(day + timedelta(days=1), quiet.end, zone, later=True)
