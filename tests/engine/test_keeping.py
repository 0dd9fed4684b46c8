"""What the daemon does for the record beside sending: seals in time, and once a day what the settings say."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from campaign.engine.keeping import Keeping
from campaign.errors import LedgerError
from campaign.ledger import seals
from tests.delivery.stage import START, Stage


def _open(stage: Stage) -> int:
    with stage.ledger.read() as tx:
        return seals.unsealed(tx)


def test_it_seals_when_idle_and_at_the_latest_after_a_minute(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    keeping = Keeping(ledger=stage.ledger)
    looks = [(0, False, True), (5, False, False), (10, False, True), (30, True, False), (69, True, False), (70, True, True)]
    for number, (seconds, busy, sealed) in enumerate(looks):
        stage.approve(f"p{number}")
        before = _open(stage)
        keeping.look(START + timedelta(seconds=seconds), busy=busy)
        assert _open(stage) == (0 if sealed else before), seconds


def test_the_day_s_work_is_done_once_a_day_and_when_nothing_is_sent(tmp_path: Path) -> None:
    done: list[datetime] = []
    keeping = Keeping(ledger=Stage(tmp_path).ledger, daily=done.append)
    for hours in (0, 1, 23, 24, 25):
        keeping.look(START + timedelta(hours=hours), busy=hours == 24)
    assert done == [START, START + timedelta(hours=25)]


def test_what_goes_wrong_does_not_stop_the_daemon(tmp_path: Path) -> None:
    def full(_now: datetime) -> None:
        raise LedgerError("The disk is full.")

    keeping = Keeping(ledger=Stage(tmp_path).ledger, daily=full)
    for days in (0, 1):
        keeping.look(START + timedelta(days=days), busy=False)
