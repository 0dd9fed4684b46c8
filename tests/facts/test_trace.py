"""What a text claims and nothing vouches for."""

from __future__ import annotations

import pytest

from campaign.facts.trace import Sources

RELEASE = """Neighbours in Wexcombe are asked to look out.

"Another three minutes and it would have been worse," said Crew Manager Dominic Hartsell. "The alarm cost them £8. It woke them."

Detective Inspector Priya Ellesmere said: “If something feels different, please tell us. We will listen.”

Call 101, or 0800 555 111. Last year officers made 214 visits. See www.wexcombe.example/watch #KnowYourNeighbour
"""


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(RELEASE, ["One sign on its own may mean little.", "0800 1111\nChildline"])


@pytest.mark.parametrize(
    "text",
    [
        "Call 101, or Crimestoppers on 0800 555 111.",
        "Childline: 0800 1111",
        "“If something feels different, please tell us.”",
        "“Another three minutes and it would have been worse. The alarm cost them £8.” – Dominic Hartsell",
        "Look at www.wexcombe.example/watch. #KnowYourNeighbour",
        "Detective Inspector Priya Ellesmere asks you to look out.",
        "“If something feels different […] We will listen.”",
        "An emergency: 101\nAnonymously: 0800 555 111",
    ],
)
def test_what_the_release_says_is_traced(sources: Sources, text: str) -> None:
    assert sources.untraced(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "claim"),
    [
        ("Call 0800 555 112.", "figure", "0800 555 112"),
        ("Call 0800 111 555.", "figure", "0800 111 555"),
        ("Officers made 215 visits.", "figure", "215"),
        ("“If something feels odd, please tell us.”", "quote", "If something feels odd, please tell us."),
        ("“Another three minutes and it would have been worse. It woke them.”", "quote", None),
        ("See www.wexcombe.example/wotch", "link", "www.wexcombe.example/wotch"),
        ("#KnowYourNeighbours", "hashtag", "#KnowYourNeighbours"),
        ("We spoke to Detective Inspector Priya Elsmere.", "name", "Detective Inspector Priya Elsmere"),
        ("Write to help@wexcombe.example", "link", "help@wexcombe.example"),
    ],
)
def test_what_it_does_not_say_is_named(sources: Sources, text: str, kind: str, claim: str | None) -> None:
    found = sources.untraced(text)
    assert [c.kind for c in found] == [kind]
    assert claim is None or found[0].text == claim


@pytest.mark.parametrize("digit", range(10))
def test_every_changed_digit_is_caught(sources: Sources, digit: int) -> None:
    number = "0800 555 111"
    for n, old in enumerate(number):
        if old.isdigit() and int(old) != digit:
            assert sources.untraced(f"Call {number[:n]}{digit}{number[n + 1 :]} now.")


WORDED = Sources("Last year 212 people and three dogs walked 1.5 million miles. One in four had a light; two thirds of them were proud.")


@pytest.mark.parametrize(
    "text",
    ["Two hundred and twelve people walked.", "3 dogs", "Three dogs", "1 in 4 had a light", "one in every four", "A quarter had one.",
     "Two-thirds were proud.", "One sign on its own may mean little.",
     "No one is alone, one and all.", "1.5 million miles", "Two hundred and twelve, and three"],
)  # fmt: skip
def test_a_figure_in_words_is_worth_what_the_digits_are(text: str) -> None:
    assert WORDED.untraced(text) == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Two hundred people walked.", "Two hundred"),
        ("two hundred and thirteen people", "two hundred and thirteen"),
        ("Five dogs walked.", "Five"),
        ("One in five had a light.", "One in five"),
        ("Half had a light.", "Half"),
        ("Three quarters had a light.", "Three quarters"),
        ("Thousands walked.", "Thousands"),
        ("One million miles.", "One million"),
        ("Call 212 or 33.", "33"),
    ],
)
def test_another_figure_in_words_is_named(text: str, claim: str) -> None:
    assert [c.text for c in WORDED.untraced(text)] == [claim]


@pytest.mark.parametrize(
    "marked",
    ["“%s”", '"%s"', "‘%s’", "'%s'", "«%s»", "„%s“", "“%s", "PC Lantern said: “Keep a light on.\n\n“%s”", "police ‘%s’, he says"],
)
def test_speech_needs_a_source_in_whatever_marks_it_stands(marked):
    sources = Sources("PC Lantern said: “Keep a light on. Nobody saw the thieves who came at night.”")
    assert not sources.untraced(marked % "Nobody saw the thieves who came at night.")
    found = [c for c in sources.untraced(marked % "Nobody heard the thieves who came at night.") if c.kind == "quote"]
    assert found, marked
