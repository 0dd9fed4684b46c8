"""From a signed-off post to its deliveries, and back: one transaction each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from campaign.delivery.moves import maybe_online, offer_followers, release_followers, wait_for_receipt
from campaign.errors import NotAllowed
from campaign.ledger import Delivery, Tx, approvals, deliveries, record
from campaign.models import Account, Content, DeliveryState, Outcome, PostState, Receipt

_S = DeliveryState
_PARKS = {_S.NEEDS_PERSON, _S.FAILED, _S.MISSED, _S.CANCELLED, _S.TAKEN_DOWN}


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
    after: str | None = None  # the first half of its pair: each delivery waits for the receipt of that one


Half = tuple[Signature, Sequence["Frozen"]]


def approve_pair(tx: Tx, first: Half, second: Half) -> tuple[list[str], list[str]]:
    """Approve the two languages of a post as one: both, in one transaction, and the second waits for the first's receipts.

    Returns the names of the deliveries that each needed.
    """
    for signed, _ in (first, second):
        now = approvals.status(tx, signed.campaign, signed.post)
        if now is not None and now.state is PostState.APPROVED and now.digest != signed.digest:
            withdraw(tx, signed.campaign, signed.post, by=signed.by, at=signed.at, reason="approved again with other content")
    return approve(tx, *first), approve(tx, replace(second[0], after=first[0].post), second[1])


def approve(tx: Tx, signed: Signature, frozen: Sequence[Frozen]) -> list[str]:
    """Record the approval and make the deliveries that it needs. Returns their names.

    What an earlier generation has sent, may have sent or waits for a person about is not made again. Approving the same
    content again only makes what was left out for that reason, once nothing stands in its way any more.
    """
    now = approvals.status(tx, signed.campaign, signed.post)
    if now is not None and now.state is PostState.APPROVED:
        if now.digest == signed.digest:
            return _fill(tx, signed, frozen)
        withdraw(tx, signed.campaign, signed.post, by=signed.by, at=signed.at, reason="approved again with other content")
    subject = f"{signed.campaign}/{signed.post}"
    approvals.set_state(tx, signed.campaign, signed.post, PostState.APPROVED, by=signed.by, at=signed.at, digest=signed.digest)
    generation = approvals.add(
        tx, signed.campaign, signed.post, digest=signed.digest, by=signed.by, at=signed.at, acknowledged=signed.acknowledged
    )
    made = [name for one in frozen for name in _deliveries(tx, signed, one, generation)]
    data = {"digest": signed.digest, "generation": generation, "acknowledged": dict(signed.acknowledged), "deliveries": _contents(tx, made)}
    record.note(tx, at=signed.at, actor=signed.by, kind="approved", subject=subject, data=data)
    return made


def _fill(tx: Tx, signed: Signature, frozen: Sequence[Frozen]) -> list[str]:
    last = approvals.newest(tx, signed.campaign, signed.post)
    assert last is not None
    made = [name for one in frozen for name in _deliveries(tx, signed, one, last.generation)]
    if made:
        data = {"digest": signed.digest, "generation": last.generation, "deliveries": _contents(tx, made)}
        record.note(tx, at=signed.at, actor=signed.by, kind="approved", subject=f"{signed.campaign}/{signed.post}", data=data)
    return made


def _contents(tx: Tx, made: Sequence[str]) -> dict[str, str]:
    """What each new delivery will say, by digest: the record of the approval stands apart from the rows that it made."""
    return {name: deliveries.get(tx, name).digest for name in made}


def signed_digest(tx: Tx, delivery: Delivery) -> str | None:
    """The digest of a delivery's content as the record of its approval has it; None where the record does not name it."""
    found = None
    for event in record.history(tx, f"{delivery.campaign}/{delivery.post}"):
        named = event["data"].get("deliveries") if event["kind"] == "approved" else None
        if isinstance(named, dict) and event["data"].get("generation") == delivery.generation:
            found = named.get(delivery.id, found)
    return found


