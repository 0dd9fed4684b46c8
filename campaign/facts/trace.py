"""What a text claims and nothing vouches for: figures, quotations, links, tags and names that stand in no source.

Generated posts carry their sources; this reads what people typed, and everything again before it is approved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from campaign.facts.figures import values, worded
from campaign.facts.quoted import quotations
from campaign.text import fold

_NUMBER = re.compile(r"\d[\d,.:/]*(?: \d[\d,.:/]*)*")
# a phrase in single marks, which the sign within a word does not end
_PHRASE = re.compile(r"(?<!\w)‘((?:[^‘’\n]|’(?=\w)){2,1000})’(?!\w)")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"”’)]+|\b[\w-]+(?:\.[\w-]+)+/[^\s<>\"”’)]*", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HASHTAG = re.compile(r"(?<![\w&])#\w+")
_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")
_START = re.compile(r"(?:^|[.!?:“\"(–-]\s*)$")
_BREAK = re.compile(r"[.!?] (?=\S)")
_CUT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """Something in a text that needs a source."""

    kind: Literal["figure", "quote", "link", "hashtag", "name"]
    text: str


class Sources:
    """Everything that may vouch for a claim: the release, its front matter, the register, house lines, agreed wording."""

    def __init__(self, release: str, others: Iterable[str] = ()) -> None:
        self.text = fold("\n".join([release, *others]))
        self._flat = " ".join(self.text.split())
        self._lower = self._flat.lower()
        self._numbers = {_trim(n) for n in _NUMBER.findall(self._flat)}
        self._joined = {n.replace(" ", "") for n in self._numbers}
        self._values = values(self._flat)
        self._worded = values(re.sub(r"\d", "|", self._flat))  # digits may stand for words, but never for a part of other digits

    def untraced(self, text: str) -> list[Claim]:
        """The claims of ``text`` that nothing vouches for, in the order of reading, each once."""
        inwords = (Claim(kind="figure", text=words) for words, value in worded(text) if value not in self._values)
        return list(dict.fromkeys([*(c for c in claims(text) if not self._vouched(c)), *inwords]))

    def quoted(self, words: str) -> bool:
        """Whether somebody said these words, as they stand."""
        return self._said(words)

    def _vouched(self, claim: Claim) -> bool:
        match claim.kind:
            case "figure":
                known = claim.text in self._numbers or claim.text.replace(" ", "") in self._joined
                return known or (re.fullmatch("[1-9][0-9]{0,8}", claim.text) is not None and Fraction(claim.text) in self._worded)
            case "quote":
                return all(self._said(part) for part in _CUT.split(claim.text) if part.strip())
            case "name":
                return " ".join(fold(claim.text).split()).lower() in self._lower
            case _:
                wanted = _bare(claim.text)
                return re.search(rf"(?<![\w.-]){re.escape(wanted)}(?![\w-]|\.\w|/\w)", self._lower) is not None

    def _said(self, words: str) -> bool:
        flat = " ".join(fold(words).split())
        # A comma before the attribution becomes a full stop, and nothing else may change.
        ends = (flat, re.sub(r"[.,]$", "", flat))
        return any(self._whole(form) for form in ends if form) or any(self._around(flat, m.start() + 1) for m in _BREAK.finditer(flat))

    def _around(self, words: str, cut: int) -> bool:
        """Speech that an attribution interrupts: “First,” said the speaker. “Second.” Nothing quoted may be left out between."""
        first, second = re.sub(r"[.,]$", "", words[:cut]), re.sub(r"[.,]$", "", words[cut:].strip())
        between = r"""[.,!?]?["'][^"]{1,250}["']"""
        return re.search(rf"(?<!\w){re.escape(first)}{between}{re.escape(second)}(?!\w)", self._flat) is not None

    def _whole(self, words: str) -> bool:
        # a half of “ground-nesting” is no word of its own
        return re.search(rf"(?<!\w)(?<!\w-){re.escape(words)}(?!\w|-\w)", self._flat) is not None


def claims(text: str) -> Iterator[Claim]:
    for words in dict.fromkeys([*(q.words for q in quotations(text)), *(m[1] for m in _PHRASE.finditer(text))]):
        if len(words.split()) >= 3:
            yield Claim(kind="quote", text=words)
    links = [*_LINK.finditer(text), *_EMAIL.finditer(text)]
    for found in links:
        yield Claim(kind="link", text=found[0].rstrip(".,;:!?"))
    for found in _HASHTAG.finditer(text):
        yield Claim(kind="hashtag", text=found[0])
    # Line by line: what stands on two lines is not one figure or one name.
    for line in map(fold, _blank(text, [*links, *_HASHTAG.finditer(text)]).splitlines()):
        for found in _NUMBER.finditer(line):
            yield Claim(kind="figure", text=_trim(found[0]))
        yield from _names(line)


def _names(line: str) -> Iterator[Claim]:
    for found in _NAME.finditer(line):
        # The first word of a sentence is capitalised anyway: it is part of a name only where the rest is one.
        words = found[0].split()[1:] if _START.search(line[: found.start()]) else found[0].split()
        if len(words) >= 2:
            yield Claim(kind="name", text=" ".join(words))


def _blank(text: str, found: Iterable[re.Match[str]]) -> str:
    for match in found:
        text = text[: match.start()] + "|" * len(match[0]) + text[match.end() :]
    return text


def _trim(number: str) -> str:
    return number.rstrip(",.:/ ")


def _bare(link: str) -> str:
    return re.sub(r"^https?://", "", fold(link).lower()).rstrip("/")
