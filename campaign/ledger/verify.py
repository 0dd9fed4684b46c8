"""Whether the record is what it was: every event against its seal, every row against the events that committed to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from campaign.ledger import changes, schema, seals, veil
from campaign.ledger.deliveries import OPEN
from campaign.ledger.schema import events
from campaign.ledger.store import Tx
from campaign.models import DeliveryState

_WORDS = {"posts": "post", "approvals": "approval", "deliveries": "delivery", "attempts": "attempt", "accounts": "account", "stops": "stop"}


_UNDER_WAY = {*OPEN, DeliveryState.ARMED}


@dataclass(kw_only=True, slots=True)
class Found:
    """What a check of the record came to. ``seal`` is the newest one; ``unsealed`` events are only held by their own digests yet."""

    problems: list[str] = field(default_factory=list)
    events: int = 0
    unsealed: int = 0
    seal: seals.Seal | None = None


def one_moment(tx: Tx) -> None:
    """Let all that follows in this transaction see one moment of the record; SQLite does so anyway. To be called first of all."""
    if tx.conn.dialect.name == "postgresql":
        tx.conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def check(tx: Tx, *, seal: str | None = None) -> Found:
    """Check the whole record of a workspace. ``seal``: the hash of a seal that was noted earlier and has to be in the chain still."""
    found = Found()
    sealed = _check_seals(tx, found, seal)
    expected = _check_events(tx, found, sealed)
    for table in changes.RECORDED:
        found.problems += _rows(tx, table, expected.get(table, {}))
    return found


def _check_seals(tx: Tx, found: Found, noted: str | None) -> dict[int, tuple[str, int]]:
    """By number, the digest that each sealed event has to have, and its seal."""
    sealed: dict[int, tuple[str, int]] = {}
    before: seals.Seal | None = None
    seen = False
    for one in seals.every(tx):
        found.problems += _broken(tx, one, before)
        for number, digest in one.events:
            sealed[number] = digest, one.n
        seen = seen or one.hash == noted
        before = one
    if noted is not None and not seen:
        found.problems.append(f"No seal {noted} is in the record: what was sealed then was cut off or written anew.")
    found.seal = before
    return sealed


def _broken(tx: Tx, one: seals.Seal, before: seals.Seal | None) -> Iterator[str]:
    if one.hash != seals.hash_of(tx.workspace, one):
        yield f"Seal {one.n} was altered: its hash is not that of what it holds."
    number, previous = (before.n + 1, before.hash) if before is not None else (1, "")
    if one.n != number:
        yield f"Seal {number} is missing before seal {one.n}."
    elif one.previous != previous:
        yield f"Seal {one.n} does not follow seal {number - 1}: one of them was put there later."
    numbers = [e for e, _ in (before.events[-1:] if before else ()) + one.events]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        yield f"Seal {one.n} holds events out of their order."


def _check_events(tx: Tx, found: Found, sealed: dict[int, tuple[str, int]]) -> dict[str, dict[str, dict[str, Any]]]:
    """What the rows have to be by what the events say, by table and name."""
    last = max(sealed, default=0)
    missing, expected = set(sealed), dict[str, dict[str, dict[str, Any]]]()
    erased: dict[int, set[int]] = {}
    allowed: dict[int, set[int]] = {}
    for one in tx.conn.execute(sa.select(events).where(events.c.workspace == tx.workspace).order_by(events.c.id)).mappings():
        row = dict(one)
        found.events += 1
        missing.discard(row["id"])
        found.unsealed += row["id"] > last
        found.problems += _altered(row, sealed, last)
        if gone := veil.erased(row):
            erased[row["id"]] = gone
        _follow(_data(row), expected, allowed)
    for number in sorted(missing):
        found.problems.append(f"Event {number} is missing; seal {sealed[number][1]} holds it.")
    for number, gone in erased.items():
        if gone - allowed.get(number, set()):
            found.problems.append(f"Event {number} has texts erased, and no redaction is recorded for them.")
    return expected


def _data(row: Mapping[str, Any]) -> dict[str, Any]:
    try:
        data = json.loads(row["data"])
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _altered(row: Mapping[str, Any], sealed: dict[int, tuple[str, int]], last: int) -> Iterator[str]:
    number, kind = row["id"], row["kind"]
    try:
        digest = veil.digest(row)
    except ValueError:
        digest = "unreadable"
    if number in sealed:
        if sealed[number][0] != digest or row["chain"] != digest:
            yield f"Event {number} ({kind}, {row['subject']}) was altered after it was sealed."
    elif number < last:
        yield f"Event {number} ({kind}, {row['subject']}) was put in later: no seal holds it."
    elif row["chain"] != digest:
        yield f"Event {number} ({kind}, {row['subject']}) was altered after it was written."


def _follow(data: dict[str, Any], expected: dict[str, dict[str, dict[str, Any]]], allowed: dict[int, set[int]]) -> None:
    for number, which in _dict(data.get("erased")).items():
        if number.isdigit() and isinstance(which, list):
            allowed.setdefault(int(number), set()).update(which)
    for table, rows in _dict(data.get("set")).items():
        for name, columns in _dict(rows).items():
            expected.setdefault(table, {}).setdefault(name, {}).update(_dict(columns))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(tx: Tx, table: str, expected: dict[str, dict[str, Any]]) -> Iterator[str]:
    source, word = schema.metadata.tables[table], _WORDS[table]
    missing = {name for name, columns in expected.items() if any(value is not None for value in columns.values())}
    for found in tx.conn.execute(sa.select(source).where(source.c.workspace == tx.workspace)).mappings():
        row = dict(found)
        name = changes.key(table, row)
        missing.discard(name)
        if name not in expected:
            yield f"The {word} {name} is in the record without an event that made it.".replace("  ", " ")
            continue
        wrong = [column for column in changes.RECORDED[table] if not _same(table, column, row, expected[name])]
        if wrong:
            yield f"The {word} {name} is not what its events say: {', '.join(wrong)}.".replace("  ", " ")
    for name in sorted(missing):
        yield f"The {word} {name} is missing from the record.".replace("  ", " ")


def _same(table: str, column: str, row: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    if table == "deliveries" and row["state"] in _UNDER_WAY:
        # Which of the open states it is in, and why it waits, are working notes of the engine.
        if column == "reason":
            return True
        if column == "state":
            return expected.get("state") in (OPEN if row["state"] in OPEN else {row["state"]})
    there = changes.committed(table, {column: row[column]})[column]
    return bool(there == expected.get(column))
