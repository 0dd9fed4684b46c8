"""The record: every delivery with its approval, attempts and receipt; and what a person decides about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaign import schedule
from campaign.actions.export import moved
from campaign.actions.times import full_time
from campaign.actions.workspace import Workspace, local, nearest
from campaign.delivery import approve as decisions
from campaign.delivery import takedown
from campaign.errors import CampaignError, LedgerError, NotAllowed, OutcomeUnknown
from campaign.ledger import Approval, Attempt, Delivery, Tx, approvals, batches, deliveries, record, seals
from campaign.ledger import verify as checking
from campaign.models import DeliveryState


def listing(workspace: Workspace, campaign: str | None = None, *, now: datetime) -> list[dict[str, Any]]:
    """Every delivery as the pinned JSON has it, by due time. Raises PostError for a campaign that has neither files nor a record."""
    with workspace.ledger.read() as tx:
        found = deliveries.find(tx, campaign=campaign)
        journals = batches.journals(tx, [d.id for d in found])
        holds = _holds(workspace, tx, now)
        told = _told(workspace, tx)
        signed = {key: approvals.all_of(tx, *key) for key in {(d.campaign, d.post) for d in found}}
    if campaign is not None and not found:
        workspace.folder(campaign)
    return [
        {**_row(workspace, d, signed[d.campaign, d.post], journals[d.id], holds(d)), "history": _history(told, d)} for d in found
    ]


def _told(workspace: Workspace, tx: Tx) -> dict[str, list[dict[str, Any]]]:
    """The events of every post and delivery, for people."""
    found: dict[str, list[dict[str, Any]]] = {}
    for event in record.history(tx):
        if event["kind"] not in {"armed", "moved"}:  # the attempts say it
            found.setdefault(event["subject"], []).append(moved(workspace, event))
    return found


def _history(told: dict[str, list[dict[str, Any]]], d: Delivery) -> list[dict[str, Any]]:
    """What happened to a delivery and its post, first to last."""
    events = told.get(d.id, []) + told.get(f"{d.campaign}/{d.post}", [])
    return [{k: v for k, v in e.items() if k != "subject"} for e in sorted(events, key=lambda e: int(e["event"]))]


def _holds(workspace: Workspace, tx: Tx, now: datetime) -> Any:
    from campaign.actions.sending import setting
    from campaign.delivery.holds import Conditions, held
    from campaign.ledger import control

    set_now = setting(workspace)
    conditions = Conditions(
        now=now,
        stops=[s for s in (control.stopped(tx), workspace.stop_file.read()) if s is not None],
        accounts=control.account_states(tx),
        quiet_until=set_now.quiet,
        halves=deliveries.open_halves(tx),
    )

    def reason(delivery: Delivery) -> str | None:
        found = held(delivery, conditions) if delivery.state in deliveries.OPEN else None
        return None if found is None else found.reason

    return reason


def _row(workspace: Workspace, d: Delivery, signed: list[Approval], journal: list[Attempt], hold: str | None) -> dict[str, Any]:
    def at(moment: datetime | None) -> str | None:
        return None if moment is None else local(moment, workspace).isoformat()

    approval = next((a for a in signed if a.generation == d.generation), None)
    tries = [
        {"n": a.n, "started_at": at(a.started_at), "ended_at": at(a.ended_at), "outcome": a.outcome, "detail": a.detail} for a in journal
    ]
    receipt = d.receipt and {"id": d.receipt.id, "url": d.receipt.url, "published_at": at(d.receipt.published_at)}
    return {
        "delivery": d.id,
        "campaign": d.campaign,
        "post": d.post,
        "part": d.part,
        "account": d.account,
        "platform": d.platform,
        "due_at": at(d.due_at),
        "state": d.state,
        "held": hold,
        "reason": d.reason,
        "approval": approval
        and {"by": approval.by, "at": at(approval.at), "digest": approval.digest, "acknowledged": dict(approval.acknowledged)},
        "attempts": tries,
        "receipt": receipt,
        "text": d.content.text,
        "kept": bool(d.content.text or d.content.media),
        "link": d.content.link,
        "warning": d.content.warning,
        "language": d.content.language,
        "images": [{"sha256": m.digest, "mime": m.mime, "alt": m.alt} for m in d.content.media],
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What a check of the record came to. ``seal`` is the newest seal's hash: noted elsewhere, it proves what the record was."""

    problems: list[str]
    events: int
    unsealed: int
    seal: str | None


def verify(workspace: Workspace, *, now: datetime, seal: str | None = None) -> Verified:
    """Check every event, seal, row and frozen picture of the record; what is sound is sealed up to now.

    ``seal`` is the hash of an earlier seal that has to be in the chain still: without it nobody can tell a record whose end was cut off.
    """
    with workspace.ledger.read() as tx:
        checking.one_moment(tx)
        found = checking.check(tx, seal=seal and seal.strip().lower())
        pictures = deliveries.pictures(tx)
    problems = found.problems + _pictures(workspace, pictures)
    if not problems:
        seal_up(workspace, now=now)
    with workspace.ledger.read() as tx:
        newest, unsealed = seals.newest(tx), seals.unsealed(tx)
    return Verified(problems=problems, events=found.events, unsealed=unsealed, seal=newest.hash if newest else None)


def seal_up(workspace: Workspace, *, now: datetime) -> None:
    """Seal every event that is not sealed yet."""
    while True:
        with workspace.ledger.write() as tx:
            if seals.seal(tx, at=now) is None:
                return


