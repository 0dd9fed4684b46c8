"""Waiting for a browser to come back: one answer, on this machine's own address only."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import urlsplit

from campaign.errors import NotAllowed

WAIT_SECONDS = 300.0
PAGE = (
    b"<!doctype html><html lang='en-GB'><meta charset='utf-8'><title>Signed in</title>"
    b"<body style='font:1.1rem sans-serif;margin:4rem'><p>Campaign has what it needs. You can close this window.</p>"
)


def answer_at(redirect: str, *, seconds: float = WAIT_SECONDS) -> str:
    """The whole address that the browser was sent to, once it comes. Raises NotAllowed when the port is taken or nobody comes."""
    parts = urlsplit(redirect)
    found: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ours = urlsplit(self.path).path == (parts.path or "/")
            self.send_response(200 if ours else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if ours:
                self.wfile.write(PAGE)
                found.append(f"{parts.scheme}://{parts.netloc}{self.path}")

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the standard library's
            """Say nothing: the address holds the code."""

    try:
        server = HTTPServer(("127.0.0.1", parts.port or 80), Handler)
    except OSError as error:
        fix = "Name another one: --redirect, or say --paste."
        raise NotAllowed(f"{redirect} cannot be listened on ({error.strerror}).", fix=fix) from None
    end = time.monotonic() + seconds
    with server:
        while not found:
            server.timeout = end - time.monotonic()
            if server.timeout <= 0:
                raise NotAllowed("Nobody came back from the browser.", fix="Start again, or say --paste.")
            server.handle_request()
    return found[0]
