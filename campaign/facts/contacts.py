"""Ways to get help or to report: each number, address and account name with what it is for and whose it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from campaign.facts.document import Document, overlaps
from campaign.facts.known import SITES, national
from campaign.facts.labels import inferred, name_before, purpose_of, runs_of
from campaign.facts.lexicon import ORGANISATIONS
from campaign.facts.links import Link, find_links
from campaign.facts.phones import Phone, find_phones
from campaign.facts.plans import digits_of
from campaign.facts.register import contradictions
from campaign.models import Contact, ContactKind, Purpose, Span

_SAME = re.compile(r"(?i)[\s,/]*(?:or|and|neu)?[\s,]*")
_NAMED_SITE = re.compile(r"\b(?:the|our|at) (?P<name>(?:[A-Z][\w'’&-]{0,40} ){1,6})(?:website|web ?site|web ?page|site)\b")


def find_contacts(document: Document, register: Sequence[Contact], country: str = "GB") -> tuple[list[Contact], list[str]]:
    """All contacts, each once (its first mention), and warnings: invalid numbers, sites without an address, register conflicts.

    ``country`` is whose telephone numbers they are.
    """
    links = find_links(document)
    addresses = [link.span for link in links]
    phones = [p for p in find_phones(document, country) if not overlaps(addresses, p.span)]
    starts = sorted([p.span for p in phones] + addresses)
    owners = _organisations(document)
    contacts = [_from_phone(document, p, starts, country) for p in phones]
    contacts += [_from_link(document, link, starts, owners) for link in links]
    merged = _merge(sorted(contacts, key=lambda c: c.span or Span(0, 0)))
    known = [_with_register(c, register, country) for c in merged]
    conflicts = [found.message for found in contradictions(paragraphs_of(document), known, register, country)]
    return known, [*_doubts(known), *conflicts, *_unnamed_sites(document)]


def paragraphs_of(document: Document) -> str:
    """The release with each paragraph on a line of its own."""
    return "\n".join(p.view for p in document.paragraphs)


def normalise(kind: ContactKind, value: str, country: str = "GB") -> str:
    """One form for the same contact: digits, lower-case mail address, web address with its scheme."""
    if kind in {"phone", "text", "textphone"}:
        return digits_of(value, country)
    if kind == "web":
        bare = value if re.match(r"(?i)https?://", value) else f"https://{value}"
        scheme, _, rest = bare.partition("://")
        host, slash, path = rest.partition("/")
        return f"{scheme.lower()}://{host.lower()}{slash}{path}".rstrip("/")
    return value.lower() if kind in {"email", "social"} else value


def _from_phone(document: Document, phone: Phone, starts: list[Span], country: str) -> Contact:
    before, after = _around(document, phone.span, starts)
    purpose, label, rule = _known_phone(phone, before, country) or inferred(document, phone, before, after)
    listed = national(country, phone.digits)
    told: ContactKind = "textphone" if purpose == "textphone" else ("text" if purpose == "text" else "phone")
    kind = listed.kind if listed else told
    return Contact(
        kind=kind,
        value=phone.value,
        normalised=phone.digits,
        label=label,
        purpose=purpose,
        span=phone.span,
        rule=f"contacts: {rule}",
        doubt=phone.doubt,
    )


def _known_phone(phone: Phone, before: str, country: str) -> tuple[Purpose, str | None, str] | None:
    if phone.digits.startswith(("18001", "18002")) and country == "GB" and len(phone.digits) > 5:
        return "textphone", None, "relay prefix"
    known = national(country, phone.digits)
    if known is None:
        return None
    printed = name_before(before) if known.label else None
    return known.purpose, printed if _is_fuller(printed, known.label) or printed in known.names else known.label, "known number"


def _is_fuller(printed: str | None, known: str | None) -> bool:
    """``Modern Slavery & Exploitation Helpline`` for the Modern Slavery Helpline."""
    one, other = (printed or "").split(), (known or "").split()
    return len(one) > len(other) > 1 and (one[0], one[-1]) == (other[0], other[-1])


def _from_link(document: Document, link: Link, starts: list[Span], owners: dict[str, str]) -> Contact:
    before, _ = _around(document, link.span, starts)
    plain: Purpose = "contact" if link.kind == "email" else "information"
    found = purpose_of(before)
    purpose = found if found in {"report", "anonymous"} else plain
    label = _site_label(link, before, owners) if link.kind == "web" else None
    return Contact(
        kind=link.kind,
        value=link.value,
        normalised=normalise(link.kind, link.value),
        label=label,
        purpose=purpose,
        span=link.span,
        rule=f"contacts: {link.kind} address",
    )


def _around(document: Document, span: Span, starts: list[Span]) -> tuple[str, str]:
    """The words of the sentence before a contact, back to the contact before it, and those after it up to the next."""
    sentence, at = document.sentence_at(span.start), bisect_left(starts, span)
    left = max(sentence.start, starts[at - 1].end if at else 0, span.start - 300)
    while at and left > sentence.start and _SAME.fullmatch(document.view, left, span.start):
        at -= 1  # "… on 01632 960198 or 01632 960199": both are for what is said before the first
        left = max(sentence.start, starts[at - 1].end if at else 0, span.start - 300)
    at = bisect_left(starts, span)
    right = min(sentence.end, starts[at + 1].start if at + 1 < len(starts) else sentence.end, span.end + 120)
    return document.view[left : span.start], document.view[span.end : max(right, span.end)]


def _site_label(link: Link, before: str, owners: dict[str, str]) -> str | None:
    host, _, path = re.sub(r"(?i)^https?://", "", link.value).partition("/")
    host = host.lower().removeprefix("www.")
    core = re.sub(r"[^a-z0-9]", "", host.split(".")[0])
    owned = next((name for key, name in owners.items() if len(core) >= 8 and key.startswith(core)), None)
    named = SITES.get(host) or owned or name_before(before)
    return named or (f"{path} pages" if re.fullmatch(r"[a-z]{4,20}", path) else None)


def _organisations(document: Document) -> dict[str, str]:
    """Names that end in a word for an organisation, by their letters alone."""
    out: dict[str, str] = {}
    for paragraph in document.paragraphs:
        for _, name in runs_of(paragraph.view):
            words = re.sub(r"['’]s?$", "", name).split()
            if 1 < len(words) <= 7 and words[-1].lower() in ORGANISATIONS:
                out.setdefault(re.sub(r"[^a-z0-9]", "", " ".join(words).lower()), " ".join(words))
    return out


def _merge(contacts: list[Contact]) -> list[Contact]:
    """One entry a contact: its first mention, with the label of any."""
    out: dict[tuple[str, str], Contact] = {}
    for contact in contacts:
        key = (contact.kind, re.sub(r"^https?://(?:www\.)?", "", contact.normalised))
        first = out.get(key)
        if first is None:
            out[key] = contact
        elif first.label is None and contact.label:
            out[key] = _labelled(first, contact.label, first.purpose)
    return list(out.values())


def _labelled(contact: Contact, label: str | None, purpose: Purpose) -> Contact:
    return replace(contact, label=label, purpose=purpose)


def _with_register(contact: Contact, register: Sequence[Contact], country: str) -> Contact:
    """The register knows whose a number is; what the release prints stays as printed."""
    known = next((r for r in register if normalise(r.kind, r.value, country) == contact.normalised), None)
    return _labelled(contact, contact.label or known.label, known.purpose) if known else contact


def _doubts(contacts: list[Contact]) -> list[str]:
    return [c.doubt for c in contacts if c.doubt]


def _unnamed_sites(document: Document) -> list[str]:
    names = (m["name"].strip() for p in document.paragraphs if "site" in p.view or "page" in p.view for m in _NAMED_SITE.finditer(p.view))
    return [f"The release names the {name} website but gives no address." for name in dict.fromkeys(names)]
