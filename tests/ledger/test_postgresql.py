"""What only PostgreSQL has to be asked: many machines on one ledger. Skipped where no server is given."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from campaign.ledger import Ledger, Stop, control, deliveries
from campaign.ledger.schema import metadata
from tests.delivery.stage import POSTGRESQL, START, Stage

pytestmark = pytest.mark.skipif(not POSTGRESQL, reason="CAMPAIGN_TEST_POSTGRESQL names no database to throw away")


def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    Ledger(POSTGRESQL, workspace=str(tmp_path)).close()
    engine = sa.create_engine(POSTGRESQL)
    with engine.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata) == []
    engine.dispose()


def test_a_locked_row_is_passed_over(tmp_path: Path) -> None:
    one, two = Stage(tmp_path), Stage(tmp_path)
    one.approve()
    with one.ledger.write() as tx, two.ledger.write() as other:
        assert len(deliveries.due(tx, START, limit=5, lock=True)) == 1
        assert deliveries.due(other, START, limit=5, lock=True) == []


def test_two_machines_cannot_claim_on_one_account(tmp_path: Path) -> None:
    one, two = Stage(tmp_path), Stage(tmp_path)
    for post in "pq":
        one.approve(post)
    won: list[dict[str, int]] = []

    def claim() -> None:
        with two.ledger.write() as tx:
            won.append(deliveries.claim(tx, ["day/q/a"], owner="two", until=START))

    with one.ledger.write() as tx:
        assert deliveries.claim(tx, ["day/p/a"], owner="one", until=START) == {"day/p/a": 1}
        thread = threading.Thread(target=claim)
        thread.start()  # it waits until the other transaction has ended
    thread.join(timeout=10)
    assert won == [{}]


def test_a_stop_waits_for_the_intent_that_is_being_written_and_the_next_one_sees_it(tmp_path: Path) -> None:
    one, two = Stage(tmp_path), Stage(tmp_path)
    stopped = threading.Event()

    def stop() -> None:
        with two.ledger.write() as tx:
            control.set_stop(tx, Stop(by="Ben", at=START, reason="incident"))
        stopped.set()

    with one.ledger.write() as tx:
        control.steady(tx)
        thread = threading.Thread(target=stop)
        thread.start()
        assert not stopped.wait(0.3)
    thread.join(timeout=10)
    assert stopped.is_set()
    one.approve()
    one.tick()
    assert one.texts() == []
