"""What a post says on each account, and a digest that changes with everything the public sees and with nothing else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaign import queue
from campaign.models import Account, Card, MediaItem, Post, Wording

from .samples import SIGNS, post, posts

X = Account(id="force-x", platform="x")
OTHER = Account(id="county-x", platform="x")
SKY = Account(id="force-bsky", platform="bluesky")
PICTURE = (MediaItem(card=Card(layout="hook", fields={"title": "Hello"})),)


def test_the_account_wins_over_the_platform_and_both_over_the_body() -> None:
    said = post(variants={"x": Wording(parts=("for x",)), "force-x": Wording(parts=("for the force",))})
    assert [queue.wording(said, account).parts for account in (X, OTHER, SKY)] == [("for the force",), ("for x",), ("Words.",)]


def test_what_a_variant_leaves_out_is_the_posts() -> None:
    said = post(media=PICTURE, link="https://a.example/", variants={"x": Wording(parts=("short",)), "bluesky": Wording(parts=(), link="https://b.example/")})
    assert queue.wording(said, X) == Wording(parts=("short",), media=PICTURE, link="https://a.example/")
    assert queue.wording(said, SKY) == Wording(parts=("Words.",), media=PICTURE, link="https://b.example/")


def test_a_line_of_dashes_parts_a_thread() -> None:
    assert queue.wording(post(body="One\n---\nTwo\n--- \nThree ---"), X).parts == ("One", "Two", "Three ---")


def digest(of: Post, accounts: tuple[Account, ...] = (X, SKY), **resources: str) -> str:
    return queue.digest(of, accounts, resources or {"font": "aa"})


BASE = post(accounts=("force-x", "force-bsky"), media=PICTURE, variants={"bluesky": Wording(parts=("for the sky",))})
CHANGES: dict[str, dict[str, Any]] = {
    "body": {"body": "Other words."},
    "a part": {"body": "Words.\n---\nMore."},
    "a variant": {"variants": {"bluesky": Wording(parts=("for the sky!",))}},
    "a new variant": {"variants": {**BASE.variants, "x": Wording(parts=("short",))}},
    "a variant's link": {"variants": {"bluesky": Wording(parts=("for the sky",), link="https://a.example/")}},
    "a card's words": {"media": (MediaItem(card=Card(layout="hook", fields={"title": "Hello!"})),)},
    "a card's layout": {"media": (MediaItem(card=Card(layout="signs", fields={"title": "Hello"})),)},
    "alt text": {"media": (replace(PICTURE[0], alt="A card"),)},
    "a second picture": {"media": PICTURE * 2},
    "no picture": {"media": ()},
    "link": {"link": "https://a.example/"},
    "warning": {"warning": "Distressing"},
    "language": {"language": "cy"},
    "replies": {"replies": "none"},
    "accounts": {"accounts": ("force-x",)},
    "another account": {"accounts": ("force-x", "force-bsky", "new")},
    "day": {"at": "2026-03-19 09:30"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_the_public_sees_changes_the_digest(change: dict[str, Any]) -> None:
    assert digest(replace(BASE, **change)) != digest(BASE)


def test_files_and_platforms_change_the_digest() -> None:
    assert digest(BASE, font="bb") != digest(BASE)
    assert digest(BASE, (replace(X, platform="mastodon"), SKY)) != digest(BASE)


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-03-18 18:45"},
        {"at": "2026-03-18 09:30:15"},
        {"accounts": ("force-bsky", "force-x")},
        {"kind": "custom"},
        {"pair": "hook-2"},
        {"sources": {"body": ((1, 2),)}},
        {"file": Path("x.md")},
        {"body": "Words.\r\n"},
        {"variants": {**BASE.variants, "facebook": Wording(parts=("no account of this post",))}},
        {"media": (replace(PICTURE[0], rights="Own work"),)},
    ],
)
def test_what_nobody_sees_does_not(change: dict[str, Any]) -> None:
    assert digest(replace(BASE, **change)) == digest(BASE)


def test_comments_order_and_layout_of_the_file_do_not() -> None:
    lines = SIGNS.split("\n")
    moved = "\n".join(["---", "# Another comment", *lines[12:14], *lines[1:12], *lines[14:]])
    moved = moved.replace("[force-x, force-bsky]", "\n- force-x\n- force-bsky")
    first, second = (queue.read_post(text, Path("posts/week/01-a.md"))[0] for text in (SIGNS, moved))
    assert first is not None
    assert second is not None
    assert moved != SIGNS
    assert digest(first) == digest(second)


@given(posts())
def test_writing_and_reading_keep_the_digest(written: Post) -> None:
    accounts = [Account(id=name, platform=next(iter(written.variants), "x")) for name in written.accounts]
    found = queue.read_post(queue.render(written), Path("posts/week/01-a.md"))[0]
    assert found is not None
    assert queue.digest(found, accounts, {}) == queue.digest(written, accounts, {})


def visible(shown: Post, account: Account) -> str:
    """What the public sees of a post on an account, written out independently of the digest."""
    said = queue.wording(shown, account)
    pictures = [(item.card and (item.card.layout, item.card.fields), item.file, item.alt) for item in said.media]
    everything = (said.parts, pictures, said.link, shown.warning, shown.language, shown.replies, shown.at[:10])
    return unicodedata.normalize("NFC", repr(everything))


@given(posts(), posts(), st.sampled_from(["warning", "language", "replies", "link", "media", "at", "body", "variants"]))
def test_the_digest_changes_exactly_when_what_is_seen_does(one: Post, other: Post, field: str) -> None:
    account = Account(id="practice", platform=next(iter(one.variants), "outbox"))
    one = replace(one, accounts=("practice",))
    changed = replace(one, **{field: getattr(other, field)})
    if field == "media":  # letters in a card's fields are compared as they are, so both sides must be
        assume(all(unicodedata.is_normalized("NFC", repr(p.media)) for p in (one, changed)))
    same_digest = queue.digest(one, [account], {}) == queue.digest(changed, [account], {})
    assert same_digest is (visible(one, account) == visible(changed, account))
