"""What a rule is given and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import regex

from campaign.models import Problem
from campaign.text import rules
from campaign.text.sentence import sentences


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a rule looks at: the cleaned text, the day it goes out and the campaign's (None: not known), its language, the house's lists."""

    text: str
    day: date | None = None
    event: date | None = None
    language: str = "en"
    jargon: tuple[tuple[str, str], ...] = ()
    blocked: tuple[str, ...] = ()

    @cached_property
    def own(self) -> str:
        """The text without what others say: a quotation is never changed, so its style is nobody's fault."""
        return _quoted().sub("“…”", self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What is wrong, and what to do about it."""

    message: str
    fix: str


Rule = Callable[[Given], Iterator[Finding]]


def name_of(rule: Rule) -> str:
    """The name of a rule is that of its function."""
    return str(rule.__name__).replace("_", "-")


def problem(name: str, found: Finding) -> Problem:
    """A finding as `check` tells it, with the severity and the guidance of its rule."""
    rule = rules.RULES[name]
    return Problem(rule=name, severity=rule.severity, message=found.message, fix=found.fix, guidance=rule.guidance)


def spoken(text: str) -> Iterator[str]:
    """The sentences of a post, where a line break is meant and ends one."""
    for line in text.split("\n"):
        for start, end in sentences(line):
            yield line[start:end]


def start_of(sentence: str) -> str:
    """Enough of a sentence to find it by."""
    return sentence if len(sentence) <= 60 else sentence[:60].rpartition(" ")[0] + " …"


@cache
def word() -> regex.Pattern[str]:
    """A word as people count them: hyphens, apostrophes and the dots of an address do not part it."""
    return regex.compile(r"[\p{L}\p{M}\p{N}]++(?:['’.,/@:_-]++[\p{L}\p{M}\p{N}]++)*+")


@cache
def _quoted() -> regex.Pattern[str]:
    return regex.compile(r'“[^”]*+”|(?<![\p{L}\p{N}])"[^"]*+"')
