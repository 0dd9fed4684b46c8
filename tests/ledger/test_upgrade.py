"""From the first version of the tables up: what was on record stays, and is held by the chain from then on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import campaign.ledger
from campaign.ledger import HEAD, Ledger, record, verify
from tests.postgresql import _sqlite_only, database, opened  # noqa: F401 - on both databases

FIRST = {
    "posts": {"workspace": "w", "campaign": "day", "post": "p", "state": "approved", "digest": "d", "changed_by": "Ann", "changed_at": 5},
    "approvals": {"workspace": "w", "campaign": "day", "post": "p", "generation": 1, "digest": "d", "by": "Ann", "at": 5,
                  "acknowledged": "{}"},
    "deliveries": {
        "workspace": "w", "id": "day/p/a", "campaign": "day", "post": "p", "account": "a", "platform": "outbox", "part": 1,
        "generation": 1, "content": '{"text":"Hello."}', "digest": "d", "due_at": 9, "grace": 9, "late_at": 18, "next_at": 9,
        "state": "queued",
    },
    "attempts": {
        "workspace": "w", "delivery": "day/p/a", "n": 1, "fence": 1, "request_hash": "h", "started_at": 9, "deadline": 10,
        "outcome": "not_sent",
    },
    "events": {"workspace": "w", "at": 5, "actor": "Ann", "kind": "approved", "subject": "day/p", "data": '{"reason":"fine"}'},
}  # fmt: skip


@pytest.fixture
def address(database: str, tmp_path: Path) -> Iterator[str]:  # noqa: F811
    """An empty database of its own."""
    if not database:
        yield f"sqlite:///{tmp_path / 'campaign.db'}"
        return
    name = f"upgrade_{uuid.uuid4().hex}"
    engine = sa.create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    yield database.replace("/postgres?", f"/{name}?")


def test_an_old_ledger_comes_up_to_date_with_all_it_held(address: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(campaign.ledger.__file__).parent / "migrations"))
    engine = sa.create_engine(address)
    with engine.begin() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        for table, row in FIRST.items():
            conn.execute(sa.insert(sa.table(table, *(sa.column(c) for c in row))).values(**row))
    engine.dispose()
    ledger = opened(Ledger(address, workspace="w", upgrade=True))
    assert ledger.revision() == HEAD
    with ledger.read() as tx:
        assert verify.check(tx).problems == []
        assert [(e["kind"], e["data"].get("reason")) for e in record.history(tx)] == [("approved", "fine"), ("migrated", None)]
    with ledger.write() as tx:
        tx.conn.exec_driver_sql("UPDATE approvals SET digest = 'other'")
    with ledger.read() as tx:
        assert verify.check(tx).problems == ["The approval day p 1 is not what its events say: digest."]
