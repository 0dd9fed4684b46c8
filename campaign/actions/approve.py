"""Signing off: the content that is sent is the content that was approved, and any edit takes the approval back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from campaign.actions import texts
from campaign.actions.check import check
from campaign.actions.workspace import Workspace, find_post, full_time
from campaign.delivery import approve as signing
from campaign.errors import CampaignError, NotAllowed
from campaign.ledger import approvals, deliveries, record
from campaign.models import Campaign, DeliveryState, Post, PostState, Problem, Severity


@dataclass(frozen=True, kw_only=True, slots=True)
class Approved:
    """What became of one post: ``made`` are its new deliveries; empty ``made`` and no ``refused``: it was approved already."""

    post: str
    digest: str | None = None
    made: list[str] = field(default_factory=list)
    standing: int = 0
    refused: str | None = None


def approve(
    workspace: Workspace,
    name: str,
    posts: list[str] | None = None,
    *,
    by: str,
    now: datetime,
    acknowledge: Mapping[str, str] | None = None,
    override: Mapping[str, str] | None = None,
) -> list[Approved]:
    """Approve posts of a campaign, or (``posts`` None) every one that is not. Each is approved whole or not at all.

    Raises NotAllowed when a named post may not be approved; with ``posts`` None it is in the list with the reason.
    """
    campaign = workspace.campaign(name)
    withdraw_changed(workspace, name, by=by, now=now)
    chosen = [find_post(campaign, p) for p in posts] if posts is not None else list(campaign.posts)
    problems = check(workspace, name, now=now)
    notes = {**(acknowledge or {}), **(override or {})}
    found = []
    for post in chosen:
        try:
            found.append(_approve(workspace, campaign, post, problems, by=by, now=now, notes=notes))
        except CampaignError as error:
            if posts is not None:
                raise
            found.append(Approved(post=post.id, refused=str(error)))
    return found


def _approve(
    workspace: Workspace, campaign: Campaign, post: Post, problems: list[Problem], *, by: str, now: datetime, notes: Mapping[str, str]
) -> Approved:
    _may(workspace, campaign, post, problems, by=by, notes=notes)
    due = workspace.instant(post)
    grace = campaign.grace if campaign.grace is not None else workspace.config.schedule.grace
    digest = texts.digest(workspace, post)
    if now > due + grace and not _already(workspace, campaign, post, digest):
        raise NotAllowed(
            f"{post.id}: its time, {post.at}, has gone.", fix=f"Give it a new one: campaign retime {campaign.name} {post.id} TIME"
        )
    frozen = [_frozen(workspace, campaign, post, said) for said in texts.said(workspace, post)]
    _check_platforms(workspace, post, frozen)
    used = {rule: why for rule, why in notes.items() if any(p.rule == rule and p.post == post.id for p in problems)}
    signed = signing.Signature(
        campaign=campaign.name, post=post.id, digest=digest, by=by, at=now, due_at=due, grace=grace, acknowledged=used
    )
    with workspace.ledger.write() as tx:
        made = signing.approve(tx, signed, frozen)
        standing = sum(d.state in deliveries.STANDING for d in deliveries.find(tx, campaign=campaign.name, post=post.id)) - len(made)
    return Approved(post=post.id, digest=digest, made=made, standing=standing)


def _frozen(workspace: Workspace, campaign: Campaign, post: Post, said: texts.Said) -> signing.Frozen:
    """The contents on one account, with the names that they mention looked up where the platform needs that for a link."""
    contents = texts.freeze(workspace, campaign, post, said)
    if any(measure.mentions for measure in said.measures):
        try:
            platform = workspace.platform(said.account.id)
            contents = tuple(platform.resolve(content) for content in contents)
        except CampaignError as error:
            raise NotAllowed(f"{post.id}: a name that it mentions could not be looked up on {said.account.id}: {error}") from error
    return signing.Frozen(account=said.account, parts=contents)


def _already(workspace: Workspace, campaign: Campaign, post: Post, digest: str) -> bool:
    with workspace.ledger.read() as tx:
        status = approvals.status(tx, campaign.name, post.id)
    return status is not None and status.state is PostState.APPROVED and status.digest == digest


def _may(workspace: Workspace, campaign: Campaign, post: Post, problems: list[Problem], *, by: str, notes: Mapping[str, str]) -> None:
    """Raise NotAllowed with the first reason why this post may not be approved by this person."""
    for problem in problems:
        if problem.severity is Severity.STOP and problem.post in {post.id, None} and problem.campaign == campaign.name:
            if notes.get(problem.rule, "").strip() and problem.rule in OVERRIDABLE:
                continue
            where = f"{problem.file}:{problem.line}: " if problem.line else ""
            raise NotAllowed(f"{post.id} cannot be approved: {where}{problem.message}", fix=problem.fix)
    practice = all(workspace.is_practice(account) for account in post.accounts)
    if workspace.config.approval.four_eyes and not practice:
        with workspace.ledger.read() as tx:
            status = approvals.status(tx, campaign.name, post.id)
        if status is not None and status.author == by:
            raise NotAllowed(f"{by} wrote or changed {post.id} and cannot approve it.", fix="Somebody else must: --as NAME.")


# What a person may take on themselves with a written reason. Limits, missing pictures and broken files are facts, not rules.
OVERRIDABLE = frozenset(
    {
        "untraced-figure",
        "untraced-quote",
        "untraced-link",
        "untraced-hashtag",
        "near-duplicate",
        "gap",
        "quiet",
        "wrong-day",
        "contact-differs",
    }
) | frozenset({"flag"})


def _check_platforms(workspace: Workspace, post: Post, frozen: list[signing.Frozen]) -> None:
    """What the adapters themselves refuse, asked with the very content that would be sent."""
    for one in frozen:
        try:
            platform = workspace.platform(one.account.id)
        except CampaignError:
            continue  # a missing login does not stop an approval; `doctor` and the daemon name it
        for content in one.parts:
            stops = [p for p in platform.check(content) if p.severity is Severity.STOP]
            if stops:
                raise NotAllowed(f"{post.id} cannot be approved: {stops[0].message}", fix=stops[0].fix)


def reject(workspace: Workspace, name: str, post: str, *, by: str, reason: str, now: datetime) -> list[str]:
    """Send a post back with a reason. What was not sent yet is cancelled; returns the cancelled deliveries."""
    campaign = workspace.campaign(name)
    find_post(campaign, post)
    with workspace.ledger.write() as tx:
        cancelled = signing.withdraw(tx, name, post, by=by, at=now, reason=reason, state=PostState.REJECTED)
    return [d.id for d in cancelled]


# -- the watch on files ------------------------------------------------------------------------------------------------


def withdraw_changed(workspace: Workspace, name: str | None, *, by: str, now: datetime) -> list[tuple[str, str]]:
    """Compare every approved post with its file; one that differs loses its approval. Returns the withdrawn ones."""
    with workspace.ledger.read() as tx:
        signed = {key: d for key, d in approvals.approved(tx).items() if name is None or key[0] == name}
    changed = [key for key, was in signed.items() if _state_of(workspace, key, was) == "changed"]
    with workspace.ledger.write() as tx:
        for campaign, post in changed:
            signing.withdraw(tx, campaign, post, by=by, at=now, reason="the post was changed after it was approved")
    return changed


def not_as_approved(workspace: Workspace, posts: set[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
    """For the daemon, right before it claims: which of ``posts`` must not go. A changed one is withdrawn, an unreadable one is held."""
    with workspace.ledger.read() as tx:
        signed = approvals.approved(tx)
    held = set()
    for key in posts:
        found = _state_of(workspace, key, signed.get(key))
        if found == "changed":
            with workspace.ledger.write() as tx:
                signing.withdraw(tx, *key, by="daemon", at=now, reason="the post was changed after it was approved")
        if found != "same":
            held.add(key)
    return held


def _state_of(workspace: Workspace, key: tuple[str, str], approved: str | None) -> str:
    """``same``, ``changed``, or ``unreadable``: then it is held and reported, and nothing is withdrawn for a typing error."""
    if approved is None:
        # Its approval is gone while a part waits for its turn: only what is in the ledger may decide.
        return "changed"
    try:
        campaign = workspace.campaign(key[0])
        post = next((p for p in campaign.posts if p.id == key[1]), None)
        if post is None:
            # Perhaps it is the one that cannot be read: a typing error holds a post, it withdraws nothing.
            return "unreadable" if any(p.severity is Severity.STOP for p in campaign.problems) else "changed"
        return "same" if texts.digest(workspace, post) == approved else "changed"
    except CampaignError:
        return "unreadable"


# -- retime ------------------------------------------------------------------------------------------------------------


def retime(workspace: Workspace, name: str, post_id: str, at: str, *, by: str, now: datetime) -> tuple[str, list[str]]:
    """Move a post. Within its day it keeps its approval, unless ``approval.covers_time``. Returns the time and what moved."""
    from campaign import queue, schedule

    campaign = workspace.campaign(name)
    post = find_post(campaign, post_id)
    assert post.file is not None
    new = full_time(workspace, at, _planned(workspace, post, now))
    due = schedule.instant(new, workspace.config.timezone)
    if due <= now:
        raise NotAllowed(f"{new} has gone already.", fix="Give a time to come.")
    _gone(workspace, name, post_id)
    queue.set_at(post.file, new)
    after = find_post(workspace.campaign(name), post_id)
    with workspace.ledger.write() as tx:
        status = approvals.status(tx, name, post_id)
        if status is None or status.state is not PostState.APPROVED:
            record.note(tx, at=now, actor=by, kind="retimed", subject=f"{name}/{post_id}", data={"due_at": due})
            return new, []
        if workspace.config.approval.covers_time or texts.digest(workspace, after) != status.digest:
            signing.withdraw(tx, name, post_id, by=by, at=now, reason=f"moved to {new}")
            return new, []
        return new, signing.retime(tx, name, post_id, due, by=by, at=now)


def _planned(workspace: Workspace, post: Post, now: datetime) -> datetime:
    try:
        return workspace.instant(post)
    except CampaignError:
        return now


def _gone(workspace: Workspace, name: str, post: str) -> None:
    with workspace.ledger.read() as tx:
        found = deliveries.find(tx, campaign=name, post=post)
    if found and all(
        d.state in {DeliveryState.PUBLISHED, DeliveryState.TAKEN_DOWN} for d in found if d.state is not DeliveryState.CANCELLED
    ):
        raise NotAllowed(f"{post} is published; its time is history.")
