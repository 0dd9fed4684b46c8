"""What servers have said that they accept, kept in `.campaign/limits.json`: posts are planned and checked by it without a network."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from campaign import text, yamlfile
from campaign.actions.workspace import Workspace
from campaign.errors import ConfigError
from campaign.models import Account, Limits
from campaign.platforms.base import Platform

_KEPT = ("length", "url_length", "images", "alt", "image_bytes")


def learn(workspace: Workspace, account: Account, platform: Platform) -> Limits:
    """Ask the account's server and keep its answer. Raises a PublishError when it does not answer, ConfigError when it can't be kept."""
    found = platform.ask_limits()
    if found != platform.usual_limits():
        told = {**_read(workspace), account.id: {"server": account.base_url, "source": found.source, **_numbers(found)}}
        path = workspace.state / "limits.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        yamlfile.write_text(path, json.dumps(told, indent=1) + "\n", error=ConfigError)
    return found


def known(workspace: Workspace, account: Account) -> Limits:
    """The limits of an account: its own setting before what its server said, that before what is usual on the platform."""
    usual = text.limits(account.platform, account.limit)
    told = _read(workspace).get(account.id)
    if not isinstance(told, Mapping) or told.get("server") != account.base_url:
        return usual
    numbers = {key: told[key] for key in _KEPT if isinstance(told.get(key), int) and told[key] > 0}
    if account.limit is not None:
        numbers.pop("length", None)
    return dataclasses.replace(usual, **numbers, source=str(told.get("source", usual.source)))


def _numbers(limits: Limits) -> dict[str, int | None]:
    return {key: getattr(limits, key) for key in _KEPT}


def _read(workspace: Workspace) -> dict[str, Any]:
    try:
        found = json.loads((workspace.state / "limits.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
