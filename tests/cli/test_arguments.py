"""What is typed: folders, releases from anywhere, texts to measure, and the mistakes people make."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest

from tests.cli.desk import MORNING, NAME, RELEASE, Desk, typed


def sentence(code: int, err: str, *words: str) -> None:
    """One sentence on stderr, and exit 1."""
    assert code == 1, err
    assert len(err.strip().splitlines()) == 1, err
    assert "Traceback" not in err
    assert "in Campaign itself" not in err
    assert [word for word in words if word not in err] == [], err


# -- the folder --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["before", "after", "joined", "inside"])
def test_the_folder_stands_before_or_after_the_command_or_is_where_one_is(desk: Desk, tmp_path: Path, place: str) -> None:
    root = str(desk.root)
    words = {
        "before": ["-C", root, "queue", "--json"],
        "after": ["queue", "--json", "-C", root],
        "joined": ["queue", f"-C{root}", "--json"],
        "inside": ["queue", "--json"],
    }
    with chdir(desk.root / "posts" if place == "inside" else tmp_path):
        said = typed(*words[place])
    assert said.code == 0, said.err
    assert len(said.json) == 10


def test_a_mistyped_folder_is_not_taken_for_the_workspace_above_it(desk: Desk) -> None:
    said = typed("-C", str(desk.root / "nosuch"), "queue")
    sentence(said.code, said.err, "nosuch", "no such folder")


def test_no_workspace_and_a_folder_without_a_name(tmp_path: Path) -> None:
    said = typed("-C", str(tmp_path), "queue")
    sentence(said.code, said.err, "campaign init")
    assert typed("queue", "-C").code == 2


@pytest.fixture
def gone(tmp_path: Path) -> Iterator[Path]:
    """We stand in a folder that somebody has deleted."""
    folder = tmp_path / "gone"
    folder.mkdir()
    with chdir(tmp_path):
        os.chdir(folder)
        folder.rmdir()
        yield folder
        os.chdir(tmp_path)


def test_a_current_folder_that_was_deleted(gone: Path, desk: Desk) -> None:
    said = typed("queue")
    sentence(said.code, said.err, "deleted", "-C")
    assert desk.run("queue").code == 0


# -- releases ----------------------------------------------------------------------------------------------------------


def test_facts_from_a_file_or_standard_input_are_the_same(tmp_path: Path) -> None:
    with chdir(tmp_path):
        piped = typed("facts", "-", "--json", stdin=RELEASE.read_bytes())
        assert piped.code == 0, piped.err
        assert piped.json == typed("facts", str(RELEASE), "--json").json
    assert len(piped.json["signs"]) == 7


def test_spans_point_into_what_text_prints() -> None:
    text = typed("facts", str(RELEASE), "--text").out
    found = typed("facts", str(RELEASE), "--json").json
    for sign in found["signs"]:
        start, end = sign["span"]
        assert text[start:end] == sign["text"]


def test_facts_are_told_for_people_too() -> None:
    out = typed("facts", str(RELEASE)).out
    assert "Priya Ellesmere" in out
    assert "0800 555 111" in out


def test_the_workspaces_register_has_its_say_and_its_mistakes_are_told(desk: Desk) -> None:
    assert desk.run("facts", str(RELEASE), "--json").code == 0
    desk.setting("country: GB", "county: GB")
    said = desk.run("facts", str(RELEASE))
    sentence(said.code, said.err, "config.yaml:", "country")


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\x00\x01\x02" * 99, b"word " * 1_100_000])
def test_standard_input_that_is_no_release(data: bytes) -> None:
    said = typed("facts", "-", stdin=data)
    sentence(said.code, said.err, "standard input")


# -- the plan's options ------------------------------------------------------------------------------------------------


def test_a_plan_with_all_its_options(desk: Desk) -> None:
    desk.setting("practice: {platform: outbox}", "practice: {platform: outbox}\n  second: {platform: outbox}")
    said = desk.good(
        "plan", str(RELEASE), "--date", "2026-03-19", "--accounts", "second", "--posts", "4", "--start", "10:00", "--end", "14:00",
        "--name", "Cuckooing: second go", "--json",
    ).json  # fmt: skip
    assert said["campaign"] == "cuckooing-second-go"
    rows = desk.good("queue", "cuckooing-second-go", "--json").json
    assert rows[0]["at"][:16] == "2026-03-19T10:00"
    assert rows[-1]["at"][:16] <= "2026-03-19T14:00"
    assert {a["account"] for r in rows for a in r["accounts"]} == {"second"}
    assert len(rows) == 4


def test_more_posts_than_usual_may_be_asked_for(desk: Desk) -> None:
    assert len(desk.good("plan", str(RELEASE), "--date", "2026-03-18", "--posts", "12", "--name", "twelve", "--json").json["posts"]) == 12


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--start", "25:00"], "25:00"),
        (["--start", "noonish"], "noonish"),
        (["--start", "18:00", "--end", "09:00"], ""),
        (["--name", "templates"], "templates"),
        ([], "--date"),
    ],
)
def test_a_plan_that_cannot_be_says_why_and_writes_nothing(tmp_path: Path, words: list[str], said: str) -> None:
    desk = Desk(tmp_path / "desk")
    desk.good("init", str(desk.root))
    desk.now = MORNING.replace(day=20)
    day = [] if not words else ["--date", "2026-03-21"]
    found = desk.run("plan", str(RELEASE), *day, *words)
    sentence(found.code, found.err, said)
    assert [p.name for p in (desk.root / "posts").iterdir()] == ["templates"]


def test_a_number_of_posts_that_is_none_is_a_usage_error(desk: Desk) -> None:
    for number in ("0", "-3", "ten"):
        assert desk.run("plan", str(RELEASE), "--posts", number).code == 2


def test_the_releases_own_day_is_the_default(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.good("init", str(desk.root))
    desk.good("plan", str(RELEASE))
    assert {date.fromisoformat(r["at"][:10]) for r in desk.good("queue", "--json").json} == {date(2026, 3, 18)}


# -- measuring ---------------------------------------------------------------------------------------------------------


def test_measure_counts_as_the_platform_does() -> None:
    said = typed("measure", "--platform", "x", stdin=b"Call 101 https://www.example.org/a/very/long/address #tag")
    assert said.json == {
        "platform": "x",
        "length": len("Call 101 ") + 23 + len(" #tag"),
        "limit": 280,
        "fits": True,
        "links": ["https://www.example.org/a/very/long/address"],
        "hashtags": ["tag"],
        "mentions": [],
    }


def test_measure_line_by_line() -> None:
    lines = [json.dumps({"text": text}) for text in ("one", "👩‍👩‍👧‍👦", "é" * 400)]
    said = typed("measure", "--platform", "bluesky", "--jsonl", stdin="\n\n".join(lines).encode())
    found = [json.loads(line) for line in said.out.splitlines()]
    assert [(f["length"], f["fits"]) for f in found] == [(3, True), (1, True), (400, False)]


@pytest.mark.parametrize("bad", ["{", "[1]", '{"words": "x"}', '{"text": 3}'])
def test_a_line_that_cannot_be_measured_is_named(bad: str) -> None:
    said = typed("measure", "--platform", "x", "--jsonl", stdin=f'{{"text": "fine"}}\n{bad}\n'.encode())
    sentence(said.code, said.err, "Line 2")
    assert len(said.out.splitlines()) == 1


def test_measure_survives_any_bytes_and_names_an_unknown_platform() -> None:
    assert typed("measure", "--platform", "x", stdin=b"\xff\xfe\x00").code == 0
    assert typed("measure", "--platform", "x", "--jsonl", stdin=b'{"text": "#\\ud800"}').code == 0
    said = typed("measure", "--platform", "blusky", stdin=b"x")
    sentence(said.code, said.err, "bluesky")


# -- the whole program -------------------------------------------------------------------------------------------------


def test_errors_go_to_stderr_and_the_exit_code_is_the_process_s(desk: Desk) -> None:
    words = [sys.executable, "-m", "campaign", "queue", "nosuch", "-C", str(desk.root)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert NAME in done.stderr


def test_a_mistyped_word_is_answered_with_the_nearest() -> None:
    said = typed("quue")
    assert said.code == 2
    assert "'queue'" in said.err
    assert "?." not in said.err
    assert typed("approve", "x", "--al").code == 2
