"""Whether a post's pictures can go out: cards that can be drawn, photos that can be read and whose consent has not ended."""

from __future__ import annotations

from collections.abc import Iterator

from campaign import cards
from campaign.actions import texts
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError
from campaign.models import MediaItem, Post, Problem, Severity


def problems(workspace: Workspace, post: Post) -> Iterator[Problem]:
    """What stops a picture of the post or of one of its variants; one that both have is named once."""
    sizes = {cards.size_for(workspace.config.accounts[a].platform) for a in post.accounts if a in workspace.config.accounts}
    for field, item in everywhere(post):
        pages = cards.carousel((item,), workspace.brand)
        try:
            for card in (page.card for page in pages if page.card):
                for size in sizes:
                    cards.lay_out(card, workspace.brand, size)
            if item.card is None:
                texts.photo_size(workspace, item)
        except CampaignError as error:
            yield _problem("card" if item.card else "picture", error.message, error.fix, field)
            continue
        yield from _ended(workspace, post, item, field)
        if not all(texts.alt(workspace, page).strip() for page in pages):
            yield _problem("alt", f"Picture {int(field.rpartition('.')[2]) + 1} has no alt text.", "Say in `alt` what is on it.", field)


def everywhere(post: Post) -> list[tuple[str, MediaItem]]:
    """Every picture of a post, its variants' own included, with the field that it stands in."""
    found = [(f"media.{n}", item) for n, item in enumerate(post.media)]
    for name, variant in post.variants.items():
        found += [(f"variants.{name}.media.{n}", item) for n, item in enumerate(variant.media) if item not in post.media]
    return found


def _ended(workspace: Workspace, post: Post, item: MediaItem, field: str) -> Iterator[Problem]:
    """A photo or a face is only shown as long as its owner agreed to."""
    if item.expires is not None and post.at[:10] > item.expires.isoformat():
        message = f"The picture {item.file or 'of this card'} may only be shown until {item.expires.isoformat()}; the post is later."
        yield _problem("picture", message, "Ask again and change `expires`, or choose another picture.", field)
    backdrop = workspace.brand.photos.get(str(item.card.fields.get("photo") or "")) if item.card else None
    if backdrop is not None and backdrop.expires is not None and post.at[:10] > backdrop.expires.isoformat():
        message = f"The photo behind this card may only be shown until {backdrop.expires.isoformat()}; the post is later."
        yield _problem("picture", message, "Ask again and change `expires` in the brand file, or take `photo` out of the card.", field)
    name = str(item.card.fields.get("name") or "") if item.card and item.card.layout == "quote" else ""
    portrait = workspace.brand.portraits.get(name)
    if portrait is not None and portrait.expires is not None and post.at[:10] > portrait.expires.isoformat():
        message = f"The consent to show {name}'s portrait ended on {portrait.expires.isoformat()}."
        yield _problem("picture", message, "Ask again and change `expires` in the brand file, or take the portrait out of it.", field)


def _problem(rule: str, message: str, fix: str, field: str) -> Problem:
    return Problem(rule=rule, severity=Severity.STOP, message=message, fix=fix, source=field)
