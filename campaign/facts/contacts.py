"""Ways to get help or to report: each number, address and account name with what it is for and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.facts.document import Document
from campaign.facts.known import NUMBERS, SITES
from campaign.facts.lexicon import NOT_NAMES, ORGANISATIONS, word_set
from campaign.facts.links import Link, find_links
from campaign.facts.phones import Phone, find_phones
from campaign.models import Contact, ContactKind, Purpose, Span

_PURPOSES: tuple[tuple[Purpose, re.Pattern[str]], ...] = (
    ("textphone", re.compile(r"(?i)\b(?:text ?phone|minicom|text relay|relay uk|typetalk|18001|deaf|hard of hearing|speech impair\w+)\b")),
    ("anonymous", re.compile(r"(?i)\banonym\w+|without giving (?:your|their) name|\bcrimestoppers\b")),
    ("helpline", re.compile(
        r"(?i)\b(?:help ?line|helplines|support ?line|advice line|emotional support|listening|counsell\w+|support(?:ed)?"
        r"|confidential(?:ly)?|samaritans|childline|in crisis|(?:ring|call|phone) \w+ (?:for )?(?:advice|help)|help and advice)\b"
    )),
    ("report", re.compile(r"(?i)\breport(?:s|ed|ing)?\b")),
)
_ONE_WORD = frozenset({"crimestoppers", "childline", "samaritans", "shelter", "refuge", "shout"})
# words that begin a sentence with a capital and belong to no name
_OPENERS = word_set("call ring contact visit phone text report email e-mail dial men women people find book")
_HELPLINE = re.compile(r"(?i)\bhelp ?line\b")
_BOOK = re.compile(
    r"(?i)\b(?:book|arrange|request|order|for)\s+(?:an?|your|the)\s+(?:free\s+)?(?P<what>[a-z][a-z -]{2,40}?)\s*,?\s+(?:on"
    r"|by calling|by ringing|call|ring|text|phone|please call)\s*$"
)
_RUN = re.compile(r"(?:[A-Z][\w'’&-]*|NHS|UK)(?: (?:of|and|for|the|on|&) (?=[A-Z])| (?=[A-Z]))?")
_NAMED_SITE = re.compile(r"\b(?:the|our|at) (?P<name>(?:[A-Z][\w'’&-]{0,40} ){1,6})(?:website|web ?site|web ?page|site)\b")
_RIGHT_BEFORE = re.compile(
    r"(?i)(?:['’]s? (?:\w+ ){0,3})?(?:,[^,]{0,40},)?[\s(]*(?:(?:free|direct|directly|anonymously|online|confidentially|their|its|the"
    r"|can be|called|reached|contacted|is open|all day|and night|website|helpline|team|at|on|via|or|by|phone|through|number|visit"
    r"|visiting|calling|call)[\s,:]*){0,8}[:(]?\s*$"
)


def find_contacts(document: Document, register: Sequence[Contact]) -> tuple[list[Contact], list[str]]:
    """All contacts, each once (its first mention), and warnings: invalid numbers, sites without an address, register conflicts."""
    phones, links = find_phones(document), find_links(document)
    starts = sorted([p.span for p in phones] + [link.span for link in links])
    owners = _organisations(document)
    contacts = [_from_phone(document, p, starts) for p in phones]
    contacts += [_from_link(document, link, starts, owners) for link in links]
    merged = _merge(sorted(contacts, key=lambda c: c.span or Span(0, 0)))
    known = [_with_register(c, register) for c in merged]
    return known, [*_doubts(known), *_conflicts(known, register), *_unnamed_sites(document)]


def normalise(kind: ContactKind, value: str) -> str:
    """One form for the same contact: digits, lower-case mail address, web address with its scheme."""
    if kind in {"phone", "text", "textphone"}:
        digits = re.sub(r"\D", "", value.replace("(0)", ""))
        return "0" + digits[2:] if value.strip().startswith("+44") else digits
    if kind == "web":
        bare = value if re.match(r"(?i)https?://", value) else f"https://{value}"
        scheme, _, rest = bare.partition("://")
        host, slash, path = rest.partition("/")
        return f"{scheme.lower()}://{host.lower()}{slash}{path}".rstrip("/")
    return value.lower() if kind in {"email", "social"} else value


def _from_phone(document: Document, phone: Phone, starts: list[Span]) -> Contact:
    before, after = _around(document, phone.span, starts)
    purpose, label, rule = _known_phone(phone, before) or _inferred(document, phone, before, after)
    kind: ContactKind = "textphone" if purpose == "textphone" else ("text" if purpose == "text" else "phone")
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


def _known_phone(phone: Phone, before: str) -> tuple[Purpose, str | None, str] | None:
    if known := NUMBERS.get(phone.digits):
        printed = _name_before(before) if known[1] else None
        return known[0], printed if _is_fuller(printed, known[1]) else known[1], "known number"
    return ("textphone", None, "relay prefix") if phone.digits.startswith(("18001", "18002")) else None


def _is_fuller(printed: str | None, known: str | None) -> bool:
    """``Modern Slavery & Exploitation Helpline`` for the Modern Slavery Helpline."""
    one, other = (printed or "").split(), (known or "").split()
    return len(one) > len(other) > 1 and (one[0], one[-1]) == (other[0], other[-1])


def _inferred(document: Document, phone: Phone, before: str, after: str) -> tuple[Purpose, str | None, str]:
    label = _booked(before) or _name_before(before)
    if document.at(phone.span.start).tail:
        return "contact", label, "after the end"
    if phone.texted:
        return "text", label, "number to text"
    for words in (before, after, document.words(document.sentence_at(phone.span.start))):
        if purpose := _purpose(words):
            return purpose, label, "words around"
    if phone.digits.startswith(("0800", "0808")) and _HELPLINE.search(document.view):
        return "helpline", label, "freephone number of a release about a helpline"
    return ("text" if re.search(r"(?i)\btext\b[^.]{0,40}$", before) else "contact"), label, "number to call"


def _purpose(words: str) -> Purpose | None:
    return next((purpose for purpose, pattern in _PURPOSES if pattern.search(words)), None)


def _from_link(document: Document, link: Link, starts: list[Span], owners: dict[str, str]) -> Contact:
    before, _ = _around(document, link.span, starts)
    plain: Purpose = "contact" if link.kind == "email" else "information"
    found = _purpose(before)
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
    from bisect import bisect_left

    sentence, at = document.sentence_at(span.start), bisect_left(starts, span)
    left = max(sentence.start, starts[at - 1].end if at else 0, span.start - 300)
    right = min(sentence.end, starts[at + 1].start if at + 1 < len(starts) else sentence.end, span.end + 120)
    return document.view[left : span.start], document.view[span.end : max(right, span.end)]


def _booked(before: str) -> str | None:
    found = _BOOK.search(before[-120:])
    if found is None:
        return None
    what = found["what"].strip()
    return what if what.endswith("s") else f"{what}s"


def _name_before(before: str) -> str | None:
    """The organisation right before ``on 0300 …`` or ``(0300 …``; a person or a place alone is none."""
    runs = _runs(before[-200:])
    if not runs:
        return None
    start, name = runs[-1]
    rest = before[-200:][start + len(name) :]
    name = re.sub(r"['’]s?$", "", name)
    words = name.split()
    good = len(words) > 1 or words[0].lower() in ORGANISATIONS | _ONE_WORD
    return name if good and _RIGHT_BEFORE.fullmatch(rest) else None


def _runs(text: str) -> list[tuple[int, str]]:
    """Runs of capitalised words with their offsets, without what only begins a sentence."""
    out: list[tuple[int, str]] = []
    at = 0
    while found := _RUN.search(text, at):
        start, end = found.start(), found.end()
        while text[end - 1 : end] == " " and (more := _RUN.match(text, end)):
            end = more.end()
        name = text[start:end].strip()
        first, _, rest = name.partition(" ")
        if first.lower() in NOT_NAMES | _OPENERS:
            start, name = start + len(first) + 1, rest
        if name:
            out.append((start, name))
        at = end
    return out


def _site_label(link: Link, before: str, owners: dict[str, str]) -> str | None:
    host, _, path = re.sub(r"(?i)^https?://", "", link.value).partition("/")
    host = host.lower().removeprefix("www.")
    core = re.sub(r"[^a-z0-9]", "", host.split(".")[0])
    owned = next((name for key, name in owners.items() if len(core) >= 8 and key.startswith(core)), None)
    named = SITES.get(host) or owned or _name_before(before)
    return named or (f"{path} pages" if re.fullmatch(r"[a-z]{4,20}", path) else None)


def _organisations(document: Document) -> dict[str, str]:
    """Names that end in a word for an organisation, by their letters alone."""
    out: dict[str, str] = {}
    for paragraph in document.paragraphs:
        for _, name in _runs(paragraph.view):
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
    from dataclasses import replace

    return replace(contact, label=label, purpose=purpose)


def _with_register(contact: Contact, register: Sequence[Contact]) -> Contact:
    """The register knows whose a number is; what the release prints stays as printed."""
    known = next((r for r in register if normalise(r.kind, r.value) == contact.normalised), None)
    return _labelled(contact, contact.label or known.label, known.purpose) if known else contact


def _doubts(contacts: list[Contact]) -> list[str]:
    return [c.doubt for c in contacts if c.doubt]


def _conflicts(contacts: list[Contact], register: Sequence[Contact]) -> list[str]:
    """A number printed for somebody whom the register gives another number."""
    out = []
    for contact in contacts:
        for known in register:
            same = known.label and contact.label and known.label.casefold() == contact.label.casefold()
            other = known.kind == contact.kind == "phone" and normalise("phone", known.value) != contact.normalised
            if same and other and contact.normalised not in NUMBERS:
                out.append(f"The release gives {contact.value} for {known.label}; the contact register says {known.value}.")
    return out


def _unnamed_sites(document: Document) -> list[str]:
    names = (m["name"].strip() for p in document.paragraphs if "site" in p.view or "page" in p.view for m in _NAMED_SITE.finditer(p.view))
    return [f"The release names the {name} website but gives no address." for name in dict.fromkeys(names)]
