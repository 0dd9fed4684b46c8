"""Publishes a thread or a pair and kills itself at a step: python -m tests.delivery.killed FOLDER STEP KIND MINUTES [pair]."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from campaign.models import Idempotency
from campaign.testing import Clock
from tests.delivery.stage import START, Stage

STEPS = ("claimed", "staged", "arming", "armed", "before", "after", "created", "recorded", "looked")
TEXTS = ("first", "second")


def _kill_at(step: str) -> Callable[..., Any]:
    def passed(name: str, *_: Any) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return passed


def main() -> None:
    """Start where the process before was killed, and work for two simulated hours."""
    folder, step, kind, minutes = Path(sys.argv[1]), sys.argv[2], Idempotency(sys.argv[3]), int(sys.argv[4])
    clock = Clock(START + timedelta(minutes=minutes))
    stage = Stage(folder, kind=kind, step=_kill_at(step), fault=_kill_at(step), clock=clock)
    stage.ticker.start(clock())
    if minutes == 0 and sys.argv[5:] == ["pair"]:
        stage.approve_pair()
    elif minutes == 0:
        stage.approve(texts=TEXTS)
    stage.run(timedelta(minutes=10))


if __name__ == "__main__":
    main()
