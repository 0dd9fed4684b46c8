"""The whole day on a simulated clock: the real tick, the real delivery, a ledger that is thrown away, and an outbox."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from campaign import platforms
from campaign.actions import pairs, record, texts
from campaign.actions.sending import sender
from campaign.actions.workspace import Workspace
from campaign.delivery import approve as signing
from campaign.errors import CampaignError, NotAllowed, PostError
from campaign.ledger import Ledger
from campaign.models import Account, Campaign, Config, Credentials, Post

# The daemon's tick, driven by our own clock: (sender, when) -> when something is due next. The engine lies above this layer.
Tick = Callable[[datetime], datetime | None]
MARK = "REHEARSAL.txt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rehearsal:
    """What went out in a rehearsal, the folder it went to, and which posts could not take part, and why."""

    folder: Path
    page: Path
    rows: list[dict[str, Any]]
    left_out: dict[str, str] = field(default_factory=dict)


class _Clock:
    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now


def rehearse(
    workspace: Workspace,
    name: str,
    *,
    ticker: Callable[..., Tick],
    out: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Rehearsal:
    """Run the day as if everything were approved; nothing leaves the machine.

    ``ticker`` makes the engine's tick from a sender. Raises NotAllowed when no post can take part.
    """
    campaign = workspace.campaign(name)
    folder = out or workspace.root / ".campaign" / "rehearsals" / name
    _empty(folder, ours=out is None)
    with tempfile.TemporaryDirectory() as state:
        stage = _stage(workspace, Path(state), folder)
        try:
            clock, left_out = _approve_all(workspace, stage, campaign)
            _run(stage, clock, ticker, progress)
            rows = record.listing(stage, name, now=clock())
        finally:
            stage.ledger.close()
    return Rehearsal(folder=folder, page=folder / "outbox" / "index.html", rows=rows, left_out=left_out)


def _empty(folder: Path, *, ours: bool) -> None:
    """Take the last rehearsal away. Raises PostError for a folder that holds anything else, a real outbox for one."""
    try:
        if folder.exists() and not ours and not (folder / MARK).is_file() and any(folder.iterdir()):
            raise PostError(f"{folder} holds other files.", fix="Name an empty folder with --out.")
        shutil.rmtree(folder / "outbox", ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text("A rehearsal: nothing in this folder was published. The next rehearsal replaces it.\n", "utf-8")
    except OSError as error:
        fix = "Name a folder that you can write with --out."
        raise PostError(f"The rehearsal has nowhere to go: {error.strerror}.", file=folder, fix=fix) from error


def _stage(workspace: Workspace, state: Path, folder: Path) -> Workspace:
    """The same workspace, with every account an outbox, and state of its own."""
    accounts = {name: _practice(account) for name, account in workspace.config.accounts.items()}
    config: Config = replace(workspace.config, accounts=accounts)
    stage = _Rehearsing(workspace.root, config, state=state, ledger=Ledger(f"sqlite:///{state / 'campaign.db'}"))
    stage.out = folder
    return stage


class _Rehearsing(Workspace):
    out: Path

    def platform(self, account: str) -> Any:
        """Every account publishes into the rehearsal's outbox."""
        if account not in self._platforms:
            nobody = Credentials(values={})
            self._platforms[account] = platforms.make(self.account(account), nobody, self.media.get, root=self.out)
        return self._platforms[account]


def _practice(account: Account) -> Account:
    return replace(account, platform="outbox", options={**account.options, "rehearsal": "true"})


def _approve_all(workspace: Workspace, stage: Workspace, campaign: Campaign) -> tuple[_Clock, dict[str, str]]:
    due: dict[str, datetime] = {}
    frozen: dict[str, list[signing.Frozen]] = {}
    left_out: dict[str, str] = {}
    for post in campaign.posts:
        try:
            due[post.id] = workspace.instant(post)
            frozen[post.id] = _freeze(workspace, stage, campaign, post)
        except CampaignError as error:
            left_out[post.id] = str(error)
            due.pop(post.id, None)
    for post in campaign.posts:
        half = pairs.other(campaign, post)
        if half is not None and half.id in left_out and post.id in due:
            del due[post.id]
            left_out[post.id] = f"Its pair {half.id} cannot take part."
    if not due:
        raise NotAllowed(f"No post of {campaign.name} can be rehearsed.", fix=next(iter(left_out.values()), "It has no posts."))
    start = min(due.values()) - timedelta(minutes=1)
    for unit in pairs.groups(workspace, campaign, [post for post in campaign.posts if post.id in due]):
        halves = [(_signed(workspace, campaign, post.id, start, due[post.id]), frozen[post.id]) for post in unit if post.id in due]
        with stage.ledger.write() as tx:
            if len(halves) == 2:
                signing.approve_pair(tx, *halves)
            else:
                signing.approve(tx, *halves[0])
    return _Clock(start.astimezone(UTC)), left_out


def _signed(workspace: Workspace, campaign: Campaign, post: str, start: datetime, due: datetime) -> signing.Signature:
    grace = campaign.grace if campaign.grace is not None else workspace.config.schedule.grace
    return signing.Signature(
        campaign=campaign.name, post=post, digest=post, by="rehearsal", at=start, due_at=due, grace=grace, acknowledged={}
    )


def _freeze(workspace: Workspace, stage: Workspace, campaign: Campaign, post: Post) -> list[signing.Frozen]:
    """Words and pictures as the real platforms would get them, for the practice accounts that stand in for them."""
    found = []
    for said in texts.said(workspace, post):
        over = [m for m in said.measures if not m.fits]
        if over:
            raise PostError(f"{post.id} is too long for {said.account.id}: {over[0].length} of {over[0].limit}.")
        contents = texts.freeze(stage, campaign, post, said)
        found.append(signing.Frozen(account=stage.account(said.account.id), parts=contents))
    return found


def _run(stage: Workspace, clock: _Clock, ticker: Callable[..., Tick], progress: Callable[[int, int], None]) -> None:
    tick = ticker(sender(stage, clock=clock))
    total = len(record.listing(stage, now=clock()))
    while True:
        before, done = -1, 0
        while before != done:
            # The tick publishes one post an account; the next part, or a pair's second half, goes in the next one at the same moment.
            upcoming = tick(clock())
            before, done = done, sum(row["state"] == "published" for row in record.listing(stage, now=clock()))
        progress(done, total)
        if upcoming is None:
            return
        clock.now = max(upcoming, clock.now + timedelta(milliseconds=1))
