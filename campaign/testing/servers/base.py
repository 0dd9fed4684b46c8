"""What the loopback servers share: real HTTP on 127.0.0.1, faults, and a state that can outlive the test's own process."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlsplit

from campaign.testing.servers.faults import AFTER, Fault, Faults

DRIP_SECONDS = 0.05
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One request as it came in. Header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises ``Refusal``."""
        if "application/json" not in self.headers.get("content-type", ""):
            raise Refusal(400, "the body is not application/json")
        try:
            data = json.loads(self.body)
        except ValueError:
            raise Refusal(400, "the body is not JSON") from None
        if not isinstance(data, dict):
            raise Refusal(400, "the body is not a JSON object")
        return data


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """An answer: anything that JSON can hold, and headers."""

    status: int = 200
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The body's bytes."""
        return b"" if self.data is None else json.dumps(self.data, ensure_ascii=False).encode()


class Refusal(Exception):
    """A request that the platform would not take; ``name`` is its own name for it, where it has one."""

    def __init__(self, status: int, why: str, *, name: str = "") -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.name = name


Route = tuple[str, str, str]  # method, pattern of the path, name of the function that answers


class LoopbackServer:
    """A server for tests: ``with XServer() as server:`` then ``server.url``, ``server.posts``, ``server.faults``.

    ``state`` names a file that holds the posts: written before each answer, read at the start.
    """

    name: ClassVar[str] = ""
    routes: ClassVar[tuple[Route, ...]] = ()
    credentials: ClassVar[dict[str, str]] = {}
    options: ClassVar[dict[str, str]] = {}  # what the account in config.yaml says besides
    create_path: ClassVar[str] = ""  # how the paths of the visible call begin, of the look-up's and of the uploads'
    read_path: ClassVar[str] = ""
    upload_path: ClassVar[str] = ""
    threads: ClassVar[bool] = True
    texts_alone: ClassVar[bool] = True  # whether a post may have no picture
    hosted: ClassVar[bool] = False  # whether it fetches pictures from an address
    spent: ClassVar[dict[str, str]] = {}  # how a success says that nothing is left of the limit until then, in headers
    retry_after: ClassVar[float] = 0.0  # what its 429 asks to wait, in seconds
    date: ClassVar[str] = "Wed, 18 Mar 2026 09:30:00 GMT"  # a fixed clock: rate limits count from it

    def __init__(self, *, state: Path | None = None, port: int = 0) -> None:
        self.faults = Faults()
        self.calls: list[Call] = []
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.headers: dict[str, str] = {}  # said with every answer besides
        self._state = state
        self._posts: list[dict[str, Any]] = json.loads(state.read_text("utf-8")) if state and state.exists() else []
        self._http = _Listener(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True, name=self.name)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def posts(self) -> list[dict[str, Any]]:
        """Every post that stands, oldest first."""
        with self.lock:
            return [dict(post) for post in self._posts]

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop answering; the port refuses connections from now on."""
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def calls_to(self, path: str, method: str | None = None) -> list[Call]:
        """The requests that came for paths that start so."""
        with self.lock:
            return [call for call in self.calls if call.path.startswith(path) and method in {None, call.method}]

    # -- for the platforms ---------------------------------------------------------------------------------------------

    def store(self, post: dict[str, Any]) -> dict[str, Any]:
        """Keep a post."""
        self._posts.append(post)
        self.save()
        return post

    def drop(self, post: Mapping[str, Any]) -> None:
        """Forget a post."""
        self._posts = [kept for kept in self._posts if kept["id"] != post["id"]]
        self.save()

    def save(self) -> None:
        """Write the posts to the state file, whole or not at all."""
        if self._state is not None:
            new = self._state.with_suffix(".new")
            new.write_text(json.dumps(self._posts, ensure_ascii=False), "utf-8")
            new.replace(self._state)

    def alts(self, post: Mapping[str, Any]) -> list[str]:
        """The alt texts of a post's pictures, as a reader meets them."""
        return [media["alt"] for media in post["media"]]

    def is_reply(self, post: Mapping[str, Any]) -> bool:
        """Whether a post answers another."""
        return post["reply_to"] is not None

    def authorise(self, call: Call) -> None:
        """Raises ``Refusal`` where the request does not show a login that it needs."""

    def refuse(self, status: int, why: str, name: str) -> Reply:
        """An error as the platform words it."""
        return Reply(status=status, data={"error": name or why, "message": why})

    def dead(self) -> Reply:
        """What it says to a token that has died."""
        return self.refuse(401, "Unauthorized", "")

    def limited(self) -> Reply:
        """A 429 as the platform words it."""
        return Reply(status=429, data={"error": "Too many requests"}, headers={"retry-after": "7"})

    # -- answering -----------------------------------------------------------------------------------------------------

    def answer(self, call: Call) -> Reply:
        """Find who answers, and let it. One request at a time: the state is one."""
        with self.lock:
            self.calls.append(call)
            try:
                answer, found = self._route(call)
                self.authorise(call)
                return answer(call, *found.groups())
            except Refusal as refusal:
                return self.refuse(refusal.status, refusal.why, refusal.name)

    def faulty(self, call: Call, kind: Fault) -> Reply | None:
        """What a fault makes of a request; None where the connection is just closed."""
        done = self.answer(call) if kind in AFTER else None
        if kind not in AFTER:
            with self.lock:
                self.calls.append(call)
        made: dict[Fault, Callable[[], Reply]] = {
            Fault.ERROR_BEFORE: lambda: Reply(status=503, data={"error": "Service Unavailable"}),
            Fault.ERROR_AFTER: lambda: Reply(status=502, data={"error": "Bad Gateway"}),
            Fault.RATE_LIMIT: self.limited,
            Fault.DEAD_TOKEN: self.dead,
            Fault.NO_ID: lambda: Reply(status=done.status if done else 200, data={}),
            Fault.REDIRECT: lambda: Reply(status=307, headers={"location": f"{self.url}{call.path}"}),
        }
        return made[kind]() if kind in made else None

    def _route(self, call: Call) -> tuple[Callable[..., Reply], re.Match[str]]:
        for method, pattern, name in self.routes:
            if method == call.method and (found := re.fullmatch(pattern, call.path)):
                return getattr(self, name), found
        raise Refusal(404, f"there is no {call.method} {call.path}")


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], owner: LoopbackServer) -> None:
        self.owner = owner
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the standard library's
        """Say nothing."""

    def _handle(self) -> None:
        self.close_connection = True
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        call = Call(method=self.command, path=parts.path, query=query, headers=headers, body=body)
        owner = self.server.owner
        if parts.path.startswith("/_"):
            self._reply(self._manage(call))
        elif (kind := owner.faults.strike(call.method, call.path)) is None:
            self._reply(owner.answer(call))
        else:
            self._fail(owner, call, kind)

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815  # names that the standard library looks for

    def _manage(self, call: Call) -> Reply:
        """The test's own door, for a server in another process: posts, and faults to plan."""
        owner = self.server.owner
        if (call.method, call.path) == ("GET", "/_posts"):
            return Reply(data=owner.posts)
        if (call.method, call.path) == ("POST", "/_faults"):
            owner.faults.add(**call.json())
            return Reply(data={})
        if (call.method, call.path) == ("DELETE", "/_faults"):
            owner.faults.clear()
            return Reply(data={})
        return Reply(status=404)

    def _reply(self, reply: Reply) -> None:
        body = reply.encoded()
        self._send(reply.status, {**self.server.owner.headers, **reply.headers, "content-length": str(len(body))}, body)

    def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in {"content-type": JSON, "date": self.server.owner.date, "connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _fail(self, owner: LoopbackServer, call: Call, kind: Fault) -> None:
        reply = owner.faulty(call, kind)
        if reply is not None:
            self._reply(reply)
        elif kind is Fault.MALFORMED:
            self._send(200, {"content-length": "9"}, b'{"id": "4')
        elif kind in {Fault.DRIP_AFTER, Fault.DRIP_BEFORE}:
            self._send(200, {"content-length": "1000000"}, b'{"')
            self._drip(b" ")
        elif kind is Fault.DRIP_HEADERS:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nx-slow: ")
            self._drip(b"z")
        elif kind is Fault.SLOW_AFTER:
            self._wait()

    def _drip(self, byte: bytes) -> None:
        while not self.server.owner.stopping.wait(DRIP_SECONDS):
            self.wfile.write(byte)
            self.wfile.flush()

    def _wait(self) -> None:
        """Silence until the client has gone."""
        self.connection.settimeout(DRIP_SECONDS)
        while not self.server.owner.stopping.is_set():
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue
