"""Times as people type them, and what is odd about the one that a post has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from campaign import schedule
from campaign.actions.workspace import Workspace, local
from campaign.config.days import how_to_write
from campaign.errors import PostError
from campaign.models import Campaign, Post, Problem, Severity

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]+(\S.*)")
_CLOCK = re.compile(r"(?i)(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?)? ?(am|pm)?(?: ([a-z]{2,5}))?")
_FOUR = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?: ?hrs?)?")
_FIX = "Write it as 14:30, or 2026-03-18 14:30."


def full_time(workspace: Workspace, at: str, day: datetime) -> str:
    """A time as typed (``14:30``, ``9.30``, ``0930``, ``9am``), with its day: the one that is typed, or that of ``day``.

    Raises PostError for what is no time, with what was probably meant.
    """
    text = " ".join(at.split())
    if found := _DAY.fullmatch(text):
        return f"{found[1]} {_clock(found[2])}"
    first, _, rest = text.partition(" ")
    if re.search(r"\d[/.-]\d{1,2}[/.-]\d", first):
        raise PostError(f"{at!r} is no date and time.", fix=how_to_write(first) + (" Then the time, like 14:30." if not rest else ""))
    return f"{local(day, workspace):%Y-%m-%d} {_clock(text)}"


def _clock(text: str) -> str:
    """Hours and minutes of the 24-hour day; seconds and the zone's letters stay where they are given."""
    if four := _FOUR.fullmatch(text):
        return f"{four[1]}:{four[2]}"
    found = _CLOCK.fullmatch(text)
    if found is None or (found[5] or "").lower() in {"am", "pm"}:
        raise PostError(f"{text!r} is no time.", fix=_FIX)
    hour, half = int(found[1]), (found[4] or "").lower()
    if not found[2] and not half:
        raise PostError(f"{text!r} could be morning or evening.", fix=f"Write {hour:02}:00, or {(hour + 12) % 24:02}:00.")
    if hour > (12 if half else 23) or int(found[2] or 0) > 59 or (half and hour == 0):
        raise PostError(f"{text!r} is no time of the day.", fix=_FIX)
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02}:{found[2] or '00'}" + (f":{found[3]}" if found[3] else "") + (f" {found[5].upper()}" if found[5] else "")


def other_day(campaign: Campaign, post: Post) -> Iterator[Problem]:
    """A post that was moved to another day than the campaign's, perhaps by a slip of the hand."""
    day = campaign.date
    if post.at[:10] != day.isoformat() and day != date.min:
        message = f"It goes out on {post.at[:10]}, and the campaign's day is {day}."
        fix = f"Write at: {day} {post.at[11:]}, unless that is meant."
        yield Problem(rule="other-day", severity=Severity.WARN, message=message, fix=fix, source="at")


def notes(workspace: Workspace, campaign: Campaign, at: str, due: datetime) -> list[str]:
    """What a person who moves a post to ``at`` should know: another day, outside the window, in a quiet one."""
    found = []
    first, last = workspace.config.schedule.window
    if at[:10] != campaign.date.isoformat():
        found.append(f"{at[:10]} is not the campaign's day, {campaign.date}.")
    if not first <= at[11:16] <= last:
        found.append(f"{at[11:16]} lies outside the window {first}-{last} of config.yaml.")
    if (until := schedule.quiet_until(due, workspace.config.schedule, workspace.config.timezone)) is not None:
        over = schedule.wall(until, workspace.config.timezone)
        found.append(f"{at} lies in a quiet window, over at {over}: it cannot be approved there, and would wait until then.")
    return found
