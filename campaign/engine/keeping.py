"""What the daemon does for the record when it has nothing to send: it seals the events, and once a day does what the settings say."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaign.errors import CampaignError
from campaign.ledger import Ledger, seals

log = logging.getLogger(__name__)
EVERY = timedelta(seconds=10)
AT_THE_LATEST = timedelta(seconds=60)
CATCHING_UP = timedelta(seconds=1)
IDLE_BATCHES = 20  # in one look; each holds the ledger for some hundredths of a second
DAY = timedelta(days=1)


@dataclass(kw_only=True)
class Keeping:
    """Seals at most every 10 s while nothing is being sent, and every minute whatever happens. ``daily`` runs at the start of each day.

    What has piled up is sealed bit by bit: a delivery that falls due meanwhile waits for one batch at most.
    """

    ledger: Ledger
    daily: Callable[[datetime], None] = lambda _now: None
    _sealed: datetime | None = None
    _left: bool = False
    _kept: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self, now: datetime, *, busy: bool) -> None:
        """Do what is due by ``now``. What goes wrong is logged: nothing here may hold up a delivery."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            every = CATCHING_UP if self._left else AT_THE_LATEST if busy else EVERY
            if self._sealed is None or abs(now - self._sealed) >= every:
                self._sealed = now
                self._left = self._seal(now, 1 if busy else IDLE_BATCHES)
            if not busy and (self._kept is None or abs(now - self._kept) >= DAY):
                self._kept = now
                self.daily(now)
        except CampaignError as error:
            log.error("%s", error)
        finally:
            self._lock.release()

    def _seal(self, now: datetime, most: int) -> bool:
        """Seal at most so many batches. Returns whether more is waiting."""
        with self.ledger.read() as tx:
            waiting = seals.unsealed(tx)
        for _ in range(most):
            if waiting <= 0:
                break
            with self.ledger.write() as tx:
                done = seals.seal(tx, at=now)
            waiting -= len(done.events) if done is not None else waiting
        return waiting > 0
