"""What the contact register, the national list and the release say about each number, and what contradicts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from campaign.facts.known import Known, nationals
from campaign.facts.pairs import Mention, Names, folded, mentions
from campaign.facts.plans import digits_of
from campaign.models import Contact, Purpose, Span

SPOKEN = frozenset({"phone", "text", "textphone"})
_LONG_ENOUGH = 7  # digits: shorter numbers are near each other anyway


@dataclass(kw_only=True, slots=True)
class Line:
    """All that is known of one number. ``own``: a post may use it (release, register); else it stands in the national list only."""

    digits: str
    value: str
    label: str | None = None
    names: set[str] = field(default_factory=set)
    purposes: set[Purpose] = field(default_factory=set)
    texts: bool = False
    own: bool = False
    only: bool = False
    source: str = ""

    def said(self) -> str:
        """The number with its owner, for a person to read."""
        who = self.label or _WHAT.get(next(iter(sorted(self.purposes)), "contact"), "")
        return f"{self.value} ({who})" if who else self.value


_WHAT: dict[str, str] = {"emergency": "the emergency number", "non_emergency": "the number for what is not an emergency"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A number that contradicts what is known. ``grave``: it cannot be right; else a person should look."""

    message: str
    value: str
    span: Span | None
    grave: bool


class Lines:
    """Every number that is known, by its digits, and whose name belongs to which."""

    def __init__(self, country: str) -> None:
        self.country = country
        self.lines: dict[str, Line] = {}
        for known in nationals(country):
            self._national(known)

    def _national(self, known: Known) -> None:
        line = self.lines.setdefault(known.digits, Line(digits=known.digits, value=known.number, source="the national list"))
        line.label = line.label or known.label
        line.names |= {folded(n) for n in (*known.names, *known.within)}
        line.purposes.add(known.purpose)
        line.texts = known.kind == "text"
        line.only = known.only

    def add(self, contacts: Iterable[Contact], source: str) -> None:
        """Numbers that posts may use, from the register or the release."""
        for contact in (c for c in contacts if c.kind in SPOKEN):
            digits = digits_of(contact.value, self.country)
            line = self.lines.setdefault(digits, Line(digits=digits, value=contact.value, source=source))
            if contact.label:
                line.names.add(folded(contact.label))
                line.label = contact.label
            line.value, line.own, line.source = contact.value, True, source
            line.texts = contact.kind == "text"
            line.purposes.add(contact.purpose)

    def names(self, text: str | None = None) -> Names:
        """Every name that a text may give a number; only those that stand in ``text``, where one is given."""
        own = [n for line in self.lines.values() for n in (*line.names, *((line.label,) if line.label else ()))]
        every = [n for n in (*own, *self._printed()) if not n.startswith(("the emergency", "the police non"))]
        said = None if text is None else folded(text)
        return Names.of([n for n in every if said is None or folded(n) in said])

    def _printed(self) -> list[str]:
        return [n for known in nationals(self.country) for n in (*known.names, *known.within) if known.label]

    def of(self, name: str) -> list[Line]:
        """The numbers of a name, the usable ones first."""
        return sorted((line for line in self.lines.values() if name in line.names), key=lambda line: not line.own)

    def near(self, digits: str) -> Line | None:
        """The known number that this one is a slip of: a digit changed, left out or doubled, or two neighbours swapped."""
        if len(digits) < _LONG_ENOUGH or digits in self.lines:
            return None
        close = [line for line in self.lines.values() if is_slip(digits, line.digits)]
        return min(close, key=lambda line: not line.own, default=None)


def is_slip(one: str, other: str) -> bool:
    """Whether two numbers differ by one digit changed, added or left out, or by two neighbouring digits swapped."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _LONG_ENOUGH:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        swapped = one[at + 1 : at + 2] == other[at] and other[at + 1 : at + 2] == one[at] and one[at + 2 :] == other[at + 2 :]
        return swapped or one[at + 1 :] == other[at + 1 :]
    short, long = sorted((one, other), key=len)
    return short[at:] == long[at + 1 :]


def contradictions(text: str, contacts: Sequence[Contact], register: Sequence[Contact], country: str) -> list[Conflict]:
    """What the release says of its numbers against the register and the national list.

    ``text`` is the release, a paragraph a line; ``contacts`` are those found in it. Each message first says what the release gives.
    """
    lines = Lines(country)
    lines.add(register, "the contact register")
    known = {line.digits for line in lines.lines.values()}
    spoken = [c for c in contacts if c.kind in SPOKEN]
    found = [conflict for c in spoken if (conflict := _slip(c, lines))]
    slips = {c.value for c in found}
    if spoken:
        names = lines.names(text)
        for mention in mentions(text, names, country):
            found += [c for c in _misnamed(mention, lines, known) if c.value not in slips]
            found += _misused(mention, lines)
    return list({(c.message): c for c in [*_relabelled(spoken, lines, slips), *found]}.values())


def _slip(contact: Contact, lines: Lines) -> Conflict | None:
    line = lines.near(contact.normalised)
    if line is None:
        return None
    named = contact.label is not None and folded(contact.label) in line.names
    message = f"The release gives {contact.value}{' for ' + contact.label if named and contact.label else ''}; "
    message += f"{line.source} says {line.said()}, which is nearly the same number: check its digits."
    return Conflict(message=message, value=contact.value, span=contact.span, grave=named)


def _relabelled(contacts: Sequence[Contact], lines: Lines, slips: set[str]) -> Iterator[Conflict]:
    """A number printed for somebody whom the register gives another number."""
    for contact in contacts:
        if contact.label is None or contact.value in slips or contact.normalised in lines.lines:
            continue
        for line in lines.of(folded(contact.label)):
            if line.own or line.only:
                message = f"The release gives {contact.value} for {contact.label}; {line.source} says {line.value}."
                yield Conflict(message=message, value=contact.value, span=contact.span, grave=True)
                break


def _misnamed(mention: Mention, lines: Lines, known: set[str]) -> Iterator[Conflict]:
    """A known number that stands with the name of another line."""
    digits = mention.phone.digits
    for name in mention.names:
        owners = lines.of(name)
        if owners and digits in known and not any(line.digits == digits for line in owners):
            whose = lines.lines[digits]
            message = f"The release gives {mention.phone.value} for {owners[0].label or name}; {whose.source} says that {whose.said()}"
            message += f" is another line, and {owners[0].source} says {owners[0].value} for it."
            yield Conflict(message=message, value=mention.phone.value, span=None, grave=True)


def _misused(mention: Mention, lines: Lines) -> Iterator[Conflict]:
    """The emergency number given for what is none, or another police or help line for an emergency."""
    line = lines.lines.get(mention.phone.digits)
    if line is None or mention.names:
        return
    for claimed, wrong in (("emergency", {"non_emergency", "anonymous"}), ("non_emergency", {"emergency"})):
        if claimed in mention.purposes and line.purposes and line.purposes <= wrong:
            right = next((x for x in lines.lines.values() if claimed in x.purposes), None)
            message = f"The release gives {mention.phone.value} for what is {_PLAIN[claimed]}; {line.source} says that it is {_what(line)}"
            message += f", and that {right.value} is for that." if right else "."
            yield Conflict(message=message, value=mention.phone.value, span=None, grave=True)


_PLAIN = {"emergency": "an emergency", "non_emergency": "not an emergency"}


def _what(line: Line) -> str:
    return _WHAT.get(next(iter(line.purposes)), line.label or "another line")
