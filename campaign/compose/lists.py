"""The lists of a release: which signs or tips stand together there, and in what words the release leads up to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from campaign.compose.tracing import Traced, joined, plain
from campaign.models import Span
from campaign.text.sentence import sentences

WHOLE = 4  # items: a list of no more is shown as one, where there is room; steps and letters of a word are learnt together
LONGEST = 140  # characters of the words that lead up to a list
TITLE = 70  # characters of a card's title
_LINKS = frozenset({"and", "or", "also", "as", "well", "either", "even"})
_OPENS = re.compile(r"(?:\binclude|\bincludes|\bare|\bis|\bif|\bbe|\bwhen|\bto|\bfor|:)$", re.IGNORECASE)
# What only holds on a condition, or goes on in the same sentence, is never told without it; nor is what says whom to call.
_BOUND = re.compile(
    r"^(?:if|when|before|after|unless|until|once|while|during)\b|\bif\b|\d|\bA&E\b|\b(?:is|are|that|to|who|you|should|can|must|not|never|be)$",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:other|others|these|this|they|those|it|he|she|also|further|more|in addition|and|but|or|such|their|his|her)\b|.*[“”\"]",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"(?:\w+ ){0,6}(?:signs?|symptoms?|red flags?)\b[^\d]* (?:are|is)", re.IGNORECASE)  # "… are": any words would do there
_STEP = re.compile(r"\w+(?: [–-]|:) ")  # "Face – …": the letters of a word, or steps, are told together


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """Items of one list. ``lead``: the release's own words before it; ``bound``: without them the items would say something else."""

    items: tuple[Traced, ...]
    lead: Traced | None = None
    bound: bool = False

    def led(self, items: Sequence[Traced], rows: Traced) -> Traced | None:
        """Some of the items as the release tells them: its own words, a colon, the items as ``rows``."""
        return joined([self.lead, plain(":\n\n"), rows], "") if self.lead is not None and items else None


def families(items: Sequence[Traced], text: str) -> tuple[Family, ...]:
    """The items by the list they stand in, in their order. Without the release's text they are one list.

    A list of one joins the list before it, unless words of its own bind it.
    """
    if not text:
        return (Family(items=tuple(items)),) if items else ()
    found: list[Family] = []
    for group in _groups(items, text):
        lead, bound = _lead(text, group[0].spans[0].start)
        before = found[-1] if found else None
        if before is not None and not bound and not before.bound and min(len(group), len(before.items)) == 1:
            found[-1] = replace(before, items=(*before.items, *group), lead=None)
        else:
            steps = all(_STEP.match(item.text) for item in group)
            found.append(Family(items=tuple(group), lead=lead, bound=(bound or steps) and lead is not None))
    return tuple(found)


def _groups(items: Sequence[Traced], text: str) -> Iterator[list[Traced]]:
    group: list[Traced] = []
    for item in items:
        if group and not _together(text, group[-1].spans[0], item.spans[0]):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _together(text: str, before: Span, after: Span) -> bool:
    between = text[before.end : after.start]
    words = re.findall(r"[^\W\d_]+", between.casefold())
    ended = re.search(r"[.!?]\s+(?![-*•·–▪◦●\d])", between) is not None
    return len(between) < 60 and after.start >= before.start and not ended and set(words) <= _LINKS


def _lead(text: str, start: int) -> tuple[Traced | None, bool]:
    """The words before a list: its own sentence's, or the last sentence before it where that ends with a colon."""
    line = text.rfind("\n", 0, start) + 1
    if re.search(r"[^\W\d_]", text[line:start]) is None:
        end = len(text[:line].rstrip())
        line = text.rfind("\n", 0, end) + 1
        if text[line:end][-1:] != ":":
            return None, False
    else:
        end = len(text[:start].rstrip())
    inside = sentences(text[line:end])
    first = line + inside[-1].start if inside else line
    words = text[first:end].rstrip(" :–-")
    bound = _BOUND.search(words) is not None and _SIGNS.fullmatch(words) is None
    good = 10 <= len(words) <= LONGEST and words[:1].isupper() and _OPENS.search(text[first:end]) and not _LEANS.match(words)
    return (Traced(text=words, spans=(Span(first, first + len(words)),)) if good else None), bound
