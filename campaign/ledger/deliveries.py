"""Deliveries and their attempts: made at approval, claimed by the engine, moved only as the table of moves allows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from campaign.errors import LedgerError
from campaign.ledger import rows
from campaign.ledger.listed import among, listed
from campaign.ledger.rows import Attempt, Delivery
from campaign.ledger.schema import attempts, deliveries
from campaign.ledger.store import Tx, milliseconds
from campaign.models import BY_HAND, DELIVERY_MOVES, OUTCOME_MOVES, Content, DeliveryState, Outcome, canonical, digest_of

OPEN = (DeliveryState.QUEUED, DeliveryState.STAGED, DeliveryState.WAITING)
# A row in one of these may be online, or about to be: a new approval must not make a second one beside it.
STANDING = (
    *OPEN,
    DeliveryState.ARMED,
    DeliveryState.UNKNOWN,
    DeliveryState.NEEDS_PERSON,
    DeliveryState.PUBLISHED,
)
_TIMES = {"due_at", "late_at", "next_at", "published_at", "lease_until"}
_VALUES = {"content", "staged", "key", "request", "receipt"}


class Fenced(LedgerError):
    """Another process has taken this delivery over, or a person has moved it; whoever holds the old fence must let go."""


def _mine(tx: Tx, delivery: str) -> sa.ColumnElement[bool]:
    return sa.and_(deliveries.c.workspace == tx.workspace, deliveries.c.id == delivery)


def identifier(campaign: str, post: str, account: str, part: int, generation: int) -> str:
    """The name of a delivery, as people type it: campaign/post/account, with part and generation where above 1."""
    return f"{campaign}/{post}/{account}" + (f"/{part}" if part > 1 else "") + (f"~{generation}" if generation > 1 else "")


def add(
    tx: Tx,
    *,
    delivery: str,
    campaign: str,
    post: str,
    account: str,
    platform: str,
    part: int,
    generation: int,
    after: str | None,
    content: Content,
    due_at: datetime,
    grace: timedelta,
    ready: bool = True,
) -> None:
    """Make a queued delivery. One that is not ``ready`` waits for the receipt of ``after``."""
    values = {
        "id": delivery,
        "campaign": campaign,
        "post": post,
        "account": account,
        "platform": platform,
        "part": part,
        "generation": generation,
        "after": after,
        "content": canonical(content).decode(),
        "digest": digest_of(content),
        "due_at": milliseconds(due_at),
        "grace": round(grace.total_seconds() * 1000),
        "late_at": milliseconds(due_at + grace),
        "state": DeliveryState.QUEUED,
    }
    tx.conn.execute(sa.insert(deliveries).values(**values, workspace=tx.workspace, next_at=milliseconds(due_at) if ready else None))
    tx.changed("deliveries", delivery, values, new=True)


def get(tx: Tx, delivery: str) -> Delivery:
    """One delivery. Raises LedgerError when there is none of that name."""
    row = tx.conn.execute(sa.select(deliveries).where(_mine(tx, delivery))).mappings().one_or_none()
    if row is None:
        raise LedgerError(f"There is no delivery {delivery!r}.", fix="`campaign ledger` lists them.")
    return rows.delivery(dict(row))


def find(
    tx: Tx,
    *,
    campaign: str | None = None,
    post: str | None = None,
    account: str | None = None,
    states: Collection[DeliveryState] = (),
    due: tuple[datetime, datetime] | None = None,
) -> list[Delivery]:
    """The deliveries that match, by due time; ``due``: from the first moment and before the second. With it, name ``states`` too."""
    query = sa.select(deliveries).where(deliveries.c.workspace == tx.workspace)
    for column, value in ((deliveries.c.campaign, campaign), (deliveries.c.post, post), (deliveries.c.account, account)):
        if value is not None:
            query = query.where(column == value)
    if states:
        query = query.where(deliveries.c.state.in_(states))
    if due is not None:
        query = query.where(deliveries.c.due_at >= milliseconds(due[0]), deliveries.c.due_at < milliseconds(due[1]))
    query = query.order_by(deliveries.c.due_at, deliveries.c.id)
    return [rows.delivery(dict(row)) for row in tx.conn.execute(query).mappings()]


def next_open(tx: Tx) -> datetime | None:
    """When the first of what is still to go out is due."""
    first = sa.select(sa.func.min(deliveries.c.due_at))
    asked = (first.where(deliveries.c.workspace == tx.workspace, deliveries.c.state == state) for state in OPEN)
    return min((at for query in asked if (at := rows.when(tx.conn.execute(query).scalar())) is not None), default=None)


def openings(tx: Tx, *, since: datetime, until: datetime, without: str) -> list[tuple[str, str, str, str]]:
    """What is online or about to be between two moments: account, campaign, post and the text of its first part."""
    query = sa.select(deliveries.c.account, deliveries.c.campaign, deliveries.c.post, deliveries.c.content).where(
        deliveries.c.workspace == tx.workspace,
        deliveries.c.state.in_(STANDING),
        deliveries.c.part == 1,
        deliveries.c.campaign != without,
        deliveries.c.due_at.between(milliseconds(since), milliseconds(until)),
    )
    return [(account, campaign, post, rows.content(said).text) for account, campaign, post, said in tx.conn.execute(query)]


def pictures(tx: Tx) -> dict[str, list[str]]:
    """The frozen pictures that deliveries hold, by digest, each with the deliveries that show it."""
    found: dict[str, list[str]] = {}
    query = sa.select(deliveries.c.id, deliveries.c.content).where(deliveries.c.workspace == tx.workspace).order_by(deliveries.c.id)
    for name, said in tx.conn.execute(query):
        for media in rows.content(said).media:
            found.setdefault(media.digest, []).append(name)
    return found


def counts(tx: Tx) -> dict[str, int]:
    """How many deliveries are in each state."""
    query = sa.select(deliveries.c.state, sa.func.count()).where(deliveries.c.workspace == tx.workspace).group_by(deliveries.c.state)
    return {row[0]: row[1] for row in tx.conn.execute(query)}


# -- moves -------------------------------------------------------------------------------------------------------------


def move(
    tx: Tx, delivery: Delivery, state: DeliveryState | None = None, *, fence: int | None = None, free: bool = True, **values: Any
) -> None:
    """Change a delivery: to ``state`` if the table of moves allows it, with ``values``; ``free`` gives the claim back.

    Whoever moves it without its ``fence`` takes it over: a worker that holds it can no longer record anything.
    Raises Fenced when ``fence`` is given and is no longer the newest, or when the delivery has left the state it was read in.
    """
    if state is not None and state is not delivery.state and state not in DELIVERY_MOVES[delivery.state]:
        raise LedgerError(f"Delivery {delivery.id} is {delivery.state} and cannot become {state}.")
    changes = {name: stored(name, value) for name, value in values.items()}
    if state is not None:
        changes["state"] = state
    if free:
        changes |= {"lease_owner": None, "lease_until": None}
    query = sa.update(deliveries).where(_mine(tx, delivery.id), deliveries.c.state == delivery.state)
    if fence is None:
        changes["fence"] = deliveries.c.fence + 1
    else:
        query = query.where(deliveries.c.fence == fence)
    if tx.conn.execute(query.values(**changes)).rowcount != 1:
        raise Fenced(f"Delivery {delivery.id} was changed by somebody else in the meantime.")
    tx.changed("deliveries", delivery.id, _recorded(delivery, changes))


def _recorded(delivery: Delivery, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What of a move the record keeps: why an open delivery waits changes with every look, and is a working note."""
    under_way = changes.get("state", delivery.state) in {*OPEN, DeliveryState.ARMED}
    if changes.get("state", DeliveryState.ARMED) in OPEN and delivery.state in OPEN:
        changes = {name: value for name, value in changes.items() if name != "state"}
    return {name: value for name, value in changes.items() if not (under_way and name == "reason")}


