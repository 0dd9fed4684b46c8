"""What a release is about, as far as the choice of words depends on it: the conditions that a wording may name under `when`.

A theme is only said to hold where the release's title, event or opening says so, or its numbers do: a wording for firefighters in a
police release, or "report it" in a hospital's, is worse than a plain one. In doubt no theme holds, and the wordings for all stand.
"""

from __future__ import annotations

import re

from campaign.models import Contact, Facts

THEMES = ("affected", "crime", "fire", "fraud", "health", "missing", "road", "suicide")


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


# "Fire crews", "fire service": who speaks, not what about.
_FIRE = _words(
    r"fires?(?! (?:up|crews?|service|and rescue|authority|station|chief|engines?|officers?|brigade|arms)\b)"
    r"|smoke alarms?|chip pans?|wildfires?"
)
_HEALTH = _words(
    r"nhs|hospitals?|vaccin\w+|jabs?|boosters?|sepsis|strokes?|flu|measles|meningitis|dementia|diabetes|cancer|asthma|screening"
    r"|gp|gps|surger(?:y|ies)|pharmac(?:y|ies|ists?)|symptoms?|patients?|blood pressure|menopause|midwi(?:fe|ves)|organ donation"
)
_FRAUD = _words(r"fraud|frauds|fraudsters?|scams?|scammers?|phishing|rogue traders?|doorstep crime|con artists?|sextortion")
_ROAD = _words(
    r"drivers?|motorists?|motorcyclists?|road (?:safety|users?|deaths?|policing|traffic)|seat ?belts?|speeding"
    r"|drink[- ]driv\w+|drug[- ]driv\w+|at the wheel|behind the wheel|fatal five"
)
_SUICIDE = _words(r"suicid\w+|self[- ]?harm\w*")
_AFFECTED = _words(
    r"domestic (?:abuse|violence)|coercive (?:and controlling )?(?:control|behaviour)"
    r"|(?<!drug )(?<!alcohol )(?<!substance )(?<!animal )abuse|abusive|exploit(?:ation|ed|ing)|groom(?:ing|ed)|county lines"
    r"|cuckoo(?:ing|ed)|modern slavery|trafficking|forced (?:marriage|labour)|stalk(?:ing|ers?)|hate (?:crimes?|incidents?)|rape"
    r"|sexual (?:assault|violence|offences?|abuse|exploitation)|honour[- ]based|fgm"
    r"|female genital mutilation|white ribbon|bullying|violence against women(?: and girls)?"
)
_COMMON = _words(r"hospitals?|gps?")  # words that any release may have: alone they make none a release on health


def themes_of(facts: Facts) -> frozenset[str]:
    """The themes of a release, by its title, event and opening, and by whom it asks the public to call."""
    top = "\n".join([facts.title, *(f.text for f in (facts.event, facts.hook) if f is not None)])
    police = any(c.purpose in {"non_emergency", "anonymous"} for c in facts.contacts)
    suicide = _SUICIDE.search(top) is not None
    missing = any(flag.rule == "missing-person" for flag in facts.flags)
    found = {
        "missing": missing,
        "suicide": suicide,
        "fraud": _FRAUD.search(top) is not None,
        "fire": not police and not missing and _ROAD.search(top) is None and _FIRE.search(top) is not None,
        "health": not police and not missing and not suicide and (_health(top) or any(map(_of_the_nhs, facts.contacts))),
        "road": not missing and _ROAD.search(top) is not None,
        "affected": suicide or _AFFECTED.search(top) is not None,
    }
    found["crime"] = police and not any(found[name] for name in ("missing", "road", "suicide"))
    return frozenset(name for name, holds in found.items() if holds)


def _health(top: str) -> bool:
    words = {hit[0].casefold() for hit in _HEALTH.finditer(top)}
    return any(not _COMMON.fullmatch(word) for word in words) or len(words) > 1


def _of_the_nhs(contact: Contact) -> bool:
    return contact.normalised in {"111", "119"} or (contact.label or "").startswith("NHS")
