"""Hashtags: how many, and whether their words can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.text import x
from campaign.text.lint.given import Finding, Given, Rule

MOST_HASHTAGS = 2


def many_hashtags(given: Given) -> Iterator[Finding]:
    """More than two hashtags: screen readers read every one."""
    tags = x.hashtags(given.text)
    if len(tags) > MOST_HASHTAGS:
        yield Finding(message=f"The text has {len(tags)} hashtags.", fix=f"Keep the {MOST_HASHTAGS} that people follow or look for.")


def hashtag_case(given: Given) -> Iterator[Finding]:
    """A hashtag of several words without capitals is read as one word."""
    for tag in x.hashtags(given.text):
        if len(tag.value) > 6 and (tag.value.islower() or tag.value.isupper()):
            message = f"#{tag.value} does not show where its words start, so a screen reader runs them together."
            yield Finding(message=message, fix="Start each word with a capital letter, as in #SpotTheSigns.")


RULES: tuple[Rule, ...] = (many_hashtags, hashtag_case)
