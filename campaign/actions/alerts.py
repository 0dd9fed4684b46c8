"""Silence is an alarm: what somebody has to be told, in time, and not twice for one cause.

``causes`` only looks; ``news`` leaves out what people know already, ``told`` remembers what they were told; ``engine/alerts.py`` sends.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign.actions.causes import Cause, Roles, causes
from campaign.actions.workspace import Workspace
from campaign.errors import LedgerError
from campaign.ledger import alerts

WORST = 40  # lines of one message; who needs more opens the list


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """What is sent: plain text, every cause on a line. ``keys`` are remembered once it has gone out."""

    organisation: str
    causes: tuple[Cause, ...]

    @property
    def title(self) -> str:
        """The first cause, and how many more there are."""
        many = "" if len(self.causes) == 1 else f" and {len(self.causes) - 1} more"
        return f"{self.organisation}: {_short(self.causes[0].text)}{many}"

    @property
    def body(self) -> str:
        """Every cause on a line of its own, up to forty."""
        lines = [cause.text for cause in self.causes[:WORST]]
        if len(self.causes) > WORST:
            lines.append(f"… and {len(self.causes) - WORST} more: campaign status")
        return "\n\n".join(lines)

    @property
    def keys(self) -> tuple[str, ...]:
        """What it tells of."""
        return tuple(cause.key for cause in self.causes)

    def only(self, causes: Sequence[Cause]) -> Message:
        """The same with a part of its causes."""
        return replace(self, causes=tuple(causes))


def shares(causes: Sequence[Cause], addresses: Sequence[str], roles: Mapping[str, Roles]) -> dict[str, list[Cause]]:
    """By address, what it is told; one without ``roles`` is told everything. What nobody has the role for goes to everybody."""
    found: dict[str, list[Cause]] = {address: [] for address in addresses}
    for cause in causes:
        for address in [a for a in addresses if a not in roles or roles[a] & cause.roles] or addresses:
            found[address].append(cause)
    return found


def news(workspace: Workspace, *, now: datetime, watching: bool = False) -> Message | None:
    """What people do not know yet, as one message, or None. What has passed is forgotten."""
    there = causes(workspace, now=now, watching=watching)
    with workspace.ledger.read() as tx:
        known = alerts.told(tx)
    fresh = [c for c in there if c.key not in known or _again(c, known[c.key], now)]
    gone = set(known) - {c.key for c in there} - {key for key in known if key.startswith("summary:") or (key == "silent" and not watching)}
    if gone:
        with suppress(LedgerError), workspace.ledger.write() as tx:  # locked: it is forgotten later, and what is new is told now
            alerts.forget(tx, gone)
    return Message(organisation=workspace.config.organisation, causes=tuple(fresh)) if fresh else None


def _again(cause: Cause, last: datetime, now: datetime) -> bool:
    """Whether it is time to say it again. What was told in the future was told before the clock was put back."""
    return cause.again is not None and not timedelta(0) <= now - last < cause.again


def told(workspace: Workspace, keys: Collection[str], *, now: datetime) -> None:
    """Somebody knows of these causes: nobody is told again."""
    with workspace.ledger.write() as tx:
        alerts.tell(tx, keys, at=now)


def _short(text: str) -> str:
    first = text.splitlines()[0]
    return first if len(first) <= 80 else f"{first[:79].rsplit(' ', 1)[0]} …"
