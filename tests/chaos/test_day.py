"""The real daemon, eight loopback platforms, faults and kill -9: nothing is doubled, nothing is lost, and it says what it did."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from importlib import resources
from pathlib import Path

import pytest

from campaign.testing.servers import FileServer, LoopbackServer
from tests.chaos.day import ACCOUNTS, NAME, Day, servers

SAMPLE = Path(str(resources.files("campaign"))) / "data" / "sample" / f"{NAME}.md"
FAULTS = ("lost_after", "lost_before", "error_after", "error_before", "malformed", "no_id")


@pytest.fixture
def files(tmp_path: Path) -> Iterator[str]:
    """Where Instagram and Threads fetch the cards."""
    with FileServer(tmp_path / "desk" / "public") as server:
        yield server.url


@pytest.fixture
def platforms() -> Iterator[dict[str, LoopbackServer]]:
    started = servers()
    yield started
    for server in started.values():
        server.stop()


def _release(folder: Path) -> Path:
    """The sample's words under another title: the sample itself is refused on real accounts."""
    path = folder / "release.md"
    path.write_text(SAMPLE.read_text("utf-8").replace("Cuckooing is when", "Cuckooing means that"), "utf-8")
    return path


def _check(day: Day, rows: list[dict[str, object]]) -> Counter[str]:
    doubled, lost = [], []
    for row in rows:
        count = day.online(str(row["account"]), str(row["text"]))
        if count > 1:
            doubled.append(row["delivery"])
        if row["state"] == "published" and count != 1:
            lost.append(row["delivery"])
        if row["state"] not in {"published", "needs_person"}:
            lost.append(row["delivery"])
    assert (doubled, lost) == ([], [])
    return Counter(str(row["state"]) for row in rows)


@pytest.mark.chaos
def test_a_day_goes_out_with_images_and_alt_texts(tmp_path: Path, platforms: dict[str, LoopbackServer], files: str) -> None:
    day = Day.make(tmp_path / "desk", platforms, files)
    day.plan(_release(tmp_path), posts=6, first=timedelta(seconds=8), every=timedelta(seconds=1))
    assert "approved" in day.run("approve", NAME, "--all", "--as", "Ben")
    day.start()
    rows = day.until_final(60)
    day.kill(signal.SIGTERM)
    assert _check(day, rows) == {"published": len(rows)}
    assert {row["account"] for row in rows} == set(ACCOUNTS.values())
    assert all(row["images"] and row["images"][0]["alt"] for row in rows)


@pytest.mark.chaos
@pytest.mark.slow
def test_faults_and_two_kills_double_and_lose_nothing(tmp_path: Path, platforms: dict[str, LoopbackServer], files: str) -> None:
    for seed, server in enumerate(platforms.values()):
        for n, kind in enumerate(FAULTS):
            server.faults.add(path=server.create_path, kind=kind, method=None, probability=0.3 / len(FAULTS) * 1.2, seed=seed * 10 + n)
        server.faults.add(path=server.create_path, kind="drip_after", times=1, probability=0.3, seed=seed)
    day = Day.make(tmp_path / "desk", platforms, files)
    day.plan(_release(tmp_path), posts=2, first=timedelta(seconds=10), every=timedelta(seconds=3))
    day.run("approve", NAME, "--all", "--as", "Ben")
    dice = random.Random(7)
    for _ in range(2):
        day.start()
        time.sleep(7 + 5 * dice.random())
        day.kill()
    day.start()
    rows = day.until_final(400, settle=True)
    day.kill(signal.SIGTERM)
    assert sum(len(server.faults.struck) for server in platforms.values()) >= 3
    assert _check(day, rows) == {"published": len(rows)}
    assert {row["account"] for row in rows} == set(ACCOUNTS.values())


@pytest.mark.chaos
def test_an_edit_after_one_account_published_changes_only_the_others(
    tmp_path: Path, platforms: dict[str, LoopbackServer], files: str
) -> None:
    day = Day.make(tmp_path / "desk", platforms, files)
    for name in ("bluesky", "mastodon"):
        platforms[name].faults.add(path="/", kind="error_before")
    three = "force-x,force-bsky,force-masto"
    day.plan(_release(tmp_path), "--accounts", three, posts=1, first=timedelta(seconds=6), every=timedelta(seconds=1))
    day.run("approve", NAME, "--all", "--as", "Ben")
    day.start()
    end = time.monotonic() + 40
    while not platforms["x"].posts and time.monotonic() < end:
        time.sleep(0.3)
    for name in ("bluesky", "mastodon"):
        platforms[name].faults.clear()
    post = next((day.root / "posts" / NAME).glob("[0-9]*.md"))
    text = post.read_text("utf-8")
    words = "Look out for your neighbours in Wexcombe today."
    post.write_text(text[: text.rindex("---\n") + 4] + words + "\n", "utf-8")
    day.run("approve", NAME, "--all", "--as", "Ben", "--edited-by", "Ann")
    rows = day.until_final(60)
    day.kill(signal.SIGTERM)
    new = [row for row in rows if row["state"] == "published"]
    assert {row["account"]: row["text"] == words for row in new} == {"force-x": False, "force-bsky": True, "force-masto": True}
    assert len(platforms["x"].posts) == len(platforms["bluesky"].posts) == len(platforms["mastodon"].posts) == 1
