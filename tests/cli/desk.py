"""A comms officer's desk for tests: a workspace, the commands as they are typed, and the time standing still."""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import time_machine

from campaign.actions.sending import Current
from campaign.actions.workspace import Workspace
from campaign.cli import show
from campaign.cli.app import app
from campaign.engine.executor import Inline
from campaign.engine.tick import Ticker

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


class _Piped(contextlib.redirect_stdout[io.TextIOWrapper]):
    _stream = "stdin"


@contextlib.contextmanager
def _signed_in(user: str | None) -> Iterator[None]:
    """Who this computer says is sitting at it."""
    before = {key: os.environ.pop(key, None) for key in ("USER", "LOGNAME")}
    os.environ.update({"USER": user} if user else {})
    try:
        yield
    finally:
        os.environ.pop("USER", None)
        os.environ.update({key: value for key, value in before.items() if value is not None})


def typed(*words: str, now: datetime = MORNING, stdin: bytes = b"", user: str | None = "Ola") -> Said:
    """Type a whole command line."""
    out, err = io.StringIO(), io.StringIO()
    pipe = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    told = contextlib.redirect_stdout(out), contextlib.redirect_stderr(err)
    with _signed_in(user), time_machine.travel(now, tick=False), told[0], told[1], _Piped(pipe):
        code = show.guarded(app, show.take_folder(list(words)))
    return Said(code, out.getvalue(), err.getvalue())


@cache
def _planned() -> Path:
    """Planned once, copied for each test."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Desk(folder / "desk").planned("--name", NAME).root


@dataclass
class Desk:
    """One workspace. ``now`` is what the clock on the wall shows; it stands still during a command."""

    root: Path
    now: datetime = MORNING
    user: str | None = "Ola"

    def run(self, *words: str, stdin: bytes = b"") -> Said:
        """Type a command, with ``stdin`` piped into it."""
        return typed("-C", str(self.root), *words, now=self.now, stdin=stdin, user=self.user)

    def tick(self) -> None:
        """What the daemon does at this moment."""
        workspace = Workspace(self.root)
        with time_machine.travel(self.now, tick=False):
            current = Current(workspace, lambda: self.now)
            Ticker(sender=current.sender, executor=Inline(), owner="desk", changed=current.not_as_approved).tick(self.now)
        workspace.ledger.close()

    def post(self, name: str) -> Path:
        """The file of a post."""
        return next(p for p in self.posts if re.search(rf"^id: {name}\s", p.read_text("utf-8"), re.MULTILINE))

    def edit(self, name: str, before: str, after: str) -> None:
        """Change words of a post's file, which must be there."""
        path = self.post(name)
        text = path.read_text("utf-8")
        assert before in text, text
        path.write_text(text.replace(before, after), "utf-8")

    def setting(self, before: str, after: str) -> None:
        """Change config.yaml."""
        path = self.root / "config.yaml"
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")

    def good(self, *words: str) -> Said:
        """Type a command that has to work."""
        said = self.run(*words)
        assert said.code == 0, f"{words}: {said.out}{said.err}"
        return said

    def planned(self, *words: str) -> Desk:
        """With the sample release planned for the next day."""
        if not words:
            shutil.copytree(_planned(), self.root)
            return self
        self.good("init", str(self.root))
        self.good("plan", str(RELEASE), "--date", "2026-03-18", *words)
        return self

    @property
    def posts(self) -> list[Path]:
        """The post files in order."""
        return sorted((self.root / "posts" / NAME).glob("[0-9]*.md"))
