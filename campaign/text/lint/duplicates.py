"""Texts of one account that read the same: a platform may refuse the later one, and readers think that it is broken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from campaign.models import Problem
from campaign.text import x
from campaign.text.lint.given import Finding, problem, word
from campaign.text.plain import clean, fold

SAME = 0.8  # share of word pairs that two texts have in common from which they read as one
Shape = frozenset[tuple[str, ...]]


def near_duplicates(texts: Mapping[str, str], others: Mapping[str, str] | None = None) -> list[Problem]:
    """Pairs of texts on one account that read the same; ``texts`` is by post id. The later post of a pair has the problem.

    ``others`` are texts of the account that are approved or published elsewhere. Links, hashtags, mentions, case and punctuation
    do not make a text different.
    """
    before = [(f"{name} (approved or published)", _shape(text)) for name, text in (others or {}).items()]
    problems = []
    for name, text in texts.items():
        shape = _shape(text)
        twin = next((other for other, earlier in before if _alike(shape, earlier)), None)
        before.append((f'"{name}"', shape))
        if twin is not None:
            message = f'"{name}" says nearly the same as {twin} on one account; a platform may refuse it as a duplicate.'
            fix = "Reword one of them, or publish it on another account."
            problems.append(_with_post(problem("near-duplicate", Finding(message=message, fix=fix)), name))
    return problems


def _with_post(found: Problem, name: str) -> Problem:
    return Problem(rule=found.rule, severity=found.severity, message=found.message, fix=found.fix, guidance=found.guidance, post=name)


@lru_cache(maxsize=4096)  # most accounts of a post say the same
def _shape(text: str) -> Shape:
    text = clean(text)
    for entity in reversed(x.entities(text)):
        text = text[: entity.start] + " " + text[entity.end :]
    said = word().findall(fold(text).casefold())
    return frozenset(pairwise(said)) if len(said) > 1 else frozenset({tuple(said)})


def _alike(one: Shape, other: Shape) -> bool:
    fewer, more = sorted((len(one), len(other)))
    if fewer < SAME * more:
        return False  # even if all of the shorter one stands in the longer
    common = len(one & other)
    return common >= SAME * (fewer + more - common)
