"""The looks of a day's cards, in turn: no two neighbours of one layout look alike, and a speaker keeps theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from campaign.models import Card, MediaItem, Post


def varied(posts: Sequence[Post]) -> tuple[Post, ...]:
    """The posts with a ``theme`` on each card that has none: "1", "2", … per layout, in the order of the day.

    The numbers are places among the brand's looks of that layout, so they hold when the brand changes. The same card in a variant
    gets the same look.
    """
    turns = _Turns()
    found: dict[str, Post] = {}
    for post in sorted(posts, key=lambda p: p.at):
        looks = [(item.card, turns.dress(item.card)) for item in post.media if item.card is not None]
        variants = {key: replace(said, media=_dressed(said.media, looks)) for key, said in post.variants.items()}
        found[post.id] = replace(post, media=_dressed(post.media, looks), variants=variants)
    return tuple(found[post.id] for post in posts)


class _Turns:
    """Whose turn it is; made anew for each day."""

    def __init__(self) -> None:
        self.used: Counter[str] = Counter()
        self.speakers: dict[str, int] = {}
        self.last = ("", 0)

    def dress(self, card: Card) -> Card:
        if card.fields.get("theme"):
            self.last = (card.layout, 0)
            return card
        place = self._speaker(str(card.fields.get("name"))) if card.layout == "quote" else self._next(card.layout)
        layout, before = self.last
        # places one apart differ in a brand of any number of looks, others perhaps not: 1 and 3 are one look where there are two
        if layout == card.layout and abs(place - before) != 1:
            place = before + 1
        self.last = (card.layout, place)
        return replace(card, fields={**card.fields, "theme": str(place)})

    def _next(self, layout: str) -> int:
        self.used[layout] += 1
        return self.used[layout]

    def _speaker(self, name: str) -> int:
        return self.speakers.setdefault(name, len(self.speakers) + 1)


def _dressed(media: Sequence[MediaItem], looks: Sequence[tuple[Card, Card]]) -> tuple[MediaItem, ...]:
    return tuple(replace(item, card=next((new for old, new in looks if old == item.card), item.card)) for item in media)
