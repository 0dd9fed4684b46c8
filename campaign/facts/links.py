"""Web addresses, e-mail addresses, account names and hashtags, as printed, without the punctuation of the sentence around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from campaign.facts.document import Document, Paragraph
from campaign.models import Span

_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w@])")
_TLD = (
    r"(?:uk|com|org|net|gov|edu|info|eu|ie|wales|cymru|scot|london|police|nhs|charity|health|support|help|online|site|app|io|co|me|tv|link"
    r"|news|life|community|ngo|example|au|nz|us|mil|int|lgbt|foundation|local|wiki|social|academy|museum|care|uk\.com)"
)
_WEB = re.compile(
    r"(?i)(?<![\w@./-])(?:https?://[^\s<>\"“”{}|\\^`\]]{1,2000}|www\.[^\s<>\"“”{}|\\^`\]]{1,2000}"
    rf"|(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,6}}{_TLD}(?![\w-]|\.[a-z]|@)(?:[/?#][^\s<>\"“”{{}}|\\^`\]]{{0,2000}})?)"
)
_HANDLE = re.compile(r"(?<![\w@./:-])@[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,60}[A-Za-z0-9_])?(?:@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)?")
_HASHTAG = re.compile(r"(?<![\w&#/])[#＃](?=\w*[^\W\d_])\w{1,100}")
LinkKind = Literal["email", "web", "social"]
# an address taken by one pattern is not looked at by the next
_PATTERNS: tuple[tuple[LinkKind, re.Pattern[str]], ...] = (("email", _EMAIL), ("web", _WEB), ("social", _HANDLE))
_SHARING = re.compile(
    r"(?i)(?:https?://)?(?:www\.)?(?:facebook\.com/shar|(?:twitter|x)\.com/(?:intent|share)|linkedin\.com/share|wa\.me/\?|t\.me/share)"
)
_TRAILING = ".,;:!?'’‘*_~…–—-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One address as printed, and where."""

    kind: LinkKind
    span: Span
    value: str


def addresses_in(text: str) -> list[tuple[int, int]]:
    """Where web and e-mail addresses stand in a text: digits in them are no telephone numbers."""
    if "." not in text:
        return []
    return [m.span() for pattern in (_EMAIL, _WEB) for m in pattern.finditer(text)]


def find_links(document: Document) -> list[Link]:
    """Every web address, e-mail address and account name, in order, each mention."""
    found: list[Link] = []
    for paragraph in document.paragraphs:
        here: list[Link] = []
        if "." in paragraph.view or "@" in paragraph.view:
            for kind, pattern in _PATTERNS:
                here += _matches(paragraph, kind, pattern, _Inside([link.span for link in here]))
        found += sorted(here, key=lambda link: link.span)
    return found


def _matches(paragraph: Paragraph, kind: LinkKind, pattern: re.Pattern[str], taken: _Inside) -> Iterator[Link]:
    view, base = paragraph.view, paragraph.start
    for match in pattern.finditer(view):
        start, end = _trimmed(view, match.start(), match.end()) if kind == "web" else match.span()
        span = Span(base + start, base + end)
        if not taken.overlaps(span) and (kind != "web" or _is_address(view[start:end])):
            yield Link(kind=kind, span=span, value=view[start:end])


def find_hashtags(document: Document) -> tuple[str, ...]:
    """Every hashtag once, in order, as printed; a number alone is none, and neither is the end of a web address."""
    tags = (m[0] for p in document.paragraphs if "#" in p.view or "＃" in p.view for m in _HASHTAG.finditer(p.view))
    return tuple(dict.fromkeys(tags))


class _Inside:
    """Whether a span lies in one taken by an earlier pattern; asked in rising order, so one walk is enough."""

    def __init__(self, taken: list[Span]) -> None:
        self._taken = sorted(taken)
        self._at = 0

    def overlaps(self, span: Span) -> bool:
        while self._at < len(self._taken) and self._taken[self._at].end <= span.start:
            self._at += 1
        return self._at < len(self._taken) and self._taken[self._at].start < span.end


def _trimmed(view: str, start: int, end: int) -> Span:
    """Leave out the sentence's own full stop, comma or bracket at the end of an address."""
    while end > start:
        last = view[end - 1]
        if view.endswith("%20", start, end):
            end -= 3
        elif last in _TRAILING or (last in ")]" and view.count("(" if last == ")" else "[", start, end) < view.count(last, start, end)):
            end -= 1
        else:
            break
    return Span(start, end)


def _is_address(value: str) -> bool:
    """A host with a dot; ``co.uk`` alone, a button to share the page, or a word typed without the space after a full stop, is none."""
    if _SHARING.match(value):
        return False
    host = re.sub(r"(?i)^https?://", "", value).split("/")[0].split("?")[0].split("#")[0]
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return False
    if value.lower().startswith(("http", "www.")) or "/" in value:
        return True
    # "end.Me" or "team.Help": a sentence without its space, not a host
    return not labels[-1][:1].isupper() and host.lower() not in {"co.uk", "org.uk", "gov.uk", "nhs.uk", "e.g", "i.e"}
