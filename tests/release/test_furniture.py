"""Copies of web pages pasted as text: what is surely no part of the release goes, and everything else stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.release import parse
from campaign.release.furniture import is_junk

STORY = "Residents of Dunmere are asked to look twice this week.\n\nCall 101 with what you saw."


@pytest.mark.parametrize(
    "line",
    [
        "Hide Ad", "Advertisement", "Share this article", "Share", "Share on Facebook", "Sign up to our newsletter",
        "Read more: A fire in Dunmere",
        "Image: Dunmere Council", "Image caption, A lamp", "Photo credit: A. Quill", "Skip to main content",
        "Accept all cookies", "Follow us",
        "We use cookies to make this site better.", "Home > News > Look twice", "3 comments", "5 min read",
        "Back to top", "Loading…", "© Dunmere",
        "Get all the news straight to your inbox", "View comments", "Article continues below advertisement",
        "Print this page", "Was this page helpful?",
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_lines_of_a_web_page_go(line, suffix):
    before, after = parse(f"{line}\n\n{STORY}".encode(), f"a{suffix}"), parse(f"{STORY}\n\n{line}\n".encode(), f"a{suffix}")
    assert before.text == after.text == STORY
    assert any("Left out" in warning for warning in after.warnings)


@pytest.mark.parametrize(
    "line",
    [
        "Share what you know: call 101.", "Read more about the signs of exploitation on our site.",
        "Image is everything, say young people.",
        "Follow us home, and we call the police.", "Sign up for a place by Friday.",
        "Cookies were sold for the hospice.", "Home fires are rising.",
        "Related crimes fell by 5%.", "Share the advice with a neighbour", "Follow us at www.dunmere.example",
        "Read more: www.dunmere.example/signs",
        "Comments made online hurt.", "Print your name on your bike.", "Post a letter to a lonely person.", "Save our NHS",
    ],
)  # fmt: skip
def test_lines_of_a_release_stay(line):
    assert not is_junk(line)
    assert line in parse(f"{STORY}\n\n{line}\n\nThe end of it.".encode(), "a.txt").text


def test_menus_bylines_and_date_lines_go_and_the_date_is_kept():
    text = f"Home\nNews\nSport\nContact us\n\nLook twice\n\nBy Ada Quill\n\nPublished: 4 March 2024\n\n{STORY}"
    release = parse(text.encode(), "a.txt")
    assert (release.date, release.text) == (date(2024, 3, 4), f"Look twice\n\n{STORY}")


def test_what_screen_readers_hear_beside_a_link_goes():
    said = "Contact Lantern House (opens new window)on 01632 960 100 or the council (link opens in a new tab)."
    assert "Contact Lantern House on 01632 960 100 or the council." in parse(f"{STORY}\n\n{said}\n".encode(), "a.txt").text


def test_other_stories_go_up_to_the_next_sentence():
    thanks = "The council thanks everybody who helped with this."
    text = f"{STORY}\n\nRelated stories\n\nFire in Dunmere harbour\n\nLamp found in a boat\n\n{thanks}"
    assert parse(text.encode(), "a.txt").text == f"{STORY}\n\n{thanks}"


def test_a_list_that_a_sentence_announces_is_no_menu():
    text = "You can reach the desk by:\n\n- email\n- Facebook\n- WhatsApp\n\nThe desk is open all day."
    assert "Facebook" in parse(text.encode(), "a.md").text


def test_a_text_of_nothing_else_is_kept():
    assert parse(b"Share this article", "a.txt").text == "Share this article"


@given(st.text(alphabet="ab >:-share read more\n", max_size=400))
def test_any_line_is_judged_quickly(text):
    assert is_junk(text) in {True, False}
