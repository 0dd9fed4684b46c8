"""English or Welsh, from the small words that every sentence has. Nothing else is told apart, and in doubt it is English."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_WELSH = re.compile(
    r"(?:y[nr]|ar|mae|sy|sydd|wedi|gyda|gan|wrth|e[ui]|ein|eich|bod|nad|neu|ond|ddim|hefyd|oedd|bydd|meddai|dywedodd|trwy|dros)"
)
_ENGLISH = re.compile(r"(?:the|and|of|is|are|was|for|that|with|this|will|ha[sd]|have|to|from|by|be|been|who|said|their|our|not)")
LEAST = 20  # words; less tells nothing
SHARE = 0.08  # of all words, in a Welsh text it is above a sixth


def is_welsh(texts: Iterable[str]) -> bool:
    """Whether a release is plainly Welsh: many small Welsh words, and hardly an English one. One in both languages is not."""
    words = [word.casefold() for text in texts for word in _WORD.findall(text)]
    welsh, english = (sum(small.fullmatch(word) is not None for word in words) for small in (_WELSH, _ENGLISH))
    return len(words) >= LEAST and welsh > len(words) * SHARE and english * 4 < welsh
