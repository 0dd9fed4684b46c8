"""How a Mastodon server counts a post and what it links.

Rules: github mastodon/mastodon, StatusLengthValidator, Extractor and its changes to the link patterns. The server decides, not the
older web counter: `campaign.text.urls.MASTODON` has its schemes and path characters.
"""

from __future__ import annotations

from functools import cache

import regex

from campaign.text import chars, urls
from campaign.text.entities import Entity, without_overlaps
from campaign.text.plain import graphemes

LONGEST_DOMAIN = 253  # of a mention; RFC 1035


def countable(text: str, *, warning: str = "", url_length: int = 23) -> int:
    """Length as the server counts: graphemes of warning and text, a link as ``url_length``, a remote mention without its domain."""
    if not text.strip():
        return graphemes(warning)
    pieces, saved, at = [warning], 0, 0
    for entity in without_overlaps([*links(text), *mentions(text)]):
        pieces.append(text[at : entity.start])
        if entity.kind == "link":
            saved += url_length
        else:
            pieces.append(_shown(entity))
        at = entity.end
    return graphemes("".join(pieces) + text[at:]) + saved


def _shown(mention: Entity) -> str:
    name, _, domain = mention.value.partition("@")
    return f"@{mention.value}" if len(domain) > LONGEST_DOMAIN else f"@{name}"


def links(text: str) -> list[Entity]:
    """The links of a text; each has a scheme."""
    return list(urls.links(text, urls.MASTODON))


def mentions(text: str) -> list[Entity]:
    """``@user`` and ``@user@domain``; the value is without the first ``@``."""
    return [
        Entity(found.start(), found.end(), "mention", found[1])
        for found in _mention().finditer(text)
        if not _after_mention().match(text, found.end())
    ]


def hashtags(text: str) -> list[Entity]:
    """Hashtags after the start or white space that hold a letter."""
    found = [Entity(one.start(), one.end(), "hashtag", one[1]) for one in _hashtag().finditer(text) if _letter().search(one[1])]
    return [entity for entity in without_overlaps([*links(text), *found]) if entity.kind == "hashtag"]


@cache
def _mention() -> regex.Pattern[str]:
    user = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?+"
    return regex.compile(rf"(?<![=/\w])@({user}(?:@[\w.-]+\w)?+)", regex.IGNORECASE)


@cache
def _after_mention() -> regex.Pattern[str]:
    return regex.compile(rf"[{chars.AT}{chars.ACCENTS}]|://")


@cache
def _hashtag() -> regex.Pattern[str]:
    return regex.compile(r"(?<=^|\s)#(\w(?:[\w\xb7\u30fb\u200c]*\w)?+)")


@cache
def _letter() -> regex.Pattern[str]:
    return regex.compile(r"\p{Alphabetic}")
