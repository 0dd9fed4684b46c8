"""The day's slots: as far apart as the window allows, never nearer than the gap, never in a quiet window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from campaign.errors import ScheduleError
from campaign.models import ScheduleRules
from campaign.schedule.quiet import quiet_stretches
from campaign.schedule.zones import edge, find_zone, wall

Room = list[tuple[int, int]]  # stretches in seconds since 1970, both ends allowed

_GRIDS = (300, 60, 1)  # people expect 09:35, not 09:34:17


def day_slots(
    day: date,
    count: int,
    rules: ScheduleRules,
    zone: str,
    *,
    start: str | None = None,
    end: str | None = None,
    not_before: datetime | None = None,
) -> tuple[str, ...]:
    """``count`` wall times on ``day``, in order, evenly spread from the first to the last time allowed.

    ``start`` and ``end`` (HH:MM) replace the window's; ``not_before`` is an embargo's end, or now when the day is today.
    The gap is elapsed time, so it holds while the clocks change. Raises ScheduleError that says how many posts fit.
    """
    if count < 1:
        raise ScheduleError(f"A day of {count} posts is no day.", fix="Ask for one post or more.")
    opening, closing = start or rules.window[0], end or rules.window[1]
    room = _room(day, rules, zone, (opening, closing), not_before)
    gap = max(int(rules.gap.total_seconds()), 1)
    fit = len(_greedy(room, gap, None))
    if fit < count:
        message = _too_many(count, fit, room, rules, (opening, closing))
        raise ScheduleError(message, fix="Choose fewer posts, a smaller gap or a longer window.")
    ideal = _spread(room, count, gap)
    return tuple(wall(datetime.fromtimestamp(s, UTC), zone) for s in _neat(ideal, room, gap))


def free_times(
    day: date, count: int, rules: ScheduleRules, zone: str, *, not_before: datetime, taken: Sequence[datetime]
) -> tuple[str, ...]:
    """The earliest ``count`` wall times of ``day`` that keep the gap to one another and to what is ``taken``.

    Raises ScheduleError that says how many fit.
    """
    gap, grid = max(int(rules.gap.total_seconds()), 1), _GRIDS[0]
    room = _room(day, rules, zone, rules.window, not_before)
    for moment in taken:
        at = int(moment.timestamp())
        room = [part for first, last in room for part in ((first, min(last, at - gap)), (max(first, at + gap), last)) if part[0] <= part[1]]
    found = _greedy([(-(-first // grid) * grid, last) for first, last in room], -(-gap // grid) * grid, count)
    if len(found) < count:
        fix = "Give the others a time of their own, or leave them out."
        raise ScheduleError(f"Only {len(found) or 'none'} of {count} posts still fit into {day}.", fix=fix)
    return tuple(wall(datetime.fromtimestamp(s, UTC), zone) for s in found)


def _room(day: date, rules: ScheduleRules, zone: str, window: tuple[str, str], not_before: datetime | None) -> Room:
    first, last = _ends(day, window, zone)
    if not_before is not None and not_before > first:
        if not_before > last:
            local = not_before.astimezone(find_zone(zone))
            raise ScheduleError(
                f"No post fits on {day}: nothing may go out before {local:%Y-%m-%d %H:%M}, and the window ends at {window[1]}.",
                fix="Choose a later day or a longer window.",
            )
        first = not_before
    room, begin = [], -int(-first.timestamp() // 1)
    for quiet_start, quiet_end in quiet_stretches(day, rules, zone):
        until = min(int(quiet_start.timestamp()) - 1, int(last.timestamp()))
        if until >= begin:
            room.append((begin, until))
        begin = max(begin, int(quiet_end.timestamp()))
    if begin <= int(last.timestamp()):
        room.append((begin, int(last.timestamp())))
    return room


def _ends(day: date, window: tuple[str, str], zone: str) -> tuple[datetime, datetime]:
    # An hour that happens twice narrows the window: no time in it reads as outside it.
    last = edge(day, window[1], zone)
    first = next((f for f in (edge(day, window[0], zone, later=True), edge(day, window[0], zone)) if f < last), last)
    if first == last:
        raise ScheduleError(f"The window {window[0]} to {window[1]} ends before it begins.", fix="Give an end later than the start.")
    return first, last


def _greedy(room: Room, gap: int, count: int | None) -> list[int]:
    """The earliest times at least ``gap`` apart: as many as fit, or the first ``count``."""
    times: list[int] = []
    for first, last in room:
        at = max(first, times[-1] + gap) if times else first
        while at <= last and (count is None or len(times) < count):
            times.append(at)
            at += gap
    return times


def _spread(room: Room, count: int, gap: int) -> list[int]:
    """The ``count`` times whose smallest distance is the largest: greedy placement, bisected on the distance."""
    low, high = gap, max(room[-1][1] - room[0][0], gap)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(_greedy(room, middle, count)) == count else (low, middle - 1)
    return _greedy(room, low, count)


def _neat(times: Sequence[int], room: Room, gap: int) -> Sequence[int]:
    """The times on the coarsest grid that keeps the gap and stays inside the room."""
    for grid in _GRIDS:
        neat = [(t + grid // 2) // grid * grid for t in times]
        apart = all(b - a >= gap for a, b in pairwise(neat))
        if apart and all(any(a <= t <= b for a, b in room) for t in neat):
            return neat
    return times


def _too_many(count: int, fit: int, room: Room, rules: ScheduleRules, window: tuple[str, str]) -> str:
    # A stretch that a quiet window ends stops one second short of it; to a person it runs up to it.
    have = length(timedelta(seconds=sum(-(-(last - first) // 60) * 60 for first, last in room)))
    posts = "1 post needs" if count == 1 else f"{count} posts need"
    need = f"{posts} {length(rules.gap * (count - 1))} at {_adjective(rules.gap)} gaps"
    return f"{need}; the window from {window[0]} to {window[1]} has {have} to offer; {fit or 'none'} fit."


def length(span: timedelta) -> str:
    """A duration as people write it: "11 h 15 min"."""
    seconds = int(span.total_seconds())
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{n} {unit}" for n, unit in parts if n) or "no time"


def _adjective(gap: timedelta) -> str:
    minutes, seconds = divmod(int(gap.total_seconds()), 60)
    return f"{seconds + 60 * minutes}-second" if seconds else f"{minutes}-minute"
