"""The day's slots: spread, gap, window, quiet windows, embargo and the days when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.errors import ScheduleError
from campaign.models import QuietWindow, ScheduleRules
from campaign.schedule import day_slots, instant, quiet_until

LONDON = "Europe/London"
DAY = date(2026, 3, 18)
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)


def moments(slots: tuple[str, ...]) -> list[datetime]:
    return [instant(s, LONDON) for s in slots]


def test_ten_posts_fill_the_default_window_evenly() -> None:
    slots = day_slots(DAY, 10, ScheduleRules(), LONDON)
    assert slots[0] == "2026-03-18 07:30"
    assert slots[-1] == "2026-03-18 21:00"
    assert {b - a for a, b in pairwise(moments(slots))} == {timedelta(minutes=90)}


def test_one_post_goes_out_first_thing() -> None:
    assert day_slots(DAY, 1, ScheduleRules(), LONDON) == ("2026-03-18 07:30",)


def test_start_and_end_replace_the_window() -> None:
    slots = day_slots(DAY, 3, ScheduleRules(), LONDON, start="09:00", end="11:00")
    assert slots == ("2026-03-18 09:00", "2026-03-18 10:00", "2026-03-18 11:00")


def test_too_small_a_window_says_how_many_fit() -> None:
    with pytest.raises(ScheduleError) as error:
        day_slots(DAY, 16, ScheduleRules(), LONDON, start="08:00", end="17:00")
    assert "16 posts need 11 h 15 min at 45-minute gaps" in str(error.value)
    assert "9 h" in str(error.value)
    assert "13 fit" in str(error.value)
    assert len(day_slots(DAY, 13, ScheduleRules(), LONDON, start="08:00", end="17:00")) == 13


def test_quiet_windows_count_against_the_window() -> None:
    rules = ScheduleRules(quiet=(QuietWindow(start="13:55", end="14:15", date=DAY, why="silence"),))
    with pytest.raises(ScheduleError, match="8 h 40 min to offer; 12 fit"):
        day_slots(DAY, 13, rules, LONDON, start="08:00", end="17:00")
    assert len(day_slots(date(2026, 3, 19), 13, rules, LONDON, start="08:00", end="17:00")) == 13


def test_now_or_an_embargo_moves_the_start() -> None:
    now = datetime(2026, 3, 18, 15, 2, 30, tzinfo=UTC)
    slots = day_slots(DAY, 4, ScheduleRules(), LONDON, not_before=now)
    assert moments(slots)[0] >= now
    with pytest.raises(ScheduleError, match="nothing may go out before 2026-03-18 22:00"):
        day_slots(DAY, 1, ScheduleRules(), LONDON, not_before=datetime(2026, 3, 18, 22, tzinfo=UTC))


def test_all_day_quiet_leaves_no_room() -> None:
    with pytest.raises(ScheduleError, match="none fit"):
        day_slots(DAY, 1, ScheduleRules(quiet=(QuietWindow(start="00:00", end="00:00"),)), LONDON)


def test_a_window_that_ends_before_it_begins() -> None:
    with pytest.raises(ScheduleError, match="ends before it begins"):
        day_slots(DAY, 1, ScheduleRules(), LONDON, start="17:00", end="08:00")
    with pytest.raises(ScheduleError, match="not a time of day"):
        day_slots(DAY, 1, ScheduleRules(), LONDON, start="half nine")
    with pytest.raises(ScheduleError, match="one post or more"):
        day_slots(DAY, 0, ScheduleRules(), LONDON)


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 3), (DAY, 4), (BACK, 5)])
def test_the_night_of_the_change_is_as_long_as_it_really_is(day: date, hours: int) -> None:
    rules = ScheduleRules(window=("00:00", "04:00"), gap=timedelta(hours=1))
    slots = day_slots(day, hours + 1, rules, LONDON)
    assert {b - a for a, b in pairwise(moments(slots))} == {timedelta(hours=1)}
    with pytest.raises(ScheduleError, match=f"{hours} h to offer"):
        day_slots(day, hours + 2, rules, LONDON)


def test_a_window_edge_in_the_gap_or_the_fold() -> None:
    assert day_slots(FORWARD, 1, ScheduleRules(window=("01:30", "03:00")), LONDON) == ("2027-03-28 02:00",)
    assert day_slots(BACK, 1, ScheduleRules(window=("01:30", "03:00")), LONDON) == ("2026-10-25 01:30 GMT",)
    first, last = day_slots(BACK, 2, ScheduleRules(window=("01:10", "01:55")), LONDON)
    assert (first, last) == ("2026-10-25 01:10 BST", "2026-10-25 01:55 BST")


def test_quiet_until() -> None:
    rules = ScheduleRules(
        quiet=(
            QuietWindow(start="11:00", end="11:02", date=date(2026, 11, 11), why="two-minute silence"),
            QuietWindow(start="22:00", end="07:00"),
            QuietWindow(start="07:00", end="07:15"),
        )
    )

    def ends(at: str) -> datetime | None:
        return quiet_until(instant(at, LONDON), rules, LONDON)

    assert ends("2026-11-11 11:00") == instant("2026-11-11 11:02", LONDON)
    assert ends("2026-11-11 11:02") is None
    assert ends("2026-11-10 11:01") is None
    assert ends("2026-11-10 23:00") == instant("2026-11-11 07:15", LONDON)
    assert ends("2026-11-11 03:00") == instant("2026-11-11 07:15", LONDON)


clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
quiets = st.builds(lambda start, end: QuietWindow(start=start, end=end), clock, clock)
days = st.one_of(st.sampled_from([DAY, FORWARD, BACK]), st.dates(date(2026, 1, 1), date(2027, 12, 31)))


@given(
    days,
    st.integers(1, 40),
    st.integers(1, 7200),
    st.tuples(clock, clock).filter(lambda w: w[0] < w[1]),
    st.lists(quiets, max_size=3),
    st.none() | st.integers(0, 24 * 3600),
)
def test_slots_keep_every_rule_or_say_why(  # noqa: PLR0917 - hypothesis hands them over by position
    day: date, count: int, gap: int, window: tuple[str, str], quiet: list[QuietWindow], after: int | None
) -> None:
    rules = ScheduleRules(window=window, gap=timedelta(seconds=gap), quiet=tuple(quiet))
    begin = None if after is None else datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=after)
    try:
        slots = day_slots(day, count, rules, LONDON, not_before=begin)
    except ScheduleError as error:
        assert " fit" in str(error) or "before it begins" in str(error)  # noqa: PT017 - either outcome is right
        return
    times = moments(slots)
    assert len(times) == count
    assert all(b - a >= rules.gap for a, b in pairwise(times))
    assert all(quiet_until(t, rules, LONDON) is None for t in times)
    assert all(s.startswith(day.isoformat()) for s in slots)
    assert all(window[0] <= s[11:16] <= window[1] or s[11:13] == "02" for s in slots)  # 02:00 stands for a skipped edge
    assert begin is None or times[0] >= begin


def test_round_times_never_cost_the_gap() -> None:
    rules = ScheduleRules(gap=timedelta(minutes=7))
    slots = day_slots(DAY, 4, rules, LONDON, start="08:00", end="08:21")
    assert [s[11:] for s in slots] == ["08:00", "08:07", "08:14", "08:21"]
    seconds = day_slots(DAY, 3, ScheduleRules(gap=timedelta(seconds=45)), LONDON, start="08:00:10", end="08:01:40")
    assert [s[11:] for s in seconds] == ["08:00:10", "08:00:55", "08:01:40"]
