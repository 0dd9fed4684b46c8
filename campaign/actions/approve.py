"""Signing off: the content that is sent is the content that was approved, and any edit takes the approval back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from campaign.actions import editors, embargo, flags, pairs, politics, retime, texts
from campaign.actions.check import check
from campaign.actions.workspace import Workspace, find_post, nearest
from campaign.delivery import approve as signing
from campaign.errors import CampaignError, NotAllowed
from campaign.ledger import approvals, deliveries
from campaign.models import Campaign, Post, PostState, Problem, Severity
from campaign.queue.folders import is_post
from campaign.text.rules import RULES


@dataclass(frozen=True, kw_only=True, slots=True)
class Approved:
    """What became of one post: ``made`` are its new deliveries; empty ``made`` and no ``refused``: it was approved already."""

    post: str
    digest: str | None = None
    made: list[str] = field(default_factory=list)
    standing: int = 0
    would_ask: tuple[str, ...] = ()  # flags that only a post for a live account has to have acknowledged
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
    edited_by: str | None = None,
) -> list[Approved]:
    """Approve posts of a campaign, or (``posts`` None) every one but those that were sent back. Each whole or not at all.

    ``acknowledge`` is by the release's flags, ``override`` by rules; both with a reason. ``edited_by`` names
    who edited posts by hand, where four eyes are asked for. Raises NotAllowed when the one post that is
    named may not be approved, or a flag or rule is not there; of several posts, each is in the list with its reason.
    """
    campaign = workspace.campaign(name)
    notes = Notes(acknowledged=acknowledge or {}, overridden=override or {}, edited_by=edited_by)
    _known(workspace, campaign, notes)
    withdraw_changed(workspace, name, by=by, now=now)
    chosen = [find_post(campaign, p) for p in dict.fromkeys(posts)] if posts is not None else list(campaign.posts)
    problems = check(workspace, name, now=now)
    found = []
    units = pairs.groups(workspace, campaign, chosen)
    for unit in units:
        try:
            for post in unit if posts is None else ():
                _not_sent_back(workspace, campaign, post)
            found += _approve(workspace, campaign, unit, problems, by=by, now=now, notes=notes)
        except CampaignError as error:
            if posts is not None and len(units) == 1:
                raise
            found += [Approved(post=post.id, refused=str(error)) for post in unit]
    if any(one.made for one in found):
        flags.keep(workspace, campaign, notes.acknowledged, by=by, now=now)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Notes:
    """What an approver takes on, with reasons: flags by their name, rules by theirs; and says: who edited a file by hand."""

    acknowledged: Mapping[str, str] = field(default_factory=dict)
    overridden: Mapping[str, str] = field(default_factory=dict)
    edited_by: str | None = None


def _known(workspace: Workspace, campaign: Campaign, notes: Notes) -> None:
    flags.known(workspace, campaign, notes.acknowledged)
    for rule in notes.overridden:
        if rule not in OVERRIDABLE:
            raise NotAllowed(f"{rule!r} is no rule that can be overridden.", fix=nearest(rule, sorted(OVERRIDABLE)))


def _not_sent_back(workspace: Workspace, campaign: Campaign, post: Post) -> None:
    with workspace.ledger.read() as tx:
        status = approvals.status(tx, campaign.name, post.id)
    if status is not None and status.state is PostState.REJECTED:
        why = f"{post.id} was sent back by {status.changed_by}: {status.reason}."
        raise NotAllowed(why.replace("..", "."), fix=f"Approve it by its name: campaign approve {campaign.name} {post.id}")


def _approve(
    workspace: Workspace, campaign: Campaign, unit: tuple[Post, ...], problems: list[Problem], *, by: str, now: datetime, notes: Notes
) -> list[Approved]:
    """One post, or both languages of one: both or neither."""
    halves = [_ready(workspace, campaign, post, problems, by=by, now=now, notes=notes) for post in unit]
    with workspace.ledger.write() as tx:
        made = list(signing.approve_pair(tx, *halves)) if len(halves) == 2 else [signing.approve(tx, *halves[0])]
        there = [deliveries.find(tx, campaign=campaign.name, post=post.id) for post in unit]
    return [
        Approved(
            post=post.id, digest=signed.digest, made=new, standing=sum(d.state in deliveries.STANDING for d in rows) - len(new),
            would_ask=flags.would_ask(workspace, campaign, post, notes.acknowledged),
        )
        for post, (signed, _), new, rows in zip(unit, halves, made, there, strict=True)
    ]  # fmt: skip


def _ready(
    workspace: Workspace, campaign: Campaign, post: Post, problems: list[Problem], *, by: str, now: datetime, notes: Notes
) -> tuple[signing.Signature, list[signing.Frozen]]:
    """What is signed, and the contents it freezes. Raises NotAllowed where the post may not be approved."""
    _may(workspace, campaign, post, problems, by=by, now=now, notes=notes)
    due = workspace.instant(post)
    grace = campaign.grace if campaign.grace is not None else workspace.config.schedule.grace
    digest = texts.digest(workspace, post)
    if now > due + grace and not _already(workspace, campaign, post, digest):
        raise NotAllowed(
            f"{post.id}: its time, {post.at}, has gone.", fix=f"Give it a new one: campaign retime {campaign.name} {post.id} TIME"
        )
    frozen = [_frozen(workspace, campaign, post, said) for said in texts.said(workspace, post)]
    _check_platforms(workspace, post, frozen)
    used = {rule: why for rule, why in notes.overridden.items() if any(p.rule == rule and p.post == post.id for p in problems)}
    used |= notes.acknowledged
    signed = signing.Signature(
        campaign=campaign.name, post=post.id, digest=digest, by=by, at=now, due_at=due, grace=grace, acknowledged=used
    )
    return signed, frozen


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


def _may(workspace: Workspace, campaign: Campaign, post: Post, problems: list[Problem], *, by: str, now: datetime, notes: Notes) -> None:
    """Raise NotAllowed with the first reason why this post may not be approved by this person."""
    for problem in problems:
        if _stops(problem, post) and not _taken_on(workspace, problem.rule, post, by, notes):
            where = f"{problem.file}:{problem.line}: " if problem.file and problem.line else f"{problem.file}: " if problem.file else ""
            raise NotAllowed(f"{post.id} cannot be approved: {where}{problem.message}", fix=problem.fix)
    if workspace.config.approval.four_eyes and not flags.practice(workspace, post):
        with workspace.ledger.write() as tx:
            editors.other_eyes(tx, campaign, post, by=by, edited_by=notes.edited_by, now=now)
    flags.demand(workspace, campaign, post, notes.acknowledged)


def _taken_on(workspace: Workspace, rule: str, post: Post, by: str, notes: Notes) -> bool:
    """Whether a person takes a rule on for this post with a reason, and is one who may."""
    return rule in OVERRIDABLE and bool(notes.overridden.get(rule, "").strip()) and politics.may_override(workspace, rule, post, by)


def _stops(problem: Problem, post: Post) -> bool:
    """A flag is asked for by itself, and a post file that cannot be read holds its own post only; campaign.yaml holds them all."""
    if problem.severity is not Severity.STOP or problem.rule == "flag":
        return False
    return problem.post == post.id or (problem.post is None and not is_post(Path(problem.file or "")))


# What a person may take on themselves with a written reason. Limits, missing pictures and broken files are facts, not rules.
OVERRIDABLE = frozenset(rule.name for rule in RULES.values() if rule.override)


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
    """Send a post back with a reason, and its pair in the other language. What was not sent yet is cancelled; returns those deliveries."""
    campaign = workspace.campaign(name)
    half = pairs.other(campaign, find_post(campaign, post))
    with workspace.ledger.write() as tx:
        cancelled = signing.withdraw(tx, name, post, by=by, at=now, reason=reason, state=PostState.REJECTED)
        there = approvals.status(tx, name, half.id) if half else None
        if half is not None and (there is None or there.state is not PostState.REJECTED):
            why = f"{reason} (as its pair, {post})"
            cancelled += signing.withdraw(tx, name, half.id, by=by, at=now, reason=why, state=PostState.REJECTED)
    return [d.id for d in cancelled]


# -- the watch on files ------------------------------------------------------------------------------------------------


def withdraw_changed(workspace: Workspace, name: str | None, *, by: str, now: datetime) -> list[tuple[str, str]]:
    """Compare every approved post with its file; one that differs loses its approval. Returns the withdrawn ones."""
    with workspace.ledger.read() as tx:
        signed = {key: d for key, d in approvals.approved(tx).items() if name is None or key[0] == name}
    states = {key: _state_of(workspace, key, was) for key, was in signed.items()}
    retime.follow(workspace, {key for key, state in states.items() if state == "same"}, by=by, now=now)
    changed = [key for key, state in states.items() if state == "changed"]
    if not changed:
        return []  # a look writes nothing: it works beside whoever holds the ledger
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
        if found != "same" or _embargoed(workspace, key[0], now):
            held.add(key)
    return held | retime.follow(workspace, posts - held, by="daemon", now=now)


def _embargoed(workspace: Workspace, campaign: str, now: datetime) -> bool:
    """An embargo that was set or prolonged after the approval holds as well."""
    return embargo.refusal(workspace, workspace.campaign(campaign), now) is not None


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
