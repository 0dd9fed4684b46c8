"""Counting, links, tags, splitting and checking of texts, each platform by its own rules.

The functions are loaded on first use: the pattern library takes longer to import than most commands need. The rules on wording
are in ``campaign.text.lint``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from campaign.text.limits import LIMITS, PLATFORMS, limits

if TYPE_CHECKING:
    from campaign.text.bluesky import Facet, facets
    from campaign.text.counting import entities_of, measure, overflow
    from campaign.text.marks import sent
    from campaign.text.mentions import named
    from campaign.text.plain import clean, clusters, fold, graphemes, parts
    from campaign.text.sentence import sentences
    from campaign.text.threads import split

__all__ = [
    "LIMITS", "PLATFORMS", "Facet", "clean", "clusters", "entities_of", "facets", "fold", "graphemes", "limits", "measure", "named",
    "overflow", "parts", "sent", "sentences", "split",
]  # fmt: skip

_HOMES = {
    "Facet": "bluesky",
    "clean": "plain",
    "clusters": "plain",
    "facets": "bluesky",
    "fold": "plain",
    "graphemes": "plain",
    "entities_of": "counting",
    "measure": "counting",
    "overflow": "counting",
    "named": "mentions",
    "parts": "plain",
    "sent": "marks",
    "sentences": "sentence",
    "split": "threads",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
