"""The daemon's log holds no secret, in whatever form and in tracebacks, and can be read by programs."""

from __future__ import annotations

import base64
import json
import logging
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.actions.workspace import Workspace
from campaign.cli import logs
from campaign.cli.scrub import forms, scrub
from tests.cli.desk import Desk

TOKEN = 'tok/en+with "quotes" & 7Hq9zz'
PASSWORD = "p4ss/w0rd!of-alerts"
STORE = "# Written by the test.\nforce-masto: {{ACCESS_TOKEN: {}}}\n"


@pytest.fixture
def workspace(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace with a live account, logging as the daemon does."""
    desk.setting("accounts:", 'accounts:\n  force-masto: {platform: mastodon, base_url: "https://mastodon.example"}')
    monkeypatch.setenv("CAMPAIGN_ALERT_URL", f"mailtos://duty:{quote(PASSWORD, safe='')}@mail.example/?to=ines@force.example")
    _store(desk, TOKEN)
    root, kept, hook = logging.getLogger(), logging.raiseExceptions, threading.excepthook
    before, levels = root.handlers[:], {name: logging.getLogger(name).level for name in ("", *logs.TALKATIVE)}
    made = Workspace(desk.root)
    yield made
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers[:] = before
    logging.raiseExceptions, threading.excepthook = kept, hook
    logs.at_work("over", "")
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _store(desk: Desk, token: str) -> None:
    path = desk.root / ".campaign" / "credentials.yaml"
    path.write_text(STORE.format(json.dumps(token)), "utf-8")
    path.chmod(0o600)


def _written(workspace: Workspace) -> str:
    return (workspace.state / "daemon.log").read_text("utf-8")


def _said(workspace: Workspace, *words: object) -> str:
    logs.start(workspace)
    for word in words:
        logging.getLogger("campaign.test").error("it said: %s", word)
    return _written(workspace)


def test_a_login_is_taken_out_in_every_form_that_it_may_stand_in(workspace: Workspace) -> None:
    encoded = base64.b64encode(TOKEN.encode()).decode()
    found = _said(workspace, TOKEN, quote(TOKEN), quote(TOKEN, safe=""), json.dumps({"note": TOKEN}), repr(TOKEN), encoded)
    assert found.count("[secret]") >= 6
    assert "7Hq9zz" not in found
    assert encoded.rstrip("=") not in found


def test_the_password_in_an_alert_s_address_is_taken_out_alone_too(workspace: Workspace) -> None:
    found = _said(workspace, PASSWORD, quote(PASSWORD, safe=""), workspace.config.alerts[0], "mail.example refused the login")
    assert "p4ss" not in found
    assert "mail.example refused the login" in found


def _fail_twice() -> None:
    inner = OSError(f"GET https://api.telegram.example/bot12345678:AAsecretsecret/getMe with {TOKEN}")
    raise RuntimeError({"Authorization": "Bearer abcdefgh.ijkl-mnop"}) from inner


@pytest.mark.parametrize("mode", ["json", ""])
def test_tracebacks_of_errors_inside_errors_hold_no_secret(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("CAMPAIGN_LOG", mode)
    logs.start(workspace)
    try:
        _fail_twice()
    except RuntimeError:
        logging.getLogger("campaign.test").exception("it failed")
    found = _written(workspace)
    assert "Traceback" in found
    assert [part for part in ("7Hq9zz", "AAsecret", "ijkl") if part in found] == []


def test_a_renewed_login_is_a_secret_at_once_and_the_old_one_stays_one(workspace: Workspace, desk: Desk) -> None:
    logs.start(workspace)
    logging.getLogger("campaign.test").info("before")
    _store(desk, "a-new-login-5150")
    logging.getLogger("campaign.test").info("a-new-login-5150 after %s", TOKEN)
    assert "5150" not in _written(workspace)
    assert "7Hq9zz" not in _written(workspace)


def test_a_thread_that_dies_says_so_without_a_secret(workspace: Workspace) -> None:
    logs.start(workspace)

    def fail() -> None:
        raise ValueError(TOKEN)

    thread = threading.Thread(target=fail, name="heartbeat")
    thread.start()
    thread.join()
    assert "the thread heartbeat ended" in _written(workspace)
    assert "7Hq9zz" not in _written(workspace)


def test_each_line_is_an_object_that_says_what_it_is_about(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGN_LOG", "json")
    logs.start(workspace)
    logger = logging.getLogger("campaign.test")
    logs.at_work("claimed", "day/hook-1/force-masto/2~3")
    logger.info("two\nlines")
    logger.info("told", extra={"delivery": "day/signs-1/practice", "account": "practice", "attempt": 2})
    first, second = (json.loads(line) for line in _written(workspace).splitlines())
    assert (first["level"], first["message"]) == ("info", "two\nlines")
    assert (first["delivery"], first["account"]) == ("day/hook-1/force-masto/2~3", "force-masto")
    assert first["at"].endswith("+00:00")
    assert second.items() >= {"delivery": "day/signs-1/practice", "account": "practice", "attempt": "2"}.items()


def test_libraries_that_print_headers_stay_quiet_after_a_call_too(workspace: Workspace) -> None:
    from campaign.platforms.wire import _hush

    logs.start(workspace)
    _hush.cache_clear()
    _hush()
    for name in logs.TALKATIVE:
        logging.getLogger(name).info("headers of %s", name)
    assert _written(workspace) == ""


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("Authorization: OAuth oauth_token=\"1-abc\", oauth_signature=\"xyz%3D\"", "xyz"),
        ("{'authorization': 'Basic dXNlcjpwYXNz', 'accept': 'x'}", "dXNlcjpwYXNz"),
        ("[(b'Authorization', b'Bearer q1w2e3r4t5')]", "q1w2e3r4t5"),
        ("Set-Cookie: session=0a1b2c", "0a1b2c"),
        ("POST /bot123456:AAbb-cc_dd/sendMessage", "AAbb-cc_dd"),
        ("https://user:hunter2@proxy.example:3128 refused", "hunter2"),
        ("postgresql+psycopg://campaign:hunter2@db/campaign", "hunter2"),
        ("GET /me?fields=id&access_token=EAAB12&limit=1", "EAAB12"),
        ("grant_type=refresh_token&refresh_token=r-99&client_secret=c-11", "c-11"),
        ('{"accessJwt": "eyJ0.eyJz.sig", "did": "did:plc:1"}', "eyJ0"),
        ('{\\"refresh_token\\": \\"r-99\\"}', "r-99"),
        ("GET /callback?code=one-time&state=7", "one-time"),
        ("https://bucket.example/a.png?X-Amz-Signature=deadbeef", "deadbeef"),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(line: str, secret: str) -> None:
    assert secret not in scrub(line)
    assert "[secret]" in scrub(line)


@pytest.mark.parametrize(
    "line",
    [
        "day/hook-1/force-x is published",
        "Mastodon answered 422 (Validation failed: Text can't be blank). code: 422",
        "The login of force-x is not complete: CAMPAIGN_FORCE_X_ACCESS_TOKEN is not set.",
        "Write to press@force.example, or see https://force.example/news?id=7",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert scrub(line) == line


@given(st.text(min_size=4, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_a_known_secret_never_stands_in_the_result(secret: str, before: str, after: str) -> None:
    marked = f"\U0001f511{secret}"  # so that it cannot happen to be part of the mark itself
    assert marked not in scrub(before + marked + after, forms([marked]))


@pytest.mark.parametrize("piece", ["a://", "authorization", "token=", "bearer ", "/bot1:", "a" * 30 + "://x"])
def test_a_hostile_line_takes_no_long(piece: str) -> None:
    begin = time.monotonic()
    scrub(piece * (200_000 // len(piece)))
    assert time.monotonic() - begin < 5
