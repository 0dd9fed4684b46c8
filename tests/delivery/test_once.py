"""At most once and none lost, whatever breaks, whenever it breaks, and whatever people do meanwhile."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign.delivery.approve import drop, resend, retime, settle_online, withdraw
from campaign.errors import NotAllowed
from campaign.ledger import Delivery, Stop, approvals, control, deliveries, record, verify
from campaign.models import AccountState, DeliveryState, Idempotency, PostState, Request
from campaign.testing import Clock
from tests.delivery.stage import START, Stage
from tests.delivery.world import AFTER, BEFORE, Hostile, Killed, Plan
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

ACCOUNTS = ("a", "b")
POSTS = ("p", "q")
GRACE = timedelta(minutes=30)
SETTLED = {DeliveryState.PUBLISHED, DeliveryState.FAILED, DeliveryState.MISSED, DeliveryState.CANCELLED, DeliveryState.NEEDS_PERSON}
TO_SETTLE = (DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON, DeliveryState.FAILED)

# How often each thing happens, in proportion.
HAPPENS = {"pass_time": 8, "plan_faults": 6, "settle": 5, "approve": 3, "approve_again": 1, "take_back": 2, "move": 2}
HAPPENS |= {"restart": 1, "stop": 1, "go": 3}
DAYS = int(os.environ.get("CAMPAIGN_TEST_DAYS", "6"))  # more for a thorough run
STEPS = ("claimed", "arming", "armed", "created", "looked")

class HostileStage(Stage):
    """The stage with platforms that break as planned."""

    plan: Plan
    machine: Any

    def _platform(self, account: Any) -> Hostile:
        file = self.folder / f"{account.id}.jsonl"
        return Hostile(file, account=account, kind=self.kind, plan=self.plan, clock=self.clock, seen=self.machine.about_to_send)


class Day:
    """Two posts on two accounts over a day, each one in one or two parts. ``seed`` decides everything that happens."""

    def __init__(self, folder: Path, kind: Idempotency, seed: int) -> None:
        self.folder, self.kind = folder, kind
        self.random = random.Random(seed)
        self.clock, self.plan = Clock(START), Plan()
        self.words: dict[str, tuple[str, ...]] = {}
        self.version = 0
        self.wrong: list[str] = []
        self.stage = self._open()

    def _open(self) -> HostileStage:
        stage = HostileStage.__new__(HostileStage)
        stage.plan, stage.machine = self.plan, self
        stage.__init__(self.folder, kind=self.kind, names=ACCOUNTS, gap=timedelta(minutes=5), clock=self.clock, step=self._step)  # type: ignore[misc]
        stage.ticker.start(self.clock())
        return stage

    def _step(self, step: str, _delivery: str) -> None:
        if self.plan.take(step) is not None:
            raise Killed

    def check_day(self, steps: int) -> None:
        """Live it."""
        self.approve()
        for _ in range(steps):
            (what,) = self.random.choices(list(HAPPENS), weights=list(HAPPENS.values()))
            getattr(self, what)()
            self.check()
        self.end()

    def _minutes(self) -> timedelta:
        return timedelta(minutes=self.random.choice((0, 0, 1, 3, 10, 29, 45)))

    def end(self) -> None:
        """Nothing breaks any more and nobody does anything: everything ends in a state that says what a person has to do."""
        self.plan.faults.clear()
        self.go()
        self.pass_time(timedelta(hours=5))
        for delivery in self._all():
            assert delivery.state in SETTLED, delivery
            assert delivery.reason or delivery.state is DeliveryState.PUBLISHED, delivery
            assert delivery.lease_owner is None, delivery
        self.check()
        with self.stage.ledger.read() as tx:
            assert verify.check(tx).problems == []  # whatever happened, its events committed to all of it
        self.stage.ledger.close()

    def _all(self) -> list[Delivery]:
        with self.stage.ledger.read() as tx:
            return deliveries.find(tx)

    # -- what must always be true --------------------------------------------------------------------------------------

    def about_to_send(self, request: Request) -> None:
        """Called by the platform at the visible call. What is wrong is kept: raised here, the sender would take it for a fault."""
        try:
            self._must_be_allowed(request)
        except AssertionError as error:
            self.wrong.append(f"{request.body}: {error}")

    def check(self) -> None:
        """Nothing was sent that must not be, nothing is online twice, and what is said to be published is online."""
        assert self.wrong == []
        for name, platform in self.stage.platforms.items():
            keys = [p["key"] for p in platform.posts()]
            places = [p["text"].split()[:2] for p in platform.posts()]
            assert len(keys) == len(set(keys))
            assert all(places.count(place) == 1 for place in places), (name, platform.posts())
        for delivery in self._all():
            assert delivery.state is not DeliveryState.PUBLISHED or self._online(delivery), delivery

    def _must_be_allowed(self, request: Request) -> None:
        """It is approved, in time and in order, and nothing holds it."""
        with self.stage.ledger.read() as tx:
            (delivery,) = [d for d in deliveries.find(tx) if d.key and d.key.idempotency == request.key.idempotency]
            assert control.stopped(tx) is None
            assert control.account(tx, delivery.account).state is AccountState.OK
            state = approvals.status(tx, "day", delivery.post)
            journal = deliveries.journal(tx, delivery.id)
        assert self.stage.stop_file.read() is None
        assert state is not None
        assert state.state is PostState.APPROVED
        assert request.body["text"] == self.words[delivery.post][delivery.part - 1]
        assert delivery.state is DeliveryState.ARMED
        assert journal[-1].ended_at is None
        assert self.clock() <= delivery.late_at
        assert delivery.part == 1 or request.body["reply_to"]

    def _online(self, delivery: Delivery) -> str | None:
        key = delivery.key.idempotency if delivery.key else None
        found = [p["id"] for p in self.stage.platforms[delivery.account].posts() if p["key"] == key]
        return f"https://file.example/{found[0]}" if found else None

    # -- what happens --------------------------------------------------------------------------------------------------

    def approve(self) -> None:
        """Approve a post, with other words each time."""
        post = self.random.choice(POSTS)
        self.version += 1
        texts = tuple(f"{post} {n} v{self.version}" for n in range(1, self.random.choice((1, 2)) + 1))
        self.stage.approve(post, texts=texts, after=self._minutes())
        self.words[post] = texts

    def approve_again(self) -> None:
        """Approve the same words once more, as a person does who is not sure that it worked."""
        for post in self._approved():
            self.stage.approve(post, texts=self.words[post])

    def _approved(self) -> list[str]:
        with self.stage.ledger.read() as tx:
            return [post for _, post in approvals.approved(tx)]

    def take_back(self) -> None:
        """An edit."""
        for post in self._approved()[:1]:
            with self.stage.ledger.write() as tx:
                withdraw(tx, "day", post, by="Ann", at=self.clock(), reason="changed")

    def move(self) -> None:
        """Another time."""
        with self.stage.ledger.write() as tx:
            retime(tx, "day", self.random.choice(POSTS), self.clock() + self._minutes(), by="Ann", at=self.clock())

    def plan_faults(self) -> None:
        """Things will go wrong."""
        for _ in range(self.random.choice((1, 1, 2, 3))):
            when = self.random.choice(("before", "before", "after", "after", "look", "stage", "kill"))
            kinds = {"before": BEFORE, "stage": BEFORE, "after": AFTER, "look": ("lagging", "broken"), "kill": ("killed",)}
            fault = self.random.choice(kinds[when])
            self.plan.faults.append((self.random.choice(STEPS) if when == "kill" else when, fault))

    def pass_time(self, span: timedelta | None = None) -> None:
        """The daemon ticks whenever something is due, and is started again when it was killed."""
        end = self.clock() + (self._minutes() if span is None else span)
        for _ in range(1000):
            before = self._newest()
            try:
                upcoming = self.stage.ticker.tick(self.clock())
            except Killed:
                self.restart()
                continue
            if self._newest() != before:
                continue  # a worker that has finished wakes the tick
            if self.clock() >= end:
                return
            # The engine looks far more often without being told to; this often will do here.
            self.clock.set(min(end, self.clock() + timedelta(minutes=10), *([upcoming] if upcoming else [])))
        raise AssertionError("it never comes to rest")

    def _newest(self) -> int:
        with self.stage.ledger.read() as tx:
            return record.newest(tx)

    def restart(self) -> None:
        """Killed and started again."""
        self.stage.ledger.close()
        self.stage = self._open()

    def stop(self) -> None:
        """Somebody stops everything, in one of two ways or both."""
        stop = Stop(by="Ben", at=self.clock(), reason="incident")
        ways = self.random.choice(("file", "ledger", "file and ledger"))
        if "file" in ways:
            self.stage.stop_file.write(stop)
        if "ledger" in ways:
            with self.stage.ledger.write() as tx:
                control.set_stop(tx, stop)

    def go(self) -> None:
        """An approver resumes everything."""
        self.stage.stop_file.clear()
        with self.stage.ledger.write() as tx:
            control.clear_stop(tx)
            for name in ACCOUNTS:
                control.set_account(tx, name, AccountState.OK, at=self.clock())

    def settle(self) -> None:
        """A person looks at the platform and says what is true; being told no is fine, a traceback is not."""
        if not (open_ones := [d for d in self._all() if d.state in TO_SETTLE]):
            return
        delivery = self.random.choice(open_ones)
        now = self.clock()
        with suppress(NotAllowed), self.stage.ledger.write() as tx:
            if url := self._online(delivery):
                settle_online(tx, delivery, url, by="Ann", at=now)
            elif self.random.random() < 0.3:
                drop(tx, delivery, by="Ann", at=now)
            else:
                resend(tx, delivery, self.random.choice((None, now)), by="Ann", at=now)


@pytest.mark.parametrize("kind", list(Idempotency))
def test_nothing_goes_out_twice_or_gets_lost(tmp_path: Path, kind: Idempotency) -> None:
    for seed in range(DAYS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        try:
            Day(folder, kind, seed).check_day(steps=40)
        except AssertionError as error:
            raise AssertionError(f"day {seed}: {error}") from error
