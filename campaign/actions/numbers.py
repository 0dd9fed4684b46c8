"""Telephone numbers of a campaign: each with its own name and purpose, as the release, the register and the national list give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from campaign import config
from campaign.actions import agreed, texts
from campaign.actions.source import facts_of, release_of
from campaign.actions.workspace import Workspace
from campaign.facts.country import country_of
from campaign.facts.mismatch import Book, Fault
from campaign.facts.plans import digits_of
from campaign.facts.register import SPOKEN, contradictions
from campaign.models import Campaign, MediaItem, Post, Problem, Severity

_FIX = "Put the right number there, as the release prints it, or give it its own words. A number of yours: contacts in config.yaml."


def ground(workspace: Workspace, campaign: Campaign) -> Book:
    """What may be said of each number in this campaign."""
    release, found, known = release_of(workspace, campaign), facts_of(workspace, campaign), workspace.config
    country = country_of(release, known.country) if release else known.country
    said = [*_paragraphs(workspace, campaign), *(line.text for line in known.house_lines)]
    said += [one.after for one in agreed.wordings(campaign)]
    said += [str(value) for entry in campaign.corrections for value in entry.values()]
    return Book(country, found.contacts if found else (), known.contacts, said, known.organisation)


def _paragraphs(workspace: Workspace, campaign: Campaign) -> list[str]:
    release = release_of(workspace, campaign)
    if release is None:
        return []
    return [" ".join(release.text[b.span.start : b.span.end].split()) for b in release.blocks]


def problems(post: Post, book: Book) -> Iterator[Problem]:
    """Each number that is wrong where it stands in a post: in its body, its variants, on its cards, in alt texts."""
    fields: list[tuple[str, Sequence[str], Sequence[MediaItem]]] = [("body", [post.body], post.media)]
    fields += [(f"variants.{name}", variant.parts, variant.media) for name, variant in post.variants.items()]
    for field, parts, media in fields:
        yield from _named((f for part in parts for f in book.faults(part)), field)
        for n, item in enumerate(media):
            yield from _named(_pictured(item, book), f"media.{n}" if field == "body" else field)


def _named(faults: Iterator[Fault], field: str) -> Iterator[Problem]:
    for fault in dict.fromkeys(faults):
        yield Problem(rule=fault.rule, severity=Severity.STOP, message=fault.message, fix=_FIX, source=field)


def _pictured(item: MediaItem, book: Book) -> Iterator[Fault]:
    if item.alt:
        yield from book.faults(item.alt)
    for key, value in item.card.fields.items() if item.card else ():
        if key == "numbers" and isinstance(value, Sequence):
            for entry in value:
                yield from book.entry(entry) if isinstance(entry, Mapping) else ()
        elif isinstance(value, str):
            yield from book.faults(value)
        elif isinstance(value, Sequence):
            for one in value:
                yield from book.faults(one) if isinstance(one, str) else ()


def unchecked(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """Numbers of the register that go out with a post and that nobody has looked up at their source."""
    real = [post for post in campaign.posts if not all(workspace.is_practice(account) for account in post.accounts)]
    said = "\n".join(text for post in real for texts_of in texts.every_text(post).values() for text in texts_of)
    for problem in config.unchecked(workspace.config) if said else ():
        if problem.source in said:
            yield replace(problem, source="register", file=str(workspace.root / config.CONFIG))


def release_problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """Where the release itself contradicts the register or the national list, or prints a number that cannot be right."""
    release, found, known = release_of(workspace, campaign), facts_of(workspace, campaign), workspace.config
    if release is None or found is None:
        return
    country, file = country_of(release, known.country), str(campaign.folder / campaign.text_file)
    fix = "Ask who wrote the release; what is wrong in it stands under `corrections` in campaign.yaml."
    settled = {digits_of(str(v), country) for entry in campaign.corrections for v in entry.values()}
    for conflict in contradictions("\n".join(_paragraphs(workspace, campaign)), found.contacts, known.contacts, country):
        corrected = digits_of(conflict.value, country) in settled
        severity = Severity.HINT if corrected else Severity.STOP if conflict.grave else Severity.WARN
        at = conflict.span.start if conflict.span else max(release.text.find(conflict.value), 0)
        line = release.text.count("\n", 0, at) + 1
        yield Problem(rule="number-conflict", severity=severity, message=conflict.message, fix=fix, source="release", file=file, line=line)
    for contact in found.contacts:
        if contact.doubt and contact.kind in SPOKEN and contact.span:
            line, warn = release.text.count("\n", 0, contact.span.start) + 1, Severity.WARN
            yield Problem(rule="number-doubt", severity=warn, message=contact.doubt, fix=fix, source="release", file=file, line=line)
