"""Hints and stops about the wording of a post, each from public guidance whose address goes with it.

A rule is one function over one text; RULES lists them. ``near_duplicates`` looks at all texts of one account together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

import regex

from campaign.models import Problem, Severity
from campaign.text import x
from campaign.text.days import wrong_days
from campaign.text.plain import clean, fold, words
from campaign.text.sentence import sentences

_WRITING = "https://www.gov.uk/guidance/content-design/writing-for-gov-uk"
_STYLE = "https://www.gov.uk/guidance/style-guide/a-to-z"
_ACCESSIBLE = "https://gcs.civilservice.gov.uk/guidance/accessible-communications/making-your-digital-content-accessible/"
_LINK_PURPOSE = "https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context.html"
_NCSC = "https://www.ncsc.gov.uk/guidance/business-communications-sms-and-telephone-best-practice"
_HASHTAGS = "https://help.x.com/en/using-x/how-to-use-hashtags"
_SPAM = "https://help.x.com/en/rules-and-policies/platform-manipulation"

LONGEST_SENTENCE = 25  # words
MOST_HASHTAGS = 2
MOST_EMOJI = 3
SHORTENERS = words(
    "bit.ly buff.ly bl.ink cutt.ly dlvr.it fb.me goo.gl is.gd lnkd.in ow.ly qrco.de rb.gy rebrand.ly s.id shorturl.at t.co t.ly "
    "tiny.cc tinyurl.com trib.al v.gd"
)
SAME = 0.8  # share of word pairs that two texts have in common from which they read as one


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What a rule looks at: the cleaned text, the day it goes out (None: not known) and its language."""

    text: str
    day: date | None
    language: str


Rule = Callable[[Given], Iterator[Problem]]


def lint(text: str, *, day: date | None = None, language: str = "en") -> list[Problem]:
    """Everything the rules have to say about one text, in the order of RULES. Without ``day`` the rule about days is silent."""
    given = Given(text=clean(text), day=day, language=language)
    return [problem for rule in RULES for problem in rule(given)]


# -- rules over one text -----------------------------------------------------------------------------------------------


def long_sentence(given: Given) -> Iterator[Problem]:
    """A sentence of more than 25 words is hard to take in."""
    for sentence in _sentences(given.text):
        count = len(_word().findall(sentence))
        if count > LONGEST_SENTENCE:
            message = f"A sentence has {count} words: “{_start(sentence)}”."
            fix = f"Split it, or cut it to {LONGEST_SENTENCE} words."
            yield Problem(rule="long-sentence", severity=Severity.HINT, message=message, fix=fix, source=_WRITING)


def many_hashtags(given: Given) -> Iterator[Problem]:
    """More than two hashtags: screen readers read every one."""
    tags = x.hashtags(given.text)
    if len(tags) > MOST_HASHTAGS:
        message = f"The text has {len(tags)} hashtags."
        fix = f"Keep the {MOST_HASHTAGS} that people follow or look for."
        yield Problem(rule="many-hashtags", severity=Severity.HINT, message=message, fix=fix, source=_HASHTAGS)


def hashtag_case(given: Given) -> Iterator[Problem]:
    """A hashtag of several words without capitals is read as one word."""
    for tag in x.hashtags(given.text):
        if len(tag.value) > 6 and (tag.value.islower() or tag.value.isupper()):
            message = f"#{tag.value} does not show where its words start, so a screen reader runs them together."
            fix = "Start each word with a capital letter, as in #SpotTheSigns."
            yield Problem(rule="hashtag-case", severity=Severity.HINT, message=message, fix=fix, source=_ACCESSIBLE)


def capitals(given: Given) -> Iterator[Problem]:
    """A whole sentence in capitals is hard to read, and screen readers may spell it out."""
    for sentence in _sentences(given.text):
        said = [word for word in _word().findall(sentence) if word.isalpha()]
        if len(said) >= 3 and sum(map(len, said)) >= 10 and all(word.isupper() for word in said):
            message = f"A sentence is all in capitals: “{_start(sentence)}”."
            fix = "Write it in lower case; put what matters first instead."
            yield Problem(rule="capitals", severity=Severity.WARN, message=message, fix=fix, source=_STYLE)


def many_emoji(given: Given) -> Iterator[Problem]:
    """Each emoji is read out by its full name."""
    count = len(_emoji().findall(given.text))
    if count > MOST_EMOJI:
        message = f"The text has {count} emoji, and a screen reader says each by its name."
        fix = f"Keep {MOST_EMOJI} at most, at the end of a sentence."
        yield Problem(rule="many-emoji", severity=Severity.HINT, message=message, fix=fix, source=_ACCESSIBLE)


def wrong_day(given: Given) -> Iterator[Problem]:
    """A weekday that is not the post's own, or a date with the wrong weekday."""
    if given.day is None:
        return
    for message in wrong_days(given.text, given.day, given.language):
        fix = "Correct the day or the date, or move the post."
        yield Problem(rule="wrong-day", severity=Severity.WARN, message=message, fix=fix, source=_STYLE)


