"""Sends alerts and heartbeats, in threads of their own: neither may ever hold up or fail a delivery."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from campaign.errors import CampaignError
from campaign.platforms.wire import BrokenCall, Transport

log = logging.getLogger(__name__)
LOOK_SECONDS = 20.0
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
HEARTBEAT_SECONDS = 15.0


BLIND = timedelta(minutes=5)
"""So long the record may be locked before somebody is told."""


class News(Protocol):
    """What is told."""

    @property
    def title(self) -> str: ...

    @property
    def body(self) -> str: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Blind:
    """What can be told when the record cannot be used."""

    title: str
    body: str


def send(addresses: tuple[str, ...], title: str, body: str) -> list[str]:
    """Send one message to every address. Returns what went wrong, without the addresses: they hold passwords."""
    import apprise

    failed = []
    for n, address in enumerate(addresses, 1):
        one = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Campaign", app_desc="Campaign", async_mode=False))
        if not one.add(address):
            failed.append(f"alert address {n} is none that Apprise knows")
        elif not one.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
            failed.append(f"alert address {n} ({address.partition(':')[0]}) did not take the message")
    return failed


@dataclass(kw_only=True)
class Teller:
    """Looks every 20 s what people have to be told, and tells them. ``news`` and ``told`` are the workspace's; ``clock`` gives the time."""

    addresses: Callable[[], tuple[str, ...]]
    news: Callable[[datetime], News | None]
    told: Callable[[Any, datetime], None]  # takes what ``news`` gave
    clock: Callable[[], datetime]
    failing: str | None = None
    _tries: int = 0
    _blind_since: datetime | None = None
    _blind_told: datetime | None = None
    _again: datetime | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin, in a thread that the process does not wait for: an address that hangs must not keep it from ending."""
        threading.Thread(target=self._run, name="alerts", daemon=True).start()

    def stop(self) -> None:
        """Begin nothing more."""
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            try:
                self.look(self.clock())
            except CampaignError as error:
                log.error("alerts: %s", error)
            except Exception:  # whatever a library does: this thread has to go on telling
                log.exception("alerts could not be looked at")

    def look(self, now: datetime) -> None:
        """Tell what is new. After a failure it is tried again later and later, at most every quarter of an hour."""
        if self._again is not None and now < self._again:
            return
        try:
            message = self.news(now)
        except CampaignError as error:
            message = self._blind(error, now)
        else:
            self._blind_since = None
        if message is None:
            return
        addresses = self.addresses()
        if not addresses:
            log.warning("nobody is told, because config.yaml has no alert address: %s", message.title)
            self._remember(message, now)
            return
        failed = send(addresses, message.title, message.body)
        if len(failed) < len(addresses):
            # Somebody knows. Who does not is named in the log, rather than telling the others again and again.
            self._tries, self._again = 0, None
            self._remember(message, now)
        else:
            self._again = now + BACKOFF[min(self._tries, len(BACKOFF) - 1)]
            self._tries += 1
        self.failing = "; ".join(failed) or None
        for one in failed:
            log.error("%s", one)


    def _remember(self, message: News, now: datetime) -> None:
        """Keep that it was told. Where that cannot be kept, nothing is told again for a while, rather than every 20 seconds."""
        try:
            if not isinstance(message, Blind):
                self.told(message, now)
        except CampaignError as error:
            log.error("alerts: %s", error)
            self._again = now + BACKOFF[-1]

    def _blind(self, error: CampaignError, now: datetime) -> News | None:
        """The record itself cannot be read or written. After five minutes of that somebody is told, and then once an hour."""
        log.error("alerts: %s", error)
        self._blind_since = self._blind_since or now
        if now - self._blind_since < BLIND or (self._blind_told is not None and now - self._blind_told < timedelta(hours=1)):
            return None
        self._blind_told = now
        return Blind(title="Campaign cannot use its record", body=f"{error} Nothing is sent meanwhile. Look at once: campaign doctor")


@dataclass(kw_only=True)
class Heartbeat:
    """Calls an outside watchdog while the daemon really ticks: when the calls stop, the watchdog raises the alarm."""

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
