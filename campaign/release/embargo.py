"""The embargo of a release: which line sets it, and until when. What cannot be read for sure stays open, for a person to set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from campaign.release.moments import find_moment
from campaign.text.embargo import dates_release, orders_embargo

_SHORT = 80
_UNFINISHED = re.compile(r"(?i)(?:\b(?:until|till|to|before|for|date|time|embargo(?:ed)?)|[:–-])\W*$")
_NONE = frozenset({"none", "no", "null", "n/a", "-", "false", "for immediate release", "immediate"})
_FIX = "Set it in campaign.yaml, or in the front matter as `embargo: 2026-03-18 00:01`."


@dataclass(frozen=True, kw_only=True, slots=True)
class Embargo:
    """``written``: the words that set it, or None where there is none; ``moment`` None beside them: nobody could tell until when."""

    written: str | None = None
    moment: datetime | None = None
    warnings: tuple[str, ...] = ()


def find_embargo(said: str | None, lines: Iterable[str], near: date | None) -> Embargo:
    """The embargo from the field of the front matter (``said``), else from the lines; the latest moment where they name several."""
    if said is not None:
        if said.strip().lower() in _NONE:
            return Embargo()
        return _read([said], near)
    flat = [" ".join(line.split()) for line in lines]
    ordered = [_whole(line, below) for line, below in zip_longest(flat, flat[1:], fillvalue="") if orders_embargo(line)]
    return _read(ordered or [line for line in flat if dates_release(line) and find_moment(line, None)[0]], near)


def _whole(line: str, below: str) -> str:
    """An order that goes on in the line below it: ``EMBARGOED UNTIL:`` and then the moment."""
    return f"{line} {below}" if len(below) < _SHORT and _UNFINISHED.search(line) else line


def _read(orders: list[str], near: date | None) -> Embargo:
    if not orders:
        return Embargo()
    read = [(line, *find_moment(line, near)) for line in orders]
    known = [(moment, line, doubt) for line, moment, doubt in read if moment is not None]
    if not known:
        line, _, why = read[0]
        return Embargo(written=line, warnings=(f"There is an embargo that cannot be read, it {why}: “{line[:80]}”. {_FIX}",))
    moment, line, doubt = max(known, key=lambda one: one[0])
    warnings = [f"The embargo “{line[:80]}” {doubt}."] if doubt else []
    if len({one for one, _, _ in known}) > 1:
        warnings.append(f"The release names more than one end of its embargo; the latest was taken: {moment.isoformat()}.")
    return Embargo(written=line, moment=moment, warnings=tuple(warnings))
