"""What holds or releases sending: the stop, the accounts' states, and the daemon's heartbeat."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from campaign.errors import LedgerError
from campaign.ledger.rows import AccountStatus, Daemon, Stop, moment, when
from campaign.ledger.schema import accounts, daemons, stops
from campaign.ledger.store import Tx, milliseconds
from campaign.models import ACCOUNT_MOVES, AccountState

_STOP = sa.select(stops).where(stops.c.workspace == sa.bindparam("ws"))
_ACCOUNTS = sa.select(accounts).where(accounts.c.workspace == sa.bindparam("ws"))


def stopped(tx: Tx) -> Stop | None:
    """The stop that is in force, or None."""
    row = tx.conn.execute(_STOP, {"ws": tx.workspace}).one_or_none()
    return None if row is None else Stop(by=row.by, at=moment(row.at), reason=row.reason, released=frozenset(json.loads(row.released)))


def steady(tx: Tx) -> None:
    """Let no stop be written until this transaction ends. SQLite has one writer anyway; PostgreSQL needs to be told."""
    if tx.conn.dialect.name == "postgresql":
        tx.conn.exec_driver_sql("LOCK TABLE stops IN SHARE MODE")


def set_stop(tx: Tx, stop: Stop) -> None:
    """Hold everything, or change what is released from the hold."""
    _no_stop(tx)
    values = {"by": stop.by, "at": milliseconds(stop.at), "reason": stop.reason, "released": json.dumps(sorted(stop.released))}
    tx.conn.execute(sa.insert(stops).values(workspace=tx.workspace, **values))
    tx.changed("stops", "", values)


def clear_stop(tx: Tx) -> None:
    """Let everything go again."""
    if _no_stop(tx):
        tx.changed("stops", "", {"by": None, "at": None, "reason": None, "released": None})


def _no_stop(tx: Tx) -> bool:
    return tx.conn.execute(sa.delete(stops).where(stops.c.workspace == tx.workspace)).rowcount > 0


def account(tx: Tx, name: str) -> AccountStatus:
    """Whether an account may publish; one that the ledger has not heard of may."""
    unknown = AccountStatus(account=name, state=AccountState.OK, reason=None, last_published_at=None, last_post=None)
    return account_states(tx).get(name, unknown)


def account_states(tx: Tx) -> dict[str, AccountStatus]:
    """The accounts that the ledger has heard of."""
    return {
        row.account: AccountStatus(
            account=row.account,
            state=AccountState(row.state),
            reason=row.reason,
            last_published_at=when(row.last_published_at),
            last_post=row.last_post,
            waits_until=when(row.waits_until),
        )
        for row in tx.conn.execute(_ACCOUNTS, {"ws": tx.workspace})
    }


def set_account(tx: Tx, name: str, state: AccountState, *, at: datetime, reason: str | None = None) -> None:
    """Move an account. Raises LedgerError where the table of moves has no such move."""
    before = account(tx, name).state
    if state is not before and state not in ACCOUNT_MOVES[before]:
        raise LedgerError(f"Account {name} is {before} and cannot become {state}.")
    _store_account(tx, name, {"state": state, "reason": reason, "changed_at": milliseconds(at)})


def wait(tx: Tx, name: str, until: datetime) -> None:
    """The platform has asked this account to wait: all of its deliveries do, also after a restart."""
    before = account(tx, name).waits_until
    if before is None or before < until:
        _store_account(tx, name, {"waits_until": milliseconds(until)})


def published(tx: Tx, name: str, *, at: datetime, post: str) -> None:
    """Keep when an account last published and what, for the gap between two posts. What was found late does not put it back."""
    before = account(tx, name).last_published_at
    if before is not None and before > at:
        return
    _store_account(tx, name, {"last_published_at": milliseconds(at), "last_post": post})


def _store_account(tx: Tx, name: str, values: dict[str, Any]) -> None:
    where = sa.and_(accounts.c.workspace == tx.workspace, accounts.c.account == name)
    if tx.conn.execute(sa.update(accounts).where(where).values(**values)).rowcount == 0:
        new = {"state": AccountState.OK, "changed_at": values.get("last_published_at", 0), **values}
        tx.conn.execute(sa.insert(accounts).values(workspace=tx.workspace, account=name, **new))
        values = {"account": name, **new}
    tx.changed("accounts", name, values)


def beat(tx: Tx, *, owner: str, now: datetime, next_due: datetime | None) -> None:
    """Write that the daemon is alive and when it will act next."""
    values = {"last_beat": milliseconds(now), "next_due": next_due and milliseconds(next_due)}
    where = sa.and_(daemons.c.workspace == tx.workspace, daemons.c.owner == owner)
    if tx.conn.execute(sa.update(daemons).where(where).values(**values)).rowcount == 0:
        tx.conn.execute(sa.delete(daemons).where(daemons.c.workspace == tx.workspace))
        tx.conn.execute(sa.insert(daemons).values(workspace=tx.workspace, owner=owner, started_at=milliseconds(now), **values))


def daemon(tx: Tx) -> Daemon | None:
    """The daemon that beat last, or None when none ever ran."""
    row = tx.conn.execute(sa.select(daemons).where(daemons.c.workspace == tx.workspace)).one_or_none()
    return (
        None
        if row is None
        else Daemon(owner=row.owner, started_at=moment(row.started_at), last_beat=moment(row.last_beat), next_due=when(row.next_due))
    )
