"""A Bluesky server (PDS) as the reference one was seen to answer: sessions, blobs, posts at keys of the client's choice, and gates."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from campaign.models import canonical
from campaign.testing.servers.base import Call, LoopbackServer, Refusal, Reply, Route
from campaign.testing.servers.lexicon import GATE, TID, validate, validate_gate
from campaign.testing.servers.pictures import sniff

POST = "app.bsky.feed.post"
OPEN = ("createSession", "refreshSession", "describeServer", "resolveHandle", "getRecord", "listRecords")
UPLOAD_BYTES = 5 * 1024 * 1024
RAW, CBOR = 0x55, 0x71
FAR = 4_102_444_800  # the year 2100: tokens end when a test says so


class BlueskyServer(LoopbackServer):
    """One account. Access tokens live until ``expire()``, as they would for two hours."""

    name = "bluesky"
    create_path, read_path = "/xrpc/com.atproto.repo.putRecord", "/xrpc/com.atproto.repo.getRecord"
    upload_path, retry_after = "/xrpc/com.atproto.repo.uploadBlob", 60.0
    spent: ClassVar[dict[str, str]] = {"ratelimit-limit": "5000", "ratelimit-remaining": "0", "ratelimit-reset": "1773826260"}
    credentials: ClassVar[dict[str, str]] = {"APP_PASSWORD": "fixture-app-pass-word"}
    handle: ClassVar[str] = "force.example"
    did: ClassVar[str] = "did:plc:examplefixtureforceaa234"
    handles: ClassVar[dict[str, str]] = {"force.example": did, "helpline.test": "did:plc:examplefixturehelp2345a"}
    routes: ClassVar[tuple[Route, ...]] = (
        ("POST", "/xrpc/com.atproto.server.createSession", "log_in"),
        ("POST", "/xrpc/com.atproto.server.refreshSession", "renew"),
        ("GET", "/xrpc/com.atproto.server.getSession", "session"),
        ("GET", "/xrpc/com.atproto.identity.resolveHandle", "resolve"),
        ("POST", "/xrpc/com.atproto.repo.uploadBlob", "upload"),
        ("POST", "/xrpc/com.atproto.repo.putRecord", "put"),
        ("POST", "/xrpc/com.atproto.repo.applyWrites", "commit"),
        ("GET", "/xrpc/com.atproto.repo.getRecord", "get"),
        ("GET", "/xrpc/com.atproto.repo.listRecords", "records"),
        ("POST", "/xrpc/com.atproto.repo.deleteRecord", "delete"),
    )

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.blobs: dict[str, dict[str, Any]] = {}
        self.bytes: dict[str, bytes] = {}
        self.gates: dict[str, dict[str, Any]] = {}  # by key; they outlive their post, as on the real server
        self.logins = 0
        self._renewals = 0
        self._access: set[str] = set()
        self._refresh: set[str] = set()
        self._spent: set[str] = set()

    def expire(self, *, refresh: bool = False) -> None:
        """Let every access token expire; with ``refresh`` those that renew them too."""
        with self.lock:
            self._spent |= self._access
            self._access.clear()
            if refresh:
                self._spent |= self._refresh
                self._refresh.clear()

    def alts(self, post: Mapping[str, Any]) -> list[str]:
        """They stand in the record."""
        return [image["alt"] for image in post["record"]["embed"]["images"]]

    def is_reply(self, post: Mapping[str, Any]) -> bool:
        """So does what it replies to."""
        return "reply" in post["record"]

    def authorise(self, call: Call) -> None:
        """A bearer token for everything that is not public."""
        if call.path.rpartition(".")[2] in OPEN:
            return
        self._token(call, self._access)

    def refuse(self, status: int, why: str, name: str) -> Reply:
        """An XRPC error."""
        known = {401: "AuthenticationRequired", 404: "MethodNotImplemented", 413: "PayloadTooLarge"}
        return Reply(status=status, data={"error": name or known.get(status, "InvalidRequest"), "message": why})

    def limited(self) -> Reply:
        """The window ends 60 seconds after this server's Date."""
        return Reply(status=429, data={"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, headers=self.spent)

    def log_in(self, call: Call) -> Reply:
        """com.atproto.server.createSession."""
        data = call.json()
        if data.get("identifier") != self.handle or data.get("password") != self.credentials["APP_PASSWORD"]:
            raise Refusal(401, "Invalid identifier or password", name="AuthenticationRequired")
        self.logins += 1
        return self._session()

    def renew(self, call: Call) -> Reply:
        """com.atproto.server.refreshSession: each refresh token works once."""
        token = self._token(call, self._refresh)
        self._refresh.discard(token)
        self._spent.add(token)
        return self._session()

    def session(self, call: Call) -> Reply:
        """com.atproto.server.getSession."""
        return Reply(data={"did": self.did, "handle": self.handle, "active": True})

    def resolve(self, call: Call) -> Reply:
        """com.atproto.identity.resolveHandle."""
        if (did := self.handles.get(call.query.get("handle", ""))) is None:
            raise Refusal(400, "Unable to resolve handle")
        return Reply(data={"did": did})

    def upload(self, call: Call) -> Reply:
        """com.atproto.repo.uploadBlob: content-addressed, and the type is told by the bytes."""
        if len(call.body) > UPLOAD_BYTES:
            raise Refusal(413, "request entity too large")
        mime = sniff(call.body) or "application/octet-stream"  # stricter than the server, which then believes the header
        link = _cid(call.body, RAW)
        self.blobs[link] = {"$type": "blob", "ref": {"$link": link}, "mimeType": mime, "size": len(call.body)}
        self.bytes[link] = call.body
        return Reply(data={"blob": self.blobs[link]})

    def put(self, call: Call) -> Reply:
        """com.atproto.repo.putRecord with the three meanings of swapRecord: absent, null, a cid."""
        data = call.json()
        if set(data) - {"repo", "collection", "rkey", "record", "swapRecord", "swapCommit", "validate"}:
            raise Refusal(400, "unknown keys")
        self._own(data, POST)
        record: dict[str, Any] = data.get("record", {})
        cid = self._valid(POST, data.get("rkey", ""), record)
        standing = self._at(data["rkey"])
        if standing is not None and standing["cid"] == cid:
            return Reply(data={"uri": standing["id"], "cid": cid, "validationStatus": "valid"})
        if "swapRecord" in data and data["swapRecord"] != (standing["cid"] if standing else None):
            raise Refusal(400, f"Record was at {standing['cid'] if standing else 'null'}", name="InvalidSwap")
        if standing is not None:
            self.drop(standing)
        uri = self._uri(POST, data["rkey"])
        self.store({"id": uri, "cid": cid, "rkey": data["rkey"], "record": record, "text": record["text"]})
        return Reply(data={"uri": uri, "cid": cid, "commit": {"cid": cid, "rev": data["rkey"]}, "validationStatus": "valid"})

    def commit(self, call: Call) -> Reply:
        """com.atproto.repo.applyWrites, for a post and its gate: all or nothing, and a key that is taken is an error of the server."""
        data = call.json()
        writes = data.get("writes", [])
        if set(data) - {"repo", "writes", "validate", "swapCommit"} or data.get("repo") not in {self.did, self.handle}:
            raise Refusal(400, "unknown keys, or not your repo")
        if [write.get("collection") for write in writes] != [POST, GATE]:
            raise Refusal(400, "only a post with its gate is taken here")
        made = []
        for write in writes:
            if set(write) != {"$type", "collection", "rkey", "value"} or write["$type"] != "com.atproto.repo.applyWrites#create":
                raise Refusal(400, "only creates with a key are taken here")
            made.append(self._valid(write["collection"], write["rkey"], write["value"]))
        if any(self._at(write["rkey"], write["collection"]) for write in writes):
            raise Refusal(500, "Internal Server Error", name="InternalServerError")
        for write, cid in zip(writes, made, strict=True):
            kept = {"id": self._uri(write["collection"], write["rkey"]), "cid": cid, "rkey": write["rkey"], "record": write["value"]}
            if write["collection"] == GATE:
                self.gates[write["rkey"]] = kept
            else:
                self.store({**kept, "text": write["value"]["text"]})
        results = [{"uri": self._uri(w["collection"], w["rkey"]), "cid": cid} for w, cid in zip(writes, made, strict=True)]
        return Reply(data={"commit": {"cid": made[0], "rev": writes[0]["rkey"]}, "results": results})

    def get(self, call: Call) -> Reply:
        """com.atproto.repo.getRecord; nothing there is a 400."""
        self._own(call.query, POST, GATE)
        found = self._at(call.query.get("rkey", ""), call.query["collection"])
        if found is None:
            raise Refusal(400, "Could not locate record", name="RecordNotFound")
        return Reply(data={"uri": found["id"], "cid": found["cid"], "value": found["record"]})

    def records(self, call: Call) -> Reply:
        """com.atproto.repo.listRecords, newest key first."""
        self._own(call.query, POST)
        posts = sorted(self._posts, key=lambda post: str(post["rkey"]), reverse=True)[: int(call.query.get("limit", "50"))]
        return Reply(data={"records": [{"uri": post["id"], "cid": post["cid"], "value": post["record"]} for post in posts]})

    def delete(self, call: Call) -> Reply:
        """com.atproto.repo.deleteRecord: no error when it is gone."""
        data = call.json()
        self._own(data, POST, GATE)
        if (found := self._at(data.get("rkey", ""), data["collection"])) is None:
            return Reply(data={})
        if data["collection"] == GATE:
            del self.gates[found["rkey"]]
        else:
            self.drop(found)
        return Reply(data={"commit": {"cid": found["cid"], "rev": found["rkey"]}})

    def _token(self, call: Call, good: set[str]) -> str:
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        if not token:
            raise Refusal(401, "Authentication Required", name="AuthMissing")
        if token in self._spent:
            raise Refusal(400, "Token has expired", name="ExpiredToken")
        if token not in good:
            raise Refusal(400, "Token could not be verified", name="InvalidToken")
        return token

    def _session(self) -> Reply:
        self._renewals += 1
        access, refresh = (self._jwt(kind) for kind in ("access", "refresh"))
        self._access.add(access)
        self._refresh.add(refresh)
        return Reply(data={"did": self.did, "handle": self.handle, "accessJwt": access, "refreshJwt": refresh, "active": True})

    def _jwt(self, kind: str) -> str:
        """A token in the form that clients take apart; it is known by its whole text, so it needs no true signature."""
        told = {"scope": f"com.atproto.{kind}", "sub": self.did, "iat": 1_773_826_200, "exp": FAR, "jti": str(self._renewals)}
        pieces = (json.dumps({"typ": "at+jwt", "alg": "HS256"}), json.dumps(told), "fixture")
        return ".".join(base64.urlsafe_b64encode(piece.encode()).decode().rstrip("=") for piece in pieces)

    def _own(self, data: Any, *collections: str) -> None:
        if data.get("repo") not in {self.did, self.handle}:
            raise Refusal(400, f"Could not find repo: {data.get('repo')}", name="RepoNotFound")
        if data.get("collection") not in collections:
            raise Refusal(400, "only posts and their gates are kept here")

    def _valid(self, collection: str, rkey: str, record: Any) -> str:
        """The cid of a record that may stand there. Raises ``Refusal``."""
        if not TID.fullmatch(rkey):
            raise Refusal(400, f"Invalid {collection} record: invalid tid")
        if collection == GATE:
            validate_gate(record, self._uri(POST, rkey))
        else:
            validate(record, self.blobs, {(post["id"], post["cid"]) for post in self._posts})
        return _cid(canonical(record), CBOR)

    def _uri(self, collection: str, rkey: str) -> str:
        return f"at://{self.did}/{collection}/{rkey}"

    def _at(self, rkey: str, collection: str = POST) -> dict[str, Any] | None:
        if collection == GATE:
            return self.gates.get(rkey)
        return next((post for post in self._posts if post["rkey"] == rkey), None)


def _cid(data: bytes, codec: int) -> str:
    """A CIDv1 over SHA-256. Records are hashed over their JSON here, not over DAG-CBOR: right in form, equal for equal content."""
    packed = bytes((1, codec, 0x12, 0x20)) + hashlib.sha256(data).digest()
    return "b" + base64.b32encode(packed).decode().lower().rstrip("=")
