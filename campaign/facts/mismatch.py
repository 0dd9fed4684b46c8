"""Numbers of a text that stand with another's name or purpose, or that nobody knows: against the release, the register, the national list.

What the release says of a number may be said of it in a post, too; so words that a post takes from it are never found wrong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from campaign.facts.labels import FOR_THE_PRESS
from campaign.facts.pairs import Mention, Names, folded, mentions
from campaign.facts.phones import Phone
from campaign.facts.plans import digits_of
from campaign.facts.register import Line, Lines
from campaign.models import Contact, Purpose, Span

_RUN = re.compile(r"(?<![\w£$€#/.-])\+?\(?\d(?:[ ()-]{0,2}\d){6,14}(?![\w%])")
_ORDERED = re.compile(
    r"(?i)\b(?:(?:call|ring|dial|phone)(?: us| police)?(?: on)?|emergency:) (?P<n>\d{3,6})(?![\w%]|[ .,:/)-]{1,2}\d| [a-z]{3,}s\b)"
)
_VANITY = re.compile(r"(?<!\w)\d(?=[\d -]*[A-Z])(?:[ -]?[A-Z\d]){7,11}(?!\w)")
_POLICE = re.compile(r"\b(?:police|constabulary|garda(?:í|i)|síochána)$")
_ENOUGH = 5  # words: a shorter piece of a sentence may be said of another number, too
_FIXED: frozenset[Purpose] = frozenset({"emergency", "non_emergency", "anonymous", "textphone"})
_FIRST: tuple[Purpose, ...] = ("emergency", "non_emergency")
_CALLED = {
    "emergency": "the emergency number", "non_emergency": "the number for what is not an emergency", "helpline": "a helpline",
    "anonymous": "the number for staying anonymous", "report": "the number for reporting", "textphone": "a textphone's number",
    "text": "a number for texts", "contact": "a number for calls", "information": "a number for information",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One number that is wrong where it stands; ``rule`` is what `check` calls it."""

    rule: Literal["wrong-number", "wrong-number-label", "press-number"]
    value: str
    message: str


def _flat(words: str) -> str:
    return " ".join(words.split()).casefold()


def _masked(mention: Mention) -> set[str]:
    """The words around a number without it: of its sentence, and of that without a question before it; none that are too few."""
    before, _, after = mention.words.partition(mention.phone.value)
    forms = (_flat(f"{start}#{after}") for start in (before, before.rpartition("?")[2]))
    return {form for form in forms if len(form.split()) >= _ENOUGH}


