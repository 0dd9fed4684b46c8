"""Signing an account in: what to fetch where, tried before it is kept, never shown again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from campaign import config, platforms
from campaign.actions import serverlimits
from campaign.actions.workspace import Workspace
from campaign.config import NEEDS
from campaign.errors import NotAllowed, PublishError
from campaign.ledger import control
from campaign.models import AccountState, Credentials, Login

# Menu names as the platforms had them in November 2026.
WHERE: Mapping[str, str] = {
    "x": "In X's developer console: your app → Keys and tokens. Set its permission to Read and write before you make the access token.",
    "bluesky": "In Bluesky: Settings → Privacy and security → App passwords → Add app password.",
    "facebook": (
        "In Meta's developer pages: your app of type Business, with the permissions pages_manage_posts, pages_read_engagement, "
        "pages_show_list and pages_manage_engagement. Fetch the page's own token (GET /me/accounts with a long-lived token of a person)."
    ),
    "instagram": (
        "In Meta's developer pages: your app → Instagram → API setup with Instagram login, with instagram_business_basic and "
        "instagram_business_content_publish. Generate a token for the account; it lives 60 days and is renewed by itself."
    ),
    "threads": (
        "In Meta's developer pages: your app with the use case Threads, with threads_basic, threads_content_publish, "
        "threads_manage_replies and threads_delete. Generate a token for the account; it lives 60 days and is renewed by itself."
    ),
    "linkedin": (
        "In LinkedIn's developer portal: your app with the product Community Management API → Auth → OAuth 2.0 tools → Create token, with "
        "the scopes w_organization_social and r_organization_social. The person needs a role on the page that lets them post."
    ),
    "telegram": (
        "In Telegram: write to @BotFather, /newbot, and copy the token. Then make the bot an administrator of your channel, with the "
        "right to post and to delete messages."
    ),
    "mastodon": (
        "On your server: Preferences → Development → New application, with the scopes "
        "read:accounts, read:statuses, write:media and write:statuses."
    ),
}


def wanted(workspace: Workspace, account: str) -> tuple[str, tuple[str, ...]]:
    """Where the officer finds the secrets of an account, and their names. Raises NotAllowed for one that needs none."""
    platform = workspace.account(account).platform
    keys = NEEDS[platform].secrets
    if not keys:
        raise NotAllowed(f"{account} is on {platform} and needs no login.")
    return WHERE.get(platform, "In the platform's own developer pages."), keys


def connect(workspace: Workspace, account: str, values: Mapping[str, str]) -> Login:
    """Try the secrets with the platform (nothing is posted), and only then keep them. Raises a PublishError that says what is wrong.

    An account that was blocked for its login stays blocked until a person resumes it.
    """
    if empty := [key for key, value in values.items() if not value.strip()]:
        raise NotAllowed(f"{empty[0]} is empty.", fix="Nothing was kept.")
    clean = {key: value.strip() for key, value in values.items()}
    known = workspace.account(account)
    platform = platforms.make(known, Credentials(values=clean), workspace.media.get, root=workspace.root, media_host=workspace.media_host)
    login = platform.verify()
    config.store(workspace.config, account, clean)
    with suppress(PublishError):  # what it accepts is asked again by `doctor --online`; the login is good
        serverlimits.learn(workspace, known, platform)
    return login


def blocked(workspace: Workspace, account: str) -> bool:
    """Whether the account is blocked or held, so that it must be resumed."""
    with workspace.ledger.read() as tx:
        return control.account(tx, account).state is not AccountState.OK
