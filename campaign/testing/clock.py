"""A clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Lock


class Clock:
    """Call it for the time, as the engine calls its own: ``clock()`` is an aware moment in UTC. Safe to share between threads."""

    def __init__(self, start: datetime) -> None:
        self._lock = Lock()
        self._now = _utc(start)

    def __call__(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, step: timedelta | float) -> datetime:
        """Move on by a duration, or by seconds, and answer the new time. Raises ``ValueError`` for a step back; ``set`` can go there."""
        step = step if isinstance(step, timedelta) else timedelta(seconds=step)
        if step < timedelta(0):
            raise ValueError("A clock advances; to put it back, set it.")
        with self._lock:
            self._now += step
            return self._now

    def set(self, moment: datetime) -> datetime:
        """Jump to a moment, also an earlier one: machines wake late, and their clocks get corrected."""
        moment = _utc(moment)
        with self._lock:
            self._now = moment
            return moment


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone, so it is not a moment.")
    return moment.astimezone(UTC)
