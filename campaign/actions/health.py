"""Does the daemon really work: it looks for what is due, and can write that down. A process that only exists is not healthy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.actions.workspace import Workspace, local
from campaign.errors import CampaignError
from campaign.ledger import Daemon, control

ALIVE = timedelta(seconds=60)
"""So old its last look may be: it looks every 15 seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """``reasons`` is empty when it is well. ``alive``: its last look is recent. ``failing``: it runs, and its looks fail."""

    reasons: tuple[str, ...]
    daemon: Daemon | None = None
    alive: bool = False
    failing: bool = False

    @property
    def ok(self) -> bool:
        """The daemon really ticks."""
        return not self.reasons


def health(workspace: Workspace, *, now: datetime) -> Health:
    """Look at the daemon from outside. Never raises a CampaignError: a record that cannot be read is a reason."""
    try:
        with workspace.ledger.read() as tx:
            daemon = control.daemon(tx)
    except CampaignError as error:
        return Health(reasons=(f"The record cannot be read. {error}",))
    said = workspace.tick_trouble.read()
    # The clock may have been put back since: what lies ahead of it is no sign of life.
    alive = daemon is not None and abs(now - daemon.last_beat) < ALIVE
    failing = said is not None and abs(now - said.at) < ALIVE
    if failing and said is not None:
        since = f"{local(said.since, workspace):%H:%M}"
        reasons: tuple[str, ...] = (f"The daemon runs, but since {since} it cannot look for what is due: {said.why}",)
    elif alive:
        reasons = ()
    else:
        last = "" if said is None else f" What it last met: {said.why}"
        reasons = (f"The daemon {_silence(workspace, daemon, now)}. Start it: campaign run.{last}",)
    return Health(reasons=reasons, daemon=daemon, alive=alive, failing=failing)


def _silence(workspace: Workspace, daemon: Daemon | None, now: datetime) -> str:
    if daemon is None:
        return "has never run"
    at = local(daemon.last_beat, workspace)
    day = "" if at.date() == local(now, workspace).date() else f" on {at:%d %B}"
    ahead = ", which is still to come: this computer’s clock was put back" if daemon.last_beat > now else ""
    return f"has not been heard of since {at:%H:%M}{day}{ahead}"
