"""Taking posts down: on record before and after, repeatable, and honest about what is still online."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign.actions.record import take_down
from campaign.errors import CampaignError, NotAllowed, NotAuthorized, NotSent, OutcomeUnknown, RateLimited, Refused
from campaign.ledger import record
from campaign.models import DeliveryState, Receipt
from tests.actions.test_erase import workspace
from tests.delivery.stage import START, Stage

S = DeliveryState


class _Desk:
    """A stage whose platforms delete as they are told."""

    def __init__(self, folder: Path, *answers: Exception | None, names: tuple[str, ...] = ("a",), pair: bool = False) -> None:
        self.stage = Stage(folder, names=names)
        self.answers = list(answers)
        self.deleted: list[str] = []
        self.workspace = workspace(self.stage)
        for name, platform in self.stage.platforms.items():
            self.workspace._platforms[name] = platform
            platform.delete = self._delete  # type: ignore[method-assign]
        if pair:
            self.stage.approve_pair()
        else:
            self.stage.approve("p", texts=("One.", "Two."))
        self.stage.run(timedelta(minutes=10))

    def _delete(self, receipt: Receipt) -> None:
        if self.answers and (error := self.answers.pop(0)) is not None:
            raise error
        self.deleted.append(receipt.id)

    def down(self, name: str, reason: str = "wrong number") -> Any:
        return take_down(self.workspace, name, by="Ann", reason=reason, now=START)

    def kinds(self, name: str) -> list[str]:
        with self.stage.ledger.read() as tx:
            return [e["kind"] for e in record.history(tx, name)][-2:]


def test_a_post_is_taken_down_once_and_what_is_beside_it_is_told(tmp_path: Path) -> None:
    desk = _Desk(tmp_path, names=("a", "b"))
    found = desk.down("day/p/a")
    assert [d.id for d in found.done] == ["day/p/a"]
    assert sorted(found.beside) == ["day/p/a/2", "day/p/b", "day/p/b/2"]
    assert desk.stage.state("day/p/a") is S.TAKEN_DOWN
    assert desk.kinds("day/p/a") == ["take_down_asked", "taken_down"]
    with pytest.raises(NotAllowed, match="is taken down; there is nothing online"):
        desk.down("day/p/a")


def test_a_whole_post_goes_from_its_last_part_back(tmp_path: Path) -> None:
    desk = _Desk(tmp_path, names=("a", "b"))
    found = desk.down("day/p")
    assert [d.id for d in found.done] == ["day/p/a/2", "day/p/a", "day/p/b/2", "day/p/b"]
    assert (found.left, found.beside) == ({}, [])


def test_the_other_half_of_a_pair_is_told_about(tmp_path: Path) -> None:
    assert _Desk(tmp_path, pair=True).down("day/cy/a").beside == ["day/en/a"]


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (OutcomeUnknown("The answer was cut off."), "take_down_unclear", "not clear whether it is gone"),
        (ValueError("a bug"), "take_down_unclear", "not clear whether it is gone"),
        (Refused("This account may not delete."), "take_down_failed", "may not delete"),
        (NotAuthorized("The login is dead."), "take_down_failed", "login is dead"),
        (NotSent("No connection."), "take_down_failed", "No connection"),
        (RateLimited("Too many.", retry_after=60), "take_down_failed", "Too many"),
    ],
)
def test_what_does_not_work_is_told_and_can_be_repeated(tmp_path: Path, error: Exception, kind: str, said: str) -> None:
    desk = _Desk(tmp_path, error)
    found = desk.down("day/p/a/2")
    assert found.done == []
    assert said in found.left["day/p/a/2"]
    assert desk.kinds("day/p/a/2") == ["take_down_asked", kind]
    assert desk.stage.state("day/p/a/2") is S.PUBLISHED
    assert desk.down("day/p/a/2").left == {}
    assert desk.stage.state("day/p/a/2") is S.TAKEN_DOWN


def test_one_that_fails_does_not_keep_the_others_up(tmp_path: Path) -> None:
    desk = _Desk(tmp_path, Refused("No."), None)
    found = desk.down("day/p")
    assert ([d.id for d in found.done], list(found.left)) == (["day/p/a"], ["day/p/a/2"])


@pytest.mark.parametrize("reason", ["", "  "])
def test_it_needs_a_reason(tmp_path: Path, reason: str) -> None:
    desk = _Desk(tmp_path)
    with pytest.raises(NotAllowed, match="needs a reason"):
        desk.down("day/p/a", reason)
    assert desk.deleted == []


def test_what_was_never_published_or_is_unclear_is_not_taken_down(tmp_path: Path) -> None:
    desk = _Desk(tmp_path)
    desk.stage.approve("q", after=timedelta(hours=2))
    with pytest.raises(NotAllowed, match="day/q/a is queued; there is nothing online"):
        desk.down("day/q/a")
    with pytest.raises(CampaignError, match="no delivery 'day/nobody/a'"):
        desk.down("day/nobody/a")


def test_a_part_that_was_still_to_come_waits_for_a_person(tmp_path: Path) -> None:
    desk = _Desk(tmp_path)
    desk.stage.approve("r", texts=("One.", "Two."))
    desk.stage.tick()
    assert desk.stage.state("day/r/a") is S.PUBLISHED
    assert desk.stage.state("day/r/a/2") is S.QUEUED
    desk.down("day/r/a")
    assert desk.stage.state("day/r/a/2") is S.NEEDS_PERSON
