"""Typographic marks, what stays together, and where lines break."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.cards.lines import break_lines
from campaign.cards.words import GLUE, HARD, digits, glue, letters, tidy


@pytest.mark.parametrize(("typed", "set_"), [
    ("we're \"sure\"", "we’re “sure”"),
    ("She said 'stop' (\"now\")", "She said ‘stop’ (“now”)"),
    ("the '90s", "the ’90s"),
    ("children's", "children’s"),
    ("violence - especially now", "violence – especially now"),
    ("wait...", "wait…"),
    ("https://force.example/it's-here", "https://force.example/it's-here"),
    ("one\ttwo  three\nfour", "one two three four"),
    ("one\n\ntwo", "one\n\ntwo"),
    ("call\u00a0999", "call\u00a0999"),
    ("non\u2011urgent\u00ad \u200bword", "non-urgent word"),
    ("S\u0302on", "Ŝon"),
    ("18-25", "18-25"),
])
def test_marks_are_set_and_words_are_left_alone(typed: str, set_: str) -> None:
    assert tidy(typed) == set_


@pytest.mark.parametrize(("text", "together"), [
    ("call 0800 555 111 today", "0800 555 111"),
    ("on +44 7700 900123 now", "+44 7700 900123"),
    ("ring 01632 960 001 now", "01632 960 001"),
    ("phone (01632) 960001 now", "(01632) 960001"),
])
def test_phone_numbers_never_part(text: str, together: str) -> None:
    assert together.replace(" ", HARD) in glue(text).replace(GLUE, " ")


@pytest.mark.parametrize("together", [
    "text 61016", "call 999", "9 am", "9.30 pm", "5 May 2026", "£5 million", "1 in 4", "62 per cent", "24 hours",
    "PC Khan", "Dr Okafor", "a child", "I know",
])
def test_these_stay_on_one_line(together: str) -> None:
    assert together in glue(f"some words and {together} follow here").replace(GLUE, " ").replace(HARD, " ")
    assert " " not in glue(f"so {together} so")[3:-3]


def test_lines_are_balanced() -> None:
    text = "Would you know what to look for if it happened near you"
    assert break_lines(text, 44, len, balance=False) == ["Would you know what to look for if it", "happened near you"]
    assert break_lines(text, 44, len, balance=True) == ["Would you know what to look", "for if it happened near you"]


def test_sentences_begin_their_own_lines_where_that_costs_none() -> None:
    text = "Worried about a child? You can talk to someone"
    assert break_lines(text, 30, len, balance=True, sentences=True) == ["Worried about a child?", "You can talk to someone"]


def test_no_last_word_stands_alone() -> None:
    text = "It could be a sign that they are not safe"
    assert break_lines(text, 37, len, balance=False) == ["It could be a sign that they are", "not safe"]


def test_a_number_that_is_too_wide_is_refused_not_broken() -> None:
    assert break_lines("call 0800 555 111", 9, len, balance=False) is None


def test_glue_gives_way_before_a_word_is_refused() -> None:
    assert break_lines("PC Featherstonehaugh", 18, len, balance=False) == ["PC", "Featherstonehaugh"]


def test_a_link_breaks_after_a_slash_and_nowhere_else_if_that_is_enough() -> None:
    assert break_lines("www.force.example/report-exploitation", 22, len, balance=False) == ["www.force.example/", "report-exploitation"]


def test_a_hyphen_breaks_only_a_word_that_is_too_wide() -> None:
    assert break_lines("about self-harm", 11, len, balance=False) == ["about", "self-harm"]
    assert break_lines("self-harm-and-more", 11, len, balance=False) == ["self-harm-", "and-more"]


WORD = st.text(st.sampled_from("abc019-/.@ é"), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(WORD, min_size=1, max_size=25), st.integers(12, 60), st.booleans())
def test_lines_hold_every_letter_and_none_is_too_wide(words: list[str], measure: int, balance: bool) -> None:
    text = tidy(" ".join(words)).replace("\n\n", " ")
    lines = break_lines(text, measure, len, balance=balance, sentences=balance)
    if lines is not None:
        assert letters("".join(lines)) == letters(text)
        assert all(len(line) <= measure for line in lines)


@given(st.text(max_size=120))
def test_digits_and_letters_survive(text: str) -> None:
    assert digits(tidy(text)) == digits(unicodedata.normalize("NFC", text))
    assert tidy(tidy(text)) == tidy(text)


def test_a_dot_between_numbers_ends_a_line_and_begins_none() -> None:
    lines = break_lines("Childline 0800 1111 · Samaritans 116 123", 30, len, balance=True)
    assert lines == ["Childline 0800 1111 ·", "Samaritans 116 123"]
