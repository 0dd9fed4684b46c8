"""Watching a campaign's files and drawing its cards again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from campaign.actions.draw import draw
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError

PAUSE = 0.5  # seconds between two looks: a save shows within a second, and the looks cost nothing


def watch(
    workspace: Workspace, name: str, *, post: str | None, size: str | None, out: Path | None,
    wait: Callable[[], None] = lambda: time.sleep(PAUSE),
) -> Iterator[str]:
    """Draw whenever a post, a photo, the brand or the settings are saved, for ever; says what was drawn or what is wrong."""
    seen = _stamp(workspace, name)
    while True:
        wait()
        if (stamp := _stamp(workspace, name)) == seen:
            continue
        seen = stamp
        try:
            found, _ = draw(Workspace(workspace.root), name, post=post, size=size, out=out)
        except CampaignError as error:
            yield str(error)
            continue
        anew = sum(card.anew and card.file is not None for card in found)
        yield f"{anew} of {len(found)} cards drawn anew." if anew else "No card changed; the page was written again."
        yield from (f"{c.post} ({c.size}): {c.problem}" for c in found if c.problem)


def _stamp(workspace: Workspace, name: str) -> list[tuple[str, int, int]]:
    """What changes when a file does. Editors put files away and back, so one may be gone between the list and the look."""
    root = workspace.root
    folders = (root / "posts" / name, (root / workspace.config.brand).parent, root / "images" / "photos")
    found = []
    for path in [root / "config.yaml", *(path for folder in folders for path in folder.rglob("*"))]:
        try:
            stat = path.stat()
        except OSError:
            continue
        if path.is_file():
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return sorted(found)
