"""From a signed-off post to its deliveries, and back: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaign.delivery.moves import release_followers
from campaign.errors import NotAllowed
from campaign.ledger import Delivery, Tx, approvals, deliveries, record
from campaign.models import Account, Content, DeliveryState, Outcome, PostState, Receipt

_S = DeliveryState
# After these outcomes surely nothing is online, so the delivery may be cancelled as if it had never been armed.
_HARMLESS = {Outcome.NOT_SENT, Outcome.RATE_LIMITED, Outcome.BLOCKED, Outcome.REFUSED, Outcome.ABSENT_PROVEN}


@dataclass(frozen=True, kw_only=True, slots=True)
class Frozen:
    """What a post says on one account, frozen: one content for each part."""

    account: Account
    parts: tuple[Content, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Who approves what: the content digest, the day it goes out, and what was acknowledged."""

    campaign: str
    post: str
    digest: str
    by: str
    at: datetime
    due_at: datetime
    grace: timedelta
    acknowledged: Mapping[str, str]


def approve(tx: Tx, signed: Signature, frozen: Sequence[Frozen]) -> list[str]:
    """Record the approval and make the deliveries that it needs. Returns their names.

    What an earlier generation has sent, may have sent or waits for a person about is not made again.
    """
    now = approvals.status(tx, signed.campaign, signed.post)
    if now is not None and now.state is PostState.APPROVED:
        if now.digest == signed.digest:
            return []
        withdraw(tx, signed.campaign, signed.post, by=signed.by, at=signed.at, reason="approved again with other content")
    subject = f"{signed.campaign}/{signed.post}"
    approvals.set_state(tx, signed.campaign, signed.post, PostState.APPROVED, by=signed.by, at=signed.at, digest=signed.digest)
    generation = approvals.add(
        tx, signed.campaign, signed.post, digest=signed.digest, by=signed.by, at=signed.at, acknowledged=signed.acknowledged
    )
    made = [name for one in frozen for name in _deliveries(tx, signed, one, generation)]
    data = {"digest": signed.digest, "generation": generation, "acknowledged": dict(signed.acknowledged), "deliveries": made}
    record.note(tx, at=signed.at, actor=signed.by, kind="approved", subject=subject, data=data)
    return made


def _deliveries(tx: Tx, signed: Signature, frozen: Frozen, generation: int) -> list[str]:
    standing = deliveries.standing(tx, signed.campaign, signed.post)
    made: list[str] = []
    before: Delivery | str | None = None
    for part, content in enumerate(frozen.parts, start=1):
        if (kept := standing.get((frozen.account.id, part))) is not None:
            before = kept
            continue
        name = deliveries.identifier(signed.campaign, signed.post, frozen.account.id, part, generation)
        after = before.id if isinstance(before, Delivery) else before
        ready = before is None or (isinstance(before, Delivery) and before.state is _S.PUBLISHED)
        deliveries.add(
            tx,
            delivery=name,
            campaign=signed.campaign,
            post=signed.post,
            account=frozen.account.id,
            platform=frozen.account.platform,
            part=part,
            generation=generation,
            after=after,
            content=content,
            due_at=signed.due_at,
            grace=signed.grace,
            ready=ready,
        )
        made.append(name)
        before = name
    return made


def withdraw(
    tx: Tx, campaign: str, post: str, *, by: str, at: datetime, reason: str, state: PostState = PostState.WITHDRAWN
) -> list[Delivery]:
    """Take an approval back: what was surely never sent is cancelled, what may be online is left to its look-up. Returns the cancelled."""
    approvals.withdraw(tx, campaign, post, at=at)
    approvals.set_state(tx, campaign, post, state, by=by, at=at, reason=reason)
    cancelled = []
    for delivery in deliveries.find(tx, campaign=campaign, post=post, states=deliveries.OPEN):
        if all(attempt.outcome in _HARMLESS for attempt in deliveries.journal(tx, delivery.id)):
            deliveries.move(tx, delivery, _S.CANCELLED, reason=reason, next_at=None)
            cancelled.append(delivery)
        else:
            why = "The post was changed while it was unclear whether this is online."
            deliveries.move(tx, delivery, _S.NEEDS_PERSON, reason=why, next_at=None)
    data = {"reason": reason, "cancelled": [d.id for d in cancelled]}
    record.note(tx, at=at, actor=by, kind=state, subject=f"{campaign}/{post}", data=data)
    return cancelled


