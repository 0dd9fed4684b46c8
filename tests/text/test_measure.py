"""One text on every platform, and the table of limits."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.errors import ConfigError
from campaign.text import LIMITS, PLATFORMS, clean, fold, limits, measure, parts

TEXT = "Tŷ 💙 “Ask” https://example.org/a #SpotTheSigns @force"
NAMED = ("outbox", "x", "bluesky", "mastodon", "facebook", "instagram", "threads", "linkedin", "telegram", "handoff")


def test_the_published_numbers() -> None:
    lengths = {platform: found.length for platform, found in LIMITS.items()}
    assert lengths.pop("outbox") >= 10_000
    assert lengths == {
        "x": 280,
        "bluesky": 300,
        "mastodon": 500,
        "facebook": 63_206,
        "instagram": 2_200,
        "threads": 500,
        "linkedin": 3_000,
        "telegram": 4_096,
        "handoff": 8_192,
    }
    assert LIMITS["bluesky"].bytes == 3_000
    assert LIMITS["instagram"].formats == ("image/jpeg",)


def test_every_platform_has_limits_with_source_and_date() -> None:
    assert set(PLATFORMS) == set(NAMED)
    for found in LIMITS.values():
        assert found.source
        assert found.checked >= date(2026, 11, 1)
        assert found.images >= 1
        assert found.formats


@pytest.mark.parametrize(
    ("platform", "length"),
    [
        ("outbox", 53),
        ("x", 53 - 21 + 23 + 1),
        ("bluesky", 53),
        ("mastodon", 53 - 21 + 23),
        ("threads", 61),
        ("handoff", 61),
        ("telegram", 54),
        ("linkedin", 55),
        ("instagram", 54),
        ("facebook", 54),
    ],
)
def test_each_platform_counts_in_its_unit(platform: str, length: int) -> None:
    measured = measure(TEXT, platform)
    assert (measured.platform, measured.length) == (platform, length)
    assert measured.links == ("https://example.org/a",)
    assert measured.hashtags == ("SpotTheSigns",)
    assert measured.fits


@pytest.mark.parametrize("platform", NAMED)
def test_the_limit_itself_fits_and_one_more_does_not(platform: str) -> None:
    length = limits(platform).length
    assert measure("a" * length, platform).fits
    assert not measure("a" * (length + 1), platform).fits


def test_line_ends_and_composition_do_not_change_the_count() -> None:
    for platform in NAMED:
        assert measure("w\u0302\r\nb\rc", platform) == measure("ŵ\nb\nc", platform)


def test_an_account_may_have_its_own_limit() -> None:
    assert measure("a" * 300, "x", limits=limits("x", 25_000)).fits
    assert limits("x", 25_000).url_length == 23


def test_telegram_takes_less_beside_a_picture() -> None:
    assert (limits("telegram").length, limits("telegram").caption) == (4_096, 1_024)


def test_an_unknown_platform_is_named_with_those_that_exist() -> None:
    with pytest.raises(ConfigError, match=r'no platform "myspace".*mastodon'):
        measure("a", "myspace")


def test_a_text_beyond_all_bounds_is_not_searched() -> None:
    start = time.monotonic()
    measured = measure("a.uk " * 1_000_000, "x")
    assert not measured.fits
    assert time.monotonic() - start < 5


@given(st.text(max_size=80))
def test_any_text_can_be_measured(text: str) -> None:
    for platform in ("x", "bluesky", "mastodon", "threads", "telegram", "outbox"):
        assert measure(text, platform).length >= 0


@pytest.mark.parametrize("seed", ["a.", "a.com..", "a.uk/((a)", "#a#a", "@a@a", "👩\u200d", "🇬", "https://", ".", "e.g. "])
def test_hostile_texts_end_in_time(seed: str) -> None:
    # A very generous guard: benchmarks/text_hostile.py has the real figures (under 0.1 s).
    start = time.monotonic()
    for platform in ("x", "bluesky", "mastodon"):
        measure((seed * 10_000)[:10_000] + "!", platform)
    assert time.monotonic() - start < 5


def test_the_package_is_imported_without_the_pattern_library() -> None:
    code = "import sys, campaign.text; sys.exit('regex' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- plain text --------------------------------------------------------------------------------------------------------


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\r" not in clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Don’t wait” – call", "\"Don't wait\" - call"),
        ("a\u00a0b\n\nc", "a b c"),
        ("‘One’ … two", "'One' … two"),
        ("w\u0302", "ŵ"),
        (" a ", "a"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_folding_makes_these_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("101", "1O1"), ("Call", "call"), ("do not", "don't"), ("a, b", "a b"), ("ab", "a b")])
def test_folding_keeps_these_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One", ("One",)),
        ("One\n---\nTwo\n", ("One", "Two")),
        ("One\r\n--- \r\n\r\nTwo", ("One", "Two")),
        ("One --- two\n----\n ---", ("One --- two\n----\n ---",)),
        ("---\nOne\n---\n---\n", ("One",)),
        ("", ()),
    ],
)
def test_a_line_of_dashes_parts_a_thread(body: str, expected: tuple[str, ...]) -> None:
    assert parts(body) == expected
