"""Signing an account in: what to fetch where, tried before it is kept, never shown again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from campaign import config, platforms
from campaign.actions import serverlimits
from campaign.actions.workspace import Workspace
from campaign.config import NEEDS
from campaign.errors import NotAllowed, PublishError
from campaign.ledger import control
from campaign.models import AccountState, Credentials, Login
from campaign.platforms.oauth import FLOWS, Client, Exchange, Flow, register
from campaign.platforms.wire import Transport

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


def connect(
    workspace: Workspace, account: str, values: Mapping[str, str], *, now: datetime | None = None, lives: timedelta | None = None
) -> Login:
    """Try the secrets with the platform (nothing is posted), and only then keep them. Raises a PublishError that says what is wrong.

    An account that was blocked for its login stays blocked until a person resumes it. ``lives`` is how long the login lasts from ``now``,
    where that is known.
    """
    if empty := [key for key, value in values.items() if not value.strip()]:
        raise NotAllowed(f"{empty[0]} is empty.", fix="Nothing was kept.")
    clean = {key: value.strip() for key, value in values.items()}
    known = workspace.account(account)
    platform = platforms.make(known, Credentials(values=clean), workspace.media.get, root=workspace.root, media_host=workspace.media_host)
    login = platform.verify()
    until = now + lives if now is not None and lives is not None else login.expires_at
    config.store(workspace.config, account, clean, expires_at=until)
    with suppress(PublishError):  # what it accepts is asked again by `doctor --online`; the login is good
        serverlimits.learn(workspace, known, platform)
    return login


def flow(workspace: Workspace, account: str) -> Flow | None:
    """How this account signs in through a browser, where its platform has that."""
    return FLOWS.get(workspace.account(account).platform)


def client_of(workspace: Workspace, account: str) -> Client | None:
    """Our app at the platform, where its id and secret are known already."""
    known = config.known(workspace.config, account)
    return Client(id=known["CLIENT_ID"], secret=known["CLIENT_SECRET"]) if {"CLIENT_ID", "CLIENT_SECRET"} <= set(known) else None


def client(known: str, secret: str) -> Client:
    """Our app at a platform, from what a person typed. Raises NotAllowed where one is empty."""
    if not known.strip() or not secret.strip():
        raise NotAllowed("The app's id or secret is empty.", fix="They stand in the platform's developer pages.")
    return Client(id=known.strip(), secret=secret.strip())


def begin(workspace: Workspace, account: str, client: Client | None, redirect: str) -> Exchange:
    """Start a sign-in through the browser: its ``address()`` is what the person opens. Raises NotAllowed and a PublishError.

    A Mastodon server is told of our app first; everywhere else ``client`` is needed.
    """
    known, found = workspace.account(account), flow(workspace, account)
    if found is None:
        raise NotAllowed(f"{known.platform} has no sign-in through a browser.", fix=f"Paste its secrets: campaign connect {account}")
    if found.https_only and not redirect.startswith("https://") and not known.base_url:
        raise NotAllowed(f"{known.platform} sends the browser back to https addresses only.", fix="Say one of your own: --redirect https://…")
    transport = Transport()
    if client is None and known.platform != "mastodon":
        raise NotAllowed("The app's id and secret are missing.", fix="They stand in the platform's developer pages.")
    ours = client or register(known, redirect, transport)
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    return Exchange(account=known, flow=found, client=ours, redirect=redirect, state=state, verifier=verifier, transport=transport)


def finish(workspace: Workspace, exchange: Exchange, answered: str, *, now: datetime) -> Login:
    """Take what came back from the browser, try the token, and keep it. Raises a PublishError."""
    renewed = exchange.finish(answered)
    platform = exchange.account.platform
    client = {"CLIENT_ID": exchange.client.id, "CLIENT_SECRET": exchange.client.secret} if NEEDS[platform].renewal else {}
    return connect(workspace, exchange.account.id, {**renewed.values, **client}, now=now, lives=renewed.lives)


def blocked(workspace: Workspace, account: str) -> bool:
    """Whether the account is blocked or held, so that it must be resumed."""
    with workspace.ledger.read() as tx:
        return control.account(tx, account).state is not AccountState.OK
