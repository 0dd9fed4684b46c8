"""Who helps the person affected: national support lines by subject. They are offered, and never put into a post unasked.

A line for reporters (101, Crimestoppers, Action Fraud) helps the police; a person who is being hurt needs somebody for themselves.
Each line stands with the site of its owner, where it can be checked; the list is of ``LISTED``. An officer looks a number up before
taking it into the register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from campaign.facts.document import open_document
from campaign.facts.subjects import Subject, find_subjects
from campaign.models import Contact, ContactKind, Release

LISTED = "2026-11-24"

_CRIME = frozenset(
    {"domestic abuse", "rape and sexual assault", "modern slavery", "stalking", "hate crime", "female genital mutilation",
     "forced marriage", "abuse"}
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A national support line: its number as its owner prints it, its site, and the subjects it serves."""

    label: str
    value: str
    site: str
    serves: frozenset[str]
    kind: ContactKind = "phone"

    @property
    def digits(self) -> str:
        """The number without spaces, for comparing."""
        return self.value.replace(" ", "")


def _line(label: str, value: str, site: str, *serves: str, kind: ContactKind = "phone") -> Line:
    return Line(label=label, value=value, site=site, serves=frozenset(serves), kind=kind)


# The first that serves a subject is the one offered for it; Childline only where a child is affected.
LINES: tuple[Line, ...] = (
    _line("Samaritans", "116 123", "samaritans.org", "suicide", "self-harm", "bereavement"),
    _line("Childline", "0800 1111", "childline.org.uk", "child abuse", "self-harm", "suicide", "abuse"),
    _line("Shout", "85258", "giveusashout.org", "suicide", "self-harm", kind="text"),
    _line("Papyrus HOPELINE247", "0800 068 4141", "papyrus-uk.org", "suicide", "self-harm"),
    _line("National Domestic Abuse Helpline", "0808 2000 247", "nationaldahelpline.org.uk", "domestic abuse"),
    _line("Men's Advice Line", "0808 8010 327", "mensadviceline.org.uk", "domestic abuse"),
    _line("Live Fear Free Helpline", "0808 80 10 800", "gov.wales/live-fear-free", "domestic abuse", "rape and sexual assault"),
    _line("Scotland's Domestic Abuse and Forced Marriage Helpline", "0800 027 1234", "sdafmh.org.uk", "domestic abuse", "forced marriage"),
    _line("Galop", "0800 999 5428", "galop.org.uk", "domestic abuse", "hate crime", "rape and sexual assault"),
    _line("Rape and Sexual Abuse Support Line", "0808 500 2222", "rapecrisis.org.uk", "rape and sexual assault"),
    _line("Modern Slavery Helpline", "08000 121 700", "modernslaveryhelpline.org", "modern slavery"),
    _line("National Stalking Helpline", "0808 802 0300", "suzylamplugh.org", "stalking"),
    _line("Victim Support", "0808 16 89 111", "victimsupport.org.uk", *sorted(_CRIME)),
    _line("Cruse Bereavement Support", "0808 808 1677", "cruse.org.uk", "bereavement"),
    _line("Beat", "0808 801 0677", "beateatingdisorders.org.uk", "eating disorders"),
    _line("National Gambling Helpline", "0808 8020 133", "gamcare.org.uk", "gambling"),
    _line("NSPCC FGM Helpline", "0800 028 3550", "nspcc.org.uk", "female genital mutilation"),
    _line("Karma Nirvana", "0800 5999 247", "karmanirvana.org.uk", "forced marriage"),
    _line("NAPAC", "0808 801 0331", "napac.org.uk", "abuse"),
)
# Sites that a person affected is well sent to; the NSPCC's own is for adults who worry about a child.
_SITES = {line.site: line for line in LINES if line.site != "nspcc.org.uk"}
# Helplines that are not there for the person affected by any of these subjects: advice, booking, or adults who worry about a child.
_NOT_SUPPORT = frozenset({"111", "119", "105", "08088005000", "116000", "08081688000"})
_BY_DIGITS = {line.digits: line for line in LINES} | {"116111": next(line for line in LINES if line.label == "Childline")}


def unsupported(subjects: Iterable[Subject], contacts: Sequence[Contact]) -> list[Subject]:
    """The subjects for which no contact is there for the person affected. A local helpline is taken to serve what it stands beside."""
    return [s for s in subjects if not any(_serves(c, s.id) for c in contacts)]


def _serves(contact: Contact, subject: str) -> bool:
    if (line := _line_of(contact)) is not None:
        return subject in line.serves
    return contact.purpose == "helpline" and contact.normalised not in _NOT_SUPPORT


def _line_of(contact: Contact) -> Line | None:
    if contact.kind == "web":
        site = contact.normalised.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
        return next((line for core, line in _SITES.items() if site == core or site.startswith(f"{core}/")), None)
    digits = "".join(c for c in contact.normalised.replace("+44", "0") if c.isdigit())
    return _BY_DIGITS.get(digits)


def needed(release: Release, contacts: Sequence[Contact]) -> list[Subject]:
    """The sensitive subjects of a release for which nobody among ``contacts`` is there for the person affected."""
    return unsupported(find_subjects(open_document(release)), contacts)


def carried(text: str, register: Sequence[Contact]) -> list[Contact]:
    """The support lines and helplines of the register that a post's text gives, by number or site."""
    known = [Contact(kind="phone", value=n.value, normalised=n.digits, label=n.label, purpose="helpline") for n in LINES]
    sites = [Contact(kind="web", value=n.site, normalised=n.site, label=n.label, purpose="information") for n in LINES]
    own = [c for c in register if c.purpose in {"helpline", "text"} and c.kind in {"phone", "text"}]
    low = text.lower()
    return [*(c for c in (*known, *own) if _number(c.value).search(text)), *(c for c in sites if c.value in low)]


def has_relay(text: str) -> bool:
    """Whether a text tells deaf callers how: Relay UK (18000, 18001), a textphone, or 999 BSL."""
    return _RELAY.search(text) is not None


_RELAY = re.compile(
    r"(?<!\d)1800[01](?!\d)|(?i:\btext ?relay\b|\brelay ?uk\b|\b(?:textphone|minicom|typetalk)\b|\b999 ?bsl\b"
    r"|\bsign ?language\b)"
)


@cache
def _number(value: str) -> re.Pattern[str]:
    digits = [c for c in value if c.isdigit()]
    return re.compile(rf"(?<!\d){r'[ -]?'.join(digits)}(?!\d)")


def offers(subjects: Iterable[str]) -> list[Line]:
    """The national lines to offer, as few as serve all the subjects."""
    chosen: list[Line] = []
    for subject in subjects:
        if not any(subject in line.serves for line in chosen):
            serving = [line for line in LINES if subject in line.serves]
            chosen += sorted(serving, key=lambda line: line.label == "Childline" and subject != "child abuse")[:1]
    return chosen
