"""Two languages as an officer works with them: planned, checked, approved, moved, sent back and rehearsed as one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.desk import Desk, Said
from tests.conftest import ROOT

SAMPLES = ROOT / "campaign" / "data" / "sample"
CY, EN = str(SAMPLES / "county-lines-day.cy.md"), str(SAMPLES / "county-lines-day.en.md")
DAY = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
NAME = "county-lines"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A bilingual workspace with the sample pair planned for its own day."""
    made = Desk(tmp_path / "desk", now=DAY)
    made.good("init", str(made.root))
    made.setting("languages: [en]", "languages: [cy, en]")
    made.good("plan", EN, "--with", CY, "--name", NAME)
    return made


def _queue(desk: Desk) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = desk.good("queue", NAME, "--json").json
    return rows


def _states(desk: Desk) -> dict[str, str]:
    return {row["id"]: row["state"] for row in _queue(desk)}


def _rules(desk: Desk) -> list[str]:
    return [p["rule"] for p in desk.run("check", NAME, "--json").json]


def _file(desk: Desk, name: str) -> Path:
    folder = desk.root / "posts" / NAME
    return next(p for p in folder.glob("[0-9]*.md") if p.read_text("utf-8").splitlines()[1].split("#")[0].strip() == f"id: {name}")


def _edit(desk: Desk, name: str, before: str, after: str) -> None:
    text = _file(desk, name).read_text("utf-8")
    assert before in text, text
    _file(desk, name).write_text(text.replace(before, after, 1), "utf-8")


def test_both_languages_are_planned_in_pairs_at_the_same_times(desk: Desk) -> None:
    rows = _queue(desk)
    at = {row["id"]: row["at"] for row in rows}
    welsh = [name for name in at if name.endswith("-cy")]
    assert len(rows) == 2 * len(welsh) >= 12
    assert all(at[name] == at[name.removesuffix("-cy")] for name in welsh)
    assert all(f"pair: {name}" in _file(desk, name.removesuffix("-cy")).read_text("utf-8") for name in welsh)


def test_a_pair_says_the_same_thing(desk: Desk) -> None:
    said = {row["id"]: row["text"] for row in _queue(desk)}
    spoken = {"Nia Carreg": 0, "Rhodri Maesgwyn": 0}
    for name in (n for n in said if n.startswith("quote") and n.endswith("-cy")):
        for who in spoken:
            assert (who in said[name]) == (who in said[name.removesuffix("-cy")])
            spoken[who] += who in said[name]
    assert all(spoken.values())
    twins = {"mynd ar goll": "going missing", "cleisiau": "bruises", "yn dawel": "quiet", "holwch": "ask about"}
    for welsh, english in twins.items():
        names = [n.removesuffix("-cy") for n in said if n.endswith("-cy") and welsh in said[n]]
        assert names == [n for n in said if not n.endswith("-cy") and english in said[n]], welsh


def test_the_sample_pair_has_nothing_that_stops_it(desk: Desk) -> None:
    found = desk.run("check", NAME, "--json").json
    assert [p for p in found if p["severity"] == "stop"] == []


def test_approved_by_one_name_both_are_and_the_day_goes_out_welsh_first(desk: Desk) -> None:
    said = desk.good("approve", NAME, "hook-1", "--as", "Bea")
    assert "hook-1-cy approved" in said.out
    assert "hook-1 approved" in said.out
    assert _states(desk)["hook-1-cy"] == "approved"
    desk.good("approve", NAME, "--all", "--as", "Bea")
    assert set(_states(desk).values()) == {"approved"}
    desk.now = datetime.fromisoformat(_queue(desk)[0]["at"])
    desk.tick()
    desk.tick()
    folders = sorted((desk.root / "outbox").glob("*/*"), key=lambda p: (p / "post.json").stat().st_mtime_ns)
    assert [json.loads((f / "post.json").read_text())["delivery"] for f in folders] == [
        f"{NAME}/hook-1-cy/practice", f"{NAME}/hook-1/practice"
    ]  # fmt: skip


