"""Durations as people write them: ``0``, ``90s``, ``45m``, ``2h``; how long something is kept: ``90d``, ``24 months``, ``7y``."""

from __future__ import annotations

import re
from datetime import timedelta

from campaign.errors import ConfigError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours"}


def duration(text: str) -> timedelta:
    """Read one duration: 0, or a whole number with s, m or h.

    Raises:
        ConfigError: it is written in another way, or longer than a week.
    """
    found = re.fullmatch(r"([0-9]{1,6})([smh])", text.strip())
    if text.strip() == "0":
        return timedelta(0)
    if not found:
        raise ConfigError(f"'{text}' is no length of time.", fix="Write it like 0, 90s, 45m or 2h.")
    length = timedelta(**{_UNITS[found[2]]: int(found[1])})
    if length > timedelta(days=7):
        raise ConfigError(f"'{text}' is longer than a week.", fix="Write it like 0, 90s, 45m or 2h.")
    return length


_KEPT = {"d": 1, "day": 1, "days": 1, "month": 31, "months": 31, "y": 366, "year": 366, "years": 366}


def kept(text: str) -> timedelta:
    """Read how long something is kept, in days, months or years. A month counts as 31 days and a year as 366: nothing goes too early.

    Raises:
        ConfigError: it is written in another way, or shorter than 30 days.
    """
    found = re.fullmatch(r"([0-9]{1,4}) ?([a-z]{1,6})", text.strip())
    fix = "Write it like 90d, 24 months or 7y."
    if not found or found[2] not in _KEPT:
        raise ConfigError(f"'{text}' does not say how long.", fix=fix)
    length = timedelta(days=int(found[1]) * _KEPT[found[2]])
    if length < timedelta(days=30):
        raise ConfigError(f"'{text}' is too short: a record of less than 30 days answers nothing.", fix=fix)
    return length
