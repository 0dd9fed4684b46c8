"""The organisation's own lists: jargon, with a better word for each, and words that must not go out at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from campaign.text.lint.given import Finding, Given, Rule
from campaign.text.plain import fold


def jargon(given: Given) -> Iterator[Finding]:
    """A word that the house has a better one for; a speaker's own words are left alone."""
    better = dict(given.jargon)
    for said in _found(given.own, tuple(better)):
        yield Finding(message=f"“{said}” is jargon here.", fix=f"Write “{better[said]}”.")


def blocked(given: Given) -> Iterator[Finding]:
    """Words that the house does not publish, whoever says them."""
    for said in _found(given.text, given.blocked):
        yield Finding(message=f"“{said}” stands in the list `blocked` of config.yaml.", fix="Use other words.")


RULES: tuple[Rule, ...] = (jargon, blocked)


def _found(text: str, wanted: tuple[str, ...]) -> list[str]:
    """Which of the words or phrases stand in a text, as they stand in the list; whole words, in any case, with an s or without."""
    if not wanted:
        return []
    known = {fold(one).casefold(): one for one in wanted}
    return list(dict.fromkeys(known[hit[1]] for hit in _pattern(tuple(known)).finditer(fold(text).casefold())))


@lru_cache(maxsize=16)
def _pattern(wanted: tuple[str, ...]) -> regex.Pattern[str]:
    longest_first = sorted(wanted, key=len, reverse=True)
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}])({'|'.join(map(regex.escape, longest_first))})(?:'?s)?(?![\p{{L}}\p{{N}}])")
