"""Signing in through the browser, and logins that are renewed ahead of time."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from campaign import config
from campaign.actions import connect, renew
from campaign.actions.workspace import Workspace
from campaign.cli.browser import answer_at
from campaign.errors import NotAllowed, NotAuthorized, PublishError
from campaign.platforms.oauth import FLOWS, Client
from campaign.testing.servers import FacebookServer, InstagramServer, LinkedInServer, LoopbackServer, MastodonServer, ThreadsServer
from campaign.testing.servers.base import Call, Refusal, Reply, Route
from campaign.testing.servers.containers import USER
from campaign.testing.servers.facebook import PAGE
from campaign.testing.servers.forms import plain

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
OURS = Client(id="app-1", secret="fixture-app-secret")
BACK = "http://localhost:8765/callback"
NEEDS = {
    "mastodon": "",
    "facebook": f', page: "{PAGE}"',
    "instagram": f', user: "{USER}"',
    "threads": f', user: "{USER}"',
    "linkedin": ', organisation: "1000001", version: "202601"',
}


class Signing(LoopbackServer):
    """What each platform's sign-in adds: it gives the real token for a code, once, and checks everything that is sent."""

    signing: ClassVar[tuple[Route, ...]] = (
        ("POST", "/api/v1/apps", "apps"),
        ("POST", "/oauth/token", "exchange_code"),
        ("POST", "/v25.0/oauth/access_token", "exchange_code"),
        ("POST", "/oauth/access_token", "exchange_code"),
        ("POST", "/oauth/v2/accessToken", "exchange_code"),
        ("GET", "/access_token", "long"),
        ("GET", "/v25.0/me/accounts", "pages"),
    )

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.code, self.challenge = "code-1", ""

    def authorise(self, call: Call) -> None:
        if all(call.path != path for _, path, _ in self.signing):
            super().authorise(call)

    def apps(self, call: Call) -> Reply:
        assert plain(call)["scopes"].split() == list(FLOWS["mastodon"].scopes)
        return Reply(data={"client_id": OURS.id, "client_secret": OURS.secret})

    def exchange_code(self, call: Call) -> Reply:
        form = plain(call)
        if (form.get("client_id"), form.get("client_secret")) != (OURS.id, OURS.secret):
            raise Refusal(400, "wrong client")
        if form.get("grant_type") == "fb_exchange_token":
            assert form["fb_exchange_token"] == "short"
            return Reply(data={"access_token": "long", "expires_in": 5_184_000})
        if form.get("code") != self.code or form.get("redirect_uri") != BACK:
            raise Refusal(400, f"This authorization code {form.get('client_secret')} has been used")
        if self.challenge:
            made = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
            assert made == self.challenge
        self.code = ""
        if self.name in {"mastodon", "linkedin"}:
            return Reply(data={"access_token": self.credentials["ACCESS_TOKEN"], "expires_in": 5_184_000})
        return Reply(data={"access_token": "short", "user_id": 1})

    def long(self, call: Call) -> Reply:
        assert call.headers["authorization"] == "Bearer short"
        assert call.query["client_secret"] == OURS.secret
        assert call.query["grant_type"] in {"ig_exchange_token", "th_exchange_token"}
        return Reply(data={"access_token": self.credentials["ACCESS_TOKEN"], "expires_in": 5_184_000})

    def pages(self, call: Call) -> Reply:
        assert call.headers["authorization"] == "Bearer long"
        other = {"id": "7", "name": "Another page", "access_token": "not-this-one"}
        return Reply(data={"data": [other, {"id": PAGE, "name": "Example Force", "access_token": self.credentials["PAGE_TOKEN"]}]})


def _signing(kind: type[LoopbackServer]) -> type[Signing]:
    made: type[Signing] = type(f"Signing{kind.__name__}", (Signing, kind), {"routes": (*Signing.signing, *kind.routes)})
    return made


@pytest.fixture(params=[MastodonServer, FacebookServer, InstagramServer, ThreadsServer, LinkedInServer])
def server(request: pytest.FixtureRequest) -> Iterator[Signing]:
    with _signing(request.param)() as started:
        yield started


def _desk(folder: Path, server: LoopbackServer, more: str = "") -> Workspace:
    account = f'{{platform: {server.name}, base_url: "{server.url}"{NEEDS[server.name]}}}'
    (folder / "config.yaml").write_text(f"organisation: Example Constabulary\naccounts:\n  force-one: {account}\n{more}")
    return Workspace.find(folder)


