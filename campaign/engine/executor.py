"""Who does the work of a claim: a thread pool in this process, or the caller itself (rehearsals, tests)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from campaign.errors import CampaignError
from campaign.ledger import Delivery, Tx

log = logging.getLogger(__name__)
Work = Callable[[Delivery], None]
THREADS = 64


class Executor(Protocol):
    """Takes claimed deliveries. ``free`` says how many more it can take now.

    ``alone``: whoever claims works in this process, so at its start every claim is a dead one's. ``hand_over`` is called in the
    claim's own transaction, ``submit`` once that is stored.
    """

    @property
    def free(self) -> int: ...

    @property
    def alone(self) -> bool: ...

    def hand_over(self, tx: Tx, claimed: Sequence[Delivery]) -> None: ...

    def submit(self, work: Work, claimed: Sequence[Delivery]) -> None: ...

    def close(self) -> None: ...


class Inline:
    """Does the work at once, in the caller's thread."""

    free = 64
    alone = True

    def hand_over(self, tx: Tx, claimed: Sequence[Delivery]) -> None:
        """Nothing is begun before the claim is stored."""

    def submit(self, work: Work, claimed: Sequence[Delivery]) -> None:
        """Publish now, one after the other."""
        for delivery in claimed:
            work(delivery)

    def close(self) -> None:
        """Nothing is under way between two calls."""


class Threads:
    """A pool of threads; the calls wait for the network, not for the processor. ``done`` is told after each delivery."""

    alone = True

    def __init__(self, size: int = THREADS, done: Callable[[], None] = lambda: None) -> None:
        self.done = done
        self._size = size
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="publish")
        self._lock = threading.Lock()
        self._running = 0

    @property
    def free(self) -> int:
        """Threads that have nothing to do."""
        return self._size - self._running

    def under_way(self) -> int:
        """How many deliveries were handed out and have not ended."""
        return self._running

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._running > 0

    def gather(self, seconds: float) -> None:
        """Wait until all that is under way has ended, but not long."""
        end = time.monotonic() + seconds
        while self.busy and time.monotonic() < end:
            time.sleep(0.002)

    def hand_over(self, tx: Tx, claimed: Sequence[Delivery]) -> None:
        """Nothing is begun before the claim is stored."""

    def submit(self, work: Work, claimed: Sequence[Delivery]) -> None:
        """Publish, each in a thread of the pool."""
        with self._lock:
            self._running += len(claimed)
        for delivery in claimed:
            self._pool.submit(work, delivery).add_done_callback(self._finished)

    def _finished(self, future: Future[None]) -> None:
        with self._lock:
            self._running -= 1
        if (error := future.exception()) is not None:
            # The claim stays until its lease ends; the sweep then takes the delivery up again.
            if isinstance(error, CampaignError):
                log.error("%s", error)
            else:
                log.error("a delivery could not be worked on", exc_info=error)
        self.done()

    def close(self) -> None:
        """Wait until everything under way has ended."""
        self._pool.shutdown(wait=True)
