"""Facts in the JSON form that others build on (docs: facts)."""

from __future__ import annotations

from typing import Any

from campaign.models import Facts, plain


def to_json(facts: Facts) -> dict[str, Any]:
    """The pinned form: dates in ISO form, spans as pairs, ``rule`` and ``doubt`` only where there is one."""
    out: dict[str, Any] = plain(facts)
    for quote in out["quotes"]:
        if quote["organisation"] is None:
            del quote["organisation"]
    return out
