"""Wording that a speaker agreed to in place of the release's: who, when, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from campaign import yamlfile
from campaign.actions import texts
from campaign.errors import PostError
from campaign.models import Campaign, Post, Problem, Severity
from campaign.text import fold

KEYS = ("before", "after", "by", "at")
_FIX = "Write: {before: the release's words, after: the agreed ones, by: who agreed, at: 2026-03-17}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """One agreed wording: ``before`` in the release, ``after`` in posts, agreed ``by`` whom and ``at`` which day."""

    before: str
    after: str
    by: str
    at: str
    place: int


def wordings(campaign: Campaign) -> list[Agreed]:
    """The agreed wordings of a campaign that are complete; what is wrong with the others, `problems` says."""
    return [
        Agreed(**{key: _text(entry, key) for key in KEYS}, place=n) for n, entry in enumerate(campaign.agreed) if not _missing(entry)
    ]


def problems(campaign: Campaign, release: str) -> Iterator[Problem]:
    """What is wrong with the agreed wordings themselves, with the line of campaign.yaml: all of it stops an approval."""
    for n, entry in enumerate(campaign.agreed):
        if missing := _missing(entry):
            yield _problem(campaign, n, f"An agreed wording has no {' and no '.join(f'`{key}`' for key in missing)}.", _FIX)
    whole = flat(release)
    found = wordings(campaign)
    for one in found:
        if flat(one.before) not in whole:
            message = f"What was agreed instead of “{short(one.before)}” has no place: the release doesn't say that."
            yield _problem(campaign, one.place, message, "Copy `before` from release.txt, letter by letter.")
        if not _is_day(one.at):
            yield _problem(campaign, one.place, f"{one.at!r} is no day.", "Write it like at: 2026-03-17")
    for one, other in combinations(found, 2):
        if _conflict(one, other):
            both = f"by {one.by} “{short(one.after)}”, and by {other.by} “{short(other.after)}”"
            message = f"Two wordings were agreed for “{short(one.before)}”: {both}."
            yield _problem(campaign, other.place, message, "Delete the one that no longer holds.")


def used(campaign: Campaign, post: Post) -> Iterator[Problem]:
    """Where a post uses agreed wording, or still the wording that was given up."""
    for field, said in texts.every_text(post).items():
        words = flat("\n".join(said))
        for one in wordings(campaign):
            if flat(one.after) in words:
                message = f"“{short(one.after)}” was agreed by {one.by} on {one.at}."
                yield Problem(rule="agreed", severity=Severity.HINT, message=message, source=field)
            elif flat(one.before) in words and flat(one.before) not in flat(one.after):
                message = f"“{short(one.before)}” was given up: {one.by} agreed to other words on {one.at}."
                yield Problem(rule="agreed", severity=Severity.WARN, message=message, fix=f"Write “{short(one.after)}”.", source=field)


def flat(text: str) -> str:
    """Words as they are compared: one kind of marks, dashes and spaces."""
    return " ".join(fold(text).split())


def short(text: str) -> str:
    """The beginning of a wording, for a message."""
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:70].rsplit(" ", 1)[0] + " …"


def _missing(entry: object) -> list[str]:
    return [key for key in KEYS if not _text(entry, key)]


def _text(entry: object, key: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _conflict(one: Agreed, other: Agreed) -> bool:
    """Two ways to put the same words; one that takes the other's up in a longer stretch is no conflict."""
    first, second, now, then = (flat(text) for text in (one.before, other.before, one.after, other.after))
    if first == second:
        return now != then
    return (first in second or second in first) and now not in then and then not in now


def _problem(campaign: Campaign, place: int, message: str, fix: str) -> Problem:
    file = campaign.folder / "campaign.yaml"
    try:
        lines = yamlfile.read(file, error=PostError).lines
    except PostError:
        lines = {}
    line = lines.get(f"agreed.{place}") or lines.get("agreed")
    return Problem(rule="agreed", severity=Severity.STOP, message=message, fix=fix, source=f"agreed.{place}", file=str(file), line=line)
