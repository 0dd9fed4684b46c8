"""One bench a platform: a loopback server, an account on it and a post, so that one suite runs over the whole table."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from campaign.models import BY_HAND, Account, Content, Credentials, Key, Media, Receipt, Request, Staged
from campaign.platforms import PLATFORMS, make
from campaign.platforms.base import Platform, Transport
from campaign.platforms.mediahost import Folder, MediaHost
from campaign.testing.servers import SERVERS, FileServer, LoopbackServer

DEADLINE = 0.4  # for calls that are meant to run into it
ENOUGH = 20.0  # for all others, on a busy machine
NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"


def picture(colour: str = "navy", mime: str = "image/png") -> bytes:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (60, 75), colour).save(file, format=mime.partition("/")[2].upper())
    return file.getvalue()


@dataclass
class Bench:
    """What a test of the contract needs. ``server`` is None for the outbox, which has none."""

    name: str
    root: Path
    server: LoopbackServer | None
    base_url: str
    store: dict[str, bytes] = field(default_factory=dict)
    host: MediaHost | None = None
    count: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def account(self) -> Account:
        """The account that publishes."""
        options = self.server.options if self.server else {}
        return Account(id="force-one", platform=self.name, handle="force.example", base_url=self.base_url or None, options=options)

    @property
    def secrets(self) -> dict[str, str]:
        """The right credentials."""
        return dict(self.server.credentials) if self.server else {}

    def platform(self, *, deadline: float = ENOUGH, secrets: dict[str, str] | None = None, account: Account | None = None) -> Platform:
        """A new adapter, as a program that has just started makes it."""
        credentials = Credentials(values=self.secrets if secrets is None else secrets)
        transport = Transport(deadline=deadline)
        return make(account or self.account, credentials, self.store.__getitem__, root=self.root, transport=transport, media_host=self.host)

    def media(self, colour: str = "navy", alt: str = "A navy card: call 101, or 999 in an emergency.") -> Media:
        """A frozen picture whose bytes are in the store."""
        mime = "image/jpeg" if self.name == "instagram" else "image/png"
        data = picture(colour, mime)
        digest = hashlib.sha256(data).hexdigest()
        self.store[digest] = data
        return Media(digest=digest, mime=mime, width=60, height=75, size=len(data), alt=alt)

    def content(self, text: str = "", **named: object) -> Content:
        """A post that no other post of this test repeats."""
        n = next(self.count)
        words = text or f"Know the signs, number {n}: call 101 – or 999 & text 60066. https://force.example/signs?a=1&b={n} #KnowTheSigns"
        if "media" not in named and self.server and not self.server.texts_alone:
            named = {"media": (self.media(),), **named}
        told: dict[str, object] = {"campaign": "march", "post": f"signs-{n}", "account": "force-one", "due_at": "2026-03-18 09:30"}
        return Content(text=words, **{**told, **named})  # type: ignore[arg-type]

    def key(self) -> Key:
        """A new key."""
        n = next(self.count)
        mark = hashlib.sha256(f"{self.root}/{self.name}/{n}".encode()).hexdigest()
        return Key(idempotency=mark, tid="3mh" + "".join(ALPHABET[int(c, 16)] for c in mark[:10]), created_at=NOW)

    def armed(self, platform: Platform, content: Content, reply_to: Receipt | None = None) -> Request:
        """Everything up to the visible call."""
        staged = self.staged(platform, content, reply_to)
        return platform.request(content, staged, self.key(), reply_to)

    def staged(self, platform: Platform, content: Content, reply_to: Receipt | None = None) -> Staged:
        """Everything before the visible call, however often the platform says "not yet"."""
        done = Staged()
        for _ in range(20):
            found = platform.stage(content, done, reply_to)
            if isinstance(found, Staged):
                assert found.ready
                return found
            done = found.staged
        raise AssertionError("it is never ready")

    def texts(self) -> list[str]:
        """What stands on the platform, as a reader sees it."""
        if self.server:
            return [str(post["text"]) for post in self.server.posts]
        return [file.read_text("utf-8").rstrip("\n") for file in sorted(self.root.glob("outbox/2*/*/text.txt"))]


@pytest.fixture(params=[name for name in PLATFORMS if name not in BY_HAND])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Every platform of the table."""
    yield from bench_of(request.param, tmp_path)


@pytest.fixture(params=list(SERVERS))
def online(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Every platform that is reached by HTTP."""
    yield from bench_of(request.param, tmp_path)


@pytest.fixture(params=[name for name, server in SERVERS.items() if server.read_path])
def readable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Every platform that can be asked what stands there."""
    yield from bench_of(request.param, tmp_path)


@pytest.fixture(params=[name for name, server in SERVERS.items() if server.upload_path])
def uploading(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Every platform that takes pictures by a call of their own."""
    yield from bench_of(request.param, tmp_path)


@pytest.fixture(params=[name for name, server in SERVERS.items() if server.hosted])
def fetching(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Every platform that fetches pictures from an address."""
    yield from bench_of(request.param, tmp_path)


@pytest.fixture
def x(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("x", tmp_path)


@pytest.fixture
def bluesky(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("bluesky", tmp_path)


@pytest.fixture
def mastodon(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("mastodon", tmp_path)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("outbox", tmp_path)


def bench_of(name: str, root: Path) -> Iterator[Bench]:
    """A bench for one platform, as long as its server runs."""
    if name not in SERVERS:
        yield Bench(name=name, root=root, server=None, base_url="")
        return
    with SERVERS[name]() as server, FileServer(root / "public") as files:
        host = Folder(root / "public", files.url, root / "media-host.key") if server.hosted else None
        yield Bench(name=name, root=root, server=server, base_url=server.url, host=host)
