"""What people were told of and when. A cause that has gone is forgotten, so that it is told again should it come back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import sqlalchemy as sa

from campaign.ledger.rows import moment
from campaign.ledger.schema import alerts
from campaign.ledger.store import Tx, milliseconds


def told(tx: Tx) -> dict[str, datetime]:
    """By cause, when people were last told of it."""
    query = sa.select(alerts.c.cause, alerts.c.told_at).where(alerts.c.workspace == tx.workspace)
    return {cause: moment(at) for cause, at in tx.conn.execute(query)}


def tell(tx: Tx, causes: Collection[str], *, at: datetime) -> None:
    """People have been told of these causes just now."""
    forget(tx, causes)
    rows = [{"workspace": tx.workspace, "cause": cause, "told_at": milliseconds(at)} for cause in sorted(set(causes))]
    if rows:
        tx.conn.execute(sa.insert(alerts), rows)


def forget(tx: Tx, causes: Collection[str]) -> None:
    """These causes are no more."""
    for some in _batches(sorted(causes)):
        tx.conn.execute(sa.delete(alerts).where(alerts.c.workspace == tx.workspace, alerts.c.cause.in_(some)))


def _batches(causes: list[str]) -> Iterator[list[str]]:
    """A database takes so many values in one statement, and a bad day has more causes."""
    for start in range(0, len(causes), 500):
        yield causes[start : start + 500]
