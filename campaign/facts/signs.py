"""Signs that the public should learn to notice, and advice: from bullet lists under a cue, and from lists inside a sentence.

A list is taken only under words that say what it is; what was seized, who may apply or what is on the programme stays out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Literal

from campaign.facts import welsh
from campaign.facts.document import Document, Paragraph, overlaps
from campaign.facts.lists import MAX_ITEM, split_list
from campaign.models import Span, TextFact

What = Literal["signs", "advice"]

_NOUN = (
    r"(?:(?:warning |tell-?tale |common |key |other |main |possible |early |first |physical |behavioural |further |obvious )*"
    r"(?:signs?|symptoms?|indicators?|red flags?|giveaways?|suspicious (?:activity|behaviour)|symptomau|arwyddion))"
)
_CUE_NOUN = re.compile(rf"(?i)\b{_NOUN}\b(?! (?:up|language|post|in\b|for\b))")
_LOOK_OUT = re.compile(
    rf"(?i)\b(?:{welsh.LOOK_OUT}|"
    r"look(?:ing)? (?:out )?for|watch(?:ing)? (?:out )?for|what to (?:look (?:out )?for|spot)|things to (?:look out for"
    r"|spot|notice|watch)|how to (?:spot|tell)|ways? to tell|spot(?:ting)? the|clues?|(?:may|might|could|can|if you"
    r"|do you) (?:also )?(?:notice|recognise)"
    r"|be (?:cautious|wary|suspicious) of|(?:may|might|could|likely to|probably) be (?:being )?(?:[a-z]+ed|illegal|fake|a scam"
    r"|at risk|a victim)\b[^:]{0,40}\bif)\b"
)
_URGENT = re.compile(
    r"(?i)\b(?:999|112|911|111|GP|A&E|emergency|ambulance|doctor|midwife|hospital|straight away|immediately)\b[^:]{0,90}"
    r"\bif (?:you|your|they|someone|a|an|the|any|there)\b[^:]{0,60}:?$|\b(?:999|ambulance|emergency department)\b[^:]{0,40} if:$"
)
_MODAL_END = re.compile(r"(?i)\b(?:may|might|can|could|include|are|is|be|that)\W*$")
_IMPERATIVE = re.compile(
    rf"(?i)(?:{welsh.ORDER}|"
    r"please |always |never |do(?:n['’]t| not)\b|try (?:to|not)\b|if (?:you|they|in doubt|it|possible)\b|make sure"
    r"|ensure|be (?:aware|careful|alert|wary|kind|prepared|on)"
    r"|(?:call|ring|phone|dial|report|tell|speak|talk|keep|lock|check|stop|hang|ask|contact|use|avoid|look|think|remember|consider|visit"
    r"|register|sign up|take|leave|put|turn|close|shut|fit|test|store|wear|install|write|share|trust|change|delete|forward|listen|move"
    r"|lean|stay|get|walk|cross|insure|mark|know|carry|drink|eat|wash|cover|follow|search|research|read|find|go|give|plan|prepare"
    r"|draw|plug|unplug|switch|secure|set|book|bring|limit|protect|save|remove|replace|report|block|hold|then)\b (?!missing\b))"
)
_QUESTION = re.compile(
    r"(?i)(?:is|are|do|does|did|has|have|can|could|will|would|was|were)\b.{0,40}\b(?:you|your|they|their|someone|he|she|his"
    r"|her|it|partner|child)\b.*\?\W*$"
)
_INCLUDE = re.compile(
    rf"(?i)\b{_NOUN}\b(?P<between>[^.:;!?]{{0,140}}?)(?:\b(?:can |may |might |could |often |also |usually |typically "
    rf"|will )*(?:includes?|including|such as|like)\b|:)(?: also)?[:;,]?\s+"
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
_LATER_ARE = re.compile(
    rf"(?i)\b{_NOUN}\b(?P<between>[^.:;!?]{{0,100}}?\b(?:can|may|might|could) be [^.:;!?]{{2,70}}?)\b(?:are|include)\b(?: also)?[:,]?\s+"
)
_THEY = re.compile(
    r"(?i)(?:they|these|this|others?|common ones|some) (?:can |may |might |could |often |also |will )*(?:includes?|are):?\s*"
)
_WAYS = re.compile(rf"(?i)\b(?:ways? to (?:tell|spot)|how to (?:tell|spot)|look (?:out )?for|{_NOUN})\b[^.]*[.:]$")
_DENIED = re.compile(r"(?i)(?:n[’']t|\bnot|\bwithout|\bno)\b")
_AFFECTED = re.compile(
    r"(?i)\b(?:being (?:[a-z]+ed)|victims?|(?:someone|people|person|child|children|anyone) who)\b[^.:;!?]{0,60}?\b(?:may|might|could)\b"
    r"(?= (?:also |often )?(?:be|become|have|seem|appear|go|start|stop|look|carry|show|act)\b)\s+(?:also |often )?"
    r"|\b(?:may|might|could) be (?:being )?[a-z]+ed if (?:they|he|she)\s+(?:are |is )?"
)
_KEYS = re.compile(r"\b(?P<key>Face|Facial weakness|Arms?|Arm weakness|Speech|Speech problems|Time|FACE|ARMS|SPEECH|TIME)\s*[-–—:]\s+")
_FAST = re.compile(r"\b(?:F\.A\.S\.T\b|FAST\b|B\.E\.F\.A\.S\.T|BE ?FAST)")
_ROW = re.compile(r"\|[^\n]*?\|(?= \||$)")
_CELL = re.compile(r"[^|]+")
_HOLDER = re.compile(r"(?i)^(?:an?|any|some|people|children|someone|anyone|those)(?: [\w-]+){0,3} who (?:is |are )?(?=\w)")

_ADVICE = re.compile(
    rf"(?i)\b(?:{welsh.ADVICE}|"
    r"tips?|advice|advises?|advised|stay(?:ing)? (?:safe|well|warm|cool|secure|healthy)|keep(?:ing)? (?:safe|well|warm|cool"
    r"|yourself|your|children|them|everyone)|protect(?:ing)?|prevent(?:ing)?"
    r"|avoid(?:ing)?|reduce (?:the|your)|steps?|what (?:you|parents|people) (?:can|should) do|how to (?:stay|keep|help|protect"
    r"|prevent|avoid|stop|report)|remember|make sure|urg(?:e|es|ed|ing)"
    r"|to help (?:keep|stop|prevent|protect)|dos and don.?ts|should(?:n.?t)?|(?:we|officers|police) (?:recommend|suggest)"
    r"|recommend(?:s|ed|ations?)?|simple (?:steps|things|ways)|follow these)\b"
)
_LOOKALIKE = re.compile(
    r"(?i)\b(?:eligib\w+|calling on|calls on|your group|qualif\w+|apply|applicants?|register(?:ed)?|seized|recovered|arrested"
    r"|charged|convicted|sentenced|guilty"
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
_PREDICATE = re.compile(r"(?i)(?:not|often|always|sometimes|easy|hard|clear|there|all|that|very|important|now|also|in|on|at|up)\b")
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
        what = _kind_of(document, paragraph, items) if items and paragraph.kind != "item" else None
        if what:
            done.update(p.index for p in items)
            kept = [p for p in items if what == "advice" or not _CALL_NOW.search(p.view)]
            found[what] += [fact for p in kept for fact in _entries(document, p, f"{what}: list under a cue")]
        if paragraph.view.startswith("|"):
            for kind, facts in _table(document, paragraph).items():
                found[kind] += facts
        elif paragraph.kind in {"paragraph", "blockquote"}:
            found["signs"] += _acronym(document, paragraph)
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
    if lines := _lines_of(document, first):
        return lines
    if not paragraph.view.endswith(":"):
        return []
    lines = _while(below, _is_plain_item)
    return lines if len(lines) > 1 else []


def _lines_of(document: Document, block: Paragraph) -> list[Paragraph]:
    """Three or more short lines in one block, each beginning with a capital and none ending as a sentence: a list that lost its bullets."""
    raw = document.release.text[block.start : block.end]
    lines = raw.split("\n")
    if block.kind != "paragraph" or len(lines) < 3 or not all(line[:1].isupper() and len(line) < _PLAIN_ITEM for line in lines):
        return []
    if any(line.rstrip()[-1:] in ".,:" for line in lines[:-1]):
        return []
    out, at = [], block.start
    for line in lines:
        out.append(Paragraph(index=block.index, kind="item", start=at, end=at + len(line), view=document.view[at : at + len(line)]))
        at += len(line) + 1
    return out


def _while(paragraphs: list[Paragraph], test: Callable[[Paragraph], bool]) -> list[Paragraph]:
    return list(takewhile(test, paragraphs))


def _is_plain_item(p: Paragraph) -> bool:
    most = 2 * _PLAIN_ITEM if p.view.endswith("?") else _PLAIN_ITEM
    return p.kind == "paragraph" and len(p.view) <= most and p.view[-1] not in ".:”\"" and p.view[0] not in "“\"‘'"


def _kind_of(document: Document, cue: Paragraph, items: list[Paragraph]) -> What | None:
    """What the list under ``cue`` is: from its last sentence, then the heading above, then from the form of the items."""
    words = document.view[cue.sentences[-1].start : cue.end]
    if cue.kind != "heading" and not cue.view.endswith(":") and len(cue.view) > 90:
        words = cue.view if cue.view.endswith((":", "include", "are")) else words
    if _THEY.match(words):
        words = cue.view
    orders = sum(1 for p in items if _IMPERATIVE.match(p.view)) >= 0.6 * len(items)
    kind = _classify(words)
    above = document.paragraphs[cue.index - 1] if cue.index else None
    if kind is None and above is not None and not _LOOKALIKE.search(words) and (above.kind == "heading" or len(above.view) < 60):
        kind = _classify(above.view)
    if kind == "signs" and orders and not _MODAL_END.search(words):
        return "advice"
    if kind is None and not _LOOKALIKE.search(words):
        return _by_form(cue, words, items, orders=orders)
    return kind


def _by_form(cue: Paragraph, words: str, items: list[Paragraph], *, orders: bool) -> What | None:
    """A list of questions about somebody is signs; one of orders, under words that lead to it, is advice."""
    if _FAST.search(words) and len(items) < 7:
        return "signs"
    questions = sum(1 for p in items if _QUESTION.match(p.view))
    if questions > 1 and questions >= 0.6 * len(items):
        return "signs"
    leads = cue.view.endswith(":") or cue.kind == "heading" or _IMPERATIVE.match(words) or len(cue.view) < 60
    return "advice" if orders and leads and len(items) > 1 else None


def _classify(words: str) -> What | None:
    words = words[-300:]
    signs = _CUE_NOUN.search(words) or _LOOK_OUT.search(words)
    if (signs and _SYMPTOMS_OF_CALL.search(words)) or _URGENT.search(words):
        return "signs"
    if signs and not _STEPS.search(words):
        return "signs"
    if _LOOKALIKE.search(words):
        return None
    return "advice" if _ADVICE.search(words) or re.match(r"(?i)to (?:stay|keep|protect|prevent|avoid|help|reduce)\b", words) else None


def _inline(document: Document, paragraph: Paragraph, quoted: list[Span], *, ends_in_list: bool) -> list[TextFact]:
    out = _questions(document, paragraph, quoted)
    before = ""
    for sentence in paragraph.sentences:
        view, last = document.view[sentence.start : sentence.end], before
        before = view
        if len(view) > 1500 or overlaps(quoted, Span(sentence.start, sentence.start + 1)):
            continue
        if ends_in_list and view.endswith(":"):
            continue
        for cut, rule in _CUTS:
            if items := _facts(document, sentence, cut(view, last), rule, quoted):
                out += items
                break
    return out


def _questions(document: Document, paragraph: Paragraph, quoted: list[Span]) -> list[TextFact]:
    """``Is your child going missing? Do they …? Are they …?``: three or more questions in a row."""
    asked = [s for s in paragraph.sentences if _QUESTION.match(document.view[s.start : s.end]) and not overlaps(quoted, s)]
    if len(asked) < 3:
        return []
    return [TextFact(text=document.words(s), span=s, rule="signs: questions") for s in asked]


def _acronym(document: Document, paragraph: Paragraph) -> list[TextFact]:
    """``Face – has their face fallen? Arms – …? Speech – …?`` in one paragraph: each sign without its key word."""
    keys = list(_KEYS.finditer(paragraph.view))
    if len(keys) < 3:
        return []
    ends = [k.start() for k in keys[1:]] + [len(paragraph.view)]
    found = [(k, Span(paragraph.start + k.end(), paragraph.start + end)) for k, end in zip(keys, ends, strict=True)]
    kept = [Span(s.start, s.start + len(document.view[s.start : s.end].rstrip(" ;,|"))) for k, s in found if k["key"].lower() != "time"]
    return [TextFact(text=document.words(s), span=s, rule="signs: F.A.S.T.") for s in kept if s.end > s.start]


def _table(document: Document, paragraph: Paragraph) -> dict[What, list[TextFact]]:
    """The columns of a table drawn with bars whose heading says that they hold signs or advice."""
    out: dict[What, list[TextFact]] = {"signs": [], "advice": []}
    rows = [list(_CELL.finditer(row[0], 1)) for row in (_ROW.finditer(paragraph.view))]
    starts = [row.start() for row in _ROW.finditer(paragraph.view)]
    if len(rows) < 3:
        return out
    for column, heading in enumerate(rows[0]):
        kind = _classify(heading[0]) or ("advice" if _STEPS.search(heading[0]) else None)
        for start, row in zip(starts[1:], rows[1:], strict=True):
            words = row[column][0] if column < len(row) else ""
            if kind is None or not _WORD.search(words) or (kind == "signs" and _CALL_NOW.search(words)):
                continue
            begin = paragraph.start + start + row[column].start() + len(words) - len(words.lstrip())
            span = Span(begin, begin + len(words.strip()))
            out[kind].append(TextFact(text=document.words(span), span=span, rule=f"{kind}: column of a table"))
    return out


def _after_cue(view: str, last: str) -> list[Span]:
    if _CUE_NOUN.search(last) and (they := _THEY.match(view)):
        return split_list(view, they.end(), len(view))
    if _WAYS.search(last) and view.count(";") > 1:
        return split_list(view, 0, len(view))
    cue = _INCLUDE.search(view) or _are(view) or _look_out(view) or _AFFECTED.search(view)
    if cue is None or _refused(view, cue.start()):
        return []
    between = cue.groupdict().get("between") or ""
    if _NO_LIST.match(between):
        return []
    items = split_list(view, cue.end(), len(view))
    copula = re.search(r"(?i)\b(?:are|is)\b(?: things like)?[:,]?\s+$", cue[0])
    passive = view.startswith("being ", items[0].start) and not between.strip() if items else False  # "signs are being replaced"
    if copula and (len(items) < 2 or passive or _PREDICATE.match(view, items[0].start)):
        return []
    return items if cue.re is not _AFFECTED or len(items) > 2 else []


def _refused(view: str, at: int) -> bool:
    """``no signs``, ``road signs``, ``doesn't always come with symptoms``."""
    return _NO_CUE.search(view, max(0, at - 14), at) is not None or _DENIED.search(view, max(0, at - 60), at) is not None


