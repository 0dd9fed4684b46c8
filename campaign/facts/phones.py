"""Telephone numbers in every form that releases print, and nothing that only looks like one.

Long numbers are recognised by their shape (``plans``) and checked with phonenumbers; short ones (101, 999, 116 123, 61016) only where
the sentence says to call, text or contact: references, logs, dates, times, money, years and counts stay out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from campaign.facts.document import Document
from campaign.facts.known import national
from campaign.facts.plans import FOREIGN, Plan, digits_of, doubt_of, plan_of
from campaign.models import Span

_CODE = re.compile(r"(?<![\w£$€#/.:+-])[1-9]\d{3,5}(?![\w£%]|[-/–:]\d|[.,]\d| ?(?:people|pounds))")
_CALL = re.compile(
    r"(?i)\b(?:call(?:s|ed|ing)?|ring(?:ing)?|dial(?:l?ing)?|phon(?:e|ing)|telephon(?:e|ing)|tel|contact(?:ing)?|numbers?"
    r"|report(?:ed|ing)?|helpline|line|via|speak to|reach(?:ed)?|freephone|hotline|nhs|police|crimestoppers|emergency|use|by text"
    r"|text(?:ing)?|ffoniwch|ffonio|galwch|cysylltwch|tecstiwch|gardaí?|support|stoppers|triple zero|whatsapp|mobile|free)\b"
)
_ORDER = r"(?:call|calling|dial|dialling|dialing|ring|ringing|phone|phoning|telephone|telephoning|ffoniwch|ffonio|galwch|deialwch)"
_STRONG = re.compile(
    rf"(?i)\b{_ORDER}(?: (?:us|them|police|officers|the police|gardaí|free|freephone|straightaway|immediately|either|always))?(?: on)?\s*$"
)
_BEFORE_SHORT = re.compile(
    r"(?i)(?:\b(?:on|call|calling|dial|dialling|ring|ringing|phone|phoning|telephone|tel|via|number|contact|contacting|through|using"
    r"|use|by|to|or|and|ar|neu|nhs|is|at|the|police|always|then|either|just|free|also|text|texting|emergency|zero)|[(:,;|“\"/–—-]|^)\s*$"
)
_AFTER_SHORT = re.compile(
    r"(?i)\s*(?:$|[.,;:!?)|”\"/–—-]|(?:in|if|or|and|as|quoting|quote|with|when|where|for|anonymously|straight|immediately|unless|to"
    r"|so|at|today|now|24|any|non|from|but|on|who|by|via|online|about|using|first|right|instead|without|service|line|police|then|the"
    r"|ar|neu|os|mewn|can|will|call|should|option|free|directly|because|rather|only|not|before|after|this|is|textphone)\b)"
)
_DATED = re.compile(
    r"\s*(?:of|dated) (?:the )?(?:\d{1,2}(?:st|nd|rd|th)?\b|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|today|yesterday)"
)
_TEXT = re.compile(r"(?i)\b(?:text(?:ing|s|ed)?|sms|forward(?:ed|ing)?)\b[^.]{0,60}$")
_COUNTED = re.compile(
    r"(?i) (?:people|men|women|children|per|million|thousand|[a-z]{2,12}ed [a-z]{3,}s"
    r"|(?!(?:always|unless|this|across|services?|regardless|is|yes|its|plus|hours|days|as|was|us|perhaps|sometimes|textphones?)\b)[a-z]{3,}s)\b"
)
_REFERENCE = re.compile(
    r"(?i)(?:\b(?:log|ref(?:erence)?s?|cad|cris|urn|nicl|charity|company|registered|registration|vat|account|serial|badge|collar|isbn"
    r"|sort code|(?:crime|incident|case|order|event|job|model|flight|court|operation|bus|route|page|room|flat)"
    r"(?= (?:number|no|ref|reference|refs|log|id)\b|\.? ?(?:[A-Z]{1,4}[-/])?$))"
    r"(?: (?:number|no|reference|ref|numbers|of|is|id))*[.:]?\s*(?:[A-Z]{0,4}[-/]?)?"
    r"|\b(?:number|no\.?) (?:is )?(?:[A-Z]{1,4}[-/])|\bquot(?:e|ing)(?: (?!on\b|or\b|and\b|call\b|to\b|at\b)[\w-]+){0,4}[.:]?\s*)$"
)
_LOCAL = 7  # digits of a number of the United States without its area code
_EXTENSION = re.compile(r"(?i),? ?\(?(?:ext\.?|extension|option) ?\d{1,6}\b\)?")
_NEAR_EXTENSION = re.compile(r"(?i)[, (]{0,2}(?:ext|opt)")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Phone:
    """A number as printed, its digits, and a doubt where it is no valid number."""

    span: Span
    value: str
    digits: str
    texted: bool = False
    doubt: str | None = None


def find_phones(document: Document, country: str = "GB") -> list[Phone]:
    """Every telephone number, in order, each mention."""
    found: list[Phone] = []
    for paragraph in document.paragraphs:
        found += phones_in(paragraph.view, country, paragraph.start)
    return found


def phones_in(view: str, country: str = "GB", base: int = 0) -> list[Phone]:
    """Every telephone number of one paragraph or line; ``base`` is where it begins in the text."""
    if not _DIGIT.search(view):
        return []
    plan = plan_of(country)
    taken: list[Phone] = []
    # the first to begin is it: a service's number inside a longer one is a part of that
    for phone in sorted(_candidates(view, plan), key=lambda p: p.span.start):
        if not taken or taken[-1].span.end <= phone.span.start:
            taken.append(phone)
    return [replace(p, span=Span(p.span.start + base, p.span.end + base)) for p in taken]


class _Calls:
    """Where a text tells to call, text or contact: looked up once, asked for each number."""

    def __init__(self, view: str) -> None:
        self._found = [m.span() for m in _CALL.finditer(view)]

    def between(self, start: int, end: int) -> bool:
        """Whether such a word lies in this stretch."""
        at = bisect_left(self._found, (max(0, start), 0))
        return at < len(self._found) and self._found[at][1] <= end


def _candidates(view: str, plan: Plan) -> Iterator[Phone]:
    calls = _Calls(view)
    for match in plan.special.finditer(view):
        if phone := _special(view, match, plan, calls):
            yield phone
    for match in plan.long.finditer(view):
        if phone := _long(view, match, plan, calls):
            yield phone
    if "+" in view:
        for match in FOREIGN.finditer(view):
            if phone := _long(view, match, plan, calls):
                yield phone
    for match in plan.short.finditer(view):
        if _is_short(view, match, calls):
            yield _phone(view, match.start(), match.end(), plan)
    for match in _CODE.finditer(view):
        if _is_code(view, match, plan):
            yield _phone(view, match.start(), match.end(), plan, texted=True)


def _phone(view: str, start: int, end: int, plan: Plan, *, texted: bool = False, doubt: str | None = None) -> Phone:
    if view[start] == "(" and ")" not in view[start:end]:
        start += 1
    if end - start < 6 and _NEAR_EXTENSION.match(view, end) and (more := _EXTENSION.match(view, end)):
        end = more.end() - (more[0].endswith(")") and "(" not in more[0])
    value = " ".join(view[start:end].split())
    return Phone(span=Span(start, end), value=value, digits=digits_of(value, plan.country), texted=texted, doubt=doubt)


def _special(view: str, match: re.Match[str], plan: Plan, calls: _Calls) -> Phone | None:
    start, end = match.span()
    if _is_reference(view, start) or _COUNTED.match(view, end):
        return None
    digits = digits_of(match[0], plan.country)
    republic = plan.country == "GB" and len(digits) == 10 and digits.startswith("1800") and not digits.startswith(("18001", "18002"))
    called = calls.between(start - 160, end + 60)
    if plan.country == "US" and len(digits) == _LOCAL:
        local = called and _BEFORE_SHORT.search(view, max(0, start - 14), start) is not None
        return _phone(view, start, end, plan, doubt=f"{match[0]} has no area code.") if local else None
    if republic and (doubt_of(digits, match[0], "IE") or not called):
        return None  # a number of the Republic in a release of the north
    certain = national(plan.country, digits) or match[0][0] == "0" or match[0].startswith(("1800", "1300")) or called
    return _phone(view, start, end, plan) if certain else None


def _long(view: str, match: re.Match[str], plan: Plan, calls: _Calls) -> Phone | None:
    start, end = match.span()
    if view[start] == "(" and ")" not in view[start:end]:
        start += 1
    if _is_reference(view, start):
        return None
    if not national(plan.country, digits_of(view[start:end], plan.country)):
        end = _shorter(view, start, end, plan)
    printed = view[start:end]
    digits = digits_of(printed, plan.country)
    doubt = None if national(plan.country, digits) else doubt_of(digits, printed, plan.country)
    if doubt is None or (len(digits) >= 9 and calls.between(start - 80, start)):
        return _phone(view, start, end, plan, doubt=doubt)
    return None


def _shorter(view: str, start: int, end: int, plan: Plan) -> int:
    """Leave out a group of digits that begins what comes next: ``0800 1111 7 days a week``, two cells of one row."""
    cut = end
    while (cut := max(view.rfind(" ", start, cut), view.rfind("/", start, cut))) > start + 6:
        head = view[start:cut].rstrip(" /–-(")
        digits = digits_of(head, plan.country)
        if national(plan.country, digits) or (
            len(view[cut:end].strip()) < 3 and doubt_of(digits, head, plan.country) is None and doubt_of(
                digits_of(view[start:end], plan.country), "", plan.country) is not None
        ):
            return start + len(head)
    return end


def _is_short(view: str, match: re.Match[str], calls: _Calls) -> bool:
    start, end = match.start(), match.end()
    if _is_reference(view, start) or _DATED.match(view, end) or _COUNTED.match(view, end):
        return False
    if _STRONG.search(view, max(0, start - 40), start):
        return True
    if not _BEFORE_SHORT.search(view, max(0, start - 14), start) or not _AFTER_SHORT.match(view, end):
        return False
    begin = max(view.rfind(". ", max(0, start - 250), start), start - 250, 0)
    return calls.between(begin, start) or start == 0


def _is_code(view: str, match: re.Match[str], plan: Plan) -> bool:
    """A number to send a text to; one of four digits only where it is known."""
    start, end = match.span()
    if len(match[0]) == 4 and not national(plan.country, match[0]):
        return False
    return _TEXT.search(view, max(0, start - 70), start) is not None and not _is_reference(view, start) and not _COUNTED.match(view, end)


def _is_reference(view: str, start: int) -> bool:
    return _REFERENCE.search(view, max(0, start - 48), start) is not None
