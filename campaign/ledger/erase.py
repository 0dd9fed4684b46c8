"""Taking names, texts and contents out of the record: their digests stay, an event says what went and why, and the chain still verifies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaign.ledger import changes, record, rows, schema, veil
from campaign.ledger.schema import approvals, deliveries, events
from campaign.ledger.store import Tx, milliseconds
from campaign.models import DeliveryState, canonical

TEXTS: dict[str, tuple[str, ...]] = {
    "approvals": ("by", "acknowledged"),
    "posts": ("author", "changed_by", "reason"),
    "deliveries": ("reason",),
    "attempts": ("detail",),
    "accounts": ("reason",),
    "stops": ("by", "reason"),
}
_AGE = {"approvals": "at", "posts": "changed_at", "deliveries": "late_at", "attempts": "deadline", "accounts": "changed_at", "stops": "at"}
# What is in one of these states is over: nothing is sent any more without a person who asks for it.
CLOSED = (DeliveryState.PUBLISHED, DeliveryState.TAKEN_DOWN, DeliveryState.CANCELLED, DeliveryState.FAILED, DeliveryState.MISSED)
Wanted = Callable[[str], bool]


@dataclass(kw_only=True, slots=True)
class Erased:
    """What was taken out: texts of events by number, rows' columns, and deliveries whose content is gone."""

    events: dict[int, list[int]] = field(default_factory=dict)
    columns: int = 0
    contents: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there was anything to take out."""
        return bool(self.events or self.columns or self.contents)


def in_events(tx: Tx, done: Erased, wanted: Wanted, *, before: datetime | None = None, number: int | None = None) -> None:
    """Take the ``wanted`` texts out of the events: of all, of those before a moment, or of one (and there only what is no actor)."""
    query = sa.select(events).where(events.c.workspace == tx.workspace)
    if before is not None:
        query = query.where(events.c.at < milliseconds(before))
    if number is not None:
        query = query.where(events.c.id == number)
    for found in tx.conn.execute(query).mappings().all():
        row = dict(found)
        which = veil.holding(row, wanted) - ({0} if number is not None else set())
        if which:
            tx.conn.execute(sa.update(events).where(events.c.id == row["id"]).values(**veil.erase(row, which)))
            done.events[row["id"]] = sorted(which)
            _commit_again(tx, json.loads(row["data"]).get("set", {}))


def _commit_again(tx: Tx, said: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    """What an erased event said of a row, and still stands there, is said again by the event of the erasure."""
    for table, columns in TEXTS.items():
        for name, values in said.get(table, {}).items():
            kept = {column: values[column] for column in columns if values.get(column)}
            row = _row(tx, table, name) if kept else None
            if row is not None and (same := {column: text for column, text in kept.items() if row[column] == text}):
                tx.changed(table, name, same)


def _row(tx: Tx, table: str, name: str) -> Mapping[str, Any] | None:
    source, keys = schema.metadata.tables[table], changes.KEYS[table]
    parts = name.rsplit(" ", len(keys) - 1) if keys else []
    named = (sa.cast(source.c[key], sa.String) == part for key, part in zip(keys, parts, strict=True))
    found = tx.conn.execute(sa.select(source).where(source.c.workspace == tx.workspace, *named)).mappings().one_or_none()
    return None if found is None else dict(found)


def in_rows(
    tx: Tx, done: Erased, wanted: Wanted, *, before: datetime | None = None, only: Mapping[str, Iterable[str]] | None = None
) -> None:
    """Take the ``wanted`` texts out of the rows: of all, of those before a moment, or of ``only`` these by table and name."""
    busy = under_way(tx) if before is not None else set()
    for table, columns in TEXTS.items():
        source = schema.metadata.tables[table]
        query = sa.select(source).where(source.c.workspace == tx.workspace)
        if before is not None:
            query = query.where(source.c[_AGE[table]] < milliseconds(before))
        for found in tx.conn.execute(query).mappings().all():
            row, name = dict(found), changes.key(table, found)  # type: ignore[arg-type]
            if (only is None or name in only.get(table, ())) and (row.get("campaign"), row.get("post")) not in busy:
                values = {column: _without(column, row[column], wanted) for column in columns if row[column]}
                _store(tx, done, source, row, {column: value for column, value in values.items() if value != row[column]})


def _store(tx: Tx, done: Erased, source: sa.Table, row: dict[str, Any], values: dict[str, str]) -> None:
    if values:
        where = sa.and_(*(c == row[c.name] for c in source.primary_key.columns))
        tx.conn.execute(sa.update(source).where(where).values(**values))
        tx.changed(source.name, changes.key(source.name, row), values)
        done.columns += len(values)


def _without(column: str, text: str, wanted: Wanted) -> str:
    if column != "acknowledged":
        return veil.SHOWN if wanted(text) else text
    said = json.loads(text)
    return canonical({rule: veil.SHOWN if wanted(str(why)) else why for rule, why in said.items()}).decode()


def in_contents(tx: Tx, done: Erased, wanted: Wanted, *, before: datetime | None = None) -> None:
    """Take out what finished deliveries said, where it is ``wanted``; text, alt texts and the request all go, the digest stays."""
    query = sa.select(deliveries.c.id, deliveries.c.content).where(
        deliveries.c.workspace == tx.workspace, deliveries.c.state.in_(CLOSED), deliveries.c.content != changes.ERASED
    )
    if before is not None:
        query = query.where(sa.func.coalesce(deliveries.c.published_at, deliveries.c.late_at) < milliseconds(before))
    for name, content in tx.conn.execute(query).all():
        if wanted(content):
            values = {"content": changes.ERASED, "request": None}
            where = sa.and_(deliveries.c.workspace == tx.workspace, deliveries.c.id == name)
            tx.conn.execute(sa.update(deliveries).where(where).values(**values, staged=None))
            tx.changed("deliveries", name, values)
            done.contents.append(name)


def note(tx: Tx, done: Erased, *, kind: str, by: str, reason: str, at: datetime) -> None:
    """Record what was taken out."""
    gone = {str(number): which for number, which in done.events.items()}
    data = {"reason": reason, "erased": gone, "deliveries": dict.fromkeys(done.contents, "content")}
    record.note(tx, at=at, actor=by, kind=kind, subject="workspace", data=data)


def under_way(tx: Tx) -> set[tuple[str, str]]:
    """The posts with a delivery that is not over: what is known of them is still needed."""
    query = sa.select(deliveries.c.campaign, deliveries.c.post).where(
        deliveries.c.workspace == tx.workspace, deliveries.c.state.not_in(CLOSED)
    )
    return {(campaign, post) for campaign, post in tx.conn.execute(query.distinct())}


def needing(tx: Tx, wanted: Wanted) -> list[str]:
    """The deliveries and approvals still under way that hold a wanted text, by name."""
    open_ones = sa.select(deliveries.c.id, deliveries.c.content).where(
        deliveries.c.workspace == tx.workspace, deliveries.c.state.not_in(CLOSED)
    )
    found = [name for name, content in tx.conn.execute(open_ones) if wanted(rows.content(content).text) or wanted(content)]
    busy = under_way(tx)
    signed = sa.select(approvals.c.campaign, approvals.c.post, approvals.c.by).where(approvals.c.workspace == tx.workspace)
    mine = {f"{campaign}/{post}" for campaign, post, by in tx.conn.execute(signed) if (campaign, post) in busy and wanted(by)}
    return found + sorted(mine)


def written_by(tx: Tx, number: int) -> tuple[list[str], dict[str, list[str]]] | None:
    """The texts of an event, and the rows that it wrote by table; None when there is no such event."""
    query = sa.select(events).where(events.c.workspace == tx.workspace, events.c.id == number)
    if (row := tx.conn.execute(query).mappings().one_or_none()) is None:
        return None
    data = json.loads(row["data"])
    return veil.texts(row["actor"], data)[1:], {table: list(names) for table, names in data.get("set", {}).items()}
