"""A text that is too long for an account: named, and sent as a thread where the account wants that; names differ by platform."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.desk import NAME, Desk

LONG = "Lantern thieves come at dusk. " * 12 + "\n\nIn an emergency always call 999. If it is not an emergency, call 101."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The sample release, planned, and its opening far too long."""
    made = Desk(tmp_path / "desk").planned()
    path = made.post("hook-1")
    head = path.read_text("utf-8").split("\n---\n")[0]
    path.write_text(f"{head}\n---\n{LONG}\n", "utf-8")
    return made


def accounts(desk: Desk, more: str) -> None:
    desk.setting("practice: {platform: outbox}", f"practice: {{platform: outbox, limit: 200{more}}}")


def problems(desk: Desk) -> list[dict[str, str]]:
    found = desk.run("check", NAME, "--json").json
    return [p for p in found if p["post"] == "hook-1" and p["rule"] in {"length", "alt-length"}]


def test_a_long_text_is_named_with_the_thread_that_it_would_be(desk: Desk) -> None:
    accounts(desk, "")
    (found,) = problems(desk)
    assert "432 of 200" in found["message"] or "of 200" in found["message"]
    assert "As a thread it would be 3 parts" in found["fix"]


def test_an_account_that_wants_threads_gets_one_all_the_way(desk: Desk) -> None:
    accounts(desk, ", threads: numbered")
    assert problems(desk) == []
    shown = next(p for p in desk.good("queue", NAME, "--json").json if p["id"] == "hook-1")
    parts = shown["accounts"][0]["parts"]
    assert [part.splitlines()[-1] for part in parts] == ["1/3", "2/3", "3/3"]
    assert "call 101" in parts[-1]
    out = desk.root / "day"
    desk.good("rehearse", NAME, "--out", str(out))
    sent = [json.loads(path.read_text("utf-8")) for path in sorted(out.rglob("post.json"))]
    assert [p["text"] for p in sent if p["text"] in parts] == parts


def test_a_change_of_the_thread_takes_the_approval_back(desk: Desk) -> None:
    accounts(desk, ", threads: plain")
    done = desk.run("approve", NAME, "hook-1", "--as", "Ada")
    assert done.code == 0, done.out + done.err
    state = {p["id"]: p["state"] for p in desk.good("queue", NAME, "--json").json}
    assert state["hook-1"] == "approved"
    desk.setting("threads: plain", "threads: numbered")
    desk.tick()
    state = {p["id"]: p["state"] for p in desk.good("queue", NAME, "--json").json}
    assert state["hook-1"] == "withdrawn"


def test_a_name_is_its_handle_where_it_has_one(desk: Desk) -> None:
    desk.setting("accounts:", 'accounts:\n  other: {platform: mastodon, base_url: "https://m.example"}')
    with (desk.root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write('\nmentions:\n  lantern: {name: the Lantern Trust, mastodon: "@lantern@m.example"}\n')
    path = desk.post("hook-1")
    text = path.read_text("utf-8").replace(LONG, "Ask @lantern about it.").replace("accounts: [practice]", "accounts: [practice, other]")
    path.write_text(text, "utf-8")
    shown = next(p for p in desk.good("queue", NAME, "--json").json if p["id"] == "hook-1")
    said = {a["account"]: a["text"] for a in shown["accounts"]}
    assert said == {"practice": "Ask the Lantern Trust about it.", "other": "Ask @lantern@m.example about it."}


def test_an_alt_text_longer_than_its_platform_takes_is_named(desk: Desk) -> None:
    path = desk.post("hook-1")
    path.write_text(path.read_text("utf-8").replace("alt: null", f"alt: {'word ' * 900}"), "utf-8")
    assert [p["rule"] for p in problems(desk)] == ["alt-length"]
