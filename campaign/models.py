"""The nouns: frozen values that every layer shares. No behaviour beyond what keeps a value true to itself.

Longer than other modules on purpose: a newcomer reads every noun and every state here, in one place, in the order of the work.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple

# -- states ------------------------------------------------------------------------------------------------------------


class PostState(StrEnum):
    """Where a post stands between being written and being signed off."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class AccountState(StrEnum):
    """Whether an account may publish. ``blocked``: login dead, credit out or API version dead."""

    OK = "ok"
    HELD = "held"
    BLOCKED = "blocked"


class DeliveryState(StrEnum):
    """One part of a post on its way to one account. *Held* is not a state: it is computed."""

    QUEUED = "queued"
    STAGED = "staged"
    ARMED = "armed"
    PUBLISHED = "published"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    NEEDS_PERSON = "needs_person"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"
    TAKEN_DOWN = "taken_down"


class Outcome(StrEnum):
    """How one attempt at a delivery ended; ``armed`` while it has not."""

    ARMED = "armed"
    PUBLISHED = "published"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    RATE_LIMITED = "rate_limited"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    FOUND = "found"
    ABSENT_PROVEN = "absent_proven"
    ABSENT_LIKELY = "absent_likely"


_P, _A, _D, _O = PostState, AccountState, DeliveryState, Outcome

POST_MOVES: Mapping[PostState, frozenset[PostState]] = {
    _P.DRAFT: frozenset({_P.SUBMITTED, _P.APPROVED, _P.REJECTED}),
    _P.SUBMITTED: frozenset({_P.DRAFT, _P.APPROVED, _P.REJECTED}),
    _P.APPROVED: frozenset({_P.WITHDRAWN, _P.REJECTED}),
    _P.WITHDRAWN: frozenset({_P.DRAFT, _P.SUBMITTED, _P.APPROVED, _P.REJECTED}),
    _P.REJECTED: frozenset({_P.DRAFT, _P.SUBMITTED, _P.APPROVED}),
}
ACCOUNT_MOVES: Mapping[AccountState, frozenset[AccountState]] = {
    _A.OK: frozenset({_A.HELD, _A.BLOCKED}),
    _A.HELD: frozenset({_A.OK, _A.BLOCKED}),
    _A.BLOCKED: frozenset({_A.OK, _A.HELD}),
}
DELIVERY_MOVES: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    _D.QUEUED: frozenset({_D.STAGED, _D.ARMED, _D.WAITING, _D.FAILED, _D.MISSED, _D.CANCELLED, _D.NEEDS_PERSON}),
    _D.STAGED: frozenset({_D.QUEUED, _D.ARMED, _D.WAITING, _D.FAILED, _D.MISSED, _D.CANCELLED, _D.NEEDS_PERSON}),
    _D.WAITING: frozenset({_D.QUEUED, _D.STAGED, _D.ARMED, _D.FAILED, _D.MISSED, _D.CANCELLED, _D.NEEDS_PERSON}),
    _D.ARMED: frozenset({_D.PUBLISHED, _D.QUEUED, _D.WAITING, _D.UNKNOWN, _D.FAILED, _D.NEEDS_PERSON}),
    _D.UNKNOWN: frozenset({_D.PUBLISHED, _D.QUEUED, _D.WAITING, _D.NEEDS_PERSON, _D.CANCELLED}),
    _D.NEEDS_PERSON: frozenset({_D.PUBLISHED, _D.QUEUED, _D.CANCELLED, _D.FAILED, _D.MISSED}),
    _D.FAILED: frozenset({_D.QUEUED, _D.CANCELLED}),
    _D.MISSED: frozenset({_D.QUEUED, _D.CANCELLED}),
    _D.PUBLISHED: frozenset({_D.TAKEN_DOWN}),
    _D.CANCELLED: frozenset(),
    _D.TAKEN_DOWN: frozenset(),
}
OUTCOME_MOVES: Mapping[Outcome, frozenset[Outcome]] = {
    _O.ARMED: frozenset({_O.PUBLISHED, _O.REFUSED, _O.NOT_SENT, _O.RATE_LIMITED, _O.BLOCKED, _O.UNKNOWN}),
    _O.UNKNOWN: frozenset({_O.FOUND, _O.ABSENT_PROVEN, _O.ABSENT_LIKELY}),
    _O.ABSENT_LIKELY: frozenset({_O.FOUND, _O.ABSENT_PROVEN}),
    **{o: frozenset() for o in (_O.PUBLISHED, _O.REFUSED, _O.NOT_SENT, _O.RATE_LIMITED, _O.BLOCKED, _O.FOUND, _O.ABSENT_PROVEN)},
}


