"""Wall time in a zone and the instant it means. A person's time is refused or asked about, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from campaign.errors import ScheduleError

_AT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?: ([A-Za-z]{2,5}|[+-]\d{2,4}))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


def instant(at: str, zone: str) -> datetime:
    """The moment, in UTC, that the wall time ``at`` ("2026-03-18 09:30", seconds allowed) means in ``zone``.

    Raises ScheduleError for a time that the clocks skip (naming a neighbour on either side), and for one that happens
    twice unless the zone's abbreviation is written after it ("2026-10-25 01:30 BST").
    """
    found = _AT.fullmatch(at.strip())
    if not found:
        raise ScheduleError(f"“{at}” is not a time.", fix="Write it as 2026-03-18 09:30.")
    day, clock, abbreviation = found.groups()
    try:
        naive = datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        raise ScheduleError(f"“{at}” is not a time that a calendar has.", fix="Write it as 2026-03-18 09:30.") from None
    choices = meanings(naive, zone)
    if not choices:
        raise ScheduleError(_skipped(naive, zone), fix=_neighbours(naive, zone))
    return _pick(f"{day} {clock}", choices, abbreviation, zone)


def wall(moment: datetime, zone: str) -> str:
    """The wall time of an aware ``moment`` as post files write it; with the abbreviation where it happens twice.

    Seconds are written only when they are not zero; ``instant`` reads the result back to the same second.
    """
    if moment.tzinfo is None:
        raise ScheduleError(f"The time {moment} carries no zone.", fix="Give it one.")
    local = moment.astimezone(find_zone(zone)).replace(microsecond=0)
    text = f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
    return f"{text} {local.tzname()}" if len(meanings(local.replace(tzinfo=None), zone)) > 1 else text


def meanings(naive: datetime, zone: str) -> tuple[datetime, ...]:
    """The instants, in UTC and in order, that a naive wall time means: none in the gap, two in the fold, else one."""
    where = find_zone(zone)
    found = {naive.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1)}
    # Only the round trip through UTC reveals a time that was skipped: zoneinfo gives it an offset all the same.
    return tuple(sorted(m for m in found if m.astimezone(where).replace(tzinfo=None, fold=0) == naive.replace(fold=0)))


def edge(day: date, clock: str, zone: str, *, later: bool = False) -> datetime:
    """The instant of a window's edge: a skipped one moves to the change of clocks, of a double one the earlier or ``later``.

    ``clock`` is HH:MM, or 24:00 for the end of the day.
    """
    naive = datetime.combine(day, time()) + _since_midnight(clock)
    choices = meanings(naive, zone)
    return choices[-1 if later else 0] if choices else _change(naive, zone)


@lru_cache
def find_zone(name: str) -> ZoneInfo:
    """The time zone ``name``; ScheduleError when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not found; the name of a folder; an absolute path
        fix = "Write one like Europe/London in `timezone` of config.yaml."
        raise ScheduleError(f"There is no time zone “{name}”.", fix=fix) from None


def _pick(text: str, choices: tuple[datetime, ...], abbreviation: str | None, zone: str) -> datetime:
    names = [str(c.astimezone(find_zone(zone)).tzname()) for c in choices]
    if abbreviation is None:
        if len(choices) > 1:
            fix = f"Write {text} {names[0]} for the first, {text} {names[1]} for the second."
            raise ScheduleError(f"{text} happens twice in {zone}: the clocks go back.", fix=fix)
        return choices[0]
    for choice, name in zip(choices, names, strict=True):
        if name.upper() == abbreviation.upper():
            return choice
    raise ScheduleError(f"{text} is not {abbreviation} in {zone}.", fix=f"It is {' or '.join(names)}: write that, or leave it out.")


def _around(naive: datetime, zone: str) -> tuple[datetime, datetime]:
    where = find_zone(zone)
    early, late = sorted(naive.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    return early, late


def _change(naive: datetime, zone: str) -> datetime:
    """The instant at which the clocks skip over ``naive``: between its two readings the offset changes once."""
    where = find_zone(zone)
    low, high = _around(naive, zone)
    before = low.astimezone(where).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(where).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)


def _skipped(naive: datetime, zone: str) -> str:
    after = _change(naive, zone).astimezone(find_zone(zone))
    before = (after.astimezone(UTC) - timedelta(seconds=1)).astimezone(find_zone(zone)) + timedelta(seconds=1)
    return f"{naive:%Y-%m-%d %H:%M} does not exist in {zone}: the clocks go forward from {before:%H:%M} to {after:%H:%M}."


def _neighbours(naive: datetime, zone: str) -> str:
    early, late = (m.astimezone(find_zone(zone)) for m in _around(naive, zone))
    return f"Choose {early:%H:%M} ({early.tzname()}) or {late:%H:%M} ({late.tzname()})."


def _since_midnight(clock: str) -> timedelta:
    found = _CLOCK.fullmatch(clock.strip())
    if found:
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        if (hours < 24 and minutes < 60 and seconds < 60) or (hours, minutes, seconds) == (24, 0, 0):
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    raise ScheduleError(f"“{clock}” is not a time of day.", fix="Write it as 09:30.")