def stored(name: str, value: Any) -> Any:
    """A value as its column keeps it."""
    if value is None:
        return None
    if name in _TIMES:
        return milliseconds(value)
    return canonical(value).decode() if name in _VALUES and not isinstance(value, str) else value


def followers(tx: Tx, delivery: str) -> list[Delivery]:
    """What waits for the receipt of ``delivery``: the next part of its thread, or the other half of its pair."""
    query = sa.select(deliveries).where(deliveries.c.workspace == tx.workspace, deliveries.c.after == delivery)
    return [rows.delivery(dict(row)) for row in tx.conn.execute(query).mappings()]


def other_half(tx: Tx, campaign: str, post: str) -> str | None:
    """The post whose deliveries wait for those of ``post``, or the other way round: its pair in the other language, or None."""
    query = _HALVES.where(
        _SECOND.c.campaign == campaign,
        sa.or_(_SECOND.c.post == post, _FIRST.c.post == post),
        _SECOND.c.state != DeliveryState.CANCELLED,
    ).with_only_columns(_SECOND.c.post, _FIRST.c.post)
    found = {name for row in tx.conn.execute(query, {"ws": tx.workspace}) for name in row} - {post}
    return min(found, default=None)


_SECOND, _FIRST = deliveries.alias(), deliveries.alias()
# Deliveries beside the delivery of another post that they wait for; a part of a thread waits for one of its own post.
_HALVES = sa.select(_SECOND.c.id, _FIRST.c.id).where(
    _SECOND.c.workspace == sa.bindparam("ws"),
    _FIRST.c.workspace == sa.bindparam("ws"),
    _SECOND.c.after.is_not(None),
    _SECOND.c.after == _FIRST.c.id,
    _SECOND.c.post != _FIRST.c.post,
)
_OPEN_HALVES = _HALVES.where(_SECOND.c.state.in_(OPEN), _FIRST.c.state.in_(OPEN))
_SECONDS = _OPEN_HALVES.where(among(_SECOND.c.id, "chosen"))
_FIRSTS = _OPEN_HALVES.where(among(_SECOND.c.after, "chosen"))


