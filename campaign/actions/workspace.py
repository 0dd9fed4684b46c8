"""The workspace that a person works in: its settings, its ledger, its brand, opened when first asked for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from campaign import config as settings
from campaign import queue, schedule
from campaign.actions.trouble import Trouble
from campaign.cards import Brand, load_brand
from campaign.delivery.stopfile import StopFile
from campaign.errors import ConfigError, PostError
from campaign.ledger import Ledger, MediaStore
from campaign.models import Account, Campaign, Config, Post

if TYPE_CHECKING:
    from campaign.platforms.base import Platform
    from campaign.platforms.mediahost import MediaHost


class Workspace:
    """A folder with config.yaml. Everything that an action needs is reached from here."""

    def __init__(self, root: Path, config: Config | None = None, *, state: Path | None = None, ledger: Ledger | None = None) -> None:
        self.root = root
        self.config = config or settings.load(root)
        self.state = state or root / ".campaign"
        self._given_ledger = ledger
        self._platforms: dict[str, Platform] = {}
        self._campaigns: dict[str, tuple[object, Campaign]] = {}

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The workspace of ``start``: that folder, or the nearest parent with a config.yaml."""
        return cls(settings.find_root(start))

    @cached_property
    def ledger(self) -> Ledger:
        """The record; made when there is none yet."""
        return self._given_ledger or Ledger(settings.ledger_url(self.config), workspace=self.config.workspace)

    @cached_property
    def media(self) -> MediaStore:
        """The frozen pictures."""
        return MediaStore(self.state / "media")

    @cached_property
    def media_host(self) -> MediaHost | None:
        """Where pictures stand for platforms that fetch them, if the settings name a place."""
        from campaign.platforms.mediahost import make_host

        return make_host(self.config.media_host, self.root, settings.media_host_keys(self.config))

    @cached_property
    def stop_file(self) -> StopFile:
        """The stop that works without a ledger."""
        return StopFile(self.state / "STOP")

    @cached_property
    def tick_trouble(self) -> Trouble:
        """Why the daemon cannot look for what is due, while it cannot."""
        return Trouble(self.state / "tick.failing")

    @cached_property
    def alert_trouble(self) -> Trouble:
        """Whom alerts do not reach, while they don't."""
        return Trouble(self.state / "alerts.failing")

    @cached_property
    def brand(self) -> Brand:
        """How the organisation's cards look; the packaged brand where the workspace has none of its own."""
        path = self.root / self.config.brand
        usual = path == self.root / "images" / "brand" / "brand.yaml"
        return load_brand(None if usual and not path.exists() else path)

    def account(self, name: str) -> Account:
        """An account by its id. Raises ConfigError with the nearest one."""
        if name not in self.config.accounts:
            raise ConfigError(f"There is no account {name!r} in config.yaml.", fix=nearest(name, self.config.accounts))
        return self.config.accounts[name]

    def platform(self, account: str) -> Platform:
        """The adapter of an account, kept as long as the workspace: it remembers its session and the server's limits."""
        from campaign import platforms

        if account not in self._platforms:
            secrets = settings.credentials(self.config, account)
            known = self.account(account)
            self._platforms[account] = platforms.make(known, secrets, self.media.get, root=self.root, media_host=self.media_host)
        return self._platforms[account]

    def forget(self, account: str) -> None:
        """Make an account's adapter anew at its next use: its login has changed."""
        self._platforms.pop(account, None)

    def folder(self, campaign: str) -> Path:
        """The folder of a campaign. Raises PostError with the nearest name when there is none."""
        names = queue.names(self.root)
        if campaign not in names:
            raise PostError(
                f"There is no campaign {campaign!r} in posts/.", fix=nearest(campaign, names) or "Make one: campaign plan RELEASE"
            )
        return self.root / "posts" / campaign

    def campaign(self, name: str) -> Campaign:
        """A campaign as its files say it now; read again only where a file's size or time changed."""
        folder = self.folder(name)
        stamp = _stamp(folder)
        if name not in self._campaigns or self._campaigns[name][0] != stamp:
            self._campaigns[name] = (stamp, queue.load(folder))
        return self._campaigns[name][1]

    def campaigns(self, name: str | None = None) -> list[Campaign]:
        """The one that is named, or all of them."""
        return [self.campaign(n) for n in ([name] if name else queue.names(self.root))]

    def instant(self, post: Post) -> datetime:
        """When a post is due. Raises ScheduleError where its time does not exist or happens twice."""
        return schedule.instant(post.at, self.config.timezone)

    def is_practice(self, account: str) -> bool:
        """An account that publishes into a folder only."""
        return account in self.config.accounts and self.config.accounts[account].platform == "outbox"


def _stamp(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """What changes when a file of the folder does. Editors keep locks there that point nowhere, and files come and go."""
    found = []
    for path in folder.iterdir():
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(sorted(found))


def nearest(name: str, names: Iterable[str]) -> str:
    """A suggestion: the name that was probably meant, or the names there are."""
    known = list(names)
    if close := difflib.get_close_matches(name, known, n=1, cutoff=0.5):
        return f"Did you mean {close[0]!r}?"
    return f"There are: {', '.join(known)}." if known else ""


def find_post(campaign: Campaign, post: str) -> Post:
    """A post by its id. Raises PostError with the nearest one."""
    for one in campaign.posts:
        if one.id == post:
            return one
    raise PostError(f"There is no post {post!r} in {campaign.name}.", fix=nearest(post, (p.id for p in campaign.posts)))


def local(moment: datetime, workspace: Workspace) -> datetime:
    """A moment in the workspace's zone, for people and for JSON with its offset."""
    return moment.astimezone(ZoneInfo(workspace.config.timezone))


def slug(title: str) -> str:
    """A folder's name from a title: lower case, digits and hyphens, at most 48 characters."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words[:48].rsplit("-", 1)[0] if len(words) > 48 else words or "campaign"


def traces_of(workspace: Workspace, campaign: str) -> Path:
    """Where it is kept which characters of a campaign's planned texts come from where."""
    return workspace.state / "traces" / f"{campaign}.json"
