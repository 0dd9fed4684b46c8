"""What happens next: pure functions from an outcome to a decision. Sources: docs/promises.md, "once"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.errors import AccountBlocked, HandedOver, NotAuthorized, NotSent, PublishError, RateLimited, Refused
from campaign.ledger import Attempt, Delivery
from campaign.models import Absent, AccountState, DeliveryState, Found, Idempotency, Outcome, Receipt

CALL_SECONDS = 60.0
"""No call takes longer; the transport ends it."""
LEASE = timedelta(minutes=5)
"""A worker holds a delivery no longer; it is more than any number of calls that one claim makes."""
BACKOFF = tuple(timedelta(seconds=s) for s in (5, 15, 30, 60, 120, 300))
LOOK_AGAIN = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))
SETTLE = timedelta(seconds=30)
"""A request that was cut off may still be worked on at the other end for so long after its deadline."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """Where a delivery goes now. ``next_at`` None: nothing more happens by itself. ``account``: what its account becomes."""

    state: DeliveryState
    outcome: Outcome | None = None
    next_at: datetime | None = None
    reason: str | None = None
    receipt: Receipt | None = None
    account: AccountState | None = None


def after_error(
    error: Exception, delivery: Delivery, tries: int, now: datetime, *, visible: bool, kind: Idempotency = Idempotency.DETECT
) -> Decision:
    """What an error means. Before the visible call (``visible`` off) nothing can be online, whatever the error says."""
    why = str(error)
    again = now + _backoff(tries)
    match error:
        case Refused():
            decision = Decision(state=DeliveryState.FAILED, outcome=Outcome.REFUSED, reason=why)
        case NotAuthorized() | AccountBlocked():
            # It keeps its time: renewed within the grace it still goes, later it is missed and reported.
            blocked, due = AccountState.BLOCKED, delivery.due_at
            decision = Decision(state=DeliveryState.QUEUED, outcome=Outcome.BLOCKED, next_at=due, reason=why, account=blocked)
        case RateLimited():
            again = now + timedelta(seconds=min(max(1.0, error.retry_after), 86_400.0))
            decision = Decision(state=DeliveryState.WAITING, outcome=Outcome.RATE_LIMITED, next_at=again, reason=why)
        case NotSent():
            decision = Decision(state=DeliveryState.WAITING, outcome=Outcome.NOT_SENT, next_at=again, reason=why)
        case HandedOver() if visible:
            decision = Decision(state=DeliveryState.NEEDS_PERSON, outcome=Outcome.UNKNOWN, reason=why)
        case PublishError() if not visible:
            decision = Decision(state=DeliveryState.WAITING, next_at=again, reason=why)
        case PublishError():
            decision = unclear(kind, now, why)
        case _ if visible:
            decision = unclear(kind, now, f"No clear answer: {type(error).__name__}.")
        case _:
            decision = Decision(state=DeliveryState.NEEDS_PERSON, reason=f"It could not be prepared: {why or type(error).__name__}")
    return decision


def _backoff(tries: int) -> timedelta:
    return BACKOFF[min(tries, len(BACKOFF) - 1)]


def unclear(kind: Idempotency, now: datetime, reason: str) -> Decision:
    """It may be online. Where absence can be proven it is looked up at once, else when the other end is surely done."""
    quick = kind in {Idempotency.ADDRESSED, Idempotency.TICKET, Idempotency.BLIND}
    next_at = now + (timedelta(seconds=1) if quick else SETTLE)
    return Decision(state=DeliveryState.UNKNOWN, outcome=Outcome.UNKNOWN, next_at=next_at, reason=reason)


def after_look(
    found: Found,
    delivery: Delivery,
    journal: Sequence[Attempt],
    now: datetime,
    *,
    kind: Idempotency,
    key_ttl: timedelta | None,
    resend_likely: bool,
) -> Decision:
    """What a look-up means: found, proven absent, likely absent (twice: a person), or look again later."""
    if isinstance(found, Receipt):
        return Decision(state=DeliveryState.PUBLISHED, outcome=Outcome.FOUND, receipt=found)
    if isinstance(found, Absent) and found.proven:
        return Decision(state=DeliveryState.QUEUED, outcome=Outcome.ABSENT_PROVEN, next_at=now, reason=found.why)
    if isinstance(found, Absent):
        if key_ttl is not None and _key_lives(journal, now, key_ttl):
            # The server remembers the key: the same request again gives back the first post, or makes the only one.
            return Decision(state=DeliveryState.QUEUED, outcome=Outcome.ABSENT_LIKELY, next_at=now, reason=found.why)
        if journal[-1].outcome is Outcome.ABSENT_LIKELY:
            return _twice(found, now, kind, resend_likely=resend_likely)
    if kind is Idempotency.BLIND or delivery.lookups >= len(LOOK_AGAIN):
        return Decision(state=DeliveryState.NEEDS_PERSON, reason=f"It may be online: {found.why}")
    # One empty answer is kept in the journal; only a second one makes it likely. A look-up that failed is neither.
    empty = isinstance(found, Absent) and journal[-1].outcome is Outcome.UNKNOWN
    seen = Outcome.ABSENT_LIKELY if empty else None
    return Decision(state=DeliveryState.UNKNOWN, outcome=seen, next_at=now + LOOK_AGAIN[delivery.lookups], reason=found.why)


def _twice(found: Absent, now: datetime, kind: Idempotency, *, resend_likely: bool) -> Decision:
    """Twice in a row it was not there. A platform's own container that is twice, a minute apart, unpublished may be published again."""
    if kind is Idempotency.TICKET:
        return Decision(state=DeliveryState.QUEUED, outcome=Outcome.ABSENT_PROVEN, next_at=now, reason=found.why)
    if resend_likely:
        return Decision(state=DeliveryState.QUEUED, next_at=now, reason=found.why)
    return Decision(state=DeliveryState.NEEDS_PERSON, reason=f"It is probably not online: {found.why}")


def _key_lives(journal: Sequence[Attempt], now: datetime, key_ttl: timedelta) -> bool:
    last = journal[-1]
    return now < journal[0].started_at + key_ttl and now >= min(last.deadline, last.ended_at or last.deadline) + SETTLE


def may_repeat(journal: Sequence[Attempt], now: datetime, *, key_ttl: timedelta | None, resend_likely: bool) -> bool:
    """Whether the next attempt cannot make a second post: the ones before are surely not online, or the server still knows the key.

    Asked at the arm, because a stop or a hold may have lain between the look-up's answer and now.
    """
    proven = all(attempt.outcome is not Outcome.ABSENT_LIKELY for attempt in journal)
    return proven or resend_likely or (key_ttl is not None and now < journal[0].started_at + key_ttl)


def account_waits(grace: timedelta) -> timedelta:
    """How long an account waits at most for the look-up of an unclear outcome before its other posts go on."""
    return min(timedelta(minutes=3), grace / 4)
