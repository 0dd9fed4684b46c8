"""Runs arroba, a Bluesky server in Python, with one account in memory. Started by the Python that has arroba: PORT DID HANDLE."""

from __future__ import annotations

import sys

from arroba import server, xrpc_identity, xrpc_repo, xrpc_server  # noqa: F401  # their import adds their methods to the server
from arroba.repo import Repo
from arroba.storage import MemoryStorage
from arroba.util import new_key
from flask import Flask
from lexrpc.flask_server import init_flask

port, did, handle = sys.argv[1:]
# Its deleteRecord returns nothing, which its own check of answers then refuses.
delete = server.server._methods["com.atproto.repo.deleteRecord"]
server.server._methods["com.atproto.repo.deleteRecord"] = lambda request: delete(request) or {}
server.storage = MemoryStorage()
server.repo = Repo.create(server.storage, did, handle=handle, signing_key=new_key())
app = Flask("arroba")
init_flask(server.server, app)
app.run(host="127.0.0.1", port=int(port), threaded=False)
