"""What an account may publish in a day, how that is spread, and where two of its posts come too close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from campaign.models import Account, Problem, ScheduleRules, Severity
from campaign.schedule.slots import length

# What each platform's readers put up with in a day; config's `per_day` overrides it.
DEFAULT_PER_DAY: Mapping[str, int] = {
    "x": 10,
    "bluesky": 10,
    "mastodon": 10,
    "threads": 10,
    "outbox": 10,
    "facebook": 3,
    "telegram": 3,
    "instagram": 2,
    "linkedin": 1,
}


def per_day(account: Account, rules: ScheduleRules) -> int:
    """The most posts of one day for an account: config's figure for its id, else for its platform, else the default."""
    chosen = rules.per_day.get(account.id, rules.per_day.get(account.platform))
    return DEFAULT_PER_DAY.get(account.platform, 10) if chosen is None else chosen


def stagger(count: int, allowances: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """Which accounts carry each of ``count`` posts: small allowances are spread over the day, and not on the same posts.

    The first post goes to every account that may publish at all: it tells what the day is about.
    """
    load = [0] * count
    chosen: dict[str, set[int]] = {}
    for account, most in sorted(allowances.items(), key=lambda item: (-item[1], item[0])):
        chosen[account] = _share(count, min(most, count), load)
        for n in chosen[account]:
            load[n] += most < count
    return tuple(tuple(a for a in allowances if n in chosen[a]) for n in range(count))


def _share(count: int, most: int, load: Sequence[int]) -> set[int]:
    picked = {0} if most > 0 and count else set()
    for n in range(1, most):
        # One from each equal stretch of the day: the one that the fewest other small accounts have taken.
        first, last = 1 + (n - 1) * (count - 1) // (most - 1), 1 + n * (count - 1) // (most - 1)
        middle = (first + last - 1) / 2
        picked.add(min(range(first, last), key=lambda i: (load[i], abs(i - middle))))
    return picked


def gap_conflicts(
    times: Mapping[str, Sequence[tuple[str, datetime]]], gap: timedelta, *, together: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Where two posts of one account are closer than ``gap``. ``times``: account id → (post id, aware moment).

    ``together``: post id → its pair in the other language; between these two there need be none.
    """
    pairs = together or {}
    problems = []
    for account, posts in times.items():
        ordered = sorted(posts, key=lambda post: post[1])
        for (first, before), (second, after) in pairwise(ordered):
            if after - before < gap and pairs.get(first) != second:
                apart = "at the same time as" if after == before else f"{length(after - before)} after"
                problems.append(
                    Problem(
                        rule="gap",
                        severity=Severity.STOP,
                        message=f"{second} goes out on {account} {apart} {first}; the gap is {length(gap)}.",
                        fix="Move one of them, or set a smaller `gap` under `schedule` in config.yaml.",
                        post=second,
                    )
                )
    return tuple(problems)
