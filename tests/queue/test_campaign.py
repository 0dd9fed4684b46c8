"""A campaign's folder: written whole, planned again without harm, read in spite of what is wrong in it."""

from __future__ import annotations

import errno
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from campaign import queue
from campaign.errors import PostError
from campaign.models import Campaign

from .samples import SIGNS, post, release

DAY = date(2026, 3, 18)


def folder(root: Path, name: str = "week") -> Path:
    return root / "posts" / name


def planned(root: Path, *posts: object, title: str = "Week of Care", text: str = "A made-up release.\n") -> tuple[str, ...]:
    return queue.plan(folder(root), title=title, day=DAY, release=release(text), posts=posts)  # type: ignore[arg-type]


def loaded(root: Path) -> Campaign:
    return queue.load(folder(root))


def test_a_campaign_is_written_as_pinned(tmp_path: Path) -> None:
    embargo = datetime(2026, 3, 18, 0, 1, tzinfo=UTC)
    made = [post("hook-1"), post("signs-1", kind="signs", at="2026-03-18 11:00"), post("signs-2", kind="signs", at="2026-03-18 10:15")]
    where = queue.create(folder(tmp_path), title="Week: of #Care", day=DAY, release=release(), posts=made, embargo=embargo)
    assert sorted(path.name for path in where.iterdir()) == [
        "01-hook.md", "02-signs-1.md", "03-signs-2.md", "campaign.yaml", "original.md", "release.txt",
    ]  # fmt: skip
    assert (where / "release.txt").read_text() == "A made-up release.\n"
    assert (where / "original.md").read_bytes() == b"# Week of Care\n"
    found = loaded(tmp_path)
    assert (found.name, found.title, found.date, found.embargo, found.problems) == ("week", "Week: of #Care", DAY, embargo, ())
    assert [p.id for p in found.posts] == ["hook-1", "signs-2", "signs-1"]
    assert found.release["digest"] == release().digest
    assert found.release["reader"] == "markdown/1"


def test_an_existing_campaign_is_not_written_over(tmp_path: Path) -> None:
    planned(tmp_path, post())
    with pytest.raises(PostError, match="There is a campaign 'week' already"):
        queue.create(folder(tmp_path), title="x", day=DAY, release=release(), posts=[])


@pytest.mark.parametrize("name", ["templates", "..", "Week", ".hidden", "a b", "x" * 65])
def test_a_campaign_has_a_safe_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(PostError):
        queue.create(folder(tmp_path, name), title="x", day=DAY, release=release(), posts=[])
    assert not list(tmp_path.rglob("campaign.yaml"))


@pytest.mark.parametrize("name", ["templates", "../up", "a/b", "", "a\n", "é"])
def test_a_name_never_leads_elsewhere(name: str) -> None:
    with pytest.raises(PostError):
        queue.check_name(name)


