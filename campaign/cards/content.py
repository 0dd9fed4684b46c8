"""A card's fields, checked and tidied: flat, by path (``title``, ``items.0``, ``numbers.1.value``), ready to set."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from campaign.cards.specs import SPECS, Spec
from campaign.cards.words import digits, tidy
from campaign.errors import CardError
from campaign.models import Card, Purpose

PURPOSES: tuple[str, ...] = get_args(Purpose)
# The order in which people need them: the number that saves a life first. Those that are not named keep their order, after these.
RANKS: Mapping[str, int] = {"emergency": 0, "non_emergency": 1, "anonymous": 2}
EMERGENCY_ONLY = frozenset({"999", "112"})  # in the UK; checked because the two must never be confused
NEVER_EMERGENCY = frozenset({"101"})
PHOTOS = frozenset({"hook", "quote", "event", "thanks"})  # layouts whose words stand on the ground itself: a photo may stand for it
LABELS: Mapping[str, tuple[str, ...]] = {"myth": ("myth", "fact")}  # layouts with words of the brand over their fields


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """The words of one card. ``texts`` are tidied, by path; ``order`` is the order of the list's entries on the card."""

    layout: str
    texts: Mapping[str, str]
    order: tuple[int, ...] = ()
    theme: str | None = None
    start: int = 1  # the number of the first entry: the list may have begun on another card
    emergency: bool = False
    photo: str | None = None

    def get(self, path: str) -> str:
        """The words at a path; empty when the card has none there."""
        return self.texts.get(path, "")


def read_content(card: Card, words: Mapping[str, str]) -> Content:
    """Check a card's fields against its layout; ``words`` are the brand's words for purposes.

    Raises:
        CardError: an unknown layout or field, a field that is missing or is not text, or numbers that would be confused.
    """
    spec = SPECS.get(card.layout)
    if spec is None:
        raise CardError(f"There is no card layout '{card.layout}'.", fix=_nearest(card.layout, SPECS))
    listed = (spec.several[0],) if spec.several else ()
    known = (*spec.texts, *listed, "theme", *(("photo",) if card.layout in PHOTOS else ()), *(("start",) if "items" in listed else ()))
    for name in card.fields:
        if name not in known:
            raise CardError(f"A {card.layout} card has no field '{name}'.", fix=_nearest(name, known))
    texts = {name: _text(card, name) for name in spec.texts}
    for name in spec.required:
        if not texts[name]:
            raise CardError(f"The field '{name}' of this {card.layout} card is empty.", fix="Write it.")
    theme = card.fields.get("theme")
    entries, order, emergency = _entries(card, spec, words)
    texts = {name: text for name, text in {**texts, **entries, **_labels(card.layout, words)}.items() if text}
    return Content(layout=card.layout, texts=texts, order=order, theme=None if theme is None else str(theme), emergency=emergency,
                   start=_start(card), photo=_text(card, "photo") or None)


def _start(card: Card) -> int:
    value = str(card.fields.get("start") or 1)
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 100):
        raise CardError(f"The field 'start' of this {card.layout} card must be a number from 1 to 99, not '{value}'.")
    return int(value)


def _labels(layout: str, words: Mapping[str, str]) -> dict[str, str]:
    """The words that a layout puts over its fields: the brand's, so that they are in its language."""
    return {f"{name}.word": words.get(name, "") for name in LABELS.get(layout, ())}


def _nearest(name: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known)}."


def _text(card: Card, name: str) -> str:
    return _checked(card.fields.get(name), name, card.layout)


