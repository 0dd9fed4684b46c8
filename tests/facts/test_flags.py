"""Safeguarding flags: what has to be caught, and what looks like it and must not be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.facts import find
from campaign.release import parse

CAUGHT = {
    "child named, age behind": ("Lily Rook, 9, won a medal.", "child-named", "Lily Rook"),
    "child named, age in brackets": ("Lily Rook (9) was taken to hospital.", "child-named", "Lily Rook"),
    "child named, age before": ("Fourteen-year-old Lily Rook was hurt.", "child-named", "Lily Rook"),
    "child named, only a first name": ("A crash killed 14-year-old Lily on Monday.", "child-named", "Lily"),
    "child named, in words": ("Their son Tobias Rook, who was 12, loved boats.", "child-named", "Tobias Rook"),
    "schoolgirl": ("Schoolgirl Lily Rook raised £400.", "child-named", "Lily Rook"),
    "child named in the notes": ("It rained.\n\nENDS\n\nPictured is Lily Rook, 9, with her medal.", "child-named", "Lily Rook"),
    "child, age and place": ("A 14-year-old girl from Brackenholt was hurt.", "child-identifiable", "A 14-year-old girl"),
    "child, aged": ("A boy, aged 14, was attacked in Brackenholt.", "child-identifiable", "A boy, aged 14"),
    "child, school": ("A Year 9 pupil at Ostwick Academy was bullied.", "child-identifiable", "A Year 9 pupil"),
    "victim killed": ("Tobias Rook, 34, was killed in the crash.", "victim-named", "Tobias Rook"),
    "victim of": ("Detectives investigating the murder of Tobias Rook were back.", "victim-named", "Tobias Rook"),
    "named as": ("The man who died has been named as Tobias Rook.", "victim-named", "Tobias Rook"),
    "tribute": ("The family of Tobias Rook, who died, paid tribute.", "victim-named", "Tobias Rook"),
    "adult, combination": (
        "The 43-year-old teacher from Ostwick, who works at Selwick Grammar, lost £9,000.", "identifiable", "The 43-year-old teacher"
    ),
    "house": ("The house at 14 Mill Lane was closed.", "address", "14 Mill Lane"),
    "postcode": ("Officers searched a flat at AB1 2CD.", "address", "AB1 2CD"),
    "of a road": ("Tobias Rook, 34, of Brackenholt Road, Selwick, was jailed.", "address", "Brackenholt Road"),
    "arrested": ("A 34-year-old man from Ostwick was arrested on suspicion of theft.", "suspect-before-charge", "A 34-year-old man"),
    "arrested and named": ("Tobias Rook was arrested and released on bail.", "suspect-before-charge", "Tobias Rook"),
    "wanted": ("Tobias Rook, 34, is wanted in connection with a burglary.", "suspect-before-charge", "Tobias Rook"),
    "sought": ("Officers want to speak to Tobias Rook in connection with a burglary.", "suspect-before-charge", "Tobias Rook"),
    "charged": ("A man has been charged with murder.", "active-proceedings", "has been charged with"),
    "court to come": ("She will appear at Selwick Crown Court on Monday.", "active-proceedings", "will appear at"),
    "named beside rape": ("Maud Rook was raped by a stranger.", "sexual-offence-anonymity", "Maud Rook"),
    "tie to the offender": ("Tobias Rook was jailed for raping his stepdaughter.", "sexual-offence-anonymity", "his stepdaughter"),
    "picture of children": ("It rained.\n\nENDS\n\nPhotographs of the children are available on request.", "child-picture", "Photographs"),
    "photo call": ("It rained.\n\nENDS\n\nPhotographers are welcome; picture of pupils with the van at 10am.", "child-picture", "picture"),
    "missing": ("Have you seen Edwin? He was last seen in Mill Lane.", "missing-person", "Have you seen Edwin"),
    "missing person": ("Officers appeal for help to find missing Edwin Rook.", "missing-person", "missing Edwin Rook"),
    "self-harm": ("Signs include self-harm and silence.", "self-harm", "self-harm"),
    "method": ("He died by suicide after he jumped from a bridge.", "suicide-method", "jumped from"),
    "method alone": ("She hanged herself at home.", "suicide-method", "hanged herself"),
    "no support line": ("Police speak about domestic abuse today. Call 101.", "no-support-line", "domestic abuse"),
}  # fmt: skip

# What a careful reader would not stop at. An empty tuple of rules: none at all.
QUIET = {
    "officer": "PC Ines Wale, 34, said: “We were lucky.”",
    "an award": "Firefighter Maud Rook, 41, won an award for bravery in Ostwick.",
    "a case study who speaks": "“I lost £9,000,” said Margery Rook, 71, from Ostwick. “I was the victim of a scam.”",
    "speaker's own loss": "Sunniva Dahl, whose brother was killed in 2016, said: “I think of him every day.”",
    "children in general": "Children aged 12 to 15 in Brackenholt can have the vaccine.",
    "eligibility": "Anyone aged 16 or over, and people aged 65, can book in Ostwick.",
    "a clock": "Clinics are open on Thursday 15 May, 12 noon to 6pm, and the band plays the Library Garden, 11.30am Friday.",
    "a venue": "The drop-in is at Brackenholt Library, 14 Mill Lane, AB1 2CD, every Tuesday.",
    "a press office": "It rained.\n\nENDS\n\nPress office, 14 Mill Lane, Ostwick AB1 2CD.",
    "a street": "Residents of Mill Lane were let back at noon after the fire in Orchard Close.",
    "many arrests": "Officers made 12 arrests during the week and 40 vehicles were stopped.",
    "a general warning": "Anyone who is arrested has rights. If a man is wanted, call 101.",
    "jailed": "Tobias Rook was arrested in May and jailed for three years.",
    "admitted to hospital is no conviction, and no suspect": "Last winter 212 people were admitted to hospital.",
    "a sign": "Signs include going missing from home, and unexplained injuries.",
    "found": "Edwin Rook, who was reported missing, has been found safe and well.",
    "oilseed": "Fields of oilseed rape are in flower.",
    "an overdose of caution": "Officers searched the shop and took the tablets away.",
    "pictures as evidence": "Please send dashcam footage of the crash to officers.",
    "online safety": "Parents should ask before posting pictures of children, and welcome their questions.",
    "a helped subject": "Police speak about domestic abuse today. The National Domestic Abuse Helpline is on 0808 2000 247.",
    "an aside": "Shops reopened.\n\nThe day was fine.\n\nThe fair also has a stall about stalking.",
}


@pytest.mark.parametrize(("body", "rule", "words"), CAUGHT.values(), ids=CAUGHT.keys())
def test_a_matter_is_flagged_with_its_reason_where_it_stands(body, rule, words):
    release = parse(f"---\ntitle: A title\n---\n{body}".encode(), "a.md")
    found = {f.rule: release.text[f.span.start : f.span.end] for f in reversed(find(release).flags) if f.why.strip()}
    assert found.get(rule) == words, found


@pytest.mark.parametrize("body", QUIET.values(), ids=QUIET.keys())
def test_what_only_looks_like_a_matter_is_left_alone(facts_of, body):
    assert [(f.rule, f.why) for f in facts_of(body).flags] == []


def test_each_person_is_a_matter_of_their_own(facts_of):
    facts = facts_of("Lily Rook, 9, and Tom Wale, 8, won medals.")
    assert [f.why.split(",")[0] for f in facts.flags if f.rule == "child-named"] == ["Lily Rook", "Tom Wale"]


def test_a_waiver_of_anonymity_is_respected(facts_of):
    body = "Maud Rook, who waived her right to anonymity, was raped at 30."
    assert "sexual-offence-anonymity" not in [f.rule for f in facts_of(body).flags]


def test_a_reporting_line_is_no_support_line(facts_of):
    body = "Police speak about child sexual exploitation today. Call Crimestoppers on 0800 555 111 or {}."
    for number, flagged in (("the NSPCC on 0808 800 5000", True), ("NHS 111", True), ("Childline on 0800 1111", False)):
        assert ("no-support-line" in [f.rule for f in facts_of(body.format(number)).flags]) is flagged, number


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([case[0] for case in CAUGHT.values()] + list(QUIET.values())), min_size=1, max_size=6))
def test_matters_do_not_depend_on_their_neighbours_being_there(bodies):
    release = parse(("---\ntitle: A title\n---\n" + "\n\n".join(bodies)).encode(), "a.md")
    flags = find(release).flags
    assert all(0 <= f.span.start < f.span.end <= len(release.text) and f.why for f in flags)
    assert len({(f.rule, f.why) for f in flags}) == len(flags)
