"""A sender in a process of its own, on a clock that runs fast: the real tick, threads, ledger and adapters, killed at will.

``python -m tests.chaos.fast FOLDER SEED KILL``: at each step it kills itself with probability KILL. Its clock can be put forward and
back by a file.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from campaign import platforms
from campaign.delivery.send import Sender, Setting
from campaign.delivery.stopfile import StopFile
from campaign.engine.executor import Threads
from campaign.engine.tick import Ticker
from campaign.errors import CampaignError
from campaign.ledger import Ledger, MediaStore
from campaign.models import Account, Credentials
from campaign.platforms.base import Platform, Transport
from campaign.platforms.mediahost import Folder

SPEED = 60.0  # one second here is a minute there; so no call of DEADLINE seconds outlives the minute that delivery gives it
DEADLINE = 0.6
TICK_SECONDS = 0.03


@dataclass(frozen=True)
class FastClock:
    """The time: ``SPEED`` times as fast since ``begin``, and put off by what the file says (seconds)."""

    begin: float
    file: Path

    def __call__(self) -> datetime:
        """Now."""
        try:
            off = float(self.file.read_text() or 0)
        except (OSError, ValueError):
            off = 0.0
        return datetime.fromtimestamp(self.begin, UTC) + timedelta(seconds=(time.time() - self.begin) * SPEED + off)


def make(folder: Path, told: dict[str, Any]) -> tuple[dict[str, Account], dict[str, Platform], MediaStore]:
    """The accounts and their adapters, as the storm has set them up."""
    media = MediaStore(folder / "media")
    host = Folder(folder / "public", told["files"], folder / "media-host.key")
    accounts, adapters = {}, {}
    for name, one in told["accounts"].items():
        account = Account(id=name, platform=name, handle="force.example", base_url=one["url"], options=one["options"])
        secrets = Credentials(values=one["secrets"])
        accounts[name] = account
        adapters[name] = platforms.make(account, secrets, media.get, root=folder, transport=Transport(deadline=DEADLINE), media_host=host)
    return accounts, adapters, media


def main() -> None:
    """Tick until killed."""
    folder, seed, kill = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    told = json.loads((folder / "storm.json").read_text())
    accounts, adapters, media = make(folder, told)
    clock, dice, lock = FastClock(told["begin"], folder / "clock"), random.Random(seed), threading.Lock()

    def step(_step: str, _name: str) -> None:
        with lock:
            if dice.random() < kill:
                os.kill(os.getpid(), signal.SIGKILL)

    sender = Sender(
        ledger=Ledger(told["ledger"], workspace=told["workspace"]),
        media=media,
        stop_file=StopFile(folder / "STOP"),
        platform=adapters.__getitem__,
        setting=Setting(accounts=accounts, gap=timedelta(0)),
        clock=clock,
        step=step,
    )
    ticker = Ticker(sender=sender, executor=Threads(16), owner=f"storm:{os.getpid()}")
    started = not told["alone"]
    while True:
        try:
            if not started:
                ticker.start(clock())
                started = True
            ticker.tick(clock())
        except CampaignError as error:
            print(error, file=sys.stderr, flush=True)  # noqa: T201  # for whoever looks at the storm's log
        time.sleep(TICK_SECONDS)


if __name__ == "__main__":
    main()
