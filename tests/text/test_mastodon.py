"""Mastodon: what its server counts and links."""

from __future__ import annotations

from typing import Any

import pytest

from campaign.text import limits, measure
from campaign.text.mastodon import countable, hashtags, links, mentions
from tests.text.reference import cases


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("   ", 0),
        ("Call 101", 8),
        ("see https://example.org/a/very/long/path here", 32),
        ("see www.example.org", 19),
        ("http://a.uk", 23),
        ("hi @force@mastodon.example", 9),
        ("hi @force.one@mastodon.example.", 14),
        ("x@force@mastodon.example", 24),
        ("👨‍👩‍👧‍👦", 1),
        ("a\u0302", 1),
        (":blobcat:", 9),
        ("gemini://example.org/x", 23),
        ("https://example.org/🐪/x y", 25),
        ("xhttps://example.org/a/very/long/path", 37),
    ],
)
def test_countable(text: str, length: int) -> None:
    assert countable(text) == length


def test_the_warning_counts_in_full() -> None:
    assert countable("x", warning="https://example.org/long") == 25
    assert countable("", warning="cw") == 2
    assert not measure("a" * 300, "mastodon", warning="b" * 201).fits
    assert measure("a" * 300, "mastodon", warning="b" * 200).fits


def test_a_server_may_reserve_another_length_for_links() -> None:
    assert countable("https://example.org", url_length=30) == 30


def test_a_server_may_allow_more() -> None:
    assert measure("a" * 501, "mastodon", limits=limits("mastodon", 5_000)).fits


def test_what_it_finds() -> None:
    text = "#SaySomething (#no) #999 #Barcel·lona @a @b@example.org www.example.org https://example.org/#x"
    assert [one.value for one in hashtags(text)] == ["SaySomething", "Barcel·lona"]
    assert [one.value for one in mentions(text)] == ["a", "b@example.org"]
    assert [one.value for one in links(text)] == ["https://example.org/#x"]


@pytest.mark.parametrize("case", cases("mastodon/length-cases.yaml", "cases"))
def test_lengths_of_the_server(case: dict[str, Any]) -> None:
    warning = case.get("spoiler_text", "")
    assert countable(case["text"], warning=warning) in case.get("accept", [case["length"]])
    assert measure(case["text"], "mastodon", warning=warning).fits == case["fits_500"]
