"""The tick: what is due is claimed in a batch and handed out. The ledger's rows are the only schedule.

One job of APScheduler calls it (see daemon.py); a rehearsal calls it with its own clock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaign.delivery.decide import LEASE
from campaign.delivery.holds import hold
from campaign.delivery.moves import miss
from campaign.delivery.send import Sender
from campaign.engine.executor import Executor
from campaign.ledger import Delivery, Fenced, Tx, claims, control
from campaign.ledger.claims import Due
from campaign.models import DeliveryState

PAGE = 500
BEAT = timedelta(seconds=1)
Changed = Callable[[set[tuple[str, str]], datetime], set[tuple[str, str]]]


@dataclass(kw_only=True)
class Ticker:
    """Claims what is due. ``changed`` is asked which of the posts about to go differ from what was approved, and withdraws them."""

    sender: Sender
    executor: Executor
    owner: str
    changed: Changed = lambda _posts, _now: set()
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _beaten: datetime | None = None

    def start(self, now: datetime) -> None:
        """Take back every claim of a daemon that died, unless others may be running: then only what is past its lease."""
        self._sweep(now, all_leases=self.executor.alone)

    def tick(self, now: datetime) -> datetime | None:
        """Hand out what is due by ``now``. Returns when something is due next, if that is known."""
        with self._lock:
            self._sweep(now, all_leases=False)
            self.executor.submit(self.sender.work, self._claim(now))
            with self.sender.ledger.read() as tx:
                upcoming = claims.next_due(tx, after=now)
            self._beat(now, upcoming)
            return upcoming

    def _beat(self, now: datetime, upcoming: datetime | None) -> None:
        """A busy engine ticks a hundred times a second; that it is alive need not be written as often."""
        if self._beaten is None or abs(now - self._beaten) >= BEAT:
            with self.sender.ledger.write() as tx:
                control.beat(tx, owner=self.owner, now=now, next_due=upcoming)
            self._beaten = now

    def _sweep(self, now: datetime, *, all_leases: bool) -> None:
        with self.sender.ledger.read() as tx:
            if not claims.expired(tx, now, all_leases=all_leases) and not claims.late(tx, now):
                return
        with self.sender.ledger.write() as tx:
            for delivery in claims.expired(tx, now, all_leases=all_leases):
                self.sender.abandon(tx, delivery, now)
            for delivery in claims.late(tx, now):
                with suppress(Fenced):  # the part before it has just taken it along
                    miss(tx, delivery, now, actor=self.sender.actor)

    def _claim(self, now: datetime) -> list[Delivery]:
        asked: set[tuple[str, str]] = set()
        changed: set[tuple[str, str]] = set()
        while True:
            with self.sender.ledger.read() as tx:
                chosen, held = self._choose(tx, now, changed)
            going = {(d.campaign, d.post) for d in chosen if d.state is not DeliveryState.UNKNOWN} - asked
            if not going or not (found := self.changed(going, now)):
                break
            # In the place of a post that was changed and withdrawn, the next one of its account goes.
            asked |= going
            changed |= found
        wanted = [d.id for d in chosen]
        if not wanted and not held:
            return []
        with self.sender.ledger.write() as tx:
            claims.postpone(tx, held)
            # What a person has moved since it was read is not claimed; whatever else has changed, the arm looks at again.
            claimed = claims.claim(tx, wanted, now=now, owner=self.owner, until=now + LEASE) if wanted else []
            self.executor.hand_over(tx, claimed)
            return claimed

    def _choose(self, tx: Tx, now: datetime, changed: set[tuple[str, str]]) -> tuple[list[Due], list[tuple[str, datetime, str]]]:
        """At most one delivery an account, earliest first: at most one visible call is in flight on each. And what is held for a while."""
        chosen: list[Due] = []
        held: list[tuple[str, datetime, str]] = []
        taken, free = claims.busy_accounts(tx), max(self.executor.free, 0)
        page: list[Due] = []
        size = min(PAGE, 2 * free)
        while len(chosen) < free:
            page = claims.due(tx, now, limit=size, without=taken, beyond=page[-1].place if page else (0, ""))
            conditions = self.sender.conditions(tx, now, [d.id for d in page])
            for delivery in sorted(page, key=lambda d: (d.due_at, d.part, d.id)):
                looked_up = delivery.state is DeliveryState.UNKNOWN
                if delivery.account in taken or (not looked_up and (delivery.campaign, delivery.post) in changed):
                    continue
                found = None if looked_up else hold(delivery, conditions)
                if found is None:
                    taken.add(delivery.account)
                    chosen.append(delivery)
                elif found.until is not None:
                    held.append((delivery.id, min(found.until, delivery.late_at), found.reason))
            if len(page) < size:
                break
        return chosen[:free], held