def open_halves(tx: Tx, chosen: Collection[str] | None = None) -> dict[str, list[Delivery]]:
    """By delivery, what waits for it or what it waits for in the other post of its pair, where both are still to go out.

    Of all pairs, or of those that ``chosen`` belong to.
    """
    values = {"ws": tx.workspace, "chosen": listed(chosen or ())}
    queries = (_OPEN_HALVES,) if chosen is None else (_SECONDS, _FIRSTS)
    found: dict[str, list[Delivery]] = {}
    for second, first in sorted({(row[0], row[1]) for query in queries for row in tx.conn.execute(query, values)}):
        found.setdefault(second, []).append(get(tx, first))
        found.setdefault(first, []).append(get(tx, second))
    return found


def standing(tx: Tx, campaign: str, post: str, generation: int) -> dict[tuple[str, int], Delivery]:
    """By account and part, what is or may be online or on its way, and whatever ``generation`` already has."""
    found = [d for d in find(tx, campaign=campaign, post=post) if d.state in STANDING or d.generation == generation]
    return {(d.account, d.part): d for d in sorted(found, key=lambda d: d.generation)}


def claimed_ids(tx: Tx, account: str) -> frozenset[str]:
    """The platform's ids that already belong to a delivery of this account: a look-up must not find them again."""
    query = sa.select(deliveries.c.remote_id).where(
        deliveries.c.workspace == tx.workspace, deliveries.c.account == account, deliveries.c.remote_id.is_not(None)
    )
    return frozenset(i for i in tx.conn.execute(query).scalars() if i)


_UNSETTLED = sa.select(
    deliveries,
    sa.select(sa.func.max(attempts.c.started_at))
    .where(
        attempts.c.workspace == deliveries.c.workspace,
        attempts.c.delivery == deliveries.c.id,
        attempts.c.outcome.in_((Outcome.UNKNOWN, Outcome.ABSENT_LIKELY)),
    )
    .scalar_subquery()
    .label("started"),
).where(
    deliveries.c.workspace == sa.bindparam("ws"),
    deliveries.c.state.in_((DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON)),
    deliveries.c.platform.not_in(BY_HAND),
)


