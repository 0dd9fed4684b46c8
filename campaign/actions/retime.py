"""Moving a post to another time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign import queue, schedule
from campaign.actions import embargo, pairs, texts, times
from campaign.actions.workspace import Workspace, find_post
from campaign.delivery import approve as signing
from campaign.errors import CampaignError, NotAllowed
from campaign.ledger import Tx, approvals, batches, control, deliveries, record
from campaign.models import Campaign, DeliveryState, Post, PostState

LEAD = timedelta(minutes=2)
"""What is planned anew goes out no sooner: a person reads the answer first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Retimed:
    """Where a post went: its new time, the deliveries that moved with it, and what a person should know about that time."""

    at: str
    deliveries: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def retime(workspace: Workspace, name: str, post_id: str, at: str, *, by: str, now: datetime) -> Retimed:
    """Move a post, and its pair in the other language by as much. Within its day it keeps its approval, unless ``approval.covers_time``.

    Raises NotAllowed for a time that has gone or lies before the embargo, and PostError or ScheduleError for what is no time.
    """
    campaign = workspace.campaign(name)
    post = find_post(campaign, post_id)
    new = times.full_time(workspace, at, _planned(workspace, post, now))
    due = schedule.instant(new, workspace.config.timezone)
    if due <= now:
        raise NotAllowed(f"{new} has gone already.", fix="Give a time to come.")
    if (until := embargo.refusal(workspace, campaign, due)) is not None:
        raise NotAllowed(until, fix="Give a later time, or correct `embargo` in campaign.yaml.")
    _gone(workspace, name, post_id)
    moves = [(post, new, due), *_half(workspace, campaign, post, due)]
    if (early := next((one for one, _, moment in moves if moment <= now), None)) is not None:
        raise NotAllowed(f"{early.id}, its pair, would be due before now.", fix="Give a later time.")
    along = tuple(f"{one.id}, its pair, moves to {at}." for one, at, _ in moves[1:])
    done = Retimed(at=new, notes=(*times.notes(workspace, campaign, new, due), *along))
    # The files are touched once the ledger has let us in: a locked one leaves all as they were.
    with workspace.ledger.write() as tx:
        for one, at_wall, _ in moves:
            assert one.file is not None
            queue.set_at(one.file, at_wall)
        for one, at_wall, moment in moves:
            told = _moved(workspace, tx, name, one.id, (at_wall, moment), by=by, now=now)
            done = replace(done, deliveries=(*done.deliveries, *told.deliveries), notes=(*done.notes, *told.notes))
    return done


def missed(workspace: Workspace, name: str, *, start: str | None, by: str, now: datetime) -> dict[str, Retimed]:
    """Give every missed post of a campaign the next free time of its day, in their order, from ``start`` or now on.

    The gap to what was sent and to what is still to come is kept. Nothing moves unless all of it fits.
    Raises NotAllowed when nothing was missed, and ScheduleError that says how many fit.
    """
    campaign = workspace.campaign(name)
    with workspace.ledger.read() as tx:
        late = deliveries.find(tx, campaign=name, states=(DeliveryState.MISSED,))
        late = [d for d in late if approvals.in_force(tx, name, d.post, d.generation)]
        coming = [d.due_at for d in deliveries.find(tx, states=deliveries.OPEN) if d.due_at >= now]
        sent = [a.last_published_at for a in control.account_states(tx).values() if a.last_published_at is not None]
    units = pairs.groups(workspace, campaign, [find_post(campaign, post) for post in dict.fromkeys(d.post for d in late)])
    if not units:
        raise NotAllowed(f"Nothing of {name} was missed.", fix=f"See the queue: campaign queue {name}")
    begin = now + LEAD if start is None else workspace.instant(replace(units[0][0], at=times.full_time(workspace, start, now)))
    found = schedule.free_times(
        campaign.date, len(units), workspace.config.schedule, workspace.config.timezone, not_before=begin, taken=[*coming, *sent]
    )
    gone = {d.post for d in late}
    first = [next(post.id for post in unit if post.id in gone) for unit in units]  # the other half may be online
    return {post: retime(workspace, name, post, at, by=by, now=now) for post, at in zip(first, found, strict=True)}


