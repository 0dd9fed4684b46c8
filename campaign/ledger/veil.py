"""What an event commits to: its fixed fields directly, names and free text through a salted digest that outlives them.

The form is fixed for good (``FORM``): a digest that was sealed years ago has to come out the same. Salts are in the order in which the
texts are met: the actor first, then the data in the order of canonical JSON. Erasing one text takes its salt away and leaves its digest
in its place, so that nobody can try names against it and the event's own digest stays what it was.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from campaign.models import canonical

FORM = 1
ERASED = "erased:"
SHOWN = "[redacted]"
# Strings in an event that can't hold a name or a free text. Whatever isn't listed stands behind a salted digest.
FIXED = frozenset(
    {
        *("digest", "deliveries", "cancelled", "missed", "moved", "due_at", "request", "release", "generation", "sha256", "media"),
        *("campaign", "post", "account", "platform", "after", "state", "content", "key", "receipt", "remote_id", "delivery", "post_digest"),
        *("request_hash", "outcome", "released", "url", "erased", "seal", "rule"),
    }
)


def _walk(data: Any, change: Callable[[str], str]) -> Any:
    """An event's data with every text changed, visited in the order of canonical JSON."""
    if not isinstance(data, dict):
        return _leaves(data, change, fixed=False)
    return {key: _rows(data[key], change, 2) if key == "set" else _leaves(data[key], change, fixed=key in FIXED) for key in sorted(data)}


def _rows(data: Any, change: Callable[[str], str], depth: int) -> Any:
    """Changed rows by table and name: a name is no column, whatever it is called."""
    if depth == 0 or not isinstance(data, dict):
        return _leaves(data, change, fixed=False)
    return {key: _rows(data[key], change, depth - 1) for key in sorted(data)}


def _leaves(data: Any, change: Callable[[str], str], *, fixed: bool) -> Any:
    if isinstance(data, dict):
        return {key: _leaves(data[key], change, fixed=fixed or key in FIXED) for key in sorted(data)}
    if isinstance(data, list):
        return [_leaves(value, change, fixed=fixed) for value in data]
    return change(data) if isinstance(data, str) and not fixed else data


def texts(actor: str, data: Mapping[str, Any]) -> list[str]:
    """The names and texts of an event, in order."""
    found = [actor]

    def keep(text: str) -> str:
        found.append(text)
        return text

    _walk(dict(data), keep)
    return found


def commit(row: Mapping[str, Any]) -> dict[str, str]:
    """The columns that a new event gets: a fresh salt for each text, and its digest."""
    salts: list[str] = []

    def veiled(text: str) -> str:
        salt = secrets.token_bytes(16)
        salts.append(salt.hex())
        return hashlib.sha256(salt + text.encode()).hexdigest()

    chain = _digest(row, veiled)
    return {"salts": ",".join(salts), "chain": chain}


def digest(row: Mapping[str, Any]) -> str:
    """The digest of an event from its stored columns, texts or their digests alike."""
    salts = iter(row["salts"].split(","))

    def veiled(text: str) -> str:
        salt = next(salts, "")
        if not salt:
            return text.removeprefix(ERASED)
        return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()

    found = _digest(row, veiled)
    return found if next(salts, None) is None else "there are more salts than texts"


def _digest(row: Mapping[str, Any], veiled: Callable[[str], str]) -> str:
    fixed = {name: row[name] for name in ("workspace", "at", "kind", "subject")}
    held = {"form": FORM, **fixed, "actor": veiled(row["actor"]), "data": _walk(json.loads(row["data"]), veiled)}
    # As `canonical` writes it, of what is plain already.
    return hashlib.sha256(json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def erase(row: Mapping[str, Any], numbers: set[int]) -> dict[str, str]:
    """The columns of an event without the texts of these numbers: their salts are gone, their digests stay."""
    salts = row["salts"].split(",")
    count = iter(range(len(salts)))

    def gone(text: str) -> str:
        if (n := next(count)) not in numbers or not salts[n]:
            return text
        left = hashlib.sha256(bytes.fromhex(salts[n]) + text.encode()).hexdigest()
        salts[n] = ""
        return ERASED + left

    actor = gone(row["actor"])
    data = _walk(json.loads(row["data"]), gone)
    return {"actor": actor, "data": canonical(data).decode(), "salts": ",".join(salts)}


def erased(row: Mapping[str, Any]) -> set[int]:
    """The numbers of the texts that an event no longer has."""
    return {n for n, salt in enumerate(row["salts"].split(",")) if not salt}


def holding(row: Mapping[str, Any], wanted: Callable[[str], bool]) -> set[int]:
    """The numbers of the texts of an event that are ``wanted`` and still there."""
    there: Iterator[tuple[int, str]] = enumerate(texts(row["actor"], json.loads(row["data"])))
    gone = erased(row)
    return {n for n, text in there if n not in gone and wanted(text)}


def shown(value: Any) -> Any:
    """An event's data for people: what was erased says so."""
    if isinstance(value, dict):
        return {key: shown(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shown(one) for one in value]
    return SHOWN if isinstance(value, str) and value.startswith(ERASED) else value
