"""What is online is read once: what is not whole goes on record, and is never sent again for it."""

from __future__ import annotations

from pathlib import Path

from campaign.errors import NotSent
from campaign.ledger import record
from campaign.models import DeliveryState, Problem, Receipt, Request, Severity
from campaign.testing.platform import FilePlatform
from tests.delivery.stage import Stage

CUT = Problem(rule="confirm", severity=Severity.WARN, message="The post is cut short: 8 of 16 characters.")


class Cutting(FilePlatform):
    """A platform that keeps half of what it is sent, and says so when it is asked."""

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        return [CUT]


class Silent(FilePlatform):
    """A platform that cannot be read."""

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        raise NotSent("No connection.")


def _run(tmp_path: Path, kind: type[FilePlatform]) -> tuple[Stage, list[str]]:
    stage = Stage(tmp_path)
    stage.platforms["a"] = kind(tmp_path / "a.jsonl", account=stage.accounts["a"], kind=stage.kind)
    stage.approve()
    for _ in range(3):
        stage.tick()
    with stage.ledger.read() as tx:
        kinds = [event["kind"] for event in record.history(tx, "day/p/a")]
    return stage, kinds


def test_what_is_cut_short_goes_on_record(tmp_path: Path) -> None:
    stage, kinds = _run(tmp_path, Cutting)
    assert (stage.state(), stage.texts()) == (DeliveryState.PUBLISHED, ["Hello."])
    assert kinds.count("not_whole") == 1


def test_what_cannot_be_read_is_published_all_the_same(tmp_path: Path) -> None:
    stage, kinds = _run(tmp_path, Silent)
    assert (stage.state(), stage.texts(), kinds.count("not_whole")) == (DeliveryState.PUBLISHED, ["Hello."], 0)
