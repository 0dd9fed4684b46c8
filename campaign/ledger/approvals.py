"""Posts and their approvals: which content was signed off, by whom, and what it made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from campaign.errors import NotAllowed
from campaign.ledger.rows import Approval, PostStatus, moment, when
from campaign.ledger.schema import approvals, posts
from campaign.ledger.store import Tx, milliseconds
from campaign.models import POST_MOVES, PostState, canonical


def status(tx: Tx, campaign: str, post: str) -> PostStatus | None:
    """Where a post stands, or None when the ledger has not heard of it (it is a draft)."""
    return statuses(tx, campaign).get(post)


def statuses(tx: Tx, campaign: str) -> dict[str, PostStatus]:
    """Where the posts of a campaign stand, by id."""
    query = sa.select(posts).where(posts.c.workspace == tx.workspace, posts.c.campaign == campaign)
    return {
        row.post: PostStatus(
            state=PostState(row.state),
            digest=row.digest,
            author=row.author,
            changed_by=row.changed_by,
            changed_at=moment(row.changed_at),
            reason=row.reason,
        )
        for row in tx.conn.execute(query)
    }


def set_state(
    tx: Tx, campaign: str, post: str, state: PostState, *, by: str, at: datetime, digest: str | None = None, reason: str | None = None
) -> None:
    """Move a post. Raises NotAllowed where the table of moves has no such move."""
    old = status(tx, campaign, post)
    before = old.state if old else PostState.DRAFT
    if state is not before and state not in POST_MOVES[before]:
        raise NotAllowed(f"Post {post} is {before} and cannot become {state}.")
    where = sa.and_(posts.c.workspace == tx.workspace, posts.c.campaign == campaign, posts.c.post == post)
    values = {"state": state, "digest": digest, "changed_by": by, "changed_at": milliseconds(at), "reason": reason}
    if old is None:
        tx.conn.execute(sa.insert(posts).values(workspace=tx.workspace, campaign=campaign, post=post, **values))
    else:
        tx.conn.execute(sa.update(posts).where(where).values(**values))
    tx.changed("posts", f"{campaign} {post}", {"campaign": campaign, "post": post, **values})


def set_author(tx: Tx, campaign: str, post: str, author: str, *, at: datetime) -> None:
    """Keep who planned or last edited a post, for the four-eyes rule."""
    if status(tx, campaign, post) is None:
        set_state(tx, campaign, post, PostState.DRAFT, by=author, at=at)
    where = sa.and_(posts.c.workspace == tx.workspace, posts.c.campaign == campaign, posts.c.post == post)
    tx.conn.execute(sa.update(posts).where(where).values(author=author))
    tx.changed("posts", f"{campaign} {post}", {"author": author})


def newest(tx: Tx, campaign: str, post: str) -> Approval | None:
    """The newest approval of a post, withdrawn or not."""
    found = all_of(tx, campaign, post)
    return found[-1] if found else None


def all_of(tx: Tx, campaign: str, post: str) -> list[Approval]:
    """Every approval of a post, oldest first."""
    query = (
        sa.select(approvals)
        .where(approvals.c.workspace == tx.workspace, approvals.c.campaign == campaign, approvals.c.post == post)
        .order_by(approvals.c.generation)
    )
    return [
        Approval(
            id=row.id,
            generation=row.generation,
            digest=row.digest,
            by=row.by,
            at=moment(row.at),
            acknowledged=json.loads(row.acknowledged),
            withdrawn_at=when(row.withdrawn_at),
        )
        for row in tx.conn.execute(query)
    ]


def add(tx: Tx, campaign: str, post: str, *, digest: str, by: str, at: datetime, acknowledged: Mapping[str, str]) -> int:
    """Record an approval and return its generation, which counts from 1."""
    last = newest(tx, campaign, post)
    generation = last.generation + 1 if last else 1
    values = {"campaign": campaign, "post": post, "generation": generation, "digest": digest, "by": by}
    values |= {"at": milliseconds(at), "acknowledged": canonical(acknowledged).decode()}
    tx.conn.execute(sa.insert(approvals).values(workspace=tx.workspace, **values))
    tx.changed("approvals", f"{campaign} {post} {generation}", values, new=True)
    return generation


def withdraw(tx: Tx, campaign: str, post: str, *, at: datetime) -> None:
    """Mark the newest approval as no longer in force."""
    if (last := newest(tx, campaign, post)) is not None and last.withdrawn_at is None:
        tx.conn.execute(sa.update(approvals).where(approvals.c.id == last.id).values(withdrawn_at=milliseconds(at)))
        tx.changed("approvals", f"{campaign} {post} {last.generation}", {"withdrawn_at": milliseconds(at)})


def in_force(tx: Tx, campaign: str, post: str, generation: int) -> bool:
    """Whether this generation is the newest approval of a post and has not been taken back."""
    last = newest(tx, campaign, post)
    return last is not None and last.generation == generation and last.withdrawn_at is None


def approved(tx: Tx) -> dict[tuple[str, str], str]:
    """Every approved post with the digest that was approved, for comparing with its file."""
    query = sa.select(posts).where(posts.c.workspace == tx.workspace, posts.c.state == PostState.APPROVED)
    return {(row.campaign, row.post): row.digest for row in tx.conn.execute(query)}