def retime(tx: Tx, campaign: str, post: str, due_at: datetime, *, by: str, at: datetime) -> list[str]:
    """Move what has not gone out yet to another time; a missed one is queued again. Returns the moved deliveries."""
    moved = []
    for delivery in deliveries.find(tx, campaign=campaign, post=post, states=(*deliveries.OPEN, _S.MISSED)):
        follows = delivery.after is not None and deliveries.get(tx, delivery.after).state is not _S.PUBLISHED
        values: dict[str, Any] = {
            "due_at": due_at,
            "late_at": due_at + delivery.grace,
            "next_at": None if follows else due_at,
            "reason": None,
        }
        deliveries.move(tx, delivery, _S.QUEUED if delivery.state is _S.MISSED else None, **values)
        moved.append(delivery.id)
    record.note(tx, at=at, actor=by, kind="retimed", subject=f"{campaign}/{post}", data={"due_at": due_at, "deliveries": moved})
    return moved


# -- what a person decides about one delivery --------------------------------------------------------------------------


def settle_online(tx: Tx, delivery: Delivery, url: str, *, by: str, at: datetime) -> None:
    """A person has seen it online, at ``url``."""
    _needs_settling(delivery)
    if delivery.state is _S.FAILED:
        raise NotAllowed(f"Delivery {delivery.id} was refused by the platform; it cannot be online.")
    _settle_attempt(tx, delivery, Outcome.FOUND, by=by, at=at)
    receipt = Receipt(id=url, url=url, published_at=None)
    deliveries.move(
        tx, delivery, _S.PUBLISHED, receipt=receipt, remote_id=url, published_at=at, next_at=None, reason=f"seen online by {by}"
    )
    record.note(tx, at=at, actor=by, kind="settled_online", subject=delivery.id, data={"url": url})
    release_followers(tx, delivery, _S.PUBLISHED, at)


def resend(tx: Tx, delivery: Delivery, due_at: datetime | None, *, by: str, at: datetime) -> None:
    """A person says that it is not online: the next attempt of the same delivery, with its key and request.

    Raises NotAllowed past the grace when no new time is given.
    """
    _needs_settling(delivery)
    if due_at is None and at > delivery.late_at:
        raise NotAllowed(f"The time of {delivery.id} has gone.", fix="Give it a new one: --at HH:MM.")
    _settle_attempt(tx, delivery, Outcome.ABSENT_PROVEN, by=by, at=at)
    due = due_at or delivery.due_at
    late = (due_at + delivery.grace) if due_at else delivery.late_at
    deliveries.move(tx, delivery, _S.QUEUED, due_at=due, late_at=late, next_at=max(due, at), reason=f"sent again by order of {by}")
    record.note(tx, at=at, actor=by, kind="resend", subject=delivery.id, data={"due_at": due})


def drop(tx: Tx, delivery: Delivery, *, by: str, at: datetime) -> None:
    """A person leaves it: it will not be sent."""
    _needs_settling(delivery)
    deliveries.move(tx, delivery, _S.CANCELLED, next_at=None, reason=f"left out by {by}")
    record.note(tx, at=at, actor=by, kind="dropped", subject=delivery.id)
    release_followers(tx, delivery, _S.CANCELLED, at)


def _needs_settling(delivery: Delivery) -> None:
    if delivery.state not in {_S.UNKNOWN, _S.NEEDS_PERSON, _S.FAILED}:
        raise NotAllowed(f"Delivery {delivery.id} is {delivery.state}; there is nothing to settle.")


def _settle_attempt(tx: Tx, delivery: Delivery, outcome: Outcome, *, by: str, at: datetime) -> None:
    journal = deliveries.journal(tx, delivery.id)
    if journal and journal[-1].outcome in {Outcome.UNKNOWN, Outcome.ABSENT_LIKELY}:
        deliveries.settle_attempt(tx, delivery.id, outcome, at=at, detail=f"settled by {by}")
