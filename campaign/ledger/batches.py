"""Many deliveries in one transaction: what is read and written around the visible calls, a statement for all instead of some for each.

Whoever writes here has read the rows in the same transaction, with ``standings``; on PostgreSQL that locks them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256 as hashed
from typing import Any, NamedTuple

import sqlalchemy as sa

from campaign.ledger import rows
from campaign.ledger.deliveries import Fenced, stored
from campaign.ledger.listed import among, listed
from campaign.ledger.rows import Attempt, Delivery
from campaign.ledger.schema import accounts, approvals, attempts, deliveries, events
from campaign.ledger.store import Tx, milliseconds
from campaign.models import DELIVERY_MOVES, OUTCOME_MOVES, DeliveryState, Outcome

# Statements are made once: to put one together takes longer than to run it.
_mine = deliveries.c.workspace == sa.bindparam("ws")
_STANDINGS = (
    sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.fence, deliveries.c.digest, deliveries.c.content, deliveries.c.request)
    .where(_mine, among(deliveries.c.id, "names"))
    .with_for_update()
)
_STATES = sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.fence).where(_mine, among(deliveries.c.id, "names")).with_for_update()
_KNOWN = sa.select(accounts.c.account).where(accounts.c.workspace == sa.bindparam("ws"))
_JOURNALS = (
    sa.select(attempts)
    .where(attempts.c.workspace == sa.bindparam("ws"), among(attempts.c.delivery, "names"))
    .order_by(attempts.c.n)
)
_APPROVALS = sa.select(approvals.c.campaign, approvals.c.post, approvals.c.generation, approvals.c.withdrawn_at).where(
    approvals.c.workspace == sa.bindparam("ws"),
    among(approvals.c.campaign, "first"),
    among(approvals.c.post, "second"),
)
_SIGNED = (
    sa.select(events.c.data)
    .where(events.c.workspace == sa.bindparam("ws"), among(events.c.subject, "names"), events.c.kind == "approved")
    .order_by(events.c.id)
)
_FOLLOWED = sa.select(deliveries.c.after).where(_mine, among(deliveries.c.after, "names")).distinct()
_OWNERS = sa.select(deliveries.c.account, deliveries.c.remote_id, deliveries.c.id).where(
    _mine,
    among(deliveries.c.account, "first"),
    among(deliveries.c.remote_id, "second"),
)
_ENDING = (
    sa.update(attempts)
    .where(attempts.c.workspace == sa.bindparam("ws"), attempts.c.delivery == sa.bindparam("one"), attempts.c.n == sa.bindparam("number"))
    .values(outcome=sa.bindparam("outcome"), ended_at=sa.bindparam("ended_at"), detail=sa.bindparam("detail"))
)
_PUBLISHING = (
    sa.update(accounts)
    .where(accounts.c.workspace == sa.bindparam("ws"), accounts.c.account == sa.bindparam("one"))
    .values(last_published_at=sa.bindparam("last_published_at"), last_post=sa.bindparam("last_post"))
)


@cache
def _moving(columns: tuple[str, ...]) -> sa.Update:
    unchanged = sa.and_(deliveries.c.fence == sa.bindparam("mine"), deliveries.c.state == sa.bindparam("was"))
    changes: dict[str, Any] = {name: sa.bindparam(name) for name in columns}
    return sa.update(deliveries).where(_mine, deliveries.c.id == sa.bindparam("one"), unchanged).values(changes)


def _ask(tx: Tx, query: sa.Select[Any], names: Collection[Any]) -> sa.CursorResult[Any]:
    return tx.conn.execute(query, {"ws": tx.workspace, "names": listed(names)})


def sha256(text: str) -> str:
    """The digest of a stored text."""
    return hashed(text.encode()).hexdigest()


def _ask_pairs(tx: Tx, query: sa.Select[Any], pairs: Collection[tuple[str, str]]) -> sa.CursorResult[Any]:
    """More than was asked for: SQLite does not use an index for pairs, but for each half of them."""
    first, second = zip(*pairs, strict=True)
    return tx.conn.execute(query, {"ws": tx.workspace, "first": listed(set(first)), "second": listed(set(second))})


class Standing(NamedTuple):
    """What of a delivery may have changed since it was claimed: whatever else is moved takes a new fence. Contents by digest."""

    state: str
    fence: int
    digest: str
    content: str
    request: str | None


def standings(tx: Tx, names: Collection[str]) -> dict[str, Standing]:
    """How each is stored now."""
    found = {}
    for name, state, fence, digest, content, request in map(tuple, _ask(tx, _STANDINGS, names)):
        found[name] = Standing(state, fence, digest, sha256(content), None if request is None else sha256(request))
    return found


def states(tx: Tx, names: Collection[str]) -> dict[str, tuple[str, int]]:
    """In which state each is, under which fence."""
    return {name: (state, fence) for name, state, fence in map(tuple, _ask(tx, _STATES, names))}


def known_accounts(tx: Tx) -> set[str]:
    """The accounts that the ledger has heard of."""
    return set(tx.conn.execute(_KNOWN, {"ws": tx.workspace}).scalars())


def journals(tx: Tx, names: Collection[str]) -> dict[str, list[Attempt]]:
    """The attempts of each, first to last."""
    found: dict[str, list[Attempt]] = {name: [] for name in names}
    for row in _ask(tx, _JOURNALS, found).mappings():
        found[row["delivery"]].append(rows.attempt(dict(row)))
    return found


def in_force(tx: Tx, posts: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """By post, the generation of its newest approval, unless that was taken back."""
    newest: dict[tuple[str, str], tuple[int, bool]] = {}
    for campaign, post, generation, withdrawn in map(tuple, _ask_pairs(tx, _APPROVALS, posts)):
        newest[campaign, post] = max(newest.get((campaign, post), (0, False)), (generation, withdrawn is None))
    return {post: generation for post, (generation, stands) in newest.items() if stands}


def signed(tx: Tx, posts: Collection[tuple[str, str]]) -> dict[tuple[str, int], str]:
    """By delivery and generation, the digest of its content as the record of its approval has it, apart from the rows."""
    found: dict[tuple[str, int], str] = {}
    for (data,) in _ask(tx, _SIGNED, [f"{campaign}/{post}" for campaign, post in posts]):
        said = json.loads(data)
        named = said.get("deliveries")
        if isinstance(named, dict):
            found |= {(name, said.get("generation")): digest for name, digest in named.items()}
    return found


def with_followers(tx: Tx, names: Collection[str]) -> set[str]:
    """Those whose receipt something waits for."""
    return {name for name in _ask(tx, _FOLLOWED, names).scalars() if name}


def owners(tx: Tx, posts: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """By account and platform's id, the delivery that it already belongs to."""
    return {(account, remote): name for account, remote, name in map(tuple, _ask_pairs(tx, _OWNERS, posts)) if (account, remote) in posts}


