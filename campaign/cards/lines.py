"""Breaking words into lines: at spaces, evenly, and never inside a number; the idea of CSS ``text-wrap: balance``."""

from __future__ import annotations

import re
from collections.abc import Callable

from campaign.cards.script import cjk
from campaign.cards.words import GLUE, HARD, glue, unglue

Width = Callable[[str], float]

WIDOW = 0.5  # the last two words of a paragraph stay together when they take less than this share of the measure
_NOT_FIRST = frozenset("、。，．：；？！」』）】》〉’”…ー々")
_NOT_LAST = frozenset("「『（【《〈‘“")
TINY = 5  # and always when the last has fewer letters
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z‘“])")
_LINK = re.compile(r"(?i)https?:|www\.|\w/|@\w|\w\.\w{2,}")
_AFTER_MARK = re.compile(r"(?<=[^\W\d][-–—])(?=[^\W\d])")
_IN_LINK = (re.compile(r"(?<=[/@])(?=\w)"), re.compile(r"(?=[.?&=_])"))  # a link breaks after a slash, else before a mark


def break_lines(text: str, measure: float, width: Width, *, balance: bool, sentences: bool = False) -> list[str] | None:
    """The lines of one paragraph, each at most ``measure`` wide by ``width``; None when one word alone is wider.

    With ``sentences`` each begins on a line of its own, where that takes no more lines.
    """
    whole = _paragraph(text, measure, width, balance=balance)
    if whole is None or not sentences:
        return whole
    apart = [_paragraph(part, measure, width, balance=balance) for part in _SENTENCE.split(text)]
    lines = [line for part in apart for line in part or ()]
    return lines if None not in apart and len(lines) == len(whole) else whole


def _paragraph(text: str, measure: float, width: Width, *, balance: bool) -> list[str] | None:
    parts = _parts(text, measure, width)
    if parts is None:
        return None
    lines = _greedy(parts, measure, width)
    if balance and len(lines) > 1:
        lines = _balanced(parts, measure, width, len(lines))
    return ["".join(line).strip() for line in lines]


def _parts(text: str, measure: float, width: Width) -> list[str] | None:
    """What may stand alone on a line; a part that begins with a space parted from the one before at that space."""
    words = glue(text).split(" ")
    if len(words) > 2 and (len(words[-1]) < TINY or width(unglue(" ".join(words[-2:]))) <= measure * WIDOW):
        words[-2:] = [GLUE.join(words[-2:])]
    parts: list[str] = []
    for n, word in enumerate(words):
        split = _split(word, measure, width)
        if split is None:
            return None
        parts += [(" " if n else "") + unglue(split[0]), *map(unglue, split[1:])]
    return parts


def _split(word: str, measure: float, width: Width) -> list[str] | None:
    """Take a word apart as little as its width asks for: our own glue first, then hyphens, then a link's slashes."""
    if width(unglue(word)) <= measure:
        return [word]
    if GLUE in word:
        pieces = word.split(GLUE)
        halves = [_split(p, measure, width) for p in pieces]
        return None if None in halves else [(" " if n else "") + p for n, h in enumerate(halves) for p in _spaced(h)]
    if HARD in word:
        return None
    if any(map(cjk, word)):
        return _ideographs(word)
    pieces = [word]
    for rule in _IN_LINK if _LINK.search(word) else (_AFTER_MARK,):
        pieces = [p for piece in pieces for p in ([piece] if width(piece) <= measure else rule.split(piece)) if p]
    return pieces if all(width(p) <= measure for p in pieces) else None


def _ideographs(word: str) -> list[str]:
    """Chinese and Japanese break between any two characters, but not before a closing mark or after an opening one."""
    found: list[str] = []
    for character in word:
        joined = found and (character in _NOT_FIRST or found[-1][-1] in _NOT_LAST or not (cjk(character) or cjk(found[-1][-1])))
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return found


def _spaced(pieces: list[str] | None) -> list[str]:
    return [] if pieces is None else pieces


def _greedy(parts: list[str], measure: float, width: Width) -> list[list[str]]:
    lines: list[list[str]] = []
    room = 0.0
    for part in parts:
        bare = width(part.lstrip())
        whole = width(part) if part[0] == " " else bare
        if lines and whole <= room:
            lines[-1].append(part)
            room -= whole
        else:
            lines.append([part])
            room = measure - bare
    return lines


def _balanced(parts: list[str], measure: float, width: Width, count: int) -> list[list[str]]:
    low = max(width(p.strip()) for p in parts)
    high = measure
    while high - low > 2:
        middle = (low + high) / 2
        if len(_greedy(parts, middle, width)) <= count:
            high = middle
        else:
            low = middle
    return _greedy(parts, high, width)
