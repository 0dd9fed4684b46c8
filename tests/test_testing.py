"""The settable clock that tests and rehearsals run on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.testing import Clock

START = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)


def test_it_stands_still() -> None:
    clock = Clock(START)
    assert clock() == clock() == START


def test_it_answers_in_utc_whatever_zone_it_was_set_in() -> None:
    clock = Clock(datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London")))
    assert clock() == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert clock().tzinfo is UTC


@given(st.lists(st.integers(0, 100_000)))
def test_steps_add_up(steps: list[int]) -> None:
    clock = Clock(START)
    for step in steps:
        clock.advance(step)
    assert clock() == START + timedelta(seconds=sum(steps))


def test_it_advances_by_a_duration_through_the_clock_change() -> None:
    london = ZoneInfo("Europe/London")
    clock = Clock(datetime(2026, 3, 29, 0, 30, tzinfo=london))
    assert clock.advance(timedelta(hours=1)).astimezone(london).strftime("%H:%M") == "02:30"


def test_it_is_set_backwards_but_never_advances_there() -> None:
    clock = Clock(START)
    with pytest.raises(ValueError, match="to put it back, set it"):
        clock.advance(-1)
    assert clock() == START
    assert clock.set(START - timedelta(hours=1)) == clock() == START - timedelta(hours=1)


def test_a_time_without_a_zone_is_refused() -> None:
    clock = Clock(START)
    with pytest.raises(ValueError, match="no time zone"):
        Clock(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="no time zone"):
        clock.set(START.replace(tzinfo=None))
    assert clock() == START


def test_no_step_is_lost_between_threads() -> None:
    clock = Clock(START)
    with ThreadPoolExecutor(8) as pool:
        moments = list(pool.map(lambda _: clock.advance(1), range(400)))
    assert len(set(moments)) == 400
    assert clock() == START + timedelta(seconds=400)
