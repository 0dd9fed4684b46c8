"""What a number is for and whose it is, from the words of the sentence around it."""

from __future__ import annotations

import re

from campaign.facts.document import Document
from campaign.facts.lexicon import NOT_NAMES, ORGANISATIONS, word_set
from campaign.facts.phones import Phone
from campaign.models import Purpose, Span

_PURPOSES: tuple[tuple[Purpose, re.Pattern[str]], ...] = (
    ("textphone", re.compile(
        r"(?i)\b(?:text ?phone|minicom|text relay|relay uk|typetalk|18001|deaf|hard of hearing|speech impair\w+|tty)\b"
    )),
    ("anonymous", re.compile(r"(?i)\banonym\w+|\bddienw\b|without giving (?:your|their) name|\bcrime ?stoppers\b")),
    ("helpline", re.compile(
        r"(?i)\b(?:help ?line|helplines|support ?line|(?:advice|information) line|emotional support|listening|counsell\w+"
        r"|support(?:ed)?|in confidence|llinell gymorth|confidential(?:ly)?|samaritans|childline|in crisis"
        r"|(?:ring|call|phone) \w+ (?:for )?(?:advice|help)"
        r"|help and advice|for (?:\w+ )?(?:help|advice|support)|(?:get|find) (?:help|advice|support)|parents['’] line"
        r"|advice [\w ]{0,20}is available|\w+ line is)(?!\w)"
    )),
    ("report", re.compile(r"(?i)\breport(?:s|ed|ing)?\b|\btip (?:off|line)\b|\bwith information\b|\briportio\b")),
)  # fmt: skip
_PRESS = re.compile(
    r"(?i)\b(?:press|media|communications|comms|news ?desk)(?: (?:office|officer|team|desk|relations|enquir\w+|inquir\w+|contacts?|line"
    r"|centre|room|manager|only|information|unit|queries|requests))?\b"
    r"|\b(?:journalists?|for interviews?|interview (?:requests?|opportunit\w+)|editors)\b"
)
# "media" and "press" alone are the desk; in these they are something else
_NOT_PRESS = re.compile(r"(?i)\b(?:social media|media literacy|press(?:ed|ing|ure)? (?:the|option|one|\d)|the press of)\b")
_ONE_WORD = frozenset({"crimestoppers", "childline", "samaritans", "shelter", "refuge", "shout", "papyrus", "nspcc", "galop", "hourglass",
                       "lifeline", "healthline", "frank", "floodline", "cruse", "drinkline"})  # fmt: skip
# words that begin a sentence with a capital and belong to no name
_OPENERS = word_set("call ring contact visit phone text report email e-mail dial men women people find book tel telephone please free")
_NEAR = 400  # characters of a long sentence on either side of its number
_NO_NAMES = word_set("helpline line team unit office service services hub support department agency group club centre center")
_HELPLINE = re.compile(r"(?i)\bhelp ?line\b")
_BOOK = re.compile(
    r"(?i)\b(?:book|arrange|request|order|for)\s+(?:an?|your|the)\s+(?:free\s+)?(?P<what>[a-z][a-z -]{2,40}?)\s*,?\s+(?:on"
    r"|by calling|by ringing|call|ring|text|phone|please call)\s*$"
)
_LINE = re.compile(r"(?i) (?:24[ -]hours? )?(?:help|hot|support|advice|crisis|information) ?line\b")
_INITIALS = re.compile(r" \([A-Z][A-Z&]{1,9}\)(?=[^()]{0,40}$)")  # the Labour Abuse Authority (LAA) on 0800 …
_RUN = re.compile(r"(?:[A-Z][\w'’&-]*|NHS|UK)(?: (?:of|and|for|the|on|&) (?=[A-Z])| (?=[A-Z]))?")
_RIGHT_BEFORE = re.compile(
    r"(?i)(?:['’]s? (?:\w+ ){0,3})?(?:,[^,]{0,40},)?[\s(|–—-]*(?:(?:free|direct|directly|anonymously|online|confidentially|their|its|the"
    r"|can be|called|reached|contacted|is open|all day|and night|website|helpline|hotline|line|team|at|on|via|or|by|phone|through|number"
    r"|visit|tel|telephone|in confidence|24[ -]hours?(?: a day)?|today|now|is|free on"
    r"|visiting|calling|call|yn ddienw|yn gyfrinachol|am ddim|ar|drwy ffonio|drwy|neu)[\s,:.|–—-]*){0,8}[:(|]?\s*$"
)
_RIGHT_AFTER = re.compile(r"\s*(?:\(|[–—|:-]\s?|,? (?:for|to (?:reach|call|contact|speak to|talk to)|is) (?:the )?)(?=[A-Z])")
_TEXTED = re.compile(r"(?i)\b(?:texting|tecstiwch|text)(?: [A-Z]+ to)?\s*$|\btext line\b[^.]{0,24}$")
FOR_THE_PRESS = "contacts: for the press"  # the rule of a number that must never be offered to the public
_CASUAL = re.compile(r"(?i)\btext\b[^.]{0,40}$")


