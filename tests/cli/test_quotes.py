"""Choosing another quote for a post."""

from __future__ import annotations

import re

from tests.cli.desk import NAME, RELEASE, Desk


def test_another_quote_is_chosen_word_for_word(desk: Desk) -> None:
    listed = desk.good("quotes", NAME, "--json").json
    assert [c["n"] for c in listed] == list(range(1, len(listed) + 1))
    used = next(c for c in listed if "quote-1" in c["posts"])
    other = next(c for c in listed if not c["posts"] and used["words"] not in c["words"])
    desk.edit("quote-1", "replies: everyone", "replies: followers")
    before = desk.post("quote-1").read_text("utf-8")
    assert f"“{other['words'].splitlines()[-1]}”" in desk.good("quotes", NAME, "quote-1", "--use", str(other["n"]), "--as", "Ola").out
    after = desk.post("quote-1").read_text("utf-8")
    assert "replies: followers" in after
    assert [line for line in before.splitlines() if line.startswith(("id:", "at:", "accounts:", "language:"))] == [
        line for line in after.splitlines() if line.startswith(("id:", "at:", "accounts:", "language:"))
    ]
    assert used["words"] not in after
    assert re.search(r"(?m)^  body: \[\[\d+, \d+\]", after)
    again = desk.good("quotes", NAME, "--json").json
    assert "quote-1" in next(c["posts"] for c in again if c["words"] == other["words"])
    assert desk.good("check").out.endswith("0 of them would stop an approval.\n")
    assert "quote-1" in desk.good("plan", str(RELEASE), "--date", "2026-03-18", "--name", NAME).out  # left as it is


def test_an_approval_is_taken_back_and_a_mistake_is_told(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Ines")
    other = next(c for c in desk.good("quotes", NAME, "--json").json if not c["posts"])
    assert "approval is taken back" in desk.good("quotes", NAME, "quote-1", "--use", str(other["n"]), "--as", "Ola").out
    row = next(r for r in desk.good("queue", "--json").json if r["id"] == "quote-1")
    assert row["state"] == "withdrawn"
    assert "no quote post" in desk.run("quotes", NAME, "hook-1", "--use", "1").err
    assert "There is no quote 99" in desk.run("quotes", NAME, "quote-1", "--use", "99").err
    assert desk.run("quotes", NAME, "quote-1").code == 2


def test_the_list_says_what_may_not_stand_alone(desk: Desk) -> None:
    said = desk.good("quotes", NAME).out
    assert "quote-1" in said
    assert f"campaign quotes {NAME} POST --use N" in said

