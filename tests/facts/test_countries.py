"""Numbers of other countries, and the country that a release speaks for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.facts import find
from campaign.facts.country import country_of
from campaign.facts.phones import phones_in
from campaign.facts.plans import digits_of
from campaign.release import parse

FRONT = "---\ntitle: A title\ndate: 2024-03-20\narea: {area}\n---\n\n"

RELEASES = {
    "GB": "Brackenholt Constabulary asks drivers to slow down. See www.brackenholt.police.uk or call 101.",
    "IE": "Gardaí in Ballykellan are appealing for witnesses. Call Ballykellan Garda Station or see www.garda.example.ie.",
    "US": "The Marlow County Sheriff's Office is warning residents of a phone scam. In an emergency, dial 911.",
    "AU": "Police in New South Wales are asking swimmers to stay between the flags. In an emergency call Triple Zero (000).",
    "NZ": "Police across New Zealand ask drivers to slow down. See www.police.example.govt.nz.",
}

NUMBERS = {
    "IE": {
        "Call 999 or 112 in an emergency.": ["999", "112"],
        "Ring the Garda Confidential Line on 1800 666 111.": ["1800 666 111"],
        "Call the station on (01) 666 0000 or 087 123 4567.": ["(01) 666 0000", "087 123 4567"],
        "Call Samaritans on 116 123, or +353 1 666 0000 from abroad.": ["116 123", "+353 1 666 0000"],
        "About 1800 people came, 999 of them by bus.": [],
    },
    "US": {
        "In an emergency dial 911. In a crisis call or text 988.": ["911", "988"],
        "Call the hotline at 1-800-799-7233.": ["1-800-799-7233"],
        "Call 1-800-CALL-FBI or (212) 555-0123.": ["1-800-CALL-FBI", "(212) 555-0123"],
        "Call 212-555-0123, or text HOME to 741741.": ["212-555-0123", "741741"],
        "Anybody who knows more can reach the department at 555-0147.": ["555-0147"],
        "Case 24-081355, filed 03-20-2024, cost $911 and 988 hours.": [],
    },
    "AU": {
        "In an emergency call Triple Zero (000).": ["000"],
        "Call Crime Stoppers on 1800 333 000 or police on 131 444.": ["1800 333 000", "131 444"],
        "Lifeline is on 13 11 14, or text 0477 13 11 14.": ["13 11 14", "0477 13 11 14"],
        "Call the station on (02) 5550 1234 or 1300 22 4636.": ["(02) 5550 1234", "1300 22 4636"],
        "The crowd of 25,000 raised $1,000 in 131 minutes.": [],
    },
    "NZ": {
        "In an emergency call 111. Otherwise call 105.": ["111", "105"],
        "Call or text 1737, or ring Lifeline on 0800 543 354.": ["1737", "0800 543 354"],
        "Call the station on 09 555 1234 or 021 123 4567.": ["09 555 1234", "021 123 4567"],
        "In 1737 there were 111 houses and 105 barns.": [],
    },
}


@pytest.mark.parametrize(("country", "body"), RELEASES.items(), ids=RELEASES.keys())
def test_a_release_speaks_for_its_country(country, body):
    assert country_of(parse((FRONT.format(area="Marlow") + body).encode(), "a.md")) == country


def test_the_workspaces_country_holds_where_nothing_speaks_clearly():
    release = parse((FRONT.format(area="Marlow") + "Please lock your shed. Call us.").encode(), "a.md")
    assert [country_of(release, default) for default in ("GB", "NZ", "IE")] == ["GB", "NZ", "IE"]


def test_a_word_about_another_country_does_not_move_a_british_release():
    body = "Brackenholt Constabulary worked with Garda officers in Ireland and the FBI. Call 101 or see www.brackenholt.police.uk."
    assert country_of(parse((FRONT.format(area="Brackenholt") + body).encode(), "a.md")) == "GB"


CASES = [(country, text, expected) for country, cases in NUMBERS.items() for text, expected in cases.items()]


@pytest.mark.parametrize(("country", "text", "expected"), CASES, ids=[f"{c}: {t}" for c, t, _ in CASES])
def test_numbers_of_the_country_are_found_and_nothing_else(country, text, expected):
    assert [p.value for p in phones_in(text, country)] == expected


@pytest.mark.parametrize("country", ["IE", "US", "AU", "NZ"])
def test_purpose_and_label_come_from_the_countrys_own_list(country):
    body = f"{RELEASES[country]} In an emergency call {'111' if country == 'NZ' else '112' if country == 'IE' else '911, 000'}."
    facts = find(parse((FRONT.format(area="Marlow") + body).encode(), "a.md"))
    first = next(c for c in facts.contacts if c.kind == "phone")
    assert first.purpose == "emergency"


SAME = {
    "GB": ["0808 157 0123", "+44 808 157 0123", "+44 (0)808 157 0123", "0044 808 157 0123", "(0808) 157 0123"],
    "IE": ["01 666 0000", "(01) 666 0000", "+353 1 666 0000", "00353 1 666 0000"],
    "US": ["1-800-225-5324", "800-225-5324", "+1 800 225 5324", "1-800-CALL-FBI"],
    "AU": ["0491 570 156", "+61 491 570 156", "0011 61 491 570 156"],
    "NZ": ["09 555 1234", "+64 9 555 1234", "0064 9 555 1234"],
}


@pytest.mark.parametrize(("country", "forms"), SAME.items(), ids=SAME.keys())
def test_every_way_of_writing_a_number_is_one_number(country, forms):
    assert len({digits_of(form, country) for form in forms}) == 1


@given(st.text(alphabet="0123456789 +()-./,:ab£OEX", max_size=60), st.sampled_from(["GB", "IE", "US", "AU", "NZ", "FR"]))
def test_any_jumble_is_read_without_overlap_and_as_printed(text, country):
    end = 0
    for phone in phones_in(text, country):
        assert end <= phone.span.start < phone.span.end <= len(text)
        assert " ".join(text[phone.span.start : phone.span.end].split()) == phone.value
        end = phone.span.end


HOSTILE = ("07700900123 ", "999, ", "call 0800 555 111 or ", "0800 1111 www.a.example ", "1-800-A", "(0", "not a Childline, ")


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_line_full_of_numbers_is_read_in_linear_time(unit):
    release = parse((unit * (50_000 // len(unit))).encode(), "a.md")
    start = time.monotonic()
    find(release)
    assert time.monotonic() - start < 5
