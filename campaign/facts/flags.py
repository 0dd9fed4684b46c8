"""Safeguarding matters that a person has to look at before anything goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from campaign.facts.document import Document
from campaign.facts.people import aged
from campaign.models import Contact, Flag, Span

_SELF_HARM = re.compile(r"(?i)\b(?:self[- ]?harm\w*|suicid\w+|(?:took|taken|taking) (?:his|her|their) own li(?:fe|ves))")
_SENSITIVE = re.compile(
    r"(?i)\b(?:(?:child|sexual|criminal|domestic|elder|physical|emotional) (?:\w+ )?(?:abuse|exploitation)|exploitation"
    r"|domestic violence|coercive control|rape[ds]?|sexual assaults?|grooming|forced marriage|fgm|modern slavery|trafficking)\b"
)
_CHILD_AT = re.compile(
    r"(?i)\b(?:a |an |the )?(?P<age>(?:[1-9]|1[0-7])|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen)[- ]year[- ]old (?:boy|girl|schoolboy|schoolgirl|pupil|student|child|teenager|from|who)\b"
)
_PLACE = re.compile(r"\b(?:from|of|in|at|near) (?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}")
_ADDRESS = re.compile(
    r"\b\d{1,4}[A-Za-z]? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2} (?:Street|Road|Avenue|Close|Drive|Lane|Way|Terrace|Crescent|Court"
    r"|Gardens|Place|Grove)\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)
_HELP = {"helpline"}


def find_flags(document: Document, contacts: Sequence[Contact]) -> list[Flag]:
    """Each matter once, at the first place where it stands."""
    helped = any(c.purpose in _HELP for c in contacts)
    found = [*_words(document, helped), *_children(document)]
    return list({f.rule: f for f in reversed(found)}.values())[::-1]


def _words(document: Document, helped: bool) -> Iterator[Flag]:
    if hit := _SELF_HARM.search(document.view):
        why = "Self-harm or suicide is mentioned: only in a list, and with a support line."
        yield Flag(rule="self-harm", why=why, span=Span(*hit.span()))
    if (hit := _SENSITIVE.search(document.view)) and not helped:
        why = f"The release is about {hit[0].lower()} and gives no support line for the person affected."
        yield Flag(rule="no-support-line", why=why, span=Span(*hit.span()))
    body = next((p for p in document.paragraphs if not p.tail and _ADDRESS.search(p.view)), None)
    if body and (hit := _ADDRESS.search(body.view)):
        yield Flag(rule="address", why="A full address or postcode is given.", span=Span(body.start + hit.start(), body.start + hit.end()))


def _children(document: Document) -> Iterator[Flag]:
    for name, (age, span) in aged(document).items():
        if age < 18:
            yield Flag(rule="child-named", why=f"{name}, aged {age}, is a child and is named.", span=span)
    for paragraph in document.paragraphs:
        if hit := _CHILD_AT.search(paragraph.view):
            sentence = document.sentence_at(paragraph.start + hit.start())
            if _PLACE.search(document.view, sentence.start, sentence.end):
                why = "A child's age and a place stand together: the child may be recognised."
                yield Flag(rule="child-identifiable", why=why, span=Span(paragraph.start + hit.start(), paragraph.start + hit.end()))
