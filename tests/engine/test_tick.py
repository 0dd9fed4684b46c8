"""The tick with a real thread pool: one call an account at a time, the others beside it, no more than there are threads."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign.delivery.decide import LEASE
from campaign.engine.executor import Threads
from campaign.errors import CampaignError
from campaign.ledger import Tx, deliveries
from campaign.models import DeliveryState
from tests.delivery.stage import START, Stage

S = DeliveryState
MINUTE = timedelta(minutes=1)


class Traffic:
    """Counts the calls that are under way at once, on each account and on all."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now: dict[str, int] = {}
        self.most_on_one = self.most = 0

    def fault(self, when: str, request: Any) -> None:
        """Between ``before`` and ``after`` a call is under way."""
        if request is None:
            return
        account = request.body["account"]
        with self.lock:
            self.now[account] = self.now.get(account, 0) + (1 if when == "before" else -1)
            self.most_on_one = max(self.most_on_one, self.now[account])
            self.most = max(self.most, sum(self.now.values()))
        if when == "before":
            time.sleep(0.02)


def _finish(stage: Stage, wake: threading.Event) -> None:
    for _ in range(200):
        stage.tick()
        with stage.ledger.read() as tx:
            if _all_out(tx):
                return
        wake.wait(0.5)
        wake.clear()
    raise AssertionError("not everything was published")


def _all_out(tx: Tx) -> bool:
    return all(d.state is S.PUBLISHED for d in deliveries.find(tx))


@pytest.mark.parametrize("size", [3, 16])
def test_everything_due_at_once_goes_out_once_in_order(tmp_path: Path, size: int) -> None:
    traffic, wake = Traffic(), threading.Event()
    names = tuple(f"a{n}" for n in range(8))
    stage = Stage(tmp_path, names=names, fault=traffic.fault)
    stage.ticker.executor = Threads(size, done=wake.set)
    for post in range(3):
        stage.approve(f"p{post}", texts=(f"{post}.1", f"{post}.2"))
    _finish(stage, wake)
    stage.ticker.executor.close()
    for name in names:
        texts = stage.texts(name)
        assert sorted(texts) == ["0.1", "0.2", "1.1", "1.2", "2.1", "2.2"]
        assert all(texts.index(f"{n}.1") < texts.index(f"{n}.2") for n in range(3))
    assert traffic.most_on_one == 1
    assert 2 <= traffic.most <= size


def test_two_ticks_at_once_claim_nothing_twice(tmp_path: Path) -> None:
    stage = Stage(tmp_path, names=tuple("abcdefgh"))
    stage.ticker.executor = Threads(8)
    stage.approve()
    ticks = [threading.Thread(target=stage.ticker.tick, args=(stage.clock(),)) for _ in range(4)]
    for tick in ticks:
        tick.start()
    for tick in ticks:
        tick.join()
    stage.ticker.executor.close()
    assert [len(stage.texts(n)) for n in "abcdefgh"] == [1] * 8


def test_two_daemons_on_one_ledger_publish_everything_once(tmp_path: Path) -> None:
    """The file lock keeps this from happening; the ledger would keep the promise without it."""
    one, two = (Stage(tmp_path, names=tuple("abcd")) for _ in range(2))
    for post in range(5):
        one.approve(f"p{post}", texts=(str(post),))

    def work(stage: Stage) -> None:
        for _ in range(12):
            stage.ticker.tick(START)

    threads = [threading.Thread(target=work, args=(stage,)) for stage in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [sorted(one.texts(n)) for n in "abcd"] == [["0", "1", "2", "3", "4"]] * 4


def test_a_worker_that_dies_is_replaced_after_its_lease(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    stage = Stage(tmp_path)
    stage.ticker.executor = Threads(2)

    def step(_name: str, _delivery: str) -> None:
        raise MemoryError

    stage.sender.step = step
    stage.approve()
    stage.tick()
    stage.ticker.executor.close()
    assert "could not be worked on" in caplog.text
    again = Stage(tmp_path, clock=stage.clock)
    again.tick(after=LEASE)
    assert again.texts() == []
    again.tick(after=timedelta(seconds=1))
    assert again.texts() == ["Hello."]


def test_the_tick_says_when_something_is_due_next(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert stage.ticker.tick(START) is None
    stage.approve(after=10 * MINUTE)
    stage.approve("q", after=7 * MINUTE)
    assert stage.ticker.tick(START) == START + 7 * MINUTE


def test_a_jump_of_the_clock_misses_what_is_past_its_grace_and_sends_the_rest(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve("p", texts=("p",))
    stage.approve("q", texts=("q",), after=50 * MINUTE)
    stage.approve("r", texts=("r",), after=90 * MINUTE)
    stage.clock.set(START + 60 * MINUTE)  # the machine slept
    stage.tick()
    stage.tick()
    assert [stage.state(f"day/{p}/a") for p in "pqr"] == [S.MISSED, S.PUBLISHED, S.QUEUED]


class Lost:
    """An executor that loses what it is given."""

    free = 5
    alone = True

    def hand_over(self, *_args: Any) -> None:
        """Do nothing."""

    def submit(self, *_args: Any) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class Refusing(Lost):
    """An executor that cannot be reached."""

    def hand_over(self, *_args: Any) -> None:
        """Fail in the claim's transaction."""
        raise CampaignError("The queue does not answer.")


def test_a_claim_that_cannot_be_handed_over_is_undone(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve()
    inline, stage.ticker.executor = stage.ticker.executor, Refusing()
    with pytest.raises(CampaignError):
        stage.tick()
    assert stage.get("day/p/a").lease_owner is None
    stage.ticker.executor = inline
    stage.tick()
    assert stage.texts() == ["Hello."]


def test_where_others_may_be_at_work_a_start_leaves_their_claims_alone(tmp_path: Path) -> None:
    stage, executor = Stage(tmp_path), Lost()
    executor.alone = False
    stage.ticker.executor = executor
    stage.approve()
    stage.tick()
    stage.ticker.start(stage.clock())
    assert stage.get("day/p/a").lease_owner == "stage"
    stage.clock.advance(LEASE + timedelta(seconds=1))
    stage.ticker.start(stage.clock())
    assert stage.get("day/p/a").lease_owner is None


def test_a_restart_takes_every_claim_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.ticker.executor = Lost()
    stage.approve()
    stage.tick()
    assert stage.get("day/p/a").lease_owner == "stage"
    again = Stage(tmp_path, clock=stage.clock)
    again.tick()
    assert again.texts() == []  # its lease still runs
    again.ticker.start(again.clock())
    again.tick()
    assert again.texts() == ["Hello."]
