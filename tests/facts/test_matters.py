"""Hook, event, statistics, people, flags and day words."""

from __future__ import annotations

import pytest

FRONT = "---\ntitle: A title\ndate: 2024-03-20\narea: Brackenholt\n---\n\n"

HOOKS = {
    "first sentence": ("Two shops closed. A third is open.", "Two shops closed."),
    "under headings and furniture": (
        "# A title\n\nFOR IMMEDIATE RELEASE\n\n20 March 2024\n\nOfficers have closed two shops in Brackenholt.",
        "Officers have closed two shops in Brackenholt.",
    ),
    "abbreviations do not end it": ("Dr. A. Wale of St. Mary's closed shops. More follows.", "Dr. A. Wale of St. Mary's closed shops."),
    "not a quote": ("“We are closing two shops now.”\n\nOfficers closed two shops in town.", "Officers closed two shops in town."),
    "emphasis": ("**Officers have closed *two* shops.**", "Officers have closed two shops."),
}


@pytest.mark.parametrize(("body", "expected"), HOOKS.values(), ids=HOOKS.keys())
def test_the_hook_is_the_sentence_the_story_opens_with(facts_of, body, expected):
    hook = facts_of(body).hook
    assert hook is not None
    assert hook.text == expected


def test_the_event_is_the_named_day(facts_of):
    event = facts_of("On Monday, police mark World Sepsis Day in the town.").event
    assert event is not None
    assert event.text == "World Sepsis Day"
    assert facts_of("The shop is open on Christmas Day and next week.").event is None


def test_statistics_have_figure_and_source(facts_of):
    facts = facts_of(
        "One in four drivers speeds, according to research by the University of Selwick. Crime fell by 12% last year. "
        "Officers stopped 1,350 vehicles. A 74-year-old man was 5ft 9in tall at 9.15am on 16 April 2023 and waited 45 minutes."
    )
    assert [(s.value, s.source) for s in facts.statistics] == [("One in four", "the University of Selwick"), ("12%", None), ("1,350", None)]


def test_a_figure_in_speech_is_not_the_organisations_own(facts_of):
    assert facts_of("PC Ines Wale said: “Crime fell by 12% here.”").statistics == ()


def test_people_are_speakers_or_named(facts_of):
    facts = facts_of("Tobias Rook, 34, of Mill Lane, was jailed.\n\nPC Ines Wale said: “He ran.”")
    assert [(p.name, p.why) for p in facts.people] == [("Tobias Rook", "named"), ("Ines Wale", "speaker")]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Signs include self-harm and silence.", "self-harm"),
        ("Lily Rook, 9, won a medal.", "child-named"),
        ("A 14-year-old girl from Brackenholt was hurt.", "child-identifiable"),
        ("The house at 14 Mill Lane was closed.", "address"),
        ("Police speak about domestic abuse today.", "no-support-line"),
    ],
)
def test_a_safeguarding_matter_is_flagged_where_it_stands(facts_of, body, rule):
    facts = facts_of(body)
    assert rule in [f.rule for f in facts.flags]
    assert all(f.why for f in facts.flags)


def test_a_support_line_answers_a_sensitive_subject(facts_of):
    body = "Police speak about domestic abuse today. Call the helpline on 0808 157 0101."
    assert "no-support-line" not in [f.rule for f in facts_of(body).flags]


def test_a_day_word_that_contradicts_the_date_is_a_warning(facts_of):
    assert facts_of("Today (Wednesday) we march.").warnings == ()
    assert any("Wednesday" in w for w in facts_of("Today (Tuesday) we march.").warnings)


def test_a_hook_is_not_invented(facts_of):
    assert facts_of("# Only a heading").hook is None