def test_planning_again_replaces_only_what_nobody_touched(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"), post("signs-1", kind="signs"), post("advice-1", kind="advice"), post("thanks-1", kind="thanks"))
    where = folder(tmp_path)
    signs, thanks = where / "02-signs.md", where / "04-thanks.md"
    signs.write_text(signs.read_text().replace("Words.", "Words that a person wrote."))
    thanks.unlink()
    (where / "09-custom.md").write_text(SIGNS.replace("signs-1 ", "mine-1 "))
    (where / "campaign.yaml").write_text((where / "campaign.yaml").read_text().replace("hashtag: null ", 'hashtag: "#Care" # mine '))
    before = signs.read_bytes()
    kept = planned(
        tmp_path,
        post("hook-1", body="New words."),
        post("quote-1", kind="quote"),
        post("signs-1", kind="signs", body="New signs."),
        post("thanks-1", kind="thanks"),
        title="Week of More Care",
        text="Another release.\n",
    )  # fmt: skip
    assert kept == ("mine-1", "signs-1", "thanks-1")
    assert signs.read_bytes() == before
    found = loaded(tmp_path)
    assert {p.id: p.body for p in found.posts if p.id != "mine-1"} == {
        "hook-1": "New words.", "quote-1": "Words.", "signs-1": "Words that a person wrote.",
    }  # fmt: skip
    assert (found.title, found.hashtag, found.problems) == ("Week of More Care", "#Care", ())
    assert (where / "release.txt").read_text() == "Another release.\n"
    assert '"#Care" # mine' in (where / "campaign.yaml").read_text()
    assert not list(where.glob(".new-*"))


def test_planning_the_same_again_changes_nothing(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"), post("signs-1", kind="signs"))
    before = {path.name: path.read_bytes() for path in folder(tmp_path).iterdir()}
    assert planned(tmp_path, post("hook-1"), post("signs-1", kind="signs")) == ()
    assert {path.name: path.read_bytes() for path in folder(tmp_path).iterdir()} == before


def test_another_release_of_another_day_is_another_campaign(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"))
    with pytest.raises(PostError, match=r"another release and another day.*--name"):
        queue.plan(folder(tmp_path), title="x", day=date(2027, 3, 18), release=release("Next year.\n"), posts=[post("hook-1", body="New.")])
    assert loaded(tmp_path).posts[0].body == "Words."
    assert queue.plan(folder(tmp_path), title="x", day=date(2026, 3, 19), release=release(), posts=[post("hook-1")]) == ()


def test_a_moved_post_counts_as_edited(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"))
    queue.set_at(folder(tmp_path) / "01-hook.md", "2026-03-18 16:05")
    assert planned(tmp_path, post("hook-1")) == ("hook-1",)
    assert loaded(tmp_path).posts[0].at == "2026-03-18 16:05"


def test_a_file_that_cannot_be_read_holds_its_post_only(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"), post("signs-1", kind="signs"), post("thanks-1", kind="thanks"))
    where = folder(tmp_path)
    (where / "02-signs.md").write_text("---\nid: signs-1\nkind: 'signs\n---\nWords\n")
    (where / "03-thanks.md").write_bytes(b"---\nid: thanks-1\n# caf\xe9\n---\n")
    found = loaded(tmp_path)
    assert [p.id for p in found.posts] == ["hook-1"]
    assert [(p.file, p.line) for p in found.problems] == [("posts/week/02-signs.md", 3), ("posts/week/03-thanks.md", 3)]


def test_an_id_that_stands_twice_holds_both(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"), post("thanks-1", kind="thanks"))
    (folder(tmp_path) / "07-hook-copy.md").write_text((folder(tmp_path) / "01-hook.md").read_text())
    found = loaded(tmp_path)
    assert [p.id for p in found.posts] == ["thanks-1"]
    assert [(p.file, p.line) for p in found.problems] == [("posts/week/01-hook.md", 2), ("posts/week/07-hook-copy.md", 2)]
    assert "07-hook-copy.md" in found.problems[0].message


@pytest.mark.parametrize(
    ("pair", "back", "language", "says"),
    [("hook-9", None, "cy", "cannot be found"), ("hook-2", None, "cy", "does not name"), ("hook-2", "hook-1", "en", "same language")],
)
def test_a_pair_is_mutual_and_in_two_languages(tmp_path: Path, pair: str, back: str | None, language: str, says: str) -> None:
    planned(tmp_path, post("hook-1", pair=pair), post("hook-2", pair=back, language=language))
    found = loaded(tmp_path)
    assert len(found.posts) == 2
    assert says in found.problems[0].message
    assert found.problems[0].line is not None


def test_a_good_pair_is_no_problem(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1", pair="hook-2"), post("hook-2", pair="hook-1", language="cy"))
    assert loaded(tmp_path).problems == ()


HEADER = "date: 2026-03-18\nrelease: {title: Week}\n"


@pytest.mark.parametrize(
    ("text", "line", "says", "held"),
    [
        (HEADER + "hashtgs: a\n", 3, "Did you mean 'hashtag'", False),
        (HEADER + "embargo: 2026-03-18 00:01\n", 3, "in which zone", True),
        (HEADER + "embargo: soon\n", 3, "no moment", True),
        (HEADER + "grace: 1 hour\n", 3, "no length of time", True),
        (HEADER + "flags: a\n", 3, "must be a list", True),
        ("release: {title: Week}\n", 1, "'date' is missing", True),
        ("date: 18 March\n", 1, "no date", True),
        ("date: 'x\n", 1, "quotation mark", True),
        ("- a\n", 1, "must be a group", True),
        (None, None, "no such file", True),
    ],
)
def test_a_wrong_campaign_file_is_named(tmp_path: Path, text: str | None, line: int | None, says: str, held: bool) -> None:
    planned(tmp_path, post("hook-1"))
    file = folder(tmp_path) / "campaign.yaml"
    file.unlink() if text is None else file.write_text(text)
    found = loaded(tmp_path)
    assert says in f"{found.problems[0].message} {found.problems[0].fix}"
    assert (found.problems[0].file, found.problems[0].line, found.problems[0].post) == ("posts/week/campaign.yaml", line, None)
    assert bool(found.posts) is not held


def test_everything_of_the_campaign_file_is_read(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"))
    more = "hashtag: '#Care'\nembargo: 2026-03-18T00:01+00:00\ngrace: 2h\nwatch: {who: Sam Vale, until: '21:00'}\n"
    lists = "corrections: [{was: a, is: b}]\nflags: [{rule: name, by: Sam Vale, why: agreed}]\nagreed: [{speaker: Supt Ash, text: Words}]\n"
    (folder(tmp_path) / "campaign.yaml").write_text(HEADER + more + lists)
    found = loaded(tmp_path)
    assert (found.hashtag, found.grace, found.watch) == ("#Care", timedelta(hours=2), {"who": "Sam Vale", "until": "21:00"})
    assert (found.corrections, found.flags[0]["by"], found.agreed[0]["text"]) == (({"was": "a", "is": "b"},), "Sam Vale", "Words")
    assert found.problems == ()


def test_campaigns_are_listed_by_name(tmp_path: Path) -> None:
    assert queue.names(tmp_path) == []
    for name in ("week", "another-day", "templates", ".new-x", "Week 2"):
        (folder(tmp_path, name)).mkdir(parents=True)
        (folder(tmp_path, name) / "campaign.yaml").write_text(HEADER)
    (folder(tmp_path, "notes")).mkdir()
    assert queue.names(tmp_path) == ["another-day", "week"]
    assert [p.file for p in queue.misnamed(tmp_path)] == ["posts/Week 2"]


def test_a_file_with_another_name_is_pointed_out(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"))
    (folder(tmp_path) / "Extra post.md").write_text(SIGNS)
    assert [(p.severity.value, p.file) for p in loaded(tmp_path).problems] == [("hint", "posts/week/Extra post.md")]


# -- when the disk says no ---------------------------------------------------------------------------------------------


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes no more bytes: the kernel's own answer, at the call where it gives it."""

    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_full_disk_leaves_the_campaign_as_it_was(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    planned(tmp_path, post("hook-1"))
    before = {path.name: path.read_bytes() for path in folder(tmp_path).iterdir()}
    request.getfixturevalue("full")
    with pytest.raises(PostError, match="No space left"):
        planned(tmp_path, post("hook-1", body="New."))
    with pytest.raises(PostError, match="No space left"):
        queue.set_at(folder(tmp_path) / "01-hook.md", "2026-03-18 10:00")
    with pytest.raises(PostError, match="No space left"):
        queue.create(folder(tmp_path, "other"), title="x", day=DAY, release=release(), posts=[post()])
    assert {path.name: path.read_bytes() for path in folder(tmp_path).iterdir()} == before
    assert [path.name for path in (tmp_path / "posts").iterdir()] == ["week"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    planned(tmp_path, post("hook-1"))
    folder(tmp_path).chmod(0o555)
    with pytest.raises(PostError, match="cannot be written: Permission denied"):
        queue.set_at(folder(tmp_path) / "01-hook.md", "2026-03-18 10:00")
    folder(tmp_path).chmod(0o755)


def test_a_place_that_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "posts").write_text("a file")
    with pytest.raises(PostError, match="cannot be written"):
        planned(tmp_path, post())