def _checked(value: object, path: str, layout: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f"The field '{path}' of this {layout} card must be text, not {type(value).__name__}."
        raise CardError(message, fix="Put it in quotation marks.")
    return tidy(value) if path == "quote" else tidy(value).replace("\n\n", " ")


def _entries(card: Card, spec: Spec, words: Mapping[str, str]) -> tuple[dict[str, str], tuple[int, ...], bool]:
    if spec.several is None:
        return {}, (), False
    name, least, most = spec.several
    value = card.fields.get(name)
    if isinstance(value, str) or not isinstance(value, list | tuple) or not least <= len(value) <= most:
        count = len(value) if isinstance(value, list | tuple) else 0
        fix = "Make two cards of it; without `alt` and `page` of its own it becomes two by itself." if count > most else ""
        message = f"The field '{name}' of a {card.layout} card is a list of {least} to {most} entries; this one has {count}."
        raise CardError(message, fix=fix)
    return _numbers(card, value, words) if name == "numbers" else _items(card, name, value)


def _items(card: Card, name: str, value: list[Any] | tuple[Any, ...]) -> tuple[dict[str, str], tuple[int, ...], bool]:
    texts = {f"{name}.{n}": _checked(item, f"{name}.{n}", card.layout) for n, item in enumerate(value)}
    for path, text in texts.items():
        if not text:
            raise CardError(f"The field '{path}' of this {card.layout} card is empty.", fix="Write it, or delete the entry.")
    return texts, tuple(range(len(value))), False


def _numbers(card: Card, value: list[Any] | tuple[Any, ...], words: Mapping[str, str]) -> tuple[dict[str, str], tuple[int, ...], bool]:
    texts: dict[str, str] = {}
    ranks: list[int] = []
    for n, entry in enumerate(value):
        if not isinstance(entry, Mapping):
            message = f"The field 'numbers.{n}' of this contact card must have value, label and purpose."
            raise CardError(message, fix="Write {value: …, label: …}.")
        found, rank = _number(entry, f"numbers.{n}", words)
        texts |= found
        ranks.append(rank)
    order = sorted(range(len(ranks)), key=lambda n: ranks[n])
    return texts, tuple(order), min(ranks) == 0


def _number(entry: Mapping[str, Any], path: str, words: Mapping[str, str]) -> tuple[dict[str, str], int]:
    for key in entry:
        if key not in {"value", "label", "purpose"}:
            raise CardError(f"A number of a contact card has no field '{key}'.", fix=_nearest(key, ("value", "label", "purpose")))
    value, label = (_checked(entry.get(key), f"{path}.{key}", "contact") for key in ("value", "label"))
    purpose = str(entry.get("purpose") or "contact")
    if purpose not in PURPOSES:
        raise CardError(f"'{purpose}' is not a purpose of a number.", fix=_nearest(purpose, PURPOSES))
    if not value:
        raise CardError(f"The field '{path}.value' of this contact card is empty.", fix="Write the number.")
    _not_confused(value, purpose)
    phrase = words.get(purpose, "")
    if _says(label, phrase, purpose):
        phrase = ""
    if not label and not phrase:
        raise CardError(f"Nothing on this contact card says whose number {value} is.", fix=f"Write '{path}.label'.")
    return {f"{path}.purpose": phrase, f"{path}.label": label, f"{path}.value": value}, RANKS.get(purpose, len(RANKS))


def _not_confused(value: str, purpose: str) -> None:
    number = digits(value)
    if number in EMERGENCY_ONLY and purpose != "emergency":
        raise CardError(f"{value} is an emergency number, but its purpose here is '{purpose}'.", fix="Write purpose: emergency.")
    if number in NEVER_EMERGENCY and purpose == "emergency":
        raise CardError(f"{value} is not an emergency number, but its purpose here is 'emergency'.", fix="Write purpose: non_emergency.")


# Words of a Welsh label that say the purpose, so that no English one is set beside them.
_WELSH = {"emergency": "argyfwng", "non_emergency": "nad yw’n argyfwng", "anonymous": "ddienw", "text": "destun", "textphone": "testun"}


def _says(label: str, phrase: str, purpose: str) -> bool:
    """Whether the label already tells people when to use the number, so that saying it again would be noise."""
    said = label.casefold()
    negated = re.search(r"\bno(?:n|t)\b.*emergenc|\b(?:nad|nid|ddim|di)\b.*argyfwng", said) is not None
    if (welsh := _WELSH.get(purpose)) is not None and welsh in said and not (negated and purpose == "emergency"):
        return True
    if purpose == "emergency":
        return "emergenc" in said and not negated
    if purpose == "non_emergency":
        return negated
    return purpose[:6] in said or phrase.casefold() in said
