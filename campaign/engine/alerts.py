"""Tells people what they have to know, from a thread of its own: it may never hold up or fail a delivery."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from campaign.actions.alerts import Message
from campaign.actions.causes import AT_WORK, HOUR, Cause, Roles
from campaign.engine.messages import Post
from campaign.errors import CampaignError

log = logging.getLogger(__name__)
LOOK_SECONDS = 20.0
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
BLIND = timedelta(minutes=5)
"""So long the record may be locked before somebody is told."""
STORM = (timedelta(0), timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""After so many messages within a quarter of an hour the next one waits so long: what comes meanwhile goes out as one."""
NO_RECORD = "no record"


@dataclass(kw_only=True)
class Teller:
    """Looks every 20 s what people have to be told, and tells them. ``news`` and ``told`` are the workspace's; ``clock`` gives the time."""

    addresses: Callable[[], tuple[str, ...]]
    news: Callable[[datetime], Message | None]
    told: Callable[[Collection[str], datetime], None]  # the keys of the causes that somebody has heard of
    clock: Callable[[], datetime]
    roles: Callable[[], Mapping[str, Roles]] = dict
    post: Post = field(default_factory=Post)
    trouble: Callable[[str | None, datetime], None] = lambda _why, _now: None
    failing: str | None = None
    _tries: int = 0
    _blind_since: datetime | None = None
    _blind_told: datetime | None = None
    _waits: tuple[datetime, timedelta] | None = None
    _sent: tuple[datetime, ...] = ()
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
        if self._waits is not None and _within(now, *self._waits):
            return
        try:
            message = self.news(now)
        except CampaignError as error:
            message = self._blind(error, now)
        else:
            self._blind_since = None
        if message is not None:
            self._tell(message, now)

    def _tell(self, message: Message, now: datetime) -> None:
        addresses = self.addresses()
        if not addresses:
            log.warning("nobody is told, because config.yaml has no alert address: %s", message.title)
            self._remember(message.keys, now)
            return
        found = self.post.tell(message, addresses, self.roles())
        if found.keys < {*message.keys}:
            self._waits = (now, BACKOFF[min(self._tries, len(BACKOFF) - 1)])
            self._tries += 1
        else:
            self._sent = (*(at for at in self._sent if _within(now, at, BACKOFF[-1])), now)
            self._tries, self._waits = 0, (now, STORM[min(len(self._sent), len(STORM) - 1)])
        # What somebody knows is kept. Who does not is named in the log, rather than telling the others again and again.
        self._remember(found.keys, now)
        self.failing = found.trouble
        if self.failing or found.sure:  # else it may be about an address that this message was not for
            self.trouble(self.failing, now)
        for one in found.failed:
            log.error("%s", one)

    def _remember(self, keys: Collection[str], now: datetime) -> None:
        """Keep what was told. Where that cannot be kept, nothing is told again for a while, rather than every 20 seconds."""
        if NO_RECORD in keys:
            self._blind_told = now
            return
        try:
            if keys:
                self.told(keys, now)
        except CampaignError as error:
            log.error("alerts: %s", error)
            self._waits = (now, BACKOFF[-1])

    def _blind(self, error: CampaignError, now: datetime) -> Message | None:
        """The record itself cannot be read or written. After five minutes of that somebody is told, and then once an hour."""
        log.error("alerts: %s", error)
        if self._blind_since is None or now < self._blind_since:
            self._blind_since = now
        if now - self._blind_since < BLIND or (self._blind_told is not None and _within(now, self._blind_told, HOUR)):
            return None
        text = f"The record cannot be used. {error} Nothing is sent meanwhile. Look at once: campaign doctor"
        return Message(organisation="Campaign", causes=(Cause(key=NO_RECORD, text=text, roles=AT_WORK),))


def _within(now: datetime, since: datetime, span: timedelta) -> bool:
    """Whether less than ``span`` has passed. A clock that was put back must not make anybody wait for hours."""
    return timedelta(0) <= now - since < span
