"""What each layout's fields are called: the one table that reading, brands, alt texts and tests go by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Spec(NamedTuple):
    """A layout's required and optional texts in the order in which they are read, and its list (name, least, most).

    The list is read where its name stands among the texts. ``page`` ("2 of 5") and ``theme`` may stand on every card.
    """

    reading: tuple[str, ...]
    required: tuple[str, ...]
    several: tuple[str, int, int] | None = None

    @property
    def optional(self) -> tuple[str, ...]:
        """The texts that may be missing."""
        listed = self.several[0] if self.several else ""
        return (*(name for name in self.reading if name not in self.required and name != listed), *EVERYWHERE)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text, the list left out."""
        return (*self.required, *self.optional)


EVERYWHERE = ("page",)
SPECS: Mapping[str, Spec] = {
    "hook": Spec(("eyebrow", "title", "text", "action"), ("eyebrow", "title")),
    "signs": Spec(("eyebrow", "title", "items", "note", "action"), ("eyebrow", "title"), ("items", 2, 6)),
    "quote": Spec(("eyebrow", "quote", "name", "role"), ("eyebrow", "quote", "name")),
    "contact": Spec(("title", "text", "numbers", "link"), ("title",), ("numbers", 1, 6)),
    "statistic": Spec(("eyebrow", "figure", "title", "source", "action"), ("eyebrow", "title", "source")),
    "steps": Spec(("eyebrow", "title", "items", "note", "action"), ("eyebrow", "title"), ("items", 2, 6)),
    "event": Spec(("eyebrow", "title", "date", "time", "place", "text", "action"), ("eyebrow", "title", "date")),
    "thanks": Spec(("eyebrow", "title", "text", "action"), ("title",)),
    "myth": Spec(("eyebrow", "myth", "fact", "source", "action"), ("myth", "fact")),
}