def inferred(document: Document, phone: Phone, before: str, after: str) -> tuple[Purpose, str | None, str]:
    """Purpose, label and rule of a number that is not known: from the words right before it, then after, then of the sentence."""
    start = phone.span.start
    if desk := press_desk(document, start, before):
        return "contact", desk, FOR_THE_PRESS.partition(": ")[2]
    label = _booked(before) or name_before(before) or _name_after(after)
    if document.at(start).tail:
        return "contact", label, "after the end"
    if phone.texted or _TEXTED.search(before):
        return "text", label, "number to text"
    sentence = document.sentence_at(start)
    near = Span(max(sentence.start, start - _NEAR), min(sentence.end, start + _NEAR))
    for words in (before, after, document.words(near)):
        if purpose := purpose_of(words):
            return purpose, label, "words around"
    if phone.digits.startswith(("0800", "0808")) and _HELPLINE.search(document.view):
        return "helpline", label, "freephone number of a release about a helpline"
    return ("text" if _CASUAL.search(before) else "contact"), label, "number to call"


def purpose_of(words: str) -> Purpose | None:
    """The purpose that the words tell, the most telling first."""
    return next((purpose for purpose, pattern in _PURPOSES if pattern.search(words)), None)


def press_desk(document: Document, start: int, before: str) -> str | None:
    """The words that say that a number is for journalists: never to be offered to the public."""
    paragraph = document.at(start)
    above = document.paragraphs[paragraph.index - 1].view if paragraph.index and (paragraph.tail or len(paragraph.view) < 120) else ""
    for words in (before, above if len(above) < 120 else ""):
        hits = [m for m in _PRESS.finditer(words) if not _NOT_PRESS.search(words, max(0, m.start() - 8), min(len(words), m.end() + 12))]
        if hits:
            return hits[-1][0]
    return None


def _booked(before: str) -> str | None:
    found = _BOOK.search(before[-120:])
    if found is None:
        return None
    what = found["what"].strip()
    return what if what.endswith("s") else f"{what}s"


def name_before(before: str) -> str | None:
    """The organisation right before ``on 0300 …`` or ``(0300 …``; a person or a place alone is none."""
    before = _INITIALS.sub("", before[-200:])
    runs = runs_of(before)
    if not runs:
        return None
    start, name = runs[-1]
    rest = before[start + len(name) :]
    if not _RIGHT_BEFORE.fullmatch(rest):
        return None
    line = None if re.search("['’]s?$", name) else _LINE.match(rest)  # "Lantern Street 24 hour helpline": what it is belongs to its name
    return _organisation(name + (line[0] if line else ""))


def _name_after(after: str) -> str | None:
    """``0300 … (Lantern House)``, ``0300 … – Lantern House``: a name right behind the number."""
    lead = _RIGHT_AFTER.match(after)
    if lead is None:
        return None
    runs = runs_of(after[lead.end() : lead.end() + 80])
    return _organisation(runs[0][1]) if runs and runs[0][0] == 0 else None


def _organisation(name: str) -> str | None:
    name = re.sub(r"['’]s?$", "", name)
    words = name.split()
    alone = words[0].lower() if len(words) == 1 else ""
    return name if len(words) > 1 or (alone in ORGANISATIONS | _ONE_WORD and alone not in _NO_NAMES) else None


def runs_of(text: str) -> list[tuple[int, str]]:
    """Runs of capitalised words with their offsets, without what only begins a sentence."""
    out: list[tuple[int, str]] = []
    at = 0
    while found := _RUN.search(text, at):
        start, end = found.start(), found.end()
        while text[end - 1 : end] == " " and (more := _RUN.match(text, end)):
            end = more.end()
        name = text[start:end].strip()
        first, _, rest = name.partition(" ")
        while first and first.lower() in NOT_NAMES | _OPENERS:
            start, name = start + len(first) + 1, rest
            first, _, rest = name.partition(" ")
        if name:
            out.append((start, name))
        at = end
    return out
