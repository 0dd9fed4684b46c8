"""A platform's own container: twice unpublished, a minute apart, is proof enough to publish the same one again; once is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from campaign.errors import OutcomeUnknown
from campaign.models import DeliveryState, Idempotency, Outcome
from tests.delivery.stage import Stage
from tests.delivery.test_people import failing

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_twice_unpublished_goes_out_once(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.TICKET, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.approve()
    stage.tick()
    stage.tick(after=5 * SECOND)
    assert stage.outcomes() == [Outcome.ABSENT_LIKELY]
    stage.run(30 * SECOND)
    assert (stage.state(), stage.texts()) == (DeliveryState.UNKNOWN, [])
    stage.run(2 * MINUTE)
    assert (stage.state(), stage.texts()) == (DeliveryState.PUBLISHED, ["Hello."])
    assert stage.outcomes() == [Outcome.ABSENT_PROVEN, Outcome.PUBLISHED]


def test_what_came_out_late_is_found_at_the_second_look(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.TICKET, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.approve()
    stage.tick()
    stage.tick(after=5 * SECOND)
    request = stage.get("day/p/a").request
    assert request is not None
    stage.platforms["a"].create(request)  # it was slow, and came out after all
    stage.run(5 * MINUTE)
    assert (stage.state(), stage.texts()) == (DeliveryState.PUBLISHED, ["Hello."])
    assert stage.outcomes() == [Outcome.FOUND]


def test_a_list_that_is_empty_twice_is_for_a_person(tmp_path: Path) -> None:
    stage = Stage(tmp_path, kind=Idempotency.DETECT, fault=failing(("before", OutcomeUnknown("cut off"))))
    stage.approve()
    stage.run(10 * MINUTE)
    assert (stage.state(), stage.texts()) == (DeliveryState.NEEDS_PERSON, [])
