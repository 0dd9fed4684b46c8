"""Which numbers a day of posts names, in the one order that is safe, and how each is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.compose.rendering import first, needs
from campaign.compose.tracing import Traced, joined, plain
from campaign.compose.wordings import Lines
from campaign.models import Contact

# A person in danger must meet the emergency number first; nobody may read 101 where 999 is meant.
ORDER = ("emergency", "non_emergency", "anonymous", "report", "helpline", "text", "textphone", "contact", "information")
SPOKEN = frozenset({"phone", "text", "textphone"})
NAMELESS = frozenset({"emergency", "non_emergency", "helpline", "report", "information", "text", "textphone"})
REPORTING = frozenset({"emergency", "non_emergency", "anonymous", "report"})
_PRESS = re.compile(r"\b(?:press|media|communications?|comms|news ?desk|interviews?|editors?|journalists?)\b", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:police|council|nhs|trust|hospitals?|surgery|clinic|centre|service|services|team|unit|line|helpline|hotline|hub|office|fraud|charity"
    r"|society|foundation|association|network|partnership|support|advice|aid|aware|watch|crimestoppers|samaritans|childline|people|hospice)\b",
    re.IGNORECASE,
)
_WITH_THE = re.compile(r".+ (?:helpline|line|hotline|service|team|centre|hub|network|unit)", re.IGNORECASE)
_NAMES_OF_LINES = ("childline", "samaritans", "samariaid", "y samariaid", "papyrus", "shout", "mind", "nhs 111", "calm", "the mix")


@dataclass(frozen=True, kw_only=True, slots=True)
class Directory:
    """The contacts of a day in their order, and the words to say them with."""

    contacts: tuple[Contact, ...]
    lines: Lines

    def has(self, *purposes: str) -> bool:
        """Whether there is a contact for one of these purposes."""
        return any(c.purpose in purposes for c in self.contacts)

    def listed(self, most: int = 6) -> Traced | None:
        """The contacts one under the other, the most urgent first."""
        return lines_of([line for c in self.contacts if (line := self._say("listed", c))][:most], "\n")

    def said(self, contacts: Sequence[Contact] | None = None, turn: int = 0) -> Traced | None:
        """The contacts in sentences, each in its ``turn``-th wording; addresses stand in lines of their own."""
        chosen = self.one_urgent() if contacts is None else tuple(contacts)
        phones = [line for c in chosen if c.kind in SPOKEN and (line := self._say("said", c, turn))]
        others = [line for c in chosen if c.kind not in SPOKEN and (line := self._say("said", c, turn))]
        spoken = [joined(phones, " ")] if phones else []
        return lines_of([*spoken, *others], "\n")

    def to_report(self) -> dict[str, Traced] | None:
        """``numbers`` and ``calls`` with only what to report to; None where that is nothing, or all there is."""
        chosen = [c for c in self.one_urgent() if c.purpose in REPORTING]
        if len(chosen) == len(self.one_urgent()) or all(c.purpose == "emergency" for c in chosen):
            return None
        rows, said = lines_of([line for c in chosen if (line := self._say("listed", c))], "\n"), self.said(chosen)
        return {"numbers": rows, "calls": said} if rows is not None and said is not None else None

    def one_urgent(self) -> tuple[Contact, ...]:
        """All contacts, of the emergency numbers (999 and 112) the first: two such sentences in a row read as two different things."""
        urgent = [c for c in self.contacts if c.purpose == "emergency"]
        return tuple(c for c in self.contacts if c not in urgent[1:])

    def action(self) -> Traced | None:
        """What to do, in a few words for a card: the emergency number where there is one, else the first that there is."""
        if not self.contacts:
            return None
        return self._say("said" if self.has("emergency") else "listed", self.contacts[0])

    def numbers(self, most: int) -> list[tuple[dict[str, str], Contact]]:
        """The telephone numbers as a contact card shows them, each with whose it is; one that nobody is named for stays away."""
        found = []
        for contact in (c for c in self.contacts if c.kind in {"phone", "text"}):
            label = self._say("named", contact)
            if label is not None or contact.purpose in {"emergency", "non_emergency"}:
                found.append(({"value": contact.value, "label": label.text if label else "", "purpose": contact.purpose}, contact))
        return found[:most]

    def support(self, helpers: Sequence[Contact], *, card: bool = False) -> Traced | None:
        """The one or two helplines that stand beside what must not stand alone, in one sentence; on a card only who and where."""
        two = {f"{name}_two": value for name, value in _values(helpers[1]).items()} if len(helpers) > 1 else {}
        pieces = self.lines.named if card else self.lines.said
        return first(pieces["support"], _values(helpers[0]) | two) or self.said(helpers)

    def _say(self, way: str, contact: Contact, turn: int = 0) -> Traced | None:
        pieces = getattr(self.lines, way)
        keys = _keys(contact)
        if contact.purpose == "non_emergency" and not self.has("emergency"):
            keys = ("non_emergency_only", *keys)
        key = next((k for k in keys if k in pieces), None)
        if key is None:
            return None
        values = _values(contact)
        # Who it is, or what it is for, is never left out where it is known and there are words for it.
        naming = [p for p in pieces[key] if needs(p) & values.keys() - {"value"}]
        return first(naming, values, turn) or first(pieces[key], values, turn)


def directory(contacts: Iterable[Contact], lines: Lines) -> Directory:
    """The public's contacts in order, each value once: press desks and numbers that nobody names are left out."""
    found: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        if contact.value and public(contact):
            found.setdefault((contact.kind, contact.normalised.casefold() or contact.value), contact)
    ordered = sorted(found.values(), key=lambda c: (ORDER.index(c.purpose), c.kind not in SPOKEN))
    return Directory(contacts=tuple(ordered), lines=lines)


