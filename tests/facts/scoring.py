"""Compares facts with labels: what is missing and what is wrong, kind by kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.models import Facts

KINDS = ("title", "date", "area", "hook", "quotes", "signs", "advice", "phones", "websites", "emails", "hashtags")
Key = tuple[str | None, ...] | str


def labels(path: Path) -> dict[str, Any]:
    """The labels of one release; every scalar as text, ``null`` as None."""
    data: dict[str, Any] = yamlfile.parse(path.read_text("utf-8"), str(path)).data
    return data


def expected(label: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """One list of items a kind, each item a dict of what must be equal; ``optional`` items may be missing."""
    out: dict[str, list[dict[str, Any]]] = {k: [{"text": label.get(k)}] for k in ("title", "date", "area", "hook")}
    for kind in ("signs", "advice", "emails", "hashtags"):
        out[kind] = [{"text": text} for text in label.get(kind) or []]
    out["quotes"] = list(label.get("quotes") or [])
    out["phones"] = list(label.get("phones") or [])
    out["websites"] = [w for w in label.get("websites") or [] if w.get("url")]
    return out


def found(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """The facts in the same form."""
    return {
        "title": [{"text": facts.title}],
        "date": [{"text": facts.date.isoformat() if facts.date else None}],
        "area": [{"text": facts.area}],
        "hook": [{"text": facts.hook.text if facts.hook else None}],
        "quotes": [{"text": q.text, "speaker": q.speaker, "role": q.role, "organisation": q.organisation} for q in facts.quotes],
        "signs": [{"text": s.text} for s in facts.signs],
        "advice": [{"text": s.text} for s in facts.advice],
        "phones": [
            {"number": c.value, "purpose": c.purpose, "label": c.label} for c in facts.contacts if c.kind in {"phone", "text", "textphone"}
        ],
        "websites": [{"url": c.value, "label": c.label} for c in facts.contacts if c.kind == "web"],
        "emails": [{"text": c.value} for c in facts.contacts if c.kind == "email"],
        "hashtags": [{"text": h} for h in facts.hashtags],
    }


def differences(label: dict[str, Any], facts: Facts) -> list[str]:
    """Every label that was not met and every fact that no label asks for; empty when all is exact."""
    want, have, out = expected(label), found(facts), list[str]()
    for kind in KINDS:
        left = list(have[kind])
        for item in want[kind]:
            hit = next((x for x in left if matches(item, x)), None)
            if hit is not None:
                left.remove(hit)
            elif not item.get("optional"):
                out.append(f"{kind} missing: {item}")
        out += [f"{kind} wrong: {x}" for x in left]
    return out


def matches(item: dict[str, Any], fact: dict[str, Any]) -> bool:
    """Every key that the label gives is equal; ``optional`` is no key of the fact."""
    return all(fact.get(key) == value for key, value in item.items() if key != "optional")
