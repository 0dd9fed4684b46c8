"""The events: who did what, when, to what. Only ever added to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaign.ledger.rows import when
from campaign.ledger.schema import events
from campaign.ledger.store import Tx, milliseconds
from campaign.models import canonical


def note(tx: Tx, *, at: datetime, actor: str, kind: str, subject: str, data: Mapping[str, Any] | None = None) -> None:
    """Add an event. ``subject`` is a campaign, campaign/post, delivery, ``account:ID`` or ``workspace``."""
    values = {"workspace": tx.workspace, "at": milliseconds(at), "actor": actor, "kind": kind, "subject": subject}
    tx.conn.execute(sa.insert(events).values(**values, data=canonical(data or {}).decode()))


def newest(tx: Tx) -> int:
    """The number of the newest event, of any workspace: it grows whenever somebody has done something."""
    number: int = tx.conn.execute(sa.select(sa.func.coalesce(sa.func.max(events.c.id), 0))).scalar_one()
    return number


def history(tx: Tx, subject: str | None = None) -> list[dict[str, Any]]:
    """The events in order, of one subject or of all."""
    query = sa.select(events).where(events.c.workspace == tx.workspace).order_by(events.c.id)
    if subject is not None:
        query = query.where(events.c.subject == subject)
    return [
        {"at": when(r.at), "actor": r.actor, "kind": r.kind, "subject": r.subject, "data": json.loads(r.data)}
        for r in tx.conn.execute(query)
    ]