def _deliveries(tx: Tx, signed: Signature, frozen: Frozen, generation: int) -> list[str]:
    there = deliveries.standing(tx, signed.campaign, signed.post, generation)
    made: list[str] = []
    before: Delivery | str | None = _first_half(tx, signed, frozen.account)
    for part, content in enumerate(frozen.parts, start=1):
        if (kept := there.get((frozen.account.id, part))) is not None:
            before = _reattached(tx, kept, before)
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
    half = _first_half(tx, signed, frozen.account)
    ours = [d.id for (account, _), d in there.items() if account == frozen.account.id]
    _park(tx, ours if half is None else [half.id, *ours], signed.at)
    return made


def _first_half(tx: Tx, signed: Signature, account: Account) -> Delivery | None:
    """What a pair's second half waits for: the first half's last part on that account, else on its platform, else on any."""
    if signed.after is None:
        return None
    found = [d for d in deliveries.find(tx, campaign=signed.campaign, post=signed.after) if d.state is not _S.CANCELLED]
    near = [d for d in found if d.account == account.id] or [d for d in found if d.platform == account.platform] or found
    return max(near, key=lambda d: (d.generation, d.part, d.account), default=None)


def _park(tx: Tx, kept: Sequence[str], at: datetime) -> None:
    """What was just made to follow a part that is not on its way waits for a person as well."""
    for delivery in (deliveries.get(tx, name) for name in kept):
        if delivery.state in _PARKS:
            release_followers(tx, delivery, delivery.state, at)


def _reattached(tx: Tx, kept: Delivery, before: Delivery | str | None) -> Delivery:
    """A parked part follows the part before it that has just been made anew."""
    if not isinstance(before, str) or kept.state is not _S.NEEDS_PERSON or maybe_online(tx, kept):
        return kept
    deliveries.move(tx, kept, _S.QUEUED, after=before, next_at=None, reason=None)
    wait_for_receipt(tx, kept)
    return deliveries.get(tx, kept.id)


def withdraw(
    tx: Tx, campaign: str, post: str, *, by: str, at: datetime, reason: str, state: PostState = PostState.WITHDRAWN
) -> list[Delivery]:
    """Take an approval back, of the other half of a pair as well. Returns the cancelled. See ``_withdraw``."""
    other = deliveries.other_half(tx, campaign, post)
    cancelled = _withdraw(tx, campaign, post, by=by, at=at, reason=reason, state=state)
    there = approvals.status(tx, campaign, other) if other else None
    if other and there is not None and there.state is PostState.APPROVED:
        cancelled += _withdraw(tx, campaign, other, by=by, at=at, reason=f"{reason} (as its pair, {post})", state=state)
    return cancelled


def _withdraw(tx: Tx, campaign: str, post: str, *, by: str, at: datetime, reason: str, state: PostState) -> list[Delivery]:
    """Take an approval back: what was surely never sent is cancelled, what may be online is left to its look-up.

    What was missed or refused stays on record as that; nothing can bring it back, because its approval is no longer in force.
    """
    approvals.withdraw(tx, campaign, post, at=at)
    approvals.set_state(tx, campaign, post, state, by=by, at=at, reason=reason)
    cancelled = []
    for delivery in deliveries.find(tx, campaign=campaign, post=post, states=(*deliveries.OPEN, _S.NEEDS_PERSON)):
        if not maybe_online(tx, delivery):
            deliveries.move(tx, delivery, _S.CANCELLED, reason=reason, next_at=None)
            cancelled.append(delivery)
        elif delivery.state is not _S.NEEDS_PERSON:
            why = "The post was changed while it was unclear whether this is online."
            deliveries.move(tx, delivery, _S.NEEDS_PERSON, reason=why, next_at=None)
    data = {"reason": reason, "cancelled": [d.id for d in cancelled]}
    record.note(tx, at=at, actor=by, kind=state, subject=f"{campaign}/{post}", data=data)
    return cancelled


def retime(tx: Tx, campaign: str, post: str, due_at: datetime, *, by: str, at: datetime) -> list[str]:
    """Move what has not gone out yet to another time; a missed one is queued again. Returns the moved deliveries."""
    moved = []
    for delivery in deliveries.find(tx, campaign=campaign, post=post, states=(*deliveries.OPEN, _S.MISSED)):
        if not approvals.in_force(tx, campaign, post, delivery.generation):
            continue
        # A platform that asked us to wait is not asked again sooner.
        start = max(due_at, delivery.next_at) if delivery.state is _S.WAITING and delivery.next_at else due_at
        values: dict[str, Any] = {
            "due_at": due_at,
            "late_at": due_at + delivery.grace,
            "next_at": start if _may_start(tx, delivery) else None,
            "reason": None,
        }
        deliveries.move(tx, delivery, _S.QUEUED if delivery.state is _S.MISSED else None, **values)
        moved.append(delivery.id)
    record.note(tx, at=at, actor=by, kind="retimed", subject=f"{campaign}/{post}", data={"due_at": due_at, "deliveries": moved})
    return moved


