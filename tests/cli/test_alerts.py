"""What an officer's team is told on the day: once for each cause, with what to do now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from campaign.actions import alerts
from campaign.actions.causes import causes
from campaign.actions.workspace import Workspace
from tests.cli.desk import NAME, Desk
from tests.engine.test_alerts import Hook, hook

__all__ = ["hook"]


def _news(desk: Desk, *, watching: bool = False) -> str:
    """What people are told at this moment, remembered as told."""
    workspace = Workspace(desk.root)
    message = alerts.news(workspace, now=desk.now, watching=watching)
    if message is not None:
        alerts.told(workspace, message.keys, now=desk.now)
    workspace.ledger.close()
    return "" if message is None else f"{message.title}\n{message.body}"


@pytest.fixture
def quiet(desk: Desk) -> Desk:
    """Nothing is wrong, and the day is tomorrow."""
    desk.now = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    return desk


def test_nothing_is_told_when_nothing_is_wrong(quiet: Desk) -> None:
    assert _news(quiet) == ""


def test_a_post_due_soon_that_nobody_approved_is_told_three_times(quiet: Desk) -> None:
    heard = []
    first = datetime(2026, 3, 18, 7, 30, tzinfo=UTC)
    for before in (25, 23.9, 20, 12, 4, 3, 1, 0.5):
        quiet.now = first - timedelta(hours=before)
        if f"{NAME}/hook-1 is due at 07:30 and nobody has approved it" in _news(quiet):
            heard.append(before)
    assert heard == [23.9, 4, 1]


def test_the_first_reminder_is_the_approver_s_and_the_next_two_are_the_deputy_s_too(quiet: Desk) -> None:
    first = datetime(2026, 3, 18, 7, 30, tzinfo=UTC)
    heard = []
    for before in (23.9, 4, 1):
        quiet.now = first - timedelta(hours=before)
        workspace = Workspace(quiet.root)
        heard.append({frozenset(c.roles) for c in causes(workspace, now=quiet.now) if f"{NAME}/hook-1 is due" in c.text})
        workspace.ledger.close()
    assert heard == [{frozenset({"approver"})}, *[{frozenset({"approver", "deputy"})}] * 2]


def test_an_approved_day_is_not_alarming(quiet: Desk) -> None:
    quiet.good("approve", NAME, "--all", "--as", "Ines")
    quiet.now = datetime(2026, 3, 18, 7, 0, tzinfo=UTC)
    assert _news(quiet) == ""


def test_missed_posts_are_told_once(quiet: Desk) -> None:
    quiet.good("approve", NAME, "--all", "--as", "Ines")
    quiet.now = datetime(2026, 3, 18, 8, 30, tzinfo=UTC)
    quiet.tick()
    said = _news(quiet)
    assert f"{NAME}/hook-1/practice was missed." in said
    assert f"campaign retime {NAME} hook-1 TIME" in said
    assert _news(quiet) == ""
    quiet.now += timedelta(hours=3)
    assert "hook-1" not in _news(quiet)


def test_a_stop_is_told_and_forgotten_when_it_ends(quiet: Desk) -> None:
    quiet.good("stop", "--reason", "Critical incident", "--as", "Duty Officer")
    assert "Sending was stopped by Duty Officer" in _news(quiet)
    assert _news(quiet) == ""
    quiet.good("resume", "--reason", "Stood down", "--as", "Ines")
    assert _news(quiet) == ""
    quiet.now += timedelta(minutes=1)
    quiet.good("stop", "--reason", "Another one", "--as", "Duty Officer")
    assert "Another one" in _news(quiet)


def test_a_silent_daemon_is_told_by_the_watcher_only(quiet: Desk) -> None:
    quiet.good("approve", NAME, "--all", "--as", "Ines")
    assert _news(quiet) == ""
    assert "The daemon has never run" in _news(quiet, watching=True)
    assert _news(quiet, watching=True) == ""
    quiet.now += timedelta(hours=1)
    assert "The daemon has never run" in _news(quiet, watching=True)


def test_broken_settings_are_told_although_the_daemon_goes_on(quiet: Desk) -> None:
    workspace = Workspace(quiet.root)
    (quiet.root / "config.yaml").write_text("timezone: [", "utf-8")
    message = alerts.news(workspace, now=quiet.now)
    workspace.ledger.close()
    assert message is not None
    assert "config.yaml cannot be used" in message.body


def test_a_daily_summary(quiet: Desk) -> None:
    quiet.good("approve", NAME, "--all", "--as", "Ines")
    quiet.now = datetime(2026, 3, 17, 17, 59, tzinfo=UTC)
    assert _news(quiet) == ""
    quiet.now += timedelta(minutes=2)
    said = _news(quiet)
    assert "Tomorrow 10 are due" in said
    assert _news(quiet) == ""


def test_the_watcher_tells_through_the_webhook(quiet: Desk, hook: Hook) -> None:
    quiet.setting('alerts: ["${CAMPAIGN_ALERT_URL}"]', f'alerts: ["{hook.address}"]')
    quiet.good("approve", NAME, "--all", "--as", "Ines")
    assert quiet.run("status", "--alert").code == 1
    assert ["The daemon has never run" in m["title"] for m in hook.messages] == [True]
    quiet.run("status", "--alert")
    assert len(hook.messages) == 1


def test_a_test_message_can_be_sent(quiet: Desk, hook: Hook) -> None:
    quiet.setting('alerts: ["${CAMPAIGN_ALERT_URL}"]', f'alerts: ["{hook.address}"]\nheartbeat: "{hook.url}/ping"')
    said = quiet.run("doctor", "--alerts").out
    assert "A test message went to 1 of 1 addresses." in " ".join(said.split())
    assert "127.0.0.1" in said
    assert len(hook.messages) == 1
    hook.status = 500
    assert quiet.run("doctor", "--alerts").code == 1


def test_no_words_of_an_unpublished_post_are_told(quiet: Desk) -> None:
    quiet.now = datetime(2026, 3, 18, 7, 0, tzinfo=UTC)
    said = _news(quiet)
    assert said
    for path in quiet.posts:
        body = path.read_text("utf-8").rpartition("---\n")[2].split()
        assert " ".join(body[:5]) not in said
