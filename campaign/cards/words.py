"""Words as a card sets them: typographic marks, and which words stay together on a line.

Letters and digits are never changed. ``GLUE`` holds words together unless they alone are wider than the line; ``HARD`` always.
"""

from __future__ import annotations

import re
import unicodedata

HARD = "\u00a0"
GLUE = "\x1f"  # our own mark: control characters never reach a card, so it cannot be in a text

_SPACES = re.compile(r"[\t\u1680\u2000-\u200a\u205f\u3000 ]+")
# Joiners stay where they rule the shape of letters (Urdu, Hindi …) or make one emoji of several; elsewhere they only hide.
_HIDDEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufe0e\ufeff]"
    r"|(?<![\u0600-\u0dff\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])[\u200c\u200d\ufe0f]"
)
_VERBATIM = re.compile(r"^\W*(?:https?://|www\.|[\w.+-]*@\w|#\w)|\w\.\w+/", re.IGNORECASE)
_CLIPPED = re.compile(r"'(?=\d\ds\b|(?:tis|twas|til|em|cause|round|bout|cos)\b)", re.IGNORECASE)

_UNITS = r"(?:am|pm|noon|hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years?|per cent|percent|million|billion|km|miles?|mph|kg|°C)"
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_RANKS = r"(?:PC|PCSO|DC|DS|DI|DCI|PS|Sgt|Insp|Supt|Ch|Det|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Sir|Dame|Lord|Lady|Rev|St)\.?"
_HARD_RULES = (
    re.compile(r"(?<![\w.])\+?\(?\d{2,5}\)?(?: \d{2,6}){1,4}(?!\w)"),  # phone numbers in groups, also +44 …
    re.compile(r"(?<![\w.])0\d{2,4} \d{3,8}(?: \d{3,4})?(?!\w)"),
)
_GLUE_RULES = (
    re.compile(r"\b\d[\d,.]* (?:in|out of) \d[\d,.]*\b"),
    re.compile(rf"\b\d[\d,.:]* (?:{_UNITS})\b"),
    re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}(?: \d{{4}})?\b"),
    re.compile(r"£\d[\d,.]* (?:million|billion|m|bn)\b"),
    re.compile(r"(?<![\w£.])\d[\d,.]* (?=[^\W\d])"),
    re.compile(rf"\b{_RANKS} (?=[A-Z])"),
    re.compile(r"(?i)\b(?:call|dial|ring|text|on) (?=\+?\d)"),
    re.compile(r"(?i)\bthank (?=you\b)"),
    re.compile(r"(?<!\S)(?:[aAIO]|[–—&]) (?=\S)"),
    re.compile(r" (?=[–—·](?: |$))"),
)


def tidy(text: str) -> str:
    """NFC, plain spaces, curly quotes, spaced hyphens as dashes; paragraphs (blank lines) stay, other line ends are spaces."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n\n")
    text = re.sub("[\x0b\x0c\x85\u2028]", "\n", text)
    text = _SPACES.sub(" ", text).replace("\u202f", HARD).replace("\u2011", "-").replace("\u2060", "")
    text = _HIDDEN.sub("", text)
    paragraphs = (" ".join(p.split()) if HARD not in p else re.sub(r"[ \n]+", " ", p).strip() for p in re.split(r"\n\s*\n", text))
    return "\n\n".join(_marks(p) for p in paragraphs if p)


def _marks(paragraph: str) -> str:
    words = [w if _VERBATIM.search(w) else w.replace("...", "…") for w in paragraph.split(" ")]
    words = ["–" if w in {"-", "--"} and 0 < n < len(words) - 1 else w for n, w in enumerate(words)]
    return " ".join(w if _VERBATIM.search(w) else _curl(w) for w in words)


def _curl(word: str) -> str:
    word = _CLIPPED.sub("’", word)
    word = re.sub(r"(?:(?<=^)|(?<=[(\[–—/“]))\"(?=\S)", "“", word).replace('"', "”")
    return re.sub(r"(?:(?<=^)|(?<=[(\[–—/“]))'(?=\S)", "‘", word).replace("'", "’")


def glue(text: str) -> str:
    """Hold together what must not part at a line end: numbers, times, amounts, names with titles, one-letter words."""
    for rule in _HARD_RULES:
        text = rule.sub(lambda m: m[0].replace(" ", HARD), text)
    for rule in _GLUE_RULES:
        text = rule.sub(lambda m: m[0].replace(" ", GLUE), text)
    return text


def unglue(text: str) -> str:
    """The words as they are drawn: glue is an ordinary space."""
    return text.replace(HARD, " ").replace(GLUE, " ")


def letters(text: str) -> str:
    """Everything but white space, for comparing what was drawn with what was asked for."""
    return "".join(text.replace("\u2060", "").split())


def digits(text: str) -> str:
    """The digits of a text, in order."""
    return "".join(c for c in text if c.isdigit())
