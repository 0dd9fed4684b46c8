"""Posts and approvals, accounts and stops, events, and the media store."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaign.errors import LedgerError, NotAllowed
from campaign.ledger import Ledger, MediaStore, Stop, Tx, approvals, control, record
from campaign.models import ACCOUNT_MOVES, POST_MOVES, AccountState, PostState
from tests.delivery.stage import ledger_in
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
PATHS = {PostState.DRAFT: (), PostState.WITHDRAWN: (PostState.APPROVED,)}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ledger_in(tmp_path_factory.mktemp("ledger"))


@pytest.fixture
def tx(ledger: Ledger) -> Iterator[Tx]:
    """A transaction that is undone at the end."""
    with ledger.write() as tx:
        yield tx
        tx.conn.rollback()


def _set(tx: Tx, state: PostState) -> None:
    approvals.set_state(tx, "day", "p", state, by="Ann", at=NOW)


@pytest.mark.parametrize(("old", "new"), list(itertools.product(PostState, PostState)))
def test_a_post_moves_only_as_the_table_says(tx: Tx, old: PostState, new: PostState) -> None:
    for step in (*PATHS.get(old, ()), old):
        _set(tx, step)
    if new is old or new in POST_MOVES[old]:
        _set(tx, new)
    else:
        with pytest.raises(NotAllowed, match=f"Post p is {old} and cannot become {new}"):
            _set(tx, new)


@pytest.mark.parametrize(("old", "new"), list(itertools.product(AccountState, AccountState)))
def test_an_account_moves_only_as_the_table_says(tx: Tx, old: AccountState, new: AccountState) -> None:
    control.set_account(tx, "a", old, at=NOW)
    if new is old or new in ACCOUNT_MOVES[old]:
        control.set_account(tx, "a", new, at=NOW, reason="why")
        assert control.account(tx, "a").reason == "why"
    else:
        with pytest.raises(LedgerError, match=f"Account a is {old} and cannot become {new}"):
            control.set_account(tx, "a", new, at=NOW)


def test_only_the_newest_approval_that_stands_is_in_force(tx: Tx) -> None:
    for generation in (1, 2):
        assert approvals.add(tx, "day", "p", digest=f"d{generation}", by="Ann", at=NOW, acknowledged={"minor": "agreed"}) == generation
    assert [approvals.in_force(tx, "day", "p", g) for g in (1, 2, 3)] == [False, True, False]
    approvals.withdraw(tx, "day", "p", at=NOW)
    assert not approvals.in_force(tx, "day", "p", 2)
    assert approvals.all_of(tx, "day", "p")[0].acknowledged == {"minor": "agreed"}


def test_what_is_found_late_does_not_put_the_last_post_back(tx: Tx) -> None:
    control.published(tx, "a", at=NOW, post="day/new")
    control.published(tx, "a", at=NOW - timedelta(hours=1), post="day/old")
    found = control.account(tx, "a")
    assert (found.last_published_at, found.last_post) == (NOW, "day/new")


def test_a_stop_holds_until_it_is_cleared(tx: Tx) -> None:
    stop = Stop(by="Ann", at=NOW, reason="incident", released=frozenset({"account:a"}))
    control.set_stop(tx, Stop(by="Ben", at=NOW, reason="drill"))
    control.set_stop(tx, stop)
    assert control.stopped(tx) == stop
    control.clear_stop(tx)
    assert control.stopped(tx) is None


def test_events_are_only_added_and_keep_their_order(tx: Tx) -> None:
    before = record.newest(tx)
    for number in range(3):
        record.note(tx, at=NOW - timedelta(hours=number), actor="Ann", kind=f"k{number}", subject="day", data={"n": number, "at": NOW})
    assert [(e["kind"], e["data"]["n"]) for e in record.history(tx, "day")] == [("k0", 0), ("k1", 1), ("k2", 2)]
    assert record.newest(tx) == before + 3
    assert record.history(tx, "another") == []
    assert not [name for name in record.__dict__ if name.startswith(("delete", "update", "change", "remove"))]


def test_the_daemon_that_beat_last_is_known(tx: Tx) -> None:
    assert control.daemon(tx) is None
    control.beat(tx, owner="one", now=NOW, next_due=None)
    control.beat(tx, owner="two", now=NOW + timedelta(seconds=1), next_due=NOW)
    control.beat(tx, owner="two", now=NOW + timedelta(seconds=9), next_due=None)
    found = control.daemon(tx)
    assert found is not None
    assert (found.owner, found.started_at, found.last_beat) == ("two", NOW + timedelta(seconds=1), NOW + timedelta(seconds=9))


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_a_picture_comes_back_and_is_stored_once(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    digest = store.put(b"picture")
    assert store.put(b"picture") == digest
    assert store.get(digest) == b"picture"
    assert len([f for f in (tmp_path / "media").rglob("*") if f.is_file()]) == 1


@pytest.mark.parametrize("data", [b"", b"pictur", b"picturE"])
def test_a_picture_that_was_changed_is_refused(tmp_path: Path, data: bytes) -> None:
    store = MediaStore(tmp_path)
    digest = store.put(b"picture")
    next(f for f in tmp_path.rglob(digest)).write_bytes(data)
    with pytest.raises(LedgerError, match="was changed after it was approved"):
        store.get(digest)


def test_a_picture_that_was_changed_is_put_right_when_it_is_stored_again(tmp_path: Path) -> None:
    store = MediaStore(tmp_path)
    digest = store.put(b"picture")
    next(f for f in tmp_path.rglob(digest)).write_bytes(b"half")
    store.put(b"picture")
    assert store.get(digest) == b"picture"


def test_a_picture_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"no longer in the media store.*Restore"):
        MediaStore(tmp_path).get("0" * 64)


def test_a_picture_that_cannot_be_stored_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    with pytest.raises(LedgerError, match="could not be stored"):
        MediaStore(tmp_path / "media").put(b"picture")
