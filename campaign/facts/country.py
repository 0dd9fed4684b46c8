"""Which country's telephone numbers a release prints: from its addresses, dialling codes, police and places."""

from __future__ import annotations

import re

from campaign.models import Release

# what speaks for a country, and how strongly; a kind of evidence counts at most twice
_EVIDENCE: dict[str, tuple[tuple[int, str], ...]] = {
    "IE": (
        (3, r"\bGarda[ií]?\b|\bGardaí\b|\bAn Garda Síochána\b"),
        (3, r"[\w-]\.ie\b"),
        (3, r"\+ ?353\b|\b00 ?353\b"),
        (1, r"\b(?:Taoiseach|Tusla|HSE|Oireachtas|Co\.? (?:Cork|Galway|Kerry|Mayo|Dublin|Clare|Donegal|Wexford|Kildare|Limerick))\b"),
        (2, r"\b(?:Dublin|Cork|Limerick|Galway|Waterford) (?:City|County) Council\b|\bRepublic of Ireland\b"),
    ),
    "US": (
        (3, r"\bSheriff(?:['’]s)?(?: (?:Office|Department|Deput\w+))\b|\bPolice Department\b|\b(?:Highway Patrol|State Troopers?)\b"),
        (3, r"\b(?:call(?:ing)?|dial(?:ing)?) 911\b|\b988\b.{0,40}Lifeline|\b9-1-1\b"),
        (2, r"[\w-]\.(?:gov|mil|us)\b(?!\.)"),
        (2, r"\b(?:FBI|Department of Justice|Attorney General['’]s Office|County (?:Prosecutor|District Attorney))\b"),
        (2, r"\b1-8(?:00|33|44|55|66|77|88)-"),
        (1, r"[a-z], (?:A[LKZR]|C[AOT]|DE|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])\b"),
        (1, r"\((?:[2-9]\d{2})\) ?\d{3}-\d{4}"),
    ),
    "AU": (
        (3, r"[\w-]\.(?:com|net|org|gov|edu)\.au\b|[\w-]\.au\b"),
        (3, r"\+ ?61\b|\bTriple Zero\b|\btriple zero\b"),
        (2, r"\b(?:New South Wales|NSW|Queensland|Western Australia|South Australia|Tasmania|Victoria Police|AFP|Policelink|Australia)\b"),
        (2, r"\bCrime Stoppers\b.{0,60}1800 ?333 ?000|\b131 ?444\b|\b13 ?11 ?14\b"),
    ),
    "NZ": (
        (3, r"[\w-]\.(?:co|org|govt|ac|net|school)\.nz\b|[\w-]\.nz\b"),
        (3, r"\+ ?64\b|\bNew Zealand\b|\bAotearoa\b"),
        (2, r"\b(?:Te Whatu Ora|Oranga Tamariki|Waka Kotahi|Kāinga Ora|NZ Police|iwi|whānau)\b"),
        (1, r"\b(?:Auckland|Wellington|Christchurch|Dunedin|Waikato|Tauranga|Canterbury Police)\b"),
    ),
    "GB": (
        (2, r"[\w-]\.uk\b"),
        (3, r"\+ ?44\b|\b0044\b"),
        (2, r"\b(?:Constabulary|PCSO|Crimestoppers|NHS|Crown Court|Magistrates['’] Court|Police and Crime Commissioner)\b"),
        (1, r"\b(?:England|Wales|Scotland|Northern Ireland|Borough Council|County Council|District Council)\b"),
        (1, r"\b(?:call(?:ing)?|on|dial(?:ling)?|ring) (?:999|101)\b"),
    ),
}  # fmt: skip
_PATTERNS = {country: tuple((weight, re.compile(p)) for weight, p in cues) for country, cues in _EVIDENCE.items()}
_HEAD_START = 2  # the workspace's own country needs less to stay than another needs to be believed
_LOOK_AT = 40_000  # characters: a release says where it is from well before


def country_of(release: Release, default: str = "GB") -> str:
    """The country by the most evidence; ``default``, the workspace's, where nothing speaks clearly for another."""
    text = f"{release.url or ''}\n{release.area or ''}\n{release.title}\n{release.text[:_LOOK_AT]}"
    scores = {country: sum(weight * _times(pattern, text) for weight, pattern in cues) for country, cues in _PATTERNS.items()}
    best = max(scores, key=lambda country: (scores[country], country == default))
    return best if scores[best] > scores.get(default, 0) + _HEAD_START else default


def _times(pattern: re.Pattern[str], text: str) -> int:
    first = pattern.search(text)
    return 0 if first is None else 1 if pattern.search(text, first.end()) is None else 2
