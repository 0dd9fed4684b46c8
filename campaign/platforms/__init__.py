"""Talk to platforms: one adapter a file, one line here, one contract for all."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from campaign.errors import ConfigError
from campaign.models import Account, Credentials

if TYPE_CHECKING:
    from campaign.platforms.base import Platform
    from campaign.platforms.mediahost import MediaHost
    from campaign.platforms.wire import Transport

__all__ = ["PLATFORMS", "make"]

# Name in config.yaml → module and class, imported on first use.
PLATFORMS: Mapping[str, tuple[str, str]] = {
    "bluesky": ("campaign.platforms.bluesky", "Bluesky"),
    "facebook": ("campaign.platforms.facebook", "Facebook"),
    "handoff": ("campaign.platforms.handoff", "Handoff"),
    "instagram": ("campaign.platforms.instagram", "Instagram"),
    "linkedin": ("campaign.platforms.linkedin", "LinkedIn"),
    "mastodon": ("campaign.platforms.mastodon", "Mastodon"),
    "outbox": ("campaign.platforms.outbox", "Outbox"),
    "telegram": ("campaign.platforms.telegram", "Telegram"),
    "threads": ("campaign.platforms.threads", "Threads"),
    "x": ("campaign.platforms.x", "X"),
}


def make(
    account: Account,
    credentials: Credentials,
    media: Callable[[str], bytes],
    *,
    root: Path,
    transport: Transport | None = None,
    media_host: MediaHost | None = None,
) -> Platform:
    """The adapter for an account. ``media`` gives a frozen picture's bytes by digest; ``root`` is the workspace;
    ``media_host`` gives them an address where a platform fetches them.

    Keep it while the credentials last: it remembers logins and limits. Raises ``ConfigError`` for an unknown platform.
    """
    if account.platform not in PLATFORMS:
        said = f"{account.id}: this version of Campaign cannot publish to {account.platform}."
        raise ConfigError(said, fix=f"It can to: {', '.join(PLATFORMS)}.")
    module, name = PLATFORMS[account.platform]
    adapter: type[Platform] = getattr(importlib.import_module(module), name)
    return adapter(account, credentials, media, root=root, transport=transport, media_host=media_host)
