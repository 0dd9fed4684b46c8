"""The rules on wording, over every text of a post: body and variants by all of them, what stands on cards by the house's own lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from campaign import text
from campaign.actions import texts
from campaign.actions.workspace import Workspace
from campaign.models import Campaign, Post, Problem
from campaign.text.lint import lint

ON_CARDS = frozenset({"jargon", "blocked", "fancy-letters"})  # a card's lines are no sentences, and emoji are refused by its font


def problems(workspace: Workspace, campaign: Campaign, post: Post) -> Iterator[Problem]:
    """Each finding once, at the field where it stands first."""
    seen = set()
    for field, said in _fields(post):
        for problem in _linted(workspace, campaign, post, said):
            if (field.startswith(("body", "variants")) and "media" not in field) or problem.rule in ON_CARDS:
                key = (problem.rule, problem.message)
                if key not in seen:
                    seen.add(key)
                    yield replace(problem, source=field)


def _fields(post: Post) -> Iterator[tuple[str, str]]:
    yield from (("body", part) for part in text.parts(post.body))
    for field, said in texts.every_text(post).items():
        if field != "body":
            yield from ((field, one) for one in said)


def _linted(workspace: Workspace, campaign: Campaign, post: Post, said: str) -> list[Problem]:
    config = workspace.config
    event = campaign.date if campaign.date != date.min else None
    return lint(said, day=_day(post), event=event, language=post.language, jargon=config.jargon, blocked=config.blocked)


def _day(post: Post) -> date | None:
    try:
        return date.fromisoformat(post.at[:10])
    except ValueError:
        return None  # `time` names it
