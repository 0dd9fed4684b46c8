"""The main job with nothing at stake: sample release → facts → plan → cards → approve → rehearse, in a folder of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from campaign.actions import draw, plan, setup
from campaign.actions.approve import approve
from campaign.actions.rehearse import rehearse
from campaign.actions.workspace import Workspace, local
from campaign.errors import PostError


def demo(
    folder: Path, *, ticker: Callable[..., Any], now: datetime, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Iterator[str]:
    """Do everything once, telling each step in a line. Raises PostError when the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PostError(f"{folder} is {'not empty' if folder.is_dir() else 'a file'}.", fix="Name a new folder.")
    setup.init(folder)
    name, data = setup.sample_release()
    path = folder / name
    path.write_bytes(data)
    yield f"A workspace with a practice account: {folder}"
    workspace = Workspace(folder)
    release = plan.read(str(path))
    found = plan.find(workspace, release)
    yield (
        f"The release gives {len(found.signs)} signs, {len(found.quotes)} quotes, {len(found.contacts)} contacts, "
        f"{len(found.statistics)} figure{'' if len(found.statistics) == 1 else 's'}, {len(found.advice)} pieces of advice."
    )
    day = (local(now, workspace) + timedelta(days=1)).date()
    done = plan.plan(workspace, release, plan.Wish(day=day, name="cuckooing-awareness-day"), by="demo", now=now)
    kinds = Counter(post.kind for post in done.posts)
    yield f"{len(done.posts)} posts for {day:%A %-d %B}: {', '.join(f'{n} {kind}' for kind, n in kinds.items())}."
    drawn, page = draw.draw(workspace, done.name, size="all", progress=progress)
    yield f"{sum(card.file is not None for card in drawn)} cards in four sizes: {page}"
    approved = approve(workspace, done.name, None, by="demo", now=now)
    yield f"{sum(one.refused is None for one in approved)} posts approved; any edit would take that back."
    yield from (one.refused for one in approved if one.refused)
    played = rehearse(workspace, done.name, ticker=ticker, out=folder / "rehearsal", progress=progress)
    sent = [row for row in played.rows if row["state"] == "published"]
    yield f"The day was rehearsed: {len(sent)} posts went out, {sent[0]['due_at'][11:16]} to {sent[-1]['due_at'][11:16]}."
    yield f"Look at the day as the public would see it: {played.page}"
    yield f"Change a post in {done.folder}, then: campaign -C {folder} check"