def split_number(given: Given) -> Iterator[Problem]:
    """A phone number that runs on in the next line cannot be tapped or read out."""
    for found in _split_number().finditer(given.text):
        head = "".join(char for char in found["head"].replace("+44", "0") if char.isdigit())
        whole = len(head) + sum(map(str.isdigit, found["tail"]))
        if len(head) < 10 and not _short_but_whole(head) and 9 <= whole <= 11:
            message = f"The phone number “{' '.join(found[0].split())}” is split over two lines."
            yield Problem(rule="split-number", severity=Severity.STOP, message=message, fix="Put it on one line.", source=_STYLE)


def click_here(given: Given) -> Iterator[Problem]:
    """Link words must say where they lead."""
    for found in _click_here().finditer(given.text):
        message = f"“{found[0]}” does not say what is behind the link."
        fix = "Name it: “Read the signs at …”."
        yield Problem(rule="click-here", severity=Severity.WARN, message=message, fix=fix, source=_LINK_PURPOSE)


def shortened_link(given: Given) -> Iterator[Problem]:
    """A shortened link hides where it leads, as a fraudster's does."""
    for link in x.links(given.text):
        host = link.value.lower().removeprefix("https://").removeprefix("http://").partition("/")[0].removeprefix("www.")
        if host in SHORTENERS:
            message = f"{link.value} is a shortened link, so people cannot see where it leads."
            fix = "Give the full address; platforms count it no longer than a short one, or shorten what is shown."
            yield Problem(rule="shortened-link", severity=Severity.WARN, message=message, fix=fix, source=_NCSC)


RULES: tuple[Rule, ...] = (
    long_sentence,
    many_hashtags,
    hashtag_case,
    capitals,
    many_emoji,
    wrong_day,
    split_number,
    click_here,
    shortened_link,
)


# -- over all texts of one account -------------------------------------------------------------------------------------


def near_duplicates(texts: Mapping[str, str]) -> list[Problem]:
    """Pairs of texts on one account that read the same; ``texts`` is by post id. The later post of a pair has the problem.

    Links, hashtags, mentions, case and punctuation do not make a text different.
    """
    shapes = [(name, _shape(text)) for name, text in texts.items()]
    problems = []
    for at, (name, shape) in enumerate(shapes):
        twin = next((other for other, earlier in shapes[:at] if _alike(shape, earlier)), None)
        if twin is not None:
            message = f'"{name}" says nearly the same as "{twin}" on one account; a platform may refuse it as a duplicate.'
            fix = "Reword one of them, or publish it on another account."
            problems.append(
                Problem(rule="near-duplicate", severity=Severity.STOP, message=message, fix=fix, source=_SPAM, post=name)
            )
    return problems


def _shape(text: str) -> frozenset[tuple[str, ...]]:
    text = clean(text)
    for entity in reversed(x.entities(text)):
        text = text[: entity.start] + " " + text[entity.end :]
    said = _word().findall(fold(text).casefold())
    return frozenset(pairwise(said)) if len(said) > 1 else frozenset({tuple(said)})


def _alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= SAME * len(one | other)


# -- what the rules share ----------------------------------------------------------------------------------------------


def _sentences(text: str) -> Iterator[str]:
    """Sentences of a post, where a line break is meant and ends one."""
    for line in text.split("\n"):
        for start, end in sentences(line):
            yield line[start:end]


def _start(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else sentence[:60].rpartition(" ")[0] + " …"


def _short_but_whole(digits: str) -> bool:
    return digits == "08001111" or digits.startswith("084546")  # Childline, and numbers of the form 0845 46 47


@cache
def _word() -> regex.Pattern[str]:
    return regex.compile(r"[\p{L}\p{M}\p{N}]++(?:['’.,/@:_-]++[\p{L}\p{M}\p{N}]++)*+")


@cache
def _emoji() -> regex.Pattern[str]:
    flag, key = r"\p{Regional_Indicator}{2}", r"[0-9#*]\ufe0f?+\u20e3"
    picture = rf"{flag}|{key}|[\p{{Emoji_Presentation}}--\p{{Regional_Indicator}}]|\p{{Extended_Pictographic}}\ufe0f"
    tail = r"(?:[\p{Emoji_Modifier}\ufe0f]|\u200d\p{Extended_Pictographic}|[\U000e0020-\U000e007f])*+"
    return regex.compile(rf"(?:{picture}){tail}", regex.VERSION1)


@cache
def _split_number() -> regex.Pattern[str]:
    return regex.compile(r"(?<![\d.,£-])(?P<head>(?:\+44|0)[\d ()\xa0-]*+)\n[ \t]*+(?P<tail>\d[\d ()\xa0-]*+)(?![\d.,]*\d)")


@cache
def _click_here() -> regex.Pattern[str]:
    return regex.compile(r"\b(?:click|tap|press)\s(?:on\s)?here\b|\bcliciwch\s(?:yma|fan\shyn)\b", regex.IGNORECASE)
