"""Whose name the cards carry: never the sample's on a live account of another organisation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from campaign import cards
from campaign.actions.workspace import Workspace
from campaign.models import Campaign, Post, Problem, Severity

_FIX = "Put your name, initials and footer into it."


@cache
def _sample() -> cards.Brand:
    return cards.load_brand(None)


def still_sample(workspace: Workspace) -> str | None:
    """What the cards carry of the sample's brand although the organisation is another one; None when all is well."""
    brand, sample, own = workspace.brand, _sample(), workspace.config.organisation
    if own.casefold() == sample.name.casefold():
        return None
    signed = [text for text, was in ((brand.name, sample.name), (brand.footer, sample.footer)) if text and text == was]
    return f"The cards are still signed “{' '.join(signed)}”, as in the sample; the organisation is {own}." if signed else None


def problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """It stops every post with a card that goes to a live account; on practice accounts it is said once."""
    message = still_sample(workspace)
    if message is None:
        return
    carded = [post for post in campaign.posts if _has_card(post)]
    live = [post for post in carded if not all(map(workspace.is_practice, post.accounts))]
    file = str(workspace.root / workspace.config.brand)
    for post in live:
        yield Problem(rule="brand", severity=Severity.STOP, message=message, fix=_FIX, source="media", post=post.id, file=file, line=1)
    if carded and not live:
        yield Problem(rule="brand", severity=Severity.WARN, message=message, fix=_FIX, source="media", file=file, line=1)


def _has_card(post: Post) -> bool:
    return any(item.card is not None for item in (*post.media, *(m for v in post.variants.values() for m in v.media)))
