"""Plain text before anything is counted or compared: line ends, composed letters, one form of quote marks, dashes and spaces."""

from __future__ import annotations

import unicodedata
from functools import cache

import regex

_FOLDS = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\uff07`\u00b4",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    " ": "\t\n\r\x0b\x0c\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
    "": "\u00ad\u200b\u2060\ufeff",
}
_FOLD_TABLE = {ord(char): plain for plain, chars in _FOLDS.items() for char in chars}


def clean(text: str) -> str:
    """CR LF and CR become LF, then NFC. What this returns is what is counted and what is sent."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def fold(text: str) -> str:
    """The one form in which two wordings are compared: straight quote marks, plain hyphens, single spaces; letters and digits exact.

    Soft hyphens and zero-width spaces vanish, space at the ends is dropped.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLD_TABLE).split())


def parts(body: str) -> tuple[str, ...]:
    """The parts of a thread: a line of only ``---`` stands between two. Blank lines at a part's ends are dropped, empty parts too."""
    cut = [part.strip() for part in _divider().split(clean(body))]
    return tuple(part for part in cut if part)


def words(line: str) -> frozenset[str]:
    """The set of words in ``line``: how word lists are written down."""
    return frozenset(line.split())


def graphemes(text: str) -> int:
    """How many characters a reader sees: extended grapheme clusters (Unicode UAX 29)."""
    # A flag is made one letter first: the pattern looks back over a whole row of flag halves at each of them.
    return sum(1 for _ in _cluster().finditer(_flag().sub("a", text)))


def clusters(text: str) -> list[str]:
    """The characters that a reader sees, each with its marks and joiners (Unicode UAX 29)."""
    return _cluster().findall(text)


def utf16(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(1 for char in text if char > "\uffff")


@cache
def _divider() -> regex.Pattern[str]:
    return regex.compile(r"^---[ \t]*+$", regex.MULTILINE)


@cache
def _flag() -> regex.Pattern[str]:
    return regex.compile(r"\p{Regional_Indicator}{1,2}+")


@cache
def _cluster() -> regex.Pattern[str]:
    return regex.compile(r"\X")