def _may_start(tx: Tx, delivery: Delivery) -> bool:
    """A part of a thread waits for the receipt of the part before it, the second half of a pair for that of the first."""
    return delivery.after is None or deliveries.get(tx, delivery.after).state is _S.PUBLISHED


# -- what a person decides about one delivery --------------------------------------------------------------------------


def settle_online(tx: Tx, delivery: Delivery, url: str, *, by: str, at: datetime) -> None:
    """A person has seen it online, at ``url``. Raises NotAllowed when that address belongs to another delivery of the account."""
    _needs_settling(delivery)
    if delivery.state is _S.FAILED:
        raise NotAllowed(f"Delivery {delivery.id} was refused by the platform; it cannot be online.")
    if not (url := url.strip()):
        raise NotAllowed(f"To say that {delivery.id} is online, its address is needed.", fix="Copy it from the post.")
    if (other := deliveries.published_as(tx, delivery.account, url)) is not None:
        raise NotAllowed(f"That address is the one of {other}.", fix=f"Open the post and copy the address of {delivery.id} itself.")
    deliveries.settle_doubts(tx, delivery.id, Outcome.FOUND, at=at, detail=f"settled by {by}")
    receipt = Receipt(id=url, url=url, published_at=None)
    deliveries.move(
        tx, delivery, _S.PUBLISHED, receipt=receipt, remote_id=url, published_at=at, next_at=None, reason=f"seen online by {by}"
    )
    record.note(tx, at=at, actor=by, kind="settled_online", subject=delivery.id, data={"url": url})
    offer_followers(tx, delivery, by=by)
    release_followers(tx, delivery, _S.PUBLISHED, at)


def resend(tx: Tx, delivery: Delivery, due_at: datetime | None, *, by: str, at: datetime) -> None:
    """A person says that it is not online: the next attempt of the same delivery, with its key and request.

    Raises NotAllowed past the grace when no new time is given, when the post was changed since, and for a part of a thread
    whose part before it is not online.
    """
    _needs_settling(delivery)
    due = due_at or delivery.due_at
    late = (due_at + delivery.grace) if due_at else delivery.late_at
    if at > late:
        raise NotAllowed(f"The time of {delivery.id} has gone.", fix="Give it a new one: --at HH:MM.")
    if not approvals.in_force(tx, delivery.campaign, delivery.post, delivery.generation):
        fix = "Drop it and approve the post again; then its new wording goes out."
        raise NotAllowed(f"The post was changed or withdrawn after {delivery.id} was approved.", fix=fix)
    if not _may_start(tx, delivery):
        raise NotAllowed(f"{delivery.id} follows {delivery.after}, which is not online.", fix="Settle that one first.")
    deliveries.settle_doubts(tx, delivery.id, Outcome.ABSENT_PROVEN, at=at, detail=f"settled by {by}")
    deliveries.move(tx, delivery, _S.QUEUED, due_at=due, late_at=late, next_at=max(due, at), reason=f"sent again by order of {by}")
    record.note(tx, at=at, actor=by, kind="resend", subject=delivery.id, data={"due_at": due})
    wait_for_receipt(tx, delivery)


def drop(tx: Tx, delivery: Delivery, *, by: str, at: datetime) -> None:
    """A person leaves it: it will not be sent."""
    _needs_settling(delivery)
    deliveries.move(tx, delivery, _S.CANCELLED, next_at=None, reason=f"left out by {by}")
    record.note(tx, at=at, actor=by, kind="dropped", subject=delivery.id)
    release_followers(tx, delivery, _S.CANCELLED, at)


def _needs_settling(delivery: Delivery) -> None:
    if delivery.state not in {_S.UNKNOWN, _S.NEEDS_PERSON, _S.FAILED}:
        raise NotAllowed(f"Delivery {delivery.id} is {delivery.state}; there is nothing to settle.")