BY_HAND = frozenset({"handoff"})
"""Platforms on which people post: what waits for them there is no unclear outcome, and holds nothing else back."""


class Idempotency(StrEnum):
    """How a platform lets us find out whether a post is already there."""

    ADDRESSED = "addressed"  # we choose the record's address
    KEYED = "keyed"  # the server remembers our key for a while
    TICKET = "ticket"  # a container can be published once
    DETECT = "detect"  # only reading back, or the platform's own duplicate rule
    BLIND = "blind"  # nothing: a person has to look


class Severity(StrEnum):
    """How hard a problem stands in the way of approval."""

    STOP = "stop"
    WARN = "warn"
    HINT = "hint"


Kind = Literal["hook", "signs", "quote", "contact", "statistic", "advice", "thanks", "custom"]
KINDS: tuple[Kind, ...] = ("hook", "signs", "quote", "contact", "statistic", "advice", "thanks", "custom")
ContactKind = Literal["phone", "text", "textphone", "email", "web", "social", "post"]
AlertRole = Literal["approver", "deputy", "duty", "officer"]
Purpose = Literal["emergency", "non_emergency", "anonymous", "text", "textphone", "helpline", "report", "contact", "information"]

# -- release and facts -------------------------------------------------------------------------------------------------


class Span(NamedTuple):
    """Where something stands in the release's text: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One block of the release as its author laid it out. ``span`` covers the words, without bullet or marks."""

    kind: Literal["heading", "paragraph", "item", "blockquote"]
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """The press release as read. ``text`` is what ``release.txt`` holds; every span points into it."""

    title: str
    text: str
    blocks: tuple[Block, ...]
    reader: str
    name: str
    original: bytes = field(repr=False)
    date: date | None = None
    area: str | None = None
    url: str | None = None
    language: str = "en"
    embargo: datetime | None = None
    embargo_text: str | None = None  # the words that set an embargo; without ``embargo`` nobody could tell until when
    warnings: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the text as read, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class TextFact:
    """A statement of the release in its own words: an event, the hook, a sign, a piece of advice."""

    text: str
    span: Span
    rule: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """Direct speech: paragraphs joined by a blank line, one span a stretch between quotation marks."""

    text: str
    speaker: str | None
    role: str | None
    spans: tuple[Span, ...]
    organisation: str | None = None  # whose spokesperson; else it stands in the role
    rule: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A way to get help or to report: as printed in the release, or (``span`` None) from the contact register."""

    kind: ContactKind
    value: str
    normalised: str
    label: str | None
    purpose: Purpose
    span: Span | None = None
    rule: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistic:
    """A sentence with a figure in it, the figure, and who says so."""

    text: str
    value: str
    source: str | None
    span: Span
    rule: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person whom the release names, why, and their role there. ``rule`` tells how: also who is only spoken about in a quote."""

    name: str
    why: Literal["speaker", "named"]
    span: Span
    role: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """A safeguarding matter that the approver must acknowledge by name."""

    rule: str
    why: str
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What the public must know, each with its span. The JSON form is pinned in docs/facts.md."""

    title: str
    date: date | None
    area: str | None
    url: str | None
    language: str
    embargo: datetime | None
    event: TextFact | None
    hook: TextFact | None
    signs: tuple[TextFact, ...] = ()
    advice: tuple[TextFact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    contacts: tuple[Contact, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    hashtags: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    flags: tuple[Flag, ...] = ()
    warnings: tuple[str, ...] = ()


# -- settings ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A profile on a platform that we publish as. ``options`` are the platform's own fields (page, user, channel, …).

    ``mentions``: for each name that posts may mention, its handle here, or the plain words where it has none. ``threads``: whether a text
    that is too long is parted, and whether its parts are numbered.
    """

    id: str
    platform: str
    handle: str | None = None
    base_url: str | None = None
    group: str | None = None
    limit: int | None = None
    resend: Literal["proven", "likely"] = "proven"
    threads: Literal["off", "plain", "numbered"] = "off"
    mentions: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietWindow:
    """A stretch of wall time in which nothing goes out; every day, or on one date."""

    start: str
    end: str
    date: date | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleRules:
    """When posts may go out. Wall times are HH:MM in the workspace's zone."""

    window: tuple[str, str] = ("07:30", "21:00")
    gap: timedelta = timedelta(minutes=45)
    grace: timedelta = timedelta(minutes=30)
    per_day: Mapping[str, int] = field(default_factory=dict)
    quiet: tuple[QuietWindow, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalRules:
    """What it takes to sign a post off."""

    required: bool = True
    four_eyes: bool = True
    covers_time: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseLine:
    """Wording of the organisation that is approved once and may stand in any post."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PreElection:
    """A period before an election, both days included: quotes by politicians wait for ``approver``."""

    start: date
    end: date
    approver: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaHosting:
    """Where pictures stand for platforms that fetch them: a ``folder`` or a ``bucket``; with neither, the studio serves them."""

    base_url: str
    folder: str | None = None
    bucket: str | None = None
    region: str = "us-east-1"
    expires: timedelta = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True, slots=True)
class Retention:
    """How long the record keeps what posts said and showed, and who did what and why; None is for good."""

    content: timedelta | None = None
    names: timedelta | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """The workspace's settings, checked. ``root`` is the folder that holds config.yaml."""

    root: Path
    organisation: str
    country: str
    timezone: str
    languages: tuple[str, ...]
    accounts: Mapping[str, Account]
    schedule: ScheduleRules
    approval: ApprovalRules
    on_unknown: Literal["go_on", "hold"]
    contacts: tuple[Contact, ...]
    house_lines: tuple[HouseLine, ...]
    brand: Path
    alerts: tuple[str, ...] = field(repr=False)
    ledger: str = field(repr=False)
    secrets: Literal["file", "keyring"] = "file"
    workspace: str = "default"
    allow_private: bool = False  # releases may be read from addresses of this machine and of private networks
    lint: Mapping[str, str] = field(default_factory=dict)  # rule → off, hint, warn or stop
    jargon: Mapping[str, str] = field(default_factory=dict)  # word → the better one
    blocked: tuple[str, ...] = ()
    pre_election: tuple[PreElection, ...] = ()
    media_host: MediaHosting | None = None
    alert_roles: Mapping[str, frozenset[AlertRole]] = field(default_factory=dict, repr=False)  # by address; one not here gets everything
    alerts_summary: str = "18:00"
    heartbeat: str | None = field(default=None, repr=False)
    heartbeat_every: timedelta = timedelta(minutes=1)
    retention: Retention = field(default_factory=Retention)


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """The secrets of one account by key (upper case). Never printed, never logged."""

    values: Mapping[str, str] = field(repr=False)


# -- posts -------------------------------------------------------------------------------------------------------------

CardSize = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """An image before it is drawn: the layout's name and its fields."""

    layout: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaItem:
    """One picture of a post as its file says it: a card, or a file of images/photos."""

    card: Card | None = None
    file: str | None = None
    alt: str | None = None
    rights: str | None = None
    consent: str | None = None
    expires: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where the characters from ``start`` to ``end`` of a text come from: ``spans`` of the release, or another ``source``.

    ``source`` is release, speaker (of a quote), title, area, hashtag, register or house line.
    """

    start: int
    end: int
    source: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A text as it was composed, with the origins of its characters. What no origin covers is the wording's own."""

    text: str
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What a post says on one account: its parts (more than one: a thread), pictures and link."""

    parts: tuple[str, ...]
    media: tuple[MediaItem, ...] = ()
    link: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """The unit a person approves, as its file says it. ``variants`` are by account id or platform; the account wins."""

    id: str
    kind: Kind
    at: str
    accounts: tuple[str, ...]
    body: str
    media: tuple[MediaItem, ...] = ()
    link: str | None = None
    warning: str | None = None
    language: str = "en"
    pair: str | None = None
    replies: Literal["everyone", "followers", "none"] = "everyone"
    sources: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    variants: Mapping[str, Wording] = field(default_factory=dict)
    file: Path | None = None
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    told: Mapping[str, Told] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One reason, for a person to read, why something cannot or should not go out. ``guidance``: the address of what it rests on."""

    rule: str
    severity: Severity
    message: str
    fix: str = ""
    source: str = ""
    campaign: str | None = None
    post: str | None = None
    file: str | None = None
    line: int | None = None
    guidance: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Campaign:
    """A folder of posts/. Files that cannot be read are in ``problems``, and hold their post."""

    name: str
    folder: Path
    title: str
    date: date
    posts: tuple[Post, ...]
    problems: tuple[Problem, ...] = ()
    release: Mapping[str, str] = field(default_factory=dict)
    hashtag: str | None = None
    embargo: datetime | None = None
    grace: timedelta | None = None
    watch: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Mapping[str, Any], ...] = ()
    flags: tuple[Mapping[str, Any], ...] = ()
    agreed: tuple[Mapping[str, Any], ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language: the other release, as `release`
    text_file: str = "release.txt"  # what the spans of these posts point into


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a platform accepts, with the unit it counts in and where the numbers come from."""

    length: int
    unit: Literal["weighted", "graphemes", "mastodon", "utf8", "utf16", "codepoints"]
    source: str
    checked: date
    bytes: int | None = None
    url_length: int | None = None
    caption: int | None = None
    images: int = 4
    alt: int = 1000
    image_bytes: int = 5_000_000
    formats: tuple[str, ...] = ("image/png", "image/jpeg")


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """How long a text is on one platform, as that platform counts."""

    platform: str
    length: int
    limit: int
    fits: bool
    links: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()


# -- delivery ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Media:
    """A picture that is frozen: its bytes are in the media store under ``digest`` (SHA-256)."""

    digest: str
    mime: str
    width: int
    height: int
    size: int
    alt: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What one delivery says, frozen at approval: exactly this text, these bytes, these resolved names."""

    text: str
    media: tuple[Media, ...] = ()
    link: str | None = None
    warning: str | None = None
    language: str = "en"
    replies: Literal["everyone", "followers", "none"] = "everyone"
    names: Mapping[str, str] = field(default_factory=dict)
    part: int = 1
    parts: int = 1
    campaign: str = ""
    post: str = ""
    account: str = ""
    due_at: str = ""  # wall time of the workspace, "2026-03-18 09:30": the outbox's folder is named after it
    delivery: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What makes one delivery findable for its whole life; minted once, at the first arm."""

    idempotency: str
    tid: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Staged:
    """Uploads and containers made so far, in order: invisible, repeatable. Each ref is the platform's own."""

    refs: tuple[Mapping[str, Any], ...] = ()
    ready: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """Staging goes on in ``seconds``; ``staged`` is what there is so far."""

    seconds: float
    staged: Staged


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """The one visible call, whole: kept in the journal before it is made and never changed after."""

    method: str
    path: str
    key: Key
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What the platform gave back for a published post. ``extra`` is what a reply needs (a Bluesky cid, a thread's root)."""

    id: str
    url: str | None
    published_at: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """The newest own post that was known before an attempt."""

    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """A look-up that found nothing; ``proven`` where that can only mean that it was never published."""

    proven: bool
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsure:
    """A look-up that settled nothing, and why."""

    why: str


Found = Receipt | Absent | Unsure


@dataclass(frozen=True, kw_only=True, slots=True)
class Login:
    """Who we are on a platform."""

    handle: str
    name: str
    scopes: tuple[str, ...] = ()
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewed:
    """A login that was renewed: the secrets to keep, and how long they live."""

    values: Mapping[str, str] = field(repr=False)
    lives: timedelta | None = None


# -- JSON --------------------------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Turn a noun into what JSON can hold: dates in ISO form, spans as pairs; ``rule`` and ``doubt`` only where given."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return plain(_jsonable(value))


def _jsonable(value: Any) -> Any:
    """One step of the way for what JSON does not know."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return list(value)
    if isinstance(value, Path):
        return str(value)
    pairs = ((name, getattr(value, name)) for name in _names_of(type(value)))
    return {name: v for name, v in pairs if not (v is None and name in {"rule", "doubt"})}


_names: dict[type, tuple[str, ...]] = {}


def _names_of(noun: type) -> tuple[str, ...]:
    if noun not in _names:
        _names[noun] = tuple(f.name for f in dataclasses.fields(noun))
    return _names[noun]


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_jsonable).encode


def canonical(value: Any) -> bytes:
    """The one JSON form that digests are taken over: sorted keys, no spaces, UTF-8."""
    return _encode(value).encode()


def digest_of(value: Any) -> str:
    """SHA-256 over the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
