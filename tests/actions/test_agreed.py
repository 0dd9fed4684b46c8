"""Wording agreed with a speaker: a source of its own, shown with who and when, and checked itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.actions.check import check
from campaign.actions.workspace import Workspace
from campaign.models import Problem
from tests.cli.desk import NAME, Desk

BEFORE = "If something feels different, please tell us."
AFTER = "If anything seems odd, please tell us."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The sample release, planned."""
    return Desk(tmp_path / "desk").planned()


def agree(desk: Desk, *entries: str) -> None:
    """Write what was agreed into campaign.yaml."""
    path = desk.root / "posts" / NAME / "campaign.yaml"
    listed = "\n".join(f"  - {entry}" for entry in entries)
    lines = [line if not line.startswith("agreed:") else f"agreed:\n{listed}" for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")


def entry(before: str = BEFORE, after: str = AFTER, by: str = "DI Priya Ellesmere", at: str = "2026-03-16") -> str:
    """One agreed wording."""
    return f'{{before: "{before}", after: "{after}", by: "{by}", at: {at}}}'


def found(desk: Desk, rule: str = "agreed") -> list[Problem]:
    """What `check` says of agreed wordings."""
    return [p for p in check(Workspace(desk.root), NAME, now=desk.now) if p.rule == rule]


def test_agreed_words_may_be_used_and_are_shown_with_who_and_when(desk: Desk) -> None:
    desk.edit("quote-1", BEFORE, AFTER)
    assert found(desk, "untraced-quote")
    agree(desk, entry())
    assert not found(desk, "untraced-quote") + found(desk, "cut-quote") + found(desk, "untraced-speaker")
    shown = [p for p in found(desk) if p.severity == "hint"]
    assert {p.source for p in shown} == {"body", "media.0"}
    assert all("agreed by DI Priya Ellesmere on 2026-03-16" in p.message for p in shown)
    assert desk.run("approve", NAME, "quote-1", "--as", "Ines").code == 0


def test_words_that_were_given_up_are_named(desk: Desk) -> None:
    agree(desk, entry())
    assert {(p.post, p.severity) for p in found(desk)} == {("quote-1", "warn")}


def test_agreed_words_are_their_speaker_s_only(desk: Desk) -> None:
    agree(desk, entry())
    desk.edit("quote-1", BEFORE, AFTER)
    desk.edit("quote-1", "Priya Ellesmere", "Petra Ellesmere")
    assert {p.severity for p in found(desk, "untraced-speaker")} == {"stop"}


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([entry(before="If something feels peculiar, ring us.")], "the release doesn't say that"),
        ([f'{{before: "{BEFORE}", after: "{AFTER}"}}'], "no `by` and no `at`"),
        ([entry(at="last Monday")], "no day"),
        ([entry(), entry(after="Please tell us if it feels different.", by="Ch Supt Vale")], "Ch Supt Vale"),
        ([entry(), entry(before=BEFORE[:-4], after="Say so.")], "Two wordings"),
    ],
)
def test_what_is_wrong_with_an_agreed_wording_stops_every_post_with_its_line(desk: Desk, entries: list[str], said: str) -> None:
    agree(desk, *entries)
    [wrong] = [p for p in found(desk) if p.severity == "stop"]
    assert said in wrong.message
    assert wrong.file == f"posts/{NAME}/campaign.yaml"
    path = desk.root / wrong.file
    assert wrong.line is not None
    assert entries[-1] in path.read_text().splitlines()[wrong.line - 1]
    assert desk.run("approve", NAME, "hook-1", "--as", "Ines").code == 1


def test_the_same_agreed_twice_is_no_conflict(desk: Desk) -> None:
    agree(desk, entry(), entry(by="Ch Supt Vale"))
    assert not [p for p in found(desk) if p.severity == "stop"]
