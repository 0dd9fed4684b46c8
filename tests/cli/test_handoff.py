"""An account on which a person posts by hand: prepared at its time, told, and settled with the post's address."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.desk import Desk

OTHER = Path(__file__).parents[1] / "facts" / "releases" / "01-lantern-week.md"
NAME = "lanterns"


@pytest.fixture
def handed(desk: Desk) -> Desk:
    """A day of which two posts are due, on an account without an API."""
    desk.setting("practice: {platform: outbox}", "practice: {platform: handoff, place: Nextdoor}")
    desk.setting("on_unknown: go_on", "on_unknown: hold")  # a post that a person has to put up is no unclear outcome
    desk.good("plan", str(OTHER), "--date", "2026-03-18", "--name", NAME, "--as", "Ola")
    flags = [f"--acknowledge={rule}=Confirmed with the trust" for rule in ("old-speaker", "old-link", "old-day-word")]
    desk.good("approve", NAME, "--all", "--as", "Ines", *flags)
    desk.now = datetime(2026, 3, 18, 7, 31, tzinfo=UTC)
    desk.tick()
    return desk


def test_prepared_told_and_settled(handed: Desk) -> None:
    rows = [row for row in handed.good("ledger", "--json").json if row["state"] == "needs_person"]
    assert rows
    assert all("posted by hand on Nextdoor" in row["reason"] for row in rows)
    status = handed.run("status")
    assert status.code == 1
    assert f"campaign resolve {rows[0]['delivery']} --online" in status.out
    handed.good("resolve", rows[0]["delivery"], "--online", "https://nextdoor.example/p/1", "--as", "Ines")
    after = {row["delivery"]: row for row in handed.good("ledger", "--json").json}
    assert after[rows[0]["delivery"]]["state"] == "published"
    assert after[rows[0]["delivery"]]["receipt"]["url"] == "https://nextdoor.example/p/1"


def test_posts_that_wait_for_a_person_hold_no_other(handed: Desk) -> None:
    for hour in range(10, 22):
        handed.now = datetime(2026, 3, 18, hour, 1, tzinfo=UTC)
        for _ in range(3):
            handed.tick()
    rows = handed.good("ledger", "--json").json
    assert [row["state"] for row in rows].count("needs_person") > 2
    assert all(row["held"] is None for row in rows)
    assert handed.run("status", "--json").json["accounts"].get("practice", "ok") == "ok"
