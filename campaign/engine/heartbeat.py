"""Calls an outside watchdog while the daemon really ticks: when the calls stop, the watchdog raises the alarm."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaign.platforms.wire import BrokenCall, Transport

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 15.0


@dataclass(kw_only=True)
class Heartbeat:
    """The calls: at most one in ``every``, and never a second beside one that hangs."""

    address: Callable[[], str | None]
    every: timedelta = timedelta(minutes=1)
    transport: Transport = field(default_factory=lambda: Transport(deadline=HEARTBEAT_SECONDS))
    _last: datetime | None = None
    _calling: threading.Lock = field(default_factory=threading.Lock)

    def beat(self, now: datetime) -> None:
        """A tick has ended well. Returns at once; the call is made beside it."""
        address = self.address()
        if address is None or (self._last is not None and timedelta(0) <= now - self._last < self.every):
            return
        if not self._calling.acquire(blocking=False):
            return  # the last call still hangs
        self._last = now
        threading.Thread(target=self._call, args=(address,), name="heartbeat", daemon=True).start()

    def _call(self, address: str) -> None:
        try:
            answer = self.transport.get(address)
            if answer.status >= 300:
                log.warning("the heartbeat's address answers %s", answer.status)
        except BrokenCall as error:
            log.warning("the heartbeat's address could not be reached: %s", error.why)
        finally:
            self._calling.release()
