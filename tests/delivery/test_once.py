"""At most once and none lost, whatever breaks, whenever it breaks, and whatever people do meanwhile."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from campaign.delivery.approve import drop, resend, retime, settle_online, withdraw
from campaign.errors import LedgerError, NotAllowed
from campaign.ledger import Delivery, Ledger, Stop, approvals, control, deliveries, record
from campaign.models import AccountState, DeliveryState, Idempotency, PostState, Request
from campaign.testing import Clock
from tests.delivery.stage import START, Stage
from tests.delivery.world import AFTER, BEFORE, Hostile, Killed, Plan

ACCOUNTS = ("a", "b")
POSTS = ("p", "q")
GRACE = timedelta(minutes=30)
SETTLED = {DeliveryState.PUBLISHED, DeliveryState.FAILED, DeliveryState.MISSED, DeliveryState.CANCELLED, DeliveryState.NEEDS_PERSON}
TO_SETTLE = (DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON, DeliveryState.FAILED)

posts = st.sampled_from(POSTS)
minutes = st.integers(0, 45).map(lambda m: timedelta(minutes=m))


@cache
def _empty_ledger() -> bytes:
    """A ledger with nothing in it, made once: the tables take longer to make than a day to play."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "campaign.db"
        ledger = Ledger(f"sqlite:///{file}")
        ledger.close()
        return file.read_bytes()


class HostileStage(Stage):
    """The stage with platforms that break as planned."""

    plan: Plan
    machine: Any

    def _platform(self, account: Any) -> Hostile:
        file = self.folder / f"{account.id}.jsonl"
        return Hostile(file, account=account, kind=self.kind, plan=self.plan, clock=self.clock, seen=self.machine.about_to_send)


