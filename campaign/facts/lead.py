"""The hook (the sentence the release opens with) and the event it is about (an awareness day or week, by its name)."""

from __future__ import annotations

import re

from campaign.facts import welsh
from campaign.facts.document import Document, Paragraph
from campaign.models import Span, TextFact
from campaign.text.embargo import orders_embargo

_NO_LEAD = re.compile(
    r"(?i)^(?:for immediate release|embargo\w*|not for (?:publication|broadcast|release)|press release|news release|media release"
    r"|media statement|date|issued|published|posted|by|from|to|subject|sent|cc|reference|image|photo|picture|caption|pictured"
    r"|updated?)\b[^a-z]*(?::|$|until|by|on)"
    r"|^(?:please (?:find|see)|for (?:immediate )?use\b|hi\b|hello|dear\b|(?:good )?(?:morning|afternoon)\b|we use cookies"
    r"|this (?:site|website)"
    r"|by using|sign up|subscribe|read more|advertisement|listen\b|share\b|print\b|skip to|menu\b|home\b|\[?(?:photo|picture|image|video)\b"
    r"|pictured|notes? to)"
)
_DATE_LINE = re.compile(
    r"(?i)^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?\d{1,2}(?:st|nd|rd|th)? [a-z]+,? \d{4}(?:[, ]+\d{1,2}[:.]\d{2}.{0,6})?$"
    r"|^\d{1,2}/\d{1,2}/\d{2,4}$"
)
_EVENT = re.compile(r"\b(?:[A-Z][\w'’-]{0,30} (?:(?:of|and|for|the|against|to|on) ){0,2}){1,8}(?:Day|Week|Month|Fortnight)\b")
_MARKERS = re.compile(
    r"\b(?:Awareness|National|International|World|Global|European|UK|Action|Safer|Safety|Prevention|Remembrance|Memorial|History"
    r"|Pride|Anti|Against)\b|\bWeek\b|\bMonth\b|\bFortnight\b"
)
_ORDINARY = re.compile(
    r"^(?:New Year['’]s|Christmas|Boxing|Valentine['’]s|Mother['’]s|Father['’]s|Easter \w+|Bank Holiday|Good Fri|May|The|This|That"
    r"|Next|Last|Every|Each|One|In|On|Mother|All|Match|Present) (?:Day|Week|Month|Fortnight)$"
)
_FIRST = re.compile(
    r"^(?:The|This|That|Today|On|In|For|During|As|It|Is|Next|Last|Tomorrow|Every|To|A|An|And|At|Of|Mark|Marking|Support|Supporting) "
)
_AFTER_CITY = re.compile(
    r"^(?:[A-Z][a-z]+\.? \d{1,2},? \d{4},? )?(?:[A-Z][A-Z .'-]{2,30}(?: \([^()]{2,20}\))?|\([A-Z][A-Z .,'-]{2,30}\)) ?[–—-]+ (?=[A-Z])"
)


def find_hook(document: Document) -> TextFact | None:
    """The first sentence of the first paragraph that tells the story: no heading, title, date line or speech."""
    title = " ".join(document.release.title.split()).casefold()
    for paragraph in document.paragraphs[:40]:
        words = " ".join(paragraph.view.split())
        if paragraph.kind in {"heading", "item"} or words.casefold() == title or _is_furniture(paragraph, words):
            continue
        sentence = paragraph.sentences[0]
        city = _AFTER_CITY.match(document.view[sentence.start : sentence.end])
        span = Span(sentence.start + (city.end() if city else 0), sentence.end)
        return TextFact(text=document.words(span), span=span, rule="hook: first sentence")
    return None


def _is_furniture(paragraph: Paragraph, words: str) -> bool:
    speech = paragraph.view[0] in "“\"‘" or (paragraph.view[0] == "'" and len(words) > 60)
    if speech or words[0] in "<#|[!>" or _NO_LEAD.match(words) or _DATE_LINE.match(words) or orders_embargo(words):
        return True
    # a headline, a byline and a menu do not end as a sentence does
    return len(words.split()) < 5 or (len(words) < 200 and not words.rstrip("”\"’')*_]").endswith((".", "!", "?", ":", "…")))


def find_event(document: Document) -> TextFact | None:
    """The awareness day, week or month that the text names first; None where only the title names it (it has no span)."""
    for paragraph in document.paragraphs:
        for match in _EVENT.finditer(paragraph.view):
            name = match[0]
            while first := _FIRST.match(name):
                name = name[first.end() :]
            if (len(name.split()) > 2 or _MARKERS.search(name)) and " " in name and not _ORDINARY.match(name):
                span = Span(paragraph.start + match.end() - len(name), paragraph.start + match.end())
                return TextFact(text=document.words(span), span=span, rule="event: named day")
    return _welsh_event(document)


def _welsh_event(document: Document) -> TextFact | None:
    for paragraph in document.paragraphs:
        if (match := welsh.EVENT.search(paragraph.view)) is not None:
            span = Span(paragraph.start + match.start(), paragraph.start + match.end())
            return TextFact(text=document.words(span), span=span, rule="event: named day")
    return None
