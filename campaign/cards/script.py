"""What kind of letter a character is: which alphabet, and whether it can be drawn letter by letter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Drawn one after another from left to right: right without a shaping library too.
SIMPLE = frozenset({"LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "ARMENIAN", "GEORGIAN"})
ALPHABETS = frozenset({"LATIN", "GREEK", "CYRILLIC"})  # set in one face together: a foreign letter in a word looks like a mistake
TALLER = {"ARABIC": 1.12, "HEBREW": 1.06}  # how much larger than Latin, so that both look of one size
URDU = frozenset("ٹڈڑںےہھ")  # letters of Urdu that Arabic and Persian do not have
IGNORABLE = frozenset("\u00ad\u034f\u200c\u200d\u2060\ufe0e\ufe0f")  # they rule how others are drawn, and have no shape themselves


@lru_cache(maxsize=4096)
def script(character: str) -> str:
    """The first word of a letter's or mark's Unicode name, such as ARABIC; empty for what all scripts share."""
    if unicodedata.category(character)[0] not in "LM":
        return "EMOJI" if ord(character) >= 0x1F000 else ""
    name = unicodedata.name(character, "").partition(" ")[0]
    return "" if name in {"COMBINING", "VARIATION", "MODIFIER"} else name


def needs_shaping(character: str) -> bool:
    """Whether a character is only right with a shaping library: letters that join, marks that move, emoji made of several."""
    found = script(character)
    return character in "\u200c\u200d" or unicodedata.category(character) == "Mn" or (found not in SIMPLE and found not in {"", "EMOJI"})


def cjk(character: str) -> bool:
    """Whether lines may break beside it: Chinese and Japanese are written without spaces."""
    return script(character) in {"CJK", "HIRAGANA", "KATAKANA"} or "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef"
