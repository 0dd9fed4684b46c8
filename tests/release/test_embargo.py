"""Embargoes: until when, in the words that people use; what cannot be read for sure stays open."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.release import parse
from campaign.release.moments import find_moment
from campaign.text.embargo import orders_embargo

NEAR = date(2026, 3, 12)  # a Thursday
MONDAY = datetime(2026, 3, 16, 0, 1, tzinfo=UTC)

READ = {
    "time before the date": ("EMBARGOED UNTIL 00.01 Monday 16 March 2026", MONDAY),
    "colon, th": ("Strictly embargoed to 00:01, Monday 16th March 2026", MONDAY),
    "hours": ("EMBARGO: 0001hrs 16/03/2026", MONDAY),
    "hours and zone": ("Not for publication before 0001 GMT, 16 March 2026", MONDAY),
    "twelve hours": ("Under embargo until 12.01am on 16 March 2026", MONDAY),
    "full stops": ("Embargoed until 12.01 a.m. on Monday, March 16, 2026", MONDAY),
    "minute past midnight": ("Embargoed until one minute past midnight on Monday 16 March 2026", MONDAY),
    "no year": ("Embargoed until 00:01 on Monday 16 March", MONDAY),
    "only the weekday": ("Embargoed until 00:01 on Monday", MONDAY),
    "noon": ("Embargoed until noon on 16 March 2026", datetime(2026, 3, 16, 12, tzinfo=UTC)),
    "midday": ("Embargoed until midday, 16 March", datetime(2026, 3, 16, 12, tzinfo=UTC)),
    "midnight is the later one": ("Embargoed until midnight on Monday 16 March 2026", datetime(2026, 3, 17, tzinfo=UTC)),
    "12 midnight": ("Embargoed until 12.00 midnight, 16 March 2026", datetime(2026, 3, 17, tzinfo=UTC)),
    "half-hour clock": ("Embargoed until 6.30 pm, 16 March 2026", datetime(2026, 3, 16, 18, 30, tzinfo=UTC)),
    "o'clock": ("Embargoed until 10 o'clock on 16 March 2026", datetime(2026, 3, 16, 10, tzinfo=UTC)),
    "tomorrow": ("Embargoed until 6am tomorrow", datetime(2026, 3, 13, 6, tzinfo=UTC)),
    "the day of the release": ("Embargoed until 6am", datetime(2026, 3, 12, 6, tzinfo=UTC)),
    "next year": ("Embargoed until 00:01, 2 January", datetime(2026, 1, 2, 0, 1, tzinfo=UTC)),
    "summer time": ("Embargoed until 00:01 on 16 June 2026", datetime(2026, 6, 15, 23, 1, tzinfo=UTC)),
    "a named zone": ("Embargoed until 9am EST on 16 March 2026", datetime(2026, 3, 16, 14, tzinfo=UTC)),
    "central Europe": ("Embargoed until 00:01 CET, 16 March 2026", datetime(2026, 3, 15, 23, 1, tzinfo=UTC)),
    "an offset": ("Embargoed until 2026-03-16T00:01:00+02:00", datetime(2026, 3, 16, 0, 1, tzinfo=timezone(timedelta(hours=2)))),
}
OPEN = {
    "no time": ("Embargoed until Monday 16 March 2026", "no time"),
    "a year is no time": ("Embargoed until 16 March 2026 GMT", "no time"),
    "no day and no time": ("Embargoed until after the verdict", "no time"),
    "further notice": ("STRICTLY EMBARGOED UNTIL FURTHER NOTICE", "no time"),
    "wrong weekday": ("Embargoed until 00:01 on Tuesday 16 March 2026", "is a Monday"),
    "wrong weekday, no year": ("Embargoed until 00:01 on Tuesday 16 March", "is a Monday"),
    "no such day": ("Embargoed until 00:01 on 31 February 2026", "does not exist"),
}


@pytest.mark.parametrize(("written", "moment"), READ.values(), ids=READ.keys())
def test_a_moment_is_read(written, moment):
    assert find_moment(written, NEAR)[0] == moment
    assert orders_embargo(written)
    release = parse(f"---\ntitle: T\ndate: 2026-03-12\n---\n{written}\n\nOfficers closed two shops in town.".encode(), "a.md")
    assert release.embargo == moment


@pytest.mark.parametrize(("written", "why"), OPEN.values(), ids=OPEN.keys())
def test_what_is_not_sure_stays_open_and_is_named(written, why):
    release = parse(f"---\ntitle: T\ndate: 2026-03-12\n---\n{written}\n\nOfficers closed two shops in town.".encode(), "a.md")
    assert (release.embargo, release.embargo_text) == (None, written)
    assert any("embargo" in w and why in w for w in release.warnings), release.warnings


@pytest.mark.parametrize(
    "line",
    [
        "FOR IMMEDIATE RELEASE",
        "The council has lifted its embargo on new shops.",
        "An arms embargo was agreed in 1994.",
        "Embargo lifted",
        "Embargo: none",
        "Press office: 01632 960 961 (not for publication)",
        "The figures were not published before the election.",
    ],
)
def test_other_lines_set_no_embargo(line):
    release = parse(f"---\ntitle: T\ndate: 2026-03-12\n---\n{line}\n\nOfficers closed two shops at 9am on Monday.".encode(), "a.md")
    assert (release.embargo, release.embargo_text) == (None, None)


def test_the_latest_of_several_counts():
    text = "EMBARGOED UNTIL 6am, 16 March 2026\n\nOfficers closed two shops.\n\nENDS\n\nNot for publication before 00:01 on 17 March 2026."
    release = parse(text.encode(), "a.txt")
    assert release.embargo == datetime(2026, 3, 17, 0, 1, tzinfo=UTC)
    assert any("more than one" in w for w in release.warnings)


def test_an_order_may_go_on_in_the_next_line():
    release = parse(b"EMBARGOED UNTIL:\n\n00:01 on Monday 16 March 2026\n\nOfficers closed two shops.", "a.txt")
    assert release.embargo == MONDAY


def test_a_dated_release_line_counts_only_with_its_moment():
    assert parse(b"FOR RELEASE AT 00.01 ON MONDAY 16 MARCH 2026\n\nThe story.", "a.txt").embargo == MONDAY
    assert parse(b"For release on request\n\nThe story.", "a.txt").embargo_text is None


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(["%H:%M on %A {} %B %Y", "{}/%m/%Y, %H.%M", "%Y-%m-%d %H:%M"]))
def test_any_moment_is_read_as_it_was_written(moment, form):
    moment = moment.replace(year=2000 + moment.year % 50, day=min(moment.day, 28), second=0, microsecond=0)
    written = moment.strftime(form.format(moment.day))
    assert find_moment(f"Embargoed until {written} GMT", None)[0] == moment


@given(st.text(max_size=80))
def test_any_text_gives_an_aware_moment_or_none(text):
    moment, why = find_moment(f"Embargoed until {text}", NEAR)
    assert moment.tzinfo is not None if moment else why
