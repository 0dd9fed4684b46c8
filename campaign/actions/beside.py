"""What only shows beside the other posts of an account: too close in time, or the same words twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from campaign import schedule
from campaign.actions import texts
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError
from campaign.ledger import deliveries
from campaign.models import Campaign, Problem
from campaign.text.lint import near_duplicates

LOOK_BACK = timedelta(days=30)  # X does not say how far back it compares; what is a month old, readers have forgotten too


def problems(workspace: Workspace, campaign: Campaign) -> Iterable[Problem]:
    """Gaps within the campaign, and near-duplicates also of what other campaigns have approved or published a month around it."""
    times: dict[str, list[tuple[str, datetime]]] = {}
    words: dict[str, dict[str, str]] = {}
    for post in campaign.posts:
        for said in texts.said(workspace, post):
            words.setdefault(said.account.id, {})[post.id] = said.wording.parts[0]
            try:
                times.setdefault(said.account.id, []).append((post.id, workspace.instant(post)))
            except CampaignError:
                continue
    found = list(schedule.gap_conflicts(times, workspace.config.schedule.gap, together={p.id: p.pair for p in campaign.posts if p.pair}))
    elsewhere = _elsewhere(workspace, campaign, [moment for account in times.values() for _, moment in account])
    for account, said_there in words.items():
        found += near_duplicates(said_there, elsewhere.get(account))
    # One cause on many accounts is one problem.
    return list({(p.rule, p.post): replace(p, source="at" if p.rule == "gap" else "body") for p in found}.values())


def _elsewhere(workspace: Workspace, campaign: Campaign, moments: list[datetime]) -> dict[str, dict[str, str]]:
    """By account, what other campaigns have said or are approved to say around these moments."""
    if not moments:
        return {}
    with workspace.ledger.read() as tx:
        rows = deliveries.openings(tx, since=min(moments) - LOOK_BACK, until=max(moments) + LOOK_BACK, without=campaign.name)
    found: dict[str, dict[str, str]] = {}
    for account, name, post, said in rows:
        found.setdefault(account, {})[f"{name}/{post}"] = said
    return found
