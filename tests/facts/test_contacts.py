"""Numbers, addresses, names of accounts: what is one, what is none, what it is for."""

from __future__ import annotations

import pytest

from campaign.models import Contact

NUMBERS = {
    "Call 101, or 999 in an emergency.": ["101", "999"],
    "Call Crimestoppers on 0800 555111.": ["0800 555111"],
    "Ring our helpline on 0808 157 0123 at any time.": ["0808 157 0123"],
    "The number is 0808 80 10 327.": ["0808 80 10 327"],
    "From abroad call +44 (0)20 7946 0123.": ["+44 (0)20 7946 0123"],
    "Missing People (116 000) can help.": ["116 000"],
    "You can call 116 123 free.": ["116 123"],
    "In an emergency dial 112.": ["112"],
    "Tel: 101. In an emergency: 999.": ["101", "999"],
    "If the power is out, call 105.": ["105"],
    "Text 61016 if you see something.": ["61016"],
    "Text SHOUT to 85258.": ["85258"],
    "Deaf people can use 18000 or text.": ["18000"],
    "Textphone users dial 18001 101.": ["18001 101"],
    "Children can ring Childline on 0800 1111.": ["0800 1111"],
    "Call 101 ext 69191 and ask for the team.": ["101 ext 69191"],
    "Call us (01632 960123) by noon.": ["01632 960123"],
    "Call 101 or 01632 960 123 between 9am and 5pm.": ["101", "01632 960 123"],
    "Officers found 101 plants and 999 cartridges.": [],
    "Crime reference 42/101999/22 and log 101 of 3 May.": [],
    "Call 101 quoting log 999 of 16 April.": ["101"],
    "The charity (number 0112345) was founded in 1999.": [],
    "The 111 people who came gave £999 and £1,111.": [],
    "The office is open from 10.15 to 11.45 on 01/02/2024.": [],
    "Please call 101 and quote crime number 999.": ["101"],
    "Registered charity no. 1012345.": [],
    "Case 0800555111 was heard on 09.10.2023.": [],
    "Bus 101 runs every 15 minutes; the A105 is closed.": [],
    "He was born on 01 02 1980 at 10:15.": [],
    "Grid reference 012345 678901 marks the place.": [],
}

PURPOSES = {
    "Call 999 if a crime is happening.": ("999", "emergency", None),
    "Ring 101 to speak to us.": ("101", "non_emergency", None),
    "Tell Crimestoppers, anonymously, on 0800 555 111.": ("0800 555 111", "anonymous", "Crimestoppers"),
    "For emotional support call the Selwick Listening Line on 0808 157 0101.": ("0808 157 0101", "helpline", "Selwick Listening Line"),
    "Report fly-tipping on 01632 960 555.": ("01632 960 555", "report", None),
    "Book a free safety visit on 01632 960 111.": ("01632 960 111", "contact", "safety visits"),
    "You can text us on 07700 900 123.": ("07700 900 123", "text", None),
    "Call the Selwick Lantern Street 24 hour helpline on 0808 157 0103.": (
        "0808 157 0103", "helpline", "Selwick Lantern Street 24 hour helpline",
    ),
    "Call the Workers and Lamps Abuse Authority (WLAA) on 0808 157 0102 for help.": (
        "0808 157 0102", "helpline", "Workers and Lamps Abuse Authority",
    ),
    "To tell us more phone 01632 960 777.": ("01632 960 777", "contact", None),
}

LINKS = {
    "See www.brackenholt.example/safe.": ["www.brackenholt.example/safe"],
    "Visit https://www.brackenholt.example/a?b=c#d, or call.": ["https://www.brackenholt.example/a?b=c#d"],
    "Go to brackenholt.police.uk (or ask).": ["brackenholt.police.uk"],
    "(see www.brackenholt.example/a_(b))": ["www.brackenholt.example/a_(b)"],
    "Mail help@brackenholt.example today.": [],
    "We walked home.It rained.": [],
    "Share: https://www.facebook.com/sharer/sharer.php?u=https://a.example or https://x.com/intent/tweet?text=a": [],
    "See www.brackenholt.example%20 for more.": ["www.brackenholt.example"],
    "Read it at “www.brackenholt.example”.": ["www.brackenholt.example"],
    "Meet at 9.30am, e.g. by the clock, or at 10.45.": [],
}


def phones(facts) -> list[Contact]:
    return [c for c in facts.contacts if c.kind in {"phone", "text", "textphone"}]


@pytest.mark.parametrize(("body", "expected"), NUMBERS.items(), ids=NUMBERS.keys())
def test_numbers_are_found_and_nothing_else(facts_of, body, expected):
    assert [c.value for c in phones(facts_of(body))] == expected


@pytest.mark.parametrize(("body", "expected"), PURPOSES.items(), ids=PURPOSES.keys())
def test_a_number_has_its_purpose_and_owner(facts_of, body, expected):
    assert [(c.value, c.purpose, c.label) for c in phones(facts_of(body))] == [expected]


@pytest.mark.parametrize(("body", "expected"), LINKS.items(), ids=LINKS.keys())
def test_addresses_end_before_the_sentences_own_punctuation(facts_of, body, expected):
    assert [c.value for c in facts_of(body).contacts if c.kind == "web"] == expected


def test_mail_accounts_and_hashtags(facts_of):
    facts = facts_of("Mail help.desk@brackenholt.example, follow @BrackenholtPol and use #SafeAtHome or #1 or #2024 (#Éire).")
    assert [(c.kind, c.value) for c in facts.contacts] == [("email", "help.desk@brackenholt.example"), ("social", "@BrackenholtPol")]
    assert facts.hashtags == ("#SafeAtHome", "#Éire")


def test_a_number_that_cannot_exist_is_named(facts_of):
    facts = facts_of("Call our helpline on 0800 555 11.")
    assert [c.doubt is not None for c in phones(facts)] == [True]
    assert any("0800 555 11" in w for w in facts.warnings)


def test_a_site_without_an_address_is_a_warning(facts_of):
    assert any("Stop Hate" in w for w in facts_of("You can visit the Stop Hate website.").warnings)


def test_the_register_gives_its_label_and_names_a_contradiction(facts_of):
    from campaign.facts import find
    from campaign.release import parse

    register = [
        Contact(kind="phone", value="01632 960 200", normalised="01632960200", label="Brackenholt Haven", purpose="helpline"),
        Contact(kind="phone", value="01632 960 300", normalised="01632960300", label="Lantern House", purpose="helpline"),
    ]
    release = parse(b"Call us on 01632 960 200. Or ring Lantern House on 01632 960 301.", "a.md")
    facts = find(release, register)
    assert (facts.contacts[0].label, facts.contacts[0].purpose) == ("Brackenholt Haven", "helpline")
    assert any("01632 960 301" in w and "01632 960 300" in w for w in facts.warnings)
