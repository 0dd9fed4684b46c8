"""People are told, through a real webhook: once for a cause, again while it lasts, and never in the way of a delivery."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from campaign.actions.alerts import Message
from campaign.actions.causes import AT_WORK, Cause
from campaign.engine.alerts import Teller
from campaign.engine.heartbeat import Heartbeat
from campaign.engine.messages import Post, send
from campaign.errors import LedgerError
from campaign.platforms.base import Transport

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)


@dataclass
class Hook:
    """A webhook on loopback: what it was told, and how it answers."""

    url: str = ""
    messages: list[dict[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # which path heard of it
    calls: list[str] = field(default_factory=list)
    status: int = 200
    hanging: str = ""  # only the paths that begin so hang
    hang: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """As Apprise wants it."""
        return self.url.replace("http://", "json://")


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()
    made.hang.set()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

        def do_GET(self) -> None:
            made.calls.append(self.path)
            self.send_response(made.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.startswith(made.hanging):
                made.hang.wait(20)
            if made.status == 200:
                made.messages.append(json.loads(body))
                made.told.append(self.path)
            self.send_response(made.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made
    made.hang.set()
    server.shutdown()
    server.server_close()


CAUSE = Cause(key="needs_person:day/p/a", text="day/p/a needs a person. Settle it: campaign resolve day/p/a …", roles=AT_WORK)
NEWS = Message(organisation="Example", causes=(CAUSE,))


def _teller(hook: Hook, news: Any = lambda _now: NEWS, **named: Any) -> Teller:
    told: list[Any] = []
    named.setdefault("told", lambda keys, _at: told.append(keys))
    named.setdefault("addresses", lambda: (hook.address,))
    return Teller(news=news, clock=lambda: NOW, **named)


def test_a_message_reaches_the_webhook(hook: Hook) -> None:
    remembered: list[Any] = []
    _teller(hook, told=lambda keys, _at: remembered.extend(keys)).look(NOW)
    assert [(m["title"], m["message"]) for m in hook.messages] == [(f"Example: {CAUSE.text}", CAUSE.text)]
    assert remembered == [CAUSE.key]


def test_what_did_not_go_out_is_tried_again_later_and_later(hook: Hook) -> None:
    hook.status = 500
    remembered: list[Any] = []
    teller = _teller(hook, told=lambda keys, _at: remembered.extend(keys))
    teller.look(NOW)
    assert "did not take the message" in (teller.failing or "")
    teller.look(NOW + timedelta(seconds=30))
    hook.status = 200
    assert (hook.messages, remembered) == ([], [])
    teller.look(NOW + timedelta(minutes=1))
    assert (len(hook.messages), len(remembered), teller.failing) == (1, 1, None)


def test_an_address_that_is_none_is_named_by_its_number(hook: Hook) -> None:
    failed = send(("nonsense://user:secret-word@x", hook.address), "Title", "Body")
    assert len(hook.messages) == 1
    assert failed == ["alert address 1 is none that Apprise knows"]


def test_an_address_that_hangs_holds_nothing_up(hook: Hook) -> None:
    hook.hang.clear()
    teller = _teller(hook)
    begin = time.monotonic()
    teller.start()
    teller.stop()
    assert time.monotonic() - begin < 1


def test_a_record_that_cannot_be_used_is_told_after_five_minutes_and_then_by_the_hour(hook: Hook) -> None:
    def broken(_now: datetime) -> None:
        raise LedgerError("The ledger is locked.")

    teller = _teller(hook, news=broken)
    for minute in (0, 2, 4):
        teller.look(NOW + timedelta(minutes=minute))
    assert hook.messages == []
    for minute in (5, 6, 20, 64):
        teller.look(NOW + timedelta(minutes=minute))
    assert len(hook.messages) == 1
    teller.look(NOW + timedelta(minutes=66))
    assert len(hook.messages) == 2


def test_what_cannot_be_remembered_is_not_told_every_twenty_seconds(hook: Hook) -> None:
    def full(_message: Any, _at: datetime) -> None:
        raise LedgerError("The disk is full.")

    teller = _teller(hook, told=full)
    for second in range(0, 600, 20):
        teller.look(NOW + timedelta(seconds=second))
    assert len(hook.messages) == 1


def test_the_watchdog_is_called_while_it_beats_and_not_too_often(hook: Hook) -> None:
    beat = Heartbeat(address=lambda: f"{hook.url}/ping", transport=Transport(deadline=5))
    for second in range(0, 130, 10):
        beat.beat(NOW + timedelta(seconds=second))
        time.sleep(0.03)
    assert hook.calls == ["/ping"] * 3
    Heartbeat(address=lambda: None).beat(NOW)


def test_a_watchdog_that_cannot_be_reached_stops_nothing() -> None:
    beat = Heartbeat(address=lambda: "http://127.0.0.1:9/ping", transport=Transport(deadline=1))
    begin = time.monotonic()
    beat.beat(NOW)
    assert time.monotonic() - begin < 0.5


def test_a_storm_that_goes_on_is_a_few_messages_and_loses_nothing(hook: Hook) -> None:
    known: set[str] = set()

    def news(now: datetime) -> Message | None:
        fell = [f"failed:day/p{n}" for n in range(int((now - NOW) / timedelta(seconds=20)) + 1)]
        fresh = tuple(Cause(key=key, text=key, roles=AT_WORK) for key in fell if key not in known)
        return Message(organisation="Example", causes=fresh) if fresh else None

    teller = _teller(hook, news=news, told=lambda keys, _at: known.update(keys))
    for second in range(0, 1200, 20):
        teller.look(NOW + timedelta(seconds=second))
    assert 4 <= len(hook.messages) <= 8
    teller.look(NOW + timedelta(minutes=30))
    assert len(known) == 91
    assert all(f"failed:day/p{n}\n" in "".join(m["message"] + "\n" for m in hook.messages) for n in range(30))


def test_a_clock_that_is_put_back_makes_nobody_wait(hook: Hook) -> None:
    hook.status = 500
    teller = _teller(hook)
    teller.look(NOW)
    hook.status = 200
    teller.look(NOW - timedelta(days=1))
    assert len(hook.messages) == 1


def test_a_record_that_is_locked_while_the_clock_is_put_back_is_told_too(hook: Hook) -> None:
    def broken(_now: datetime) -> None:
        raise LedgerError("The ledger is locked.")

    teller = _teller(hook, news=broken)
    for minute in (0, -600, -596, -595, -594):
        teller.look(NOW + timedelta(minutes=minute))
    assert len(hook.messages) == 1


def test_a_webhook_that_trickles_its_answer_for_ever_is_given_up(hook: Hook) -> None:
    """A library's time limit is for silence; this one is never silent."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            caller, _ = server.accept()
            with caller, contextlib.suppress(OSError):
                caller.sendall(b"HTTP/1.1 200 OK\r\n")
                while not over.wait(0.2):
                    caller.sendall(b"X-More: yes\r\n")

        threading.Thread(target=trickle, daemon=True).start()
        begin = time.monotonic()
        told = Post(seconds=1).tell(NEWS, (f"json://127.0.0.1:{server.getsockname()[1]}", hook.address), {})
        over.set()
    assert time.monotonic() - begin < 3
    assert (told.keys, len(hook.messages)) == ({CAUSE.key}, 1)
    assert told.failed == ("alert address 1 did not answer within 1 seconds",)


def test_secrets_are_taken_out_of_what_is_told(hook: Hook) -> None:
    Post(clean=lambda text: text.replace("hunter2", "[secret]")).tell(
        Message(organisation="Example", causes=(Cause(key="k", text="token hunter2 is dead", roles=AT_WORK),)), (hook.address,), {}
    )
    assert [(m["title"], m["message"]) for m in hook.messages] == [("Example: token [secret] is dead", "token [secret] is dead")]
