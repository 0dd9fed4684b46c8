"""The tick: what is due is claimed in a batch and handed out. The ledger's rows are the only schedule.

One job of APScheduler calls it (see daemon.py); a rehearsal calls it with its own clock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from campaign.delivery.decide import LEASE
from campaign.delivery.holds import Conditions, hold
from campaign.delivery.moves import miss
from campaign.delivery.send import Sender
from campaign.engine.executor import Executor
from campaign.ledger import Delivery, Fenced, Tx, control, deliveries
from campaign.models import DeliveryState

BATCH = 500
Changed = Callable[[set[tuple[str, str]], datetime], set[tuple[str, str]]]


@dataclass(kw_only=True)
class Ticker:
    """Claims what is due. ``changed`` is asked which of the posts about to go differ from what was approved, and withdraws them."""

    sender: Sender
    executor: Executor
    owner: str
    changed: Changed = lambda _posts, _now: set()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, now: datetime) -> None:
        """Take back every claim of a daemon that died: nobody else is running."""
        self._sweep(now, all_leases=True)

    def tick(self, now: datetime) -> datetime | None:
        """Hand out what is due by ``now``. Returns when something is due next, if that is known."""
        with self._lock:
            self._sweep(now, all_leases=False)
            for delivery, fence in self._claim(now):
                self.executor.submit(self.sender.publish, delivery.id, fence)
            with self.sender.ledger.write() as tx:
                upcoming = deliveries.next_due(tx, after=now)
                control.beat(tx, owner=self.owner, now=now, next_due=upcoming)
            return upcoming

    def _sweep(self, now: datetime, *, all_leases: bool) -> None:
        with self.sender.ledger.write() as tx:
            for delivery in deliveries.expired(tx, now, all_leases=all_leases):
                self.sender.abandon(tx, delivery, now)
            for delivery in deliveries.late(tx, now):
                with suppress(Fenced):  # the part before it has just taken it along
                    miss(tx, delivery, now, actor=self.sender.actor)

    def _claim(self, now: datetime) -> list[tuple[Delivery, int]]:
        ledger = self.sender.ledger
        with ledger.read() as tx:
            candidates = deliveries.due(tx, now, limit=BATCH, without=deliveries.busy_accounts(tx))
        going = {(d.campaign, d.post) for d in candidates if d.state is not DeliveryState.UNKNOWN}
        changed = self.changed(going, now) if going else set()
        with ledger.write() as tx:
            busy = deliveries.busy_accounts(tx)
            conditions = self.sender.conditions(tx, now)
            # Read again: since then a person may have moved one, and ``changed`` may have withdrawn its post.
            asked = going - changed
            candidates = deliveries.due(tx, now, limit=BATCH, without=busy, lock=True)
            chosen = [d for d in candidates if d.state is DeliveryState.UNKNOWN or (d.campaign, d.post) in asked]
            chosen = _one_an_account(tx, chosen, conditions, busy)[: max(self.executor.free, 0)]
            won = deliveries.claim(tx, [d.id for d in chosen], owner=self.owner, until=now + LEASE)
        return [(d, won[d.id]) for d in chosen if d.id in won]


def _one_an_account(tx: Tx, candidates: list[Delivery], conditions: Conditions, busy: set[str]) -> list[Delivery]:
    """At most one delivery an account, earliest first: at most one visible call is in flight on each."""
    chosen: list[Delivery] = []
    taken = set(busy)
    for delivery in candidates:
        if delivery.account in taken:
            continue
        if delivery.state is not DeliveryState.UNKNOWN and (found := hold(delivery, conditions)) is not None:
            if found.until is not None:
                # What is held until a known time is looked at again then, not at every tick.
                deliveries.move(tx, delivery, next_at=min(found.until, delivery.late_at), reason=found.reason)
            continue
        taken.add(delivery.account)
        chosen.append(delivery)
    return chosen
