"""Deliveries and their attempts: made at approval, claimed by the engine, moved only as the table of moves allows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from campaign.errors import LedgerError
from campaign.ledger import rows
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
    tx: Tx, *, campaign: str | None = None, post: str | None = None, account: str | None = None, states: Collection[DeliveryState] = ()
) -> list[Delivery]:
    """The deliveries that match, by due time."""
    query = sa.select(deliveries).where(deliveries.c.workspace == tx.workspace)
    for column, value in ((deliveries.c.campaign, campaign), (deliveries.c.post, post), (deliveries.c.account, account)):
        if value is not None:
            query = query.where(column == value)
    if states:
        query = query.where(deliveries.c.state.in_(states))
    query = query.order_by(deliveries.c.due_at, deliveries.c.id)
    return [rows.delivery(dict(row)) for row in tx.conn.execute(query).mappings()]


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


# -- what the engine asks for ------------------------------------------------------------------------------------------


def due(tx: Tx, now: datetime, *, limit: int, without: Collection[str] = (), lock: bool = False) -> list[Delivery]:
    """What has to be looked at by ``now`` and nobody has claimed, earliest first; accounts in ``without`` are passed over.

    ``lock`` keeps the rows for this transaction; what another machine has locked is passed over (PostgreSQL).
    """
    query = (
        sa.select(deliveries)
        .where(deliveries.c.workspace == tx.workspace, deliveries.c.next_at <= milliseconds(now), deliveries.c.lease_owner.is_(None))
        .order_by(deliveries.c.next_at, deliveries.c.id)
        .limit(limit)
    )
    if without:
        query = query.where(deliveries.c.account.not_in(without))
    if lock:
        query = query.with_for_update(skip_locked=True)
    found = (rows.delivery(dict(row)) for row in tx.conn.execute(query).mappings())
    return sorted(found, key=lambda d: (d.due_at, d.part, d.id))


def busy_accounts(tx: Tx) -> set[str]:
    """Accounts with a delivery under way: no second call is made beside it."""
    query = sa.select(deliveries.c.account).where(deliveries.c.workspace == tx.workspace, deliveries.c.lease_owner.is_not(None)).distinct()
    return set(tx.conn.execute(query).scalars())


def next_due(tx: Tx, *, after: datetime) -> datetime | None:
    """The earliest moment later than ``after`` at which something has to be looked at."""
    query = sa.select(sa.func.min(deliveries.c.next_at)).where(
        deliveries.c.workspace == tx.workspace, deliveries.c.next_at > milliseconds(after)
    )
    return rows.when(tx.conn.execute(query).scalar())


def late(tx: Tx, now: datetime) -> list[Delivery]:
    """What nobody has claimed and is past its grace; a part that waits for the part before it has no lateness yet."""
    query = sa.select(deliveries).where(
        deliveries.c.workspace == tx.workspace,
        deliveries.c.state.in_(OPEN),
        deliveries.c.next_at.is_not(None),
        deliveries.c.late_at < milliseconds(now),
        deliveries.c.lease_owner.is_(None),
    )
    return [rows.delivery(dict(row)) for row in tx.conn.execute(query).mappings()]


def claim(tx: Tx, chosen: Iterable[str], *, owner: str, until: datetime) -> dict[str, int]:
    """Take deliveries for one worker each. Returns the fence of each that was won; a taken one, or one of a taken account, is not in it."""
    won: dict[str, int] = {}
    for delivery in chosen:
        change = (
            sa.update(deliveries)
            .where(_mine(tx, delivery), deliveries.c.lease_owner.is_(None))
            .values(lease_owner=owner, lease_until=milliseconds(until), fence=deliveries.c.fence + 1)
            .returning(deliveries.c.fence)
        )
        try:
            with tx.conn.begin_nested():
                fence = tx.conn.execute(change).scalar()
        except IntegrityError:
            continue  # another machine has just taken one of the same account
        if fence is not None:
            won[delivery] = fence
    return won


def expired(tx: Tx, now: datetime, *, all_leases: bool) -> list[Delivery]:
    """Claims whose worker is gone: past their lease, or (at the start of the only daemon) every one."""
    query = sa.select(deliveries).where(deliveries.c.workspace == tx.workspace, deliveries.c.lease_owner.is_not(None))
    if not all_leases:
        query = query.where(deliveries.c.lease_until < milliseconds(now))
    return [rows.delivery(dict(row)) for row in tx.conn.execute(query).mappings()]


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
    changes = {name: _stored(name, value) for name, value in values.items()}
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


def _stored(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return milliseconds(value)
    return canonical(value).decode() if name in _VALUES else value


def followers(tx: Tx, delivery: str) -> list[Delivery]:
    """What waits for the receipt of ``delivery``: the next part of its thread, or the other half of its pair."""
    query = sa.select(deliveries).where(deliveries.c.workspace == tx.workspace, deliveries.c.after == delivery)
    return [rows.delivery(dict(row)) for row in tx.conn.execute(query).mappings()]


def other_half(tx: Tx, campaign: str, post: str) -> str | None:
    """The post whose deliveries wait for those of ``post``, or the other way round: its pair in the other language, or None."""
    second, first = deliveries.alias(), deliveries.alias()
    query = _halves(tx, second, first).where(
        second.c.campaign == campaign,
        sa.or_(second.c.post == post, first.c.post == post),
        second.c.state != DeliveryState.CANCELLED,
    )
    found = {name for row in tx.conn.execute(query.with_only_columns(second.c.post, first.c.post)) for name in row} - {post}
    return min(found, default=None)


def open_halves(tx: Tx) -> dict[str, list[Delivery]]:
    """By delivery, what waits for it or what it waits for in the other post of its pair, where both are still to go out."""
    second, first = deliveries.alias(), deliveries.alias()
    query = _halves(tx, second, first).where(second.c.state.in_(OPEN), first.c.state.in_(OPEN))
    pairs = [(row[0], row[1]) for row in tx.conn.execute(query.with_only_columns(second.c.id, first.c.id))]
    known = {d.id: d for d in find(tx, states=OPEN)} if pairs else {}
    found: dict[str, list[Delivery]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(known[other])
        found.setdefault(other, []).append(known[one])
    return found


def _halves(tx: Tx, second: sa.FromClause, first: sa.FromClause) -> sa.Select[Any]:
    """Deliveries beside the delivery of another post that they wait for; a part of a thread waits for one of its own post."""
    return sa.select(second, first).where(
        second.c.workspace == tx.workspace,
        first.c.workspace == tx.workspace,
        second.c.after.is_not(None),
        second.c.after == first.c.id,
        second.c.post != first.c.post,
    )


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


def unsettled(tx: Tx) -> dict[str, list[tuple[Delivery, datetime]]]:
    """By account, the deliveries that may or may not be online, each with the start of the attempt that left it so."""
    started = (
        sa.select(sa.func.max(attempts.c.started_at))
        .where(
            attempts.c.workspace == deliveries.c.workspace,
            attempts.c.delivery == deliveries.c.id,
            attempts.c.outcome.in_((Outcome.UNKNOWN, Outcome.ABSENT_LIKELY)),
        )
        .scalar_subquery()
    )
    query = sa.select(deliveries, started.label("started")).where(
        deliveries.c.workspace == tx.workspace,
        deliveries.c.state.in_((DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON)),
        deliveries.c.platform.not_in(BY_HAND),
    )
    found: dict[str, list[tuple[Delivery, datetime]]] = {}
    for row in tx.conn.execute(query).mappings():
        if (since := rows.when(row["started"])) is not None:
            found.setdefault(row["account"], []).append((rows.delivery(dict(row)), since))
    return found


def published_as(tx: Tx, account: str, *names: str | None) -> str | None:
    """The delivery of this account that a platform's id or address already belongs to, or None."""
    wanted = [name for name in names if name]
    urls = [deliveries.c.receipt.contains(f'"url":{canonical(name).decode()}', autoescape=True) for name in wanted]
    query = sa.select(deliveries.c.id).where(
        deliveries.c.workspace == tx.workspace, deliveries.c.account == account, sa.or_(deliveries.c.remote_id.in_(wanted), *urls)
    )
    return tx.conn.execute(query).scalars().first()


# -- attempts ----------------------------------------------------------------------------------------------------------


def journal(tx: Tx, delivery: str) -> list[Attempt]:
    """The attempts at a delivery, first to last."""
    query = sa.select(attempts).where(attempts.c.workspace == tx.workspace, attempts.c.delivery == delivery).order_by(attempts.c.n)
    return [rows.attempt(dict(row)) for row in tx.conn.execute(query).mappings()]


def journals(tx: Tx, chosen: Sequence[str]) -> Mapping[str, list[Attempt]]:
    """The attempts of many deliveries at once."""
    query = sa.select(attempts).where(attempts.c.workspace == tx.workspace).order_by(attempts.c.delivery, attempts.c.n)
    found: dict[str, list[Attempt]] = {name: [] for name in chosen}
    for row in tx.conn.execute(query).mappings():
        if row["delivery"] in found:
            found[row["delivery"]].append(rows.attempt(dict(row)))
    return found


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
