"""Sentences with a figure that tells how much or how many, and who says so. Ages, times, dates, sizes and references are none."""

from __future__ import annotations

import re

from campaign.facts.document import Document, overlaps
from campaign.models import Span, Statistic

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|half|a third|a quarter"
_SHARE = re.compile(
    rf"(?i)\b(?:(?:{_WORDS}|\d{{1,3}}) (?:in|out of) (?:every )?(?:{_WORDS}|\d[\d,]*)\b(?! (?:the|a)\b)|(?:half|two thirds"
    rf"|three quarters|a (?:third|quarter|fifth)) of\b)|(?<![\w.,])(?:{_NUMBER})(?: ?%| per ?cent\b)"
)
_MONEY = re.compile(rf"(?<![\w.,])[£€$](?:{_NUMBER})(?: ?(?:million|billion|thousand|bn|m|k)\b)?")
_COUNT = re.compile(
    rf"(?<![\w.,/:£€$#+-])(?P<n>{_NUMBER})(?P<scale> (?:million|billion"
    rf"|thousand))? (?P<noun>(?:[a-z][a-z'’-]{{0,20}} ){{0,2}}?(?:people|children|men|women|[a-z][a-z-]{{2,20}}s))\b"
)
_UNITS = frozenset(
    ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "degrees", "miles", "metres", "meters", "kilometres", "feet", "inches", "stone", "pounds", "pence", "litres", "grams", "tonnes", "acres", "times", "points", "hrs", "mins", "stations", "doses", "mgs", "yards", "centimetres", "plus", "others", "ers"]
)
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
        if paragraph.tail or paragraph.kind == "heading" or (not any(c.isdigit() for c in paragraph.view) and not _SHARE.search(paragraph.view)):
            continue
        for sentence in paragraph.sentences:
            if sentence.end - sentence.start <= 600 and not overlaps(quoted, sentence) and (value := _figure(document.view[sentence.start : sentence.end])):
                found.append(_statistic(document, sentence, value))
    return found


def _statistic(document: Document, sentence: Span, value: str) -> Statistic:
    text = document.words(sentence)
    source = _SOURCE.search(text)
    return Statistic(
        text=text, value=value, source=(source["source"] or source["bracket"]).strip() if source else None, span=sentence, rule="statistics: figure in the narration"
    )


def _figure(view: str) -> str | None:
    hits = [(m.start(), m[0].strip()) for m in (_SHARE.search(view), _MONEY.search(view)) if m]
    for count in _COUNT.finditer(view):
        words = count["noun"].split()
        size = float(count["n"].replace(",", ""))
        # a small bare number is detail ("2 engines"); a year in front of a noun is no count
        if words[0] in _UNITS or words[-1] in _UNITS or (size < 10 and not count["scale"]) or (1900 <= size <= 2099 and "," not in count["n"]):
            continue
        if words[0] in {"and", "or", "to", "in", "on", "at", "of", "for", "year", "month", "hour", "minute", "mile", "if", "as", "by", "with", "when"}:
            continue
        hits.append((count.start(), f"{count['n']}{count['scale'] or ''}"))
        break
    return min(hits)[1] if hits else None