def unsettled(tx: Tx) -> dict[str, list[tuple[Delivery, datetime]]]:
    """By account, the deliveries that may or may not be online, each with the start of the attempt that left it so."""
    found: dict[str, list[tuple[Delivery, datetime]]] = {}
    for row in tx.conn.execute(_UNSETTLED, {"ws": tx.workspace}).mappings():
        if (since := rows.when(row["started"])) is not None:
            found.setdefault(row["account"], []).append((rows.delivery(dict(row)), since))
    return found


def published_as(tx: Tx, account: str, *names: str | None) -> str | None:
    """The delivery of this account that a platform's id or address already belongs to, or None."""
    wanted = [name for name in names if name]
    urls = [deliveries.c.receipt.contains(f'"url":{canonical(name).decode()}', autoescape=True) for name in wanted]
    query = sa.select(deliveries.c.id).where(
        deliveries.c.workspace == tx.workspace,
        deliveries.c.account == account,
        deliveries.c.remote_id.is_not(None),  # only what has a receipt, which an index finds
        sa.or_(deliveries.c.remote_id.in_(wanted), *urls),
    )
    return tx.conn.execute(query).scalars().first()


# -- attempts ----------------------------------------------------------------------------------------------------------


def journal(tx: Tx, delivery: str) -> list[Attempt]:
    """The attempts at a delivery, first to last."""
    query = sa.select(attempts).where(attempts.c.workspace == tx.workspace, attempts.c.delivery == delivery).order_by(attempts.c.n)
    return [rows.attempt(dict(row)) for row in tx.conn.execute(query).mappings()]


def open_attempt(tx: Tx, delivery: Delivery, *, request_hash: str, started_at: datetime, deadline: datetime) -> int:
    """Write that the visible call is about to be made. The database allows one open attempt a delivery. Returns its number."""
    last = tx.conn.execute(
        sa.select(sa.func.max(attempts.c.n)).where(attempts.c.workspace == tx.workspace, attempts.c.delivery == delivery.id)
    ).scalar()
    n = (last or 0) + 1
    values: dict[str, Any] = {"workspace": tx.workspace, "delivery": delivery.id, "n": n, "fence": delivery.fence}
    values["request_hash"] = request_hash
    values |= {"started_at": milliseconds(started_at), "deadline": milliseconds(deadline), "outcome": Outcome.ARMED}
    tx.conn.execute(sa.insert(attempts).values(**values))
    tx.changed("attempts", f"{delivery.id} {n}", values, new=True)
    return n


def settle_attempt(tx: Tx, delivery: str, outcome: Outcome, *, at: datetime, detail: str | None) -> None:
    """Write how the newest attempt ended. Raises LedgerError where its outcome may not become that."""
    _settle(tx, delivery, journal(tx, delivery)[-1], outcome, at=at, detail=detail)


def settle_doubts(tx: Tx, delivery: str, outcome: Outcome, *, at: datetime, detail: str) -> None:
    """Write what a person has found out about every attempt whose outcome was not proven."""
    for attempt in journal(tx, delivery):
        if attempt.outcome in {Outcome.UNKNOWN, Outcome.ABSENT_LIKELY}:
            _settle(tx, delivery, attempt, outcome, at=at, detail=detail)


def _settle(tx: Tx, delivery: str, attempt: Attempt, outcome: Outcome, *, at: datetime, detail: str | None) -> None:
    if outcome not in OUTCOME_MOVES[attempt.outcome]:
        raise LedgerError(f"Attempt {attempt.n} of {delivery} is {attempt.outcome} and cannot become {outcome}.")
    where = sa.and_(attempts.c.workspace == tx.workspace, attempts.c.delivery == delivery, attempts.c.n == attempt.n)
    values = {"outcome": outcome, "ended_at": milliseconds(at), "detail": detail}
    tx.conn.execute(sa.update(attempts).where(where).values(**values))
    tx.changed("attempts", f"{delivery} {attempt.n}", values)
