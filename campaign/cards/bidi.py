"""Which way each letter runs: the Unicode bidirectional algorithm (UAX 9) for one line without embedding marks, which ``tidy`` takes out.

What belongs to a number stays with it: "0800 555 111" and "+44 20" keep their order within Arabic, Urdu and Hebrew.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

_STRONG = frozenset({"L", "R", "AL"})
_NUMBERS = frozenset({"EN", "AN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "ES", "ET", "CS", "BN"})
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_WITHIN_NUMBER = re.compile(r"(?<=\d)[ \u00a0](?=\d)|\+(?=\d)")
_NAMED = re.compile(r"[@#](?=[^\W\d_])")


def right_to_left(text: str) -> bool:
    """Whether most letters of a text run from right to left."""
    kinds = [unicodedata.bidirectional(c) for c in text]
    return sum(k in {"R", "AL"} for k in kinds) > kinds.count("L")


def has_right_to_left(text: str) -> bool:
    """Whether any letter does."""
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)


def levels(text: str, *, rtl: bool) -> list[int]:
    """The embedding level of each code point of a line: odd ones run from right to left."""
    base = 1 if rtl else 0
    kinds = _weak(_classes(text), "R" if rtl else "L")
    kinds = _neutral(_bracketed(text, kinds, "R" if rtl else "L"), "R" if rtl else "L")
    found = [base + (base == 0) if k == "R" else 2 if k in _NUMBERS or base else 0 for k in kinds]
    for n in range(len(text) - 1, -1, -1):  # L1: blanks at the line's end run as the line does
        if not text[n].isspace():
            break
        found[n] = base
    return found


def visual(levels_: list[int]) -> list[tuple[int, int, int]]:
    """The stretches of one level as (begin, end, level), in the order in which they stand from left to right (rule L2)."""
    stretches, at = [], 0
    for level, same in groupby(levels_):
        count = len(list(same))
        stretches.append((at, at + count, level))
        at += count
    for depth in range(max(levels_, default=0), 0, -1):
        turned: list[tuple[int, int, int]] = []
        for deep, group in groupby(stretches, key=lambda s: s[2] >= depth):
            row = list(group)
            turned += row[::-1] if deep else row
        stretches = turned
    return stretches


def _classes(text: str) -> list[str]:
    kinds = [unicodedata.bidirectional(c) or "L" for c in text]
    for found in _WITHIN_NUMBER.finditer(text):
        kinds[found.start()] = "EN"
    for found in _NAMED.finditer(text):
        if kinds[found.end()] == "L":
            kinds[found.start()] = "L"
    return kinds


def _weak(kinds: list[str], before: str) -> list[str]:
    """Rules W1 to W7."""
    found: list[str] = []
    strong = before
    for n, kind in enumerate(kinds):
        if kind == "NSM":
            kind = found[n - 1] if n else before  # noqa: PLW2901 - a mark is what it stands on
        if kind == "EN" and strong == "AL":
            kind = "AN"  # noqa: PLW2901
        strong = kind if kind in _STRONG else strong
        found.append(kind)
    for n in range(1, len(found) - 1):
        one, kind, other = found[n - 1 : n + 2]
        if one == other and ((kind == "CS" and one in _NUMBERS) or (kind == "ES" and one == "EN")):
            found[n] = one
    _signs(found)
    strong = before
    for n, kind in enumerate(found):
        if kind in _STRONG:
            found[n] = "R" if kind == "AL" else kind
            strong = found[n]
        elif kind == "EN" and strong == "L":
            found[n] = "L"
    return found


def _signs(kinds: list[str]) -> None:
    """Currency and per cent signs beside a number are part of it (W5)."""
    for order in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        last = ""
        for n in order:
            if kinds[n] == "ET" and last == "EN":
                kinds[n] = "EN"
            last = kinds[n]


def _bracketed(text: str, kinds: list[str], base: str) -> list[str]:
    """A pair of brackets runs as what is in it, where that runs as the line does, or as what stands before (N0)."""
    opened: list[tuple[str, int]] = []
    for n, character in enumerate(text):
        if character in _BRACKETS:
            opened.append((_BRACKETS[character], n))
        elif opened and character == opened[-1][0]:
            _, begin = opened.pop()
            inner = {_direction(k) for k in kinds[begin + 1 : n]} - {""}
            if not inner:
                continue
            before = next((_direction(k) for k in reversed(kinds[:begin]) if _direction(k)), base)
            kinds[begin] = kinds[n] = base if base in inner else before
    return kinds


def _direction(kind: str) -> str:
    return "R" if kind in _NUMBERS or kind == "R" else "L" if kind == "L" else ""


def _neutral(kinds: list[str], base: str) -> list[str]:
    """Rules N1 and N2: what has no direction takes that of both its neighbours, else the line's."""
    found = list(kinds)
    at = 0
    for neutral, same in groupby(kinds, key=lambda k: k in _NEUTRAL):
        end = at + len(list(same))
        if neutral:
            before = _direction(kinds[at - 1]) if at else base
            after = _direction(kinds[end]) if end < len(kinds) else base
            found[at:end] = [before if before == after else base] * (end - at)
        at = end
    return found