def test_an_edit_of_one_takes_the_approval_of_both_back(desk: Desk) -> None:
    desk.good("approve", NAME, "--all", "--as", "Bea")
    _edit(desk, "thanks-1", "Thank you to everyone", "Many thanks to everyone")
    assert {_states(desk)[n] for n in ("thanks-1", "thanks-1-cy")} == {"withdrawn"}


def test_moved_one_takes_the_other_along(desk: Desk) -> None:
    desk.good("approve", NAME, "thanks-1", "--as", "Bea")
    said = desk.good("retime", NAME, "thanks-1", "20:10", "--as", "Bea")
    assert "thanks-1-cy, its pair, moves to 2026-05-13 20:10" in said.err
    at = {row["id"]: row["at"] for row in _queue(desk)}
    assert at["thanks-1"] == at["thanks-1-cy"]
    assert {row["due_at"] for row in desk.good("ledger", NAME, "--json").json} == {at["thanks-1"]}


def test_sent_back_one_sends_the_other_back(desk: Desk) -> None:
    desk.good("reject", NAME, "thanks-1-cy", "--reason", "shorter", "--as", "Bea")
    assert {_states(desk)[n] for n in ("thanks-1", "thanks-1-cy")} == {"rejected"}
    assert _states(desk)["hook-1"] == "draft"


def test_a_stop_in_one_half_keeps_both_from_approval(desk: Desk) -> None:
    _edit(desk, "thanks-1", "Thank you to everyone", "Thank you to 87 people, to everyone")
    said = desk.run("approve", NAME, "thanks-1-cy", "--as", "Bea")
    assert said.code == 1
    assert "87" in said.err
    assert {_states(desk)[n] for n in ("thanks-1", "thanks-1-cy")} == {"draft"}


def _unpaired(desk: Desk) -> None:
    _edit(desk, "thanks-1", "pair: thanks-1-cy", "pair: null")
    _edit(desk, "thanks-1-cy", "pair: thanks-1", "pair: null")


def _later(desk: Desk) -> None:
    at = next(row["at"] for row in _queue(desk) if row["id"] == "thanks-1-cy")[11:16]
    _edit(desk, "thanks-1-cy", at, "21:10")


def _smaller(desk: Desk) -> None:
    text = _file(desk, "thanks-1-cy").read_text("utf-8")
    start, end = text.index("media:"), text.index("link:")
    _file(desk, "thanks-1-cy").write_text(f"{text[:start]}media: []\n{text[end:]}", "utf-8")


@pytest.mark.parametrize(("change", "rule"), [(_unpaired, "unpaired"), (_later, "pair-later"), (_smaller, "pair-smaller")])
def test_welsh_that_is_missing_later_or_smaller_is_a_stop(desk: Desk, change: object, rule: str) -> None:
    assert rule not in _rules(desk)
    change(desk)  # type: ignore[operator]
    assert rule in _rules(desk)
    assert desk.run("approve", NAME, "thanks-1-cy", "--as", "Bea").code == 1


def test_the_whole_day_is_rehearsed_in_pairs(desk: Desk) -> None:
    desk.good("rehearse", NAME, "--out", str(desk.root / "rehearsal"))
    sent = sorted((desk.root / "rehearsal" / "outbox").glob("*/*/post.json"))
    assert len(sent) == len(_queue(desk))
    times = {json.loads(p.read_text())["delivery"]: json.loads(p.read_text())["published_at"] for p in sent}
    for name, moment in times.items():
        if "-cy/" in name:
            assert moment <= times[name.replace("-cy/", "/")]


def _live(desk: Desk) -> Said:
    desk.setting("  practice: {platform: outbox}", '  practice: {platform: mastodon, base_url: "http://127.0.0.1:9"}')
    return desk.run("approve", NAME, "thanks-1", "--as", "Bea")


