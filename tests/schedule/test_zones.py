"""Wall time and instants in Europe/London, on the days when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.errors import ScheduleError
from campaign.schedule import instant, wall

LONDON = "Europe/London"


def test_winter_and_summer() -> None:
    assert instant("2026-03-18 09:30", LONDON) == datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
    assert instant("2026-07-01 09:30:15", LONDON) == datetime(2026, 7, 1, 8, 30, 15, tzinfo=UTC)


def test_a_time_the_clocks_skip_is_refused_with_both_neighbours() -> None:
    with pytest.raises(ScheduleError) as error:
        instant("2027-03-28 01:30", LONDON)
    assert "does not exist" in str(error.value)
    assert "00:30 (GMT) or 02:30 (BST)" in str(error.value)


@pytest.mark.parametrize("zone", ["GMT", "BST"])
def test_a_skipped_time_is_refused_with_an_abbreviation_too(zone: str) -> None:
    with pytest.raises(ScheduleError, match="does not exist"):
        instant(f"2027-03-28 01:30 {zone}", LONDON)


def test_a_time_that_happens_twice_asks_which() -> None:
    with pytest.raises(ScheduleError, match="2026-10-25 01:30 BST for the first, 2026-10-25 01:30 GMT for the second"):
        instant("2026-10-25 01:30", LONDON)
    first, second = instant("2026-10-25 01:30 BST", LONDON), instant("2026-10-25 01:30 GMT", LONDON)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second - first == timedelta(hours=1)
    assert wall(first, LONDON) == "2026-10-25 01:30 BST"
    assert wall(second, LONDON) == "2026-10-25 01:30 GMT"


def test_the_edges_of_the_change_are_ordinary_times() -> None:
    assert instant("2027-03-28 00:59:59", LONDON) + timedelta(seconds=1) == instant("2027-03-28 02:00", LONDON)
    assert instant("2026-10-25 02:00", LONDON) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_a_wrong_abbreviation_is_refused() -> None:
    with pytest.raises(ScheduleError, match="It is BST"):
        instant("2026-07-01 09:00 GMT", LONDON)


@pytest.mark.parametrize("text", ["9:30", "2026-02-30 09:30", "2026-03-18", "2026-03-18 25:00", "tomorrow", ""])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ScheduleError, match="2026-03-18 09:30"):
        instant(text, LONDON)


def test_an_unknown_zone_and_a_time_without_one() -> None:
    for name in ("Europe/Londn", "Europe", "/etc"):
        with pytest.raises(ScheduleError, match="no time zone"):
            instant("2026-03-18 09:30", name)
    with pytest.raises(ScheduleError, match="no zone"):
        wall(datetime(2026, 3, 18, 9, 30), LONDON)  # noqa: DTZ001 - that is what is refused


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2037, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo"]),
)
def test_every_instant_survives_being_written_and_read(moment: datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0)
    assert instant(wall(moment, zone), zone) == moment
