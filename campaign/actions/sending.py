"""What the daemon is made of: a sender for this workspace, its settings, and the watch on approved files."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from campaign import config as settings
from campaign import schedule
from campaign.actions import alerts
from campaign.actions.approve import not_as_approved
from campaign.actions.causes import Roles
from campaign.actions.erase import retain
from campaign.actions.renew import renew
from campaign.actions.workspace import Workspace
from campaign.delivery.send import Sender, Setting
from campaign.errors import CampaignError, ConfigError
from campaign.platforms.base import Platform
from campaign.platforms.mediahost import Folder

log = logging.getLogger(__name__)
HOSTED = timedelta(days=7)
"""Pictures that platforms fetch stay so long; containers live a day."""


def setting(workspace: Workspace) -> Setting:
    """What config.yaml says about sending."""
    config = workspace.config
    return Setting(
        accounts=dict(config.accounts),
        gap=config.schedule.gap,
        zone=config.timezone,
        quiet=lambda now: schedule.quiet_until(now, config.schedule, config.timezone),
        on_unknown=config.on_unknown,
    )


def sender(workspace: Workspace, *, clock: Callable[[], datetime]) -> Sender:
    """Sends this workspace's deliveries through its own adapters."""
    return Sender(
        ledger=workspace.ledger,
        media=workspace.media,
        stop_file=workspace.stop_file,
        platform=workspace.platform,
        setting=setting(workspace),
        clock=clock,
    )


def secrets(workspace: Workspace) -> list[str]:
    """Every secret that this workspace knows, for taking them out of what is logged."""
    found: list[str] = []
    for account in workspace.config.accounts:
        try:
            found += settings.credentials(workspace.config, account).values.values()
        except ConfigError:
            continue  # incomplete: the daemon blocks that account and says so
    found += settings.media_host_keys(workspace.config).values()
    # Addresses of alerts and of the watchdog hold passwords; so may the ledger's.
    found += [*workspace.config.alerts, workspace.config.heartbeat or "", urlsplit(workspace.config.ledger).password or ""]
    found += [piece for address in workspace.config.alerts for piece in _pieces(address)]
    return [secret for secret in found if len(secret) >= 4]


def _pieces(address: str) -> list[str]:
    """What of an alert's address may be a password or a token; names of hosts and of places on them are none."""
    password = urlsplit(address).password or ""
    pieces = [piece for piece in re.split(r"[:/@?&=#]+", address) if len(piece) >= 8 and "." not in piece]
    return [*{password, unquote(password), *pieces, *map(unquote, pieces)}]


class Current:
    """A daemon's sender and its watch, kept in step with config.yaml: a good change is taken up, a bad one is said once."""

    def __init__(self, workspace: Workspace, clock: Callable[[], datetime]) -> None:
        self._workspace = workspace
        self.sender = sender(workspace, clock=clock)
        self.sender.platform = self._platform
        self._seen = self._stamp()

    def _platform(self, account: str) -> Platform:
        return self._workspace.platform(account)

    def not_as_approved(self, posts: set[tuple[str, str]], now: datetime) -> set[tuple[str, str]]:
        """See approve.not_as_approved; with the settings as they are now."""
        return not_as_approved(self._workspace, posts, now)

    def reload(self) -> bool:
        """Take up a changed config.yaml if it is valid; else keep the last good one. True when there was a change to act on."""
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._seen = stamp
        old = self._workspace
        try:
            fresh = Workspace(old.root, ledger=old.ledger)
            if fresh.config.ledger != old.config.ledger:
                log.error("config.yaml names another ledger; that takes a restart of the daemon")
                return True
        except CampaignError as error:
            log.error("config.yaml was changed and is not valid, so the last good one stays in force: %s", error)
            return True
        self._workspace = fresh
        self.sender.setting = setting(fresh)
        log.info("config.yaml was changed; the new settings are in force")
        return True

    def addresses(self) -> tuple[str, ...]:
        """Where alerts go, as the settings say now."""
        return self._workspace.config.alerts

    def alert_roles(self) -> Mapping[str, Roles]:
        """Whose alerts an address gets; one that is not here gets all."""
        return self._workspace.config.alert_roles

    def heartbeat(self) -> str | None:
        """The outside watchdog's address."""
        return self._workspace.config.heartbeat

    def news(self, now: datetime) -> alerts.Message | None:
        """What people have to be told and do not know yet."""
        return alerts.news(self._workspace, now=now)

    def told(self, keys: Collection[str], now: datetime) -> None:
        """They know now."""
        alerts.told(self._workspace, keys, now=now)

    def keep(self, now: datetime) -> None:
        """What is done once a day: logins are renewed, old pictures taken away, and the record is kept as the settings say."""
        renew(self._workspace, now)
        if isinstance(self._workspace.media_host, Folder):
            self._workspace.media_host.remove_older(now - HOSTED)
        retain(self._workspace, by="daemon", now=now)

    def _stamp(self) -> tuple[tuple[int, int] | None, ...]:
        root = self._workspace.root
        return tuple(_stat(path) for path in (root / "config.yaml", root / ".campaign" / "credentials.yaml"))


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size)
