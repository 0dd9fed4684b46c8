"""Whose words a post quotes, and whether its signs and advice are the release's: the check of speech and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.actions import agreed, texts
from campaign.actions.source import facts_of, release_of
from campaign.actions.workspace import Workspace
from campaign.facts.speech import Misquote, Speech
from campaign.models import Campaign, Card, Facts, MediaItem, Post, Problem, Severity
from campaign.text import fold

_BULLET = re.compile(r"(?m)^[ \t]*(?:[-*•·–▪◦●✅✔☑➡👉]|\d{1,2}[.)])[ \t]+(.+)$")
_WORD = re.compile(r"[^\W_]+(?:['.,:-][^\W_]+)*")
_FIXES = {
    "untraced-speaker": "Name the speaker as the release does, or write what was agreed under `agreed` in campaign.yaml.",
    "cut-quote": "Quote whole sentences, or mark the cut with […].",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What posts of one campaign are compared with: all that is said, the release's words, the house's, and its lists."""

    speech: Speech
    text: str
    release: str
    house: str
    facts: Facts | None


def ground(workspace: Workspace, campaign: Campaign) -> Ground:
    """Everything that may vouch for speech and lists in this campaign."""
    release, found, config = release_of(workspace, campaign), facts_of(workspace, campaign), workspace.config
    text = release.text if release else ""
    known = [campaign.title, config.organisation, campaign.hashtag or "", *(campaign.release.get(key) or "" for key in ("title", "area"))]
    pairs = [(one.before, one.after) for one in agreed.wordings(campaign)]
    corrected = [(str(c.get("was") or ""), str(c.get("is") or "")) for c in campaign.corrections]
    speech = Speech(text, found.quotes if found else (), known=known, agreed=pairs, corrected=corrected)
    house = [line.text for line in config.house_lines] + [after for _, after in pairs] + [now for _, now in corrected]
    return Ground(speech=speech, text=text, release=_lower(f"{text}\n{campaign.title}"), house=_lower("\n".join(house)), facts=found)


def problems(post: Post, on: Ground) -> Iterator[Problem]:
    """Every quotation that isn't its speaker's or was cut, and every sign or piece of advice that isn't the release's."""
    for field, said in texts.every_text(post).items():
        if "media." not in field:
            yield from (_misquote(m, field) for text in said for m in on.speech.misquotes(text))
    for field, item in _pictures(post):
        yield from (_misquote(m, field) for m in on.speech.misquotes(item.alt or ""))
        if item.card is not None:
            yield from (_misquote(m, field) for m in _on_card(item.card, on.speech))
            yield from _items(_listed(item.card.fields.get("items")), field, on)
    if post.kind in {"signs", "advice"}:
        for field, said in (("body", [post.body]), *((f"variants.{name}", v.parts) for name, v in post.variants.items())):
            yield from _items([line for text in said for line in _BULLET.findall(text)], field, on)
            yield from _changed(post, field, "\n".join(said), on)


def _pictures(post: Post) -> Iterator[tuple[str, MediaItem]]:
    for n, item in enumerate(post.media):
        yield f"media.{n}", item
    for name, variant in post.variants.items():
        for n, item in enumerate(variant.media):
            if item not in post.media:
                yield f"variants.{name}.media.{n}", item


def _on_card(card: Card, speech: Speech) -> list[Misquote]:
    others = [str(value) for key, value in card.fields.items() if key != "quote" and isinstance(value, str)]
    found = speech.on_card(card.fields) if card.layout == "quote" else []
    return found or [m for text in others for m in speech.misquotes(text)]


def _misquote(found: Misquote, field: str) -> Problem:
    return Problem(rule=found.rule, severity=Severity.STOP, message=found.message, fix=_FIXES[found.rule], source=field)


def _listed(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _items(items: list[str], field: str, on: Ground) -> Iterator[Problem]:
    for item in items:
        words = _lower(item)
        if not words.strip() or words in on.release:
            continue
        house = words in on.house
        whose = "is wording of the house; the release doesn't say it" if house else "is not in the release"
        fix = "" if house else "Write it as the release does, or add it: house_lines in config.yaml, or `agreed` in campaign.yaml."
        severity = Severity.WARN if house else Severity.STOP
        yield Problem(rule="untraced-sign", severity=severity, message=f"“{agreed.short(item)}” {whose}.", fix=fix, source=field)


def _changed(post: Post, field: str, text: str, on: Ground) -> Iterator[Problem]:
    """A sign inside a sentence that the post was made from, and that doesn't stand there any more as the release has it."""
    words, spans = _lower(text), set(post.sources.get(field, ()))
    for fact in (*on.facts.signs, *on.facts.advice) if on.facts else ():
        if fact.span in spans and _lower(fact.text) not in words:
            message = f"“{agreed.short(fact.text)}” of the release doesn't stand here any more, or with other words."
            fix = "Write it as the release does; if you left it out, take it out of `sources` too."
            yield Problem(rule="changed-sign", severity=Severity.WARN, message=message, fix=fix, source=field)


def _lower(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text).lower()))} "
