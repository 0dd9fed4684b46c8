"""kill -9 between any two steps: nothing is published twice, nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from campaign.models import DeliveryState, Idempotency, Outcome
from campaign.testing import Clock
from tests.conftest import ROOT
from tests.delivery.killed import STEPS, TEXTS
from tests.delivery.stage import START, Stage


def _run(folder: Path, step: str, kind: Idempotency, minutes: int) -> int:
    command = [sys.executable, "-m", "tests.delivery.killed", str(folder), step, kind, str(minutes)]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode


@pytest.mark.chaos
@pytest.mark.parametrize("kind", [Idempotency.ADDRESSED, Idempotency.DETECT])
@pytest.mark.parametrize("step", [s for s in STEPS if s != "looked"])
def test_a_killed_process_neither_doubles_nor_loses(tmp_path: Path, step: str, kind: Idempotency) -> None:
    assert _run(tmp_path, step, kind, 0) == -signal.SIGKILL
    assert _run(tmp_path, "none", kind, 11) == 0
    stage = Stage(tmp_path, kind=kind, clock=Clock(START + timedelta(minutes=22)))
    states = [stage.state("day/p/a"), stage.state("day/p/a/2")]
    if kind is Idempotency.DETECT and step in {"armed", "before"}:
        # Nothing was published, but on such a platform only a person can say so: neither lost nor sent blind.
        assert states == [DeliveryState.NEEDS_PERSON, DeliveryState.NEEDS_PERSON]
        assert stage.texts() == []
    else:
        assert states == [DeliveryState.PUBLISHED] * 2
        assert stage.texts() == list(TEXTS)


@pytest.mark.chaos
def test_killed_while_looking_up_it_looks_again(tmp_path: Path) -> None:
    kind = Idempotency.DETECT
    assert _run(tmp_path, "after", kind, 0) == -signal.SIGKILL
    assert _run(tmp_path, "looked", kind, 11) == -signal.SIGKILL
    assert _run(tmp_path, "none", kind, 22) == 0
    stage = Stage(tmp_path, kind=kind, clock=Clock(START + timedelta(minutes=33)))
    assert stage.texts() == list(TEXTS)
    assert stage.outcomes() == [Outcome.FOUND]
