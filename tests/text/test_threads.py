"""A thread's parts: everything said, nothing torn, each one short enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.text import measure, split

LONG = (
    "Lantern thieves come at dusk. They look for sheds with open doors, and they know the quiet lanes well.\n\n"
    "Inspector Lydia Fernsby says: “Lock the shed. Leave a light on. Talk to your neighbours, whoever they are.”\n\n"
    "In an emergency always call 999. If it is not an emergency, call 101.\n#LanternDay"
)


def short(most: int):
    return lambda part: len(part) <= most


def test_what_fits_stays_whole():
    assert split(LONG, short(1000)) == (LONG,)


def test_parts_end_with_sentences_and_the_number_to_call_is_last():
    parts = split(LONG, short(130))
    assert parts == (
        "Lantern thieves come at dusk. They look for sheds with open doors, and they know the quiet lanes well.",
        "Inspector Lydia Fernsby says: “Lock the shed. Leave a light on. Talk to your neighbours, whoever they are.”",
        "In an emergency always call 999. If it is not an emergency, call 101.\n#LanternDay",
    )


def test_parts_are_numbered_within_the_limit():
    parts = split(LONG, short(130), numbered=True)
    assert [part.splitlines()[-1] for part in parts] == ["1/3", "2/3", "3/3"]
    assert max(map(len, parts)) <= 130


def test_what_cannot_be_parted_is_refused():
    assert split(LONG, short(100)) is None  # the quotation is longer
    assert split("Everything in one sentence that does not end", short(20)) is None
    assert split("One. Two. " * 400, short(12)) is None  # more parts than anybody reads


words = st.text(st.sampled_from("abc é“”🙂\n"), min_size=1, max_size=30)


@given(st.lists(words, min_size=1, max_size=30).map(". ".join), st.integers(20, 200), st.booleans())
def test_nothing_is_lost_added_or_moved(text, most, numbered):
    parts = split(text, short(most), numbered=numbered)
    if parts is None:
        return
    assert all(len(part) <= most for part in parts)
    bare = [part.rpartition("\n\n")[0] if numbered and len(parts) > 1 else part for part in parts]
    assert "".join("".join(bare).split()) == "".join(text.split())


@pytest.mark.parametrize("platform", ["x", "bluesky", "mastodon", "threads", "linkedin", "telegram"])
def test_every_part_fits_as_its_platform_counts(platform):
    text = "\n\n".join([LONG] * 8)
    parts = split(text, lambda part: measure(part, platform).fits, numbered=True)
    assert parts
    assert all(measure(part, platform).fits for part in parts)
