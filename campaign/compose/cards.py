"""The card of a post: the fields that its layout draws, with the spans of what stands in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from campaign.compose.contacts import Directory, spans_of, traced
from campaign.compose.rendering import Values, first
from campaign.compose.tracing import Traced, lines
from campaign.compose.wordings import Phrase
from campaign.models import Card

LAYOUTS = {"advice": "steps"}  # the other kinds have a layout of their own name
NUMBERS = 4  # more on one card are too small to read on a phone
ADDRESS = 24  # characters of an address that fit beside the logo of the smallest card
CROWDED = 150  # characters of a list beside which the smallest card has no room for more than a note

_DIGITS = re.compile(r"\d[\d,.]*")

Said = dict[str, Traced]  # by field path: "media.0.title", "media.0.items.1", "media.0.numbers.0.value"


def card_of(kind: str, phrase: Phrase, values: Values, book: Directory, support: Traced | None) -> tuple[Card, Said]:
    """The card that goes with a wording, and the words in its fields with their origins."""
    numbers = book.numbers(NUMBERS)
    found: dict[str, Traced | None] = {name: first(pieces, values) for name, pieces in phrase.card.items()}
    layout = _layout(kind, values, many=bool(numbers), sourced=found.get("text") is not None)
    found.setdefault("eyebrow", _eyebrow(found.get("title"), values, book))
    fields: dict[str, Any] = {}
    said: Said = {}
    if layout == "quote":
        found |= {"quote": values["words"], "name": values["name"], "role": values["role"]}
    elif layout in {"signs", "steps"}:
        items = [row.part(len("• ") * row.text.startswith("• "), len(row.text)) for row in lines(values[kind])]
        fields["items"] = [item.text for item in items]
        said |= {f"media.0.items.{n}": item for n, item in enumerate(items)}
        crowded = sum(map(len, fields["items"])) > CROWDED
        found["action"] = support or (None if crowded else book.action())
    elif layout == "contact":
        del found["eyebrow"]
        fields["numbers"] = [shown for shown, _ in numbers]
        for n, (shown, contact) in enumerate(numbers):
            said |= {f"media.0.numbers.{n}.value": spans_of([contact]), f"media.0.numbers.{n}.label": traced(contact, shown["label"])}
        found["link"] = values.get("website")
    else:
        if layout == "statistic":
            found |= {"source": found.pop("text", None), "figure": _figure(values["figure"], values.get("value"))}
        found["action"] = support or _short(values.get("website")) or (None if kind == "thanks" else book.action())
    for name, value in found.items():
        if value is not None and value.text:
            fields[name] = value.text
            said[f"media.0.{name}"] = value
    return Card(layout=layout, fields=_ordered(fields)), said


def _layout(kind: str, values: Values, *, many: bool, sourced: bool) -> str:
    """A kind's layout; a single tip is no list, an address alone no table of numbers, and a figure nobody vouches for no figure."""
    fits = {"signs": "signs" in values, "advice": "advice" in values, "contact": many, "statistic": sourced and "source" in values}
    return LAYOUTS.get(kind, kind) if fits.get(kind, True) else "hook"


def _figure(said: Traced, value: Traced | None) -> Traced | None:
    """The figure of a sentence, to stand over it large; None where the sentence has other numbers: which one it is about, nobody can
    tell from one alone. A figure that the sentence begins with, such as "1 in 4", the layout parts from it by itself.
    """
    if value is None or said.text.count(value.text) != 1 or _DIGITS.search(said.text.replace(value.text, "")):
        return None
    at = said.text.index(value.text)
    return said.part(at, at + len(value.text)) if at or _DIGITS.fullmatch(value.text) else None


def _eyebrow(title: Traced | None, values: Values, book: Directory) -> Traced | None:
    """The small line over the title: the event, else the area; never what the title says already."""
    said = title.text if title else ""
    names = [values[name] for name in ("event", "area", "headline", "title") if name in values]
    other = next((name for name in names if name.text.rstrip(".") not in said), None)
    return other or (names[0] if names else first(book.lines.said["eyebrow"], values))


def _short(website: Traced | None) -> Traced | None:
    return website if website is not None and len(website.text) <= ADDRESS else None


def _ordered(fields: Mapping[str, Any]) -> dict[str, Any]:
    order = ("eyebrow", "figure", "title", "quote", "name", "role", "items", "numbers", "text", "source", "note", "action", "link")
    return {name: fields[name] for name in order if name in fields}
