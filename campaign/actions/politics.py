"""Before an election a public body does not lend its voice to politicians: their quotes wait for one named person.

The Code of Recommended Practice on Local Authority Publicity (sections 33 to 35), as the Local Government Association explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from campaign.actions import texts
from campaign.actions.source import facts_of
from campaign.actions.workspace import Workspace
from campaign.models import Campaign, Card, Facts, Post, PreElection, Problem, Severity

RULE = "pre-election"
_NAMED = r"[A-Z][\w’'-]+ [A-Z][\w’'-]+"  # MS and AS are also an illness and a word in capitals: only after a name, or before "for"
_OFFICE = re.compile(
    r"\b(?:Cllr|Councillors?|Cyng\.|Cynghorydd|(?:Lord |Deputy )?Mayor(?:ess)?|Maer|PCC|Crime Commissioner|Police Commissioner)(?!\w)"
    r"|\b(?:Comisiynydd (?:yr )?Heddlu|Prime Minister|First Minister|Minister (?:for|of)|Secretary of State|Chancellor of the Exchequer)\b"
    r"|\b(?:Deputy|Home Office|Foreign|Health|Policing|Safeguarding|Justice|Education|Welsh) Minister\b|\b(?:Prif |Dirprwy )?Weinidog\b"
    r"|\bGweinidog\b|\b(?:Home|Foreign|Cabinet|Health|Justice|Education) Secretary\b|\bYsgrifennydd (?:Cabinet|Gwladol|Cartref)\b"
    r"|\bCabinet [Mm]ember\b|\bAelod (?:Cabinet|Seneddol|o[’']r Senedd)\b|\bMember of (?:Parliament|the Senedd|the Scottish Parliament)\b"
    r"|\b[Ll]eader of (?:the )?[\w ]{0,30}[Cc]ouncil\b|\bBaroness\b|\b(?:MP|MSP|MLA|MEP)\b"
    rf"|\b{_NAMED},? (?:MS|AS)\b|\b(?:MS|AS) (?:for|dros)\b"
)
_SPEECH = re.compile(r"[“\"]")


def problems(workspace: Workspace, campaign: Campaign, post: Post) -> Iterator[Problem]:
    """A stop for a post in such a period that quotes a politician; only the approver of the period can take it on."""
    period = _period(workspace, post)
    who = _politician(post, facts_of(workspace, campaign)) if period else None
    if period and who:
        why = f" ({period.why})" if period.why else ""
        message = f"It quotes {who}, and until {period.end} only {period.approver} may let a politician speak{why}."
        fix = f"Quote somebody else, wait, or let {period.approver} approve it: --as “{period.approver}” --override {RULE}=REASON"
        yield Problem(rule=RULE, severity=Severity.STOP, message=message, fix=fix, source="body")


def may_override(workspace: Workspace, rule: str, post: Post, by: str) -> bool:
    """Whether ``by`` may take a rule on for a post: any approver, but before an election only the one who is named."""
    period = _period(workspace, post) if rule == RULE else None
    return period is None or by.casefold().split() == period.approver.casefold().split()


def _period(workspace: Workspace, post: Post) -> PreElection | None:
    try:
        day = date.fromisoformat(post.at[:10])
    except ValueError:
        return None  # `time` names it
    return next((p for p in workspace.config.pre_election if p.start <= day <= p.end), None)


def _politician(post: Post, facts: Facts | None) -> str | None:
    """Who of the politicians speaks in a post: by the release's quotes, by the cards, or by an office beside speech."""
    said = "\n".join(words for field in texts.every_text(post).values() for words in field)
    used = {span for spans in post.sources.values() for span in spans}
    for quote in facts.quotes if facts else ():
        if quote.speaker and holds_office(f"{quote.speaker}, {quote.role or ''}") and (used & set(quote.spans) or quote.speaker in said):
            return quote.speaker
    for card in _cards(post):
        name = f"{card.fields.get('name', '')}, {card.fields.get('role', '')}"
        if card.layout == "quote" and holds_office(name):
            return str(card.fields.get("name"))
    found = _OFFICE.search(said) if _SPEECH.search(said) else None
    return f"somebody who is called “{found[0]}”" if found else None


def holds_office(name: str) -> bool:
    """Whether somebody's name, title and role are those of a person in elected office."""
    return _OFFICE.search(name) is not None


def _cards(post: Post) -> Iterator[Card]:
    items = [*post.media, *(item for variant in post.variants.values() for item in variant.media)]
    yield from (item.card for item in items if item.card is not None and isinstance(item.card.fields, Mapping))
