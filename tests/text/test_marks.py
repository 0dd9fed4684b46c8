"""What platforms that read marks in a text are given, and how names differ between platforms."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.text import limits, measure, named, sent
from campaign.text.accepted import accepted


def test_little_text_escapes_all_but_hashtags():
    said = "Ask (101) [now] #LanternDay a_b *c* ~d~ {e} <f> @you | \\ # alone"
    assert sent(said, "linkedin") == (
        r"Ask \(101\) \[now\] #LanternDay a\_b \*c\* \~d\~ \{e\} \<f\> \@you \| \\ \# alone"
    )


def test_telegram_reads_no_marks_of_ours():
    assert sent("Fish & chips <b>now</b>", "telegram") == "Fish &amp; chips &lt;b&gt;now&lt;/b&gt;"


@given(st.text(max_size=200))
def test_people_read_what_was_written(text):
    assert re.sub(r"\\(.)", r"\1", sent(text, "linkedin"), flags=re.DOTALL) == text
    assert html.unescape(sent(text, "telegram").replace("&amp;", "&amp;amp;").replace("&amp;amp;", "&amp;")) == html.unescape(
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    for platform in ("x", "bluesky", "mastodon", "facebook", "instagram", "threads", "outbox"):
        assert sent(text, platform) == text


def test_linkedin_is_counted_with_its_escapes():
    assert measure("(" * 1500, "linkedin").fits
    assert not measure("(" * 1501, "linkedin").fits


def test_under_a_picture_telegram_takes_less():
    assert limits("telegram").caption == 1024
    assert measure("a" * 4096, "telegram").fits
    assert measure("a" * 1024, "telegram", pictured=True).fits
    found = measure("a" * 1025, "telegram", pictured=True)
    assert (found.fits, found.limit) == (False, 1024)
    assert measure("a" * 490, "mastodon", pictured=True).limit == 500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask @childline now.", "Ask @lantern.example now."),
        ("@childline: call.", "@lantern.example: call."),
        ("Mail us@childline.example or @childline.example", "Mail us@childline.example or @childline.example"),
        ("@childline-two, /@childline, @@childline", "@childline-two, /@childline, @@childline"),
        ("@nobody", "@nobody"),
    ],
)
def test_names_become_handles_where_they_are_names(text, expected):
    assert named(text, {"childline": "@lantern.example"}) == expected


@pytest.mark.parametrize(
    ("platform", "text", "rules"),
    [
        ("threads", " ".join(f"https://a{n}.gov.uk" for n in range(6)), ["many-links-here"]),
        ("threads", " ".join(f"https://a{n}.gov.uk" for n in range(5)) + " #One #Two", ["one-topic"]),
        ("instagram", "See https://www.gov.uk #One #Two", ["dead-link"]),
        ("instagram", " ".join(f"#Tag{n}a" for n in range(6)), ["many-hashtags-here"]),
        ("x", "See https://www.gov.uk", ["link-cost"]),
        ("x", "No link here", []),
        ("mastodon", "See https://www.gov.uk #One #Two", []),
    ],
)
def test_what_a_platform_refuses_or_cannot_do(platform, text, rules):
    assert [problem.rule for problem in accepted(measure(text, platform))] == rules
