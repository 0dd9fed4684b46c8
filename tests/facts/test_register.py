"""The national list is honest and well formed; a release that contradicts it or the register is named with both numbers."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign import yamlfile
from campaign.facts import find
from campaign.facts.contacts import paragraphs_of
from campaign.facts.document import open_document
from campaign.facts.known import national, nationals
from campaign.facts.plans import PLANS, digits_of, doubt_of
from campaign.facts.register import contradictions, is_slip
from campaign.models import Contact, Purpose
from campaign.release import parse

LIST = files("campaign").joinpath("data", "helplines.yaml").read_text("utf-8")
ALL = [known for country in PLANS for known in nationals(country)]


def test_the_list_is_yaml_and_read_as_what_it_says():
    entries = yamlfile.parse(LIST, "helplines.yaml").data["entries"]
    assert [(e["country"], e["number"], e["name"]) for e in entries] == [(k.country, k.number, k.name) for k in ALL]
    assert len(nationals("GB")) >= 40


@pytest.mark.parametrize("known", ALL, ids=lambda k: f"{k.country} {k.name} {k.number}")
def test_every_line_says_whose_what_for_where_and_for_whom(known):
    assert known.purpose in get_args(Purpose)
    assert known.url.startswith("https://")
    assert known.audience
    assert known.topics
    assert known.languages
    assert known.checked is None or re.fullmatch(r"\d{4}-\d\d-\d\d", known.checked)
    assert national(known.country, known.digits) is not None
    assert len(known.digits) < 9 or known.digits.startswith("18001") or doubt_of(known.digits, known.number, known.country) is None


@pytest.mark.parametrize("country", PLANS)
def test_no_two_lines_share_a_number(country):
    digits = [k.digits for k in nationals(country)]
    assert sorted(digits) == sorted(set(digits))


def register(*lines: tuple[str, str, Purpose]) -> list[Contact]:
    return [Contact(kind="phone", value=v, normalised=digits_of(v, "GB"), label=label, purpose=p) for v, label, p in lines]


HAVEN = register(("01632 960 300", "Lantern House", "helpline"), ("0808 157 0192", "Selwick Line", "helpline"))


def conflicts(body: str) -> list[tuple[str, bool]]:
    release = parse(f"---\ntitle: A\ndate: 2024-03-20\narea: B\n---\n\n{body}".encode(), "a.md")
    found = find(release, HAVEN)
    text = paragraphs_of(open_document(release))
    said = contradictions(text, found.contacts, HAVEN, "GB")
    assert all(c.message in found.warnings for c in said)
    return [(c.message, c.grave) for c in said]


GRAVE = {
    "Call Crimestoppers on 0800 555 777.": ("0800 555 777", "0800 555 111"),
    "Call Crimestoppers on 0800 555 112.": ("0800 555 112", "0800 555 111"),
    "Call Crimestoppers on 0800 1111.": ("0800 1111", "0800 555 111"),
    "Ring Lantern House on 01632 960 777.": ("01632 960 777", "01632 960 300"),
    "Ring Lantern House on 01632 960 030.": ("01632 960 030", "01632 960 300"),
    "Childline can be reached on 116 123.": ("116 123", "0800 1111"),
    "In an emergency call 101.": ("101", "999"),
}
DOUBTFUL = {
    "Call our helpline on 0808 157 0129.": ("0808 157 0129", "0808 157 0192"),
    "Call our helpline on 0808 2000 427.": ("0808 2000 427", "0808 2000 247"),
    "Call our helpline on 0808 157 092.": ("0808 157 092", "0808 157 0192"),
}
FINE = (
    "Call Crimestoppers on 0800 555 111, or Childline on 0800 1111.",
    "Call Samaritans of Brackenholt on 01632 960 555.",
    "Victim Support has a local office: 01632 960 556.",
    "Ring Lantern House on 01632 960 300.",
    "Call 999 in an emergency and 101 if it is not. Crimestoppers is independent of the police: 0800 555 111.",
    "If you know Childline, call 101.",
)


@pytest.mark.parametrize(("body", "both"), GRAVE.items(), ids=GRAVE.keys())
def test_a_contradiction_is_an_error_that_names_both(body, both):
    found = conflicts(body)
    assert any(grave for _, grave in found), found
    assert all(any(number in message for message, _ in found) for number in both), found


@pytest.mark.parametrize(("body", "both"), DOUBTFUL.items(), ids=DOUBTFUL.keys())
def test_a_number_that_is_nearly_a_known_one_is_a_warning_that_names_it(body, both):
    ((message, grave),) = conflicts(body)
    assert not grave
    assert all(number in message for number in both)


@pytest.mark.parametrize("body", FINE)
def test_what_does_not_contradict_is_left_alone(body):
    assert conflicts(body) == []


NUMBER = st.from_regex(r"0[138]\d{8,9}", fullmatch=True)


@given(NUMBER, st.data())
def test_one_slip_of_the_finger_is_recognised_both_ways(number, data):
    at = data.draw(st.integers(0, len(number) - 1))
    slips = {number[:at] + number[at + 1 :], number[:at] + data.draw(st.sampled_from("0123456789")) + number[at + 1 :]}
    slips |= {number[:at] + number[at + 1 : at + 2] + number[at] + number[at + 2 :]}
    for other in slips - {number}:
        assert is_slip(number, other)
        assert is_slip(other, number)


@given(NUMBER, NUMBER)
def test_two_slips_are_another_number(one, other):
    changed = sum(a != b for a, b in zip(one, other, strict=False))
    if len(one) == len(other) and changed > 2:
        assert not is_slip(one, other)
