"""The two languages of a post: approved, held, withdrawn and failed as one, the first always before the second."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from campaign.delivery.approve import drop, resend, retime, settle_online, withdraw
from campaign.delivery.moves import hold_account
from campaign.errors import NotAllowed, OutcomeUnknown, RateLimited, Refused
from campaign.ledger import Stop, approvals, control
from campaign.models import AccountState, DeliveryState, Idempotency, PostState
from campaign.testing import Clock
from tests.conftest import ROOT
from tests.delivery.killed import STEPS
from tests.delivery.stage import START, Stage
from tests.delivery.test_people import failing
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

S = DeliveryState
MINUTE = timedelta(minutes=1)
CY, EN = "day/cy/a", "day/en/a"


def _states(stage: Stage) -> tuple[DeliveryState, DeliveryState]:
    return stage.state(CY), stage.state(EN)


def test_the_first_goes_first_and_the_second_needs_no_gap_and_replies_to_nothing(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gap=timedelta(hours=1))
    stage.approve_pair(first="z-cy", second="a-en")  # by its name the second would come first
    stage.run(MINUTE)
    assert [(p["text"], p["reply_to"]) for p in stage.platforms["a"].posts()] == [("Helo.", None), ("Hello.", None)]


def test_the_gap_to_the_next_pair_is_kept(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gap=20 * MINUTE)
    stage.approve_pair()
    stage.approve_pair(first="cy-2", second="en-2", texts=("Eto.", "Again."), due=MINUTE)
    stage.run(10 * MINUTE)
    assert stage.texts() == ["Helo.", "Hello."]
    stage.run(15 * MINUTE)
    assert stage.texts() == ["Helo.", "Hello.", "Eto.", "Again."]


@pytest.mark.parametrize(("error", "first"), [(Refused("too long"), S.FAILED), (OutcomeUnknown("cut off"), S.NEEDS_PERSON)])
def test_when_the_first_fails_the_second_waits_for_a_person(tmp_path: Path, error: Exception, first: DeliveryState) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(("before", error)))
    stage.approve_pair()
    stage.run(60 * MINUTE, every=MINUTE)
    assert _states(stage) == (first, S.NEEDS_PERSON)
    assert stage.texts() == []
    assert "Its pair cy (day/cy/a) was not published" in str(stage.get(EN).reason)
    with pytest.raises(NotAllowed, match="follows day/cy/a, which is not online"):
        stage.order(resend, EN, stage.clock())


def test_the_first_sent_again_brings_the_second_along(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", Refused("too long"))))
    stage.approve_pair()
    stage.run(MINUTE)
    stage.order(resend, CY, None)
    stage.run(MINUTE)
    assert stage.texts() == ["Helo.", "Hello."]


def test_after_the_first_was_seen_online_the_second_follows_on_order(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(("after", OutcomeUnknown("cut off"))))
    stage.approve_pair()
    stage.run(MINUTE)
    stage.order(settle_online, CY, "https://file.example/a-1")
    assert "Its pair cy (day/cy/a) was seen online by Ann. Send this post" in str(stage.get(EN).reason)
    stage.order(resend, EN, None)
    stage.run(MINUTE)
    assert stage.texts() == ["Helo.", "Hello."]


def test_leaving_the_first_out_leaves_the_second_to_a_person(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.approve_pair()
    stage.run(MINUTE)
    stage.order(drop, CY)
    assert _states(stage) == (S.CANCELLED, S.NEEDS_PERSON)


def test_a_first_that_is_late_makes_the_second_late_never_alone(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(*[("before", RateLimited("slow", retry_after=3600))]))
    stage.approve_pair()
    stage.run(70 * MINUTE, every=MINUTE)
    assert _states(stage) == (S.MISSED, S.MISSED)
    assert stage.texts() == []


@pytest.mark.parametrize("edited", ["cy", "en"])
def test_one_that_is_withdrawn_takes_the_other_along(tmp_path: Path, edited: str) -> None:
    stage = Stage(tmp_path)
    stage.approve_pair(due=10 * MINUTE)
    with stage.ledger.write() as tx:
        withdraw(tx, "day", edited, by="Ann", at=stage.clock(), reason="the post was changed")
    assert _states(stage) == (S.CANCELLED, S.CANCELLED)
    with stage.ledger.read() as tx:
        states = approvals.statuses(tx, "day")
    assert [states[p].state for p in ("cy", "en")] == [PostState.WITHDRAWN] * 2
    assert "as its pair" in str(states["en" if edited == "cy" else "cy"].reason)


@pytest.mark.parametrize("texts", [("HELO.", "Hello."), ("Helo.", "HELLO."), ("HELO.", "HELLO.")])
def test_approved_again_with_other_words_both_go_out_once(tmp_path: Path, texts: tuple[str, str]) -> None:
    stage = Stage(tmp_path)
    stage.approve_pair(due=10 * MINUTE)
    made = stage.approve_pair(texts=texts, due=10 * MINUTE)
    assert made == (["day/cy/a~2"], ["day/en/a~2"])
    stage.run(12 * MINUTE)
    assert stage.texts() == list(texts)


def test_approved_again_unchanged_makes_nothing_new(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve_pair()
    assert stage.approve_pair() == ([], [])
    stage.run(MINUTE)
    assert stage.approve_pair() == ([], [])
    assert stage.texts() == ["Helo.", "Hello."]


def test_a_second_that_was_mended_after_the_first_was_published_goes_alone(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve_pair(wait=5 * MINUTE)
    stage.run(MINUTE)
    assert stage.texts() == ["Helo."]
    made = stage.approve_pair(texts=("Helo.", "HELLO."), wait=5 * MINUTE)
    assert made == ([], ["day/en/a~2"])
    stage.run(10 * MINUTE)
    assert stage.texts() == ["Helo.", "HELLO."]


@pytest.mark.parametrize("blocked", ["a", "b"])
def test_with_an_account_for_each_language_one_that_is_held_holds_both(tmp_path: Path, blocked: str) -> None:
    stage = Stage(tmp_path, names=("a", "b"))
    stage.approve_pair(on=("a",), second_on=("b",))
    with stage.ledger.write() as tx:
        hold_account(tx, blocked, AccountState.HELD, "being looked at", stage.clock(), actor="Ann")
    stage.run(5 * MINUTE)
    assert stage.texts("a") + stage.texts("b") == []
    with stage.ledger.write() as tx:
        control.set_account(tx, blocked, AccountState.OK, at=stage.clock())
    stage.run(MINUTE)
    assert (stage.texts("a"), stage.texts("b")) == (["Helo."], ["Hello."])


def test_a_stop_that_is_lifted_for_one_account_still_holds_the_pair_of_another(tmp_path: Path) -> None:
    stage = Stage(tmp_path, names=("a", "b"))
    stage.approve_pair(on=("a",), second_on=("b",))
    with stage.ledger.write() as tx:
        control.set_stop(tx, Stop(by="Ann", at=stage.clock(), reason="wait", released=frozenset({"account:a"})))
    stage.run(5 * MINUTE)
    assert stage.texts("a") == []


def test_moved_to_a_new_time_the_second_still_waits_for_the_first(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve_pair(due=10 * MINUTE)
    with stage.ledger.write() as tx:
        for post in ("en", "cy"):
            retime(tx, "day", post, START + 40 * MINUTE, by="Ann", at=stage.clock())
    stage.run(39 * MINUTE)
    assert stage.texts() == []
    stage.run(2 * MINUTE)
    assert stage.texts() == ["Helo.", "Hello."]


@pytest.mark.chaos
@pytest.mark.parametrize("kind", [Idempotency.ADDRESSED, Idempotency.DETECT])
@pytest.mark.parametrize("step", [s for s in STEPS if s != "looked"])
def test_killed_between_the_halves_the_first_stays_first(tmp_path: Path, step: str, kind: Idempotency) -> None:
    def run(at: str, minutes: int) -> int:
        command = [sys.executable, "-m", "tests.delivery.killed", str(tmp_path), at, kind, str(minutes), "pair"]
        return subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode

    assert run(step, 0) == -signal.SIGKILL
    assert run("none", 11) == 0
    stage = Stage(tmp_path, kind=kind, clock=Clock(START + timedelta(minutes=22)))
    if kind is Idempotency.DETECT and step in {"armed", "before"}:
        assert _states(stage) == (S.NEEDS_PERSON, S.NEEDS_PERSON)
        assert stage.texts() == []
    else:
        assert _states(stage) == (S.PUBLISHED, S.PUBLISHED)
        assert stage.texts() == ["Helo.", "Hello."]
