"""Threads: a part waits for the receipt of the part before it; one that falls out parks the rest."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from campaign.delivery.approve import drop, resend, settle_online
from campaign.errors import NotAllowed, OutcomeUnknown, RateLimited, Refused
from campaign.models import DeliveryState, Idempotency
from tests.delivery.stage import START, Stage
from tests.delivery.test_people import failing
from tests.postgresql import _sqlite_only, database  # noqa: F401 - on both databases

S = DeliveryState
MINUTE = timedelta(minutes=1)
PARTS = ("one", "two", "three")
NAMES = ("day/p/a", "day/p/a/2", "day/p/a/3")


def _states(stage: Stage) -> list[DeliveryState]:
    return [stage.state(name) for name in NAMES]


def test_parts_go_in_order_each_replying_to_the_one_before(tmp_path: Path) -> None:
    stage = Stage(tmp_path, gap=timedelta(hours=1))
    stage.approve(texts=PARTS)
    stage.run(MINUTE)
    assert [(p["text"], p["reply_to"]) for p in stage.platforms["a"].posts()] == [("one", None), ("two", "a-1"), ("three", "a-2")]


def test_the_grace_of_a_part_counts_from_the_receipt_before_it(tmp_path: Path) -> None:
    limits = [RateLimited("slow down", retry_after=seconds) for seconds in (29 * 60, 60)]
    stage = Stage(tmp_path, fault=failing(*[("before", limit) for limit in limits]))
    stage.approve(texts=PARTS)
    stage.tick()
    while not stage.texts():
        stage.tick(after=timedelta(seconds=15))
    assert stage.get("day/p/a/2").late_at == stage.clock() + 30 * MINUTE
    stage.run(35 * MINUTE)
    assert stage.texts() == list(PARTS)


@pytest.mark.parametrize(("error", "first"), [(Refused("too long"), S.FAILED), (OutcomeUnknown("cut off"), S.NEEDS_PERSON)])
def test_a_part_that_falls_out_parks_the_rest(tmp_path: Path, error: Exception, first: DeliveryState) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(("before", error)))
    stage.approve(texts=PARTS)
    stage.run(60 * MINUTE, every=MINUTE)
    assert _states(stage) == [first, S.NEEDS_PERSON, S.NEEDS_PERSON]
    assert stage.texts() == []
    assert "Part 1 of this thread was not published" in str(stage.get("day/p/a/2").reason)


def test_a_picture_that_was_changed_parks_the_rest(tmp_path: Path) -> None:
    from tests.delivery.test_lease import picture

    stage = Stage(tmp_path)
    media = picture(stage)
    stage.approve(texts=PARTS, media=(media,))
    stage.sender.media._path(media.digest).write_bytes(b"another")
    stage.run(MINUTE)
    assert _states(stage) == [S.FAILED, S.NEEDS_PERSON, S.NEEDS_PERSON]


def test_a_later_part_cannot_be_sent_before_an_earlier_one(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", Refused("too long"))))
    stage.approve(texts=PARTS)
    stage.tick()
    for name in NAMES[1:]:
        with pytest.raises(NotAllowed, match=r"follows .* which is not online"):
            stage.order(resend, name, None)
    stage.run(10 * MINUTE)
    assert stage.texts() == []


def test_sending_the_first_again_brings_the_rest_along(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("before", Refused("too long"))))
    stage.approve(texts=PARTS)
    stage.tick()
    stage.order(resend, "day/p/a", None)
    stage.run(MINUTE)
    assert stage.texts() == list(PARTS)


def test_after_the_first_was_seen_online_the_rest_follows_on_order(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(("after", OutcomeUnknown("cut off"))))
    stage.approve(texts=PARTS)
    stage.run(MINUTE)
    stage.order(settle_online, "day/p/a", "https://file.example/a-1")
    stage.run(5 * MINUTE)
    assert stage.texts() == ["one"]
    assert "was seen online by Ann. Send this part" in str(stage.get("day/p/a/2").reason)
    stage.order(resend, "day/p/a/2", None)
    stage.run(MINUTE)
    assert stage.texts() == list(PARTS)


def test_leaving_the_first_out_leaves_the_rest_to_a_person(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.approve(texts=PARTS)
    stage.tick()
    stage.order(drop)
    assert _states(stage) == [S.CANCELLED, S.NEEDS_PERSON, S.NEEDS_PERSON]


def test_an_edit_of_a_half_sent_thread_sends_the_new_rest(tmp_path: Path) -> None:
    stage = Stage(tmp_path, fault=failing(("after", OutcomeUnknown("x")), ("before", RateLimited("slow", retry_after=600))))
    stage.approve(texts=PARTS)
    stage.run(MINUTE)
    assert stage.texts() == ["one"]
    assert stage.approve(texts=("ONE", "TWO", "THREE", "FOUR")) == ["day/p/a/2~2", "day/p/a/3~2", "day/p/a/4~2"]
    stage.run(15 * MINUTE)
    assert [(p["text"], p["reply_to"]) for p in stage.platforms["a"].posts()] == [
        ("one", None),
        ("TWO", "a-1"),
        ("THREE", "a-2"),
        ("FOUR", "a-3"),
    ]


def test_a_thread_whose_first_part_was_left_out_in_doubt_is_made_anew(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.BLIND, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.approve(texts=PARTS)
    stage.run(MINUTE)
    assert stage.approve(texts=("ONE", "TWO", "THREE")) == ["day/p/a/2~2", "day/p/a/3~2"]
    assert [stage.state(f"day/p/a/{n}~2") for n in (2, 3)] == [S.NEEDS_PERSON] * 2
    stage.order(drop)
    assert stage.approve(texts=("ONE", "TWO", "THREE")) == ["day/p/a~2"]
    stage.run(MINUTE)
    assert [(p["text"], p["reply_to"]) for p in stage.platforms["a"].posts()] == [("ONE", None), ("TWO", "a-1"), ("THREE", "a-2")]


def test_a_missed_first_part_takes_the_rest_along(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve(texts=PARTS)
    stage.tick(after=31 * MINUTE)
    assert _states(stage) == [S.MISSED] * 3
    assert stage.clock() > START
