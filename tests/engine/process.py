"""A real daemon in a process of its own: python -m tests.engine.process FOLDER PAUSE. A call takes PAUSE seconds."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from campaign.engine.daemon import Daemon, now, only_one
from campaign.errors import CampaignError
from tests.delivery.stage import Stage


def main() -> None:
    """Work until SIGTERM; say so when ready."""
    folder, pause = Path(sys.argv[1]), float(sys.argv[2])

    def fault(when: str, _request: Any) -> None:
        if when == "before":
            (folder / "calling").touch()
            time.sleep(pause)

    try:
        with only_one(folder):
            stage = Stage(folder, fault=fault)
            stage.sender.clock = now
            Daemon(stage.sender, changed=lambda _posts, _now: set()).run()
    except CampaignError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
