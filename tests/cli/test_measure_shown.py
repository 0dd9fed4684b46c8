"""What a terminal shows of a text that is counted: links, tags and names in colour, and where it is too much."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.cli.measure import marked
from campaign.text import measure, overflow


def styles(words: str, platform: str) -> list[tuple[str, str]]:
    shown = marked(words, platform)
    return [(shown.plain[span.start : span.end], str(span.style)) for span in shown.spans if span.start < span.end]


@pytest.mark.parametrize("platform", ["x", "bluesky", "mastodon", "threads"])
def test_links_tags_and_names_are_marked(platform: str) -> None:
    found = styles("See https://www.gov.uk/help with @lantern #LanternDay\n", platform)
    assert ("https://www.gov.uk/help", "blue underline") in found
    assert ("#LanternDay", "magenta") in found
    assert not any("red" in style for _, style in found)


def test_what_is_too_much_is_struck_out() -> None:
    assert styles("a" * 280 + "bcd", "x")[-1] == ("bcd", "white on red strike")
    assert styles("é" * 251, "threads")[-1] == ("é", "white on red strike")


@given(st.text(st.sampled_from("ab é👩‍👩‍👧\n"), max_size=700), st.sampled_from(["x", "bluesky", "mastodon", "threads", "linkedin"]))
def test_what_stands_before_the_mark_fits(text: str, platform: str) -> None:
    at = overflow(text, platform)
    assert at == 0 or measure(text[:at], platform).fits
    assert at == len(text) or not measure(text[: at + 1], platform).fits
