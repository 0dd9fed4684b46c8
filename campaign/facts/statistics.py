"""Sentences with a figure that tells how much or how many, and who says so. Ages, times, dates, sizes and references are none."""

from __future__ import annotations

import re

from campaign.facts import welsh
from campaign.facts.document import Document, overlaps
from campaign.facts.lexicon import word_set
from campaign.models import Span, Statistic

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|half|a third|a quarter"
_SHARE = re.compile(
    rf"(?i)\b(?:(?:{_WORDS}|\d{{1,3}}) (?:in|out of) (?:every )?(?:{_WORDS}|\d[\d,]*)\b(?! (?:the|a)\b)|(?:half|two thirds"
    rf"|three quarters|a (?:third|quarter|fifth)) of\b)|(?<![\w.,])(?:{_NUMBER})(?: ?%| per ?cent\b)(?! (?:anonym|confidential))"
)
_MONEY = re.compile(rf"(?<![\w.,])[£€$](?:{_NUMBER})(?: ?(?:million|billion|thousand|bn|m|k)\b)?")
_COUNT = re.compile(
    rf"(?<![\w.,/:£€$#+-])(?P<n>{_NUMBER})(?P<scale> (?:million|billion"
    rf"|thousand))? (?P<noun>(?:[a-z][a-z'’-]{{0,20}} ){{0,2}}?(?:people|children|men|women|[a-z][a-z-]{{2,20}}s))\b"
)
_COUNT_CY = re.compile(rf"(?<![\w.,/:£€$#+-]){welsh.COUNT}")
_SHARE_CY = re.compile(rf"(?i){welsh.SHARE}")
_UNITS_CY = word_set("flynyddoedd fisoedd wythnosau ddyddiau oriau funudau eiliadau filltiroedd fetrau weithiau bunnoedd raddau oed")
# what measures, times or ranks; a number of these tells no news
_UNITS = word_set(
    """
    years months weeks days hours minutes seconds degrees miles metres meters kilometres centimetres feet inches yards stone pounds pence
    litres grams tonnes acres times points hrs mins stations doses plus others
    """
)
_JOINTS = word_set("and or to in on at of for year month hour minute mile if as by with when")
_SOURCE = re.compile(
    r"(?:\b(?:[Aa]ccording to|[Ff]igures (?:published |released )?(?:from|by)|[Rr]esearch (?:by|from)|(?:[Aa] )?[Ss]urvey (?:by"
    r"|from)|[Dd]ata (?:from|by)|published by|released by) "
    r"(?:(?:research|figures|data|a survey|a study|statistics|the latest figures|new figures) (?:by|from"
    r"|of) )?(?P<source>(?:the )?[A-Z][^.,;:()]{1,80}))|\((?:[Ss]ource: ?)(?P<bracket>[^()]{2,80})\)"
)


def find_statistics(document: Document, quoted: list[Span]) -> list[Statistic]:
    """Each sentence of the narration with such a figure, with the first figure in it; what stands in speech belongs to its speaker."""
    found = []
    for paragraph in document.paragraphs:
        if not paragraph.tail and paragraph.kind != "heading":
            short = (s for s in paragraph.sentences if s.end - s.start <= 600 and not overlaps(quoted, s))
            found += [_statistic(document, s, value) for s in short if (value := _figure(document.view[s.start : s.end]))]
    return found


def _statistic(document: Document, sentence: Span, value: str) -> Statistic:
    text = document.words(sentence)
    source = _SOURCE.search(text)
    return Statistic(
        text=text,
        value=value,
        source=(source["source"] or source["bracket"]).strip() if source else None,
        span=sentence,
        rule="statistics: figure in the narration",
    )


def _figure(view: str) -> str | None:
    hits = [(m.start(), m[0].strip()) for m in (_SHARE.search(view), _MONEY.search(view)) if m]
    for count in _COUNT.finditer(view):
        if _is_detail(count):
            continue
        hits.append((count.start(), f"{count['n']}{count['scale'] or ''}"))
        break
    hits += [(m.start(), m[0]) for m in _SHARE_CY.finditer(view)]
    hits += [(m.start(), m["n_cy"]) for m in _COUNT_CY.finditer(view) if not _is_welsh_detail(m)]
    return min(hits)[1] if hits else None


def _is_welsh_detail(count: re.Match[str]) -> bool:
    size = int(count["n_cy"].replace(",", ""))
    return size < 10 or count["noun_cy"].lower() in _UNITS_CY or (1900 <= size <= 2099 and "," not in count["n_cy"])


def _is_detail(count: re.Match[str]) -> bool:
    """A measure, a small bare number ("2 engines"), or a year in front of a noun."""
    words, size = count["noun"].split(), float(count["n"].replace(",", ""))
    year = 1900 <= size <= 2099 and "," not in count["n"]
    return bool({words[0], words[-1]} & _UNITS) or words[0] in _JOINTS or (size < 10 and not count["scale"]) or year
