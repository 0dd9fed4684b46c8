"""What people do between approval and receipt: edit, withdraw, retime, and settle what is unclear."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign.delivery.approve import drop, resend, retime, settle_online, withdraw
from campaign.errors import NotAllowed, OutcomeUnknown, RateLimited, Refused
from campaign.ledger import Delivery, approvals, deliveries, record
from campaign.models import DeliveryState, Idempotency, Outcome, Receipt
from tests.delivery.stage import START, Stage
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

S = DeliveryState
MINUTE = timedelta(minutes=1)
Fault = Callable[[str, Any], None]


def failing(*faults: tuple[str, Exception], account: str | None = None) -> Fault:
    """A platform that fails at ``stage``, ``before`` or ``after``, each fault once and in order."""
    left = list(faults)

    def fault(when: str, request: Any) -> None:
        if left and left[0][0] == when and (account is None or (request and request.body["account"] == account)):
            raise left.pop(0)[1]

    return fault


def _withdraw(stage: Stage, post: str = "p") -> list[Delivery]:
    with stage.ledger.write() as tx:
        return withdraw(tx, "day", post, by="Ann", at=stage.clock(), reason="changed")


def _retime(stage: Stage, after: timedelta) -> list[str]:
    with stage.ledger.write() as tx:
        return retime(tx, "day", "p", stage.clock() + after, by="Ann", at=stage.clock())


def _doubtful(folder: Path, *, when: str = "before", kind: Idempotency = Idempotency.BLIND, **more: Any) -> Stage:
    """A stage whose first call has no clear answer; on a BLIND platform a person has to say what came of it."""
    stage = Stage(folder, kind=kind, fault=failing((when, OutcomeUnknown("cut off"))), **more)
    stage.approve()
    stage.tick()
    return stage


# -- editing -----------------------------------------------------------------------------------------------------------


def test_an_edit_after_one_of_three_is_out_reaches_the_others_only(tmp_path: Path) -> None:
    stage = Stage(tmp_path, names=("a", "b", "c"), fault=failing(*[("stage", RateLimited("later", retry_after=600))] * 2))
    stage.approve(texts=("Old.",))
    stage.tick()
    assert [stage.state(f"day/p/{n}") for n in "abc"] == [S.WAITING, S.WAITING, S.PUBLISHED]
    made = stage.approve(texts=("New.",))
    assert made == ["day/p/a~2", "day/p/b~2"]
    stage.run(20 * MINUTE)
    assert [stage.texts(n) for n in "abc"] == [["New."], ["New."], ["Old."]]
    assert [stage.state(f"day/p/{n}") for n in "ab"] == [S.CANCELLED] * 2


def test_what_was_withdrawn_in_doubt_and_is_not_online_is_not_sent(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path, kind=Idempotency.ADDRESSED)
    assert stage.state() is S.UNKNOWN
    assert _withdraw(stage) == []
    stage.run(20 * MINUTE)
    assert stage.state() is S.CANCELLED
    assert stage.texts() == []
    assert stage.outcomes() == [Outcome.ABSENT_PROVEN]


def test_what_was_withdrawn_in_doubt_and_is_online_is_said_to_be(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path, when="after", kind=Idempotency.ADDRESSED)
    _withdraw(stage)
    stage.run(20 * MINUTE)
    assert (stage.state(), stage.texts()) == (S.PUBLISHED, ["Hello."])


def test_new_words_wait_for_a_person_where_the_old_ones_were_in_doubt(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path, kind=Idempotency.ADDRESSED)
    assert stage.approve(texts=("New.",)) == []  # the old ones may be online
    stage.run(5 * MINUTE)
    assert stage.state() is S.NEEDS_PERSON
    assert "approve the post again" in str(stage.get("day/p/a").reason)
    with pytest.raises(NotAllowed, match="was changed or withdrawn"):
        stage.order(resend, "day/p/a", None)
    stage.order(drop)
    assert stage.approve(texts=("New.",)) == ["day/p/a~2"]
    stage.tick()
    assert stage.texts() == ["New."]


def test_approving_the_same_twice_makes_nothing_twice(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert stage.approve() == ["day/p/a"]
    assert stage.approve() == []
    stage.tick()
    assert stage.approve() == []
    stage.run(5 * MINUTE)
    assert stage.texts() == ["Hello."]


def test_what_a_person_left_out_is_not_made_again_by_approving_the_same(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path)
    stage.tick(after=MINUTE)
    stage.order(drop)
    assert stage.approve() == []
    assert stage.state() is S.CANCELLED


def test_an_edit_replaces_a_part_that_was_only_parked(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", Refused("too long"))))
    stage.approve(texts=("one", "two"))
    stage.tick()
    assert [stage.state("day/p/a"), stage.state("day/p/a/2")] == [S.FAILED, S.NEEDS_PERSON]
    assert stage.approve(texts=("ONE", "TWO")) == ["day/p/a~2", "day/p/a/2~2"]
    stage.run(MINUTE)
    assert stage.texts() == ["ONE", "TWO"]
    assert stage.state("day/p/a/2") is S.CANCELLED


def test_what_was_taken_down_may_be_approved_and_sent_anew(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve(texts=("A wrong number.",))
    stage.tick()
    with stage.ledger.write() as tx:
        deliveries.move(tx, deliveries.get(tx, "day/p/a"), S.TAKEN_DOWN)
    assert stage.approve(texts=("The right number.",)) == ["day/p/a~2"]
    stage.tick()
    assert stage.texts() == ["A wrong number.", "The right number."]


def test_a_missed_one_of_an_older_approval_cannot_come_back(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve(texts=("Old.",))
    stage.tick(after=31 * MINUTE)
    assert stage.state() is S.MISSED
    stage.approve(texts=("New.",), after=5 * MINUTE)
    assert _retime(stage, 10 * MINUTE) == ["day/p/a~2"]
    stage.run(20 * MINUTE)
    assert stage.texts() == ["New."]
    assert stage.state() is S.MISSED


def test_a_refused_one_of_an_older_approval_cannot_be_sent_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", Refused("too long"))))
    stage.approve(texts=("Old.",))
    stage.tick()
    stage.approve(texts=("New.",))
    stage.tick()
    with pytest.raises(NotAllowed, match="was changed or withdrawn"):
        stage.order(resend, "day/p/a", None)
    assert stage.texts() == ["New."]


def test_an_approval_that_was_taken_back_while_a_worker_was_at_it_is_not_sent(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.sender.step = lambda step, _name: _withdraw(stage) and None if step == "staged" else None
    stage.approve()
    stage.tick()
    assert (stage.state(), stage.texts(), stage.outcomes()) == (S.CANCELLED, [], [])


# -- another time ------------------------------------------------------------------------------------------------------


def test_a_new_time_is_kept_even_while_a_worker_is_at_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve()
    stage.sender.step = lambda step, _name: _retime(stage, 60 * MINUTE) and None if step == "staged" else None
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.QUEUED, [])
    stage.sender.step = lambda _step, _name: None
    stage.run(59 * MINUTE)
    assert stage.texts() == []
    stage.run(2 * MINUTE)
    assert stage.texts() == ["Hello."]


def test_a_new_time_given_between_looking_and_claiming_is_kept(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve()

    def changed(_posts: set[tuple[str, str]], _now: Any) -> set[tuple[str, str]]:
        _retime(stage, 60 * MINUTE)
        return set()

    stage.ticker.changed = changed
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.QUEUED, [])


def test_a_changed_file_holds_its_post_and_no_other(tmp_path: Path) -> None:
    stage = Stage(tmp_path, names=("a", "b"))
    stage.approve("p")
    stage.approve("q")
    asked: list[set[tuple[str, str]]] = []

    def changed(posts: set[tuple[str, str]], _now: Any) -> set[tuple[str, str]]:
        asked.append(posts)
        _withdraw(stage, "p")
        return {("day", "p")}

    stage.ticker.changed = changed
    stage.tick()
    assert asked == [{("day", "p")}, {("day", "q")}]
    assert [stage.state(f"day/{p}/a") for p in "pq"] == [S.CANCELLED, S.PUBLISHED]


def test_a_missed_one_goes_at_its_new_time(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve(texts=("one", "two"))
    stage.tick(after=31 * MINUTE)
    stage.run(60 * MINUTE, every=5 * MINUTE)
    assert (stage.state(), stage.state("day/p/a/2"), stage.texts()) == (S.MISSED, S.MISSED, [])
    assert "30 minutes of grace are over" in str(stage.get("day/p/a").reason)
    assert _retime(stage, 5 * MINUTE) == ["day/p/a", "day/p/a/2"]
    stage.run(6 * MINUTE)
    assert stage.texts() == ["one", "two"]


def test_an_earlier_time_does_not_break_a_rate_limit(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", RateLimited("slow down", retry_after=600))))
    stage.approve()
    stage.tick()
    _retime(stage, timedelta(0))
    stage.run(9 * MINUTE)
    assert stage.outcomes() == [Outcome.RATE_LIMITED]
    stage.run(2 * MINUTE)
    assert stage.outcomes() == [Outcome.RATE_LIMITED, Outcome.PUBLISHED]


# -- settling ----------------------------------------------------------------------------------------------------------


def test_seen_online(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path, when="after")
    stage.tick(after=MINUTE)
    assert stage.state() is S.NEEDS_PERSON
    assert "may be online" in str(stage.get("day/p/a").reason)
    stage.order(settle_online, "day/p/a", " https://file.example/a-1 ")
    assert stage.outcomes() == [Outcome.FOUND]
    found = stage.get("day/p/a")
    assert (found.state, found.receipt) == (S.PUBLISHED, Receipt(id="https://file.example/a-1", url="https://file.example/a-1"))
    stage.run(60 * MINUTE, every=5 * MINUTE)
    assert stage.texts() == ["Hello."]


@pytest.mark.parametrize("url", ["https://file.example/a-1", "a-1"])
def test_one_address_cannot_stand_for_two_deliveries(tmp_path: Path, url: str) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND)
    stage.approve("p")
    stage.tick()
    stage.platforms["a"].fault = failing(("before", OutcomeUnknown("cut off")))
    stage.approve("q")
    stage.tick()
    stage.tick(after=MINUTE)
    with pytest.raises(NotAllowed, match=r"the one of day/p/a\. Open the post"):
        stage.order(settle_online, "day/q/a", url)
    assert stage.state("day/q/a") is S.NEEDS_PERSON
    assert stage.outcomes("day/q/a") == [Outcome.UNKNOWN]


def test_the_same_address_twice_is_a_sentence(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(*[("after", OutcomeUnknown("cut off"))] * 2))
    for post in "pq":
        stage.approve(post)
    stage.run(2 * MINUTE)
    stage.order(settle_online, "day/p/a", "https://file.example/x")
    with pytest.raises(NotAllowed, match="the one of day/p/a"):
        stage.order(settle_online, "day/q/a", "https://file.example/x")
    with pytest.raises(NotAllowed, match="its address is needed"):
        stage.order(settle_online, "day/q/a", "  ")


def test_a_look_up_does_not_take_what_a_person_gave_to_another(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=failing(*[("after", OutcomeUnknown("cut off"))]))
    stage.approve()
    stage.tick()
    with stage.ledger.write() as tx:  # a person has given the address of this post to another one
        stage_other = "day/z/a"
        contents = deliveries.get(tx, "day/p/a").content
        deliveries.add(
            tx, delivery=stage_other, campaign="day", post="z", account="a", platform="outbox", part=1, generation=1, after=None,
            content=contents, due_at=START, grace=MINUTE, ready=False,
        )  # fmt: skip
        deliveries.move(tx, deliveries.get(tx, stage_other), S.NEEDS_PERSON)
    stage.order(settle_online, stage_other, "https://file.example/a-1")
    stage.run(90 * MINUTE, every=MINUTE)
    assert stage.state() is S.NEEDS_PERSON
    assert "the one of day/z/a" in str(stage.get("day/p/a").reason)


def test_sent_again_with_the_same_key_and_request(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path)
    first = stage.get("day/p/a")
    stage.tick(after=MINUTE)
    stage.order(resend, "day/p/a", None)
    stage.tick()
    second = stage.get("day/p/a")
    assert (second.key, second.request) == (first.key, first.request)
    assert stage.outcomes() == [Outcome.ABSENT_PROVEN, Outcome.PUBLISHED]
    assert len({a.request_hash for a in stage.journal("day/p/a")}) == 1
    assert stage.texts() == ["Hello."]


def test_past_the_grace_it_needs_a_new_time(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path)
    stage.run(31 * MINUTE, every=5 * MINUTE)
    with pytest.raises(NotAllowed, match=r"time of day/p/a has gone\. Give it a new one"):
        stage.order(resend, "day/p/a", None)
    with pytest.raises(NotAllowed, match="has gone"):
        stage.order(resend, "day/p/a", START)
    assert (stage.state(), stage.outcomes()) == (S.NEEDS_PERSON, [Outcome.UNKNOWN])
    stage.order(resend, "day/p/a", stage.clock() + 10 * MINUTE)
    stage.run(9 * MINUTE)
    assert stage.texts() == []
    stage.run(2 * MINUTE)
    assert stage.texts() == ["Hello."]


def test_left_out(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path)
    stage.tick(after=MINUTE)
    stage.order(drop)
    stage.run(60 * MINUTE, every=5 * MINUTE)
    assert (stage.state(), stage.texts()) == (S.CANCELLED, [])


@pytest.mark.parametrize("action", [resend, drop, settle_online])
def test_there_is_nothing_to_settle_about_what_is_clear(tmp_path: Path, action: Callable[..., None]) -> None:
    stage = Stage(tmp_path)
    stage.approve()
    args = () if action is drop else ("https://file.example/x",) if action is settle_online else (None,)
    with pytest.raises(NotAllowed, match="is queued; there is nothing to settle"):
        stage.order(action, "day/p/a", *args)
    stage.tick()
    with pytest.raises(NotAllowed, match="is published; there is nothing to settle"):
        stage.order(action, "day/p/a", *args)


def test_what_was_refused_cannot_be_online(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", Refused("too long"))))
    stage.approve()
    stage.tick()
    assert (stage.state(), stage.get("day/p/a").reason) == (S.FAILED, "too long")
    with pytest.raises(NotAllowed, match="cannot be online"):
        stage.order(settle_online, "day/p/a", "https://file.example/x")


def test_settling_while_a_look_up_is_under_way_wins(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path, kind=Idempotency.DETECT)

    def step(name: str, _delivery: str) -> None:
        if name == "looked":
            stage.order(drop)

    stage.sender.step = step
    stage.run(2 * MINUTE)
    assert stage.state() is S.CANCELLED


def test_everything_that_people_did_is_on_record(tmp_path: Path) -> None:
    stage = _doubtful(tmp_path)
    stage.tick(after=MINUTE)
    stage.order(resend, "day/p/a", None, by="Ben")
    stage.tick()
    with stage.ledger.read() as tx:
        kinds = [(e["actor"], e["kind"]) for e in record.history(tx, "day/p/a")]
        assert approvals.newest(tx, "day", "p").by == "Ann"  # type: ignore[union-attr]
    assert kinds == [
        ("daemon", "armed"),
        ("daemon", "unknown"),
        ("daemon", "needs_person"),
        ("Ben", "resend"),
        ("daemon", "armed"),
        ("daemon", "published"),
    ]
