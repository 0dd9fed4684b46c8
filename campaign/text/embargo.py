"""The line of a release that says when it may be used: how people word it. It is an order to editors, and never part of the story."""

from __future__ import annotations

import re

_LONGEST = 300  # an order is short; a story that mentions an embargo is not
_EMBARGO = re.compile(
    r"(?i)\bembargoed\b(?! (?:goods|items|countries|country|cargo|oil|arms|products?))|\b(?:under|strict|press|media) embargo\b"
    r"|^\W*(?:strictly )?embargo\b|\bembargo(?: (?:date|time|ends?|lifts?))?\s*(?::|until\b|till\b)"
    r"|\b(?:not (?:for|to be)|do not|don[’\']t|no) (?:publication|broadcast|release|use|publish(?:ed)?|broadcasts?|released?|used"
    r"|shared?)\b[\w ,:–-]{0,40}?"
    r"\b(?:before|until|till|prior to|ahead of)\b|\bhold (?:for release )?until\b"
)
_DATED = re.compile(
    r"(?i)\bfor (?:release|publication|use) (?:on|at|from|after|not before)\b|^\W*release (?:date and time|date"
    r"|time)\s*:"
)
_LIFTED = re.compile(
    r"(?i)\bembargo (?:(?:has|was|is|now|been) ){0,3}lifted|\bno embargo\b|\bnot (?:under )?embargo|^\W*embargo(?:ed)?\W*(?:none|no"
    r"|n/?a)\W*$"
)


def orders_embargo(line: str) -> bool:
    """Whether a line of a release forbids its use before some moment, readable or not."""
    return len(line) <= _LONGEST and _EMBARGO.search(line) is not None and _LIFTED.search(line) is None


def dates_release(line: str) -> bool:
    """Whether a line may give a moment of release ("For release at 10am on …"); without a readable moment it means nothing."""
    return len(line) <= _LONGEST / 2 and _DATED.search(line) is not None
