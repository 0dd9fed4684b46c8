"""What the commands tell: the stop first, who approved, what was probably meant."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import NAME, Desk

SAMPLE = Path(__file__).parents[1] / "facts" / "releases" / "07-domestic-abuse.md"


def test_a_stop_is_told_first(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Ines")
    desk.good("stop", "--reason", "Critical incident", "--as", "Duty Officer")
    for command in ("status", "queue"):
        first = desk.run(command).out.splitlines()[0]
        assert first.startswith("STOPPED by Duty Officer at 2026-03-17 09:00: Critical incident")
    assert isinstance(desk.good("queue", "--json").json, list)


def test_the_record_on_screen_names_approver_and_attempts(desk: Desk) -> None:
    desk.good("approve", NAME, "hook-1", "--as", "Ines Calder")
    lines = desk.good("ledger").out.splitlines()
    assert "approved by" in lines[0]
    assert "attempts" in lines[0]
    assert "Ines Calder" in lines[1]
    assert "none" in lines[1]


def test_a_post_s_name_in_place_of_a_delivery_s_is_answered_with_the_delivery(desk: Desk) -> None:
    desk.good("approve", NAME, "hook-1", "--as", "Ines")
    delivery = desk.good("ledger", "--json").json[0]["delivery"]
    for typed in (f"{NAME}/hook-1", "hook-1", delivery[:-1]):
        said = desk.run("take-down", typed, "--reason", "Wrong picture")
        assert said.code == 1
        assert delivery in said.err


def test_one_is_not_many(desk: Desk) -> None:
    desk.good("approve", NAME, "hook-1", "--as", "Ines")
    assert "1 delivery cancelled" in desk.good("reject", NAME, "hook-1", "--reason", "Shorter").out


def test_no_place_is_called_none(desk: Desk) -> None:
    (desk.root / "posts" / NAME / "release.txt").unlink()
    said = desk.run("check")
    assert "None" not in said.out
    assert "None" not in desk.run("approve", NAME, "--all", "--as", "Ines").err


def test_practice_says_what_would_be_asked(desk: Desk) -> None:
    desk.good("plan", str(SAMPLE), "--date", "2026-03-18", "--name", "haven")
    said = desk.good("approve", "haven", "--all", "--as", "Ines").out
    assert "Practice only: for a live account you would be asked to acknowledge" in said
    assert "Practice only" not in desk.good("approve", NAME, "--all", "--as", "Ines").out
