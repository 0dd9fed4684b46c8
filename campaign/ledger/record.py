"""The events: who did what, when, to what. Only ever added to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaign.ledger import veil
from campaign.ledger.rows import when
from campaign.ledger.schema import events
from campaign.ledger.store import Tx, milliseconds
from campaign.models import canonical


def note(tx: Tx, *, at: datetime, actor: str, kind: str, subject: str, data: Mapping[str, Any] | None = None) -> None:
    """Add an event. ``subject`` is a campaign, campaign/post, delivery, ``account:ID`` or ``workspace``.

    It commits to every row of the record that this transaction has changed since its last event.
    """
    _add(tx, (milliseconds(at), actor), kind, subject, dict(data or {}))


def finish(tx: Tx) -> None:
    """Write the events of a transaction that is about to end, and one on what none of them has committed to."""
    if tx.changes:
        _note_rest(tx)
    flush(tx)


def flush(tx: Tx) -> None:
    """Write the events that wait to be written, for whoever is going to read them."""
    if tx.events:
        tx.conn.execute(sa.insert(events), tx.events)
        tx.events.clear()


def _note_rest(tx: Tx) -> None:
    """Add an event on what followed from this transaction's events and none of them has committed to."""
    who = tx.noted[-1] if tx.noted else (_last(tx), "campaign")
    names = [name for rows in tx.changes.values() for name in rows]
    _add(tx, who, "moved", names[0] if len(names) == 1 and "deliveries" in tx.changes else "workspace", {})


def _last(tx: Tx) -> int:
    query = sa.select(events.c.at).where(_mine(tx)).order_by(events.c.id.desc()).limit(1)
    return tx.conn.execute(query).scalar() or 0


def _add(tx: Tx, who: tuple[int, str], kind: str, subject: str, data: dict[str, Any]) -> None:
    if tx.changes:
        data["set"] = {table: dict(rows) for table, rows in tx.changes.items()}
        tx.changes.clear()
    tx.noted.append(who)
    at, actor = who
    stored = canonical(data).decode()
    row = {"workspace": tx.workspace, "at": at, "actor": actor, "kind": str(kind), "subject": subject, "data": stored}
    tx.events.append({**row, **veil.commit(row)})


def _mine(tx: Tx) -> sa.ColumnElement[bool]:
    return events.c.workspace == tx.workspace


def newest(tx: Tx) -> int:
    """The number of the newest event, of any workspace: it grows whenever somebody has done something."""
    flush(tx)
    number: int = tx.conn.execute(sa.select(sa.func.coalesce(sa.func.max(events.c.id), 0))).scalar_one()
    return number


def history(tx: Tx, subject: str | None = None) -> list[dict[str, Any]]:
    """The events in order, of one subject or of all; what was redacted says so."""
    flush(tx)
    query = sa.select(events).where(events.c.workspace == tx.workspace).order_by(events.c.id)
    if subject is not None:
        query = query.where(events.c.subject == subject)
    return [
        {
            "id": r.id,
            "at": when(r.at),
            "actor": veil.shown(r.actor),
            "kind": r.kind,
            "subject": r.subject,
            "data": veil.shown(json.loads(r.data)),
        }
        for r in tx.conn.execute(query)
    ]
