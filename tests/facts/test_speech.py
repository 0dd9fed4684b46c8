"""Whose words a post gives, and whether they were cut: nothing changed by hand gets through, and nothing true is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign import facts, release
from campaign.facts.quoted import quotations
from campaign.facts.speech import Speech

TEXT = """Neighbours in Wexcombe are asked to look out

Officers made 214 visits last year and found nobody at home.

Detective Superintendent Priya Ellesmere, Head of Child Protection at Wexcombe Police, said: “If something feels different, please \
tell us. We will not judge you. We will listen.”

“The alarm cost them £8,” said Crew Manager Dominic Hartsell, of Wexcombe Fire Station. “It woke them in time.”

Supt Ellesmere added: “You know your own street better than we do.”

A spokeswoman for Wexcombe Borough Council said: “Our wardens will knock on every door.”
"""
FEELS = "“If something feels different, please tell us.”"


@pytest.fixture(scope="module")
def speech() -> Speech:
    found = release.parse(TEXT.encode(), "wexcombe.md")
    return Speech(found.text, facts.find(found).quotes, known=["Wexcombe Police", "Wexcombe"])


@pytest.mark.parametrize(
    "text",
    [
        f"{FEELS}\n\nDetective Superintendent Priya Ellesmere, Head of Child Protection",
        f"{FEELS} – Det Supt Priya Ellesmere",
        f"{FEELS} – Priya Ellesmere, Head of Child Protection at Wexcombe Police",
        f"Supt Ellesmere says: {FEELS}",
        f"{FEELS} said Detective Superintendent Priya Ellesmere.",
        f"In the words of Detective Superintendent Priya Ellesmere:\n\n{FEELS}\n\nCall 101.",
        f"She says: {FEELS}",
        f"{FEELS}\n\nIn an emergency call 999.\n#LookOut",
        f"Wexcombe Police: {FEELS}",
        "“The alarm cost them £8,” said Crew Manager Dominic Hartsell. “It woke them in time.”",
        "“The alarm cost them £8. It woke them in time.” (Dominic Hartsell, Wexcombe Fire Station)",
        "“If something feels different […] We will listen.” – Priya Ellesmere",
        "A spokesperson for Wexcombe Borough Council says: “Our wardens will knock on every door.”",
        "‘We will not judge you. We will listen.’ – Priya Ellesmere",
        "We call it “Knock Knock”. Detective Superintendent Priya Ellesmere leads it.",
        "“If something feels different, please tell us. We will not judge you.”\n\n“You know your own street better than we do.”",
    ],
)
def test_what_was_said_by_whom_it_was_said_is_never_named(speech: Speech, text: str) -> None:
    assert speech.misquotes(text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"{FEELS} – Detective Superintendent Priya Elsmere", "Elsmere"),
        (f"{FEELS} – Detective Superintendent Petra Ellesmere", "Petra"),
        (f"{FEELS} – Chief Superintendent Priya Ellesmere", "Chief Superintendent"),
        (f"{FEELS} – Detective Inspector Priya Ellesmere", "Detective Inspector"),
        (f"{FEELS} – Detective Chief Superintendent Priya Ellesmere", "Detective Chief Superintendent"),
        (f"{FEELS}\n\nDominic Hartsell", "Dominic Hartsell"),
        (f"{FEELS}\n\nCrew Manager Dominic Hartsell, of Wexcombe Fire Station\n\nCall 101.", "Hartsell"),
        (f"Insp Ellesmere says: {FEELS}", "Insp Ellesmere"),
        (f"{FEELS} said Crew Manager Dominic Hartsell.", "Hartsell"),
        (f"{FEELS} – Priya Ellesmere, Head of Protection", "Head of Protection"),
        (f"{FEELS} – Priya Ellesmere, Deputy Head of Child Protection", "Deputy Head"),
        (f"{FEELS} – Priya Ellesmere, Head of Child Protection at Ostwick Police", "Ostwick"),
        (f"{FEELS} (Councillor Joan Vale)", "Joan Vale"),
        ("Listen to Dominic Hartsell.\n\n" + FEELS, "Dominic Hartsell"),
        ("A spokeswoman for Ostwick Borough Council says: “Our wardens will knock on every door.”", "Ostwick"),
        ("Priya Ellesmere says: “Our wardens will knock on every door.”", "Priya"),
        ("Priya Ellesmere said: “Officers made 214 visits last year and found nobody at home.”", "narration"),
        ("Chief Superintendent Priya Ellesmere asks you to look out.", "Chief Superintendent"),
        ("‘We will not judge you. We will listen.’ – Dominic Hartsell", "Hartsell"),
        ('"We will not judge you. We will listen." – Dominic Hartsell', "Hartsell"),
    ],
)
def test_another_speaker_rank_or_job_is_named_with_the_real_one(speech: Speech, text: str, named: str) -> None:
    found = speech.misquotes(text)
    assert [m.rule for m in found] == ["untraced-speaker"], found
    assert named in found[0].message
    assert "Ellesmere" in found[0].message or "Hartsell" in found[0].message or "spokeswoman" in found[0].message


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("We will judge you.", "“not”"),
        ("If something feels different.", "not a whole sentence"),
        ("please tell us. We will not judge you.", "not a whole sentence"),
        ("If something feels different, please tell us. We will listen.", "leaves out “We will not judge you”"),
        ("We will listen. We will not judge you.", "another order"),
        ("We will listen […] If something feels different, please tell us.", "another order"),
    ],
)
def test_a_cut_that_nobody_marked_is_named(speech: Speech, words: str, how: str) -> None:
    found = speech.misquotes(f"“{words}” – Priya Ellesmere")
    assert [m.rule for m in found] == ["cut-quote"], found
    assert how in found[0].message
    assert [m.rule for m in speech.on_card({"quote": words, "name": "Priya Ellesmere"})] == ["cut-quote"]


@pytest.mark.parametrize(
    ("name", "role", "right"),
    [
        ("Detective Superintendent Priya Ellesmere", "Head of Child Protection", True),
        ("Priya Ellesmere", "", True),
        ("Dominic Hartsell", "", False),
        ("Detective Superintendent Priya Ellesmere", "Head of Road Policing", False),
        ("Superintendent Prya Ellesmere", "Head of Child Protection", False),
        ("Chief Constable Priya Ellesmere", "", False),
    ],
)
def test_a_card_names_its_speaker_as_the_release_does(speech: Speech, name: str, role: str, right: bool) -> None:
    found = speech.on_card({"quote": "If something feels different, please tell us.", "name": name, "role": role})
    assert [m.rule for m in found] == ([] if right else ["untraced-speaker"])


def test_agreed_words_are_the_speaker_s_whose_words_they_stand_for() -> None:
    found = release.parse(TEXT.encode(), "wexcombe.md")
    pair = ("You know your own street better than we do.", "You know your street best.")
    speech = Speech(found.text, facts.find(found).quotes, agreed=[pair])
    assert speech.misquotes("“You know your street best.” – Supt Ellesmere") == []
    assert [m.rule for m in speech.misquotes("“You know your street best.” – Dominic Hartsell")] == ["untraced-speaker"]


def test_what_the_release_s_own_headline_cuts_may_be_cut_so() -> None:
    found = release.parse(TEXT.encode(), "wexcombe.md")
    speech = Speech(found.text, facts.find(found).quotes, known=["‘We will not judge’: police in Wexcombe ask for help"])
    assert speech.misquotes("“We will not judge”: Wexcombe asks for help") == []
    assert [m.rule for m in speech.misquotes("“We will not judge you. We will”: Wexcombe asks")] == ["cut-quote"]


def test_a_corrected_name_is_the_one_to_use() -> None:
    found = release.parse(TEXT.encode(), "wexcombe.md")
    speech = Speech(found.text, facts.find(found).quotes, corrected=[("Hartsell", "Hartsill")])
    assert speech.misquotes("“It woke them in time.” – Dominic Hartsill") == []
    assert [m.rule for m in speech.misquotes("“It woke them in time.” – Dominic Hartsell")] == ["untraced-speaker"]


@given(st.text(alphabet="“”\"'‘’:;,.–-()\n Aasid[…]", max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert all(q.words for q in quotations(text) if q.words.strip())
