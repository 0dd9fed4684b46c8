"""Who may reply, from the line in a post's file to the record on the platform, and away again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from campaign.testing.servers import BlueskyServer, Fault
from tests.cli.desk import Desk

RELEASE = Path(__file__).parents[1] / "facts" / "releases" / "01-lantern-week.md"


@pytest.fixture
def server(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[BlueskyServer]:
    """A desk whose account is on Bluesky, with a first post that nobody may answer."""
    with BlueskyServer() as running:
        monkeypatch.setenv("CAMPAIGN_PRACTICE_APP_PASSWORD", running.credentials["APP_PASSWORD"])
        account = f'{{platform: bluesky, handle: {running.handle}, base_url: "{running.url}"}}'
        desk.setting("practice: {platform: outbox}", f"practice: {account}")
        desk.good("plan", str(RELEASE), "--date", "2026-03-18", "--name", "lanterns", "--as", "Ola")
        first = next((desk.root / "posts" / "lanterns").glob("01-*.md"))
        first.write_text(first.read_text("utf-8").replace("replies: everyone", "replies: none"), "utf-8")
        yield running


def _rules(desk: Desk) -> list[str]:
    return [row["rule"] for row in desk.run("check", "lanterns", "--json").json if row["post"] == "hook-1"]


def test_a_gated_post_goes_out_once_and_is_taken_down_with_its_gate(desk: Desk, server: BlueskyServer) -> None:
    assert "replies" not in _rules(desk)
    flags = [f"--acknowledge={rule}=Confirmed with the trust" for rule in ("old-speaker", "old-link", "old-day-word")]
    desk.good("approve", "lanterns", "hook-1", "--as", "Bea", *flags)
    server.faults.add(path="/xrpc/com.atproto.repo.applyWrites", kind=Fault.LOST_AFTER, times=1)
    desk.now = desk.now.replace(year=2026, month=3, day=18, hour=7, minute=30)
    for _ in range(40):
        desk.tick()
        desk.now += timedelta(seconds=15)
    rows = [row for row in desk.run("ledger", "lanterns", "--json").json if row["post"] == "hook-1"]
    assert [(row["state"], [attempt["outcome"] for attempt in row["attempts"]]) for row in rows] == [("published", ["found"])]
    assert (len(server.posts), [gate["record"]["allow"] for gate in server.gates.values()]) == (1, [[]])
    desk.good("take-down", rows[0]["delivery"], "--reason", "wrong number")
    assert (server.posts, server.gates) == ([], {})


def test_the_check_says_where_replies_cannot_be_limited(desk: Desk, server: BlueskyServer) -> None:
    desk.setting("platform: bluesky", "platform: mastodon")
    assert "replies" in _rules(desk)
