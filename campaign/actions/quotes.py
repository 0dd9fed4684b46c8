"""Choosing another quote for a post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from campaign import compose, queue
from campaign.actions import editors, pairs
from campaign.actions.plan import brief_of
from campaign.actions.source import facts_of, release_of
from campaign.actions.workspace import Workspace, find_post, traces_of
from campaign.delivery import approve as signing
from campaign.errors import NotAllowed, PostError
from campaign.ledger import approvals, deliveries, record
from campaign.models import Campaign, DeliveryState, Post, PostState


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One line of the list: its number, the words, whose they are, whether they stand alone, and the posts that quote them."""

    number: int
    words: str
    speaker: str
    alone: bool
    posts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """What a post says now. ``withdrawn``: it was approved, and is not any more."""

    post: Post
    withdrawn: bool = False


def choices(workspace: Workspace, name: str) -> list[Choice]:
    """Everything that the posts of a campaign may quote, the best first. Raises PostError where the campaign has no release."""
    views = pairs.views(workspace.campaign(name))
    found = [choice for view in views for choice in _choices(workspace, view)]
    return [replace(choice, number=n) for n, choice in enumerate(found, 1)]


def _choices(workspace: Workspace, campaign: Campaign) -> Iterator[Choice]:
    """What the posts of one release may quote."""
    quoting = tuple(p for p in campaign.posts if p.kind == "quote")
    accounts = tuple(dict.fromkeys(a for p in quoting or campaign.posts for a in p.accounts))
    for c in compose.choices(_brief(workspace, campaign, accounts)):
        yield Choice(number=0, words=c.words, speaker=c.speaker, alone=c.alone, posts=tuple(p.id for p in quoting if _says(p, c.words)))


def use(workspace: Workspace, name: str, post_id: str, number: int, *, by: str, now: datetime) -> Chosen:
    """Put the words of a choice into a quote post: its texts, card and sources change, its time and accounts stay.

    What was approved is withdrawn. Raises NotAllowed for a post that is no quote or is published, and PostError.
    """
    campaign = workspace.campaign(name)
    post = find_post(campaign, post_id)
    if post.kind != "quote" or post.file is None:
        raise NotAllowed(f"{post_id} is no quote post.", fix="Its text can be edited in its file.")
    wanted = next((c for c in choices(workspace, name) if c.number == number), None)
    if wanted is None:
        raise PostError(f"There is no quote {number}.", fix=f"See the list: campaign quotes {name}")
    mine = pairs.view(campaign, post)
    if wanted.words not in {c.words for c in _choices(workspace, mine)}:
        raise NotAllowed(f"Quote {number} is in another language than {post_id}.", fix=f"See the list: campaign quotes {name}")
    _not_out(workspace, name, post_id)
    others = [p for p in campaign.posts if p.id != post_id]
    new = _themed(compose.requoted(_brief(workspace, mine, post.accounts), post, wanted.words, others), post)
    # The file is touched once the ledger has let us in: a locked one leaves both as they were.
    with workspace.ledger.write() as tx:
        queue.set_words(post.file, new)
        queue.save_traces(traces_of(workspace, name), (new,), [p.id for p in others])
        record.note(tx, at=now, actor=by, kind="requoted", subject=f"{name}/{post_id}", data={"words": wanted.words})
        editors.note(tx, name, find_post(workspace.campaign(name), post_id), by=by, now=now)
        status = approvals.status(tx, name, post_id)
        approved = status is not None and status.state is PostState.APPROVED
        if approved:
            signing.withdraw(tx, name, post_id, by=by, at=now, reason="another quote was chosen")
    return Chosen(post=new, withdrawn=approved)


def _brief(workspace: Workspace, campaign: Campaign, accounts: tuple[str, ...]) -> compose.Brief:
    release, known = release_of(workspace, campaign), facts_of(workspace, campaign)
    if release is None or known is None:
        raise PostError(f"{campaign.name} has no release to quote from.", fix="Plan it again from its release.")
    chosen = tuple(workspace.account(name) for name in accounts)
    return brief_of(workspace, known, release, chosen, campaign.date, hashtag=campaign.hashtag)


def _says(post: Post, words: str) -> bool:
    card = post.media[0].card if post.media else None
    return words in post.body or (card is not None and card.fields.get("quote") == words)


def _themed(new: Post, old: Post) -> Post:
    """The new card in the look of the one before: the day's looks were chosen together."""
    before = old.media[0].card if old.media else None
    theme = before.fields.get("theme") if before is not None else None
    if theme is None:
        return new
    media = tuple(replace(m, card=replace(m.card, fields={**m.card.fields, "theme": theme})) if m.card else m for m in new.media)
    return replace(new, media=media, variants={key: replace(v, media=media) for key, v in new.variants.items()})


def _not_out(workspace: Workspace, name: str, post: str) -> None:
    with workspace.ledger.read() as tx:
        states = {d.state for d in deliveries.find(tx, campaign=name, post=post)}
    if states & {DeliveryState.ARMED, DeliveryState.PUBLISHED, DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON}:
        raise NotAllowed(f"{post} is out, or may be; its words can't be changed any more.")
