"""Workers that freeze, come back late or cannot write; content that is not what was approved; platforms that say odd things."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign.delivery import decide
from campaign.errors import LedgerError, OutcomeUnknown, RateLimited
from campaign.ledger import control, store
from campaign.models import DeliveryState, Idempotency, Media, Outcome, Receipt, Request
from tests.delivery.stage import Stage, sqlite_only
from tests.delivery.test_people import failing
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

S = DeliveryState
MINUTE = timedelta(minutes=1)


def picture(stage: Stage) -> Media:
    """A picture in the media store."""
    digest = stage.sender.media.put(b"picture")
    return Media(digest=digest, mime="image/png", width=1, height=1, size=7, alt="A picture.")


def _sql(stage: Stage, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(stage.folder / "campaign.db")) as conn, conn:
        conn.execute(statement, values)


# -- leases ------------------------------------------------------------------------------------------------------------


def _overtaken(stage: Stage, at: str, *, away: timedelta = decide.LEASE + MINUTE) -> Callable[[str, str], None]:
    """The worker freezes at a step for longer than its lease, while another daemon on the same ledger goes on."""
    frozen: list[str] = []

    def step(name: str, _delivery: str) -> None:
        if name == at and not frozen:
            frozen.append(name)
            other = Stage(stage.folder, kind=stage.kind, clock=stage.clock, names=stage.names)
            stage.clock.advance(away)
            for _ in range(4):
                other.tick(after=timedelta(seconds=40))
            other.ledger.close()

    return step


@pytest.mark.parametrize("kind", [Idempotency.ADDRESSED, Idempotency.DETECT, Idempotency.BLIND])
@pytest.mark.parametrize("at", ["claimed", "staged", "arming", "armed", "created"])
def test_a_worker_that_comes_back_late_records_nothing(tmp_path: Path, at: str, kind: Idempotency) -> None:
    stage = Stage(tmp_path, kind=kind)
    stage.sender.step = _overtaken(stage, at)
    stage.approve()
    stage.tick()
    assert len(stage.texts()) == (0 if at == "armed" and kind is not Idempotency.ADDRESSED else 1)
    found = stage.get("day/p/a")
    assert found.lease_owner is None
    assert [a.ended_at is not None for a in stage.journal("day/p/a")] == [True] * len(stage.journal("day/p/a"))
    if at == "created" and kind is not Idempotency.BLIND:
        assert (found.state, stage.outcomes()) == (S.PUBLISHED, [Outcome.FOUND])
    if at in {"claimed", "staged", "arming"}:
        assert (found.state, stage.outcomes()) == (S.PUBLISHED, [Outcome.PUBLISHED])


@pytest.mark.parametrize("at", ["claimed", "staged", "arming"])
def test_a_lease_that_was_swept_but_not_taken_up_is_lost_all_the_same(tmp_path: Path, at: str) -> None:
    stage = Stage(tmp_path)

    def step(name: str, _delivery: str) -> None:
        if name == at:
            stage.clock.advance(decide.LEASE + MINUTE)
            stage.ticker._sweep(stage.clock(), all_leases=False)

    stage.sender.step = step
    stage.approve()
    stage.tick()
    assert (stage.state(), stage.texts(), stage.outcomes()) == (S.QUEUED, [], [])
    stage.sender.step = lambda _name, _delivery: None
    stage.tick()
    assert stage.texts() == ["Hello."]


def test_a_worker_that_froze_before_the_call_does_not_make_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND)
    stage.sender.step = lambda name, _d: stage.clock.advance(2 * MINUTE) and None if name == "armed" else None
    stage.approve()
    stage.tick()
    assert (stage.state(), stage.texts(), stage.outcomes()) == (S.WAITING, [], [Outcome.NOT_SENT])


def test_one_call_at_a_time_on_one_account(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    for post in "pq":
        stage.approve(post, texts=(post,))
    during: list[list[str]] = []

    def step(name: str, _delivery: str) -> None:
        if name == "armed":
            other = Stage(tmp_path, clock=stage.clock)
            other.ticker.tick(stage.clock())
            during.append(other.texts())
            other.ledger.close()

    stage.sender.step = step
    stage.tick()
    assert during == [[]]
    stage.tick()
    assert stage.texts() == ["p", "q"]


@sqlite_only
def test_a_receipt_outlives_a_short_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.2)
    stage = Stage(tmp_path, kind=Idempotency.BLIND)
    stage.approve()
    locks: list[sqlite3.Connection] = []
    tries: list[int] = []
    real = stage.sender.record

    def record(*args: Any) -> None:
        tries.append(1)
        if len(tries) == 3:
            locks.pop().close()
        real(*args)

    def step(name: str, _delivery: str) -> None:
        if name == "created":
            locks.append(sqlite3.connect(tmp_path / "campaign.db", isolation_level=None))
            locks[0].execute("BEGIN IMMEDIATE")

    stage.sender.step = step
    stage.sender.record = record  # type: ignore[method-assign]
    stage.tick()
    assert (stage.state(), stage.outcomes(), len(tries)) == (S.PUBLISHED, [Outcome.PUBLISHED], 3)


@sqlite_only
def test_a_receipt_that_could_not_be_written_is_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    stage = Stage(tmp_path, kind=Idempotency.DETECT)
    stage.approve()
    lock = sqlite3.connect(tmp_path / "campaign.db", isolation_level=None)
    stage.sender.step = lambda name, _d: lock.execute("BEGIN IMMEDIATE").close() if name == "created" else None
    with closing(lock), pytest.raises(LedgerError, match="locked"):
        stage.tick()
    stage.sender.step = lambda _name, _d: None
    assert stage.state() is S.ARMED
    stage.run(10 * MINUTE)
    assert (stage.state(), stage.outcomes(), stage.texts()) == (S.PUBLISHED, [Outcome.FOUND], ["Hello."])


@sqlite_only
def test_a_ledger_that_cannot_be_written_lets_nothing_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    stage = Stage(tmp_path)
    stage.approve()
    lock = sqlite3.connect(tmp_path / "campaign.db", isolation_level=None)
    stage.sender.step = lambda name, _d: lock.execute("BEGIN IMMEDIATE").close() if name == "arming" else None
    with closing(lock), pytest.raises(LedgerError, match="locked"):
        stage.tick()
    assert stage.texts() == []


# -- what was approved -------------------------------------------------------------------------------------------------


@sqlite_only
@pytest.mark.parametrize("content", ['{"text":"Send money.","media":[]}', "garbage", "{}", "[]"])
def test_content_that_was_changed_in_the_ledger_is_refused(tmp_path: Path, content: str) -> None:
    stage = Stage(tmp_path, names=("a", "b"))
    stage.approve()
    _sql(stage, "UPDATE deliveries SET content = ? WHERE account = 'a'", content)
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.FAILED, [])
    assert "not what was approved" in str(stage.get("day/p/a").reason)
    assert stage.texts("b") == ["Hello."]


@sqlite_only
def test_a_request_that_was_changed_after_an_attempt_is_refused(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", RateLimited("slow down", retry_after=60))))
    stage.approve()
    stage.tick()
    _sql(stage, "UPDATE deliveries SET request = replace(request, 'Hello.', 'Send money.')")
    stage.run(5 * MINUTE)
    assert (stage.state(), stage.texts()) == (S.FAILED, [])
    assert "not what was approved" in str(stage.get("day/p/a").reason)


@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_picture_that_is_not_what_was_approved_is_refused(tmp_path: Path, change: str) -> None:
    stage = Stage(tmp_path)
    media = picture(stage)
    stage.approve(media=(media,))
    file = stage.sender.media._path(media.digest)
    file.write_bytes(b"another") if change == "changed" else file.unlink()
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.FAILED, [])
    assert "approved picture" in str(stage.get("day/p/a").reason)


# -- odd platforms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["stage", "request", "baseline"])
def test_a_fault_of_ours_before_the_call_goes_to_a_person(tmp_path: Path, when: str) -> None:
    stage = Stage(tmp_path, names=("a", "b"))

    def broken(*_args: Any) -> Any:
        raise KeyError("cid")

    setattr(stage.platforms["a"], when, broken)
    stage.approve()
    stage.tick()
    found = stage.get("day/p/a")
    assert (found.state, found.lease_owner, found.key, stage.outcomes()) == (S.NEEDS_PERSON, None, None, [])
    assert "could not be prepared" in str(found.reason)
    assert stage.texts("b") == ["Hello."]


@pytest.mark.parametrize("answer", [Receipt(id="", url=None), None, "a-1", {}])
def test_a_yes_without_an_id_is_no_clear_answer(tmp_path: Path, answer: Any) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT)
    real = stage.platforms["a"].create

    def create(request: Request) -> Any:
        real(request)
        return answer

    stage.platforms["a"].create = create  # type: ignore[method-assign]
    stage.approve()
    stage.tick()
    assert stage.outcomes() == [Outcome.UNKNOWN]
    stage.run(MINUTE)
    assert (stage.state(), stage.outcomes()) == (S.PUBLISHED, [Outcome.FOUND])


def test_an_answer_that_names_another_post_is_no_clear_answer(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND)
    stage.approve("p")
    stage.tick()
    stage.platforms["a"].create = lambda _request: Receipt(id="a-1", url=None)  # type: ignore[method-assign]
    stage.approve("q")
    stage.run(MINUTE)
    assert stage.state("day/q/a") is S.NEEDS_PERSON
    assert stage.journal("day/q/a")[0].detail == "The platform answered with the post of day/p/a."


def test_a_duplicate_that_the_platform_reports_is_looked_up(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=failing(("after", OutcomeUnknown("duplicate", reference="a-1"))))
    stage.approve()
    stage.run(MINUTE)
    assert (stage.state(), stage.texts()) == (S.PUBLISHED, ["Hello."])


def test_the_daemon_that_beats_says_when_it_looks_next(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve(after=5 * MINUTE)
    stage.tick()
    with stage.ledger.read() as tx:
        found = control.daemon(tx)
    assert found is not None
    assert (found.last_beat, found.next_due) == (stage.clock(), stage.clock() + 5 * MINUTE)
