"""What follows when a delivery or an account moves: the parts of its thread, the record, the account's hold."""

from __future__ import annotations

import logging
from datetime import datetime

from campaign.ledger import Delivery, Tx, control, deliveries, record
from campaign.models import AccountState, DeliveryState, Outcome

log = logging.getLogger(__name__)
_S = DeliveryState


def miss(tx: Tx, delivery: Delivery, now: datetime, *, actor: str, fence: int | None = None) -> None:
    """Past its grace: it is not sent by itself any more, and it is reported.

    One whose last attempt is only probably not online goes to a person: as missed it could be made a second time.
    """
    doubt = maybe_online(tx, delivery)
    state = _S.NEEDS_PERSON if doubt else _S.MISSED
    reason = f"It was due at {delivery.due_at.isoformat()} and {_minutes(delivery)} of grace are over."
    reason += " An earlier attempt is probably not online, but that is not proven." if doubt else ""
    deliveries.move(tx, delivery, state, fence=fence, reason=reason, next_at=None)
    record.note(tx, at=now, actor=actor, kind=state, subject=delivery.id, data={"reason": reason})
    log.warning("%s is %s: %s", delivery.id, state, reason, extra={"delivery": delivery.id, "account": delivery.account})
    release_followers(tx, delivery, state, now)


def maybe_online(tx: Tx, delivery: Delivery) -> bool:
    """Whether an attempt's outcome is not proven, so that the delivery may be online."""
    return any(a.outcome in _UNPROVEN for a in deliveries.journal(tx, delivery.id))


_UNPROVEN = {Outcome.ARMED, Outcome.UNKNOWN, Outcome.ABSENT_LIKELY}


def _minutes(delivery: Delivery) -> str:
    minutes = delivery.grace.total_seconds() / 60
    return f"{minutes:g} minute" + ("" if minutes == 1 else "s")


def hold_account(tx: Tx, account: str, state: AccountState, reason: str, now: datetime, *, actor: str) -> None:
    """Hold or block an account and keep why."""
    if control.account(tx, account).state is AccountState.BLOCKED and state is AccountState.HELD:
        return
    control.set_account(tx, account, state, at=now, reason=reason)
    record.note(tx, at=now, actor=actor, kind=f"account_{state}", subject=f"account:{account}", data={"reason": reason})


def wait_for_receipt(tx: Tx, delivery: Delivery) -> None:
    """What a person sends again has the parked parts after it, and the other half of its pair, wait for its receipt once more."""
    for part in deliveries.followers(tx, delivery.id):
        if part.state is _S.NEEDS_PERSON and not maybe_online(tx, part):
            deliveries.move(tx, part, _S.QUEUED, reason=None, next_at=None)
            wait_for_receipt(tx, part)


def offer_followers(tx: Tx, delivery: Delivery, *, by: str) -> None:
    """A person has found a part online: the parked part after it may follow, but hours may have passed, so not by itself."""
    for part in deliveries.followers(tx, delivery.id):
        if part.state is _S.NEEDS_PERSON and not maybe_online(tx, part):
            what = _called(delivery, part)
            reason = f"{what} was seen online by {by}. Send this {'part' if part.post == delivery.post else 'post'}, or leave it out."
            deliveries.move(tx, part, reason=reason)


def _called(delivery: Delivery, follower: Delivery) -> str:
    return f"Part {delivery.part} of this thread" if follower.post == delivery.post else f"Its pair {delivery.post} ({delivery.id})"


def _waits(delivery: Delivery, follower: Delivery) -> str:
    return "part has nothing to follow" if follower.post == delivery.post else "half does not go out without a person"


def release_followers(tx: Tx, delivery: Delivery, state: DeliveryState, now: datetime) -> None:
    """A receipt lets what waits for it go (the next part, a pair's second half), its grace counted from there; what fell out parks it."""
    for part in deliveries.followers(tx, delivery.id):
        if part.state not in deliveries.OPEN:
            continue
        if state is _S.PUBLISHED:
            start = max(now, part.due_at)
            deliveries.move(tx, part, next_at=start, late_at=start + part.grace)
        elif state is _S.MISSED:
            miss(tx, part, now, actor="daemon")
        elif state in {_S.FAILED, _S.NEEDS_PERSON, _S.CANCELLED, _S.TAKEN_DOWN}:
            reason = f"{_called(delivery, part)} was not published, so this {_waits(delivery, part)}."
            deliveries.move(tx, part, _S.NEEDS_PERSON, reason=reason, next_at=None)
            release_followers(tx, part, _S.NEEDS_PERSON, now)