class Day(RuleBasedStateMachine):
    """Two posts on two accounts over a day, each one in one or two parts."""

    kind = Idempotency.ADDRESSED

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "campaign.db").write_bytes(_empty_ledger())
        self.clock, self.plan = Clock(START), Plan()
        self.words: dict[str, tuple[str, ...]] = {}
        self.version = 0
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

    def teardown(self) -> None:
        """Nothing breaks any more and nobody does anything: everything ends in a state that says what a person has to do."""
        self.plan.faults.clear()
        self._go()
        self.pass_time(timedelta(hours=5))
        for delivery in self._all():
            assert delivery.state in SETTLED, delivery
            assert delivery.reason or delivery.state is DeliveryState.PUBLISHED, delivery
            assert delivery.lease_owner is None, delivery
        self.never_twice()
        self.stage.ledger.close()
        shutil.rmtree(self.folder)

    def _go(self) -> None:
        self.stage.stop_file.clear()
        with self.stage.ledger.write() as tx:
            control.clear_stop(tx)
            for name in ACCOUNTS:
                control.set_account(tx, name, AccountState.OK, at=self.clock())

    def _all(self) -> list[Delivery]:
        with self.stage.ledger.read() as tx:
            return deliveries.find(tx)

    # -- what must always be true --------------------------------------------------------------------------------------

    def about_to_send(self, request: Request) -> None:
        """Called by the platform at the visible call: it is allowed, approved, in time and in order."""
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

    @invariant()
    def never_twice(self) -> None:
        """Nothing is online twice: no key, and no part of a post on one account."""
        for name, platform in self.stage.platforms.items():
            keys = [p["key"] for p in platform.posts()]
            assert len(keys) == len(set(keys))
            places = [(p["text"].split()[0], p["text"].split()[1]) for p in platform.posts()]
            assert len(places) == len(set(places)), (name, platform.posts())

    @invariant()
    def what_is_said_to_be_published_is_online(self) -> None:
        for delivery in self._all():
            if delivery.state is DeliveryState.PUBLISHED:
                assert self._online(delivery), delivery

    def _online(self, delivery: Delivery) -> str | None:
        key = delivery.key.idempotency if delivery.key else None
        found = [p["id"] for p in self.stage.platforms[delivery.account].posts() if p["key"] == key]
        return f"https://file.example/{found[0]}" if found else None

    # -- what happens --------------------------------------------------------------------------------------------------

    @initialize(post=posts, parts=st.integers(1, 2))
    def begin(self, post: str, parts: int) -> None:
        """There is always something to send."""
        self.approve(post, parts, timedelta(0))

    @rule(post=posts, parts=st.integers(1, 2), after=minutes)
    def approve(self, post: str, parts: int, after: timedelta) -> None:
        """Approve it, with other words each time."""
        self.version += 1
        texts = tuple(f"{post} {n} v{self.version}" for n in range(1, parts + 1))
        self.stage.approve(post, texts=texts, after=after)
        self.words[post] = texts

    @rule(post=posts)
    def approve_again(self, post: str) -> None:
        """Approve the same words once more, as a person does who is not sure that it worked."""
        if self._state(post) is PostState.APPROVED:
            self.stage.approve(post, texts=self.words[post])

    def _state(self, post: str) -> PostState | None:
        with self.stage.ledger.read() as tx:
            found = approvals.status(tx, "day", post)
        return found and found.state

    @rule(post=posts)
    def take_back(self, post: str) -> None:
        """An edit."""
        if self._state(post) is PostState.APPROVED:
            with self.stage.ledger.write() as tx:
                withdraw(tx, "day", post, by="Ann", at=self.clock(), reason="changed")

    @rule(post=posts, after=minutes)
    def move(self, post: str, after: timedelta) -> None:
        """Another time."""
        with self.stage.ledger.write() as tx:
            retime(tx, "day", post, self.clock() + after, by="Ann", at=self.clock())

    @rule(faults=st.lists(st.tuples(st.just("before"), st.sampled_from(BEFORE)) | st.tuples(st.just("after"), st.sampled_from(AFTER))
          | st.tuples(st.just("stage"), st.sampled_from(BEFORE)) | st.tuples(st.just("look"), st.sampled_from(("lagging", "broken")))
          | st.tuples(st.sampled_from(("claimed", "arming", "armed", "created", "looked")), st.just("killed")), max_size=4))  # fmt: skip
    def plan_faults(self, faults: list[tuple[str, str]]) -> None:
        """Something will go wrong."""
        self.plan.faults.extend(faults)

    @rule(span=minutes)
    def pass_time(self, span: timedelta) -> None:
        """The daemon ticks whenever something is due, and is started again when it was killed."""
        end = self.clock() + span
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

    @rule()
    def restart(self) -> None:
        """Killed and started again."""
        self.stage.ledger.close()
        self.stage = self._open()

    @rule(file=st.booleans(), ledger=st.booleans())
    def stop(self, file: bool, ledger: bool) -> None:
        """Somebody stops everything, in one of two ways or both."""
        stop = Stop(by="Ben", at=self.clock(), reason="incident")
        if file:
            self.stage.stop_file.write(stop)
        if ledger:
            with self.stage.ledger.write() as tx:
                control.set_stop(tx, stop)

    @rule()
    def go(self) -> None:
        """An approver resumes everything."""
        self._go()

    @precondition(lambda self: any(d.state in TO_SETTLE for d in self._all()))
    @rule(data=st.data(), new_time=st.booleans(), leave=st.booleans())
    def settle(self, data: st.DataObject, new_time: bool, leave: bool) -> None:
        """A person looks at the platform and says what is true."""
        delivery = data.draw(st.sampled_from([d for d in self._all() if d.state in TO_SETTLE]), label="delivery")
        with self.stage.ledger.write() as tx:
            try:
                if url := self._online(delivery):
                    settle_online(tx, delivery, url, by="Ann", at=self.clock())
                elif leave:
                    drop(tx, delivery, by="Ann", at=self.clock())
                else:
                    resend(tx, delivery, self.clock() if new_time else None, by="Ann", at=self.clock())
            except NotAllowed as error:
                assert str(error)  # noqa: PT017 - being told no is fine, a traceback is not
            except LedgerError as error:
                raise AssertionError(str(error)) from error


@pytest.mark.parametrize("kind", list(Idempotency))
def test_nothing_goes_out_twice_or_gets_lost(kind: Idempotency) -> None:
    machine = type("Day", (Day,), {"kind": kind})
    quick = settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    run_state_machine_as_test(machine, settings=quick)