def public(contact: Contact) -> bool:
    """Whether the public should be given it: not a press desk, not a person's own number, never one that nobody names."""
    label = contact.label or ""
    if contact.kind == "post" or _PRESS.search(label) or contact.rule == "contacts: for the press":
        return False
    if contact.purpose in NAMELESS or contact.kind in {"web", "social"}:
        return True
    # "For interviews call Piers Dunmore on …": a name that is no body's is an officer's, not a line for the public.
    says_what = label[:1].islower() or contact.value in label
    return contact.purpose == "anonymous" or says_what or _BODY.search(label) is not None


def support(contacts: Iterable[Contact], *, children: bool) -> tuple[Contact, ...]:
    """The helplines that may stand beside a sign of self-harm: for children Childline, for everybody Samaritans, else another."""
    lines = [c for c in contacts if c.purpose == "helpline" and c.kind in SPOKEN - {"textphone"} and (c.label or c.span)]
    known = [c for name in _NAMES_OF_LINES for c in lines if (c.label or "").casefold().startswith(name)]
    usable = [c for c in known if children or not (c.label or "").casefold().startswith("childline")]
    best = usable or [c for c in lines if c not in known]
    return tuple({c.normalised or c.value: c for c in reversed(best)}.values())[::-1][:2]


def for_a_child(contact: Contact) -> bool:
    """Whether it is the helpline for children themselves."""
    return contact.purpose == "helpline" and contact.kind == "phone" and (contact.label or "").casefold().startswith("childline")


def spans_of(contacts: Iterable[Contact]) -> Traced:
    """The contacts' values with their spans."""
    return joined((traced(c, c.value) for c in contacts), " ")


def lines_of(lines: Sequence[Traced], between: str) -> Traced | None:
    """Lines as one text; None when there are none."""
    return joined(lines, between) if lines else None


def traced(contact: Contact, text: str) -> Traced:
    """A contact's value or label, from where the contact is from: the release, or the register."""
    return plain(text, "register") if contact.span is None else Traced(text=text, spans=(contact.span,))


def _keys(contact: Contact) -> tuple[str, ...]:
    if contact.kind in SPOKEN:
        return (contact.kind,) if contact.kind != "phone" else (contact.purpose,)
    return f"{contact.purpose}_{contact.kind}", contact.kind


def _values(contact: Contact) -> dict[str, Traced]:
    """``label`` is a name, ``called`` the name in a sentence, ``named`` one with its number ("NHS 111"), ``about`` a matter."""
    label, value = (contact.label or "").strip(), traced(contact, contact.value)
    if not label:
        return {"value": value}
    written = traced(contact, label)
    if contact.value in label:
        return {"value": value, "named": written}
    if label[0].islower():
        return {"value": value, "about": written, "About": traced(contact, label[0].upper() + label[1:])}
    known = label if not _WITH_THE.fullmatch(label) or label.startswith("The ") else f"the {label}"
    return {"value": value, "label": written, "called": traced(contact, known)}
