"""A card of every layout in invented words, for trying out a layout or a brand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.cards.specs import SPECS
from campaign.errors import CardError
from campaign.models import Card

WORDS = Path(__file__).parent.parent / "data" / "sample" / "cards.yaml"


@cache
def _words() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yamlfile.read(WORDS, error=CardError).data
    return read


def sample_card(layout: str) -> Card:
    """The layout with sample words; one that has none yet, such as a new one, with the names of its fields.

    Raises:
        CardError: there is no such layout.
    """
    spec = SPECS.get(layout)
    if spec is None:
        raise CardError(f"There is no card layout '{layout}'.", fix=f"There are: {', '.join(SPECS)}.")
    if layout in _words():
        return Card(layout=layout, fields=_words()[layout])
    fields: dict[str, Any] = {name: f"The {name} of this card" for name in spec.reading if not spec.several or name != spec.several[0]}
    if spec.several:
        name, least, most = spec.several
        fields[name] = [f"Entry {n} of the {name}" for n in range(1, min(most, max(least, 3)) + 1)]
    return Card(layout=layout, fields=fields)
