"""What holds a delivery back: a stop, an account, a gap, a quiet window, an unclear outcome, its grace."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign.delivery.stopfile import StopFile
from campaign.errors import AccountBlocked, CampaignError, ConfigError, NotAuthorized, NotSent, OutcomeUnknown, RateLimited
from campaign.ledger import Stop, control, deliveries, record
from campaign.models import AccountState, DeliveryState, Idempotency, Outcome
from tests.delivery.stage import START, Stage
from tests.delivery.test_people import failing
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

S = DeliveryState
MINUTE = timedelta(minutes=1)


def _stop(stage: Stage, *released: str) -> Stop:
    return Stop(by="Ben", at=stage.clock(), reason="incident", released=frozenset(released))


def _ledger_stop(stage: Stage, *released: str) -> None:
    with stage.ledger.write() as tx:
        control.set_stop(tx, _stop(stage, *released))


def _account(stage: Stage, state: AccountState = AccountState.OK) -> None:
    with stage.ledger.write() as tx:
        control.set_account(tx, "a", state, at=stage.clock(), reason="by hand")


# -- stops -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["", "nonsense", "{}", "[1]", '{"by": 1}', '"x"', "\x00\xff", '{"by":"B","at":"x","reason":"r"}'])
def test_the_file_alone_stops_everything_whatever_it_says(tmp_path: Path, words: str) -> None:
    stage = Stage(tmp_path)
    stage.stop_file.path.write_text(words)
    stage.approve()
    stage.run(5 * MINUTE)
    assert (stage.state(), stage.texts(), stage.outcomes()) == (S.QUEUED, [], [])
    stage.stop_file.clear()
    stage.tick()
    assert stage.texts() == ["Hello."]


def test_a_folder_in_its_place_stops_too(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.stop_file.path.mkdir()
    stage.approve()
    stage.run(5 * MINUTE)
    assert stage.texts() == []


def test_the_ledger_alone_stops_everything(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    _ledger_stop(stage)
    stage.approve()
    stage.run(5 * MINUTE)
    assert (stage.state(), stage.texts()) == (S.QUEUED, [])
    with stage.ledger.write() as tx:
        control.clear_stop(tx)
    stage.tick()
    assert stage.texts() == ["Hello."]


@pytest.mark.parametrize("scope", ["account:b", "campaign:day"])
def test_one_account_or_campaign_is_let_go(tmp_path: Path, scope: str) -> None:
    stage = Stage(tmp_path, names=("a", "b"))
    _ledger_stop(stage, scope)
    stage.stop_file.write(_stop(stage, scope))
    stage.approve()
    stage.run(MINUTE)
    assert stage.texts("b") == ["Hello."]
    assert stage.texts("a") == (["Hello."] if scope.startswith("campaign") else [])


def test_both_stops_have_to_let_it_go(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    _ledger_stop(stage, "account:a")
    stage.stop_file.write(_stop(stage))
    stage.approve()
    stage.tick()
    assert stage.texts() == []


@pytest.mark.parametrize("way", ["file", "ledger"])
@pytest.mark.parametrize("at", ["claimed", "staged", "arming"])
def test_a_stop_before_the_intent_is_written_holds_it(tmp_path: Path, at: str, way: str) -> None:
    stage = Stage(tmp_path)

    def step(name: str, _delivery: str) -> None:
        if name == at:
            _ledger_stop(stage) if way == "ledger" else stage.stop_file.write(_stop(stage))

    stage.sender.step = step
    stage.approve()
    stage.run(2 * MINUTE)
    found = stage.get("day/p/a")
    assert (found.state, found.lease_owner, stage.texts(), stage.outcomes()) == (S.QUEUED, None, [], [])


def test_a_file_that_appears_while_the_intent_is_written_undoes_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path)

    def quiet(_now: datetime) -> None:  # asked inside the transaction, after the first look at the file
        if stage.ticker.executor.free and looks.append(1) is None and len(looks) == 2:
            stage.stop_file.write(_stop(stage))

    looks: list[int] = []
    stage.sender.setting = type(stage.sender.setting)(accounts=stage.accounts, gap=timedelta(0), quiet=quiet)
    stage.approve()
    stage.tick()
    assert len(looks) == 2
    found = stage.get("day/p/a")
    assert (found.state, found.lease_owner, found.key, stage.texts(), stage.outcomes()) == (S.QUEUED, None, None, [], [])


def test_what_was_armed_before_a_stop_is_recorded(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.sender.step = lambda name, _d: stage.stop_file.write(_stop(stage)) if name == "armed" else None
    stage.approve()
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.PUBLISHED, ["Hello."])


def test_look_ups_go_on_while_everything_is_stopped(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=failing(("after", OutcomeUnknown("cut off"))))
    stage.approve()
    stage.tick()
    stage.stop_file.write(_stop(stage))
    stage.run(2 * MINUTE)
    assert (stage.state(), stage.outcomes()) == (S.PUBLISHED, [Outcome.FOUND])


def test_after_a_long_stop_nothing_is_sent_late_and_nothing_floods(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gap=45 * MINUTE)
    for number in range(4):
        stage.approve(f"p{number}", texts=(f"{number}",), after=number * 45 * MINUTE)
    stage.stop_file.write(_stop(stage))
    stage.run(timedelta(minutes=115), every=5 * MINUTE)
    stage.stop_file.clear()
    stage.run(MINUTE)
    assert stage.texts() == ["2"]  # due at 10:30, let go at 10:55
    stage.run(20 * MINUTE)
    assert stage.texts() == ["2"]  # the next is due at 11:15, but the gap is kept
    stage.run(timedelta(hours=2), every=5 * MINUTE)
    assert [stage.state(f"day/p{n}/a") for n in range(4)] == [S.MISSED, S.MISSED, S.PUBLISHED, S.PUBLISHED]


def test_the_stop_file_says_who_and_why(tmp_path: Path) -> None:
    file = StopFile(tmp_path / "new" / "STOP")
    assert file.read() is None
    stop = Stop(by="Ben", at=START, reason="“incident”", released=frozenset({"account:a"}))
    file.write(stop)
    assert file.read() == stop
    file.path.write_text('{"by": "Ben", "at": "2026-03-18T09:00", "reason": "no zone"}')
    assert file.read().at.tzinfo is not None  # type: ignore[union-attr]
    file.clear()
    file.clear()
    assert file.read() is None


def test_a_stop_that_cannot_be_written_says_what_else_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CampaignError, match=r"could not be written.*End the daemon itself"):
        StopFile(tmp_path / "file" / "STOP").write(Stop(by="Ben", at=START, reason="incident"))


# -- accounts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [NotAuthorized("Log in again."), AccountBlocked("Credit is out.")])
@pytest.mark.parametrize("when", ["stage", "before"])
def test_a_dead_login_blocks_the_account_until_a_person_renews_it(tmp_path: Path, error: Exception, when: str) -> None:
    stage = Stage(tmp_path, names=("a", "b"), fault=failing((when, error)))
    stage.approve()
    stage.approve("q", texts=("Next.",))
    stage.run(10 * MINUTE)
    with stage.ledger.read() as tx:
        found = control.account(tx, "a")
        assert [e["kind"] for e in record.history(tx, "account:a")] == ["account_blocked"]
    assert (found.state, found.reason) == (AccountState.BLOCKED, str(error))
    assert (stage.texts("a"), len(stage.texts("b"))) == ([], 2)
    _account(stage)
    stage.run(MINUTE)
    assert sorted(stage.texts("a")) == ["Hello.", "Next."]


def test_a_login_that_is_not_there_blocks_the_account(tmp_path: Path) -> None:
    stage = Stage(tmp_path)

    def platform(_name: str) -> Any:
        raise ConfigError("There is no ACCESS_TOKEN for a.")

    stage.sender.platform = platform
    stage.approve()
    stage.run(40 * MINUTE, every=5 * MINUTE)
    assert stage.state() is S.MISSED
    with stage.ledger.read() as tx:
        assert control.account(tx, "a").reason == "There is no ACCESS_TOKEN for a."


def test_a_rate_limit_outlives_a_restart(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", RateLimited("slow down", retry_after=600))))
    stage.approve()
    stage.tick()
    assert stage.state() is S.WAITING
    stage.ledger.close()
    again = Stage(tmp_path, clock=stage.clock)
    again.ticker.start(again.clock())
    again.run(9 * MINUTE)
    assert again.texts() == []
    again.run(2 * MINUTE)
    assert again.texts() == ["Hello."]


def test_a_post_that_uses_up_the_limit_lets_its_account_wait_also_after_a_restart(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.platforms["a"].pause = 600.0
    stage.approve("p")
    stage.approve("q", texts=("Next.",))
    stage.tick()
    assert stage.texts() == ["Hello."]
    stage.ledger.close()
    again = Stage(tmp_path, clock=stage.clock)
    again.ticker.start(again.clock())
    again.run(9 * MINUTE)
    assert (again.texts(), again.journal("day/q/a")) == (["Hello."], [])
    again.run(2 * MINUTE)
    assert again.texts() == ["Hello.", "Next."]


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -5.0, 1e300])
def test_a_rate_limit_that_makes_no_sense(tmp_path: Path, seconds: float) -> None:
    stage = Stage(tmp_path, fault=failing(("before", RateLimited("slow down", retry_after=seconds))))
    stage.approve()
    stage.tick()
    assert (stage.state(), stage.outcomes()) == (S.WAITING, [Outcome.RATE_LIMITED])
    stage.run(40 * MINUTE, every=MINUTE)
    assert stage.state() in {S.PUBLISHED, S.MISSED}


def test_a_platform_that_cannot_be_reached_is_tried_until_the_grace_is_over(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(*[("before", NotSent("no route"))] * 50))
    stage.approve()
    stage.run(31 * MINUTE)
    assert stage.state() is S.MISSED
    tries = stage.journal("day/p/a")
    assert {a.outcome for a in tries} == {Outcome.NOT_SENT}
    assert 6 <= len(tries) <= 12
    assert all(a.started_at <= START + 30 * MINUTE for a in tries)


def test_what_was_staged_and_has_expired_is_staged_anew(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", NotSent("The upload has expired.", stale=True))))
    seen: list[Any] = []
    real = stage.platforms["a"].stage

    def spy(content: Any, done: Any, reply_to: Any) -> Any:
        seen.append(done.ready)
        return real(content, done, reply_to)

    stage.platforms["a"].stage = spy  # type: ignore[method-assign]
    stage.approve()
    stage.run(MINUTE)
    assert seen == [False, False]
    assert stage.texts() == ["Hello."]


# -- gaps, quiet windows, grace ----------------------------------------------------------------------------------------


def test_the_gap_is_kept_after_a_delay(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gap=20 * MINUTE, fault=failing(("before", RateLimited("slow down", retry_after=900))))
    stage.approve("p", texts=("first",))
    stage.approve("q", texts=("second",), after=20 * MINUTE)
    stage.run(34 * MINUTE)
    assert stage.texts() == ["first"]
    found = stage.get("day/q/a")
    assert (found.state, found.reason) == (S.QUEUED, "the gap to the post before")
    stage.run(3 * MINUTE)
    assert stage.texts() == ["first", "second"]


def test_what_the_gap_pushes_past_its_grace_is_missed(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gap=45 * MINUTE)
    stage.approve("p")
    stage.approve("q", after=MINUTE)
    stage.run(40 * MINUTE)
    assert [stage.state("day/p/a"), stage.state("day/q/a")] == [S.PUBLISHED, S.MISSED]


def test_the_gap_counts_from_the_attempt_that_was_found_later(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, gap=10 * MINUTE, fault=failing(("after", OutcomeUnknown("cut off"))))
    looks = [OutcomeUnknown("no list")] * 2
    real = stage.platforms["a"].look_up
    stage.platforms["a"].look_up = lambda *args: (_ for _ in ()).throw(looks.pop()) if looks else real(*args)  # type: ignore[method-assign]
    stage.approve("p")
    stage.approve("q", after=10 * MINUTE)
    stage.run(7 * MINUTE)
    assert stage.state() is S.PUBLISHED
    stage.run(4 * MINUTE)
    assert stage.state("day/q/a") is S.PUBLISHED


def test_a_quiet_window_is_waited_out(tmp_path: Path) -> None:
    end = START + 5 * MINUTE
    stage = Stage(tmp_path, quiet=lambda now: end if now < end else None)
    stage.approve()
    stage.run(4 * MINUTE)
    assert (stage.state(), stage.texts(), stage.get("day/p/a").reason) == (S.QUEUED, [], "quiet window")
    stage.run(2 * MINUTE)
    assert stage.texts() == ["Hello."]
    assert stage.get("day/p/a").reason is None


def test_a_quiet_window_that_begins_while_it_is_prepared_counts(tmp_path: Path) -> None:
    begin = START + 10 * MINUTE
    stage = Stage(tmp_path, quiet=lambda now: begin + 2 * MINUTE if begin <= now < begin + 2 * MINUTE else None)
    stage.sender.step = lambda name, _d: stage.clock.set(max(begin, stage.clock())) and None if name == "staged" else None
    stage.approve(after=9 * MINUTE)
    stage.tick(after=9 * MINUTE)
    assert (stage.texts(), stage.outcomes()) == ([], [])
    stage.run(3 * MINUTE)
    assert stage.texts() == ["Hello."]


def test_a_missed_one_never_goes_by_itself(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve()
    stage.tick(after=30 * MINUTE + timedelta(seconds=1))
    stage.run(timedelta(hours=3), every=10 * MINUTE)
    assert (stage.state(), stage.texts()) == (S.MISSED, [])
    assert "grace are over" in str(stage.get("day/p/a").reason)


def test_a_clock_that_is_put_back_sends_nothing_twice(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve("p")
    stage.approve("q", texts=("Later.",), after=30 * MINUTE)
    stage.tick()
    stage.clock.set(START - timedelta(hours=1))
    stage.run(timedelta(hours=2), every=5 * MINUTE)
    assert stage.texts() == ["Hello.", "Later."]


def _no_list(*_args: Any) -> None:
    raise OutcomeUnknown("no list")


# -- unclear outcomes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("grace", "wait"), [(30, 3), (8, 2)])
def test_the_account_waits_for_a_look_up_and_then_goes_on(tmp_path: Path, grace: int, wait: int) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.platforms["a"].look_up = _no_list  # type: ignore[method-assign,assignment]
    stage.approve("p", grace=grace * MINUTE)
    stage.tick()
    stage.approve("q", texts=("Next.",))
    stage.run(wait * MINUTE - timedelta(seconds=15))
    assert stage.texts() == []
    stage.run(timedelta(seconds=45))
    assert stage.texts() == ["Next."]


def test_the_account_waits_for_a_second_attempt_too(tmp_path: Path) -> None:
    fault = failing(("before", RateLimited("slow down", retry_after=600)), ("before", OutcomeUnknown("cut off")))
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=fault)
    stage.platforms["a"].look_up = _no_list  # type: ignore[method-assign,assignment]
    stage.approve("p")
    stage.run(10 * MINUTE + timedelta(seconds=15))
    assert stage.outcomes() == [Outcome.RATE_LIMITED, Outcome.UNKNOWN]
    stage.approve("q", texts=("Next.",))
    stage.run(2 * MINUTE)
    assert stage.texts() == []
    stage.run(2 * MINUTE)
    assert stage.texts() == ["Next."]


def test_two_unclear_outcomes_hold_the_account(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(*[("before", OutcomeUnknown("cut off"))] * 2))
    for post in "pq":
        stage.approve(post)
    stage.run(MINUTE)
    with stage.ledger.read() as tx:
        assert control.account(tx, "a").state is AccountState.HELD
    stage.approve("r", texts=("Third.",))
    stage.run(5 * MINUTE)
    assert stage.texts() == []
    _account(stage)
    stage.tick()
    assert stage.texts() == ["Third."]


def test_what_was_never_sent_does_not_count_as_unclear(tmp_path: Path) -> None:
    fault = failing(("before", NotSent("no route")), ("stage", RuntimeError("odd")), ("before", OutcomeUnknown("cut off")))
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=lambda when, request: None)
    stage.platforms["a"].fault = fault
    stage.approve("p")
    stage.run(MINUTE)
    assert (stage.state(), stage.outcomes()) == (S.NEEDS_PERSON, [Outcome.NOT_SENT])
    stage.approve("q")
    stage.run(MINUTE)
    with stage.ledger.read() as tx:
        assert control.account(tx, "a").state is AccountState.OK
        assert [d.id for d, _ in deliveries.unsettled(tx)["a"]] == ["day/q/a"]


def test_an_account_that_holds_on_unknown_waits_until_it_is_settled(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, on_unknown="hold", fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.approve("p")
    stage.tick()
    stage.approve("q", texts=("Next.",))
    stage.run(20 * MINUTE)
    assert stage.texts() == []
    with stage.ledger.write() as tx:
        deliveries.move(tx, deliveries.get(tx, "day/p/a"), S.CANCELLED)
    stage.tick()
    assert stage.texts() == ["Next."]


@pytest.mark.parametrize("resend", ["proven", "likely"])
def test_likely_absent_means_empty_twice(tmp_path: Path, resend: str) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, resend=resend, fault=failing(("before", OutcomeUnknown("cut off"))))
    real, looks = stage.platforms["a"].look_up, [1, 0, 1]

    def look_up(*args: Any) -> Any:
        if looks and not looks.pop(0):
            raise OutcomeUnknown("no list")
        return real(*args)

    stage.platforms["a"].look_up = look_up  # type: ignore[method-assign]
    stage.approve(grace=timedelta(hours=2))
    stage.run(2 * MINUTE)  # empty, then a look-up that failed: that is not twice
    assert (stage.state(), stage.outcomes(), looks) == (S.UNKNOWN, [Outcome.ABSENT_LIKELY], [1])
    stage.run(6 * MINUTE)
    if resend == "proven":
        assert (stage.state(), stage.outcomes()) == (S.NEEDS_PERSON, [Outcome.ABSENT_LIKELY])
        assert "probably not online" in str(stage.get("day/p/a").reason)
    else:
        assert (stage.state(), stage.texts()) == (S.PUBLISHED, ["Hello."])


def test_a_platform_that_never_answers_ends_with_a_person(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=failing(("after", OutcomeUnknown("cut off"))))
    stage.platforms["a"].look_up = lambda *_args: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    logging.disable(logging.CRITICAL)
    try:
        stage.approve()
        stage.run(timedelta(hours=2), every=MINUTE)
    finally:
        logging.disable(logging.NOTSET)
    assert (stage.state(), stage.texts()) == (S.NEEDS_PERSON, ["Hello."])


def test_a_key_is_used_again_only_while_the_server_remembers_it(tmp_path: Path) -> None:
    fault = failing(("before", OutcomeUnknown("cut off")))
    stage = Stage(tmp_path, kind=Idempotency.KEYED, key_ttl=50 * MINUTE, fault=fault)
    stage.approve(grace=timedelta(hours=3))
    stage.tick()
    stage.sender.step = lambda name, _d: stage.stop_file.write(_stop(stage)) if name == "looked" else None
    stage.run(5 * MINUTE)
    assert (stage.state(), stage.outcomes()) == (S.QUEUED, [Outcome.ABSENT_LIKELY])
    stage.clock.advance(50 * MINUTE)
    stage.stop_file.clear()
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.NEEDS_PERSON, [])
    assert "no longer remembers" in str(stage.get("day/p/a").reason)


def test_one_that_is_only_probably_absent_is_not_called_missed(tmp_path: Path) -> None:
    """A missed one may be approved and made again; one that may be online must not be."""
    stage = Stage(tmp_path, kind=Idempotency.KEYED, key_ttl=50 * MINUTE, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.sender.step = lambda name, _d: stage.stop_file.write(_stop(stage)) if name == "looked" else None
    stage.approve()
    stage.run(40 * MINUTE)
    assert stage.state() is S.NEEDS_PERSON
    assert "not proven" in str(stage.get("day/p/a").reason)
    assert stage.approve(texts=("New.",)) == []


def test_a_rate_limit_is_the_accounts_and_outlives_a_restart(tmp_path: Path) -> None:
    stage = Stage(tmp_path, names=("a", "b"), fault=failing(("before", RateLimited("Too many.", retry_after=600)), account="a"))
    stage.approve("p")
    stage.approve("q", after=MINUTE)
    stage.run(4 * MINUTE)
    assert (stage.texts("a"), len(stage.texts("b"))) == ([], 2)
    assert len(stage.journal("day/q/a")) == 0
    stage.ledger.close()
    again = Stage(tmp_path, names=("a", "b"), clock=stage.clock)
    again.run(4 * MINUTE)
    assert again.texts("a") == []
    again.run(4 * MINUTE)
    assert len(again.texts("a")) == 2
