"""Whatever the bytes: a release, or an error of one sentence."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.errors import ReleaseError
from campaign.release import READERS, parse

SUFFIXES = [suffix for suffix in READERS if suffix]
PIECES = [
    *(
        "<p>",
        "</p>",
        "<div class='share'>",
        "<li>",
        "<ul>",
        "<table><tr><td>",
        "<blockquote>",
        "<a href='",
        "'>",
        "<h1>",
        "<script>",
        "<br>",
        "<!--",
    ),
    *(
        "From: a\n",
        "Subject: b\n",
        "> ",
        "-- \n",
        "Kind regards\n",
        "\x0c",
        "Page 1 of 2\n",
        "com-\nmunity ",
        "\n\n",
        "- ",
        "1. ",
        "* ",
        "---\n",
    ),
    *(
        "title: a\n",
        "\u00ad",
        "\u200b",
        "\ufeff",
        "é",
        "🙂",
        "\x00",
        "Hide Ad\n",
        "Published: 4 March 2024\n",
        "EMBARGOED until 9am\n",
        "[a](b)",
        "words ",
    ),
]
BYTES = st.one_of(
    st.binary(max_size=600),
    st.text(max_size=300).map(lambda s: s.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(PIECES), max_size=40).map(lambda p: "".join(p).encode()),
    st.lists(st.sampled_from(PIECES), max_size=40).map(lambda p: "".join(p).encode("utf-16", "replace")),
    st.builds(
        bytes.__add__,
        st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"<!doctype html>", b"%PDF", b"---\n"]),
        st.binary(max_size=300),
    ),
)


@settings(max_examples=400, deadline=None)
@given(BYTES, st.sampled_from([*(f"a{s}" for s in SUFFIXES), "-", "a"]))
def test_a_release_or_one_sentence(data, name):
    refused = None
    try:
        release = parse(data, name)
    except ReleaseError as error:
        refused = error
    if refused:
        assert "\n" not in str(refused)
        assert str(refused).endswith((".", "`", "…")) or refused.line
        return
    assert release.title.strip()
    end = -1
    for block in release.blocks:
        assert end < block.span.start < block.span.end <= len(release.text)
        assert release.text[block.span.start : block.span.end].strip()
        end = block.span.end


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
def test_a_megabyte_is_read_in_half_a_second(suffix):
    sentence = "Residents of Dunmere are asked to look twice at what stands on their doorstep, the council said on Monday.\n"
    data = ((sentence * 8 + "\n- one sign\n- another sign\n\n") * 1100).encode()
    parse(data[:1000], f"warm{suffix}")
    start = time.monotonic()
    parse(data, f"a{suffix}")
    assert len(data) > 950_000
    assert time.monotonic() - start < 1.5  # half a second is promised; a busy machine gets slack here


@pytest.mark.parametrize("unit", ["a\n", "1\n", "> ", "From: a\n", "Share ", "a-\n", "\x0c", "Home > ", "By A", "Published: 1 ", "[", "- "])
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_hostile_text_is_read_in_linear_time(unit, suffix):
    data = (unit * (300_000 // len(unit)) + "end").encode()
    start = time.monotonic()
    with suppress(ReleaseError):  # nested beyond what Markdown reads, nothing is left
        parse(data, f"a{suffix}")
    assert time.monotonic() - start < 5
