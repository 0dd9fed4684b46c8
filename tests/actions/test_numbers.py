"""A number stands with its own name and purpose, digit for digit, in every post; what is right is never called wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from campaign import compose, text
from campaign.actions import numbers
from campaign.errors import CampaignError
from campaign.facts import find
from campaign.facts.contacts import paragraphs_of
from campaign.facts.country import country_of
from campaign.facts.document import open_document
from campaign.facts.mismatch import Book
from campaign.facts.register import SPOKEN, contradictions
from campaign.facts.trace import Sources
from campaign.models import Account, Card, Contact, Facts, MediaItem, Post, Release, Wording
from campaign.release import parse, read

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
FOLDERS = (ROOT.parent / "shared" / "releases", TESTS / "facts" / "releases", TESTS / "facts" / "blind")
RELEASES = sorted(p for folder in FOLDERS if folder.is_dir() for p in folder.iterdir()
                  if p.suffix in {".md", ".txt"} and p.with_name(f"{p.stem}.expected.yaml").exists())  # fmt: skip
PLATFORMS = ("x", "bluesky", "mastodon")


def line(value: str, label: str, purpose: Any, kind: Any = "phone") -> Contact:
    return Contact(kind=kind, value=value, normalised=re.sub(r"\D", "", value), label=label, purpose=purpose)


REGISTER = (
    line("0800 555 111", "Crimestoppers", "anonymous"),
    line("0800 1111", "Childline", "helpline"),
    line("116 123", "Samaritans", "helpline"),
    line("18000", "999 by Relay UK", "textphone", "textphone"),
    line("18001 101", "101 by Relay UK", "textphone", "textphone"),
)


@cache
def day(path: Path) -> tuple[Release, Facts, Book, tuple[Post, ...]]:
    """A release, its facts, what may be said of its numbers, and the posts of a full day."""
    release = read(str(path))
    country = country_of(release)
    facts = find(release, REGISTER)
    accounts = tuple(Account(id=f"the-{name}", platform=name) for name in PLATFORMS)
    brief = compose.Brief(
        facts=facts, accounts=accounts, day=facts.date or date(2026, 3, 18), measure=text.measure,
        limits={a.id: text.limits(a.platform) for a in accounts}, per_day={a.id: 12 for a in accounts}, contacts=REGISTER,
        language=facts.language,
    )  # fmt: skip
    posts: tuple[Post, ...] = ()
    for count in (12, 9, 6, 4, 2):
        try:
            posts = compose.write(brief, tuple(f"{brief.day} {9 + n // 2:02}:{n % 2 * 30:02}" for n in range(count)))
            break
        except CampaignError:  # this release gives less to say: fewer posts
            continue
    said = paragraphs_of(open_document(release)).splitlines()
    return release, facts, Book(country, facts.contacts, REGISTER, said), posts


def wrong(post: Post, book: Book) -> list[str]:
    return [f"{p.source}: {p.message}" for p in numbers.problems(post, book)]


@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
def test_no_post_that_we_wrote_is_called_wrong(path):
    _, _, book, posts = day(path)
    assert [(post.id, wrong(post, book)) for post in posts if wrong(post, book)] == []


@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
def test_no_release_is_said_to_contradict_what_it_does_not(path):
    release, facts, _, _ = day(path)
    said = paragraphs_of(open_document(release))
    assert [c.message for c in contradictions(said, facts.contacts, REGISTER, country_of(release)) if c.grave] == []


def test_the_days_have_posts_with_numbers_in_them():
    counts = {path.stem: len(posts) for path in RELEASES for _, _, _, posts in [day(path)]}
    assert sum(counts.values()) > 6 * len(counts), counts


# -- made wrong by hand ------------------------------------------------------------------------------------------------


def spoken(path: Path) -> list[Contact]:
    _, facts, _, _ = day(path)
    return [c for c in (*facts.contacts, *REGISTER) if c.kind in SPOKEN]


def places(post: Post, value: str) -> Iterator[tuple[str, int]]:
    """Where a number stands in a post's body, not inside another number."""
    for found in re.finditer(rf"(?<![\d+])(?<!\d ){re.escape(value)}(?! ?\d|\.?\w)", post.body):
        yield value, found.start()