class Book:
    """What may be said of each number in one campaign."""

    def __init__(self, country: str, release: Sequence[Contact], register: Sequence[Contact], texts: Iterable[str], own: str = "") -> None:
        """``texts`` are the release and all agreed wording; ``own`` is the organisation's name, which any of its numbers may bear."""
        self.lines = Lines(country)
        self.lines.add(register, "the contact register")
        self.lines.add(release, "the release")
        self.country, self._own = country, folded(own)
        self._press = {c.normalised for c in release if c.rule == FOR_THE_PRESS}
        self.names: Names = self.lines.names()
        self._said: list[str] = []
        self._places: dict[str, set[str]] = {}
        self._named: dict[str, set[str]] = {}
        self._used: dict[str, set[Purpose]] = {}
        for text in texts:
            self._learn(text)
        printed = sorted((line.value for line in self.lines.lines.values() if line.own), key=len, reverse=True)
        wanted = "|".join(re.escape(v) for v in printed if sum(c.isalnum() for c in v) > 3)
        self._values = re.compile(rf"(?<![\d+])(?<!\d )(?:{wanted})(?!\d| \d)") if wanted else None
        self._copied = "\n".join(self._said)

    def _learn(self, text: str) -> None:
        for mention in mentions(text, self.names, self.country):
            digits = mention.phone.digits
            line = self.lines.lines.setdefault(digits, Line(digits=digits, value=mention.phone.value, source="the release"))
            line.own = True
            for place in _masked(mention):
                self._places.setdefault(place, set()).add(digits)
            self._named.setdefault(digits, set()).update(mention.names)
            # What a national number is for, a sentence that we may have misread does not change.
            self._used.setdefault(digits, set()).update(mention.purposes - (set(_FIRST) if line.purposes & _FIXED else set()))
        self._said.append(_flat(text))

    def faults(self, text: str) -> list[Fault]:
        """Every number of a text that is wrong there, each once."""
        found: list[Fault] = []
        for mention in mentions(text, self.names, self.country, values=self._values):
            if _flat(mention.words) not in self._copied:
                found += self._look(mention) or self._replaced(mention)
        named = {f.value for f in found}
        found += [f for f in self._slips(text) if f.value not in named]
        return list(dict.fromkeys(found))

    def _replaced(self, mention: Mention) -> list[Fault]:
        """A sentence of the release with another number in it."""
        there = {digits for place in _masked(mention) for digits in self._places.get(place, ())}
        if not there or mention.phone.digits in there:
            return []
        right = self.lines.lines[min(there)]
        message = f"{mention.phone.value} stands where the release has {right.said()}."
        return [Fault(rule="wrong-number-label", value=mention.phone.value, message=message)]

    def entry(self, entry: Mapping[str, Any]) -> list[Fault]:
        """A number of a contact card: its value, its label and the purpose that it is drawn under."""
        value, label, purpose = (str(entry.get(key) or "") for key in ("value", "label", "purpose"))
        if not any(c.isdigit() for c in value):
            return []
        lead = f"{label or 'Number'}: "
        phone = Phone(span=Span(len(lead), len(lead) + len(value)), value=value, digits=digits_of(value, self.country))
        for mention in mentions(lead + value, self.names, self.country, [phone]):
            faults = self._look(replace(mention, purposes=mention.purposes - {"text", "contact"}))
            return faults or self._drawn(phone, purpose)
        return []

    def _drawn(self, phone: Phone, purpose: str) -> list[Fault]:
        line = self.lines.lines[phone.digits]
        if not line.purposes or not purpose or purpose in line.purposes | self._used.get(phone.digits, set()):
            return []
        return [self._as(line, phone.value, purpose)]

    def _look(self, mention: Mention) -> list[Fault]:
        phone = mention.phone
        line = self.lines.lines.get(phone.digits)
        if line is None:
            return [self._unknown(mention)]
        if name := self._foreign(line, mention.names):
            return [self._misnamed(line, phone.value, name)]
        if phone.digits in self._press:
            return [Fault(rule="press-number", value=phone.value, message=f"{phone.value} is for journalists, by the release.")]
        if not line.own:
            message = f"{line.said()} is in {line.source}, but neither in the release nor in the contact register."
            return [Fault(rule="wrong-number", value=phone.value, message=message)]
        wrong = next((p for p in (*_FIRST, *sorted(mention.purposes)) if p in mention.purposes and self._misused(line, p, mention)), None)
        return [self._as(line, phone.value, wrong)] if wrong else []

    def _foreign(self, line: Line, names: frozenset[str]) -> str | None:
        """The name that stands with a number and is another's."""
        mine = line.names | self._named.get(line.digits, set()) | {self._own}
        police = bool(line.purposes & set(_FIRST))
        return next((n for n in names if n not in mine and not (police and _POLICE.search(n)) and self.lines.of(n)), None)

    def _misnamed(self, line: Line, value: str, name: str) -> Fault:
        right = self.lines.of(name)[0]
        who = right.label or name
        message = f"{value} stands with {who}, but it is {self._owner(line)}; {who} is on {right.value}, says {right.source}."
        return Fault(rule="wrong-number-label", value=value, message=message)

    def _unknown(self, mention: Mention) -> Fault:
        value = mention.phone.value
        near = self.lines.near(mention.phone.digits)
        if near is not None:
            return self._slip(value, near)
        for name in mention.names:
            if owners := self.lines.of(name):
                message = f"{value} stands with {owners[0].label or name}; {owners[0].source} says {owners[0].value}."
                return Fault(rule="wrong-number-label", value=value, message=message)
        return Fault(rule="wrong-number", value=value, message=f"The number {value} is neither in the release nor in the contact register.")

    @staticmethod
    def _slip(value: str, near: Line) -> Fault:
        return Fault(rule="wrong-number", value=value, message=f"{value} is nearly {near.said()}, says {near.source}: a digit is wrong.")

    def _slips(self, text: str) -> Iterator[Fault]:
        """What is no telephone number any more because a digit of it was changed."""
        for found in (*_RUN.finditer(text), *_VANITY.finditer(text)):
            if (near := self.lines.near(digits_of(found[0], self.country))) is not None and near.own:
                yield self._slip(found[0], near)
        for found in _ORDERED.finditer(text):
            if found["n"] not in self.lines.lines and _flat(found[0]) not in self._copied:
                message = f"The number {found['n']} is neither in the release nor in the contact register."
                yield Fault(rule="wrong-number", value=found["n"], message=message)

    def _misused(self, line: Line, claimed: Purpose, mention: Mention) -> bool:
        """Whether a number is said to be for what it is not for, in words that the release does not use of it."""
        mine = line.purposes | self._used.get(line.digits, set())
        if not line.purposes or claimed in mine:
            return False
        if claimed == "emergency":
            return "textphone" not in mention.purposes and not (line.texts and "text" in mention.purposes)
        if claimed == "text":
            return not line.texts and not line.digits.startswith("07") and not mine & {"text", "textphone"}
        alone = not mention.names and self._other(line, claimed) is not None
        only: dict[str, bool] = {
            "non_emergency": mine <= {"emergency", "textphone"} or alone,
            "contact": line.texts and not mention.names,
            "report": alone and not mine & {"emergency", "non_emergency", "anonymous"},
        }
        return only.get(claimed, alone)

    def _other(self, line: Line, purpose: str) -> Line | None:
        """Another number, one that posts may use, that is for this purpose."""
        others = (x for x in self.lines.lines.values() if x.own and x is not line and purpose in x.purposes)
        return next(others, None)

    def _as(self, line: Line, value: str, purpose: str) -> Fault:
        other = self._other(line, purpose) or next((x for x in self.lines.lines.values() if purpose in x.purposes), None)
        right = f"; {other.value} is" if other and purpose in _FIRST else f"; {other.said()} is" if other else ""
        message = f"{value} stands as {_CALLED.get(purpose, purpose)}, but it is {self._owner(line)}{right}."
        return Fault(rule="wrong-number-label", value=value, message=message)

    @staticmethod
    def _owner(line: Line) -> str:
        if line.label:
            return line.label
        first = sorted(line.purposes, key=lambda p: _FIRST.index(p) if p in _FIRST else len(_FIRST))
        return _CALLED[first[0]] if first else "another line's"
