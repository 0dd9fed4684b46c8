"""What a person changed by hand in speech, signs and figures is named by `check`, and nothing of a planned day is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from campaign.actions import plan, setup
from campaign.actions.check import check
from campaign.actions.workspace import Workspace
from campaign.errors import ScheduleError
from campaign.models import Problem
from tests.cli.desk import NAME, Desk

DAY, NOW = date(2026, 12, 1), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULES = {"untraced-speaker", "cut-quote", "untraced-sign", "changed-sign", "agreed", "untraced-figure", "untraced-quote"}
OWN = sorted((Path(__file__).parents[1] / "facts" / "releases").glob("*.[mt][dx]*"))


def named(desk: Desk, post: str | None = None) -> list[Problem]:
    """What `check` says of a post, but hints."""
    return [p for p in check(Workspace(desk.root), NAME, now=desk.now) if post in {None, p.post}]


def planned(folder: Path, source: str) -> list[Problem]:
    """What is named of as many posts as a release gives."""
    setup.init(folder)
    workspace = Workspace.find(folder)
    found = plan.read(source)
    for count in (18, 14, 10, 7, 5, 3, 1):
        try:
            plan.plan(workspace, found, plan.Wish(day=DAY, posts=count), by="officer", now=NOW)
        except ScheduleError:
            continue
        return [p for p in check(workspace, now=NOW) if p.rule in RULES]
    pytest.fail(f"{source} gives no day")


@pytest.mark.parametrize("path", OWN, ids=[p.stem for p in OWN])
def test_nothing_of_a_planned_day_is_named(path: Path, tmp_path: Path) -> None:
    assert planned(tmp_path, str(path)) == []


@pytest.mark.parametrize(
    "name",
    ["01-county-lines-week", "02-winter-vaccines", "03-chip-pan-fire", "04-missing-walker", "05-investment-fraud",
     "06-mobile-phones-at-the-wheel", "07-sepsis-awareness", "08-hate-crime-week", "child-exploitation-day-march20"],
)  # fmt: skip
def test_nothing_of_a_planned_day_of_the_shared_releases_is_named(name: str, shared: Path, tmp_path: Path) -> None:
    assert planned(tmp_path, str(shared / "releases" / f"{name}.md")) == []


# -- what a person changes -----------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The sample release, planned."""
    return Desk(tmp_path / "desk").planned()


def stops(desk: Desk, post: str) -> set[str]:
    """The rules that stop a post."""
    return {p.rule for p in named(desk, post) if p.severity == "stop"}


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("Detective Inspector Priya Ellesmere", "Detective Inspector Priya Elsmere", "untraced-speaker"),
        ("Detective Inspector Priya Ellesmere", "Detective Superintendent Priya Ellesmere", "untraced-speaker"),
        ("If something feels different, please tell us.", "If something feels different.", "cut-quote"),
    ],
)
def test_speech_changed_on_a_card_or_in_the_words_stops_the_post(desk: Desk, before: str, after: str, rule: str) -> None:
    post = next(p for p in desk.posts if before in p.read_text())
    text = post.read_text()
    name = text.split("id: ")[1].split()[0]
    assert stops(desk, name) == set()
    for count in (1, -1):  # the card stands first, the words after it
        head, _, body = text.rpartition("\n---\n")
        changed = head.replace(before, after, count) + "\n---\n" + body if count == 1 else head + "\n---\n" + body.replace(before, after)
        if changed != text:
            post.write_text(changed)
            assert rule in stops(desk, name), changed
    refused = desk.run("approve", NAME, name, "--as", "Ines")
    assert refused.code == 1
    assert desk.run("approve", NAME, name, "--as", "Ines", "--override", f"{rule}=Checked with her office").code == 0


def test_a_sign_that_is_not_in_the_release_is_named_on_card_and_in_words(desk: Desk) -> None:
    post = desk.post("signs-1")
    text = post.read_text()
    item = next(line.removeprefix("• ") for line in text.rpartition("\n---\n")[2].splitlines() if line.startswith("• "))
    desk.edit("signs-1", item, "a strange smell at night")
    found = [p for p in named(desk, "signs-1") if p.rule == "untraced-sign"]
    assert {p.source for p in found} == {"media.0", "body"}
    assert {p.severity for p in found} == {"stop"}
    assert all(p.line for p in found)
    desk.setting("house_lines:", 'house_lines:\n  - {id: smell, text: "Look for a strange smell at night."}')
    assert {p.severity for p in named(desk, "signs-1") if p.rule == "untraced-sign"} == {"warn"}
