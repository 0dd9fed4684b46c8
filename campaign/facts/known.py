"""National numbers and sites, to give what a release prints its owner and purpose, and to check it. They never add anything to it.

The numbers stand in ``campaign/data/helplines.yaml``, each with its purpose, its owner's page and whether a person has looked there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

from campaign.facts.plans import digits_of
from campaign.models import ContactKind, Purpose


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """One line of the national list. ``label`` is what facts call it (None: needs no name); ``only``: it has no second number."""

    country: str
    number: str
    digits: str
    name: str
    label: str | None
    names: tuple[str, ...]
    within: tuple[str, ...]
    kind: ContactKind
    purpose: Purpose
    url: str
    audience: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    checked: str | None
    only: bool


def _entry(data: dict[str, Any]) -> Known:
    name = str(data["name"])
    return Known(
        country=data["country"],
        number=data["number"],
        digits=digits_of(data["number"], data["country"]),
        name=name,
        label=data.get("label", name),
        names=(name, *data.get("also", ())),
        within=tuple(data.get("within", ())),
        kind=cast("ContactKind", data.get("kind", "phone")),
        purpose=cast("Purpose", data["purpose"]),
        url=data["url"],
        audience=data["for"],
        topics=tuple(data["topics"]),
        languages=tuple(data["languages"]),
        checked=data["checked"],
        only=data.get("only", False),
    )


@cache
def _list() -> tuple[Known, ...]:
    """The list, read once. Each entry is a line of JSON, so that no YAML reader has to be waited for."""
    lines = files("campaign").joinpath("data", "helplines.yaml").read_text("utf-8").splitlines()
    return tuple(_entry(json.loads(line.strip()[2:])) for line in lines if line.startswith("  - {"))


@cache
def _by_number() -> dict[tuple[str, str], Known]:
    return {(k.country, k.digits): k for k in reversed(_list())}


def national(country: str, digits: str) -> Known | None:
    """The line of the national list with this number in this country."""
    return _by_number().get((country, digits))


def nationals(country: str) -> tuple[Known, ...]:
    """The national list of a country."""
    return tuple(k for k in _list() if k.country == country)


# the core of a site's name -> whose it is
SITES = {
    "actionfraud.police.uk": "Action Fraud",
    "reportfraud.police.uk": "Report Fraud",
    "report-it.org.uk": "True Vision",
    "crimestoppers-uk.org": "Crimestoppers",
    "childline.org.uk": "Childline",
    "samaritans.org": "Samaritans",
    "nspcc.org.uk": "NSPCC",
    "missingpeople.org.uk": "Missing People",
    "victimsupport.org.uk": "Victim Support",
    "modernslaveryhelpline.org": "Modern Slavery Helpline",
    "refuge.org.uk": "Refuge",
    "fearless.org": "Fearless",
}
