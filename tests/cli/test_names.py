"""Who does what: a name is never made up, and two spellings of one name are one person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import NAME, RELEASE, Desk

OTHER = Path(__file__).parents[1] / "facts" / "releases" / "01-lantern-week.md"
CHANGES = [
    ("approve", NAME, "--all"),
    ("reject", NAME, "hook-1", "--reason", "Too long"),
    ("retime", NAME, "hook-1", "10:10"),
    ("resume", "--reason", "Stood down"),
    ("resolve", "some-delivery", "--drop"),
    ("take-down", "some-delivery", "--reason", "Wrong picture"),
]


@pytest.mark.parametrize("words", CHANGES, ids=[words[0] for words in CHANGES])
@pytest.mark.parametrize("given", [(), ("--as", ""), ("--as", " ")])
def test_nothing_is_signed_by_nobody(desk: Desk, words: tuple[str, ...], given: tuple[str, ...]) -> None:
    desk.user = None
    said = desk.run(*words, *given)
    assert said.code == 1
    assert "--as" in said.err
    assert len(said.err.strip().splitlines()) == 1
    desk.user = "Ola"
    assert desk.good("ledger", "--json").json == []
    assert desk.run(*words, "--as", "").code == 1  # an empty name is not the user's either


def test_a_plan_is_the_user_s(desk: Desk) -> None:
    desk.user = None
    assert desk.run("plan", str(RELEASE), "--date", "2026-03-18").code == 0
    assert desk.run("plan", str(RELEASE), "--date", "2026-03-18", "--as", " ").code == 1


@pytest.mark.parametrize("approver", ["Ola", "ola", " OLA ", "o l a"])
def test_four_eyes_are_two_people_however_they_are_spelt(desk: Desk, approver: str) -> None:
    desk.good("plan", str(OTHER), "--date", "2026-03-18", "--name", "lanterns", "--as", "Ola")  # the sample goes to practice accounts only
    desk.setting("four_eyes: false", "four_eyes: true")
    desk.setting("practice: {platform: outbox}", 'practice: {platform: mastodon, base_url: "https://mastodon.example"}')
    said = desk.run("approve", "lanterns", "hook-1", "--as", approver)
    assert ("cannot approve it" in said.err) == (approver != "o l a"), said.err


def _live(desk: Desk) -> None:
    desk.good("plan", str(OTHER), "--date", "2026-03-18", "--name", "lanterns", "--as", "Ola")
    desk.setting("four_eyes: false", "four_eyes: true")
    desk.setting("practice: {platform: outbox}", 'practice: {platform: mastodon, base_url: "https://mastodon.example"}')


def _edit(desk: Desk, post: str) -> None:
    path = next((desk.root / "posts" / "lanterns").glob(f"*{post}*.md"))
    path.write_text(path.read_text("utf-8").rstrip() + " Thank you.\n", "utf-8")


def test_who_edited_a_post_last_cannot_approve_it(desk: Desk) -> None:
    _live(desk)
    _edit(desk, "hook")
    said = desk.run("approve", "lanterns", "hook-1", "--as", "Bea")
    assert "nobody is on record for its words" in said.err
    assert "--edited-by" in said.err
    assert "cannot approve it" in desk.run("approve", "lanterns", "hook-1", "--as", "Bea", "--edited-by", "Bea").err
    assert "cannot approve it" not in desk.run("approve", "lanterns", "hook-1", "--as", "Cai", "--edited-by", "Bea").err
    # it is on record now: Bea cannot approve it later either, whatever she says
    assert "cannot approve it" in desk.run("approve", "lanterns", "hook-1", "--as", "Bea", "--edited-by", "Cai").err


def test_who_planned_a_post_cannot_approve_it_after_anothers_edit(desk: Desk) -> None:
    _live(desk)
    _edit(desk, "hook")
    assert "cannot approve it" in desk.run("approve", "lanterns", "hook-1", "--as", "Ola", "--edited-by", "Bea").err


def test_a_new_time_is_no_edit_of_the_words(desk: Desk) -> None:
    _live(desk)
    desk.good("retime", "lanterns", "hook-1", "10:40", "--as", "Bea")
    assert "cannot approve it" not in desk.run("approve", "lanterns", "hook-1", "--as", "Bea").err
