"""What it is all about, in the release's own words: sentences that explain the subject and stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.compose import material
from campaign.compose.quotes import about, strength
from campaign.compose.rendering import dated
from campaign.compose.tracing import Traced
from campaign.models import Facts, Release, Span
from campaign.text.sentence import sentences

MOST = 2  # posts a day
_SHORTEST, _LONGEST = 45, 230
_END = re.compile(r"\W*(?:ends?|notes? (?:to|for) (?:the )?editors?|media (?:enquiries|contact))\b", re.IGNORECASE)
_EXPLAINS = re.compile(r"\b(?:is|are|can|may|means|happens?|takes? place|affects?|involves?|describes)\b")
# News, people's words, and what the organisation does: each has its own post or none.
_NEWS = re.compile(
    r"[“”\"]|:$|\b(?:said|says|added|was|were|has|have|had|will|would|we|our|us|i|my|officers?|police|council|visit|call|contact|report|please"
    r"|available|working|run by|funded)\b|www\.|https?:|@|#|£",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:another|other|others|some|most|many|more|one|both|anyone|there|the (?:first|second|two|event|week|day|campaign|cards?))\b"
    r"|.*\b(?:the same|missed it)\b",
    re.IGNORECASE,
)


def explanations(facts: Facts, release: Release | None) -> list[Traced]:
    """The best such sentences, at most two, in the release's order."""
    if release is None:
        return []
    subject = material.subject(facts)
    found = [(strength(text, subject), span, text) for span, text in _sentences(facts, release) if about(text, subject)]
    best = sorted(found, reverse=True)[:MOST]
    return [Traced(text=text, spans=(span,)) for _, span, text in sorted(best, key=lambda f: f[1])]


def _sentences(facts: Facts, release: Release) -> Iterator[tuple[Span, str]]:
    taken = [q for quote in facts.quotes for q in quote.spans]
    taken += [f.span for f in (*facts.signs, *facts.advice)] + [s.span for s in facts.statistics]
    taken += [facts.hook.span] if facts.hook else []
    taken += [c.span for c in facts.contacts if c.span is not None]
    for block in release.blocks:
        whole = release.text[block.span.start : block.span.end]
        if _END.match(whole):
            return
        if block.kind != "paragraph":
            continue
        for sentence in sentences(whole):
            span = Span(block.span.start + sentence.start, block.span.start + sentence.end)
            text = whole[sentence.start : sentence.end]
            if not any(span.start < t.end and t.start < span.end for t in taken) and _stands(facts, text):
                yield span, text


def _stands(facts: Facts, text: str) -> bool:
    if not _SHORTEST <= len(text) <= _LONGEST or "\n" in text or not text[:1].isupper() or not text.endswith("."):
        return False
    named = any(person.name.split()[-1] in text for person in facts.people)
    leaning = material.leans(text) or _LEANS.match(text) is not None
    return not named and not leaning and not dated(text) and _NEWS.search(text) is None and _EXPLAINS.search(text) is not None
