"""Links: how many, whether people can see where they lead, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from campaign.text import x
from campaign.text.lint.given import Finding, Given, Rule
from campaign.text.plain import words

MOST_LINKS = 2
SHORTENERS = words(
    "bit.ly buff.ly bl.ink cutt.ly dlvr.it fb.me goo.gl is.gd lnkd.in ow.ly qrco.de rb.gy rebrand.ly s.id shorturl.at t.co t.ly "
    "tiny.cc tinyurl.com trib.al v.gd"
)


def many_links(given: Given) -> Iterator[Finding]:
    """Nobody follows three links of one post."""
    found = {link.value.lower().rstrip("/") for link in x.links(given.text)}
    if len(found) > MOST_LINKS:
        yield Finding(message=f"The text has {len(found)} links.", fix="Keep the one where people should start.")


def shortened_link(given: Given) -> Iterator[Finding]:
    """A shortened link hides where it leads, as a fraudster's does."""
    for link in x.links(given.text):
        host = link.value.lower().removeprefix("https://").removeprefix("http://").partition("/")[0].removeprefix("www.")
        if host in SHORTENERS:
            message = f"{link.value} is a shortened link, so people cannot see where it leads."
            fix = "Give the full address; platforms count it no longer than a short one, or shorten what is shown."
            yield Finding(message=message, fix=fix)


def click_here(given: Given) -> Iterator[Finding]:
    """Link words must say where they lead."""
    for found in _click_here().finditer(given.own):
        yield Finding(message=f"“{found[0]}” does not say what is behind the link.", fix="Name it: “Read the signs at …”.")


def link_text(given: Given) -> Iterator[Finding]:
    """Somebody who hears only this cannot know which link is meant, nor what is there; an address right after it says so."""
    for found in _vague().finditer(given.own):
        message = f"“{found[0].strip(' :')}” does not say which link, nor what is behind it."
        yield Finding(message=message, fix="Name what people find there, with the address beside it.")


RULES: tuple[Rule, ...] = (many_links, shortened_link, click_here, link_text)


@cache
def _click_here() -> regex.Pattern[str]:
    return regex.compile(r"\b(?:click|tap|press)\s(?:on\s)?here\b|\bcliciwch\s(?:yma|fan\shyn)\b", regex.IGNORECASE)


@cache
def _vague() -> regex.Pattern[str]:
    english = (
        r"\b(?:see|click|tap|use|follow|visit|check)(?:\sout)?\s(?:the|this|our)\slink\b|\blink\s(?:below|above|in\sbio|in\s(?:the\s)?comments)\b"
        r"|\b(?:more|info|information|details|report|book|apply|sign\sup)\shere\b|\b(?:read|see)\shere\b|\bswipe\sup\b"
    )
    welsh = r"\b(?:mwy|rhagor|manylion|darllenwch|gwelwch)\s(?:yma|fan\shyn)\b|\by\sddolen\shon\b|\b(?:y\s)?ddolen\s(?:isod|uchod)\b"
    return regex.compile(rf"(?:{english}|{welsh})(?!:?\s?(?:https?://|www\.|[\w-]++\.\w))", regex.IGNORECASE)
