"""The built-in wordings as a critical reader reads them: releases of many bodies and subjects, planned and read whole."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from campaign import release, text
from campaign.compose import Brief, capacity, write
from campaign.compose.wordings import FILES, HOME, Phrase, load, load_lines
from campaign.facts import find
from campaign.models import Account, Post, ScheduleRules
from campaign.schedule import day_slots
from tests.compose.made_up import CHILDLINE, SAMARITANS

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.md"))
PLATFORMS = ("x", "bluesky", "mastodon", "outbox")
BOTH_DAYS = pytest.mark.parametrize("own_day", [True, False], ids=["its own day", "another day"])
EVERY = pytest.mark.parametrize("source", RELEASES, ids=lambda path: path.stem)


@cache
def planned(source: Path, *, own_day: bool) -> tuple[Post, ...]:
    """As many posts as the release gives, up to fourteen."""
    known = find(release.read(str(source)), (CHILDLINE, SAMARITANS))
    assert known.date is not None
    accounts = tuple(Account(id=p, platform=p) for p in PLATFORMS)
    made = Brief(
        facts=known, accounts=accounts, day=known.date if own_day else date(2026, 12, 2), measure=text.measure,
        limits={a.id: text.limits(a.platform) for a in accounts}, contacts=(CHILDLINE, SAMARITANS),
    )  # fmt: skip
    slots = day_slots(made.day, capacity(made, 14), ScheduleRules(gap=timedelta(minutes=30)), "Europe/London")
    return write(made, slots)


def bodies(source: Path, *, own_day: bool) -> list[str]:
    return [t for post in planned(source, own_day=own_day) for t in (post.body, *(v.parts[0] for v in post.variants.values()))]


def ours(body: str) -> str:
    """The body without what somebody said."""
    return re.sub(r"“[^”]*”?", "", body)


@EVERY
@BOTH_DAYS
def test_a_day_reads_calmly(source: Path, own_day: bool) -> None:
    for body in map(ours, bodies(source, own_day=own_day)):
        assert "!" not in body
        assert not re.search(r"(?i)\b(?:shocking|horrif\w+|devastat\w+|urgent(?:ly)?|breaking|must-read|don.t miss|click here)\b", body)
        assert not re.search(r"  |\.\.| [.,;:!?](?:\s|$)|,,|\bor or\b|\bthe the\b", body)
        assert "{" not in body


@EVERY
@BOTH_DAYS
def test_no_two_posts_open_or_close_alike(source: Path, own_day: bool) -> None:
    posts = planned(source, own_day=own_day)
    begun = [" ".join(re.findall(r"\w+", p.body.casefold())[:4]) for p in posts]
    assert len(set(begun)) == len(begun)
    assert all(a.body.split("\n\n")[-1] != b.body.split("\n\n")[-1] or "Need to talk?" in a.body for a, b in pairwise(posts))


@EVERY
def test_nobody_is_sent_to_the_police_but_by_the_release(source: Path) -> None:
    said = source.read_text("utf-8").casefold()
    for body in bodies(source, own_day=False):
        for word in ("police", "101", "crimestoppers", "report it", "anonymous"):
            assert word not in body.casefold() or word in said


def test_a_hospitals_signs_say_to_act_and_never_to_talk() -> None:
    stroke = next(path for path in RELEASES if path.stem == "stroke")
    signs = [post for post in planned(stroke, own_day=True) if post.kind == "signs"]
    assert len(signs) > 2
    for post in signs:
        assert "999" in post.body
        assert not re.search(r"simple reason|talk to someone|be certain|proof|kind question|Neighbours", post.body)


def test_every_post_on_suicide_gives_somebody_to_talk_to() -> None:
    source = next(path for path in RELEASES if path.stem == "suicide-prevention")
    for body in bodies(source, own_day=True):
        assert body.count("116 123") == 1
        assert not re.search(r"(?i)commit|success|fail|cry for help|epidemic|method|why (?:he|she|they)", body)


def test_abuse_is_never_made_small_nor_blamed() -> None:
    source = next(path for path in RELEASES if path.stem == "domestic-abuse")
    said = bodies(source, own_day=True)
    assert any("it is not your fault" in body for body in said)
    for body in map(ours, said):
        assert not re.search(r"simple reason|may mean little|at home|should have|you let|why (?:you|she|he)", body)


def phrases() -> list[tuple[str, Phrase]]:
    return [(name, phrase) for name in FILES for phrase in load(name, "en")]


@pytest.mark.parametrize(("kind", "phrase"), phrases(), ids=lambda v: v if isinstance(v, str) else v.id)
def test_every_wording_is_plain_english(kind: str, phrase: Phrase) -> None:
    texts = [p.source for p in (*phrase.forms.values(), *(p for pieces in phrase.card.values() for p in pieces))]
    for said in texts:
        assert "!" not in said
        assert "'" not in said, "write ’"
        assert not re.search(r"\b(?:\w+ize[ds]?|\w+izing|behavior|center|color|gotten|911)\b", said), "British spelling"
        for sentence in re.split(r"(?<=[.?:])\s+", re.sub(r"\{\{.*?\}\}", "it", said)):
            assert len(sentence.split()) <= 25
    lengths = [len(re.sub(r"\{\{.*?\}\}", "", p.source)) for p in phrase.forms.values()]
    assert not lengths[0] or lengths == sorted(lengths, reverse=True), "long, medium, short"
    assert kind != "signs" or all("could" in p.source for p in phrase.forms.values())


def test_no_wording_promises_what_it_can_not_keep() -> None:
    for path in (HOME / "en").glob("*.yaml"):
        said = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#"))
        assert not re.search(r"(?i)\b(?:police|nobody will know|completely|guarantee|always be (?:safe|believed)|100%)\b", said), path.name


def test_in_an_emergency_999_is_said_the_right_way() -> None:
    lines = load_lines("en")
    assert lines.said["emergency"][0].source == "In an emergency always call {{ value }}."
    for themes in ((), ("fire",), ("health",), ("suicide",), ("missing",)):
        said = lines.on(themes).said
        assert all("emergency" in p.source or "danger" in p.source or "fire" in p.source for p in said["emergency"])
        assert not any(re.search(r"(?i)^in an emergency", p.source) for p in said["non_emergency"])
    assert "get out, stay out" in lines.on(["fire"]).said["emergency"][0].source
