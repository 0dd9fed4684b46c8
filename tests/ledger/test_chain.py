"""The chain: whatever is changed in the record behind the program's back is found and named."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from campaign.delivery.approve import settle_online, withdraw
from campaign.errors import LedgerError
from campaign.ledger import Stop, Tx, approvals, changes, control, record, schema, seals, veil, verify
from campaign.models import AccountState
from tests.delivery.stage import START, Stage
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

EVENTS = ("id", "workspace", "at", "actor", "kind", "subject", "data", "chain", "salts")
SEALS = ("workspace", "n", "at", "events", "previous", "hash")
ROWS = [(table, column) for table, columns in changes.RECORDED.items() for column in columns]


def busy_day(folder: Path) -> Stage:
    """A stage with something in every table: sent, failed and open deliveries, a withdrawal, a stop, a held account."""
    stage = Stage(folder, names=("a", "b"))
    stage.approve("sent", texts=("One.", "Two."))
    stage.tick()
    stage.tick(after=timedelta(minutes=1))
    stage.approve("open", after=timedelta(hours=3))
    stage.approve("back", after=timedelta(hours=4))
    with stage.ledger.write() as tx:
        withdraw(tx, "day", "back", by="Ben Example", at=stage.clock(), reason="wrong day")
        control.set_account(tx, "b", AccountState.HELD, at=stage.clock(), reason="two posts are unclear")
        control.set_stop(tx, Stop(by="Ann Example", at=stage.clock(), reason="incident"))
        record.note(tx, at=stage.clock(), actor="Ann Example", kind="stopped", subject="workspace", data={"reason": "incident"})
        approvals.set_author(tx, "day", "open", "Ben Example", at=stage.clock())
        record.note(tx, at=stage.clock(), actor="Ben Example", kind="planned", subject="day")
    seal(stage)
    return stage


def seal(stage: Stage) -> seals.Seal:
    with stage.ledger.write() as tx:
        made = seals.seal(tx, at=stage.clock())
    assert made is not None
    return made


def problems(stage: Stage, noted: str | None = None) -> list[str]:
    with stage.ledger.read() as tx:
        verify.one_moment(tx)
        return verify.check(tx, seal=noted).problems


@contextmanager
def tampering(stage: Stage) -> Iterator[Tx]:
    """Somebody with the database open, who has put the guards out of the way; all of it is undone at the end."""
    with stage.ledger.write() as tx:
        if tx.conn.dialect.name == "postgresql":
            tx.conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            for name in ("events_kept", "events_stay", "seals_kept", "seals_stay"):
                tx.conn.exec_driver_sql(f"DROP TRIGGER {name}")
            tx.conn.exec_driver_sql("PRAGMA defer_foreign_keys=ON").close()
        yield tx
        tx.conn.rollback()


def look(tx: Tx) -> list[str]:
    """What a check in the middle of the tampering says."""
    return verify.check(Tx(tx.conn, tx.workspace)).problems


def other(value: Any) -> Any:
    """Something else of the same type."""
    return value + 77 if isinstance(value, int) else f"{value or ''}x"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return busy_day(tmp_path_factory.mktemp("chain"))


def _one(tx: Tx, table: str, column: str) -> tuple[sa.Table, Any]:
    """A row that has something in this column, if there is one."""
    source = schema.metadata.tables[table]
    here = source.c.workspace == tx.workspace
    query = sa.select(source).where(here).order_by(source.c[column].is_(None), *source.primary_key.columns)
    return source, tx.conn.execute(query).mappings().first()


def _where(source: sa.Table, row: Any) -> sa.ColumnElement[bool]:
    return sa.and_(*(c == row[c.name] for c in source.primary_key.columns))


def test_a_busy_day_verifies(stage: Stage) -> None:
    assert problems(stage) == []


@pytest.mark.parametrize(("table", "column"), ROWS)
def test_a_changed_column_of_the_record_is_found_and_named(stage: Stage, table: str, column: str) -> None:
    with tampering(stage) as tx:
        source, row = _one(tx, table, column)
        if table == "deliveries" and column == "reason":  # why an open one waits is a working note
            closed = sa.select(source).where(source.c.workspace == tx.workspace, source.c.state == "cancelled")
            row = tx.conn.execute(closed).mappings().first()
        value = "failed" if column == "state" and table == "deliveries" else other(row[column])
        tx.conn.execute(sa.update(source).where(_where(source, row)).values(**{column: value}))
        found = look(tx)
    assert found, "it was not found"
    named = changes.key(table, row) if column not in changes.KEYS[table] else ""
    assert any(named in sentence and (column in sentence or not named) for sentence in found)


@pytest.mark.parametrize("table", list(changes.RECORDED))
@pytest.mark.parametrize("how", ["deleted", "inserted"])
def test_a_row_that_goes_or_comes_is_found(stage: Stage, table: str, how: str) -> None:
    with tampering(stage) as tx:
        source, row = _one(tx, table, changes.RECORDED[table][0])
        if how == "deleted":
            if table == "deliveries":
                tx.conn.execute(sa.delete(schema.attempts).where(schema.attempts.c.delivery == row["id"]))
            tx.conn.execute(sa.delete(source).where(_where(source, row)))
        elif table == "stops":
            return  # there is one at most
        else:
            new = {**row, "workspace": tx.workspace}
            fresh = {"deliveries": {"id": "forged", "generation": 9, "remote_id": None}, "attempts": {"n": 9}}
            fresh |= {"approvals": {"generation": 9}}
            new |= fresh.get(table, {"post": "forged"} if "post" in row else {"account": "forged"})
            new = {c: v for c, v in new.items() if c != "id" or table == "deliveries"}
            tx.conn.execute(sa.insert(source).values(**new))
        found = look(tx)
    assert any(("missing" if how == "deleted" else "without an event") in sentence for sentence in found)


@pytest.mark.parametrize("column", EVENTS)
def test_a_changed_event_is_found_by_its_number(stage: Stage, column: str) -> None:
    with stage.ledger.read() as tx:
        everything = tx.conn.execute(sa.select(schema.events).where(schema.events.c.workspace == tx.workspace)).mappings().all()
    for row in everything:
        with tampering(stage) as tx:
            value = row[column] + 10_000 if column == "id" else other(row[column])
            if column == "data":
                value = row["data"][:-1] + (',"x":1}' if row["data"] != "{}" else '"x":1}')
            tx.conn.execute(sa.update(schema.events).where(schema.events.c.id == row["id"]).values(**{column: value}))
            found = look(tx)
        assert any(f"Event {row['id']} " in sentence for sentence in found), column


def test_a_changed_event_with_a_new_digest_is_found_too(stage: Stage) -> None:
    with tampering(stage) as tx:
        row = dict(tx.conn.execute(sa.select(schema.events).where(schema.events.c.kind == "approved")).mappings().first() or {})
        row["actor"] = "Someone Else"
        row["chain"] = veil.digest(row)
        tx.conn.execute(sa.update(schema.events).where(schema.events.c.id == row["id"]).values(actor=row["actor"], chain=row["chain"]))
        assert any(f"Event {row['id']} (approved" in sentence for sentence in look(tx))


def test_deleted_and_inserted_and_swapped_events_are_found(stage: Stage) -> None:
    e = schema.events
    with stage.ledger.read() as tx:
        rows = [dict(r) for r in tx.conn.execute(sa.select(e).where(e.c.workspace == tx.workspace).order_by(e.c.id)).mappings()]
    first, second = rows[1], rows[2]
    with tampering(stage) as tx:
        tx.conn.execute(sa.delete(e).where(e.c.id == first["id"]))
        assert f"Event {first['id']} is missing; seal 1 holds it." in look(tx)
    with tampering(stage) as tx:
        tx.conn.execute(sa.delete(e).where(e.c.id == first["id"]))
        tx.conn.execute(sa.delete(e).where(e.c.id == second["id"]))
        tx.conn.execute(sa.insert(e), [{**first, "id": second["id"]}, {**second, "id": first["id"]}])
        assert len([s for s in look(tx) if "was altered" in s]) == 2
    with tampering(stage) as tx:
        tx.conn.execute(sa.delete(e).where(e.c.id == first["id"]))
        tx.conn.execute(sa.insert(e).values(**{**first, "id": first["id"] - 10_000}))
        assert any("was put in later" in s for s in look(tx))


@pytest.mark.parametrize("column", SEALS)
def test_a_changed_seal_is_found(tmp_path: Path, column: str) -> None:
    stage = busy_day(tmp_path)
    stage.approve("more", after=timedelta(hours=5))
    seal(stage)
    for n in (1, 2):
        with tampering(stage) as tx:
            row = tx.conn.execute(sa.select(schema.seals).where(schema.seals.c.workspace == tx.workspace, schema.seals.c.n == n)).one()
            value = {"n": 7, "events": row.events.replace("\n", "\n9", 1) if n == 1 else row.events + "\n999 x"}.get(column)
            value = value or other(row._mapping[column])
            where = sa.and_(schema.seals.c.workspace == tx.workspace, schema.seals.c.n == n)
            tx.conn.execute(sa.update(schema.seals).where(where).values(**{column: value}))
            found = look(tx)
        if (n, column) == (2, "workspace"):  # the newest seal is gone: only somebody who noted its hash can tell
            assert problems(stage, row.hash) == []
        else:
            assert any("eal" in sentence for sentence in found), (n, column)


def test_a_record_that_was_cut_off_is_found_by_a_seal_that_was_noted(tmp_path: Path) -> None:
    stage = busy_day(tmp_path)
    early = seals_of(stage)[-1]
    stage.approve("more", after=timedelta(hours=5))
    late = seal(stage)
    assert problems(stage, early.hash) == problems(stage, late.hash) == []
    with tampering(stage) as tx:
        tx.conn.execute(sa.delete(schema.seals).where(schema.seals.c.workspace == tx.workspace, schema.seals.c.n == late.n))
        tx.conn.execute(sa.delete(schema.events).where(schema.events.c.workspace == tx.workspace, schema.events.c.id >= late.events[0][0]))
        found = verify.check(Tx(tx.conn, tx.workspace), seal=late.hash).problems
    assert any(f"No seal {late.hash} is in the record" in sentence for sentence in found)
    # The rows that the cut-off events made give it away as well.
    assert any("day/more/a is in the record without an event" in sentence for sentence in found)


def seals_of(stage: Stage) -> list[seals.Seal]:
    with stage.ledger.read() as tx:
        return list(seals.every(tx))


def test_events_are_sealed_once_in_order_and_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 2)
    stage = Stage(tmp_path)
    for post in "pqrst":
        stage.approve(post)
    made = [seal(stage) for _ in range(3)]
    assert [len(one.events) for one in made] == [2, 2, 1]
    with stage.ledger.write() as tx:
        assert seals.seal(tx, at=START) is None
        assert seals.unsealed(tx) == 0
    assert [one.previous for one in made] == ["", made[0].hash, made[1].hash]
    assert problems(stage) == []


@pytest.mark.parametrize("statement", [sa.update(schema.events).values(kind="x"), sa.delete(schema.events),
                                       sa.update(schema.seals).values(hash="x"), sa.delete(schema.seals)])  # fmt: skip
def test_the_database_itself_refuses_to_change_what_is_on_record(stage: Stage, statement: Any) -> None:
    with pytest.raises(LedgerError, match="never changed or deleted"), stage.ledger.write() as tx:
        tx.conn.execute(statement)


def test_a_change_that_nobody_noted_is_noted_all_the_same(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    with stage.ledger.write() as tx:
        approvals.add(tx, "day", "p", digest="d", by="Ann", at=START, acknowledged={})
    with stage.ledger.read() as tx:
        assert [e["kind"] for e in record.history(tx)] == ["moved"]
    assert problems(stage) == []


def test_what_a_person_settles_verifies(tmp_path: Path) -> None:
    from campaign.models import Idempotency

    def lost(when: str, _request: Any) -> None:
        if when == "after":
            raise RuntimeError("the answer was lost")

    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=lost)
    stage.approve(texts=("One.", "Two."))
    stage.tick()
    stage.run(timedelta(hours=3), every=timedelta(minutes=10))
    stage.order(settle_online, "day/p/a", "https://social.example/1")
    assert problems(stage) == []


_TEXT = st.text(max_size=12)
_DATA = st.dictionaries(
    st.sampled_from(["reason", "set", "deliveries", "digest", "content", "n", "é"]),
    st.recursive(_TEXT | st.integers() | st.none() | st.booleans(), lambda inner: st.lists(inner, max_size=3)
                 | st.dictionaries(_TEXT, inner, max_size=3), max_leaves=8),
    max_size=4,
)  # fmt: skip


@given(actor=_TEXT, data=_DATA, more=st.sets(st.integers(0, 12)))
def test_any_text_of_an_event_can_be_erased_without_changing_its_digest(actor: str, data: dict[str, Any], more: set[int]) -> None:
    from campaign.models import canonical

    row = {"workspace": "w", "at": 1, "kind": "k", "subject": "s", "actor": actor, "data": canonical(data).decode()}
    row |= veil.commit(row)
    before, there = veil.digest(row), veil.texts(actor, data)
    assert before == row["chain"]
    gone = {n for n in more if n < len(there)}
    after = {**row, **veil.erase(row, gone)}
    assert veil.digest(after) == before
    assert veil.erased(after) == gone
    assert veil.holding(after, lambda _text: True) == set(range(len(there))) - gone
    for n, salt in itertools.zip_longest(range(len(there)), after["salts"].split(",")):
        assert bool(salt) == (n not in gone)
