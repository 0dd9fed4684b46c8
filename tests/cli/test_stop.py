"""Stopping in a hurry: whoever stops is never asked for anything before everything is held."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.cli.desk import NAME, Desk


def stop_file(desk: Desk) -> Any:
    """What the stop file says."""
    return json.loads((desk.root / ".campaign" / "STOP").read_text())


@pytest.fixture
def approved(desk: Desk) -> Desk:
    """Ten posts that wait for their time."""
    desk.good("approve", NAME, "--all", "--as", "Ines")
    return desk


def test_a_stop_needs_no_reason_and_takes_one_later(approved: Desk) -> None:
    said = approved.good("stop", "--as", "Duty Officer")
    assert "10 deliveries held" in said.out
    assert "campaign stop --reason" in said.out
    approved.now += timedelta(minutes=5)
    approved.good("stop", "--reason", "Critical incident", "--as", "Ch Insp Vale")
    status = approved.run("status", "--json").json["stopped"]
    assert (status["by"], status["at"][11:16]) == ("Duty Officer", "09:00")
    assert "Critical incident" in status["reason"]
    assert stop_file(approved)["by"] == "Duty Officer"


def test_a_second_stop_keeps_the_first_reason(approved: Desk) -> None:
    approved.good("stop", "--reason", "Wrong number in a post", "--as", "Ola")
    approved.good("resume", "--campaign", NAME, "--reason", "Not that one", "--as", "Ines")
    said = approved.good("stop", "--reason", "Critical incident", "--as", "Ines")
    for told in (said.out, stop_file(approved)["reason"], approved.run("status").out):
        assert "Wrong number in a post" in told
        assert "Critical incident" in told
    assert stop_file(approved)["released"] == []
    assert all(row["held"] for row in approved.good("ledger", "--json").json)


def test_a_stop_without_a_name_holds_before_it_asks(approved: Desk) -> None:
    said = approved.run("stop", "--as", "  ")
    assert said.code == 1
    assert "--as" in said.err
    assert all(row["held"] for row in approved.good("ledger", "--json").json)
    approved.good("stop", "--as", "Ines")
    assert stop_file(approved)["by"] == "Ines"


@pytest.mark.parametrize("broken", ["timezone: [", "organisation: x\nnonsense: 1\n", None])
def test_broken_settings_stop_no_stop(approved: Desk, broken: str | None) -> None:
    settings = approved.root / "config.yaml"
    good = settings.read_text()
    settings.write_text(broken) if broken is not None else settings.unlink()
    said = approved.run("stop", "--reason", "Critical incident")
    assert said.code == 1
    assert "Held: no daemon that uses this folder" in said.out
    assert "deliveries held" not in said.out  # nobody could count them
    assert "config.yaml" in said.err
    assert len(said.err.strip().splitlines()) == 1
    settings.write_text(good)
    assert all("Critical incident" in row["held"] for row in approved.good("ledger", "--json").json)


def test_a_locked_record_stops_no_stop(approved: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.ledger.store.BUSY_SECONDS", 0.2)  # a person waits ten; a test need not
    other = sqlite3.connect(approved.root / ".campaign" / "campaign.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = approved.run("stop", "--reason", "Critical incident")
    other.execute("ROLLBACK")
    other.close()
    assert said.code == 1
    assert "locked" in said.err
    assert "10 deliveries held" in said.out  # the record can be read, if not written
    assert all("Critical incident" in row["held"] for row in approved.good("ledger", "--json").json)


def test_a_ledger_that_is_none_stops_no_stop(approved: Desk) -> None:
    approved.setting("ledger: sqlite:///.campaign/campaign.db", "ledger: nonsense")
    said = approved.run("stop", "--reason", "Critical incident")
    assert said.code == 1
    assert "Traceback" not in said.err
    assert stop_file(approved)["reason"] == "Critical incident"


def test_resume_says_what_is_late_and_what_becomes_of_it(approved: Desk) -> None:
    approved.good("stop", "--reason", "Critical incident")
    first, second = sorted(r["due_at"] for r in approved.good("ledger", "--json").json)[:2]
    assert second > first
    approved.now += timedelta(hours=22, minutes=45)  # 07:45 on the day; the first was due at 07:30
    said = approved.good("resume", "--reason", "Stood down").out
    assert f"Late: {NAME}" in said
    assert "goes out now" in said
    assert said.count("Keeps its time: ") == 9
    approved.good("stop")
    approved.now += timedelta(hours=1)
    said = approved.good("resume", "--reason", "Stood down").out
    assert "will not be sent" in said
    assert "campaign retime" in said


def test_a_resume_says_of_every_delivery_what_becomes_of_it(approved: Desk) -> None:
    due = {row["delivery"]: row["due_at"] for row in approved.good("ledger", "--json").json}
    approved.good("stop", "--reason", "Critical incident", "--as", "Ines")
    approved.now = datetime(2026, 3, 18, 12, 10, tzinfo=UTC)
    out = approved.good("resume", "--reason", "Stood down", "--as", "Ines").out
    for delivery in due:
        assert sum(f" {delivery}, due" in line for line in out.splitlines()) == 1, out
    missed = [line for line in out.splitlines() if line.startswith("Missed: ")]
    assert f"{len(missed)} missed, {len(due) - len(missed)} go on, 0 still held." in out
    assert missed


def test_what_was_missed_gets_the_next_free_times_in_one_command(approved: Desk) -> None:
    approved.good("stop", "--reason", "Critical incident", "--as", "Ines")
    approved.now = datetime(2026, 3, 18, 12, 10, tzinfo=UTC)
    approved.good("resume", "--reason", "Stood down", "--as", "Ines")
    approved.tick()
    states = {row["post"]: row["state"] for row in approved.good("ledger", "--json").json}
    missed = [post for post, state in states.items() if state == "missed"]
    done = approved.good("retime", NAME, "--missed", "--as", "Ines", "--json").json
    assert [one["post"] for one in done] == missed
    rows = approved.good("ledger", "--json").json
    assert {row["state"] for row in rows} <= {"queued", "published"}
    times = sorted(datetime.fromisoformat(row["due_at"]) for row in rows if row["state"] == "queued")
    assert times[0] > approved.now
    assert all(b - a >= timedelta(minutes=45) for a, b in pairwise(times)), times
    assert {t.date() for t in times} == {date(2026, 3, 18)}
    assert approved.run("retime", NAME, "--missed", "--as", "Ines").code == 1


def test_nothing_moves_when_not_all_that_was_missed_fits(approved: Desk) -> None:
    approved.now = datetime(2026, 3, 18, 20, 45, tzinfo=UTC)
    approved.tick()
    before = approved.good("ledger", "--json").json
    said = approved.run("retime", NAME, "--missed", "--as", "Ines")
    assert said.code == 1
    assert "still fit into 2026-03-18" in said.err
    assert approved.good("ledger", "--json").json == before


def test_one_account_goes_on_while_the_rest_is_held(approved: Desk) -> None:
    approved.good("stop", "--reason", "Critical incident", "--as", "Ines")
    out = approved.good("resume", "--campaign", NAME, "--reason", "Incident posts", "--as", "Ines").out
    assert "0 still held" in out
    assert approved.run("status", "--json").json["stopped"]["released"] == [f"campaign:{NAME}"]
