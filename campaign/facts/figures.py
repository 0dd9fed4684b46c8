"""Figures that are written in words: ``two hundred``, ``one in four``, ``half``; compared by their value with those of the release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from campaign.text import fold

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_SIZES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_VALUES = {word: n for n, word in enumerate(_UNITS.split())} | {word: 10 * n for n, word in enumerate(_TENS.split()) if n > 1}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_LOOSE = ("dozen", "dozens", "hundreds", "thousands", "millions", "billions", "doubled", "trebled", "tripled", "quadrupled", "halved")

_WORD = "|".join(word for word in (*_VALUES, *_SIZES) if word != "zero")
_ONE = rf"(?:\d[\d,]*(?:\.\d+)?|(?:{_WORD})\b)"
_TOKEN = re.compile(rf"(?i)(?<![\w.,]){_ONE}(?!\w)")
_BETWEEN = re.compile(r"(?i) (?:in|out of)(?: every)? ")
_PART = re.compile(
    r"(?i)\b(?:(?P<many>a|one|two|three|four)[ -])?(?P<half>half|halves)\b"
    r"|\b(?P<count>a|one|two|three|four)[ -](?P<name>third|quarter|fifth|sixth|tenth)s?\b"
)
_VAGUE = re.compile(rf"(?i)\b(?:{'|'.join(_LOOSE)})\b")
_NAME = re.compile(r" [A-Z][a-z]")


def worded(text: str) -> Iterator[tuple[str, object]]:
    """Every figure in words, as it stands and what it is worth; ``one`` alone is a word like others."""
    line = fold(text)
    runs = _runs(line)
    ratios = dict(_ratios(line, runs))
    for n, (start, end) in enumerate(runs):
        if n in ratios:
            words, value = line[start : runs[n + 1][1]], ratios[n]
        elif n - 1 in ratios:
            continue
        else:
            words, value = line[start:end], _worth(line[start:end])
        name = start > 0 and line[start].isupper() and _NAME.match(line, end) is not None
        if re.search("[A-Za-z]", words) and words.lower() != "one" and not name:
            yield words, value
    yield from _loose(line)


def values(text: str) -> frozenset[object]:
    """What all figures of a text are worth, in digits or in words."""
    line = fold(text)
    runs = _runs(line)
    said = [value for _, value in (*_ratios(line, runs), *_loose(line))]
    return frozenset([*said, *(_worth(line[start:end]) for start, end in runs)])


def _runs(line: str) -> list[tuple[int, int]]:
    """Where each number stands: ``two hundred and twelve`` is one, ``two and three`` are two."""
    found: list[tuple[int, int]] = []
    last = ""
    for token in _TOKEN.finditer(line):
        word = token[0].lower()
        if found and _goes_on(last, line[found[-1][1] : token.start()], word):
            found[-1] = (found[-1][0], token.end())
        else:
            found.append(token.span())
        last = word
    return found


def _goes_on(last: str, gap: str, word: str) -> bool:
    if word in _SIZES:
        return gap in {" ", "-"} and (last in _VALUES or last[0].isdigit() or (last in _SIZES and _SIZES[last] < _SIZES[word]))
    if last in _SIZES:
        return word in _VALUES and gap in {" ", " and ", ", "}
    return _VALUES.get(last, 0) >= 20 and 0 < _VALUES.get(word, 0) < 10 and gap in {" ", "-"}


def _ratios(line: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, object]]:
    """``one in four``: by the place of its first number."""
    for n, ((start, end), (begin, stop)) in enumerate(pairwise(runs)):
        if _BETWEEN.fullmatch(line, end, begin):
            part, whole = _worth(line[start:end]), _worth(line[begin:stop])
            if 0 < part <= whole:
                yield n, ("part", part / whole)


def _loose(line: str) -> Iterator[tuple[str, object]]:
    for found in _PART.finditer(line):
        yield found[0], _part(found)
    for found in _VAGUE.finditer(line):
        yield found[0], found[0].lower()


def _part(found: re.Match[str]) -> object:
    count = (found["many"] or found["count"] or "a").lower()
    whole = _PARTS[(found["half"] or found["name"]).lower()]
    return "part", Fraction(1 if count == "a" else _VALUES[count], whole)


def _worth(words: str) -> Fraction:
    """The value of ``two hundred and twelve`` or ``1.5 million``."""
    total, open_ = Fraction(0), Fraction(0)
    for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", words.lower()):
        if word in _SIZES:
            size = _SIZES[word]
            open_ = (open_ or Fraction(1)) * size
            if size > 100:
                total, open_ = total + open_, Fraction(0)
        elif word in _VALUES:
            open_ += _VALUES[word]
        elif word[0].isdigit():
            open_ += Fraction(word.replace(",", ""))
    return total + open_
