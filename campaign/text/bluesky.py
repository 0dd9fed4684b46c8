"""What Bluesky links: nothing by itself. A facet says which UTF-8 bytes of the text are a link, a mention or a tag.

Rules: github bluesky-social/atproto, ``packages/api/src/rich-text`` (0.19.19), which the official app uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from campaign.text.data import tlds_of_today
from campaign.text.plain import graphemes

LONGEST_TAG = 64  # graphemes
_SPACE = r"\s\ufeff"  # what JavaScript calls white space
_BREAKS = r"\xad\u2060\u200a-\u200d\u20e2"  # invisible characters that end a tag


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """A marked stretch of a Bluesky post: UTF-8 bytes of the text as sent, end exclusive.

    ``value`` is the link's full address, the handle to be resolved to a DID (drop the facet if that fails), or the tag
    without its ``#``; a cashtag keeps its ``$``.
    """

    kind: Literal["link", "mention", "tag"]
    value: str
    start: int
    end: int


def is_handle(text: str) -> bool:
    """Whether ``text`` is a handle: a domain name in ASCII (atproto.com/specs/handle). It may still not exist."""
    return len(text) <= 253 and bool(_handle().fullmatch(text))


def squeeze_breaks(text: str) -> str:
    """Three or more line breaks, with only blank or invisible characters between, become two: as the official app does."""
    return str(_breaks().sub("\n\n", text))


_Found = tuple[Literal["link", "mention", "tag"], str, int, int]


def facets(text: str) -> list[Facet]:
    """Every facet of ``text``, in order of place."""
    found = sorted([*_links(text), *_mentions(text), *_tags(text), *_cashtags(text)], key=lambda one: one[2])
    placed, at, offset = [], 0, 0
    for kind, value, start, end in found:
        offset += len(text[at:start].encode())
        placed.append(Facet(kind=kind, value=value, start=offset, end=offset + len(text[start:end].encode())))
        at = start
    return placed


def _links(text: str) -> Iterator[_Found]:
    for found in _link().finditer(text):
        shown = found[1]
        # A scheme in capitals is taken with all that follows, and then not linked.
        if not (found["scheme"].startswith("http") if found["scheme"] else _known(found["domain"])):
            continue
        if shown[-1] in ".,;:!?":
            shown = shown[:-1]
        if shown.endswith(")") and "(" not in shown:
            shown = shown[:-1]
        yield "link", shown if found["scheme"] else f"https://{shown}", found.start(1), found.start(1) + len(shown)


def _mentions(text: str) -> Iterator[_Found]:
    for found in _mention().finditer(text):
        if _known(found[1]) or found[1].endswith(".test"):
            yield "mention", found[1], found.start(1) - 1, found.end(1)


def _tags(text: str) -> Iterator[_Found]:
    for found in _tag().finditer(text):
        if not _substance().search(found[1]):
            continue
        tag = found[1][: _trailing_start(found[1])]
        if tag and (len(tag) <= LONGEST_TAG or graphemes(tag) <= LONGEST_TAG):
            yield "tag", tag, found.start(1) - 1, found.start(1) + len(tag)


def _trailing_start(tag: str) -> int:
    end = len(tag)
    while end and _punctuation().match(tag, end - 1):
        end -= 1
    return end


def _cashtags(text: str) -> Iterator[_Found]:
    for found in _cashtag().finditer(text):
        yield "tag", "$" + found[1].upper(), found.start(1) - 1, found.end(1)


def _known(domain: str) -> bool:
    _, dot, ending = domain.rpartition(".")
    return bool(dot) and ending in tlds_of_today()


@cache
def _link() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<=^|[{_SPACE}(])((?:(?P<scheme>(?i:https?://))[^{_SPACE}]++)|(?P<domain>[A-Za-z][A-Za-z0-9]*+(?:\.[A-Za-z0-9]++)++)[^{_SPACE}]*+)"
    )


@cache
def _mention() -> regex.Pattern[str]:
    return regex.compile(rf"(?<=^|[{_SPACE}(])@([a-zA-Z0-9.-]*[a-zA-Z0-9])(?![a-zA-Z0-9_])")


@cache
def _tag() -> regex.Pattern[str]:
    return regex.compile(rf"(?<=^|[{_SPACE}])[#＃](?!\ufe0f)([^{_SPACE}{_BREAKS}]++)")


@cache
def _substance() -> regex.Pattern[str]:
    return regex.compile(r"[^\d\p{P}]")


@cache
def _punctuation() -> regex.Pattern[str]:
    return regex.compile(r"\p{P}")


@cache
def _cashtag() -> regex.Pattern[str]:
    return regex.compile(rf"(?<=^|[{_SPACE}(])\$([A-Za-z][A-Za-z0-9]{{0,4}}+)(?=[{_SPACE}]|$|[.,;:!?)\"'’])")


@cache
def _handle() -> regex.Pattern[str]:
    label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?+"
    return regex.compile(rf"(?:{label}\.)++(?![0-9]){label}")


@cache
def _breaks() -> regex.Pattern[str]:
    blank = r"[^\S\n]|[\xad\u200b-\u200d\u2060]"
    return regex.compile(rf"\r?\n(?:(?:{blank})*+\n){{2,}}+")