def _half(workspace: Workspace, campaign: Campaign, post: Post, due: datetime) -> list[tuple[Post, str, datetime]]:
    """The other half of a pair goes along by as much, so that Welsh stays first by what it was."""
    if (half := pairs.other(campaign, post)) is None:
        return []
    try:
        _gone(workspace, campaign.name, half.id)
    except NotAllowed:  # it is online: the other one goes when it can
        return []
    try:
        moment = workspace.instant(half) + (due - workspace.instant(post))
    except CampaignError:
        moment = due
    return [(half, schedule.wall(moment, workspace.config.timezone), moment)]


def _moved(
    workspace: Workspace, tx: Tx, name: str, post_id: str, to: tuple[str, datetime], *, by: str, now: datetime
) -> Retimed:
    """What the ledger does with a post whose file has its new time."""
    at, due = to
    done = Retimed(at=at)
    after = find_post(workspace.campaign(name), post_id)
    status = approvals.status(tx, name, post_id)
    if status is None or status.state is not PostState.APPROVED:
        record.note(tx, at=now, actor=by, kind="retimed", subject=f"{name}/{post_id}", data={"due_at": due})
        return done
    if workspace.config.approval.covers_time or texts.safe_digest(workspace, after) != status.digest:
        signing.withdraw(tx, name, post_id, by=by, at=now, reason=f"moved to {at}")
        again = f"Its approval is taken back: campaign approve {name} {post_id}"
        return replace(done, notes=(again,))
    return replace(done, deliveries=tuple(signing.retime(tx, name, post_id, due, by=by, at=now)))


def follow(workspace: Workspace, posts: Collection[tuple[str, str]], *, by: str, now: datetime) -> set[tuple[str, str]]:
    """Take up the times that people changed in the files of approved posts, within the day. Returns the posts that moved.

    It is what `retime` does: the approval stays, unless ``approval.covers_time``. A time before the embargo takes it back.
    """
    with workspace.ledger.read() as tx:
        waiting = [d for d in deliveries.find(tx, states=deliveries.OPEN) if d.part == 1 and (d.campaign, d.post) in posts]
        journals = batches.journals(tx, [d.id for d in waiting])
    moved: dict[tuple[str, str], datetime] = {}
    for delivery in waiting:
        key = delivery.campaign, delivery.post
        due = _planned(workspace, find_post(workspace.campaign(key[0]), key[1]), delivery.due_at)
        # What was tried already may have a time of its own, by `resolve --resend --at`.
        if due != delivery.due_at and not journals[delivery.id]:
            moved[key] = due
    for key, due in moved.items():
        campaign = workspace.campaign(key[0])
        why = embargo.refusal(workspace, campaign, due) or _turned_round(workspace, campaign, key[1])
        with workspace.ledger.write() as tx:
            if workspace.config.approval.covers_time or why:
                signing.withdraw(tx, *key, by=by, at=now, reason=why or "its time was changed in its file")
            else:
                signing.retime(tx, *key, due, by=by, at=now)
    return set(moved)


def _turned_round(workspace: Workspace, campaign: Campaign, post: str) -> str | None:
    """A person has given the first half of a pair a later time than the second: nobody has approved that."""
    group = pairs.together(workspace, campaign, find_post(campaign, post))
    return None if pairs.in_order(workspace, group) else f"{group[0].id} would go out later than its pair {group[-1].id}"


def _planned(workspace: Workspace, post: Post, now: datetime) -> datetime:
    try:
        return workspace.instant(post)
    except CampaignError:
        return now


def _gone(workspace: Workspace, name: str, post: str) -> None:
    with workspace.ledger.read() as tx:
        found = deliveries.find(tx, campaign=name, post=post)
    states = {d.state for d in found} - {DeliveryState.CANCELLED}
    if states and states <= {DeliveryState.PUBLISHED, DeliveryState.TAKEN_DOWN}:
        raise NotAllowed(f"{post} is published; its time is history.")
