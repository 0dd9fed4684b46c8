"""Signing in through the browser: OAuth 2.0's code flow, with PKCE and state, for the platforms that have one.

Nothing here opens a browser or waits: it says which address to open, and takes the code that comes back. Sources: RFC 6749, 7636 and 8252;
docs.joinmastodon.org/spec/oauth; developers.facebook.com; learn.microsoft.com/linkedin; platforms.md 3.2, 5, 6, 7, 8.1.
"""

from __future__ import annotations

import base64
import hashlib
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from campaign import __version__
from campaign.errors import NotAuthorized, NotSent
from campaign.models import Account, Renewed
from campaign.platforms.answers import Answer, BrokenCall
from campaign.platforms.wire import Transport


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """Our app at a platform."""

    id: str
    secret: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """How one platform signs people in. ``separator`` stands between scopes; ``finish`` makes the token last, or the page's own."""

    authorize: str
    token: str
    scopes: tuple[str, ...]
    separator: str = " "
    pkce: bool = False  # only where the platform says that it knows it: others refuse unknown fields
    https_only: bool = False  # it sends the browser back to https addresses only
    finish: Callable[[Exchange, Account, dict[str, Any]], dict[str, Any]] = lambda _exchange, _account, told: told
    key: str = "ACCESS_TOKEN"


def _facebook(exchange: Exchange, account: Account, told: dict[str, Any]) -> dict[str, Any]:
    """A person's token becomes a long-lived one, and that gives the page's own, which has no end."""
    form = {"grant_type": "fb_exchange_token", "fb_exchange_token": told["access_token"], **exchange.secrets()}
    long = exchange.ask("POST", exchange.flow.token, data=form)
    pages = exchange.ask("GET", exchange.beside("/v25.0/me/accounts"), headers=_bearer(long)).get("data", ())
    mine = [page for page in pages if str(page.get("id")) == account.options.get("page")]
    if not mine:
        listed = ", ".join(f"{page.get('name')} ({page.get('id')})" for page in pages) or "none"
        said = f"{account.id}: this person may not post for the page {account.options.get('page')}. Theirs are: {listed}."
        raise NotAuthorized(said, fix="Correct `page` in config.yaml, or sign in as somebody who may.")
    return {"access_token": mine[0].get("access_token")}


def _long_lived(grant: str) -> Callable[[Exchange, Account, dict[str, Any]], dict[str, Any]]:
    def finish(exchange: Exchange, _account: Account, told: dict[str, Any]) -> dict[str, Any]:
        query = {"grant_type": grant, "client_secret": exchange.client.secret}
        return exchange.ask("GET", exchange.beside("/access_token", host=f"graph.{exchange.host()}"), params=query, headers=_bearer(told))

    return finish


