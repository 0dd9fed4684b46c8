"""The queue as people read it: every post in order, with its fit and its state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from campaign.actions import texts
from campaign.actions.approve import withdraw_changed
from campaign.actions.workspace import Workspace, local
from campaign.errors import CampaignError
from campaign.ledger import PostStatus, approvals, deliveries
from campaign.models import Campaign, Post, PostState, Problem, Severity
from campaign.text.lint import reading_ease


def listing(workspace: Workspace, name: str | None = None, *, now: datetime) -> list[dict[str, Any]]:
    """The posts as the pinned JSON has them, by time. A post that was changed since its approval is withdrawn by this look."""
    withdraw_changed(workspace, name, by="campaign", now=now)
    rows = [row for campaign in workspace.campaigns(name) for row in _campaign(workspace, campaign)]
    return sorted(rows, key=lambda row: (row["campaign"], row["at"] or "", row["id"]))


def unreadable(workspace: Workspace, name: str | None = None) -> list[Problem]:
    """The files of the queue that hold a post, or a whole campaign, because they cannot be read."""
    return [p for campaign in workspace.campaigns(name) for p in campaign.problems if p.severity is Severity.STOP and p.post is None]


def _campaign(workspace: Workspace, campaign: Campaign) -> list[dict[str, Any]]:
    with workspace.ledger.read() as tx:
        states = approvals.statuses(tx, campaign.name)
        sent: dict[str, dict[str, int]] = {}
        for delivery in deliveries.find(tx, campaign=campaign.name):
            counts = sent.setdefault(delivery.post, {})
            counts[delivery.state] = counts.get(delivery.state, 0) + 1
    return [
        _row(workspace, campaign, post, states.get(post.id), sent.get(post.id, {}))
        for post in campaign.posts
    ]


def _row(workspace: Workspace, campaign: Campaign, post: Post, status: PostStatus | None, sent: dict[str, int]) -> dict[str, Any]:
    try:
        at = local(workspace.instant(post), workspace).isoformat()
    except CampaignError:
        at = None  # `check` names it, with its line
    accounts = [
        {
            "account": said.account.id,
            "platform": said.account.platform,
            "text": "\n---\n".join(said.wording.parts),
            "parts": list(said.wording.parts),
            "length": max(m.length for m in said.measures),
            "limit": said.measures[0].limit,
            "fits": said.fits,
        }
        for said in texts.said(workspace, post)
    ]
    return {
        "campaign": campaign.name,
        "id": post.id,
        "kind": post.kind,
        "at": at,
        "state": status.state if status else PostState.DRAFT,
        "reason": status and status.reason,
        "digest": texts.safe_digest(workspace, post),
        "text": post.body,
        "reading_ease": reading_ease(post.body) if post.language.startswith("en") else None,
        "accounts": accounts,
        "deliveries": sent,
        "file": str(post.file) if post.file else None,
    }