def _pictures(workspace: Workspace, pictures: dict[str, list[str]]) -> list[str]:
    problems = []
    for digest, names in pictures.items():
        try:
            workspace.media.get(digest)
        except LedgerError as error:
            problems.append(f"{', '.join(names)}: {error}")
    return problems


# -- what a person decides ---------------------------------------------------------------------------------------------


def resolve(
    workspace: Workspace,
    name: str,
    *,
    by: str,
    now: datetime,
    online: str | None = None,
    resend: bool = False,
    drop: bool = False,
    at: str | None = None,
) -> Delivery:
    """Settle an unclear outcome: seen online at an address, to be sent again, or left out. Exactly one of the three."""
    if (online is not None) + resend + drop != 1:
        raise NotAllowed("Say one of --online URL, --resend or --drop.")
    if at is not None and not resend:
        raise NotAllowed("A new time goes with --resend only.")
    with workspace.ledger.write() as tx:
        delivery = _delivery(tx, name)
        if online is not None:
            if not online.startswith(("https://", "http://", "file:")):
                raise NotAllowed(f"{online!r} is no address.", fix="Copy it from the post: https://…")
            decisions.settle_online(tx, delivery, online, by=by, at=now)
        elif resend:
            decisions.resend(tx, delivery, _new_time(workspace, delivery, at, now), by=by, at=now)
        else:
            decisions.drop(tx, delivery, by=by, at=now)
        return deliveries.get(tx, name)


def _delivery(tx: Tx, name: str) -> Delivery:
    """A delivery by its name. Raises LedgerError with the names that were probably meant: those of the post, or the nearest."""
    try:
        return deliveries.get(tx, name)
    except LedgerError as error:
        everything = deliveries.find(tx)
        mine = [d.id for d in everything if name in {d.post, f"{d.campaign}/{d.post}", f"{d.campaign} {d.post}"}]
        if not everything:
            raise
        known = f"That is a post; its deliveries are: {', '.join(mine)}." if mine else nearest(name, [d.id for d in everything])
        raise LedgerError(error.message, fix=known if len(known) < 300 else error.fix) from None


def _new_time(workspace: Workspace, delivery: Delivery, at: str | None, now: datetime) -> datetime | None:
    if at is None:
        return None
    due = schedule.instant(full_time(workspace, at, delivery.due_at), workspace.config.timezone)
    if due < now:
        raise NotAllowed(f"{at} has gone already.", fix="Give a time to come.")
    return due


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenDown:
    """What a take-down came to. ``left``: by delivery, why it is still online or may be. ``beside``: what else of it is still online."""

    done: list[Delivery]
    left: dict[str, str]
    beside: list[str]


def take_down(workspace: Workspace, name: str, *, by: str, reason: str, now: datetime) -> TakenDown:
    """Delete a published delivery, or with CAMPAIGN/POST all of a post, on its platform; the parts of a thread from the last one back.

    Raises NotAllowed without a reason and when nothing of it is online.
    """
    if not reason.strip():
        raise NotAllowed("A take-down needs a reason.", fix="--reason says why; it is kept in the record.")
    chosen = _online(workspace, name)
    done, left = [], {}
    for delivery in chosen:
        try:
            platform = workspace.platform(delivery.account)
            done.append(takedown.take_down(workspace.ledger, delivery, platform, by=by, reason=reason, now=now))
        except OutcomeUnknown as error:
            left[delivery.id] = f"It is not clear whether it is gone: {error.message} Look, or give the same command again."
        except CampaignError as error:
            left[delivery.id] = str(error)
    return TakenDown(done=done, left=left, beside=_beside(workspace, chosen))


def _online(workspace: Workspace, name: str) -> list[Delivery]:
    with workspace.ledger.read() as tx:
        campaign, _, post = name.partition("/")
        mine = deliveries.find(tx, campaign=campaign, post=post) if post else []
        if not mine:
            mine = [_delivery(tx, name)]
    online = [d for d in mine if d.state is DeliveryState.PUBLISHED and d.receipt is not None]
    if online:
        return sorted(online, key=lambda d: (d.account, -d.part))
    unclear = [d.id for d in mine if d.state in {DeliveryState.ARMED, DeliveryState.UNKNOWN, DeliveryState.NEEDS_PERSON}]
    fix = f"It may be online: look, then settle it with `campaign resolve {unclear[0]} …`, then take it down." if unclear else ""
    fix = fix or (f"Its deliveries: {', '.join(d.id for d in mine)}." if name != mine[0].id else "")
    states = ", ".join(sorted({str(d.state).replace("_", " ") for d in mine}))
    raise NotAllowed(f"{name} is {states}; there is nothing online to take down.", fix=fix)


def _beside(workspace: Workspace, chosen: list[Delivery]) -> list[str]:
    """The other parts of its thread, the other accounts and the other half of its pair that are still online."""
    with workspace.ledger.read() as tx:
        posts = {(d.campaign, d.post) for d in chosen}
        posts |= {(c, half) for c, p in posts if (half := deliveries.other_half(tx, c, p)) is not None}
        found = [d for c, p in sorted(posts) for d in deliveries.find(tx, campaign=c, post=p, states=(DeliveryState.PUBLISHED,))]
    return [d.id for d in found if d.id not in {c.id for c in chosen}]
