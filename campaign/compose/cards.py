"""The card of a post: the fields that its layout draws, with the spans of what stands in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaign.compose.contacts import Directory, card_number, spans_of
from campaign.compose.rendering import Values, first
from campaign.compose.tracing import Traced
from campaign.compose.wordings import Phrase
from campaign.models import Card, Span

LAYOUTS = {"statistic": "hook", "thanks": "hook", "advice": "signs"}  # the other kinds have a layout of their own name
NUMBERS = 4  # more on one card are too small to read on a phone

Sources = dict[str, tuple[Span, ...]]


def card_of(kind: str, phrase: Phrase, values: Values, book: Directory, support: Traced | None) -> tuple[Card, Sources]:
    """The card that goes with a wording, and the spans by field path ("media.0.title")."""
    layout = LAYOUTS.get(kind, kind) if kind not in {"signs", "advice"} or kind in values else "hook"  # a single tip is no list
    found: dict[str, Traced | None] = {name: first(pieces, values) for name, pieces in phrase.card.items()}
    found.setdefault("eyebrow", _eyebrow(found.get("title"), values))
    fields: dict[str, Any] = {}
    sources: Sources = {}
    if layout == "quote":
        found |= {"quote": values["quote"], "name": values["name"], "role": values["role"]}
    elif layout == "signs":
        fields["items"], sources["media.0.items"] = _items(values[kind])
        found["action"] = support or _action(book)
    elif layout == "contact":
        found.pop("eyebrow")
        fields["numbers"], sources["media.0.numbers"] = _numbers(book)
        found["link"] = values.get("website")
    else:
        found["action"] = support or values.get("website") or (None if kind == "thanks" else _action(book))
    for name, value in found.items():
        if value is not None and value.text:
            fields[name] = value.text
            sources[f"media.0.{name}"] = value.spans
    return Card(layout=layout, fields=_ordered(fields)), {path: spans for path, spans in sources.items() if spans}


def _eyebrow(title: Traced | None, values: Values) -> Traced:
    """The small line over the title: the event, else the area; never what the title says already."""
    said = title.text if title else ""
    names = [values[name] for name in ("event", "area", "headline", "title") if name in values]
    return next((name for name in names if name.text not in said), names[0])


def _items(bullets: Traced) -> tuple[list[str], tuple[Span, ...]]:
    return [line.removeprefix("• ") for line in bullets.text.splitlines()], bullets.spans


def _numbers(book: Directory) -> tuple[list[dict[str, Any]], tuple[Span, ...]]:
    plain = {"emergency", "non_emergency", "helpline"}
    shown = [c for c in book.contacts if c.kind in {"phone", "text"} and (c.label or c.purpose in plain)]
    return [card_number(c) for c in shown[:NUMBERS]], spans_of(shown[:NUMBERS]).spans


def _action(book: Directory) -> Traced | None:
    """What to do, under a list: the emergency number where there is one, else the first that there is."""
    return book.said(book.contacts[:1])


def _ordered(fields: Mapping[str, Any]) -> dict[str, Any]:
    order = ("eyebrow", "title", "quote", "name", "role", "items", "numbers", "text", "note", "action", "link")
    return {name: fields[name] for name in order if name in fields}
