"""Which characters of a post come from which fact: carried from the plan, kept through edits, never claimed for what was changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.actions.carried import carried, fields, problems
from campaign.actions.trace import NOWHERE, TYPED, Shown, trace
from campaign.actions.workspace import Workspace, traces_of
from campaign.facts.trace import Sources
from campaign.models import Origin, Span, Told
from tests.actions.test_mutations import OURS, planned, rewritten
from tests.cli.desk import NAME, RELEASE, Desk

TEXT = "In an emergency always call 999. “Keep a light on.”"
TOLD = Told(
    text=TEXT,
    origins=(
        Origin(start=28, end=31, source="register"),
        Origin(start=34, end=50, source="release", spans=(Span(100, 116),)),
    ),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The sample release, planned."""
    return Desk(tmp_path / "desk").planned()


def shown(desk: Desk, post: str, field: str) -> Shown:
    return next(s for s in trace(Workspace(desk.root), NAME) if (s.post, s.field) == (post, field))


def stretches(one: Shown) -> list[tuple[str, str]]:
    return [(o.source, one.text[o.start : o.end]) for o in one.stretches]


def test_every_character_of_a_planned_day_is_accounted_for(tmp_path: Path) -> None:
    workspace, campaign = planned(tmp_path, OURS[0])
    release = (campaign.folder / "release.txt").read_text("utf-8")
    for one in trace(workspace, None):
        assert "".join(words for _, words in stretches(one)) == one.text
        assert not {TYPED, NOWHERE} & {source for source, _ in stretches(one)}
        for origin in one.stretches:
            said = "".join(filter(str.isdigit, one.text[origin.start : origin.end]))
            assert all(said in "".join(filter(str.isdigit, release[s.start : s.end])) for s in origin.spans[:1]) or len(origin.spans) > 1


@pytest.mark.parametrize("source", OURS, ids=lambda p: p.stem)
def test_what_the_wordings_add_claims_nothing(source: Path, tmp_path: Path) -> None:
    """No figure, quotation, name or link is a template's own: each is carried from where it stands."""
    workspace, campaign = planned(tmp_path, source)
    nothing = Sources("")
    for one in trace(workspace, None):
        for origin in one.stretches:
            if origin.source == "wording":
                words = one.text[origin.start : origin.end]
                assert not any(map(str.isdigit, words)), (one.post, one.field, words)
                assert not [c for c in nothing.untraced(words) if c.kind != "name"], (one.post, one.field, words)
            if origin.source == "speaker":
                name = one.text[origin.start : origin.end].split(",")[0].split()[-1]
                assert name in (campaign.folder / "release.txt").read_text("utf-8")


def test_an_origin_lasts_until_a_character_of_it_changes() -> None:
    assert [o.source for o in carried(TOLD, "Danger? " + TEXT)] == ["wording", "register", "wording", "release", "wording"]
    kept = carried(TOLD, TEXT.replace("light", "lamp"))
    assert "release" not in [o.source for o in kept]
    assert "register" in [o.source for o in kept]


def test_what_a_person_typed_is_told_from_what_was_planned(desk: Desk) -> None:
    first = shown(desk, "hook-1", "body").text.split("\n")[0]
    desk.edit("hook-1", first, "Ring 01632 960999 at once.")
    found = stretches(shown(desk, "hook-1", "body"))
    assert (NOWHERE, "01632 960999") in found
    assert found[0] == (TYPED, "Ring ")


def test_a_trace_that_nobody_wrote_claims_nothing(desk: Desk) -> None:
    path = traces_of(Workspace(desk.root), NAME)
    for bad in ("", "[]", '{"hook-1": {"body": {"text": "a", "from": [[0, 9, "release"]]}}}', '{"hook-1": 3}', "[" * 9000):
        path.write_text(bad, "utf-8")
        assert {source for source, _ in stretches(shown(desk, "hook-1", "body"))} <= {TYPED, NOWHERE}
    path.unlink()
    assert shown(desk, "hook-1", "body").text


def test_planning_again_keeps_the_trace_of_an_edited_post(desk: Desk) -> None:
    file = desk.post("hook-1")
    file.write_text(file.read_text("utf-8").rstrip("\n") + "\n\nPlease share this.\n", "utf-8")
    desk.good("plan", str(RELEASE), "--date", "2026-03-18", "--name", NAME)
    found = stretches(shown(desk, "hook-1", "body"))
    assert found[-1] == (TYPED, "\n\nPlease share this.")
    assert any(source == "release" for source, _ in found)


def test_a_figure_of_the_release_does_not_vouch_for_another(tmp_path: Path) -> None:
    _, campaign = planned(tmp_path, OURS[0])
    post = campaign.posts[0]
    tolds = {"body": TOLD}
    for changed, rules in (
        (TEXT, []),
        (TEXT.replace("999", "99"), ["changed-figure"]),
        (TEXT.replace("999", "989"), ["changed-figure"]),
        (TEXT.replace("In an emergency always call 999. ", ""), []),
        (TEXT + " We had 99 calls.", []),
        (TEXT.replace("Keep a light on.", "a light on."), ["cut-quote"]),
        (TEXT.replace("999", "101"), []),
        (TEXT.replace("Keep a light on.", "I did."), []),
        (TEXT.replace("Keep a light on.", "I didn’t."), ["untraced-quote"]),
    ):
        found = problems(rewritten(post, "body", changed), tolds, frozenset({"999", "101"}), Sources("Keep a light on. I did."))
        assert [p.rule for p in found] == rules, changed


def test_fields_name_every_word_on_a_card(tmp_path: Path) -> None:
    _, campaign = planned(tmp_path, OURS[0])
    contact = next(p for p in campaign.posts if p.kind == "contact")
    assert {"media.0.numbers.0.value", "media.0.numbers.0.label", "media.0.title", "body"} <= fields(contact).keys()
