"""What only PostgreSQL has to be asked: many machines on one ledger. Skipped where no server can be had."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from campaign.actions.erase import redact, retain
from campaign.ledger import Delivery, Ledger, Stop, claims, control, record, seals, verify
from campaign.ledger.schema import metadata
from tests.actions.test_erase import YEAR, published, workspace
from tests.delivery.stage import START, Stage
from tests.postgresql import NAME, let_go, opened


@pytest.fixture(autouse=True)
def address(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The database of these tests."""
    monkeypatch.setenv(NAME, postgresql)
    yield postgresql
    let_go()


def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path, address: str) -> None:
    opened(Ledger(address, workspace=str(tmp_path)))
    engine = sa.create_engine(address)
    with engine.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata) == []
    engine.dispose()


def test_a_locked_row_is_passed_over(tmp_path: Path) -> None:
    one, two = Stage(tmp_path), Stage(tmp_path)
    one.approve()
    with one.ledger.write() as tx, two.ledger.write() as other:
        assert len(claims.claim(tx, ["day/p/a"], now=START, owner="one", until=START)) == 1
        assert claims.claim(other, ["day/p/a"], now=START, owner="two", until=START) == []


def test_two_machines_cannot_claim_on_one_account(tmp_path: Path) -> None:
    one, two = Stage(tmp_path), Stage(tmp_path)
    for post in "pq":
        one.approve(post)
    won: list[list[Delivery]] = []

    def claim() -> None:
        with two.ledger.write() as tx:
            won.append(claims.claim(tx, ["day/q/a"], now=START, owner="two", until=START))

    with one.ledger.write() as tx:
        assert [d.fence for d in claims.claim(tx, ["day/p/a"], now=START, owner="one", until=START)] == [1]
        thread = threading.Thread(target=claim)
        thread.start()  # it waits until the other transaction has ended
    thread.join(timeout=10)
    assert won == [[]]


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


def test_two_daemons_that_claim_at_once_double_nothing(tmp_path: Path) -> None:
    names = tuple("abcdefgh")
    stages = [Stage(tmp_path, names=names) for _ in range(2)]
    posts = [f"p{n}" for n in range(12)]
    for post in posts:
        stages[0].approve(post, texts=(post,))
    troubles: list[Exception] = []

    def work(stage: Stage, name: str) -> None:
        stage.ticker.owner = name
        try:
            for _ in range(60):
                stage.ticker.tick(START)
        except Exception as error:  # a thread's trouble is the test's
            troubles.append(error)

    threads = [threading.Thread(target=work, args=(stage, f"daemon-{n}")) for n, stage in enumerate(stages)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert troubles == []
    assert {name: sorted(stages[0].texts(name)) for name in names} == {name: sorted(posts) for name in names}
    with stages[0].ledger.read() as tx:
        assert verify.check(tx).problems == []


def test_a_seal_waits_for_an_event_that_is_being_written(tmp_path: Path) -> None:
    one, two, three = (Stage(tmp_path) for _ in range(3))
    sealed: list[int] = []

    def seal() -> None:
        with three.ledger.write() as tx:
            made = seals.seal(tx, at=START)
            assert made is not None
            sealed.extend(number for number, _ in made.events)

    with one.ledger.write() as tx:
        record.note(tx, at=START, actor="Ann", kind="slow", subject="workspace")
        record.flush(tx)
        with two.ledger.write() as other:  # a higher number, stored sooner
            record.note(other, at=START, actor="Ben", kind="quick", subject="workspace")
        thread = threading.Thread(target=seal)
        thread.start()
        thread.join(timeout=0.3)
        assert sealed == []
    thread.join(timeout=10)
    assert len(sealed) == 2
    with one.ledger.read() as tx:
        assert verify.check(tx).problems == []


def test_a_name_is_redacted_and_old_contents_go_here_too(tmp_path: Path) -> None:
    stage = published(tmp_path)
    desk = workspace(stage, "{content: 6 months, names: 6 months}")
    assert redact(desk, "Nell Hartwick", by="Ben", reason="a request", now=START).contents == ["day/p/a"]
    assert retain(desk, by="daemon", now=START + 2 * YEAR).contents == ["day/q/a"]
    with stage.ledger.read() as tx:
        assert verify.check(tx).problems == []
        assert {e["actor"] for e in record.history(tx)} == {"[redacted]", "daemon"}
