"""Deliveries and attempts: only the moves of the table, one open attempt, one claim an account, the newest fence wins."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from campaign.errors import LedgerError
from campaign.ledger import Delivery, Fenced, Ledger, Tx, claims, deliveries, schema
from campaign.models import DELIVERY_MOVES, OUTCOME_MOVES, Content, DeliveryState, Media, Outcome, Receipt
from tests.delivery.stage import ledger_in, sqlite_only
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ledger_in(tmp_path_factory.mktemp("ledger"))


@pytest.fixture
def own(tmp_path: Path) -> Ledger:
    """A ledger for a test that keeps what it writes."""
    return ledger_in(tmp_path)


@pytest.fixture
def tx(ledger: Ledger) -> Iterator[Tx]:
    """A transaction that is undone at the end."""
    with ledger.write() as tx:
        yield tx
        tx.conn.rollback()


def _add(tx: Tx, name: str = "d", *, account: str = "a", part: int = 1, after: str | None = None, due: datetime = NOW) -> Delivery:
    deliveries.add(
        tx,
        delivery=name,
        campaign="day",
        post=name,
        account=account,
        platform="outbox",
        part=part,
        generation=1,
        after=after,
        content=Content(text=name),
        due_at=due,
        grace=HOUR,
        ready=after is None,
    )
    return deliveries.get(tx, name)


def _in_state(tx: Tx, state: DeliveryState) -> Delivery:
    _add(tx)
    tx.conn.execute(sa.update(schema.deliveries).where(schema.deliveries.c.workspace == tx.workspace).values(state=state))
    return deliveries.get(tx, "d")


@pytest.mark.parametrize(("old", "new"), list(itertools.product(DeliveryState, DeliveryState)))
def test_only_the_moves_of_the_table(tx: Tx, old: DeliveryState, new: DeliveryState) -> None:
    delivery = _in_state(tx, old)
    if new is old or new in DELIVERY_MOVES[old]:
        deliveries.move(tx, delivery, new)
        assert deliveries.get(tx, "d").state is new
    else:
        with pytest.raises(LedgerError, match=f"Delivery d is {old} and cannot become {new}"):
            deliveries.move(tx, delivery, new)
        assert deliveries.get(tx, "d").state is old


@pytest.mark.parametrize(("old", "new"), list(itertools.product(Outcome, Outcome)))
def test_only_the_outcomes_of_the_table(tx: Tx, old: Outcome, new: Outcome) -> None:
    deliveries.open_attempt(tx, _add(tx), request_hash="h", started_at=NOW, deadline=NOW)
    tx.conn.execute(sa.update(schema.attempts).where(schema.attempts.c.workspace == tx.workspace).values(outcome=old))
    if new in OUTCOME_MOVES[old]:
        deliveries.settle_attempt(tx, "d", new, at=NOW, detail="why")
        assert deliveries.journal(tx, "d")[0].outcome is new
    else:
        with pytest.raises(LedgerError, match=f"Attempt 1 of d is {old} and cannot become {new}"):
            deliveries.settle_attempt(tx, "d", new, at=NOW, detail="why")


def test_a_delivery_comes_back_as_it_was_stored(tx: Tx) -> None:
    picture = Media(digest="0" * 64, mime="image/png", width=1, height=2, size=3, alt="Arwydd “un” 🛟")
    text = "Ffoniwch 101 – nawr\n\nNot 999…"
    content = Content(text=text, media=(picture,), link="https://police.example/", warning="abuse", names={"@a": "1"})
    deliveries.add(
        tx,
        delivery="d",
        campaign="day",
        post="p",
        account="a",
        platform="x",
        part=1,
        generation=1,
        after=None,
        content=content,
        due_at=NOW,
        grace=HOUR,
    )
    delivery = deliveries.get(tx, "d")
    assert (delivery.content, delivery.due_at, delivery.late_at, delivery.next_at) == (content, NOW, NOW + HOUR, NOW)
    receipt = Receipt(id="1", url="https://x.example/1", published_at=NOW, extra={"cid": "b"})
    deliveries.move(tx, delivery, DeliveryState.ARMED)
    deliveries.move(tx, deliveries.get(tx, "d"), DeliveryState.PUBLISHED, receipt=receipt, remote_id="1", published_at=NOW)
    assert deliveries.get(tx, "d").receipt == receipt


def test_a_delivery_that_is_not_there_is_named(tx: Tx) -> None:
    with pytest.raises(LedgerError, match="There is no delivery 'day/none/a'"):
        deliveries.get(tx, "day/none/a")


def test_a_second_open_attempt_is_refused_by_the_database(own: Ledger) -> None:
    with own.write() as tx:
        delivery = _add(tx, "open", account="open")
        deliveries.open_attempt(tx, delivery, request_hash="h", started_at=NOW, deadline=NOW)
    with pytest.raises(LedgerError, match=r"would break its rules.*attempts"), own.write() as tx:
        deliveries.open_attempt(tx, delivery, request_hash="h", started_at=NOW, deadline=NOW)
    with own.write() as tx:
        deliveries.settle_attempt(tx, "open", Outcome.NOT_SENT, at=NOW, detail=None)
        assert deliveries.open_attempt(tx, delivery, request_hash="h", started_at=NOW, deadline=NOW) == 2


def test_one_approval_makes_a_part_only_once(own: Ledger) -> None:
    with own.write() as tx:
        _add(tx, "once", account="once")
    with pytest.raises(LedgerError, match="would break its rules"), own.write() as tx:
        deliveries.add(
            tx,
            delivery="another name",
            campaign="day",
            post="once",
            account="once",
            platform="outbox",
            part=1,
            generation=1,
            after=None,
            content=Content(text=""),
            due_at=NOW,
            grace=HOUR,
        )


def test_the_same_id_of_a_platform_belongs_to_one_delivery(own: Ledger) -> None:
    with own.write() as tx:
        for name in ("one", "two"):
            deliveries.move(tx, _add(tx, name, account="same"), DeliveryState.ARMED)
        deliveries.move(tx, deliveries.get(tx, "one"), DeliveryState.PUBLISHED, remote_id="17")
    with pytest.raises(LedgerError, match="would break its rules"), own.write() as tx:
        deliveries.move(tx, deliveries.get(tx, "two"), DeliveryState.PUBLISHED, remote_id="17")


def test_a_claim_is_won_once_and_one_an_account(tx: Tx) -> None:
    for name in ("one", "two"):
        _add(tx, name)
    _add(tx, "other", account="b")
    won = claims.claim(tx, ["one", "two", "other"], now=NOW, owner="me", until=NOW)
    assert sorted((d.id, d.fence) for d in won) == [("one", 1), ("other", 1)]
    assert claims.claim(tx, ["one"], now=NOW, owner="you", until=NOW) == []
    assert claims.busy_accounts(tx) == {"a", "b"}


def test_what_was_moved_to_a_later_time_is_not_claimed(tx: Tx) -> None:
    _add(tx)
    deliveries.move(tx, deliveries.get(tx, "d"), next_at=NOW + HOUR)
    assert claims.claim(tx, ["d"], now=NOW, owner="me", until=NOW) == []


def test_what_is_due_comes_in_pages(tx: Tx) -> None:
    for name in "abcde":
        _add(tx, name, account=name)
    first = claims.due(tx, NOW, limit=2)
    second = claims.due(tx, NOW, limit=9, beyond=first[-1].place)
    assert [[d.id for d in page] for page in (first, second)] == [["a", "b"], ["c", "d", "e"]]


def test_what_is_held_is_looked_at_again_at_its_time_and_not_where_somebody_has_claimed_it(tx: Tx) -> None:
    for name in ("free", "claimed"):
        _add(tx, name, account=name)
    claims.claim(tx, ["claimed"], now=NOW, owner="me", until=NOW)
    claims.postpone(tx, [(name, NOW + HOUR, "the gap") for name in ("free", "claimed")])
    assert [deliveries.get(tx, name).next_at for name in ("free", "claimed")] == [NOW + HOUR, NOW]


def test_whoever_was_overtaken_can_record_nothing(tx: Tx) -> None:
    _add(tx)
    claims.claim(tx, ["d"], now=NOW, owner="me", until=NOW)
    mine = deliveries.get(tx, "d")
    deliveries.move(tx, mine, next_at=NOW + HOUR)  # a person moves it to another time
    with pytest.raises(Fenced):
        deliveries.move(tx, mine, DeliveryState.ARMED, fence=mine.fence)
    assert deliveries.get(tx, "d").state is DeliveryState.QUEUED


def test_due_is_earliest_first_and_leaves_out_what_is_claimed(tx: Tx) -> None:
    for name, minutes in (("later", 5), ("first", 0), ("claimed", 1), ("future", 60)):
        _add(tx, name, account=name, due=NOW + timedelta(minutes=minutes))
    claims.claim(tx, ["claimed"], now=NOW + timedelta(minutes=1), owner="me", until=NOW)
    found = claims.due(tx, NOW + timedelta(minutes=10), limit=9, without=("x",))
    assert [d.id for d in found] == ["first", "later"]
    assert claims.next_due(tx, after=NOW + timedelta(minutes=10)) == NOW + HOUR


def test_a_part_that_waits_for_another_is_not_late(tx: Tx) -> None:
    _add(tx, "one")
    _add(tx, "two", part=2, after="one")
    assert [d.id for d in claims.late(tx, NOW + 2 * HOUR)] == ["one"]
    assert claims.late(tx, NOW + HOUR) == []  # the last moment of the grace still counts


def test_a_row_whose_content_is_garbage_does_not_hide_the_others(tx: Tx) -> None:
    _add(tx, "bad")
    _add(tx, "good", account="b")
    for garbage in ("{", "[]", '{"text": "x", "media": [], "smuggled": 1}', "null"):
        bad = sa.and_(schema.deliveries.c.workspace == tx.workspace, schema.deliveries.c.id == "bad")
        tx.conn.execute(sa.update(schema.deliveries).where(bad).values(content=garbage))
        assert {d.id for d in claims.due(tx, NOW, limit=9)} == {"bad", "good"}


def test_counts(tx: Tx) -> None:
    for name in ("one", "two"):
        _add(tx, name, account=name)
    assert deliveries.counts(tx)[DeliveryState.QUEUED] == 2


@sqlite_only
def test_a_long_ledger_is_asked_by_index(own: Ledger) -> None:
    with own.read() as tx:
        for query in (
            "SELECT * FROM deliveries WHERE workspace = 'w' AND next_at <= 1 AND lease_owner IS NULL ORDER BY next_at, id LIMIT 5",
            "SELECT account FROM deliveries WHERE workspace = 'w' AND lease_owner IS NOT NULL",
            "SELECT * FROM deliveries WHERE workspace = 'w' AND state IN ('unknown', 'needs_person')",
            "SELECT * FROM attempts WHERE workspace = 'w' AND delivery = 'd' ORDER BY n",
        ):
            plan = " ".join(str(row[3]) for row in tx.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))
            assert "USING" in plan, plan
            assert "SCAN" not in plan, plan
