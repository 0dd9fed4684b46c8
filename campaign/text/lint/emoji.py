"""Emoji: how many, and where. A screen reader says each by its name, in the middle of what is read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from campaign.text.lint.given import Finding, Given, Rule

MOST_EMOJI = 3


def many_emoji(given: Given) -> Iterator[Finding]:
    """Each emoji is read out by its full name."""
    count = len(_emoji().findall(given.text))
    if count > MOST_EMOJI:
        message = f"The text has {count} emoji, and a screen reader says each by its name."
        yield Finding(message=message, fix=f"Keep {MOST_EMOJI} at most, at the end of a sentence.")


def emoji_place(given: Given) -> Iterator[Finding]:
    """An emoji belongs after a sentence: before or in it, its name is read among the words."""
    for line in given.text.split("\n"):
        found = _emoji_first().match(line.strip()) or _emoji_among().search(line)
        if found is not None:
            message = f"An emoji stands before or among the words: “{found[0].strip()[:40]}”."
            yield Finding(message=message, fix="Put it at the end of the sentence, or of the post.")


RULES: tuple[Rule, ...] = (many_emoji, emoji_place)


def _pattern() -> str:
    flag, key = r"\p{Regional_Indicator}{2}", r"[0-9#*]\ufe0f?+\u20e3"
    picture = rf"{flag}|{key}|[\p{{Emoji_Presentation}}--\p{{Regional_Indicator}}]|\p{{Extended_Pictographic}}\ufe0f"
    tail = r"(?:[\p{Emoji_Modifier}\ufe0f]|\u200d\p{Extended_Pictographic}|[\U000e0020-\U000e007f])*+"
    return rf"(?:{picture}){tail}"


@cache
def _emoji() -> regex.Pattern[str]:
    return regex.compile(_pattern(), regex.VERSION1)


@cache
def _emoji_first() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_pattern()})[^\p{{L}}\p{{N}}#@]{{0,3}}[\p{{L}}\p{{N}}](?!\ufe0f)", regex.VERSION1)


@cache
def _emoji_among() -> regex.Pattern[str]:
    return regex.compile(rf"[\p{{L}}\p{{N}},;:][ ]?(?:{_pattern()})[ ]?[\p{{L}}\p{{N}}](?!\ufe0f)", regex.VERSION1)
