"""Allowances, their spread over the day, and gaps between the posts of one account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.models import Account, ScheduleRules
from campaign.schedule import gap_conflicts, per_day, stagger

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("platform", "most"),
    [("x", 10), ("bluesky", 10), ("outbox", 10), ("facebook", 3), ("telegram", 3), ("instagram", 2), ("linkedin", 1)],
)
def test_defaults(platform: str, most: int) -> None:
    assert per_day(Account(id="force", platform=platform), ScheduleRules()) == most


def test_config_overrides_by_account_before_platform() -> None:
    rules = ScheduleRules(per_day={"facebook": 5, "force-fb": 0})
    assert per_day(Account(id="force-fb", platform="facebook"), rules) == 0
    assert per_day(Account(id="other-fb", platform="facebook"), rules) == 5


def test_small_allowances_are_spread_and_not_on_the_same_posts() -> None:
    rota = stagger(10, {"x": 10, "fb": 3, "tg": 3, "ig": 2, "li": 1})
    assert rota[0] == ("x", "fb", "tg", "ig", "li")
    assert all(len(accounts) <= 2 for accounts in rota[1:])
    assert [n for n, accounts in enumerate(rota) if "fb" in accounts] != [n for n, accounts in enumerate(rota) if "tg" in accounts]


@given(st.integers(1, 30), st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=6))
def test_nobody_gets_more_than_the_allowance_and_nobody_less_than_possible(count: int, allowances: dict[str, int]) -> None:
    rota = stagger(count, allowances)
    assert len(rota) == count
    for account, most in allowances.items():
        assert sum(account in accounts for accounts in rota) == min(most, count)


def test_gap_conflicts_are_per_account() -> None:
    gap = timedelta(minutes=45)
    near = {"x": [("b", NOON + timedelta(minutes=44)), ("a", NOON)], "y": [("a", NOON)], "z": [("b", NOON + timedelta(minutes=44))]}
    (problem,) = gap_conflicts(near, gap)
    assert problem.post == "b"
    assert "44 min after a; the gap is 45 min" in problem.message
    assert gap_conflicts({"x": [("a", NOON), ("b", NOON + gap)]}, gap) == ()
    (same,) = gap_conflicts({"x": [("a", NOON), ("b", NOON)]}, gap)
    assert "at the same time as" in same.message
