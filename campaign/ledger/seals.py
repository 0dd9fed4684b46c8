"""The chain: batches of events are sealed over their digests, each seal over the one before it. Events themselves are not touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaign.ledger.rows import moment
from campaign.ledger.schema import events, seals
from campaign.ledger.store import Tx, milliseconds
from campaign.models import digest_of

BATCH = 2000
FORM = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """One sealed batch. ``events``: number and digest of each event in it, in order."""

    n: int
    at: datetime
    events: tuple[tuple[int, str], ...]
    previous: str
    hash: str


def newest(tx: Tx) -> Seal | None:
    """The last seal, or None while nothing is sealed. Its hash, written down elsewhere, proves what the record was then."""
    query = sa.select(seals).where(seals.c.workspace == tx.workspace).order_by(seals.c.n.desc()).limit(1)
    row = tx.conn.execute(query).mappings().one_or_none()
    return None if row is None else _read(row)


def every(tx: Tx) -> Iterator[Seal]:
    """The seals, first to last."""
    query = sa.select(seals).where(seals.c.workspace == tx.workspace).order_by(seals.c.n)
    return map(_read, tx.conn.execute(query).mappings())


def _read(row: Any) -> Seal:
    there = tuple(_line(line) for line in row["events"].splitlines())
    return Seal(n=row["n"], at=moment(row["at"]), events=there, previous=row["previous"], hash=row["hash"])


def _line(line: str) -> tuple[int, str]:
    number, _, digest = line.partition(" ")
    return (int(number) if number.isdigit() else -1), digest


def unsealed(tx: Tx) -> int:
    """How many events no seal holds yet."""
    return tx.conn.execute(sa.select(sa.func.count()).select_from(events).where(_open(tx, newest(tx)))).scalar_one()


def _open(tx: Tx, last: Seal | None) -> sa.ColumnElement[bool]:
    return sa.and_(events.c.workspace == tx.workspace, events.c.id > (last.events[-1][0] if last is not None and last.events else 0))


def seal(tx: Tx, *, at: datetime) -> Seal | None:
    """Seal the events that are not sealed yet, at most ``BATCH`` of them. Returns the new seal, or None when there are none.

    Nothing may have been done in this transaction before: on PostgreSQL it waits for whoever is adding an event just now, because
    a lower number may be stored after a higher one.
    """
    if tx.conn.dialect.name == "postgresql":
        tx.conn.exec_driver_sql("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE")
    last = newest(tx)
    query = sa.select(events.c.id, events.c.chain).where(_open(tx, last)).order_by(events.c.id).limit(BATCH)
    there = tuple((row.id, row.chain) for row in tx.conn.execute(query))
    if not there:
        return None
    n, previous = (last.n + 1, last.hash) if last is not None else (1, "")
    made = Seal(n=n, at=moment(milliseconds(at)), events=there, previous=previous, hash="")
    made = Seal(n=n, at=made.at, events=there, previous=previous, hash=hash_of(tx.workspace, made))
    lines = "\n".join(f"{number} {digest}" for number, digest in there)
    values = {"n": n, "at": milliseconds(at), "events": lines, "previous": previous, "hash": made.hash}
    tx.conn.execute(sa.insert(seals).values(workspace=tx.workspace, **values))
    return made


def hash_of(workspace: str, one: Seal) -> str:
    """What a seal's hash has to be."""
    held = {"form": FORM, "workspace": workspace, "n": one.n, "at": milliseconds(one.at), "previous": one.previous, "events": one.events}
    return digest_of(held)