@cache
def mentioned() -> Sequence[tuple[Path, int, str, int]]:
    """Every number in every body: the release, the post, the value, its place."""
    found = []
    for path in RELEASES:
        posts = day(path)[3]
        for n, post in enumerate(posts):
            for value in dict.fromkeys(c.value for c in spoken(path)):
                found += [(path, n, value, at) for value, at in places(post, value)]
    return found


def honest(mine: Contact, other: Contact) -> bool:
    """Whether the words for a number without a name would be true of the other, too: "Helpline: 0800 1111"."""
    if other.value in mine.value or (mine.label or "").startswith(mine.value):
        return True  # a name that begins with its number can't keep it when that goes
    alike = {"report": {"anonymous", "non_emergency", "emergency"}}
    same = mine.purpose == other.purpose or other.purpose in alike.get(mine.purpose, ()) or mine.purpose in (other.label or "")
    return same if mine.label is None else mine.purpose == other.purpose == "textphone"


def traced(post: Post, path: Path, kind: str = "figure") -> list[str]:
    """What the general rule says: figures, or quotes, that stand nowhere."""
    release, facts, _, _ = day(path)
    sources = Sources(release.text, [release.title, *(f"{c.value}\n{c.label}" for c in REGISTER), facts.title])
    return [c.text for c in sources.untraced(post.body) if c.kind == kind]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_digit_of_any_number_that_is_changed_is_named(data):
    path, n, value, at = data.draw(st.sampled_from(mentioned()))
    post, book = day(path)[3][n], day(path)[2]
    digits = [i for i, c in enumerate(value) if c.isdigit()]
    place = at + data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != post.body[place]]))
    changed = replace(post, body=post.body[:place] + other + post.body[place + 1 :])
    assert wrong(changed, book) or traced(changed, path), changed.body


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_two_numbers_that_change_places_are_named(data):
    path, n, value, at = data.draw(st.sampled_from(mentioned()))
    post, book = day(path)[3][n], day(path)[2]
    mine = next(c for c in spoken(path) if c.value == value)
    others = [c for c in spoken(path) if c.normalised != mine.normalised and (c.purpose, c.label) != (mine.purpose, mine.label)]
    others = [c for c in others if not honest(mine, c)]
    assume(others)
    other = data.draw(st.sampled_from(others))
    changed = replace(post, body=post.body[:at] + other.value + post.body[at + len(value) :])
    # A number in somebody's words ("It's a 999 call") belongs to the rule that keeps quotes as they were said.
    caught = wrong(changed, book) or traced(changed, path, "quote")
    assert caught, f"{mine.value} ({mine.label}) -> {other.value} ({other.label}, {other.purpose}):\n{changed.body}"


# -- by hand -----------------------------------------------------------------------------------------------------------

