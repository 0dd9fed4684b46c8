"""What `campaign status` says of the daemon: that a process exists is not enough, it has to look and to write that down."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from campaign.actions.health import health
from campaign.actions.trouble import UNSAID, Trouble
from campaign.actions.workspace import Workspace
from campaign.ledger import control
from tests.cli.desk import NAME, Desk
from tests.engine.test_alerts import Hook, hook

__all__ = ["hook"]

NOW = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)


def _beat(workspace: Workspace, at: datetime) -> None:
    with workspace.ledger.write() as tx:
        control.beat(tx, owner="here:1", now=at, next_due=None)


def test_a_daemon_is_well_only_while_it_looks(desk: Desk) -> None:
    workspace = Workspace(desk.root)
    assert "has never run" in health(workspace, now=NOW).reasons[0]
    _beat(workspace, NOW)
    assert health(workspace, now=NOW + timedelta(seconds=59)).ok
    assert not health(workspace, now=NOW + timedelta(seconds=61)).ok
    assert "clock was put back" in health(workspace, now=NOW - timedelta(hours=1)).reasons[0]


def test_a_daemon_whose_looks_fail_is_not_well_though_it_lives(desk: Desk) -> None:
    workspace = Workspace(desk.root)
    _beat(workspace, NOW)
    workspace.tick_trouble.say("The disk is full.", NOW)
    workspace.tick_trouble.say("The disk is full.", NOW + timedelta(seconds=15))
    found = health(workspace, now=NOW + timedelta(seconds=20))
    assert (found.ok, found.failing) == (False, True)
    assert "since 09:00 it cannot look for what is due: The disk is full." in found.reasons[0]
    workspace.tick_trouble.say(None, NOW + timedelta(seconds=30))
    assert health(workspace, now=NOW + timedelta(seconds=30)).ok


def test_status_says_that_alerts_reach_nobody_and_exits_1(desk: Desk) -> None:
    Workspace(desk.root).alert_trouble.say("Nobody could be told: alert address 1 (json) did not take the message", NOW)
    said = desk.run("status", "--json")
    assert said.code == 1
    assert said.json["alerts_failing"].startswith("Nobody could be told")
    assert any("campaign doctor --alerts" in sentence for sentence in said.json["wrong"])


def test_status_keeps_its_pinned_words_and_adds_the_health(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Ines")
    seen = desk.run("status", "--json").json
    assert {"daemon", "stopped", "next_due", "last_sent", "counts", "needs_person"} <= set(seen)
    assert seen["health"]["ok"] is False


def test_a_trouble_without_words_is_one_as_well(desk: Desk) -> None:
    trouble = Trouble(desk.root / ".campaign" / "tick.failing")
    trouble.path.parent.mkdir(exist_ok=True)
    trouble.path.touch()
    os.utime(trouble.path, (NOW.timestamp(), NOW.timestamp()))
    found = trouble.read()
    assert found is not None
    assert (found.why, found.at) == (UNSAID, NOW)


def test_alerts_that_reach_nobody_are_seen_and_end_when_they_do(desk: Desk, hook: Hook) -> None:
    desk.setting('alerts: ["${CAMPAIGN_ALERT_URL}"]', f'alerts: ["{hook.address}/one", "{hook.address}/two"]')
    hook.status = 500
    desk.good("stop", "--reason", "Drill", "--as", "Duty Officer")
    assert "alert address 2 (json) did not take the message" in desk.run("status", "--alert").err
    seen = desk.run("status", "--json")
    assert (seen.code, seen.json["alerts_failing"][:24]) == (1, "Nobody could be told: al")
    hook.status = 200
    desk.run("status", "--alert")
    assert ["Sending was stopped" in m["title"] for m in hook.messages] == [True, True]
    assert desk.run("status", "--json").json["alerts_failing"] is None


def test_a_message_to_others_does_not_end_it_and_a_test_message_does(desk: Desk, hook: Hook) -> None:
    desk.setting('alerts: ["${CAMPAIGN_ALERT_URL}"]', f'alerts: ["{hook.address}", {{to: "json://127.0.0.1:9", role: deputy}}]')
    desk.good("approve", NAME, "--all", "--as", "Ines")
    assert desk.run("doctor", "--alerts").code == 1
    told = "Not everybody could be told: alert address 2 (json) did not take the message"
    assert desk.run("status", "--json").json["alerts_failing"] == told
    desk.run("status", "--alert")
    assert f"{told}. Try them: campaign doctor --alerts" in hook.messages[-1]["message"]
    assert desk.run("status", "--json").json["alerts_failing"] == told
    desk.setting("json://127.0.0.1:9", hook.address + "/deputy")
    desk.run("doctor", "--alerts")
    assert desk.run("status", "--json").json["alerts_failing"] is None


def test_a_record_that_cannot_be_read_is_a_reason_and_no_error(desk: Desk) -> None:
    workspace = Workspace(desk.root)
    _beat(workspace, NOW)
    workspace.ledger.close()
    for file in (desk.root / ".campaign").glob("campaign.db*"):
        file.write_bytes(b"x" * 5000)
    assert health(Workspace(desk.root), now=NOW).reasons[0].startswith("The record cannot be read. ")