class Batch:
    """Gathers what is to be written of many deliveries, so that each table is written once.

    The record's events are noted beside it as ever: an event commits to what was gathered since the one before.
    """

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._moves: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        self._new: list[dict[str, Any]] = []
        self._ended: list[dict[str, Any]] = []
        self._accounts: list[dict[str, Any]] = []

    def move(self, delivery: Delivery, was: DeliveryState, state: DeliveryState, values: Mapping[str, Any]) -> None:
        """Move a delivery from ``was`` to ``state`` with ``values``. Its fence is the one that it was read with in this transaction."""
        assert state in DELIVERY_MOVES[was]
        changes = {name: stored(name, value) for name, value in values.items()} | {"state": state}
        row = {"ws": self._tx.workspace, "one": delivery.id, "mine": delivery.fence, "was": was, **changes}
        self._moves.setdefault(tuple(changes), []).append(row)
        self._tx.changed("deliveries", delivery.id, changes)

    def open_attempt(self, delivery: Delivery, n: int, request: str, *, started_at: datetime, deadline: datetime) -> None:
        """Write that the visible call is about to be made, with the digest of its request."""
        values: dict[str, Any] = {"workspace": self._tx.workspace, "delivery": delivery.id, "n": n, "fence": delivery.fence}
        values |= {"request_hash": request, "started_at": milliseconds(started_at), "deadline": milliseconds(deadline)}
        values["outcome"] = Outcome.ARMED
        self._new.append(values)
        self._tx.changed("attempts", f"{delivery.id} {n}", values, new=True)

    def close_attempt(self, delivery: Delivery, n: int, outcome: Outcome, *, at: datetime) -> None:
        """Write how an attempt that is under way ended."""
        assert outcome in OUTCOME_MOVES[Outcome.ARMED]
        values = {"outcome": outcome, "ended_at": milliseconds(at), "detail": None}
        self._ended.append({"ws": self._tx.workspace, "one": delivery.id, "number": n, **values})
        self._tx.changed("attempts", f"{delivery.id} {n}", values)

    def published(self, delivery: Delivery, *, at: datetime) -> None:
        """Keep when an account that the ledger knows last published, and what."""
        values = {"last_published_at": milliseconds(at), "last_post": f"{delivery.campaign}/{delivery.post}"}
        self._accounts.append({"ws": self._tx.workspace, "one": delivery.account, **values})

    def write(self) -> None:
        """Write what was gathered. Raises Fenced, and nothing may be kept of the transaction, when a delivery has changed since."""
        tx = self._tx
        for columns, changes in self._moves.items():
            if tx.conn.execute(_moving(columns), changes).rowcount not in {-1, len(changes)}:
                raise Fenced("A delivery was changed by somebody else in the meantime.")
        for query, values in ((sa.insert(attempts), self._new), (_ENDING, self._ended), (_PUBLISHING, self._accounts)):
            if values:
                tx.conn.execute(query, values)
