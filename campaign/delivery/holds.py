"""Why a delivery may not go right now. *Held* is computed here, from what is in force, and stored nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from campaign.delivery.decide import account_waits
from campaign.ledger import AccountStatus, Delivery, Stop
from campaign.models import AccountState, DeliveryState


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """The reason, for a person to read; ``until`` is known for gaps and quiet windows only."""

    reason: str
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """What is in force at one moment, read once and applied to every delivery."""

    now: datetime
    stops: Sequence[Stop] = ()
    accounts: Mapping[str, AccountStatus] = field(default_factory=dict)
    unsettled: Mapping[str, Sequence[tuple[Delivery, datetime]]] = field(default_factory=dict)  # with the start of the unclear attempt
    quiet_until: Callable[[datetime], datetime | None] = lambda _now: None
    gap: timedelta = timedelta(0)
    on_unknown: Literal["go_on", "hold"] = "go_on"
    halves: Mapping[str, Sequence[Delivery]] = field(default_factory=dict)  # by delivery, its open pair in the other language


class Candidate(Protocol):
    """As much of a delivery as a hold depends on."""

    @property
    def id(self) -> str: ...

    @property
    def campaign(self) -> str: ...

    @property
    def post(self) -> str: ...

    @property
    def account(self) -> str: ...

    @property
    def after(self) -> str | None: ...


def hold(delivery: Candidate, conditions: Conditions) -> Hold | None:
    """The first reason why this delivery may not be armed now, or None."""
    found = held(delivery, conditions) or _limited(delivery, conditions)
    return found or _unclear(delivery, conditions) or _too_close(delivery, conditions)


def held(delivery: Candidate, conditions: Conditions) -> Hold | None:
    """The holds that people see as such: a stop, a held or blocked account, a quiet window, and the same of a pair's other half."""
    if (own := _own(delivery, conditions)) is not None:
        return own
    for other in conditions.halves.get(delivery.id, ()):
        if (found := _own(other, conditions)) is not None:
            return Hold(reason=f"its pair {other.post} is held: {found.reason}", until=found.until)
    return None


def _own(delivery: Candidate, conditions: Conditions) -> Hold | None:
    for stop in conditions.stops:
        if not stop.released & {f"account:{delivery.account}", f"campaign:{delivery.campaign}"}:
            return Hold(reason=f"stopped by {stop.by}: {stop.reason}")
    status = conditions.accounts.get(delivery.account)
    if status is not None and status.state is not AccountState.OK:
        return Hold(reason=f"account {delivery.account} is {status.state}: {status.reason}")
    if conditions.on_unknown == "hold" and conditions.unsettled.get(delivery.account):
        return Hold(reason=f"account {delivery.account} waits until an unclear outcome is settled")
    if (until := conditions.quiet_until(conditions.now)) is not None:
        return Hold(reason="quiet window", until=until)
    return None


def _limited(delivery: Candidate, conditions: Conditions) -> Hold | None:
    """A limit is the account's, not the one delivery's that met it: the others would only prolong it."""
    status = conditions.accounts.get(delivery.account)
    until = status.waits_until if status is not None else None
    return Hold(reason="the platform asks the account to wait", until=until) if until is not None and conditions.now < until else None


def _unclear(delivery: Candidate, conditions: Conditions) -> Hold | None:
    for other, since in conditions.unsettled.get(delivery.account, ()):
        if other.state is DeliveryState.UNKNOWN and other.id != delivery.id:
            until = since + account_waits(other.grace)
            if conditions.now < until:
                # No ``until``: it may be settled much sooner, and then the account goes on at once.
                return Hold(reason="an unclear outcome is being looked up")
    return None


def _too_close(delivery: Candidate, conditions: Conditions) -> Hold | None:
    status = conditions.accounts.get(delivery.account)
    if status is None or status.last_published_at is None or status.last_post in _together(delivery):
        return None
    until = status.last_published_at + conditions.gap
    # What was planned at its proper distance is not moved by the seconds that the post before it took.
    return Hold(reason="the gap to the post before", until=until) if conditions.now < until - _SLACK else None


def _together(delivery: Candidate) -> set[str]:
    """The posts that need no gap to this one: itself, and the one that it waits for, as a part of a thread or as the second of a pair."""
    before = {"/".join(delivery.after.split("/")[:2])} if delivery.after else set()
    return {f"{delivery.campaign}/{delivery.post}"} | before


_SLACK = timedelta(minutes=1)
