"""The card of a post: the fields that its layout draws, with the spans of what stands in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaign.compose.contacts import Directory, spans_of
from campaign.compose.rendering import Values, first
from campaign.compose.tracing import Traced
from campaign.compose.wordings import Phrase
from campaign.models import Card, Span

LAYOUTS = {"statistic": "hook", "thanks": "hook", "advice": "signs"}  # the other kinds have a layout of their own name
NUMBERS = 4  # more on one card are too small to read on a phone
ADDRESS = 24  # characters of an address that fit beside the logo of the smallest card
CROWDED = 150  # characters of a list beside which the smallest card has no room for more than a note

Sources = dict[str, tuple[Span, ...]]


def card_of(kind: str, phrase: Phrase, values: Values, book: Directory, support: Traced | None) -> tuple[Card, Sources]:
    """The card that goes with a wording, and the spans by field path ("media.0.title")."""
    numbers = book.numbers(NUMBERS)
    layout = _layout(kind, values, many=bool(numbers))
    found: dict[str, Traced | None] = {name: first(pieces, values) for name, pieces in phrase.card.items()}
    found.setdefault("eyebrow", _eyebrow(found.get("title"), values, book))
    fields: dict[str, Any] = {}
    sources: Sources = {}
    if layout == "quote":
        found |= {"quote": values["words"], "name": values["name"], "role": values["role"]}
    elif layout == "signs":
        fields["items"], sources["media.0.items"] = _items(values[kind])
        crowded = sum(map(len, fields["items"])) > CROWDED
        found["action"] = support or (None if crowded else book.action())
    elif layout == "contact":
        del found["eyebrow"]
        fields["numbers"], sources["media.0.numbers"] = [shown for shown, _ in numbers], spans_of(c for _, c in numbers).spans
        found["link"] = values.get("website")
    else:
        found["action"] = support or _short(values.get("website")) or (None if kind == "thanks" else book.action())
    for name, value in found.items():
        if value is not None and value.text:
            fields[name] = value.text
            sources[f"media.0.{name}"] = value.spans
    return Card(layout=layout, fields=_ordered(fields)), {path: spans for path, spans in sources.items() if spans}


def _layout(kind: str, values: Values, *, many: bool) -> str:
    """A kind's layout; a single tip is no list, and an address alone no table of numbers."""
    fits = {"signs": "signs" in values, "advice": "advice" in values, "contact": many}
    return LAYOUTS.get(kind, kind) if fits.get(kind, True) else "hook"


def _eyebrow(title: Traced | None, values: Values, book: Directory) -> Traced | None:
    """The small line over the title: the event, else the area; never what the title says already."""
    said = title.text if title else ""
    names = [values[name] for name in ("event", "area", "headline", "title") if name in values]
    other = next((name for name in names if name.text.rstrip(".") not in said), None)
    return other or (names[0] if names else first(book.lines.said["eyebrow"], values))


def _short(website: Traced | None) -> Traced | None:
    return website if website is not None and len(website.text) <= ADDRESS else None


def _items(bullets: Traced) -> tuple[list[str], tuple[Span, ...]]:
    return [line.removeprefix("• ") for line in bullets.text.splitlines()], bullets.spans


def _ordered(fields: Mapping[str, Any]) -> dict[str, Any]:
    order = ("eyebrow", "title", "quote", "name", "role", "items", "numbers", "text", "note", "action", "link")
    return {name: fields[name] for name in order if name in fields}
