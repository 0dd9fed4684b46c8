"""Pieces of patterns that the safeguarding rules share: names, ages, places, and the sentences that they look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.facts.document import Document
from campaign.facts.lexicon import NOT_NAMES, ORGANISATIONS, PEOPLE, RANKS, ROLES, word_set
from campaign.models import Span

WORD = r"[A-Z][a-z'’]{1,3}[A-Z][a-z]{1,20}|[A-Z][a-zà-ÿ'’-]{1,20}(?:-[A-Z][a-zà-ÿ]{1,20})?"
NAME = rf"(?:{WORD})(?: (?:{WORD})){{1,3}}"
STREET = (
    r"[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20}){0,2} (?:Street|Road|Avenue|Close|Drive|Lane|Way|Terrace|Crescent|Court|Gardens|Place"
    r"|Grove|Row|Mews|Rise|Walk)"
)
PLACE = re.compile(r"\b(?:from|of|in|at|near) (?:the )?[A-Z][\w'’-]{1,30}")
_COUNTED = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    """
NUMERALS = {word: n for n, word in enumerate(_COUNTED.split(), 1)}
AGE = rf"(?:\d{{1,3}}|{'|'.join(NUMERALS)})"
_NO_NAMES = word_set(
    """
    January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday
    Saturday Sunday Christmas Easter People Adults Anyone Everyone Women Men Children Drivers Visitors Those Others Both Babies Boys
    Girls Pupils Teenagers Toddlers Loss Show Bank Group Week Zero
    """
)


def years(age: str) -> int:
    """An age as a number, from digits or a word."""
    return int(age) if age.isdigit() else NUMERALS.get(age.lower(), 999)


def is_name(words: str) -> bool:
    """Whether capitalised words can be the name of a person: none is a rank, a job, a place's or an organisation's word, or a day."""
    return all(_personal(word) for word in words.split()) and not words.isupper()


def _personal(word: str) -> bool:
    low = word.strip(".,'’").lower().removesuffix("'s").removesuffix("’s")
    return not (low in ROLES or low in RANKS or low in ORGANISATIONS or low in NOT_NAMES or low in PEOPLE or word in _NO_NAMES)


def sentences(document: Document, trigger: re.Pattern[str], *, tail: bool = False) -> Iterator[tuple[int, str]]:
    """Each sentence with the trigger in it, once: where it starts, and its words. The tail (notes to editors) only where asked for."""
    for paragraph in document.paragraphs:
        if paragraph.tail and not tail:
            return
        if trigger.search(paragraph.view) is None:
            continue
        for span in paragraph.sentences:
            words = document.view[span.start : span.end]
            if trigger.search(words):
                yield span.start, words


def at(start: int, found: re.Match[str], group: int | str = 0) -> Span:
    """The span in the text of what was found in a sentence that starts at ``start``."""
    return Span(start + found.start(group), start + found.end(group))
