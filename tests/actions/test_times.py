"""Times and days as people type them, and what is said of an odd one."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.actions import setup
from campaign.actions.check import check
from campaign.actions.times import full_time
from campaign.actions.workspace import Workspace
from campaign.config.days import how_to_write
from campaign.errors import PostError
from tests.cli.desk import MORNING, NAME, RELEASE, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The sample release, planned for 18 March."""
    return Desk(tmp_path / "desk").planned()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", "14:30"), ("9am", "09:00"), ("9 AM", "09:00"), ("9.30", "09:30"), ("0930", "09:30"), ("1430hrs", "14:30"),
        ("9:30pm", "21:30"), ("12am", "00:00"), ("12pm", "12:00"), ("09:30:15", "09:30:15"), ("01:30 bst", "01:30 BST"),
    ],
)  # fmt: skip
def test_a_time_as_people_type_it(desk: Desk, typed: str, read: str) -> None:
    workspace = Workspace(desk.root)
    assert full_time(workspace, typed, MORNING) == f"2026-03-17 {read}"
    assert full_time(workspace, f"2026-03-18 {typed}", MORNING) == f"2026-03-18 {read}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9", "09:00, or 21:00"), ("noonish", "14:30"), ("25:00", "14:30"), ("13pm", "14:30"), ("9:75", "14:30"), ("", "14:30"),
        ("18/03/2027 14:30", "2027-03-18"), ("18.3.27", "2027-03-18"),
    ],
)  # fmt: skip
def test_what_is_no_time_says_how_to_write_it(desk: Desk, typed: str, said: str) -> None:
    refused = desk.run("retime", NAME, "hook-1", typed)
    assert refused.code == 1
    assert said in refused.err


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Any workspace: its zone is what counts."""
    folder = tmp_path_factory.mktemp("any")
    setup.init(folder)
    return Workspace(folder)


@given(text=st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[:. ]?[0-9apm:. -]{0,6}", fullmatch=True))
def test_any_text_is_a_time_or_a_sentence(workspace: Workspace, text: str) -> None:
    with contextlib.suppress(PostError):
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:[0-5]\d", full_time(workspace, text, MORNING))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("18/03/2027", "2027-03-18"), ("18-3-27", "2027-03-18"), ("2027/3/18", "2027-03-18"), ("20270318", "2027-03-18"),
     ("18 March 2027", "2027-03-18"), ("Thursday 18th Mar 2027", "2027-03-18"), ("31/02/2027", "like 2026-03-18")],
)  # fmt: skip
def test_a_day_that_is_written_otherwise_gets_the_form_that_is_read(desk: Desk, typed: str, meant: str) -> None:
    assert meant in how_to_write(typed)
    assert typed == "20270318" or meant in desk.run("plan", str(RELEASE), "--date", typed).err  # Python reads that one


def test_a_move_to_an_odd_time_says_what_is_odd(desk: Desk) -> None:
    desk.good("approve", NAME, "hook-1", "--as", "Ines")
    said = desk.good("retime", NAME, "hook-1", "9am")
    assert "hook-1 goes out at 2026-03-18 09:00. 1 approved delivery moved with it." in said.out
    assert said.err == ""
    assert "outside the window 07:30-21:00" in desk.good("retime", NAME, "hook-1", "23:15").err
    other = desk.good("retime", NAME, "hook-1", "2026-03-19 09:00").err
    assert "not the campaign's day, 2026-03-18" in other
    assert f"campaign approve {NAME} hook-1" in other
    desk.setting("quiet: []", 'quiet: [{from: "11:00", to: "11:02", date: 2026-03-18}]')
    assert "quiet window, over at 2026-03-18 11:02" in desk.good("retime", NAME, "hook-1", "2026-03-18 11:01").err


def test_another_day_typed_into_the_file_is_named(desk: Desk) -> None:
    desk.edit("hook-1", "at: 2026-03-18", "at: 2026-03-81")
    assert desk.run("check").code == 1
    desk.edit("hook-1", "at: 2026-03-81", "at: 2026-03-19")
    [found] = [p for p in check(Workspace(desk.root), NAME, now=desk.now) if p.rule == "other-day"]
    assert (found.post, found.severity, found.source) == ("hook-1", "warn", "at")
    assert "2026-03-18" in found.message
    desk.edit("hook-1", "at: 2026-03-19", "at: 19/03/2026")
    assert "2026-03-19" in desk.run("check").out