BODY = """---
title: Lantern Week
date: 2026-03-18
area: Brackenholt
---

Call 999 in an emergency, or 101 if it is not. Crimestoppers can be reached anonymously on 0800 555 111.

For support call the Selwick Listening Line on 0808 157 0101. Book a home safety visit on 01632 960 111. NHS 111 can advise.

From a textphone dial 18001 101.

Press office: 01632 960 199.
"""
WRONG = {
    "In an emergency call 101.": ("101", "999"),
    "Always call 101 in an emergency.": ("101", "999"),
    "If someone is in immediate danger, ring 101.": ("101", "999"),
    "In an emergency call 0800 555 111.": ("0800 555 111", "999"),
    "If it is not an emergency, call 999.": ("999", "101"),
    "Call 101 in an emergency or 999 if it is not.": ("999", "101"),
    "Childline: 0800 555 111": ("Crimestoppers", "0800 1111"),
    "Crimestoppers on 0800 1111": ("Childline", "0800 555 111"),
    "Call the Selwick Listening Line on 01632 960 111.": ("Selwick Listening Line", "0808 157 0101"),
    "For home safety visits, call 0808 157 0101.": ("home safety visits", "01632 960 111"),
    "Samaritans: 0800 1111 · Childline: 116 123": ("Samaritans", "Childline"),
    "0800 1111 – Samaritans": ("Samaritans", "116 123"),
    "Call 0800 1111 (Crimestoppers) or 101.": ("Crimestoppers", "0800 555 111"),
    "Crimestoppers: 0800 555 112": ("0800 555 112", "0800 555 111"),
    "Crimestoppers: 0800 555 11": ("0800 555 11", "0800 555 111"),
    "Crimestoppers: 0800 551 511": ("0800 551 511", "0800 555 111"),
    "Always call 998 in an emergency.": ("998",),
    "Call us on 01632 960 777.": ("01632 960 777",),
    "Call Men's Advice Line on 0808 801 0327.": ("0808 801 0327",),
    "To talk to us call 01632 960 199.": ("01632 960 199", "journalists"),
    "From a textphone dial 0808 157 0101.": ("0808 157 0101", "Selwick Listening Line"),
    "Police: call 0800 1111 (Samaritans).": ("Samaritans", "Childline"),
    "Text 0808 157 0101.": ("0808 157 0101",),
}
RIGHT = (
    "Call 999 in an emergency or 101 if it is not.",
    "In an emergency, don't call 101: call 999.",
    "101 is for what is not an emergency; in an emergency always call 999.",
    "Not an emergency? Call 101. Somebody in danger? Call 999.",
    "Call 101, or Crimestoppers, the independent charity, on 0800 555 111.",
    "Tell the police on 101 or Crimestoppers anonymously on 0800 555 111.",
    "Childline is there for you, or call the police on 101.",
    "Crimestoppers never asks your name. Call 0800 555 111.",
    "Crimestoppers (0800 555 111), Childline (0800 1111), Samaritans (116 123).",
    "0800 1111 – Childline, 116 123 – Samaritans",
    "You can call 101 while Crimestoppers takes calls on 0800 555 111.",
    "Deaf? In an emergency use a textphone: 18000.",
    "For advice, call NHS 111. In an emergency, call 999 instead.",
    "Brackenholt Police can be called on 101, all day.",
    "Shelter in place and call 999.",
    "Last year 101 people helped 999 times, and 111 dogs were found.",
    "Unless it is an emergency, call 101.",
    "To report a crime call 101 or, without giving your name, Crimestoppers: 0800 555 111.",
    "Book a home safety visit on 01632 960 111.",
    "EMERGENCY\n999  NON-EMERGENCY\n101",
)


@cache
def lantern() -> Book:
    release = parse(BODY.encode(), "release.md")
    return Book("GB", find(release, REGISTER).contacts, REGISTER, paragraphs_of(open_document(release)).splitlines(), "Brackenholt Police")


def body(words: str) -> Post:
    return Post(id="a", kind="custom", at="2026-03-18 09:00", accounts=(), body=words)


@pytest.mark.parametrize(("words", "named"), WRONG.items(), ids=WRONG.keys())
def test_a_number_in_the_wrong_place_is_named_with_the_right_one(words, named):
    found = " ".join(wrong(body(words), lantern()))
    assert all(name.casefold() in found.casefold() for name in named), found or "nothing found"


@pytest.mark.parametrize("words", RIGHT)
def test_a_right_number_in_words_of_ones_own_is_left_alone(words):
    assert wrong(body(words), lantern()) == []


CARD = [
    {"value": "999", "label": "", "purpose": "emergency"},
    {"value": "101", "label": "", "purpose": "non_emergency"},
    {"value": "0800 555 111", "label": "Crimestoppers", "purpose": "anonymous"},
    {"value": "0808 157 0101", "label": "Selwick Listening Line", "purpose": "helpline"},
]


def carded(entries: list[dict[str, str]]) -> Post:
    return replace(body("Which number?"), media=(MediaItem(card=Card(layout="contact", fields={"title": "Numbers", "numbers": entries})),))


def test_a_right_card_is_left_alone():
    assert wrong(carded(CARD), lantern()) == []


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in range(4) for b in range(4) if a < b])
@pytest.mark.parametrize("key", ["value", "purpose"])
def test_numbers_that_change_places_on_a_card_are_named(key, one, other):
    entries = [dict(entry) for entry in CARD]
    entries[one][key], entries[other][key] = entries[other][key], entries[one][key]
    found = wrong(carded(entries), lantern())
    assert found
    assert all(f.startswith("media.0: ") for f in found)


def test_threads_variants_and_alt_texts_are_read_too():
    post = replace(body("Fine.\n---\nIn an emergency call 101."), variants={"x": Wording(parts=("Fine.", "Childline: 0800 555 111"))},
                   media=(MediaItem(file="a.png", alt="A poster: Samaritans 0800 1111"),))  # fmt: skip
    assert [f.partition(":")[0] for f in wrong(post, lantern())] == ["body", "media.0", "variants.x"]
