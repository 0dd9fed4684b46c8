"""The daemon as a real process: on time, alone, woken by others, and ended in two ways."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from campaign.engine.daemon import Daemon, now, only_one
from campaign.errors import CampaignError
from campaign.ledger import Stop, control, record
from campaign.models import DeliveryState, Outcome
from campaign.testing import Clock
from tests.conftest import ROOT
from tests.delivery.stage import Stage

S = DeliveryState


def _start(folder: Path, pause: float = 0.0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.engine.process", str(folder), str(pause)]
    with (folder / "said").open("a") as said:
        return subprocess.Popen(command, cwd=ROOT, stderr=said, text=True)


def _until(true: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def _beat(stage: Stage) -> datetime | None:
    with stage.ledger.read() as tx:
        found = control.daemon(tx)
    return found and found.last_beat


def _approve(stage: Stage, after: float = 0.0, post: str = "p") -> datetime:
    stage.clock.set(now())
    stage.approve(post, after=timedelta(seconds=after))
    return stage.clock() + timedelta(seconds=after)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """The other process's view of the same folder: an officer's browser or command line."""
    return Stage(tmp_path, clock=Clock(now()))


@pytest.fixture
def started(stage: Stage) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a daemon and wait until it has looked once; it is ended when the test is over."""
    running: list[subprocess.Popen[str]] = []

    def start(pause: float = 0.0) -> subprocess.Popen[str]:
        before = _beat(stage)
        running.append(_start(stage.folder, pause))
        _until(lambda: _beat(stage) != before)
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def test_it_publishes_on_time_and_is_woken_by_another_process(stage: Stage, started: Callable[..., subprocess.Popen[str]]) -> None:
    daemon = started()
    due = _approve(stage, after=2.5)
    _until(lambda: stage.state() is S.PUBLISHED)
    at = stage.journal("day/p/a")[0].started_at
    assert timedelta(0) <= at - due < timedelta(seconds=1.5)
    # Someone stops everything; what was due goes as soon as someone resumes, long before the watchdog looks.
    stage.stop_file.write(Stop(by="Ben", at=now(), reason="drill"))
    _approve(stage, post="q")
    time.sleep(1.5)
    assert stage.state("day/q/a") is S.QUEUED
    stage.stop_file.clear()
    with stage.ledger.write() as tx:
        record.note(tx, at=now(), actor="Ann", kind="resumed", subject="workspace")
    _until(lambda: stage.state("day/q/a") is S.PUBLISHED, seconds=5)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=20) == 0
    assert (stage.folder / "said").read_text() == ""


def test_there_is_only_one(stage: Stage, started: Callable[..., subprocess.Popen[str]]) -> None:
    daemon = started()
    second = _start(stage.folder)
    assert second.wait(timeout=30) == 1
    said = (stage.folder / "said").read_text()
    assert said.count("\n") == 1
    assert f"A daemon is already running on this workspace (process {daemon.pid})." in said
    assert daemon.poll() is None


def test_asked_to_end_it_finishes_what_is_in_flight(stage: Stage, started: Callable[..., subprocess.Popen[str]]) -> None:
    daemon = started(pause=1.5)
    _approve(stage)
    _until((stage.folder / "calling").exists)
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=20) == 0
    assert (stage.state(), stage.outcomes(), stage.texts()) == (S.PUBLISHED, [Outcome.PUBLISHED], ["Hello."])


def test_killed_in_the_middle_of_a_call_the_next_one_settles_it(stage: Stage, started: Callable[..., subprocess.Popen[str]]) -> None:
    daemon = started(pause=60)
    _approve(stage)
    _until((stage.folder / "calling").exists)
    daemon.kill()
    daemon.wait(timeout=20)
    assert stage.state() is S.ARMED
    started()
    _until(lambda: stage.state() is S.PUBLISHED)
    assert stage.outcomes() == [Outcome.ABSENT_PROVEN, Outcome.PUBLISHED]
    assert stage.texts() == ["Hello."]


def test_an_idle_daemon_is_quiet_and_outlives_a_broken_reload(stage: Stage) -> None:
    def reload() -> bool:
        raise CampaignError("config.yaml: line 3 is not right.")

    stage.sender.clock = now
    daemon = Daemon(stage.sender, changed=lambda _posts, _now: set(), reload=reload)
    thread = threading.Thread(target=daemon.run)
    thread.start()
    _until(lambda: _beat(stage))
    time.sleep(1.2)
    first = _beat(stage)
    time.sleep(2)
    assert _beat(stage) == first  # nobody did anything, so it looks again after its 15 seconds, not before
    _approve(stage)
    _until(lambda: stage.state() is S.PUBLISHED, seconds=5)
    daemon.stop()
    thread.join(timeout=20)
    assert not thread.is_alive()


def test_the_lock_is_given_back_and_says_when_it_cannot_be_had(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path / "new"):
            pass
    (tmp_path / "file").write_text("")
    with pytest.raises(CampaignError, match="lock cannot be written"), only_one(tmp_path / "file"):
        pass