def _back(address: str, server: Signing, **changed: str) -> str:
    """What the browser does: the person allows it, and it goes back with the code."""
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
    server.challenge = query.get("code_challenge", "")
    assert (query["redirect_uri"], query["client_id"], query["response_type"]) == (BACK, OURS.id, "code")
    return f"{BACK}?{urllib.parse.urlencode({'code': server.code, 'state': query['state'], **changed})}"


def test_a_sign_in_through_the_browser_is_tried_and_kept(tmp_path: Path, server: Signing) -> None:
    desk = _desk(tmp_path, server)
    exchange = connect.begin(desk, "force-one", None if server.name == "mastodon" else OURS, BACK)
    login = connect.finish(desk, exchange, _back(exchange.address(), server), now=NOW)
    assert login.handle
    assert Workspace(tmp_path).platform("force-one").verify() == login
    until = config.expires_at(desk.config, "force-one")
    assert until == (None if server.name == "facebook" else NOW + timedelta(days=60))
    assert not server.posts


def test_an_answer_of_another_sign_in_is_not_used(tmp_path: Path, server: Signing) -> None:
    desk = _desk(tmp_path, server)
    exchange = connect.begin(desk, "force-one", None if server.name == "mastodon" else OURS, BACK)
    with pytest.raises(NotAuthorized, match="another sign-in"):
        connect.finish(desk, exchange, _back(exchange.address(), server, state="forged"), now=NOW)
    with pytest.raises(NotAuthorized, match="not granted"):
        connect.finish(desk, exchange, _back(exchange.address(), server, code="", error="access_denied"), now=NOW)
    assert server.code
    assert not (tmp_path / ".campaign" / "credentials.yaml").exists()


def test_no_secret_is_told_when_the_platform_refuses(tmp_path: Path, server: Signing) -> None:
    desk = _desk(tmp_path, server)
    exchange = connect.begin(desk, "force-one", None if server.name == "mastodon" else OURS, BACK)
    with pytest.raises(PublishError) as caught:
        connect.finish(desk, exchange, _back(exchange.address(), server, code="old"), now=NOW)
    assert OURS.secret not in str(caught.value)


def test_the_browser_comes_back_to_this_machine(unused_port: int) -> None:
    redirect = f"http://localhost:{unused_port}/callback"

    def browse() -> None:
        for path in ("/favicon.ico", "/callback?code=1&state=2"):
            for _ in range(50):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{unused_port}{path}", timeout=5):
                        break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    time.sleep(0.05)

    thread = threading.Thread(target=browse)
    thread.start()
    assert answer_at(redirect, seconds=10) == f"{redirect}?code=1&state=2"
    thread.join()


def test_a_person_who_does_not_come_back_is_not_waited_for(unused_port: int) -> None:
    with pytest.raises(NotAllowed, match="Nobody came back"):
        answer_at(f"http://localhost:{unused_port}/callback", seconds=0.2)


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# -- renewing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def instagram(tmp_path: Path) -> Iterator[tuple[Workspace, InstagramServer]]:
    with InstagramServer() as started:
        yield _desk(tmp_path, started), started


def test_a_login_that_ends_soon_is_renewed_and_kept(instagram: tuple[Workspace, InstagramServer]) -> None:
    desk, server = instagram
    config.store(desk.config, "force-one", dict(server.credentials), expires_at=NOW + timedelta(days=20))
    done = renew.renew(desk, NOW)
    assert [(one.account, one.expires_at, one.why) for one in done] == [("force-one", NOW + timedelta(days=60), None)]
    assert config.expires_at(desk.config, "force-one") == NOW + timedelta(days=60)
    assert desk.platform("force-one").verify()
    assert renew.renew(desk, NOW) == []


def test_a_login_in_the_environment_is_for_a_person(instagram: tuple[Workspace, InstagramServer], monkeypatch: pytest.MonkeyPatch) -> None:
    desk, server = instagram
    config.store(desk.config, "force-one", dict(server.credentials), expires_at=NOW + timedelta(days=9))
    monkeypatch.setenv("CAMPAIGN_FORCE_ONE_ACCESS_TOKEN", server.credentials["ACCESS_TOKEN"])  # what an operator's service file does
    assert "environment" in (renew.renew(desk, NOW)[0].why or "")
    assert [one.account for one in renew.ending(desk, NOW)] == ["force-one"]


def test_a_login_that_cannot_be_renewed_is_told(instagram: tuple[Workspace, InstagramServer]) -> None:
    desk, server = instagram
    config.store(desk.config, "force-one", {"ACCESS_TOKEN": "fixture-dead-token"}, expires_at=NOW + timedelta(days=3))
    assert "campaign connect force-one" in (renew.renew(desk, NOW)[0].why or "")
    assert [one.why for one in renew.ending(desk, NOW + timedelta(days=4))] == ["it has ended"]
    assert server.posts == []
