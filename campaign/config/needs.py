"""What each platform needs from the settings: fields in config.yaml, and secrets that never stand there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """``fields`` must be set for an account, ``optional`` may be; ``secrets`` must be found, ``renewal`` secrets only help to renew."""

    fields: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    renewal: tuple[str, ...] = ()


_RENEW = ("CLIENT_ID", "CLIENT_SECRET")

NEEDS: dict[str, Needs] = {
    "outbox": Needs(),
    "x": Needs(secrets=("API_KEY", "API_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")),
    "bluesky": Needs(fields=("handle",), secrets=("APP_PASSWORD",)),
    "mastodon": Needs(fields=("base_url",), secrets=("ACCESS_TOKEN",)),
    "facebook": Needs(fields=("page",), optional=("version",), secrets=("PAGE_TOKEN",)),
    "instagram": Needs(fields=("user",), optional=("version",), secrets=("ACCESS_TOKEN",), renewal=_RENEW),
    "threads": Needs(fields=("user",), optional=("version",), secrets=("ACCESS_TOKEN",), renewal=_RENEW),
    "linkedin": Needs(fields=("organisation", "version"), secrets=("ACCESS_TOKEN",), renewal=_RENEW),
    "telegram": Needs(fields=("channel",), optional=("staging",), secrets=("BOT_TOKEN",)),
    "handoff": Needs(optional=("place",)),
}

COMMON_FIELDS = frozenset({"platform", "handle", "base_url", "group", "limit", "resend"})
OWN_FIELDS = frozenset(name for needs in NEEDS.values() for name in needs.fields + needs.optional) - COMMON_FIELDS


MEDIA_HOST = "media-host"
"""Its bucket's keys are kept as if it were an account of this id, so none may have it."""


def env_name(account_id: str, key: str) -> str:
    """Name of the environment variable that holds one secret of one account: ``CAMPAIGN_FORCE_X_ACCESS_TOKEN``."""
    return f"CAMPAIGN_{account_id}_{key}".upper().replace("-", "_")


def env_names(account_id: str, platform: str) -> set[str]:
    """Every environment variable that may be read for this account."""
    needs = NEEDS[platform]
    names = {env_name(account_id, key) for key in needs.secrets + needs.renewal}
    return names | {f"{name}_FILE" for name in names}
