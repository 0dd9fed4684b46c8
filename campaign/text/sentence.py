"""Where sentences start and end in British press-release prose.

A full stop ends a sentence unless what stands before it is an abbreviation, an initial or a list number, or what follows goes on in
lower case. Closing quotation marks and brackets belong to the sentence that they close. Doubt is settled by not cutting: two sentences
kept together read well, half a sentence does not.
"""

from __future__ import annotations

from functools import cache

import regex

from campaign.models import Span
from campaign.text.plain import words

# Never the last word of a sentence: a name or a number follows.
_LEADING = words(
    "no dr mr mrs ms mx messrs prof rev revd hon rt sir st sgt insp supt det ch con const cllr capt cpt cmdr lt col gen maj brig "
    "e.g i.e eg ie viz cf vs v nos fig figs approx c ca tel ext est p pp para sec art vol ed e.e h.y"  # the last two are Welsh
)
# May be the last word: then a new sentence has to be seen to start.
_TRAILING = words(
    "etc a.m p.m am pm ltd inc co plc jr sr bros dept esq ph.d b.sc m.sc b.a m.a rd ave hosp "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun"
)
_DAYS_AND_MONTHS = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december gmt bst"
)
# After an abbreviation only these show that a new sentence starts; after a.m. and etc. any capital does.
_STARTERS = words(
    "a an and anyone as at but by call contact do does don't don’t every everyone for from he her here his how i if in it it's it’s its "
    "many my no nobody not on one or our people please she since so some speak that the their then there these they this those to "
    "we what when where which who why with you your"
)
_OPENERS = "\"'“‘«([*_"
_LONGEST_WORD = 24


def sentences(text: str) -> list[Span]:
    """The sentences of ``text`` in order, as spans without the white space around them.

    A blank line and the start of a list item always end one; a single line break is only a wrapped line.
    """
    found: list[Span] = []
    for start, end in _blocks(text):
        found.extend(_in_block(text, start, end))
    return found


def _blocks(text: str) -> list[tuple[int, int]]:
    edges = [0]
    for gap in _gap().finditer(text):
        edges += [gap.start(), gap.end()]
    edges.append(len(text))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _in_block(text: str, start: int, end: int) -> list[Span]:
    found = []
    for mark in _mark().finditer(text, start, end):
        if mark.end() < end and not _ends(text, mark, start, end):
            continue
        found.append(_trimmed(text, start, mark.end()))
        start = mark.end()
    found.append(_trimmed(text, start, end))
    return [span for span in found if span.start < span.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ends(text: str, mark: regex.Match[str], start: int, end: int) -> bool:
    """Whether a sentence ends at ``mark``: full stops, question or exclamation marks with what they close, before white space."""
    after = text[mark.end() : min(end, mark.end() + 2 * _LONGEST_WORD)].lstrip()
    opening = after.lstrip(_OPENERS)
    if opening[:1].islower():
        return _starts_with_domain(opening)
    if mark["signs"] != ".":
        return True
    before = text[max(start, mark.start() - _LONGEST_WORD) : mark.start()]
    word = (before.split() or [""])[-1].lstrip(_OPENERS)
    if before.strip() == word and (word.isdigit() or len(word) == 1):
        return False  # the number of a list item
    return _full_stop_ends(word, opening)


def _full_stop_ends(word: str, after: str) -> bool:
    """Whether the full stop after ``word`` ends a sentence when the text goes on with ``after``."""
    known = word.lower()
    following = _word().match(after)
    follows = following[0].lower() if following else ""
    if known in _LEADING:
        return _leading_ends(known, after, follows)
    if known in _TRAILING or _initials().fullmatch(word):
        return _trailing_ends(known, after, follows)
    return True


def _leading_ends(known: str, after: str, follows: str) -> bool:
    if known == "no":
        return not after[:1].isdigit()
    return known == "st" and follows in _STARTERS


def _trailing_ends(known: str, after: str, follows: str) -> bool:
    if after[:1].isdigit() or follows in _DAYS_AND_MONTHS:
        return False
    return known in {"a.m", "p.m", "am", "pm", "etc", "i"} or not follows or follows in _STARTERS


def _starts_with_domain(after: str) -> bool:
    return bool(_domain().match(after))


@cache
def _gap() -> regex.Pattern[str]:
    bullet = r"(?:[-*•–·▪◦‣●○✅✔☑➡👉]|\d{1,2}[.)])[ \t\xa0]"
    return regex.compile(rf"\n[ \t]*+\n\s*+|\n(?=[ \t]*+{bullet})")


@cache
def _mark() -> regex.Pattern[str]:
    return regex.compile(r"(?<![.!?…])(?P<signs>[.!?…]++)[\"'”’»)\]*_]*+(?=\s|$)")


@cache
def _word() -> regex.Pattern[str]:
    return regex.compile(r"[\w'’]++")


@cache
def _initials() -> regex.Pattern[str]:
    return regex.compile(r"(?:\p{Lu}\.)*+\p{Lu}")


@cache
def _domain() -> regex.Pattern[str]:
    return regex.compile(r"(?:https?://|www\.|[a-z0-9-]++\.[a-z]{2,})")
