"""Where a domain name starts and ends in running text, by X's rules, in one pass from the right over its labels.

X's own pattern tries every start again; on ``a.a.a.…`` that costs seconds. A table of how far each label reaches gives the same
answers in linear time. Rules: github twitter/twitter-text 3.1.0; top-level domains in ``data/text/tlds-2021.txt``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import regex

from campaign.text import chars
from campaign.text.data import tlds_of_x

LONGEST_LABEL = 63  # RFC 1035, after punycode
_GLUE = frozenset("-_")


@cache
def run_pattern() -> regex.Pattern[str]:
    """A stretch that a domain could stand in: its characters, dots, hyphens and underscores."""
    return regex.compile(rf"[^{chars.PUNCTUATION}{chars.SPACES}{chars.INVALID}{chars.DIRECTION}]++")


@cache
def _ascii_run() -> regex.Pattern[str]:
    return regex.compile(rf"[-a-z0-9.{chars.ACCENTS}]++", regex.IGNORECASE)


@cache
def _tld() -> regex.Pattern[str]:
    foreign = sorted((name for name in tlds_of_x() if not name.isascii()), key=len, reverse=True)
    names = "|".join(map(regex.escape, foreign))
    return regex.compile(rf"(?:{names}|(?P<name>[a-z]++))(?![0-9a-z@+-])|xn--[-0-9a-z]++", regex.IGNORECASE)


def tld_end(text: str, at: int, end: int | None = None) -> int | None:
    """Where the top-level domain that starts at ``at`` ends; None if there is none."""
    found = _tld().match(text, at, len(text) if end is None else end)
    if found is None or ((name := found["name"]) and name.lower() not in tlds_of_x()):
        return None
    return int(found.end())


def fits_dns(domain: str) -> bool:
    """Whether every label is 1 to 63 characters long after punycode."""
    return all(0 < _encoded_length(label) <= LONGEST_LABEL for label in regex.split("[.。．｡]", domain))


def _encoded_length(label: str) -> int:
    if label.isascii() or len(label) > LONGEST_LABEL:  # punycode never shortens; and it is slow on a long label
        return len(label)
    return len("xn--") + len(label.encode("punycode"))


@dataclass(kw_only=True, slots=True)
class Run:
    """The labels of one stretch, and for each how far a domain reaches that starts in it."""

    text: str
    start: int
    end: int
    starts: list[int] = field(default_factory=list)
    _far: list[int | None] = field(default_factory=list)  # end of the longest domain that goes on in the label after this one
    _near: list[int | None] = field(default_factory=list)  # end of the top-level domain, if that is the label after this one

    def __post_init__(self) -> None:
        self.starts = [self.start]
        while (dot := self.text.find(".", self.starts[-1], self.end)) >= 0:
            self.starts.append(dot + 1)
        self._reach()

    def _reach(self) -> None:
        count = len(self.starts)
        self._far, self._near = [None] * count, [None] * count
        for label in range(count - 2, -1, -1):
            last = self.text[self.label_end(label) - 1]
            if last in _GLUE or last == ".":
                continue
            self._near[label] = tld_end(self.text, self.starts[label + 1])
            self._far[label] = self.domain_end(self.starts[label + 1], label + 1)

    def label_end(self, label: int) -> int:
        """Where the label's dot stands."""
        return self.starts[label + 1] - 1 if label + 1 < len(self.starts) else self.end

    def reaches(self, label: int) -> bool:
        """Whether any domain can start in this label."""
        return self._far[label] is not None or self._near[label] is not None

    def domain_end(self, at: int, label: int) -> int | None:
        """Where the longest domain ends that starts at ``at`` in ``label``; None if none starts there."""
        if at >= self.label_end(label) or self.text[at] in _GLUE:
            return None
        if self._far[label] is not None:
            return self._far[label]
        # Only the name right before the top-level domain must not hold an underscore.
        return self._near[label] if self.text.find("_", at, self.label_end(label)) < 0 else None


def ascii_domains(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of the domain ``text[start:end]`` that X links when no scheme stands before it: Latin labels up to a known ending."""
    found: list[tuple[int, int]] = []
    first = at = start
    while (run := _ascii_run().search(text, at, end)) is not None:
        domain = _ascii_domain(text, run.start(), run.end(), end)
        at = domain[1] if domain else run.end()
        if domain:
            # X's library looks the name up again in the whole, and so may mark an earlier place where the same letters stand.
            place = text.find(text[slice(*domain)], found[-1][1] if found else first, end)
            found.append((place, place + domain[1] - domain[0]))
    return found


def _ascii_domain(text: str, start: int, run_end: int, end: int) -> tuple[int, int] | None:
    while start < run_end and text[start] == ".":
        start += 1
    dot = text.rfind(".", start, run_end)
    while dot > start:
        stop = tld_end(text, dot + 1, end)
        if stop is not None:
            return start, stop
        dot = text.rfind(".", start, dot)
    return None
