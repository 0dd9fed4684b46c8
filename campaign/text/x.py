"""How X counts a text and what it finds in it.

Rules: docs.x.com/fundamentals/counting-characters and twitter-text 3.1.0 with configuration 3 (``data/text/x-weights-v3.json``).
Emoji newer than 2018 are weighed piece by piece, as that library does: the larger number can only be too careful.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import regex

from campaign.text import chars, urls
from campaign.text.data import Weights, emoji_sequences, weights_v3
from campaign.text.entities import Entity, without_overlaps

_FORBIDDEN = "\ufffe\ufeff\uffff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """A text as X weighs it. ``valid_to``: how many code points of the normalised text fit, whole links and emoji only."""

    weight: int
    valid: bool
    valid_to: int


def weigh(text: str, *, weights: Weights | None = None) -> Weighed:
    """Weigh a text: NFC, each link as one weight, each known emoji sequence as another, every other code point by its range."""
    weights = weights or weights_v3()
    text = unicodedata.normalize("NFC", text)
    light = _light(weights)
    ends = {entity.start: entity.end for entity in urls.links(text, urls.X)}
    total = valid_to = at = 0
    while at < len(text):
        step, weight = _step(text, at, ends.get(at), weights, light)
        at += step
        total += weight
        if total <= weights.limit:
            valid_to = at
    bad = forbidden(text)
    return Weighed(weight=total, valid=bad is None and 0 < total <= weights.limit, valid_to=valid_to if bad is None else min(bad, valid_to))


def forbidden(text: str) -> int | None:
    """Where the first character stands that X refuses (a byte order mark or a non-character); None if there is none."""
    return next((place for place, char in enumerate(text) if char in _FORBIDDEN), None)


def _step(text: str, at: int, link_end: int | None, weights: Weights, light: dict[int, int]) -> tuple[int, int]:
    if link_end is not None:
        return link_end - at, weights.url
    if weights.emoji and (emoji := _emoji_length(text, at)):
        return emoji, weights.default
    return 1, light.get(ord(text[at]), weights.default)


@cache
def _light(weights: Weights) -> dict[int, int]:
    return {point: weight for first, last, weight in weights.light for point in range(first, last + 1)}


@cache
def _emoji_starts() -> dict[str, int]:
    """For each first code point of a sequence, the length of its longest one."""
    longest: dict[str, int] = {}
    for sequence in emoji_sequences():
        longest[sequence[0]] = max(longest.get(sequence[0], 0), len(sequence))
    return longest


def _emoji_length(text: str, at: int) -> int:
    known = emoji_sequences()
    for length in range(_emoji_starts().get(text[at], 0), 1, -1):
        if text[at : at + length] in known:
            return length
    return 0


def links(text: str) -> list[Entity]:
    """The links that X makes of a text; a scheme is not needed."""
    return list(urls.links(text, urls.X))


def hashtags(text: str) -> list[Entity]:
    """The hashtags of a text, those inside a link left out."""
    return _outside_links(text, _hashtags(text))


def mentions(text: str) -> list[Entity]:
    """The @names of a text; those in the path of a link too, as X's own extractor gives them. A list keeps its ``/name``."""
    return [
        Entity(found.start(1), found.end(), "mention", found[2] + (found[3] or ""))
        for found in _mention().finditer(text)
        if not _after_mention().match(text, found.end())
    ]


def reply_to(text: str) -> str | None:
    """The @name that a text starts with, which makes it a reply."""
    found = _reply().match(text)
    return str(found[1]) if found and not _after_mention().match(text, found.end()) else None


def cashtags(text: str) -> list[Entity]:
    """The $names of a text."""
    return [Entity(found.start(1), found.end(), "cashtag", found[2]) for found in _cashtag().finditer(text)]


def entities(text: str) -> list[Entity]:
    """All that X finds, overlaps removed, in order of place: what to highlight."""
    return without_overlaps([*links(text), *_hashtags(text), *mentions(text), *cashtags(text)])


def _outside_links(text: str, found: list[Entity]) -> list[Entity]:
    return [entity for entity in without_overlaps([*links(text), *found]) if entity.kind != "link"]


def _hashtags(text: str) -> list[Entity]:
    return [
        Entity(found.start(1), found.end(), "hashtag", found[2])
        for found in _hashtag().finditer(text)
        if _has_letter().search(found[2]) and not text.startswith(("#", "＃", "://"), found.end())
    ]


@cache
def _has_letter() -> regex.Pattern[str]:
    return regex.compile(r"[\p{L}\p{M}]")


@cache
def _hashtag() -> regex.Pattern[str]:
    word = r"\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\xb7"
    return regex.compile(rf"(?<=^|[\ufe0e\ufe0f]|[^{word}&])([{chars.HASH}])(?![\ufe0f\u20e3])([{word}]++)")


@cache
def _mention() -> regex.Pattern[str]:
    before = rf"(?<=^|[^a-z0-9_!#$%&*{chars.AT}]|(?:^|[^a-z0-9_+~.-])rt:?)"
    return regex.compile(rf"{before}([{chars.AT}])([a-z0-9_]{{1,20}}+)(/[a-z][a-z0-9_-]{{0,24}}+)?+", regex.IGNORECASE)


@cache
def _after_mention() -> regex.Pattern[str]:
    return regex.compile(rf"[{chars.AT}{chars.ACCENTS}]|://")


@cache
def _reply() -> regex.Pattern[str]:
    return regex.compile(rf"[{chars.SPACES}{chars.DIRECTION}]*+[{chars.AT}]([a-zA-Z0-9_]{{1,20}}+)")


@cache
def _cashtag() -> regex.Pattern[str]:
    before = rf"(?<=^|[{chars.SPACES}])"
    return regex.compile(rf"{before}(\$)([a-z]{{1,6}}+(?:[._][a-z]{{1,2}}+)?)(?=$|\s|[{chars.PUNCTUATION}._-])", regex.IGNORECASE)
