"""Bluesky: graphemes and bytes, facets in UTF-8 bytes, handles."""

from __future__ import annotations

from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from campaign.text import Facet, facets, graphemes, measure
from campaign.text.bluesky import is_handle, squeeze_breaks
from tests.text.reference import FOLDER, cases


def found(text: str) -> list[tuple[str, str, str]]:
    """Each facet with the words that it marks."""
    data = text.encode()
    return [(one.kind, one.value, data[one.start : one.end].decode()) for one in facets(text)]


def test_facets_mark_bytes_not_characters() -> None:
    assert found("Arhoswch yn ddiogel 💙 tŷ: https://example.org/tŷ #DywedRywbeth @force.example.org") == [
        ("link", "https://example.org/tŷ", "https://example.org/tŷ"),
        ("tag", "DywedRywbeth", "#DywedRywbeth"),
        ("mention", "force.example.org", "@force.example.org"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See www.example.org.", [("link", "https://www.example.org", "www.example.org")]),
        ("(www.example.org)", [("link", "https://www.example.org", "www.example.org")]),
        ("https://example.org/a_(b)", [("link", "https://example.org/a_(b)", "https://example.org/a_(b)")]),
        ("https://example.org!!!", [("link", "https://example.org!!", "https://example.org!!")]),
        ("WWW.EXAMPLE.ORG HTTPS://example.org “https://example.org” a@example.org example.notatld", []),
        ("HTTPS://(https://example.org", []),
        ("#stop-it! #don't #999 #🦋 a#b", [("tag", "stop-it", "#stop-it"), ("tag", "don't", "#don't"), ("tag", "🦋", "#🦋")]),
        ("#" + "a" * 65, []),
        ("$bp and $TOOLONG", [("tag", "$BP", "$bp")]),
        ("@alice.test, @bob.notatld", [("mention", "alice.test", "@alice.test")]),
    ],
)
def test_facets(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


def test_both_limits_are_checked() -> None:
    family = "👨‍👩‍👧‍👦"
    assert measure(family * 120, "bluesky").length == 120
    assert measure(family * 120, "bluesky").fits
    assert not measure(family * 121, "bluesky").fits
    assert measure("é" * 300, "bluesky").fits
    assert not measure("e" * 301, "bluesky").fits


@given(st.lists(st.sampled_from("🇬🇧 a\u0301\u200d👩🏽\r\n각1\ufe0f\u20e3"), max_size=30).map("".join))
def test_flags_are_counted_as_the_pattern_library_counts_them(text: str) -> None:
    assert graphemes(text) == len(regex.findall(r"\X", text))


@given(st.text(alphabet=st.sampled_from(" \n()@#$.:/a-zé💙www.example.orghttps://"), max_size=60))
def test_facets_stay_inside_the_text_and_apart(text: str) -> None:
    size = len(text.encode())
    marked = [(one.start, one.end) for one in facets(text)]
    assert all(0 <= start < end <= size for start, end in marked)
    assert all(text.encode()[start:end].decode() for start, end in marked)


# -- the data restated from the official library -----------------------------------------------------------------------


def assert_agrees(case: dict[str, Any], got: list[Facet]) -> None:
    expected = sorted((one["byteStart"], one["byteEnd"], one["kind"], one["value"]) for one in case["facets"])
    assert [(one.start, one.end, one.kind, one.value) for one in got] == expected


@pytest.mark.parametrize("case", cases("bluesky/facet-cases.yaml", "links_and_mentions"))
def test_official_links_and_mentions(case: dict[str, Any]) -> None:
    assert_agrees(case, facets(case["text"]))


@pytest.mark.parametrize("case", cases("bluesky/facet-cases.yaml", "tags"))
def test_official_tags(case: dict[str, Any]) -> None:
    assert_agrees(case, [one for one in facets(case["text"]) if one.kind == "tag" and not one.value.startswith("$")])


@pytest.mark.parametrize("case", cases("bluesky/facet-cases.yaml", "cashtags"))
def test_official_cashtags(case: dict[str, Any]) -> None:
    assert_agrees(case, [one for one in facets(case["text"]) if one.value.startswith("$")])


@pytest.mark.parametrize("case", cases("bluesky/edge-cases.yaml", "cases"))
def test_edge_facets(case: dict[str, Any]) -> None:
    assert_agrees(case, facets(case["text"]))


@pytest.mark.parametrize("case", cases("bluesky/length-cases.yaml", "lengths"))
def test_lengths(case: dict[str, Any]) -> None:
    assert graphemes(case["text"]) == case["graphemes"]
    assert len(case["text"].encode()) == case["utf8_bytes"]
    assert measure(case["text"], "bluesky").fits == case.get("fits", True)


@pytest.mark.parametrize("case", cases("bluesky/length-cases.yaml", "clean_newlines"))
def test_rows_of_line_breaks(case: dict[str, Any]) -> None:
    assert squeeze_breaks(case["text"]) == case["expected"]


@pytest.mark.parametrize(("name", "valid"), [("valid", True), ("invalid", False)])
def test_handles(name: str, valid: bool) -> None:
    path = FOLDER / "bluesky" / f"handle_syntax_{name}.txt"
    if not path.is_file():
        pytest.skip("the conformance data is not beside this checkout")
    lines = [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    assert [line for line in lines if is_handle(line) != valid] == []
