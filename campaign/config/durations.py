"""Durations as people write them: ``0``, ``90s``, ``45m``, ``2h``."""

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
