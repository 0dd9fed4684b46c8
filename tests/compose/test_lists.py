"""Lists stay apart as the release has them, and keep the words that they would mean something else without."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from campaign import facts, release
from campaign.compose import Brief, write
from campaign.compose.lists import families
from campaign.compose.tracing import Traced
from campaign.models import Post, Span
from tests.compose.made_up import CHILDLINE, DAY, SAMARITANS, brief, slots

LANTERNS = """---
title: Brackenholt asks families to look out for lantern theft
date: '2026-04-14'
area: Brackenholt
---

Brackenholt Police is asking families to talk about lantern theft by children this week.

Lantern theft is a crime in which older people use children to carry stolen lamps from town to town.

Parents may notice that their child is:

- coming home late
- hiding a second phone
- missing lessons

Signs that a shed is watched include:

- chalk on the gate
- a van that stops twice
- a stranger who asks about the dog

If it happens to you:

- Stop replying, and keep the messages
- Tell an adult you trust

Staff want everybody to remember the word LAMP:

- Look – is the door open?
- Ask – is everybody well?
- Mark – is the lamp marked?
- Phone – even if you are not sure, call 999

Inspector Lydia Fernsby, of Brackenholt Police, said: “Please talk to a child you are worried about, and listen.”

Call 101, or 999 in an emergency. You can stay anonymous by calling Crimestoppers on 0800 555 111.
"""


def made(text: str = LANTERNS, *platforms: str, **changes: Any) -> Brief:
    read = release.read("-", stdin=text.encode())
    found = facts.find(read, (CHILDLINE, SAMARITANS), country="GB")
    return brief(found, *platforms, release=read, **changes)


def day(count: int, *platforms: str) -> tuple[Post, ...]:
    return write(made(LANTERNS, *platforms), slots(count))


def items(post: Post) -> list[str]:
    return re.findall(r"(?m)^• (.+)$", post.body)


def test_items_of_two_lists_never_share_a_post() -> None:
    lists = [{"coming home late", "hiding a second phone", "missing lessons"}, {"chalk on the gate", "a van that stops twice"}]
    posts = [p for p in day(14) if p.kind in {"signs", "advice"}]
    assert {item for p in posts for item in items(p)} > {"coming home late", "chalk on the gate", "Tell an adult you trust"}
    for post in posts:
        assert sum(bool(set(items(post)) & group) for group in lists) <= 1


def test_what_holds_on_a_condition_is_told_with_it() -> None:
    for post in day(14):
        if "Tell an adult you trust" in post.body and post.kind == "advice":
            assert "If it happens to you:" in post.body
        if "coming home late" in post.body:
            assert "Parents may notice that their child is:" in post.body


def test_the_letters_of_a_word_are_never_parted() -> None:
    told = [items(p) for p in day(14) if any(i.startswith("Look –") for i in items(p))]
    assert told
    assert all(len(found) == 4 for found in told)


def test_the_release_says_what_it_is_about_soon_after_the_opening() -> None:
    posts = day(10)
    place = next(n for n, p in enumerate(posts) if "Lantern theft is a crime in which" in p.body)
    assert 1 <= place <= 3
    assert posts[place].kind == "hook"
    (span,) = posts[place].sources["body"]
    assert made().release is not None
    text = release.read("-", stdin=LANTERNS.encode()).text
    assert text[span.start : span.end].startswith("Lantern theft is a crime")


def test_a_child_is_told_where_to_turn_without_blame() -> None:
    (post,) = [p for p in day(10) if "happening to you?" in p.body]
    assert "Childline on 0800 1111" in post.body
    assert "not your fault" in post.body
    grown = made(LANTERNS.replace("children", "residents").replace("a child", "a friend").replace("child", "lodger"))
    assert not any("happening to you?" in p.body for p in write(grown, slots(10)))


def test_every_sentence_still_stands_where_its_span_says() -> None:
    text = release.read("-", stdin=LANTERNS.encode()).text
    for post in day(14, "outbox"):
        for start, end in post.sources.get("body", ()):
            assert text[start:end].rstrip(",") in post.body or text[start:end] in {"Lantern theft", "lantern theft"}


def test_long_items_leave_room_for_what_to_do() -> None:
    long = LANTERNS.replace("chalk on the gate", "chalk on the gate, or on a wall or a bin near you")
    long = long.replace("a van that stops twice", "a van that stops twice, with nobody getting out of it")
    long = long.replace("a stranger who asks about the dog", "a stranger who asks about the dog, the lock or the light")
    for count in (8, 14):
        for post in write(made(long, "x"), slots(count)):
            assert post.kind != "signs" or re.search(r"\d{3}", post.body)


def test_without_the_release_there_is_one_list() -> None:
    found = tuple(Traced(text=f"sign {n}", spans=(Span(n * 90, n * 90 + 6),)) for n in range(5))
    assert [len(f.items) for f in families(found, "")] == [5]


def test_a_lead_that_leans_or_is_cut_is_not_used() -> None:
    for lead in ("Other signs are", "These include", "it can be seen in", "And look for"):
        text = f"A line.\n\n{lead} chalk on the gate and open doors."
        start = text.index("chalk")
        spans = (Span(start, start + 17), Span(start + 22, start + 32))
        (family,) = families(tuple(Traced(text=text[s.start : s.end], spans=(s,)) for s in spans), text)
        assert family.lead is None
        assert len(family.items) == 2


def test_a_short_day_keeps_to_opening_signs_and_thanks() -> None:
    assert not any("Lantern theft is a crime" in p.body for p in write(dataclasses.replace(made(), day=DAY), slots(4)))
