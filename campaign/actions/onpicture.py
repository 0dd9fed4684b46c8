"""What stands on a picture: its alt text holds every word of the card, and the line over the title is somebody's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from campaign import cards
from campaign.actions import pictures
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError
from campaign.models import Campaign, MediaItem, Post, Problem, Severity
from campaign.text import fold

_WORD = re.compile(r"[^\W_]+(?:['.,:-][^\W_]+)*")


def problems(workspace: Workspace, campaign: Campaign, post: Post, release: str) -> Iterator[Problem]:
    """Alt texts that lack words of their card, and eyebrows that nobody vouches for."""
    for field, item in pictures.everywhere(post):
        if lacking := _lacking(workspace, item):
            shown = ", ".join(f"“{word}”" for word in lacking[:6]) + (" …" if len(lacking) > 6 else "")
            fix = "Take `alt` out: it is then made from the card. Or add the words."
            message = f"The alt text lacks words that stand on the card: {shown}."
            yield Problem(rule="alt-words", severity=Severity.STOP, message=message, fix=fix, source=field)
        eyebrow = item.card.fields.get("eyebrow") if item.card else None
        if isinstance(eyebrow, str) and not _vouched(workspace, campaign, post, eyebrow, release):
            fix = "Write the event or the place, or add it to house_lines in config.yaml."
            message = f"“{eyebrow}” over the card's title is neither of the release nor a house line."
            yield Problem(rule="untraced-eyebrow", severity=Severity.WARN, message=message, fix=fix, source=field)


def _lacking(workspace: Workspace, item: MediaItem) -> list[str]:
    """The words of a card, without the organisation's own name, that a written alt text does not have."""
    if item.card is None or not (item.alt or "").strip():
        return []  # made from the card, or missing: `alt` says so
    try:
        shown = cards.alt_text(item.card, workspace.brand)
    except CampaignError:
        return []  # `card` says what is wrong
    signed = f"{workspace.brand.name} {workspace.brand.footer or ''}"
    known = {*_words(item.alt or ""), *_words(signed)}
    return [word for word in dict.fromkeys(_words(shown)) if word not in known]


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).casefold())


def _vouched(workspace: Workspace, campaign: Campaign, post: Post, eyebrow: str, release: str) -> bool:
    config = workspace.config
    others = [campaign.title, config.organisation, campaign.hashtag or "", *(v for v in campaign.release.values() if isinstance(v, str))]
    others += [line.text for line in config.house_lines]
    others += [str(v) for entry in (*campaign.corrections, *campaign.agreed) for v in entry.values()]
    wanted = f" {' '.join(_words(eyebrow))} "
    return any(wanted in _flat(text) for text in (release, *others)) or wanted in _templates(post.language, workspace.root)


@lru_cache(maxsize=256)
def _flat(text: str) -> str:
    return f" {' '.join(_words(text))} "


@lru_cache(maxsize=16)
def _templates(language: str, root: Path) -> str:
    """The eyebrows of the wordings themselves: whoever writes a template vouches for its words."""
    from campaign.compose.wordings import load_lines

    try:
        lines = load_lines(language, [root / "posts" / "templates"])
    except CampaignError:
        return ""
    return " | ".join(_flat(piece.source) for piece in lines.said.get("eyebrow", ()))