def test_welsh_from_wordings_waits_for_a_named_reader(desk: Desk) -> None:
    assert "welsh-reader" in desk.good("approve", NAME, "thanks-1", "--as", "Bea").out  # practice: it says who would be asked
    desk.good("reject", NAME, "thanks-1", "--reason", "again", "--as", "Bea")
    said = _live(desk)
    assert said.code == 1
    assert '"welsh-reader=FIRST LAST"' in said.err
    nobody = desk.run("approve", NAME, "thanks-1", "--as", "Bea", "--acknowledge", "welsh-reader=yes")
    assert nobody.code == 1
    assert "does not say who has read the Welsh" in nobody.err
    desk.good("approve", NAME, "thanks-1", "--as", "Bea", "--acknowledge", "welsh-reader=Gwenllian Prys")
    rows = desk.good("ledger", NAME, "--json").json
    signed = {row["post"]: row["approval"]["acknowledged"] for row in rows if row["state"] == "queued"}
    assert signed["thanks-1-cy"] == {"welsh-reader": "Gwenllian Prys"}
    assert "Gwenllian Prys" in (desk.root / "posts" / NAME / "campaign.yaml").read_text("utf-8")


def test_doctor_says_that_welsh_wordings_should_be_looked_at(desk: Desk) -> None:
    said = desk.run("doctor").out
    assert "templates test --language cy" in said
    desk.setting("languages: [cy, en]", "languages: [en]")
    assert "templates test --language cy" not in desk.run("doctor").out


def test_two_releases_of_one_language_or_day_are_refused(desk: Desk, tmp_path: Path) -> None:
    assert "Both releases are in the language en" in desk.run("plan", EN, "--with", EN, "--name", "again").err
    other = tmp_path / "other.md"
    other.write_text(Path(CY).read_text("utf-8").replace("13 May", "14 May"), "utf-8")
    assert "do not have the same date" in desk.run("plan", EN, "--with", str(other), "--name", "again").err


def test_lists_of_other_lengths_are_left_out_of_both_and_named(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text(Path(CY).read_text("utf-8").replace("- cael cleisiau neu anafiadau eraill\n", ""), "utf-8")
    said = desk.good("plan", EN, "--with", str(other), "--name", "shorter")
    assert "signs-1 is left out in both languages: the two releases do not say it alike" in said.err
    assert not [row for row in desk.good("queue", "shorter", "--json").json if row["kind"] == "signs"]


def test_planning_again_keeps_an_edited_half(desk: Desk) -> None:
    _edit(desk, "thanks-1-cy", "Diolch i bawb", "Diolch yn fawr i bawb")
    said = desk.good("plan", EN, "--with", CY, "--name", NAME)
    assert "thanks-1-cy" in said.out
    assert "Diolch yn fawr i bawb" in _file(desk, "thanks-1-cy").read_text("utf-8")


def test_another_quote_is_chosen_in_the_language_of_the_post(desk: Desk) -> None:
    found = desk.good("quotes", NAME, "--json").json
    welsh = next(c for c in found if "quote-1-cy" in c["posts"])
    other = next(c for c in found if "quote-2-cy" in c["posts"])
    english = next(c for c in found if "quote-2" in c["posts"])
    assert desk.run("quotes", NAME, "quote-1-cy", "--use", str(english["n"])).code == 1
    assert "pair-differs" not in _rules(desk)
    desk.good("quotes", NAME, "quote-1-cy", "--use", str(other["n"]))
    assert welsh["words"] not in _file(desk, "quote-1-cy").read_text("utf-8")
    assert "pair-differs" in _rules(desk)


@pytest.mark.parametrize(("before", "after"), [("999 bob amser", "101 bob amser"), ("ffoniwch 101.", "ffoniwch 999.")])
def test_swapped_numbers_are_named_in_welsh_too(desk: Desk, before: str, after: str) -> None:
    stops = [p for p in desk.run("check", NAME, "--json").json if p["severity"] == "stop"]
    _edit(desk, "hook-1-cy", before, after)
    found = [p for p in desk.run("check", NAME, "--json").json if p["severity"] == "stop"]
    assert stops == []
    assert {p["post"] for p in found} == {"hook-1-cy"}
