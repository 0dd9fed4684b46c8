"""Reading back: the same words, whatever a platform has done to their form."""

from __future__ import annotations

import re
import unicodedata
from html import unescape


def plain(words: str) -> str:
    """Composed, and with every stretch of white space as one space: what two texts must share to be the same post."""
    return " ".join(unicodedata.normalize("NFC", words).split())


def unmarked(markup: str) -> str:
    """The words of a piece of HTML."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br\s*/?>|</p>\s*<p>", "\n", markup)))
