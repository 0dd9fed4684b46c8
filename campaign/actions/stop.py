"""Stop holds everything at once; resume lets it go again, carefully."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from campaign.actions.sending import sender
from campaign.actions.workspace import Workspace
from campaign.delivery.holds import held as held_by
from campaign.delivery.moves import miss
from campaign.delivery.stopfile import StopFile
from campaign.errors import CampaignError, NotAllowed
from campaign.ledger import Delivery, Stop, Tx, control, deliveries, record
from campaign.models import AccountState, DeliveryState

NO_REASON = "no reason given yet"
NOBODY = "a person who gave no name"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stopped:
    """What a stop held. ``may_appear``: armed before the stop, so they cannot be called back. ``trouble``: a sentence, if any."""

    stop: Stop
    held: list[Delivery]
    may_appear: list[Delivery]
    trouble: str | None = None

    @property
    def explained(self) -> bool:
        """Whether anybody has said why."""
        return self.stop.reason != NO_REASON


def stop(workspace: Workspace, *, by: str, reason: str = "", now: datetime) -> Stopped:
    """Hold everything. The file is written first, so that it holds even when the ledger cannot be written, or the other way round.

    A second stop keeps the first one's name, time and reason, and adds its own. Raises CampaignError when neither can be written.
    """
    order = _joined(workspace.stop_file.read(), Stop(by=by, at=now, reason=reason))
    unwritten = _write(workspace.stop_file, order)
    try:
        with workspace.ledger.write() as tx:
            if (there := control.stopped(tx)) is not None and there.at < order.at:
                order = _joined(there, Stop(by=by, at=now, reason=reason))
            control.set_stop(tx, order)
            record.note(tx, at=now, actor=by, kind="stopped", subject="workspace", data={"reason": reason})
            held, armed = _held(tx)
    except Exception as error:  # whatever is wrong with the record, the hold stands
        if unwritten is not None:
            raise unwritten from error
        workspace.stop_file.settled()  # the ledger did not make us wait for what was being armed, so that it is listed
        held, armed = _looked_up(workspace)
        return Stopped(stop=order, held=held, may_appear=armed, trouble=f"The record could not be written: {_sentence(error)}")
    trouble = unwritten or _write(workspace.stop_file, order)
    return Stopped(stop=order, held=held, may_appear=armed, trouble=None if trouble is None else str(trouble))


def in_force(workspace: Workspace) -> Stop | None:
    """The stop that holds everything now, if there is one."""
    with workspace.ledger.read() as tx:
        return control.stopped(tx) or workspace.stop_file.read()


def _write(file: StopFile, order: Stop) -> CampaignError | None:
    try:
        file.write(order)
    except CampaignError as error:
        return error
    return None


def _joined(first: Stop | None, then: Stop) -> Stop:
    """A stop on top of one that is in force: nothing of the first is lost, and what was let go is held again."""
    if first is None:
        return replace(then, reason=then.reason or NO_REASON)
    if first.by == NOBODY:
        first = replace(first, by=then.by)
    if not then.reason or then.reason in first.reason:
        return replace(first, released=frozenset())
    more = then.reason if then.by == first.by else f"{then.by}: {then.reason}"
    return replace(first, reason=more if first.reason in {"", NO_REASON} else f"{first.reason}; {more}", released=frozenset())


def _held(tx: Tx) -> tuple[list[Delivery], list[Delivery]]:
    armed = deliveries.find(tx, states=(DeliveryState.ARMED, DeliveryState.UNKNOWN))
    return deliveries.find(tx, states=deliveries.OPEN), armed


def _looked_up(workspace: Workspace) -> tuple[list[Delivery], list[Delivery]]:
    """What is held and what may appear, where the record can be read at least."""
    try:
        with workspace.ledger.read() as tx:
            return _held(tx)
    except Exception:  # it is said already that the record cannot be used
        return [], []


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, CampaignError) else f"{type(error).__name__}."


def stop_without_settings(root: Path, *, by: str, reason: str = "", now: datetime, trouble: str) -> Stopped:
    """Hold everything although config.yaml cannot be read: the daemon goes on with its last good one, and has to be stoppable."""
    file = StopFile(root / ".campaign" / "STOP")
    order = _joined(file.read(), Stop(by=by, at=now, reason=reason))
    file.write(order)
    return Stopped(stop=order, held=[], may_appear=[], trouble=f"The record could not be reached: {trouble}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumed:
    """What a resume let go: what keeps its time, and what was past its grace and is missed now.

    ``still`` names what something else holds on: by delivery, the reason.
    """

    missed: list[Delivery]
    kept: list[Delivery]
    still: dict[str, str]


def resume(
    workspace: Workspace, *, by: str, reason: str, now: datetime, account: str | None = None, campaign: str | None = None
) -> Resumed:
    """Let everything go again, or one account or campaign only. What is past its grace is missed, never sent late.

    Raises NotAllowed when nothing is held.
    """
    if account is not None and campaign is not None:
        raise NotAllowed("An account and a campaign cannot be let go together.", fix="Say one of them, then the other.")
    if account is not None:
        workspace.account(account)
    if campaign is not None:
        workspace.folder(campaign)
    scope = f"account:{account}" if account else f"campaign:{campaign}" if campaign else None
    with workspace.ledger.write() as tx:
        found = control.stopped(tx) or workspace.stop_file.read()
        held = account is not None and control.account(tx, account).state is not AccountState.OK
        if found is None and not held:
            raise NotAllowed("Nothing is stopped." if scope is None else f"Nothing is stopped for {account or campaign}.")
        if held and account is not None:
            control.set_account(tx, account, AccountState.OK, at=now)
        if found is not None:
            _release(workspace, tx, found, scope)
        open_ones = deliveries.find(tx, campaign=campaign, account=account, states=deliveries.OPEN)
        late = [d for d in open_ones if d.late_at < now and d.next_at is not None]
        for delivery in late:
            miss(tx, delivery, now, actor=by)
        told = {"reason": reason, "missed": [d.id for d in late]}
        record.note(tx, at=now, actor=by, kind="resumed", subject=scope or "workspace", data=told)
        kept = [d for d in open_ones if d not in late]
        conditions = sender(workspace, clock=lambda: now).conditions(tx, now)
        still = {d.id: why.reason for d in kept if (why := held_by(d, conditions)) is not None}
    return Resumed(missed=late, kept=kept, still=still)


def _release(workspace: Workspace, tx: Tx, found: Stop, scope: str | None) -> None:
    """The ledger first and the file last: whatever fails in between, the file still holds."""
    if scope is None:
        control.clear_stop(tx)
        workspace.stop_file.clear()
    else:
        less = replace(found, released=found.released | {scope})
        control.set_stop(tx, less)
        workspace.stop_file.write(less)
