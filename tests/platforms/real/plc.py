"""The directory of identities that a Bluesky server registers its accounts with, as far as one server on loopback asks for it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote


@contextmanager
def directory() -> Iterator[str]:
    """Its address, as long as it is needed."""
    operations: dict[str, dict[str, Any]] = {}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            operations[unquote(self.path[1:])] = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self._answer({})

        def do_GET(self) -> None:
            did, _, what = unquote(self.path[1:]).partition("/")
            known = operations.get(did)
            self._answer(None if known is None else {"did": did, **known} if what else _document(did, known))

        def _answer(self, data: dict[str, Any] | None) -> None:
            body = json.dumps(data or {}).encode()
            self.send_response(404 if data is None else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _document(did: str, operation: dict[str, Any]) -> dict[str, Any]:
    keys = [
        {"id": f"{did}#{name}", "type": "Multikey", "controller": did, "publicKeyMultibase": key.removeprefix("did:key:")}
        for name, key in operation["verificationMethods"].items()
    ]
    services = [
        {"id": f"#{name}", "type": service["type"], "serviceEndpoint": service["endpoint"]}
        for name, service in operation["services"].items()
    ]
    return {"id": did, "alsoKnownAs": operation["alsoKnownAs"], "verificationMethod": keys, "service": services}
