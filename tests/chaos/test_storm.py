"""Every platform at once, faults on a third of all calls, a sender that dies at any step: 0 doubled, 0 lost."""

from __future__ import annotations

import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from campaign.ledger import verify
from campaign.models import DeliveryState
from tests.chaos.fast import SPEED
from tests.chaos.storm import Storm, limit_disk, locked, storm
from tests.postgresql import postgresql

__all__ = ["postgresql"]
S = DeliveryState


def _held(blowing: Storm, counts: object) -> None:
    doubled, lost = blowing.verdict()
    with blowing.ledger.read() as tx:
        assert verify.check(tx).problems == []  # whatever happened, the record commits to all of it
    print(blowing.figures())  # noqa: T201  # shown when it fails, and with -s
    assert (doubled, lost, dict(counts)) == ([], [], {S.PUBLISHED: sum(counts.values())})  # type: ignore[attr-defined, call-overload]  # a Counter


@pytest.mark.chaos
@pytest.mark.slow
def test_a_storm_doubles_and_loses_nothing(tmp_path: Path) -> None:
    with storm(tmp_path / "storm") as blowing:
        blowing.approve(12)
        blowing.faults()
        blowing.start()
        _held(blowing, blowing.run(40))
        assert blowing.kills >= 3
        # Where the platform itself can say, nobody is needed: by its address, its key or its container.
        asked = {name: blowing.settled[name] for name in ("bluesky", "mastodon", "instagram", "threads")}
        assert sum(asked.values()) <= 2, asked


@pytest.mark.chaos
@pytest.mark.slow
def test_a_full_disk_a_locked_ledger_a_stopped_process_and_a_moved_clock(tmp_path: Path) -> None:
    with storm(tmp_path / "storm", kill=0.0) as blowing:
        blowing.approve(6, every=timedelta(minutes=7))
        blowing.faults(0.1)
        blowing.start()
        trouble = iter(("disk", "lock", "stop", "forward", "back", "network"))

        def each(dice: random.Random) -> None:
            if (kind := next(trouble, None)) is None:
                time.sleep(0.5)
                return
            time.sleep(1.5 + dice.random())
            pid = blowing.senders[0].pid
            if kind == "disk":
                limit_disk(pid, 4096)
                time.sleep(2)
                limit_disk(pid, -1)
            elif kind == "lock":
                with locked(blowing.url):
                    time.sleep(2)
            elif kind == "stop":
                blowing.senders[0].send_signal(signal.SIGSTOP)
                time.sleep(8)  # past every lease: 5 minutes are 5 seconds here
                blowing.senders[0].send_signal(signal.SIGCONT)
            elif kind in {"forward", "back"}:
                (blowing.folder / "clock").write_text("600" if kind == "forward" else "-600")
                time.sleep(2)
                (blowing.folder / "clock").write_text("0")
            else:
                blowing.senders[0].send_signal(signal.SIGKILL)
                blowing.senders[0].wait(10)

        _held(blowing, blowing.run(60, each=each))
        assert next(trouble, None) is None, "it was over before all of it had happened"


@pytest.mark.chaos
@pytest.mark.slow
def test_two_senders_on_one_postgresql_ledger(tmp_path: Path, postgresql: str) -> None:
    with storm(tmp_path / "storm", url=postgresql, alone=False) as blowing:
        blowing.approve(8)
        blowing.faults()
        blowing.start()
        blowing.start()
        _held(blowing, blowing.run(30))
        assert blowing.kills >= 3


@pytest.mark.chaos
def test_the_fast_clock_leaves_a_call_less_than_its_minute() -> None:
    assert timedelta(seconds=0.6 * SPEED) < timedelta(seconds=60)
