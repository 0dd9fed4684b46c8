"""The causes of alerts, each with the words that people read and the roles that have to act on it. Here one only looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.actions import renew
from campaign.actions.doctor import DISK_LOW
from campaign.actions.status import Status, status
from campaign.actions.workspace import Workspace, local
from campaign.errors import CampaignError
from campaign.ledger import Delivery, deliveries
from campaign.models import AccountState, AlertRole, DeliveryState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEFORE = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
"""So long before its time an approver hears of a post that nobody has approved, the shortest first."""

Roles = frozenset[AlertRole]
EVERYBODY: Roles = frozenset({"approver", "deputy", "duty", "officer"})
APPROVER: Roles = frozenset({"approver"})
BOTH_APPROVERS: Roles = frozenset({"approver", "deputy"})
AT_WORK: Roles = frozenset({"duty", "officer"})
OFFICER: Roles = frozenset({"officer"})
SUMMED_UP: Roles = frozenset({"approver", "officer"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """One thing that people in one of ``roles`` have to know. ``again``: it is said again after so long while it lasts, or never."""

    key: str
    text: str
    roles: Roles
    again: timedelta | None = None


def causes(workspace: Workspace, *, now: datetime, watching: bool = False) -> list[Cause]:
    """Everything that somebody has to know now. ``watching`` is asked from outside the daemon: then a silent one is a cause as well."""
    found = status(workspace, now=now)
    with workspace.ledger.read() as tx:
        bad = (DeliveryState.NEEDS_PERSON, DeliveryState.FAILED, DeliveryState.MISSED)
        fallen = deliveries.find(tx, states=bad, due=(now - 7 * DAY, now + 365 * DAY))
    return [
        *(_silent(found) if watching else ()),
        *_stopped(workspace, found),
        *(_fallen(one) for one in fallen),
        *_accounts(found),
        *_unapproved(workspace, found, now),
        *_logins(workspace, now),
        *_disk(workspace),
        *_unheard(found),
        *_settings(workspace),
        *_summary(workspace, found, now),
    ]


def _silent(found: Status) -> Iterator[Cause]:
    if found.health.ok or (found.next_due is None and not found.health.failing):
        return
    yield Cause(key="silent", text=f"{found.health.reasons[0]} Posts that are due do not go out.", roles=AT_WORK, again=HOUR)


def _unheard(found: Status) -> Iterator[Cause]:
    """An address that does not work is known to nobody else: who should read it misses what it does not say."""
    if found.unheard is not None:
        yield Cause(key="unheard", text=f"{found.unheard}. Try them: campaign doctor --alerts", roles=OFFICER, again=DAY)


def _stopped(workspace: Workspace, found: Status) -> Iterator[Cause]:
    if (stop := found.stop) is not None:
        text = f"Sending was stopped by {stop.by} at {local(stop.at, workspace):%H:%M}: {stop.reason}. To go on: campaign resume --reason …"
        yield Cause(key=f"stopped:{stop.at.isoformat()}", text=text, roles=EVERYBODY, again=12 * HOUR)


def _fallen(delivery: Delivery) -> Cause:
    match delivery.state:
        case DeliveryState.NEEDS_PERSON:
            what, cure = "needs a person", f"Settle it: campaign resolve {delivery.id} …"
        case DeliveryState.FAILED:
            what, cure = "was refused", "Change the post and approve it again."
        case _:
            what, cure = "was missed", f"Give it a new time: campaign retime {delivery.campaign} {delivery.post} TIME"
    again = HOUR if delivery.state is DeliveryState.NEEDS_PERSON else None
    key = f"{delivery.state}:{delivery.id}:{delivery.due_at.isoformat()}"
    return Cause(key=key, text=f"{delivery.id} {what}. {delivery.reason or ''} {cure}".replace("  ", " "), roles=AT_WORK, again=again)


def _accounts(found: Status) -> Iterator[Cause]:
    for account in found.accounts:
        if account.state is not AccountState.OK:
            name = account.account
            cure = f"campaign connect {name}, then " if account.state is AccountState.BLOCKED else ""
            text = f"Account {name} is {account.state}: {account.reason} To go on: {cure}campaign resume --account {name}"
            yield Cause(key=f"account:{account.account}:{account.state}", text=text, roles=AT_WORK, again=4 * HOUR)


def _unapproved(workspace: Workspace, found: Status, now: datetime) -> Iterator[Cause]:
    for campaign, post, at in found.unapproved:
        step = next((before for before in BEFORE if at - now <= before), None)
        if step is None or at < now:
            continue
        text = f"{campaign}/{post} is due at {local(at, workspace):%H:%M} and nobody has approved it: campaign approve {campaign} {post}"
        roles = APPROVER if step == BEFORE[-1] else BOTH_APPROVERS
        yield Cause(key=f"unapproved:{campaign}/{post}:{at.isoformat()}:{int(step / HOUR)}h", text=text, roles=roles)


def _logins(workspace: Workspace, now: datetime) -> Iterator[Cause]:
    for one in renew.ending(workspace, now):
        days = max((one.expires_at - now).days, 0)
        when = f"ends in {days} day{'' if days == 1 else 's'}" if one.expires_at > now else "has ended"
        text = f"The login of {one.account} {when}. Renew it: campaign connect {one.account}"
        yield Cause(key=f"login:{one.account}:{one.expires_at.isoformat()}", text=text, roles=OFFICER, again=DAY)


def _disk(workspace: Workspace) -> Iterator[Cause]:
    try:
        free = shutil.disk_usage(workspace.root).free
    except OSError:
        return
    if free < DISK_LOW:
        text = f"The disk is nearly full: {free // 1024 // 1024} MiB are free. Without room nothing can be sent or recorded."
        yield Cause(key="disk", text=text, roles=OFFICER, again=4 * HOUR)


def _settings(workspace: Workspace) -> Iterator[Cause]:
    """The daemon goes on with its last good settings; somebody should know that the file is no good."""
    try:
        type(workspace)(workspace.root, ledger=workspace.ledger)
    except CampaignError as error:
        text = f"config.yaml cannot be used, so the last good settings stay in force. {error}"
        yield Cause(key="settings", text=text, roles=OFFICER, again=DAY)


def _summary(workspace: Workspace, found: Status, now: datetime) -> Iterator[Cause]:
    """Once a day, from its hour on: what went out, what did not, and what comes tomorrow. A day with nothing needs none."""
    here = local(now, workspace)
    if f"{here:%H:%M}" < workspace.config.alerts_summary:
        return
    with workspace.ledger.read() as tx:
        everything = deliveries.find(tx, states=tuple(DeliveryState), due=(now - 2 * DAY, now + 3 * DAY))
    today = [d for d in everything if local(d.due_at, workspace).date() == here.date()]
    tomorrow = [d for d in everything if local(d.due_at, workspace).date() == here.date() + DAY and d.state in deliveries.OPEN]
    if not today and not tomorrow and not found.unapproved:
        return
    sent = sum(d.state is DeliveryState.PUBLISHED for d in today)
    fell = ", ".join(f"{d.id} ({str(d.state).replace('_', ' ')})" for d in today if d.state is not DeliveryState.PUBLISHED)
    text = (
        f"{here:%A %d %B}: {sent} of {len(today)} deliveries went out{f'; not: {fell}' if fell else ''}. "
        f"Tomorrow {len(tomorrow)} are due, and {len(found.unapproved)} posts of the next 24 hours wait for an approval."
    )
    yield Cause(key=f"summary:{here:%Y-%m-%d}", text=text, roles=SUMMED_UP)
