"""An old release posted now: people change rank or leave, links die, "today" is another day. Each has to be confirmed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from campaign.facts.days import day_words
from campaign.models import Facts, Flag, Span

OLD = timedelta(days=30)
"""A release further from its campaign's day than this is not taken at its word any more."""


def is_old(facts: Facts, day: date) -> bool:
    """Whether the release's date and the campaign's day lie more than 30 days apart; never without a date."""
    return facts.date is not None and abs(day - facts.date) > OLD


def old_matters(facts: Facts, text: str, day: date) -> list[Flag]:
    """What of an old release has to be confirmed again: speakers with their roles, links, day words. ``text`` is the release's."""
    if facts.date is None or not is_old(facts, day):
        return []
    apart = f"The release is of {facts.date.isoformat()}, {abs((day - facts.date).days)} days from the posts."
    found = [*_speakers(facts, apart), *_links(facts, apart), *_days(text, apart)]
    return list({(f.rule, f.why): f for f in reversed(found)}.values())[::-1]


def _speakers(facts: Facts, apart: str) -> Iterator[Flag]:
    for quote in facts.quotes:
        of = f"spokesperson of {quote.organisation}" if quote.organisation else None
        who = of or ", ".join(part for part in (quote.speaker, quote.role) if part) or "an unnamed speaker"
        yield Flag(rule="old-speaker", why=f"{who}: are rank, role and words still right, and do they agree? {apart}", span=quote.spans[0])


def _links(facts: Facts, apart: str) -> Iterator[Flag]:
    for contact in facts.contacts:
        if contact.kind in {"web", "email", "social"} and contact.span is not None:
            yield Flag(rule="old-link", why=f"{contact.value}: does it still lead to the right place? {apart}", span=contact.span)


def _days(text: str, apart: str) -> Iterator[Flag]:
    for span in day_words(text):
        words = " ".join(text[span.start : span.end].split())
        around = " ".join(text[max(0, span.start - 30) : span.end + 30].split())
        yield Flag(rule="old-day-word", why=f"“{words}” (…{around}…): which day is meant now? {apart}", span=Span(*span))
