"""A hostile world for the random tests: platforms that break at any point, and a person who always tells the truth."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, PublishError, RateLimited, Refused
from campaign.models import Absent, Account, Found, Idempotency, Marker, Receipt, Request
from campaign.testing import Clock
from campaign.testing.platform import FilePlatform


class Killed(BaseException):
    """The process is gone: nothing after this line happens."""


FAULTS: dict[str, Callable[[], BaseException]] = {
    "not_sent": lambda: NotSent("No connection."),
    "stale": lambda: NotSent("The upload has expired.", stale=True),
    "unknown": lambda: OutcomeUnknown("The answer was cut off."),
    "limited": lambda: RateLimited("Too many.", retry_after=120),
    "refused": lambda: Refused("Too long."),
    "login": lambda: NotAuthorized("The login is dead."),
    "blocked": lambda: AccountBlocked("The credit is out."),
    "bug": lambda: RuntimeError("Something nobody thought of."),
    "killed": Killed,
}
# Once the post is stored, only these can be what the caller sees; anything else would be a platform that lies.
AFTER = ("unknown", "bug", "killed")
BEFORE = tuple(FAULTS)


@dataclass
class Plan:
    """What goes wrong next: ``stage``, ``before``, ``after`` and ``look`` each take the first fault that is meant for them."""

    faults: list[tuple[str, str]] = field(default_factory=list)
    first_use: dict[str, datetime] = field(default_factory=dict)

    def take(self, when: str) -> str | None:
        """The next fault of this moment, used up."""
        for fault in self.faults:
            if fault[0] == when:
                self.faults.remove(fault)
                return fault[1]
        return None


class Hostile(FilePlatform):
    """As FilePlatform, but it forgets keys after their time, stores the same thing twice if asked to, and its lists lag behind."""

    def __init__(
        self, file: Path, *, account: Account, kind: Idempotency, plan: Plan, clock: Clock, seen: Callable[[Request], None]
    ) -> None:
        ttl = timedelta(minutes=50) if kind is Idempotency.KEYED else None
        super().__init__(file, account=account, kind=kind, key_ttl=ttl, fault=self._break)
        self.plan, self.clock, self.seen = plan, clock, seen

    def _break(self, when: str, request: Request | None) -> None:
        if when == "before" and request is not None:
            self.seen(request)
        if (fault := self.plan.take(when)) is not None:
            error = FAULTS[fault]()
            raise error

    def create(self, request: Request) -> Receipt:
        """A key is known for an hour from its first use."""
        there = any(p["key"] == request.key.idempotency for p in self.posts())
        if there and self.kind is Idempotency.TICKET:
            raise OutcomeUnknown("This container is published already.")
        first = self.plan.first_use.setdefault(request.key.idempotency, self.clock())
        if there and self.kind is Idempotency.KEYED and self.clock() - first > timedelta(hours=1):
            return FilePlatform(self.file, account=self.account, kind=Idempotency.BLIND, fault=self.fault).create(request)
        return super().create(request)

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """``look`` may break, or (where only a list is read) not show yet what is there."""
        fault = self.plan.take("look")
        if fault == "lagging" and self.kind in {Idempotency.DETECT, Idempotency.KEYED}:
            return Absent(proven=False, why="It is not in the list.")
        if fault is not None and fault != "lagging":
            raise PublishError("The list cannot be read.")
        found = super().look_up(request, since, claimed)
        if self.kind is Idempotency.TICKET and isinstance(found, Absent):
            return Absent(proven=True, why="The container is not published.")
        return found
