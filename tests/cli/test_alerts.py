"""What an officer's team is told on the day: once for each cause, with what to do now."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from campaign.actions import alerts
from campaign.actions.causes import causes
from campaign.actions.workspace import Workspace
from campaign.ledger import alerts as known_alerts
from campaign.ledger import deliveries
from campaign.ledger.schema import deliveries as table
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


def _failed(desk: Desk, count: int, reason: str) -> None:
    """So many deliveries that a platform has refused, all at once."""
    desk.good("approve", NAME, "--all", "--as", "Ines")
    workspace = Workspace(desk.root)
    with workspace.ledger.write() as tx:
        one = deliveries.find(tx)[0]
        row = tx.conn.execute(sa.select(table).where(table.c.id == one.id)).mappings().one()
        new = {**row, "state": "failed", "reason": reason, "post": "storm", "next_at": None}
        tx.conn.execute(sa.insert(table), [{**new, "id": f"{NAME}/storm/a{n}", "account": f"a{n}"} for n in range(count)])
    workspace.ledger.close()


def test_a_thousand_failures_at_once_are_one_message(quiet: Desk, hook: Hook) -> None:
    _failed(quiet, 1000, "It is not wanted there.")
    quiet.setting('alerts: ["${CAMPAIGN_ALERT_URL}"]', f'alerts: ["{hook.address}"]')
    for _ in range(3):
        quiet.run("status", "--alert")
    assert len(hook.messages) == 1
    assert "and 1000 more" in hook.messages[0]["title"]  # the silent daemon is one too
    assert hook.messages[0]["message"].count("was refused") == 39
    assert "… and 961 more: campaign status" in hook.messages[0]["message"]


def test_more_causes_than_a_statement_takes_are_remembered_and_forgotten(quiet: Desk) -> None:
    workspace = Workspace(quiet.root)
    keys = [f"failed:day/p{n}/a" for n in range(40_000)]
    alerts.told(workspace, keys, now=quiet.now)
    assert alerts.news(workspace, now=quiet.now) is None
    with workspace.ledger.read() as tx:
        assert known_alerts.told(tx) == {}
    workspace.ledger.close()


def test_no_login_is_told_though_a_platform_s_answer_quotes_it(quiet: Desk, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    token = "tok/en with 7Hq9zz"
    monkeypatch.setenv("CAMPAIGN_FORCE_MASTO_ACCESS_TOKEN", token)
    quiet.setting("accounts:", 'accounts:\n  force-masto: {platform: mastodon, base_url: "https://mastodon.example"}')
    _failed(quiet, 1, f"The token {token} ({quote(token, safe='')}) or Bearer abcdefgh12345 was refused.")
    quiet.setting('alerts: ["${CAMPAIGN_ALERT_URL}"]', f'alerts: ["{hook.address}"]')
    quiet.run("status", "--alert")
    said = hook.messages[0]["title"] + hook.messages[0]["message"]
    assert "The token [secret] ([secret]) or Bearer [secret] was refused." in said
    assert "7Hq9zz" not in said


def test_after_the_clock_was_put_back_what_lasts_is_told_again(quiet: Desk) -> None:
    quiet.good("stop", "--reason", "Critical incident", "--as", "Duty Officer")
    assert "Sending was stopped" in _news(quiet)
    quiet.now -= timedelta(days=2)
    assert "Sending was stopped" in _news(quiet)
    assert _news(quiet) == ""


def test_what_is_new_is_told_while_another_program_holds_the_record(quiet: Desk) -> None:
    quiet.good("stop", "--reason", "Critical incident", "--as", "Duty Officer")
    workspace = Workspace(quiet.root)
    alerts.told(workspace, ["failed:gone"], now=quiet.now)
    with sqlite3.connect(quiet.root / ".campaign" / "campaign.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        message = alerts.news(workspace, now=quiet.now)
    assert message is not None
    assert "Sending was stopped" in message.title
    workspace.ledger.close()


def test_a_campaign_whose_files_cannot_be_read_silences_nothing(quiet: Desk) -> None:
    quiet.good("stop", "--reason", "Critical incident", "--as", "Duty Officer")
    (quiet.root / "posts" / NAME / "campaign.yaml").write_text("date: [", "utf-8")
    assert "Sending was stopped" in _news(quiet)
