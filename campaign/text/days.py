"""Days that a text names: whether they agree with the day on which it goes out. English and Welsh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

import regex

WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    "cy": ("dydd llun", "dydd mawrth", "dydd mercher", "dydd iau", "dydd gwener", "dydd sadwrn", "dydd sul"),
}
_EN_MONTHS = "january february march april may june july august september october november december"
_CY_MONTHS = "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr"
MONTHS: Mapping[str, tuple[str, ...]] = {"en": tuple(_EN_MONTHS.split()), "cy": tuple(_CY_MONTHS.split())}
# After “o” and after the article Welsh words may begin with another letter: 3 o Fai, ddydd Mercher.
_CY_MUTATED = {"fawrth": 2, "fai": 4, "fehefin": 5, "orffennaf": 6, "fedi": 8, "dachwedd": 10, "ragfyr": 11}
# The word, and how many days after the post's day it means.
RELATIVE: Mapping[str, Mapping[str, int]] = {
    "en": {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
    "cy": {"ddoe": -1, "heddiw": 0, "heno": 0, "yfory": 1},
}


def wrong_days(text: str, day: date, language: str) -> Iterator[str]:
    """A sentence for each day in ``text`` that cannot be meant in a post of ``day``. Languages without a table have none.

    A bare weekday has to be the post's own, or that of the "tomorrow" or "yesterday" beside it; a weekday with a date has to be
    that date's; a date after "today" has to be the post's.
    """
    if language not in WEEKDAYS:
        return
    yield from _weekdays(text, day, language)
    for found in _relative_date(language).finditer(text):
        meant = day + timedelta(days=RELATIVE[language][found["word"].lower()])
        if (int(found["date"]), _month(found, language)) != (meant.day, meant.month):
            yield f"The text says “{found[0].replace('(', '')}”, but the post goes out on {in_words(day)}."


def says_today(text: str, language: str) -> str | None:
    """The words by which a text says that the day it is about is today; None where it does not."""
    found = _today(language).search(text) if language in WEEKDAYS else None
    return found[0] if found else None


def over(sentence: str, day: date, language: str) -> Iterator[str]:
    """The dates of a sentence that invites or sets a limit, and that lie before ``day``. A date of another year is history."""
    if language not in WEEKDAYS or not _to_come(language).search(sentence):
        return
    for found in _dated(language).finditer(sentence):
        try:
            meant = date(int(found["year"] or day.year), _month(found, language), int(found["date"]))
        except ValueError:
            continue
        if meant < day and meant.year == day.year:
            yield in_words(meant)


def in_words(day: date) -> str:
    """A day as people here write it: 18 March 2026."""
    return f"{day.day} {MONTHS['en'][day.month - 1].title()} {day.year}"


def _weekdays(text: str, day: date, language: str) -> Iterator[str]:
    names, shifts = WEEKDAYS[language], RELATIVE[language]
    near = {day + timedelta(days=shifts[found[0].lower()]) for found in _relative(language).finditer(text)} | {day}
    for found in _weekday(language).finditer(text):
        said = names.index(found["name"].lower().replace("ddydd ", "dydd "))
        dated = _date_of(found, day, language)
        if dated and dated.weekday() != said:
            yield f"{found['name'].title()} {in_words(dated)} is not right: that day is a {names[dated.weekday()].title()}."
        elif not dated and said not in {one.weekday() for one in near}:
            yield f"The text says {found['name'].title()}, but the post goes out on {names[day.weekday()].title()} {in_words(day)}."


def _date_of(found: regex.Match[str], day: date, language: str) -> date | None:
    if found["date"] is None:
        return None
    try:
        return date(int(found["year"] or day.year), _month(found, language), int(found["date"]))
    except ValueError:  # a date that does not exist: then the bare weekday is looked at
        return None


def _month(found: regex.Match[str], language: str) -> int:
    name = found["month"].lower()
    return (_CY_MUTATED[name] if language == "cy" and name in _CY_MUTATED else MONTHS[language].index(name)) + 1


@cache
def _relative(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"\b(?:{'|'.join(RELATIVE[language])})\b", regex.IGNORECASE)


def _date_pattern(language: str) -> str:
    months = "|".join((*MONTHS[language], *(_CY_MUTATED if language == "cy" else ())))
    ordinal = r"(?:(?:af|il|ydd|fed|ed|eg|ain)\b)?\s(?:o\s)?" if language == "cy" else r"(?:st|nd|rd|th)?\s(?:of\s)?"
    return rf"(?P<date>\d{{1,2}}){ordinal}(?P<month>{months})\b"


@cache
def _weekday(language: str) -> regex.Pattern[str]:
    names = "|".join(WEEKDAYS[language]) if language != "cy" else "|".join(f"d?{name}" for name in WEEKDAYS["cy"])
    dated = rf",?\s(?:the\s)?{_date_pattern(language)}(?:,?\s(?P<year>\d{{4}})\b)?"
    return regex.compile(rf"\b(?P<name>{names})\b(?:{dated})?", regex.IGNORECASE)


@cache
def _relative_date(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"\b(?P<word>{'|'.join(RELATIVE[language])})\b,?\s\(?{_date_pattern(language)}", regex.IGNORECASE)


@cache
def _dated(language: str) -> regex.Pattern[str]:
    return regex.compile(rf"\b{_date_pattern(language)}(?:,?\s(?P<year>\d{{4}})\b)?", regex.IGNORECASE)


@cache
def _today(language: str) -> regex.Pattern[str]:
    said = {
        "en": r"\b(?:today(?:\sis|['’]s\s(?:the|a)|\smarks)|is\stoday)\b",
        "cy": r"\b(?:heddiw\syw|yw\sheddiw|yw\shi\sheddiw|mae\sheddiw)\b",
    }
    return regex.compile(said[language], regex.IGNORECASE)


@cache
def _to_come(language: str) -> regex.Pattern[str]:
    """Words by which something lies ahead, and none by which it is told."""
    said = {
        "en": r"\b(?:join\sus|come\s(?:to|along)|will|takes\splace|book|register|apply|sign\sup|deadline|closes|until|by|starts|begins)\b",
        "cy": r"\b(?:ymunwch|dewch|bydd|cynhelir|archebwch|cofrestrwch|ymgeisiwch|dyddiad\scau|tan|erbyn|dechrau)\b",
    }
    told = {"en": r"\b(?:was|were|had|did)\b", "cy": r"\b(?:roedd|oedd|bu|cafodd)\b"}
    return regex.compile(rf"^(?!.*{told[language]}).*?{said[language]}", regex.IGNORECASE)
