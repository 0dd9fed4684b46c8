"""Bad input: one sentence that says what to do, exit 1, and everything as it was."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import NAME, RELEASE, Desk


def expect_sentence(said: object, *words: str) -> None:
    err = getattr(said, "err", "")
    assert getattr(said, "code", 0) == 1, err
    assert "Traceback" not in err
    assert "Something in Campaign itself" not in err
    assert len(err.strip().splitlines()) == 1, err
    for word in words:
        assert word in err, err


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("empty.md", b"", "empty"),
        ("blank.md", b" \n\n", ""),
        ("binary.md", b"\x00\x01\x02" * 400, ""),
        ("word.docx", b"PK\x03\x04" + b"x" * 300, ""),
        ("report.pdf", b"%PDF-1.7\n" + b"x" * 300, ""),
        ("huge.md", b"word " * 2_000_000, ""),
        ("broken.md", b"---\ntitle: [unclosed\n---\nText.\n", "broken.md:"),
    ],
)
def test_a_release_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    desk = Desk(tmp_path / "desk")
    desk.good("init", str(desk.root))
    path = tmp_path / name
    path.write_bytes(data)
    expect_sentence(desk.run("plan", str(path), "--date", "2026-03-18"), name, word)
    assert not (desk.root / "posts" / NAME).exists()
    assert [p.name for p in (desk.root / "posts").iterdir()] == ["templates"]


def test_a_release_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    expect_sentence(Desk(tmp_path).run("facts", str(tmp_path / "none.md")), "none.md")
    expect_sentence(Desk(tmp_path).run("facts", str(tmp_path)))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("timezone: Europe/London", "timezone: Europe/Londn", ("config.yaml:", "Londn")),
        ("platform: outbox", "platform: outbx", ("config.yaml:", "outbox")),
        ("organisation:", "organization:", ("config.yaml:", "organisation")),
        ("gap: 45m", "gap: 45 minutes-ish", ("config.yaml:",)),
    ],
)
def test_a_setting_that_is_wrong_is_named_with_its_line(tmp_path: Path, before: str, after: str, words: tuple[str, ...]) -> None:
    desk = Desk(tmp_path / "desk").planned()
    settings = desk.root / "config.yaml"
    assert before in settings.read_text()
    settings.write_text(settings.read_text().replace(before, after, 1))
    expect_sentence(desk.run("queue"), *words)


def test_names_that_are_mistyped_get_the_nearest(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").planned()
    expect_sentence(desk.run("queue", "cuckooing-awarenes-day"), f"Did you mean '{NAME}'?")
    expect_sentence(desk.run("approve", NAME, "signs-11", "--as", "Ines"), "signs-1")
    expect_sentence(desk.run("plan", str(RELEASE), "--date", "2026-03-18", "--accounts", "practise"), "practice")
    expect_sentence(desk.run("cards", NAME, "--size", "10x10"), "1080x1350")


def test_days_and_windows_that_cannot_be(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.good("init", str(desk.root))
    expect_sentence(desk.run("plan", str(RELEASE), "--date", "2026-03-01"), "gone")
    expect_sentence(desk.run("plan", str(RELEASE), "--date", "18 March"), "2026-03-18")
    expect_sentence(desk.run("plan", str(RELEASE), "--date", "2026-03-18", "--posts", "20", "--start", "09:00", "--end", "11:00"), "fit")
    assert not (desk.root / "posts" / NAME).exists()


def test_a_time_that_does_not_exist_or_happens_twice(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").planned()
    expect_sentence(desk.run("retime", NAME, "hook-1", "2026-03-29 01:30"), "does not exist")
    expect_sentence(desk.run("retime", NAME, "hook-1", "2026-10-25 01:30"), "BST")
    assert "at: 2026-03-18 07:30" in desk.posts[0].read_text()


def test_a_template_that_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.good("init", str(desk.root))
    (desk.root / "posts" / "templates" / "thanks.yaml").write_text("wordings:\n  - id: one\n    long: |\n      Thank you, {{ nobody }}.\n")
    expect_sentence(desk.run("plan", str(RELEASE), "--date", "2026-03-18"), "thanks.yaml", "nobody")


def test_a_login_that_is_missing_names_its_variable(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").planned()
    settings = desk.root / "config.yaml"
    settings.write_text(
        settings.read_text().replace("practice: {platform: outbox}", "practice: {platform: outbox}\n  force-x: {platform: x}")
    )
    found = desk.run("doctor")
    assert found.code == 1
    assert "CAMPAIGN_FORCE_X_API_KEY" in found.out.replace("\n", "")


def test_a_locked_ledger_is_oneexpect_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.ledger.store.BUSY_SECONDS", 0.2)  # a person waits ten; a test need not
    desk = Desk(tmp_path / "desk").planned()
    other = sqlite3.connect(desk.root / ".campaign" / "campaign.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    expect_sentence(desk.run("approve", NAME, "hook-1", "--as", "Ines"), "locked", "Nothing was changed")
    other.execute("ROLLBACK")
    other.close()
    assert desk.good("ledger", "--json").json == []


def test_a_second_daemon_refuses_to_start(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").planned()
    command = [sys.executable, "-m", "campaign", "-C", str(desk.root), "run"]
    first = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        assert first.stderr is not None
        assert b"Sending for" in first.stderr.readline()
        second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        assert second.returncode == 1
        assert "already running" in second.stderr
        assert "Traceback" not in second.stderr
    finally:
        first.terminate()
        first.communicate(timeout=30)
    assert first.returncode == 0


def test_mistyped_commands_end_with_two(tmp_path: Path) -> None:
    assert Desk(tmp_path).run("quue").code == 2
    assert Desk(tmp_path).run("plan").code == 2
    assert Desk(tmp_path).run("approve", NAME).code == 2


def test_init_and_demo_leave_what_is_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk").planned()
    before = (desk.root / "config.yaml").read_bytes()
    expect_sentence(desk.run("init", str(desk.root)), "config.yaml")
    expect_sentence(desk.run("demo", str(desk.root)), "not empty")
    assert (desk.root / "config.yaml").read_bytes() == before
