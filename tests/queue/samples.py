"""Invented posts and releases, and what hypothesis makes of them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from campaign.models import KINDS, Card, MediaItem, Post, Release, Span, Wording
from campaign.queue.postfile import tidy
from campaign.text import parts

SIGNS = """\
---
# Looked over with Insp. Vale
id: signs-1                     # unique
kind: signs
at: 2026-03-18 09:30            # wall time
accounts: [force-x, force-bsky]
media:                          # in order
  - card: {layout: signs, fields: {title: "Signs of harm", items: ["going missing", "acting secretively"]}}
    alt: null
link: null
warning: null
language: en
pair: null
replies: everyone
sources: {"media.0.items": [[1203, 1226], [1262, 1280]], body: [[640, 702]]}
variants:
  x: |
    Some signs are easy to miss.
---
Some signs can be easy to miss.

#NoticeTheSigns
"""


def post(name: str = "hook-1", **changes: object) -> Post:
    values = {"id": name, "kind": "hook", "at": "2026-03-18 09:30", "accounts": ("practice",), "body": "Words."} | changes
    return Post(**values)  # type: ignore[arg-type]


def release(text: str = "A made-up release.\n", **changes: object) -> Release:
    values = {"title": "Week of Care", "text": text, "blocks": (), "reader": "markdown/1", "name": "week.md"}
    return Release(**(values | {"original": b"# Week of Care\n"} | changes))  # type: ignore[arg-type]


WILD = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \n\t:#-'\"|>[]{},&*!%@`?~\\$/\u00a0\u2028\u0085\ufeff\x07é0123456789eEnoyuls👩\u200d👧"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)
TRICKY = st.sampled_from(["---", "a\n---\nb", "#tag", "a: b", "- a", "null", "no", "0800 1111", " a ", "a  \n b\n", "\n\na", "'", '"'])
WILD = (WILD | TRICKY).map(lambda text: text.replace("\r", ""))
FILLED = WILD.filter(lambda text: bool(text.strip()))
KEY = st.from_regex(r"[a-z][a-z0-9.-]{0,11}", fullmatch=True)
LINK = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z#?=&%0-9]{0,9}", fullmatch=True)
NESTED = st.recursive(WILD, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=2), max_leaves=4)
FIELDS = st.dictionaries(KEY, NESTED, max_size=3)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
PARTS = WILD.map(parts).filter(bool)


@st.composite
def media(draw: st.DrawFn) -> MediaItem:
    card = draw(st.none() | st.builds(lambda layout, fields: Card(layout=layout, fields=fields), KEY, FIELDS))
    alt, rights, consent = (draw(st.none() | FILLED) for _ in range(3))
    file = None if card else f"{draw(KEY)}x.jpg"
    return MediaItem(card=card, file=file, alt=alt, rights=rights, consent=consent, expires=draw(st.none() | DAYS))


@st.composite
def wordings(draw: st.DrawFn) -> Wording:
    return Wording(parts=draw(PARTS), media=tuple(draw(st.lists(media(), max_size=1))), link=draw(st.none() | LINK))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 9999))
    return Span(start, start + draw(st.integers(1, 999)))


@st.composite
def posts(draw: st.DrawFn) -> Post:
    return Post(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True)),
        kind=draw(st.sampled_from(KINDS)),
        at=f"{draw(DAYS)} {draw(st.sampled_from(['00:00', '09:30', '23:59:30', '01:30 BST']))}",
        accounts=tuple(draw(st.lists(KEY, min_size=1, max_size=3, unique=True))),
        body=tidy(draw(WILD)),
        media=tuple(draw(st.lists(media(), max_size=2))),
        link=draw(st.none() | LINK),
        warning=draw(st.none() | FILLED),
        language=draw(st.sampled_from(["en", "cy", "en-GB"])),
        pair=draw(st.none() | KEY),
        replies=draw(st.sampled_from(["everyone", "followers", "none"])),
        sources=draw(st.dictionaries(KEY, st.lists(spans(), min_size=1, max_size=3).map(tuple), max_size=3)),
        variants=draw(st.dictionaries(KEY, wordings(), max_size=2)),
    )
