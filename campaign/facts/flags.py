"""Safeguarding matters that a person has to look at before anything goes out.

To add one, write a function that yields ``Flag`` in the module of its kind (``identity``, ``justice``, ``matters``) and a line in
``_RULES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from campaign.facts import identity, justice, matters
from campaign.facts.document import Document
from campaign.facts.subjects import find_subjects
from campaign.facts.support import unsupported
from campaign.models import Contact, Flag, Person

_MOST = 20  # of one kind: more tell nobody anything new

_RULES: tuple[Callable[[Document], Iterator[Flag]], ...] = (
    matters.self_harm,
    matters.missing,
    identity.children,
    identity.adults,
    identity.addresses,
    identity.pictures,
    justice.suspects,
)
_RULES_OF_NAMES = (identity.victims, justice.anonymity)  # they leave alone who speaks for themselves


def find_flags(document: Document, contacts: Sequence[Contact], people: Sequence[Person] = ()) -> list[Flag]:
    """Each matter once, at the first place where it stands; a rule may find several matters (two children who are named)."""
    speaking = {p.name for p in people if p.why == "speaker"}
    found = [*_unsupported(document, contacts)]
    found += [flag for rule in _RULES for flag in rule(document)]
    found += [flag for of_names in _RULES_OF_NAMES for flag in of_names(document, speaking)]
    once = {(f.rule, f.why): f for f in reversed(found)}
    kept = list(once.values())[::-1]
    return [f for n, f in enumerate(kept) if sum(k.rule == f.rule for k in kept[:n]) < _MOST]


def _unsupported(document: Document, contacts: Sequence[Contact]) -> Iterator[Flag]:
    """All subjects without a line for the person affected as one matter, where the first of them stands."""
    if subjects := unsupported(find_subjects(document), contacts):
        names = " and ".join(s.name for s in subjects)
        why = f"The release is about {names} and gives no support line for the person affected."
        yield Flag(rule="no-support-line", why=why, span=min(s.span for s in subjects))
