"""The officer's day through the commands, as they are typed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from campaign.cli.app import app
from tests.cli.desk import NAME, RELEASE, Desk

PINNED = {
    "queue": {"campaign", "id", "kind", "at", "state", "digest", "text", "accounts"},
    "ledger": {"delivery", "campaign", "post", "part", "account", "platform", "due_at", "state", "held", "reason"}
    | {"approval", "attempts", "receipt"},
    "status": {"daemon", "stopped", "next_due", "last_sent", "counts", "needs_person"},
    "cards": {"post", "layout", "size", "file", "sha256", "alt"},
    "check": {"campaign", "post", "rule", "severity", "message", "fix", "source", "file", "line"},
}  # fmt: skip
DAY = {"demo", "init", "facts", "plan", "queue", "retime", "check", "approve", "reject", "cards", "measure", "rehearse"}
COMMANDS = DAY | {"run", "status", "stop", "resume", "ledger", "resolve", "take-down", "doctor", "connect", "migrate"}


def test_every_command_is_there_and_has_help(tmp_path: Path) -> None:
    assert {c.name for c in app.registered_commands} >= set(COMMANDS)
    for command in COMMANDS:
        said = Desk(tmp_path).good(command, "--help")
        assert len(said.out.splitlines()[2].strip()) > 10


def test_the_day_from_queue_to_record(desk: Desk) -> None:
    rows = desk.good("queue", "--json").json
    assert len(rows) == 10
    assert PINNED["queue"] <= set(rows[0])
    assert all(datetime.fromisoformat(row["at"]).tzinfo for row in rows)
    assert desk.good("check").out.endswith("0 of them would stop an approval.\n")
    assert desk.good("approve", NAME, "--all", "--as", "Ines").out.count("approved") == 10
    assert {row["state"] for row in desk.good("queue", "--json").json} == {"approved"}
    record = desk.good("ledger", "--json").json
    assert PINNED["ledger"] <= set(record[0])
    assert {row["state"] for row in record} == {"queued"}
    assert record[0]["approval"]["by"] == "Ines"
    assert desk.good("ledger", "--verify").out.startswith("The record is unaltered. ")
    status = desk.run("status", "--json")
    assert status.code == 1  # posts are waiting, and no daemon runs
    assert PINNED["status"] <= set(status.json)


def test_cards_are_drawn_with_their_alt_texts(desk: Desk) -> None:
    cards = desk.good("cards", NAME, "--json").json
    assert {tuple(sorted(PINNED["cards"] - set(card))) for card in cards} == {()}
    assert all(Path(card["file"]).read_bytes().startswith(b"\x89PNG") for card in cards)
    assert all(card["alt"].strip() for card in cards)
    numbers = {n for card in cards if card["layout"] == "contact" for n in re.findall(r"0800 555 111|\b999\b|\b101\b", card["alt"])}
    assert numbers == {"999", "101", "0800 555 111"}


def test_an_edit_withdraws_and_a_comment_does_not(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Ines")
    post = desk.posts[1]
    post.write_text(post.read_text().replace("---\n", "---\n# the superintendent has seen this\n", 1))
    assert {row["state"] for row in desk.good("queue", "--json").json} == {"approved"}
    post.write_text(post.read_text() + "Please share.\n")
    states = {row["id"]: row["state"] for row in desk.good("queue", "--json").json}
    assert states["signs-1"] == "withdrawn"
    assert [s for s in states.values() if s != "approved"] == ["withdrawn"]
    assert {r["state"] for r in desk.good("ledger", "--json").json if r["post"] == "signs-1"} == {"cancelled"}
    assert "signs-1 approved" in desk.good("approve", NAME, "signs-1", "--as", "Ines").out
    assert sorted(r["state"] for r in desk.good("ledger", "--json").json if r["post"] == "signs-1") == ["cancelled", "queued"]


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("0800 555 111", "0800 555 112", "untraced-figure"),
        ("In an emergency: 999", "In an emergency: 998", "untraced-figure"),
        ("www.knowyourneighbour.example", "www.knowyourneighbor.example", "untraced-link"),
        ("#KnowYourNeighbour", "#KnowYourNeighbors", "untraced-hashtag"),
    ],
)
def test_a_changed_character_stops_the_approval(desk: Desk, before: str, after: str, rule: str) -> None:
    post = next(p for p in desk.posts if "contact" in p.name)
    text = post.read_text()
    head, body = text[: text.rindex("---\n") + 4], text[text.rindex("---\n") + 4 :]
    assert before in body
    post.write_text(head + body.replace(before, after, 1))
    found = desk.run("check", "--json")
    assert found.code == 1
    named = [p for p in found.json if p["rule"] == rule]
    assert named
    assert PINNED["check"] <= set(named[0])
    assert text.splitlines()[named[0]["line"] - 1] is not None
    refused = desk.run("approve", NAME, "contact-1", "--as", "Ines")
    assert refused.code == 1
    assert refused.err.count("\n") == 1
    assert "Traceback" not in refused.err


def test_a_word_changed_in_speech_is_named(desk: Desk) -> None:
    post = next(p for p in desk.posts if "quote-1" in p.name)
    text = post.read_text()
    assert "“If something feels different, please tell us.”" in text
    post.write_text(text.replace("“If something feels different, please tell us.”", "“If something feels odd, please tell us.”"))
    assert "untraced-quote" in {p["rule"] for p in desk.run("check", "--json").json}


def test_a_new_time_keeps_the_approval_within_the_day_only(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Ines")
    desk.good("retime", NAME, "hook-1", "07:45")
    row = next(r for r in desk.good("ledger", "--json").json if r["post"] == "hook-1")
    assert (row["state"], row["due_at"]) == ("queued", "2026-03-18T07:45:00+00:00")
    desk.good("retime", NAME, "hook-1", "2026-03-19 07:45")
    assert next(r["state"] for r in desk.good("queue", "--json").json if r["id"] == "hook-1") == "withdrawn"


def test_stop_holds_and_resume_floods_nothing(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Ines")
    held = desk.good("stop", "--reason", "Critical incident", "--json").json
    assert len(held["held"]) == 10
    assert (desk.root / ".campaign" / "STOP").exists()
    assert all("Critical incident" in row["held"] for row in desk.good("ledger", "--json").json)
    desk.now += timedelta(hours=29, minutes=5)  # 14:05 on the day
    done = desk.good("resume", "--reason", "Stood down", "--json").json
    assert len(done["missed"]) == 5
    assert len(done["kept"]) == 5
    assert not (desk.root / ".campaign" / "STOP").exists()
    assert desk.run("resume", "--reason", "again").code == 1


def test_a_rehearsal_touches_neither_record_nor_outbox(desk: Desk) -> None:
    done = desk.good("rehearse", NAME, "--json").json
    assert {row["state"] for row in done["deliveries"]} == {"published"}
    assert "rehearsal" in Path(done["page"]).read_text().lower()
    assert desk.good("ledger", "--json").json == []
    assert not (desk.root / "outbox").exists()
    desk.good("rehearse", NAME)


def test_a_plan_never_overwrites_what_people_edited(desk: Desk) -> None:
    post = desk.posts[0]
    post.write_text(post.read_text() + "A line of our own.\n")
    said = desk.good("plan", str(RELEASE), "--date", "2026-03-18", "--json").json
    assert said["kept"] == ["hook-1"]
    assert "A line of our own." in post.read_text()


def test_a_post_that_cannot_be_read_is_held_and_named(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Ines")
    post = desk.posts[2]
    post.write_text(post.read_text().replace("kind: ", "kind: [", 1))
    found = [p for p in desk.run("check", "--json").json if p["severity"] == "stop"]
    assert found[0]["file"].endswith(post.name)
    assert found[0]["line"]
    states = [r["state"] for r in desk.good("ledger", "--json").json]
    assert states == ["queued"] * 10  # a typing error withdraws nothing


@pytest.mark.parametrize("words", [("facts", "-"), ("measure", "--platform", "x")])
def test_commands_that_read_standard_input_say_so(words: tuple[str, ...], tmp_path: Path) -> None:
    assert "standard input" in " ".join(Desk(tmp_path).good(words[0], "--help").out.split())
