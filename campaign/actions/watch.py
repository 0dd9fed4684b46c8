"""Watching a campaign's files and drawing its cards again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from campaign.actions.draw import draw
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError

PAUSE = 0.5


def watch(workspace: Workspace, name: str, *, post: str | None, size: str | None, out: Path | None) -> Iterator[str]:
    """Draw whenever a post or the brand is saved, for ever; says what was drawn or what is wrong."""
    seen = _stamp(workspace, name)
    while True:
        time.sleep(PAUSE)
        if (stamp := _stamp(workspace, name)) == seen:
            continue
        seen = stamp
        try:
            fresh = Workspace(workspace.root)
            found, _ = draw(fresh, name, post=post, size=size, out=out)
            yield f"{len(found)} cards drawn again."
            yield from (f"{c.post} ({c.size}): {c.problem}" for c in found if c.problem)
        except CampaignError as error:
            yield str(error)


def _stamp(workspace: Workspace, name: str) -> list[tuple[str, int]]:
    folders = (workspace.folder(name), (workspace.root / workspace.config.brand).parent)
    return sorted((str(p), p.stat().st_mtime_ns) for folder in folders if folder.is_dir() for p in folder.iterdir() if p.is_file())
