"""Who wrote a post: four eyes are somebody else's than those that planned it or edited it last.

A file that a person edits by hand does not say who that was. What a tool wrote is noted under its name, with the words' digest;
words that nobody is on record for have to be named at the approval.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from campaign.errors import NotAllowed
from campaign.ledger import Tx, approvals, record
from campaign.models import Campaign, Post, digest_of

WRITTEN = "written"


def note(tx: Tx, campaign: str, post: Post, *, by: str, now: datetime, by_hand: bool = False) -> None:
    """Keep who wrote these words of a post."""
    data = {"words": _words(post), "by_hand": by_hand}
    record.note(tx, at=now, actor=by, kind=WRITTEN, subject=f"{campaign}/{post.id}", data=data)


def other_eyes(tx: Tx, campaign: Campaign, post: Post, *, by: str, edited_by: str | None, now: datetime) -> None:
    """Raise NotAllowed when ``by`` planned this post or edited it last, or when nobody is on record for its words.

    ``edited_by`` names who edited its file by hand, and goes on record.
    """
    status = approvals.status(tx, campaign.name, post.id)
    planner = status.author if status is not None else None
    written = [e for e in record.history(tx, f"{campaign.name}/{post.id}") if e["kind"] == WRITTEN]
    known = bool(written) and written[-1]["data"].get("words") == _words(post)
    editor = written[-1]["actor"] if known else edited_by
    for who in (planner, editor):
        if who is not None and same_person(who, by):
            raise NotAllowed(f"{by} wrote or changed {post.id} and cannot approve it.", fix="Somebody else must: --as NAME.")
    if editor is None:
        what = "was changed by hand since" if written else "was written by hand"
        raise NotAllowed(f"{post.id} {what}, and nobody is on record for its words.", fix='Say who edited it: --edited-by "NAME"')
    if not known:
        note(tx, campaign.name, post, by=editor, now=now, by_hand=True)


def same_person(one: str, other: str) -> bool:
    """One name, however it is spelt: capitals and spaces make no second pair of eyes."""
    return bool(one.strip()) and one.casefold().split() == other.casefold().split()


def _words(post: Post) -> str:
    """A digest of what a person edits in a post's file, but for its time, which `retime` keeps on record."""
    return digest_of(replace(post, at="", file=None, lines={}, told={}, sources={}))
