"""Text out of PDF files: pages, running headers, parted words, wrapped lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.release import parse
from campaign.release.paged import joined, unpaged


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("the commu-\nnity is safe", "the community\nis safe"),
        ("a long-\nterm plan", "a long-term\nplan"),
        ("drug-related harm, and drug-\nrelated crime", "drug-related harm, and drug-related\ncrime"),
        ("safe communities, the commu-\nnities.", "safe communities, the communities."),
        ("Jo Ried-\nOkafor said", "Jo Ried-Okafor\nsaid"),
        ("call 0800-\n555", "call 0800-\n555"),
        ("in-\nformation", "information"),
        ("from 9 -\nto 5", "from 9 -\nto 5"),
    ],
)
def test_parted_words_are_put_together_where_that_is_plausible(text, whole):
    assert joined(text) == whole


def test_pages_leave_nothing_behind():
    text = "FORCE PRESS RELEASE\n\nThe story begins on\n\nPage 1 of 2\n\x0cFORCE PRESS RELEASE\n\nthis page and ends.\n\nPage 2 of 2\n"
    assert unpaged(text).split() == ["FORCE", "PRESS", "RELEASE", "The", "story", "begins", "on", "this", "page", "and", "ends."]
    assert "begins on\nthis page" in unpaged(text)


def test_bare_numbers_that_count_pages_go_and_others_stay():
    page = "A line.\n\nAnother line.\n\nA third line.\n\n"
    assert unpaged(f"{page}1\n\n{page}2\n\n{page}").split("\n\n").count("1") == 0
    assert "\n7\n" in unpaged(f"{page}\n7\n\n{page}")
    assert "116 123" in unpaged(f"{page}\x0c116 123\n\n{page}")


def test_a_hard_wrapped_release_has_whole_paragraphs():
    text = (
        "People who live near the harbour are asked to look twice at what\nstands on their doorstep, because a number of lamps were\n"
        "found there that nobody has bought and nobody has asked for, and\nthat have since been shown to burn without any oil at all.\n\n"
        "Anyone who has seen a lamp like that, or who has been offered one\nfor a price that is too good to be true, is asked to call "
        "01632\n960 001, and to leave the lamp where it is until somebody comes."
    )
    release = parse(text.encode(), "a.txt")
    assert len(release.blocks) == 2
    assert "01632\n960 001" in release.text


@given(st.text(alphabet="ab-\n\x0c1 P.", max_size=300))
def test_no_letter_is_lost_but_on_page_ends(text):
    kept = unpaged(text)
    assert len(kept) <= len(text) + text.count("-") + text.count("\x0c") * 2 + 2
    if "\x0c" not in text and not any(c.isdigit() for c in text) and "page" not in text.lower():
        assert [c for c in kept if c.isalpha()] == [c for c in text if c.isalpha()]
