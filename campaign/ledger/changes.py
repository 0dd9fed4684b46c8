"""What a transaction changes in the record's rows, kept until the event that commits to it is written in the same transaction.

The columns that are not here are working notes of the engine (claims, uploads, the next look): they say nothing about what happened.
Why an open delivery waits is one of them, and which of the open states it is in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

Changes = dict[str, dict[str, dict[str, Any]]]

RECORDED: dict[str, tuple[str, ...]] = {
    "approvals": ("campaign", "post", "generation", "digest", "by", "at", "acknowledged", "withdrawn_at"),
    "deliveries": (
        *("campaign", "post", "account", "platform", "part", "generation", "after", "content", "digest", "due_at", "grace", "late_at"),
        *("state", "reason", "key", "request", "receipt", "remote_id", "published_at"),
    ),
    "attempts": ("delivery", "n", "fence", "request_hash", "started_at", "deadline", "ended_at", "outcome", "detail"),
    "posts": ("campaign", "post", "state", "digest", "author", "changed_by", "changed_at", "reason"),
    "accounts": ("account", "state", "reason", "changed_at"),
    "stops": ("by", "at", "reason", "released"),
}
KEYS: dict[str, tuple[str, ...]] = {
    "approvals": ("campaign", "post", "generation"),
    "deliveries": ("id",),
    "attempts": ("delivery", "n"),
    "posts": ("campaign", "post"),
    "accounts": ("account",),
    "stops": (),
}
HASHED = frozenset({"content", "key", "request", "receipt"})
ERASED = "erased"  # stands where a content was, once it is no longer kept


def key(table: str, row: Mapping[str, Any]) -> str:
    """The name of a row within its table and workspace."""
    return " ".join(str(row[name]) for name in KEYS[table])


def committed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The recorded columns among ``values``, long ones as their digest."""
    return {name: _one(name, values[name]) for name in RECORDED[table] if name in values}


def _one(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return hashlib.sha256(value.encode()).hexdigest() if name in HASHED and value != ERASED else str(value)
    return value


def add(changes: Changes, table: str, name: str, values: Mapping[str, Any], *, new: bool = False) -> None:
    """Keep that these columns of a row are being written. A ``new`` row's empty columns need no saying."""
    said = committed(table, values)
    if new:
        said = {column: value for column, value in said.items() if value is not None}
    if said:
        changes.setdefault(table, {}).setdefault(name, {}).update(said)
