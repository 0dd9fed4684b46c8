"""Signs that the public should learn to notice, and advice: from bullet lists under a cue, and from lists inside a sentence.

A list is taken only under words that say what it is; what was seized, who may apply or what is on the programme stays out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Literal

from campaign.facts.document import Document, Paragraph, overlaps
from campaign.facts.lists import MAX_ITEM, split_list
from campaign.models import Span, TextFact

What = Literal["signs", "advice"]

_NOUN = (
    r"(?:(?:warning |tell-?tale |common |key |other |main |possible |early |first |physical |behavioural |further |obvious )*"
    r"(?:signs?|symptoms?|indicators?|red flags?|giveaways?))"
)
_CUE_NOUN = re.compile(rf"(?i)\b{_NOUN}\b(?! (?:up|language|post|in\b|for\b))")
_LOOK_OUT = re.compile(
    r"(?i)\b(?:look(?:ing)? (?:out )?for|watch(?:ing)? (?:out )?for|what to (?:look (?:out )?for|spot)|things to (?:look out for"
    r"|spot|notice|watch)|how to spot|spot(?:ting)? the|clues?)\b"
)
_INCLUDE = re.compile(
    rf"(?i)\b{_NOUN}\b(?P<between>[^.:;!?]{{0,140}}?)(?:\b(?:can |may |might |could |often |also |usually |typically "
    rf"|will )*(?:includes?|including|such as|like)\b|:)(?: also)?[:,]?\s+"
)
_ARE = re.compile(
    rf"(?i)\b{_NOUN}\b(?P<between>[^.:;!?]{{0,140}}?)\b(?:are|is|can be|may be|might be"
    rf"|could be)\b(?: things like)?(?: also)?[:,]?\s+"
)
_INLINE_LOOK = re.compile(
    r"(?i)(?:^|[,;.] |\bto |\bplease |\bshould |\bcan )(?:look|watch) out for(?: (?:things|signs|symptoms|behaviours?))?(?: (?:like"
    r"|such as|including))?:?\s+(?=[^.!?]{0,300}?(?:,|;| and | or ))"
)
_NARROWED = re.compile(r"(?i)\W*(?:\w+ ){0,2}(?:look|watch) out for [^,.;:]{3,80}?,? (?:such as|including|like):? ")
_TRAILING = re.compile(
    rf"(?i)[,:;–—-]?\s+(?:these |which |they )?(?:are|can be|may be|could be|might be|can all be|could all be|may all be)(?: all"
    rf"| just| only| some| a few| of| among| the| common| possible| potential)* {_NOUN}\b"
)
_HOLDER = re.compile(r"(?i)^(?:an?|any|some|people|children|someone|anyone|those)(?: [\w-]+){0,3} who (?:is |are )?(?=\w)")

_ADVICE = re.compile(
    r"(?i)\b(?:tips?|advice|advises?|advised|stay(?:ing)? (?:safe|well|warm|cool|secure|healthy)|keep(?:ing)? (?:safe|well|warm|cool"
    r"|yourself|your|children|them|everyone)|protect(?:ing)?|prevent(?:ing)?"
    r"|avoid(?:ing)?|reduce (?:the|your)|steps?|what (?:you|parents|people) (?:can|should) do|how to (?:stay|keep|help|protect"
    r"|prevent|avoid|stop|report)|remember|make sure|urg(?:e|es|ed|ing)"
    r"|to help (?:keep|stop|prevent|protect)|dos and don.?ts|should(?:n.?t)?|(?:we|officers|police) (?:recommend|suggest)"
    r"|recommend(?:s|ed|ations?)?|simple (?:steps|things|ways)|follow these)\b"
)
_LOOKALIKE = re.compile(
    r"(?i)\b(?:eligib\w+|qualif\w+|apply|applicants?|register(?:ed)?|seized|recovered|arrested|charged|convicted|sentenced|guilty"
    r"|found (?:in|at|on)|stolen|programme|agenda|sessions?|events?|activities|schedule|"
    r"calling for|demands?|call on the government|witness(?:es|ed)?|anyone (?:who|with)|take part|to enter|prizes?|winners?"
    r"|shortlist\w*|the following (?:people|roads|areas|locations|offences|dates)|dates|venues?|"
    r"locations|opening|results|partners include|members include|funding|investment|key (?:facts|figures|findings)|figures"
    r"|statistics|achievements|supported by|services include|offers?|provides?|pledges?|priorities|"
    r"aims?|objectives|commit(?:ted|ments?)?|will (?:include|see|be)|working (?:to|with)|includes? (?:a|the) (?:number|range))\b"
)
_SYMPTOMS_OF_CALL = re.compile(
    r"(?i)\b(?:any of (?:these|the following)|if (?:you|they|a|an|your)\b[^.]{0,80}\b(?:has|have|notice|see|experience|shows?))\b"
)
_STEPS = re.compile(r"(?i)\b(?:what|steps?|how) to (?:do|take|report)\b|if you (?:spot|see|notice)[^:]*:$|\bsign(?:ed)? up\b")
_NO_LIST = re.compile(r"(?i)\s*(?:up|in|on)\b|.*\b(?:and (?:how|what|where)|please|call|report|speak|contact|should)\b")
_PREDICATE = re.compile(r"(?i)(?:not|often|always|sometimes|easy|hard|clear|there|all|that|very|important|being|now|also|in|on|at|up)\b")
_WORD = re.compile(r"[^\W\d_]{2}")
_NO_CUE = re.compile(r"(?i)\b(?:no|not|every|vital|road|street|traffic|there (?:are|is|were))\s*$")
_CALL_NOW = re.compile(r"(?i)\bcall (?:999|111|101)\b")  # the last line of F.A.S.T. says what to do
_PLAIN_ITEM = 110  # an unmarked line longer than this is a paragraph


def find_signs(document: Document, quoted: list[Span]) -> tuple[list[TextFact], list[TextFact]]:
    """Signs and advice, in order. ``quoted`` are the spans of speech: what somebody says stays with the quote."""
    found: dict[What, list[TextFact]] = {"signs": [], "advice": []}
    done: set[int] = set()
    for paragraph in document.paragraphs:
        if paragraph.tail or paragraph.index in done:
            continue
        items = _items_below(document, paragraph)
        what = _kind_of(document, paragraph) if items and paragraph.kind != "item" else None
        if what:
            done.update(p.index for p in items)
            kept = [p for p in items if what == "advice" or not _CALL_NOW.search(p.view)]
            found[what] += [_item(document, p, f"{what}: list under a cue") for p in kept]
        if paragraph.kind in {"paragraph", "blockquote"}:
            found["signs"] += _inline(document, paragraph, quoted, ends_in_list=bool(what))
    return _once(found["signs"]), _once(found["advice"])


def _items_below(document: Document, paragraph: Paragraph) -> list[Paragraph]:
    """The list under a paragraph: its items, or short lines without any bullet after a colon."""
    below = document.paragraphs[paragraph.index + 1 :  paragraph.index + 60]
    first = below[0] if below else None
    if first is None:
        return []
    if first.kind == "item":
        return _while(below, lambda p: p.kind == "item")
    if not paragraph.view.endswith(":"):
        return []
    lines = _while(below, _is_plain_item)
    return lines if len(lines) > 1 else []


def _while(paragraphs: list[Paragraph], test: Callable[[Paragraph], bool]) -> list[Paragraph]:
    return list(takewhile(test, paragraphs))


def _is_plain_item(p: Paragraph) -> bool:
    return p.kind == "paragraph" and len(p.view) <= _PLAIN_ITEM and p.view[-1] not in ".:”\"" and p.view[0] not in "“\"‘'"


def _kind_of(document: Document, cue: Paragraph) -> What | None:
    """What the list under ``cue`` is, from its last sentence, then from the heading above where that says nothing."""
    words = document.view[cue.sentences[-1].start : cue.end]
    if cue.kind != "heading" and not cue.view.endswith(":") and len(cue.view) > 90:
        words = cue.view if cue.view.endswith((":", "include", "are")) else words
    kind = _classify(words)
    above = document.paragraphs[cue.index - 1] if cue.index else None
    if kind is None and above is not None and not _LOOKALIKE.search(words) and (above.kind == "heading" or len(above.view) < 60):
        kind = _classify(above.view)
    return kind


def _classify(words: str) -> What | None:
    words = words[-300:]
    signs = _CUE_NOUN.search(words) or _LOOK_OUT.search(words)
    if signs and _SYMPTOMS_OF_CALL.search(words):
        return "signs"
    if signs and not _STEPS.search(words):
        return "signs"
    if _LOOKALIKE.search(words):
        return None
    return "advice" if _ADVICE.search(words) or re.match(r"(?i)to (?:stay|keep|protect|prevent|avoid|help|reduce)\b", words) else None


def _inline(document: Document, paragraph: Paragraph, quoted: list[Span], *, ends_in_list: bool) -> list[TextFact]:
    out: list[TextFact] = []
    for sentence in paragraph.sentences:
        view = document.view[sentence.start : sentence.end]
        if len(view) > 1500 or overlaps(quoted, Span(sentence.start, sentence.start + 1)):
            continue
        if ends_in_list and view.endswith(":"):
            continue
        for cut, rule in ((_after_cue, "list after a cue"), (_before_cue, "list before a cue")):
            if items := _facts(document, sentence, cut(view), rule, quoted):
                out += items
                break
    return out


def _after_cue(view: str) -> list[Span]:
    cue = _INCLUDE.search(view) or _ARE.search(view) or _look_out(view)
    if cue is None or _NO_CUE.search(view, max(0, cue.start() - 14), cue.start()):
        return []
    between = cue.groupdict().get("between") or ""
    if _NO_LIST.match(between):
        return []
    items = split_list(view, cue.end(), len(view))
    copula = re.search(r"(?i)\b(?:are|is)\b(?: things like)?[:,]?\s+$", cue[0])
    if copula and (len(items) < 2 or _PREDICATE.match(view, items[0].start)):
        return []
    return items


def _look_out(view: str) -> re.Match[str] | None:
    """``Look out for changes, such as …``: the list begins after the last of such words in its first item."""
    cue = _INLINE_LOOK.search(view)
    return cue and (_NARROWED.match(view, cue.start()) or cue)


def _before_cue(view: str) -> list[Span]:
    cue = _TRAILING.search(view)
    if cue is None:
        return []
    holder = _HOLDER.match(view)
    items = split_list(view, holder.end() if holder else 0, cue.start())
    return items if len(items) > 1 else []


def _facts(document: Document, sentence: Span, items: list[Span], rule: str, quoted: list[Span]) -> list[TextFact]:
    spans = [Span(sentence.start + i.start, sentence.start + i.end) for i in items]
    if any(s.end - s.start > MAX_ITEM or not _WORD.search(document.view, s.start, s.end) for s in spans):
        return []
    if any(overlaps(quoted, s) for s in spans):
        return []
    return [TextFact(text=document.words(s), span=s, rule=f"signs: {rule}") for s in spans]


def _item(document: Document, paragraph: Paragraph, rule: str) -> TextFact:
    """One bullet: without the punctuation that ties it to the next one."""
    view, end = paragraph.view, len(paragraph.view)
    if joint := re.search(r"(?i)[;,]?\s*(?:\b(?:and/or|and|or))?\s*$", view[-12:]):
        end -= 12 - joint.start() if len(view) >= 12 else len(view) - joint.start()
    whole = view[:end].rstrip()
    if whole.endswith((";", ",")) or (whole.endswith(".") and len(paragraph.sentences) == 1 and not whole.endswith("..")):
        whole = whole[:-1].rstrip()
    span = Span(paragraph.start, paragraph.start + (len(whole) or len(view)))
    return TextFact(text=document.words(span), span=span, rule=rule)


def _once(facts: list[TextFact]) -> list[TextFact]:
    return list({f.text.casefold(): f for f in reversed(facts)}.values())[::-1]
