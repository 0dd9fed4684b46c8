"""A comms officer's desk for tests: a workspace, the commands as they are typed, and the time standing still."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import time_machine

from campaign.cli import show
from campaign.cli.app import app

RELEASE = Path(str(resources.files("campaign"))) / "data" / "sample" / "cuckooing-awareness-day.md"
MORNING = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
NAME = "cuckooing-awareness-day"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


@dataclass
class Desk:
    """One workspace. ``now`` is what the clock on the wall shows; it stands still during a command."""

    root: Path
    now: datetime = MORNING

    def run(self, *words: str) -> Said:
        """Type a command."""
        out, err = io.StringIO(), io.StringIO()
        with time_machine.travel(self.now, tick=False), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = show.guarded(app, show.take_folder(["-C", str(self.root), *words]))
        return Said(code, out.getvalue(), err.getvalue())

    def good(self, *words: str) -> Said:
        """Type a command that has to work."""
        said = self.run(*words)
        assert said.code == 0, f"{words}: {said.out}{said.err}"
        return said

    def planned(self, *words: str) -> Desk:
        """With the sample release planned for the next day."""
        self.good("init", str(self.root))
        self.good("plan", str(RELEASE), "--date", "2026-03-18", *words)
        return self

    @property
    def posts(self) -> list[Path]:
        """The post files in order."""
        return sorted((self.root / "posts" / NAME).glob("[0-9]*.md"))
