"""What the engine asks of the deliveries and takes from them: what is due, late or left behind. Every question here has an index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from campaign.ledger import rows
from campaign.ledger.deliveries import OPEN
from campaign.ledger.listed import among, listed, not_among
from campaign.ledger.rows import Delivery
from campaign.ledger.schema import deliveries
from campaign.ledger.store import Tx, milliseconds
from campaign.models import DeliveryState

Place = tuple[int, str]
"""Where a page of what is due ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """As much of a delivery as it takes to choose: what it says is read only once it is claimed."""

    id: str
    campaign: str
    post: str
    account: str
    after: str | None
    part: int
    due_at: datetime
    grace: timedelta
    late_at: datetime
    state: DeliveryState
    place: Place


# Statements are made once: to put one together takes longer than to run it.
_mine = deliveries.c.workspace == sa.bindparam("ws")
_free = deliveries.c.lease_owner.is_(None)
_DUE = (
    sa.select(
        *(deliveries.c.id, deliveries.c.campaign, deliveries.c.post, deliveries.c.account, deliveries.c.after, deliveries.c.part),
        *(deliveries.c.due_at, deliveries.c.grace, deliveries.c.late_at, deliveries.c.state, deliveries.c.next_at),
    )
    .where(_mine, _free, deliveries.c.next_at <= sa.bindparam("now"))
    .where(sa.tuple_(deliveries.c.next_at, deliveries.c.id) > sa.tuple_(sa.bindparam("at"), sa.bindparam("name")))
    .where(not_among(deliveries.c.account, "without"))
    .order_by(deliveries.c.next_at, deliveries.c.id)
    .limit(sa.bindparam("most"))
)
_claimed = sa.and_(deliveries.c.lease_owner.is_not(None), deliveries.c.lease_until < sa.bindparam("now"))
_BUSY = sa.select(deliveries.c.account).where(_mine, _claimed).distinct()
_NEXT = sa.select(sa.func.min(deliveries.c.next_at)).where(_mine, deliveries.c.next_at > sa.bindparam("after"))
# Without the states: SQLite would go through everything that is open, where the index on late_at has next to nothing.
_LATE = sa.select(deliveries).where(_mine, _free, deliveries.c.next_at.is_not(None), deliveries.c.late_at < sa.bindparam("now"))
_EXPIRED = sa.select(deliveries).where(_mine, _claimed)
_CHOSEN = sa.select(deliveries.c.id).where(
    *(_mine, _free, among(deliveries.c.id, "chosen")),
    deliveries.c.next_at + 0 <= sa.bindparam("now"),  # by its value, not by its index: that would go through all that is due
)
_CLAIM = (
    sa.update(deliveries)
    .where(_mine, deliveries.c.id.in_(_CHOSEN.with_for_update(skip_locked=True)))
    .values(lease_owner=sa.bindparam("owner"), lease_until=sa.bindparam("until"), fence=deliveries.c.fence + 1)
    .returning(*deliveries.c)
)
_POSTPONE = (
    sa.update(deliveries)
    .where(_mine, _free, deliveries.c.id == sa.bindparam("one"), deliveries.c.next_at.is_not(None))
    .where(deliveries.c.state != DeliveryState.UNKNOWN)
    .values(next_at=sa.bindparam("next_at"), reason=sa.bindparam("reason"))
)
_EVER = 2**62


def due(tx: Tx, now: datetime, *, limit: int, without: Collection[str] = (), beyond: Place = (0, "")) -> list[Due]:
    """What has to be looked at by ``now`` and nobody has claimed, earliest first; accounts in ``without`` are passed over.

    ``beyond`` is the place of the last one of the page before.
    """
    at, name = beyond
    values = {"ws": tx.workspace, "now": milliseconds(now), "at": at, "name": name, "without": listed(without), "most": limit}
    return [_due(tuple(row)) for row in tx.conn.execute(_DUE, values)]


def _due(row: Sequence[Any]) -> Due:
    name, campaign, post, account, after, part, due_at, grace, late_at, state, next_at = row
    return Due(
        id=name,
        campaign=campaign,
        post=post,
        account=account,
        after=after,
        part=part,
        due_at=rows.moment(due_at),
        grace=timedelta(milliseconds=grace),
        late_at=rows.moment(late_at),
        state=DeliveryState(state),
        place=(next_at or 0, name),
    )


def busy_accounts(tx: Tx) -> set[str]:
    """Accounts with a delivery under way: no second call is made beside it."""
    return set(tx.conn.execute(_BUSY, {"ws": tx.workspace, "now": _EVER}).scalars())


def next_due(tx: Tx, *, after: datetime) -> datetime | None:
    """The earliest moment later than ``after`` at which something has to be looked at."""
    return rows.when(tx.conn.execute(_NEXT, {"ws": tx.workspace, "after": milliseconds(after)}).scalar())


def late(tx: Tx, now: datetime) -> list[Delivery]:
    """What nobody has claimed and is past its grace; a part that waits for the part before it has no lateness yet."""
    found = tx.conn.execute(_LATE, {"ws": tx.workspace, "now": milliseconds(now)})
    return [rows.delivery(dict(row)) for row in found.mappings() if row["state"] in OPEN]


def expired(tx: Tx, now: datetime, *, all_leases: bool) -> list[Delivery]:
    """Claims whose worker is gone: past their lease, or (at the start of the only daemon) every one."""
    found = tx.conn.execute(_EXPIRED, {"ws": tx.workspace, "now": _EVER if all_leases else milliseconds(now)})
    return [rows.delivery(dict(row)) for row in found.mappings()]


def claim(tx: Tx, chosen: Sequence[str], *, now: datetime, owner: str, until: datetime) -> list[Delivery]:
    """Take deliveries for one worker each. Returns those that were won, as they are now, earliest first.

    What somebody else has taken, or what is due no more, is not won.
    """
    values = {"ws": tx.workspace, "now": milliseconds(now), "owner": owner, "until": milliseconds(until), "chosen": listed(chosen)}
    try:
        with tx.conn.begin_nested():
            won = [rows.delivery(dict(row)) for row in tx.conn.execute(_CLAIM, values).mappings()]
    except IntegrityError:  # another machine has just taken one of the same account: each for itself
        won = [d for one in chosen for d in claim(tx, [one], now=now, owner=owner, until=until)] if len(chosen) > 1 else []
    return sorted(won, key=lambda d: (d.due_at, d.part, d.id))  # the order of RETURNING is not promised


def postpone(tx: Tx, held: Iterable[tuple[str, datetime, str]]) -> None:
    """What is held until a known time is looked at again then, not at every tick: by id the time and the reason."""
    later = [{"ws": tx.workspace, "one": name, "next_at": milliseconds(until), "reason": reason} for name, until, reason in held]
    if later:
        tx.conn.execute(_POSTPONE, later)
