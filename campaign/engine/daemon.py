"""The daemon: one tick job, a thread pool, and a lock so that there is only one of it on a workspace."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from campaign.delivery.send import Sender
from campaign.engine.alerts import Teller
from campaign.engine.executor import Threads
from campaign.engine.heartbeat import Heartbeat
from campaign.engine.keeping import Keeping
from campaign.engine.tick import Changed, Ticker
from campaign.errors import CampaignError, LedgerError
from campaign.ledger import record

log = logging.getLogger(__name__)
WATCHDOG_SECONDS = 15
POLL_SECONDS = 0.5
GATHER_SECONDS = 0.05  # what ends within it is followed by one tick, not by one each


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def owner() -> str:
    """This process, as the ledger names it."""
    return f"{socket.gethostname()}:{os.getpid()}"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the workspace's daemon lock. Raises CampaignError when another daemon has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (folder / "daemon.lock").open("a+")
    except OSError as error:
        raise CampaignError(f"The daemon's lock cannot be written: {error.strerror}.", file=folder, fix="Make it writable.") from error
    with file:
        _lock(file, folder)
        yield


def _lock(file: IO[str], folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        other = file.read().strip()
        raise CampaignError(
            f"A daemon is already running on this workspace{f' (process {other})' if other else ''}.",
            file=folder.parent,
            fix="End that one first, or leave it to do its work.",
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()


class Daemon:
    """Ticks every 15 s, at the next due time, and when another process has written to the ledger."""

    def __init__(
        self,
        sender: Sender,
        *,
        changed: Changed,
        reload: Callable[[], bool] = lambda: False,
        daily: Callable[[datetime], None] = lambda _now: None,
        teller: Teller | None = None,
        heartbeat: Heartbeat | None = None,
        executor: Threads | None = None,
        trouble: Callable[[str | None, datetime], None] = lambda _why, _now: None,
    ) -> None:
        self._trouble = trouble  # told after every tick why it failed, or None
        self._teller, self._heartbeat = teller, heartbeat
        self._over = False
        self._wake, self._rested = threading.Event(), threading.Event()  # rested: no tick is under way
        self._rested.set()
        self._executor = executor or Threads()
        self._executor.done = self._wake.set
        sender.company = self._executor.under_way
        self._reload = reload
        self._keeping = Keeping(ledger=sender.ledger, daily=daily)
        self._ticker = Ticker(sender=sender, executor=self._executor, owner=owner(), changed=changed)
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def stop(self, *_signal: object) -> None:
        """Finish what is in flight and end."""
        # A plain flag: a signal may arrive while the main thread holds an event's lock, and would wait for itself.
        self._over = True

    def run(self) -> None:
        """Work until ``stop``: SIGTERM and SIGINT call it where this is the main thread."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self.stop)
            signal.signal(signal.SIGINT, self.stop)
        self._ticker.start(now())
        every = IntervalTrigger(seconds=WATCHDOG_SECONDS, timezone=UTC)
        # max_instances 2: a tick that falls due while one runs waits for its lock instead of being dropped.
        self._scheduler.add_job(self._tick, every, id="tick", max_instances=2, coalesce=True, misfire_grace_time=None, next_run_time=now())
        self._scheduler.start()
        if self._teller is not None:
            self._teller.start()
        try:
            self._watch()
        finally:
            if self._teller is not None:
                self._teller.stop()
            self._scheduler.shutdown(wait=True)
            self._executor.close()

    def _watch(self) -> None:
        seen, look_at = -1, 0.0
        while not self._over:
            if self._wake.wait(POLL_SECONDS):
                self._executor.gather(GATHER_SECONDS)
                if self._rested.wait(POLL_SECONDS):  # a job that runs cannot be pulled forward
                    self._wake.clear()
                    self._pull(now())  # accounts are free again
            if time.monotonic() < look_at:
                continue
            newest, reloaded = self._newest(seen), self._reloaded()
            if newest != seen or reloaded:
                self._pull(now())
            seen, look_at = newest, time.monotonic() + POLL_SECONDS
            # Should the host's clock have been put back, the next tick is not hours away.
            self._pull(now() + timedelta(seconds=WATCHDOG_SECONDS))

    def _newest(self, seen: int) -> int:
        """The newest event: whoever approves, retimes or resumes writes one, and an idle tick writes none."""
        try:
            with self._ticker.sender.ledger.read() as tx:
                return record.newest(tx)
        except LedgerError:
            return seen  # the tick reports it; nothing can be due that the ledger cannot say

    def _reloaded(self) -> bool:
        try:
            return self._reload()
        except CampaignError as error:
            log.error("%s", error)
            return False

    def _tick(self) -> None:
        self._rested.clear()
        try:
            upcoming = self._ticker.tick(now())
        except CampaignError as error:
            log.error("%s", error)
            self._trouble(str(error), now())
            return
        except Exception as error:
            self._trouble(f"An unforeseen error ({type(error).__name__}); the log has more.", now())
            raise
        finally:
            self._rested.set()
        self._trouble(None, now())
        if upcoming is not None:
            self._pull(upcoming)
        self._keeping.look(now(), busy=self._executor.busy)
        if self._heartbeat is not None:  # only here: a tick that could not claim or write has not come so far
            self._heartbeat.beat(now())

    def _pull(self, when: datetime) -> None:
        """Run the tick no later than ``when``."""
        job = self._scheduler.get_job("tick")
        if job is not None and not self._over and (job.next_run_time is None or job.next_run_time > when):
            job.modify(next_run_time=when)
