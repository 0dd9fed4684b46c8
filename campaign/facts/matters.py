"""Missing people, and how suicide and self-harm are spoken about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.facts.document import Document
from campaign.facts.wording import NAME, at, sentences
from campaign.models import Flag, Span

_SELF_HARM = re.compile(r"(?i)\b(?:self[- ]?harm\w*|suicid\w+|(?:took|taken|taking) (?:his|her|their) own li(?:fe|ves))")
_SUICIDE = re.compile(
    r"(?i)\b(?:suicid\w+|(?:took|taken|taking|take|end|ended|ending) (?:his|her|their|your) own li(?:fe|ves)"
    r"|self[- ]?harm\w*|killed (?:him|her)self)"
)
_METHOD = re.compile(
    r"(?i)\b(?:hang(?:ed|ing)|overdos\w+|ligature|noose|jump(?:ed|ing) (?:from|off)|drown(?:ed|ing) (?:him|her|them)sel\w+"
    r"|cut(?:ting)? (?:his|her|their)"
    r" (?:wrists?|arms?)|gunshot|shot (?:him|her)self|poison(?:ed|ing)|carbon monoxide|helium|asphyxia\w*|suffocat\w+|(?:swallow"
    r"|took|taken|tak)\w* "
    r"(?:\w+ ){0,3}(?:tablets|pills)|in front of (?:a|the) train)"
)
_METHOD_ALONE = re.compile(r"(?i)\b(?:hanged|shot|poisoned|suffocated|drowned) (?:him|her|them)sel(?:f|ves)\b")
_SUICIDE_TRIGGER = re.compile(r"(?i)suicid|own li|self[- ]?harm|(?:him|her|them)sel(?:f|ves)")

_MISSING = re.compile(
    r"\bmissing (?:[A-Z][a-z]{1,20} )?(?:person\b(?! reports?)|man|woman|boy|girl|teenager|pensioner|walker|child|schoolgirl"
    r"|schoolboy|mother"
    rf"|father|{NAME}|\d{{1,3}}-year-old)\b|\b(?:has|have|had) (?:been )?(?:gone missing|reported missing|not been seen)"
    r"|\bwas reported missing\b|\bwent missing (?:from|on|in|at)\b|\b[Hh]ave you seen [A-Z]\w*|\bwas last seen\b"
    r"|\b(?:[Ii]ncreasingly |[Vv]ery |[Gg]rowing )?[Cc]oncern(?:ed)? for (?:the |his |her |their )?(?:welfare|safety|wellbeing"
    r"|well-being)"
    r" of (?:an? |missing |[A-Z]\w*)"
)
_MISSING_TRIGGER = re.compile(r"(?i)missing|not been seen|have you seen|concern|last seen")
_HELP_FIND = re.compile(r"(?i)\b(?:appeal\w*|last seen|seen (?:him|her|them)|sightings?|seen since|information|whereabouts|trace|find)\b")
_FOUND = re.compile(
    r"(?i)\b(?:has|have|had|was) (?:now |since )?(?:been )?(?:found|located|traced)\b|\b(?:found|located) safe\b"
    r"|\bbody (?:was|has been) recovered|\b(?:jailed|sentenced)\b"
)


def missing(document: Document) -> Iterator[Flag]:
    """An appeal for a missing person; not the missing who were found, and not "going missing" as a sign."""
    for start, words in sentences(document, _MISSING_TRIGGER):
        if (found := _MISSING.search(words)) and not _FOUND.search(document.view) and _HELP_FIND.search(document.view):
            why = "This is an appeal for a missing person: every post has to be taken down when they are found."
            yield Flag(rule="missing-person", why=why, span=at(start, found))
            return


def self_harm(document: Document) -> Iterator[Flag]:
    """Any mention of suicide or self-harm; and how somebody did it, which must never be told (Samaritans' media guidelines)."""
    if hit := _SELF_HARM.search(document.view):
        why = "Self-harm or suicide is mentioned: only in a list, and with a support line."
        yield Flag(rule="self-harm", why=why, span=Span(*hit.span()))
    for start, words in sentences(document, _SUICIDE_TRIGGER):
        found = (_METHOD.search(words) if _SUICIDE.search(words) else None) or _METHOD_ALONE.search(words)
        if found:
            why = "How a suicide or self-harm was done is told: leave it out (Samaritans' media guidelines)."
            yield Flag(rule="suicide-method", why=why, span=at(start, found))
