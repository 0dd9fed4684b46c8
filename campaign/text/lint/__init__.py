"""The linter: what the rules have to say about one text. One rule is one function, named as in ``campaign.text.rules``.

To add one, write a function in the module of its kind that yields a ``Finding``, put it into ``RULES`` there, and describe it in
``campaign/text/rules.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from campaign.models import Problem
from campaign.text.lint import dates, emoji, links, numbers, sentences, tags, vocabulary
from campaign.text.lint.duplicates import near_duplicates
from campaign.text.lint.given import Given, Rule, name_of, problem
from campaign.text.lint.sentences import reading_ease
from campaign.text.plain import clean

RULES: tuple[Rule, ...] = (
    *sentences.RULES, *emoji.RULES, *tags.RULES, *links.RULES, *dates.RULES, *numbers.RULES, *vocabulary.RULES,
)  # fmt: skip


def lint(
    text: str,
    *,
    day: date | None = None,
    event: date | None = None,
    language: str = "en",
    jargon: Mapping[str, str] | None = None,
    blocked: Collection[str] = (),
) -> list[Problem]:
    """Everything the rules have to say about one text, in the order of RULES.

    Without ``day`` the rules about days are silent; ``event`` is the day that the campaign is about.
    """
    house = tuple((jargon or {}).items()), tuple(blocked)
    return list(_lint(Given(text=clean(text), day=day, event=event, language=language, jargon=house[0], blocked=house[1])))


@lru_cache(maxsize=2048)  # a post says the same on many accounts, and is checked again at every approval
def _lint(given: Given) -> tuple[Problem, ...]:
    return tuple(problem(name_of(rule), found) for rule in RULES for found in rule(given))


__all__ = ["RULES", "Given", "lint", "name_of", "near_duplicates", "reading_ease"]
