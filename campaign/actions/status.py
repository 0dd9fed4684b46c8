"""Is all well: sending on or off, what is next, what was last, what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from campaign.actions.approve import withdraw_changed
from campaign.actions.health import Health, health
from campaign.actions.workspace import Workspace, local
from campaign.errors import CampaignError
from campaign.ledger import AccountStatus, Daemon, Delivery, Stop, approvals, control, deliveries
from campaign.models import AccountState, DeliveryState, PostState

SOON = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Status:
    """What ``campaign status`` shows. ``wrong`` names everything that somebody should look at now."""

    daemon: Daemon | None
    alive: bool
    stop: Stop | None
    next_due: datetime | None
    last_sent: datetime | None
    counts: dict[str, int]
    needs_person: list[Delivery]
    accounts: list[AccountStatus]
    unapproved: list[tuple[str, str, datetime]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    health: Health
    unheard: str | None = None

    def as_json(self, workspace: Workspace) -> dict[str, Any]:
        """The pinned JSON."""

        def at(moment: datetime | None) -> str | None:
            return None if moment is None else local(moment, workspace).isoformat()

        return {
            "daemon": {"alive": self.alive, "last_beat": at(self.daemon.last_beat if self.daemon else None)},
            "stopped": self.stop
            and {"by": self.stop.by, "at": at(self.stop.at), "reason": self.stop.reason, "released": sorted(self.stop.released)},
            "next_due": at(self.next_due),
            "last_sent": at(self.last_sent),
            "counts": self.counts,
            "needs_person": [d.id for d in self.needs_person],
            "unapproved": [{"campaign": c, "post": p, "at": at(t)} for c, p, t in self.unapproved],
            "accounts": {a.account: a.state for a in self.accounts},
            "wrong": self.wrong,
            "health": {"ok": self.health.ok, "reasons": list(self.health.reasons)},
            "alerts_failing": self.unheard,
        }


def status(workspace: Workspace, *, now: datetime) -> Status:
    """Look at everything; nothing is changed but what a changed file withdraws."""
    withdraw_changed(workspace, None, by="campaign", now=now)
    with workspace.ledger.read() as tx:
        next_due = deliveries.next_open(tx)
        person = deliveries.find(tx, states=(DeliveryState.NEEDS_PERSON,))
        stop = control.stopped(tx) or workspace.stop_file.read()
        accounts = sorted(control.account_states(tx).values(), key=lambda a: a.account)
        counts = deliveries.counts(tx)
    sent = [a.last_published_at for a in accounts if a.last_published_at]
    seen, unheard = health(workspace, now=now), workspace.alert_trouble.read()
    found = Status(
        daemon=seen.daemon,
        alive=seen.alive,
        health=seen,
        unheard=None if unheard is None else unheard.why,
        stop=stop,
        next_due=next_due,
        last_sent=max(sent, default=None),
        counts=counts,
        needs_person=person,
        accounts=accounts,
        unapproved=_unapproved(workspace, now),
    )
    found.wrong.extend(_wrong(found, workspace, now))
    return found


def _unapproved(workspace: Workspace, now: datetime) -> list[tuple[str, str, datetime]]:
    """Posts due within a day that nobody has approved."""
    found = []
    for campaign in workspace.campaigns():
        with workspace.ledger.read() as tx:
            states = approvals.statuses(tx, campaign.name)
        for post in campaign.posts:
            if post.id in states and states[post.id].state in {PostState.APPROVED, PostState.REJECTED}:
                continue
            try:
                due = workspace.instant(post)
            except CampaignError:
                continue  # `check` names it
            if now <= due < now + SOON:
                found.append((campaign.name, post.id, due))
    return sorted(found, key=lambda one: one[2])


def _wrong(found: Status, workspace: Workspace, now: datetime) -> list[str]:
    wrong: list[str] = []
    if found.health.failing or found.next_due is not None:
        wrong.extend(found.health.reasons)
    if found.unheard is not None:
        wrong.append(f"{found.unheard}. Try them: campaign doctor --alerts")
    if found.stop is not None:
        wrong.append(f"Sending is stopped by {found.stop.by}: {found.stop.reason}. To go on: campaign resume --reason …")
    wrong.extend(f"{d.id} needs a person: {d.reason} Settle it: campaign resolve {d.id} …" for d in found.needs_person)
    for state, cure in (
        ("unknown", "It is being looked up."),
        ("failed", "Change the post and approve it again."),
        ("missed", "campaign retime …"),
    ):
        if count := found.counts.get(state):
            wrong.append(f"{count} {'delivery is' if count == 1 else 'deliveries are'} {state}. {cure}")
    wrong.extend(f"Account {a.account} is {a.state}: {a.reason}" for a in found.accounts if a.state is not AccountState.OK)
    soon = [f"{c}/{p} at {local(t, workspace):%H:%M}" for c, p, t in found.unapproved if t < now + timedelta(hours=4)]
    if soon:
        wrong.append(f"Due within four hours and not approved: {', '.join(soon)}.")
    return wrong
