"""What the outside sees when the daemon cannot work, and what becomes of a post while a platform's name is not known."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from campaign import platforms
from campaign.actions.trouble import Trouble
from campaign.engine.daemon import Daemon, now
from campaign.engine.heartbeat import Heartbeat
from campaign.errors import LedgerError
from campaign.models import Account, Credentials, DeliveryState, Outcome
from campaign.platforms import wire
from campaign.testing.servers import MastodonServer
from tests.delivery.stage import Stage
from tests.engine.test_alerts import Hook, hook

__all__ = ["hook"]


def _until(true: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@contextmanager
def _running(stage: Stage, hook: Hook, trouble: Trouble, tick: Callable[[datetime], Any]) -> Iterator[None]:
    """A daemon whose every look is ``tick``, woken all the time."""
    beat = Heartbeat(address=lambda: f"{hook.url}/ping", every=timedelta(0))
    daemon = Daemon(
        stage.sender, changed=lambda _posts, _now: set(), reload=lambda: True, heartbeat=beat, trouble=trouble.say
    )
    daemon._ticker.tick = tick  # type: ignore[method-assign]  # the fault itself
    thread = threading.Thread(target=daemon.run)
    thread.start()
    try:
        yield
    finally:
        daemon.stop()
        thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.mark.parametrize("error", [LedgerError("The ledger is locked."), ValueError("unforeseen")])
def test_a_look_that_fails_does_not_beat_and_says_why_until_it_is_well(stage: Stage, hook: Hook, error: Exception) -> None:
    trouble, fails = Trouble(stage.folder / "tick.failing"), threading.Event()
    fails.set()

    def tick(_now: datetime) -> None:
        if fails.is_set():
            raise error

    with _running(stage, hook, trouble, tick):
        _until(trouble.read)
        time.sleep(1.2)
        assert hook.calls == []
        said = trouble.read()
        assert said is not None
        assert said.why in {"The ledger is locked.", "An unforeseen error (ValueError); the log has more."}
        fails.clear()
        _until(lambda: hook.calls)
        _until(lambda: trouble.read() is None)


def test_a_look_that_hangs_does_not_beat(stage: Stage, hook: Hook) -> None:
    over, began = threading.Event(), threading.Event()

    def tick(_now: datetime) -> None:
        began.set()
        over.wait(30)

    try:
        with _running(stage, hook, Trouble(stage.folder / "tick.failing"), tick):
            _until(began.is_set)
            time.sleep(1.5)
            assert hook.calls == []
            over.set()
            _until(lambda: hook.calls)
    finally:
        over.set()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    made = Stage(tmp_path)
    made.sender.clock = now
    return made


def test_a_platform_whose_name_is_not_known_is_tried_again_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage, known, real = Stage(tmp_path), threading.Event(), socket.getaddrinfo

    def look_up(host: str, port: Any, **named: Any) -> Any:
        if host != "social.example":
            return real(host, port, **named)
        if not known.is_set():
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real("127.0.0.1", port, **named)

    monkeypatch.setattr(wire.socket, "getaddrinfo", look_up)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with MastodonServer() as server:
        account = Account(id="a", platform="mastodon", base_url=server.url.replace("127.0.0.1", "social.example"))
        credentials = Credentials(values=dict(server.credentials))
        adapter = platforms.make(account, credentials, stage.sender.media.get, root=tmp_path)
        stage.platforms["a"] = adapter  # type: ignore[assignment]  # a real adapter in the place of the stage's
        stage.approve()
        for _ in range(4):
            stage.tick(after=timedelta(minutes=1))
        assert server.posts == []
        assert stage.get("day/p/a").state in {DeliveryState.QUEUED, DeliveryState.STAGED, DeliveryState.WAITING}
        assert set(stage.outcomes()) <= {Outcome.NOT_SENT}
        assert "social.example" in (stage.get("day/p/a").reason or "")
        known.set()
        caplog.set_level(logging.INFO)
        stage.run(timedelta(minutes=20), every=timedelta(minutes=1))
        assert stage.get("day/p/a").state is DeliveryState.PUBLISHED
        assert len(server.posts) == 1
    told = [record for record in caplog.records if "is published" in record.getMessage()]
    assert [getattr(record, "attempt", None) for record in told] == [len(stage.journal("day/p/a"))]
