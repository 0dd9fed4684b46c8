"""Find what the public must know in a release: rules over its paragraphs, each fact with its exact span and the rule that found it.

Right where it speaks and silent, with a warning, where it cannot be sure. No network, no model. One kind of fact, one module:
``quotes`` (with ``marks``, ``attribution``, ``names``), ``signs`` (with ``lists``), ``contacts`` (``phones``, ``links``, ``known``),
``statistics``, ``people``, ``flags``, ``lead``. To add a rule, add it to the module of its kind and a release to ``tests/facts``.
"""

from __future__ import annotations

from collections.abc import Sequence

from campaign.facts.asjson import to_json
from campaign.facts.contacts import find_contacts
from campaign.facts.country import country_of
from campaign.facts.days import check_day_words
from campaign.facts.document import open_document, orders, overlaps
from campaign.facts.flags import find_flags
from campaign.facts.lead import find_event, find_hook
from campaign.facts.links import find_hashtags
from campaign.facts.people import find_people, known_people
from campaign.facts.quotes import find_quotes
from campaign.facts.signs import find_signs
from campaign.facts.statistics import find_statistics
from campaign.models import Contact, Facts, Release, Span

__all__ = ["find", "to_json"]


def find(release: Release, register: Sequence[Contact] = (), *, country: str = "GB") -> Facts:
    """All facts of a release. ``register`` are the organisation's own contacts: they label what the release prints, and check it.

    ``country`` is the workspace's: telephone numbers are read as this country's unless the release speaks clearly for another.
    """
    document = open_document(release)
    known = known_people(document)
    ordered = orders(document)
    quotes = [q for q in find_quotes(document, known) if not any(overlaps(ordered, s) for s in q.spans)]
    quoted = sorted(Span(*s) for q in quotes for s in q.spans)
    signs, advice = find_signs(document, quoted)
    contacts, warnings = find_contacts(document, register, country_of(release, country))
    people = find_people(document, quotes, known)
    return Facts(
        title=release.title,
        date=release.date,
        area=release.area,
        url=release.url,
        language=release.language,
        embargo=release.embargo,
        event=find_event(document),
        hook=find_hook(document),
        signs=tuple(s for s in signs if not overlaps(ordered, s.span)),
        advice=tuple(a for a in advice if not overlaps(ordered, a.span)),
        quotes=tuple(quotes),
        contacts=tuple(contacts),
        statistics=tuple(find_statistics(document, sorted([*quoted, *ordered]))),
        hashtags=find_hashtags(document),
        people=tuple(people),
        flags=tuple(find_flags(document, contacts, people)),
        warnings=(*release.warnings, *check_day_words(document), *warnings),
    )
