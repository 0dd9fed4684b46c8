"""Telephone numbers in every form that British releases print, and nothing that only looks like one.

Long numbers are recognised by their shape and checked with phonenumbers; short ones (101, 999, 116 123, 61016) only where the
sentence says to call, text or contact: references, logs, dates, times, money, years and counts stay out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.facts.document import Document, Paragraph
from campaign.facts.known import DRAMA, NUMBERS
from campaign.models import Span

_LONG = re.compile(r"(?<![\w£$€#/.-])(?:(?:\(?\+|00)44\)?[ -]?(?:\(0\)[ -]?)?|\(0|0)(?:[ ()/.–-]{0,2}\d){6,10}(?![\w£%])")
_CHILDLINE = re.compile(
    r"(?<![\w£$€#/.-])(?:0800 ?1111|0845 ?46 ?47|116[ -]?\d{3}|1800[12][ -]?(?:0(?:[ -]?\d){9,10}|999|101|111)|18000)(?![\w£%]"
    r"|[ .,]\d)"
)
_SHORT = re.compile(
    r"(?<![\w£$€#/.:+-])(?:999|112|101|111|105|119|159)(?:,? (?:ext|extension|option)\.? ?\d{1,6})?(?![\w£%]|[-/–:]\d|[.,]\d)"
)
_CODE = re.compile(r"(?<![\w£$€#/.:+-])\d{5,6}(?![\w£%]|[-/–:]\d|[.,]\d| ?(?:people|pounds))")

_CALL = re.compile(
    r"(?i)\b(?:call(?:s|ed|ing)?|ring(?:ing)?|dial(?:l?ing)?|phon(?:e|ing)|telephon(?:e|ing)|tel|contact(?:ing)?|numbers?"
    r"|report(?:ed|ing)?|helpline|line|via|speak to|reach(?:ed)?|freephone|hotline|nhs|police|crimestoppers|emergency|use|by text"
    r"|text(?:ing)?)\b"
)
_BEFORE_SHORT = re.compile(
    r"(?i)(?:\b(?:on|call|calling|dial|dialling|ring|ringing|phone|phoning|telephone|tel|via|number|contact|contacting|through|using"
    r"|use|by|to|or|and|nhs|is|at|the|police|always|then|either|just|free|also|text)|[(:,;“\"/–—-]|^)\s*$"
)
_AFTER_SHORT = re.compile(
    r"(?i)\s*(?:$|[.,;:!?)”\"/–—-]|(?:in|if|or|and|as|quoting|quote|with|when|where|for|anonymously|straight|immediately|unless|to"
    r"|so|at|today|now|24|any|non|from|but|on|who|by|via|online|about|using|first|right|instead|without|service|line|police|then|the"
    r"|should|call|–)\b)"
)
_TEXT = re.compile(r"(?i)\b(?:text(?:ing|s)?|sms)\b[^.]{0,60}$")
_COUNTED = re.compile(r" (?:people|[a-z]{3,}s)\b")
_REFERENCE = re.compile(
    r"(?i)\b(?:log|incident|crime|case|reference|ref|refs|no|charity|company|registered|registration|vat|account|serial|badge|collar"
    r"|operation|court|flight|order|job|model|event|isbn)"
    r"(?: (?:number|no|reference|ref|numbers|of|is))*[.:]?\s*(?:[A-Z]{0,4}[-/]?)?$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Phone:
    """A number as printed, its digits, and a doubt where it is no valid number."""

    span: Span
    value: str
    digits: str
    texted: bool = False
    doubt: str | None = None


def find_phones(document: Document) -> list[Phone]:
    """Every telephone number, in order, each mention."""
    found: list[Phone] = []
    for paragraph in document.paragraphs:
        if any(c.isdigit() for c in paragraph.view):
            found += _in_paragraph(paragraph)
    return found


def _in_paragraph(paragraph: Paragraph) -> list[Phone]:
    taken: list[Phone] = []
    view = paragraph.view
    for match in (*_CHILDLINE.finditer(view), *_LONG.finditer(view)):
        _take(taken, paragraph, _long(paragraph, match))
    for match in _SHORT.finditer(view):
        if _is_short(view, match):
            _take(taken, paragraph, _phone(paragraph, match.start(), match.end()))
    for match in _CODE.finditer(view):
        if _TEXT.search(view, max(0, match.start() - 70), match.start()) and not _is_reference(view, match.start()):
            _take(taken, paragraph, _phone(paragraph, match.start(), match.end(), texted=True))
    return sorted(taken, key=lambda p: p.span)


def _take(taken: list[Phone], paragraph: Paragraph, phone: Phone | None) -> None:
    # a paragraph holds few numbers; hostile ones with thousands stay linear because only the neighbours can overlap
    if phone and not any(p.span.start < phone.span.end and phone.span.start < p.span.end for p in taken[-40:]):
        taken.append(phone)


def _phone(paragraph: Paragraph, start: int, end: int, *, texted: bool = False, doubt: str | None = None) -> Phone:
    value = paragraph.view[start:end]
    digits = re.sub(r"\D", "", re.split(r"(?i),? (?:ext|option)", value)[0])
    return Phone(span=Span(paragraph.start + start, paragraph.start + end), value=value, digits=digits, texted=texted, doubt=doubt)


def _long(paragraph: Paragraph, match: re.Match[str]) -> Phone | None:
    view, start, end = paragraph.view, match.start(), match.end()
    if view[start] == "(" and ")" not in view[start:end]:
        start += 1
    if _is_reference(view, start):
        return None
    printed = view[start:end]
    digits = _national(printed)
    if printed[0] == "1" or digits in {"08001111", "08454647"}:
        certain = digits in NUMBERS or digits.startswith("1800") or _CALL.search(view, max(0, start - 160), min(len(view), end + 60))
        return _phone(paragraph, start, end) if certain and not _COUNTED.match(view, end) else None
    doubt = _doubt(digits, printed)
    if doubt is None or (len(digits) >= 9 and _CALL.search(view, max(0, start - 80), start)):
        phone = _phone(paragraph, start, end, doubt=doubt)
        return Phone(span=phone.span, value=phone.value, digits=digits, doubt=doubt)
    return None


def _national(printed: str) -> str:
    digits = re.sub(r"\D", "", printed.replace("(0)", ""))
    for prefix in ("0044", "44"):
        if printed.lstrip("(").startswith(("+", "00")) and digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits


def _doubt(digits: str, printed: str) -> str | None:
    """None for a valid UK number; phonenumbers knows the national plan, Ofcom's drama ranges are ours."""
    import phonenumbers

    if digits.startswith(DRAMA) and len(digits) == 11:
        return None
    try:
        number = phonenumbers.parse(digits, "GB")
    except phonenumbers.NumberParseException:
        return f"{printed} is not a telephone number of the UK."
    return None if phonenumbers.is_valid_number(number) else f"{printed} is not a valid number in the UK: check its digits."


def _is_short(view: str, match: re.Match[str]) -> bool:
    start, end = match.start(), match.end()
    if _is_reference(view, start) or not _BEFORE_SHORT.search(view, max(0, start - 14), start) or not _AFTER_SHORT.match(view, end):
        return False
    begin = max(view.rfind(". ", max(0, start - 250), start), start - 250, 0)
    return _CALL.search(view, begin, start) is not None or start == 0


def _is_reference(view: str, start: int) -> bool:
    return _REFERENCE.search(view, max(0, start - 40), start) is not None
