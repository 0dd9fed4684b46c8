"""What makes a delivery findable: minted once, at its first arm, and never changed after."""

from __future__ import annotations

import hashlib
from datetime import datetime

from campaign.models import Key

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"


def mint(workspace: str, delivery: str, now: datetime) -> Key:
    """The key of a delivery: an idempotency key, and a record key for platforms where we choose the address."""
    mark = hashlib.sha256(f"{workspace}\n{delivery}".encode()).digest()
    return Key(idempotency=mark.hex(), tid=tid(now, int.from_bytes(mark[:2]) & 0x3FF), created_at=now)


def tid(now: datetime, clock: int) -> str:
    """A timestamp identifier: 53 bits of microseconds and a 10-bit clock id in 13 characters that sort by time.

    Source: atproto.com/specs/tid.
    """
    value = (int(now.timestamp() * 1_000_000) & (1 << 53) - 1) << 10 | clock & 0x3FF
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(60, -1, -5))
