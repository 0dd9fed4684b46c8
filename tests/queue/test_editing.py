"""A tool changes only what it was asked to: every other byte of a post file stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from campaign import queue
from campaign.errors import PostError

from .samples import FILLED, SIGNS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "posts" / "week"
    folder.mkdir(parents=True)
    path = folder / "02-signs-1.md"
    path.write_text(SIGNS)
    path.chmod(0o640)
    return path


def test_a_post_moves_and_nothing_else_changes(file: Path) -> None:
    queue.set_at(file, "2026-10-25 01:30 BST")
    assert file.read_text() == SIGNS.replace("at: 2026-03-18 09:30            #", "at: 2026-10-25 01:30 BST            #")
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_windows_files_stay_windows_files(file: Path, mark: bytes) -> None:
    file.write_bytes(mark + SIGNS.replace("\n", "\r\n").encode())
    queue.set_at(file, "2026-03-18 10:00")
    queue.set_field(file, "warning", "Distressing")
    expected = SIGNS.replace("09:30 ", "10:00 ").replace("warning: null", "warning: Distressing").replace("\n", "\r\n")
    assert file.read_bytes() == mark + expected.encode()


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("accounts", ["force-x"], "[force-x, force-bsky]", "[force-x]"),
        ("media.0.alt", "Two signs", "alt: null", "alt: Two signs"),
        ("media.0.card.fields.title", "Signs: two", '"Signs of harm"', '"Signs: two"'),
        ("variants.x", "Other\nwords\n", "    Some signs are easy to miss.\n", "    Other\n    words\n"),
        ("link", "https://a.example/#b", "link: null", 'link: "https://a.example/#b"'),
        ("pair", None, "pair: null", "pair: null"),
    ],
)
def test_one_field_changes(file: Path, key: str, value: str | list[str] | None, old: str, new: str) -> None:
    queue.set_field(file, key, value)  # type: ignore[arg-type]
    assert file.read_text() == SIGNS.replace(old, new)


@pytest.mark.parametrize("at", ["", "tomorrow", "2026-03-18", "2026-03-18 24:00", "2026-13-01 09:30", "2026-03-18 09:30\nid: x"])
def test_a_time_that_is_none_is_refused(file: Path, at: str) -> None:
    with pytest.raises(PostError, match="no date and time"):
        queue.set_at(file, at)
    assert file.read_text() == SIGNS


@pytest.mark.parametrize(
    ("key", "value", "says"), [("nothing", "x", "no setting 'nothing'"), ("kind", "x", "not known"), ("accounts", [], "no account")]
)
def test_a_change_that_would_hold_the_post_is_refused(file: Path, key: str, value: str | list[str], says: str) -> None:
    with pytest.raises(PostError, match=says):
        queue.set_field(file, key, value)  # type: ignore[arg-type]
    assert file.read_text() == SIGNS


def test_the_body_changes_alone(file: Path) -> None:
    queue.set_body(file, "New words\r\n---\nsecond part\n\n")
    assert file.read_text() == SIGNS[: SIGNS.rindex("---\n") + 4] + "New words\n---\nsecond part\n"


@given(FILLED)
def test_any_text_can_be_set_and_read(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    folder = tmp_path_factory.mktemp("posts") / "week"
    folder.mkdir()
    path = folder / "01-hook.md"
    path.write_text(SIGNS)
    (folder / "campaign.yaml").write_text("date: 2026-03-18\n")
    queue.set_field(path, "warning", value)
    assert queue.load(folder).posts[0].warning == value


def test_the_campaign_file_is_edited_the_same_way(file: Path) -> None:
    header = file.parent / "campaign.yaml"
    header.write_text("date: 2026-03-18 # the day\nflags: []  # none yet\n# end\n")
    queue.set_field(header, "flags", [{"rule": "name", "by": "Sam Vale"}])
    queue.set_field(header, "hashtag", "#Care")
    assert header.read_text() == 'date: 2026-03-18 # the day\nflags: [{rule: name, by: Sam Vale}]  # none yet\nhashtag: "#Care"\n# end\n'
    with pytest.raises(PostError, match="no setting 'body'"):
        queue.set_field(header, "body", "x")


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(PostError, match="no such file"):
        queue.set_at(tmp_path / "01-hook.md", "2026-03-18 10:00")