def _are(view: str) -> re.Match[str] | None:
    """``Signs that it may be faulty are …``: a second verb behind ``may be`` is the one that the list follows."""
    cue = _ARE.search(view)
    if cue is None or _TRAILING.search(view):
        return None
    return _LATER_ARE.search(view, cue.start(), min(len(view), cue.start() + 240)) or cue


def _look_out(view: str) -> re.Match[str] | None:
    """``Look out for changes, such as …``: the list begins after the last of such words in its first item."""
    cue = _INLINE_LOOK.search(view)
    return cue and (_NARROWED.match(view, cue.start()) or cue)


def _before_cue(view: str, _last: str) -> list[Span]:
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


def _entries(document: Document, paragraph: Paragraph, rule: str) -> list[TextFact]:
    """One bullet; two where it asks two questions."""
    asked = [s for s in paragraph.sentences if document.view[s.start : s.end].rstrip().endswith("?")]
    if len(asked) > 1 and len(asked) == len(paragraph.sentences):
        return [TextFact(text=document.words(s), span=s, rule=rule) for s in asked]
    return [_item(document, paragraph, rule)]


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


_CUTS: tuple[tuple[Callable[[str, str], list[Span]], str], ...] = ((_after_cue, "list after a cue"), (_before_cue, "list before a cue"))