FLOWS: Mapping[str, Flow] = {
    "mastodon": Flow(
        authorize="/oauth/authorize",
        token="/oauth/token",  # noqa: S106  # a path
        scopes=("read:accounts", "read:statuses", "write:media", "write:statuses"),
        pkce=True,
    ),
    "facebook": Flow(
        authorize="https://www.facebook.com/v25.0/dialog/oauth",
        token="https://graph.facebook.com/v25.0/oauth/access_token",  # noqa: S106  # an address
        scopes=("pages_manage_posts", "pages_read_engagement", "pages_show_list", "pages_manage_engagement"),
        separator=",",
        finish=_facebook,
        key="PAGE_TOKEN",
    ),
    "instagram": Flow(
        authorize="https://www.instagram.com/oauth/authorize",
        token="https://api.instagram.com/oauth/access_token",  # noqa: S106  # an address
        scopes=("instagram_business_basic", "instagram_business_content_publish"),
        separator=",",
        https_only=True,
        finish=_long_lived("ig_exchange_token"),
    ),
    "threads": Flow(
        authorize="https://threads.net/oauth/authorize",
        token="https://graph.threads.net/oauth/access_token",  # noqa: S106  # an address
        scopes=("threads_basic", "threads_content_publish", "threads_manage_replies", "threads_delete"),
        separator=",",
        https_only=True,
        finish=_long_lived("th_exchange_token"),
    ),
    "linkedin": Flow(
        authorize="https://www.linkedin.com/oauth/v2/authorization",
        token="https://www.linkedin.com/oauth/v2/accessToken",  # noqa: S106  # an address
        scopes=("w_organization_social", "r_organization_social"),
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One sign-in under way. ``state`` comes back with the code and has to be the same; ``verifier`` proves that the code is ours."""

    account: Account
    flow: Flow
    client: Client
    redirect: str
    state: str
    verifier: str
    transport: Transport

    def address(self) -> str:
        """What the person opens in a browser."""
        query = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": self.redirect,
            "scope": self.flow.separator.join(self.flow.scopes),
            "state": self.state,
        }
        if self.flow.pkce:
            digest = hashlib.sha256(self.verifier.encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            query |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        return f"{self._at(self.flow.authorize)}?{urllib.parse.urlencode(query)}"

    def finish(self, answered: str) -> Renewed:
        """Take the address that the browser was sent back to, and fetch the token. Raises NotAuthorized and NotSent."""
        told = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answered.strip()).query))
        if told.get("state") != self.state:
            fix = "Start again, and use the newest window."
            raise NotAuthorized("The answer belongs to another sign-in, so nothing was kept.", fix=fix)
        if not (code := told.get("code", "").removesuffix("#_")):
            why = told.get("error_description") or told.get("error_reason") or told.get("error") or "no code came back"
            said = f"{self.account.id}: the sign-in was not granted ({why[:200]})."
            raise NotAuthorized(said, fix="Start again, and allow what is asked.")
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect, **self.secrets()}
        first = self.ask("POST", self.flow.token, data=form | ({"code_verifier": self.verifier} if self.flow.pkce else {}))
        last = self.flow.finish(self, self.account, first)
        if not isinstance(last.get("access_token"), str) or not last["access_token"]:
            raise NotAuthorized(f"{self.account.id}: no token came back.", fix="Start again.")
        lives = last.get("expires_in")
        return Renewed(values={self.flow.key: last["access_token"]}, lives=timedelta(seconds=lives) if isinstance(lives, int) else None)

    def secrets(self) -> dict[str, str]:
        """What our app shows."""
        return {"client_id": self.client.id, "client_secret": self.client.secret}

    def host(self) -> str:
        """The platform's own domain."""
        return ".".join((urllib.parse.urlsplit(self.flow.token).hostname or "").split(".")[-2:])

    def beside(self, path: str, *, host: str = "") -> str:
        """Another address of the same service."""
        parts = urllib.parse.urlsplit(self.flow.token)
        return f"{parts.scheme}://{host or parts.netloc}{path}"

    def ask(self, method: str, address: str, **body: Any) -> dict[str, Any]:
        """One call; what it says wrong is told without any secret."""
        try:
            answer = self.transport.send(httpx.Request(method, self._at(address), **body))
        except BrokenCall as error:
            raise NotSent(f"{self.account.id}: the sign-in could not be finished: {error.why}.", fix="Start again.") from None
        if not 200 <= answer.status < 300:
            raise NotAuthorized(f"{self.account.id}: the sign-in was refused ({self._said(answer)}).", fix="Check the app's id and secret.")
        return answer.json()

    def _said(self, answer: Answer) -> str:
        data = answer.json()
        nested = data.get("error")
        words = nested.get("message") if isinstance(nested, dict) else data.get("error_description") or data.get("error_message") or nested
        said = str(words or f"HTTP {answer.status}")
        for secret in (self.client.secret, self.verifier):
            said = said.replace(secret, "[secret]") if secret else said
        return " ".join(said.split())[:200]

    def _at(self, address: str) -> str:
        """The account's own server where it names one: Mastodon's always, any other's in tests."""
        if not self.account.base_url:
            return address
        parts = urllib.parse.urlsplit(address)
        return f"{self.account.base_url.rstrip('/')}{parts.path}"


def register(account: Account, redirect: str, transport: Transport) -> Client:
    """Make our app known to a Mastodon server, which takes anybody's. Raises NotAuthorized and NotSent."""
    form = {"client_name": f"Campaign {__version__}", "redirect_uris": redirect, "scopes": " ".join(FLOWS["mastodon"].scopes)}
    empty = Client(id="", secret="")
    asked = Exchange(account=account, flow=FLOWS["mastodon"], client=empty, redirect=redirect, state="", verifier="", transport=transport)
    told = asked.ask("POST", "/api/v1/apps", data=form)
    if not told.get("client_id") or not told.get("client_secret"):
        raise NotAuthorized(f"{account.id}: the server does not register our app.", fix="Make a token in its own settings instead.")
    return Client(id=str(told["client_id"]), secret=str(told["client_secret"]))


def _bearer(told: Mapping[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {told.get('access_token')}"}
