"""Bluesky: plain XRPC calls to the account's own server, because its SDK cannot say ``swapRecord: null``.

The record's key is ours and its JSON is written once, so a repeat of the call is a no-op at the server and a look-up at that
address proves presence and absence. Who may reply is a record of its own (the gate) at the same key, written in one commit with
the post: no post of ours is open to replies, not for a moment, where it should not be. A content warning that names a label of
the network (``graphic-media``, …) becomes that label; any other stands in front of the text, because the network has none for
words. Sources: the app.bsky and com.atproto lexicons; docs.bsky.app.
"""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, ClassVar

from campaign import text
from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, PublishError, Refused
from campaign.models import (
    Absent,
    Content,
    Found,
    Idempotency,
    Key,
    Login,
    Marker,
    Media,
    Problem,
    Receipt,
    Request,
    Severity,
    Staged,
    Unsure,
    Wait,
)
from campaign.platforms.answers import Answer
from campaign.platforms.base import Platform
from campaign.platforms.record import CREATE, GATE, LABELS, POST, gate, gated, parts, write

SPENT = frozenset({"ExpiredToken", "InvalidToken"})
DEAD = frozenset({"AuthenticationRequired", "AuthFactorTokenRequired", "AuthMissing"})  # some servers say these with a 400


@dataclass(frozen=True, kw_only=True, slots=True)
class _Session:
    did: str
    handle: str
    access: str
    refresh: str


# Logins are counted (300 a day, 30 in five minutes), so a session outlives the adapter that made it.
_sessions: dict[str, _Session] = {}
_lock = threading.Lock()


class Bluesky(Platform):
    """One Bluesky account, with an app password."""

    title = "Bluesky"
    default_url = "https://bsky.social"
    limits_replies: ClassVar[bool] = True

    @property
    def kind(self) -> Idempotency:
        """The record's key is ours to choose."""
        return Idempotency.ADDRESSED

    def shown(self, content: Content) -> str:
        """A label does not stand in the text."""
        return content.text if content.warning in LABELS else super().shown(content)

    def check(self, content: Content) -> list[Problem]:
        """A link beside the text is shown as a card here, but only where there are no pictures."""
        return [problem for problem in super().check(content) if content.media or problem.rule != "link"]

    def resolve(self, content: Content) -> Content:
        """Find the account behind each handle that the text mentions; one that is unknown stays plain text."""
        names = dict(content.names)
        for facet in text.facets(self.shown(content)):
            if facet.kind == "mention" and facet.value not in names:
                answer = self._ask("GET", "com.atproto.identity.resolveHandle", params={"handle": facet.value}, accept=(400, 404))
                if did := answer.json().get("did"):
                    names[facet.value] = str(did)
        return dataclasses.replace(content, names=names)

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """Upload one picture. The same bytes give the same reference, so a repeat is harmless."""
        data, headers = self.media(item.digest), {"Content-Type": item.mime}
        answer = self._ask("POST", "com.atproto.repo.uploadBlob", content=data, headers=headers, seconds=self.upload_seconds())
        blob = answer.json().get("blob")
        if not isinstance(blob, dict):
            raise NotSent(f"{self.who} took a picture without giving its reference.", fix="It is uploaded again.")
        return {"blob": blob}

    def stage(self, content: Content, done: Staged, reply_to: Receipt | None = None) -> Staged | Wait:
        """Upload pictures. A gate names us by our did, so there has to be a session before the request is written down."""
        if gated(content, reply_to):
            self._open()
        return super().stage(content, done, reply_to)

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The putRecord call, with the whole record and its fixed created-at; with a gate both are created in one commit."""
        record = write(self.shown(content), content, [ref["blob"] for ref in staged.refs], key, reply_to)
        body: dict[str, Any] = {"repo": self._name(), "collection": POST, "rkey": key.tid, "swapRecord": None, "record": record}
        path = "/xrpc/com.atproto.repo.putRecord"
        if gated(content, reply_to):
            both = ((POST, record), (GATE, gate(self._open().did, content, key)))
            writes = [{"$type": CREATE, "collection": name, "rkey": key.tid, "value": value} for name, value in both]
            body, path = {"repo": self._name(), "writes": writes}, "/xrpc/com.atproto.repo.applyWrites"
        return Request(method="POST", path=path, key=key, body=body, media=content.media)

    def create(self, request: Request) -> Receipt:
        """Put the record where nothing may be yet; the same again changes nothing (with a gate: is refused, and then looked up)."""
        answer = self._with_session(request.method, request.path, visible=True, json=dict(request.body)).json()
        made = _first(answer.get("results")) if "writes" in request.body else answer
        if not made.get("uri") or not made.get("cid"):
            raise self.no_id(200)
        return self._receipt(made, request.body)

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Read the record at our key: its own server answers, so nothing there means never published."""
        rkey, record, _ = parts(request.body)
        answer = self._get(rkey)
        if answer is None:
            return Absent(proven=True, why="There is no post at its address on Bluesky.")
        if answer.get("value") != record:
            return Unsure(why="Another post stands at its address on Bluesky. A person has to look.")
        return self._receipt(answer, request.body)

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        """Does the record stand as it was written, and its gate?"""
        rkey, record, gate = parts(request.body)
        said = []
        if (self._get(rkey) or {}).get("value") != record:
            said.append("the post on Bluesky is not as it was sent.")
        if gate is not None and (self._get(rkey, GATE) or {}).get("value") != gate:
            said.append("on Bluesky others may reply to the post than was asked for.")
        return [
            Problem(rule="confirm", severity=Severity.WARN, message=f"{self.account.id}: {one}", fix="Look at it.", source="platforms")
            for one in said
        ]

    def delete(self, receipt: Receipt) -> None:
        """Delete the record, then its gate; the server does not mind when they are gone.

        A receipt without a cid is a person's word for a post: nobody knows whether that one has a gate.
        """
        body = {"repo": self._name(), "rkey": receipt.id.rpartition("/")[2]}
        may_have_gate = "gate" in receipt.extra or "cid" not in receipt.extra
        for collection in (POST, GATE) if may_have_gate else (POST,):
            self._ask("POST", "com.atproto.repo.deleteRecord", json={**body, "collection": collection})

    def verify(self) -> Login:
        """Who we are."""
        data = self._ask("GET", "com.atproto.server.getSession").json()
        if not data.get("did"):
            raise NotSent(f"{self.who} did not say who we are.", fix="It is tried again.")
        return Login(handle=str(data.get("handle", "")), name=str(data["did"]))

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """Errors by their name: the status says little here."""
        error, said, who = str(answer.json().get("error", "")), self.words(answer), self.who
        if error in {"AccountTakedown", "AccountDeactivated"}:
            return AccountBlocked(f"{who} has switched this account off ({said}).", fix="See to it in the app, then resume the account.")
        if error in SPENT | DEAD:
            return NotAuthorized(f"{who} does not accept the login ({said}).", fix=f"Renew it: campaign connect {self.account.id}")
        # A create at a key that is taken is a 500 of the reference server, and a 400 of others.
        if error == "InvalidSwap" or (visible and "already a value" in said.lower()):
            return OutcomeUnknown(f"{who} holds something at this post's address ({said}).", fix="It is looked up.")
        if error == "BlobNotFound":
            return NotSent(f"{who} has dropped the uploaded pictures ({said}).", stale=True, fix="They are uploaded again.")
        if answer.status == 403:
            return NotAuthorized(f"{who} does not let us write there ({said}).", fix="Check handle and app password of the account.")
        return None

    def session_secrets(self) -> tuple[str, ...]:
        """The tokens of the session."""
        session = _sessions.get(self._session_key())
        return (session.access, session.refresh) if session else ()

    def _name(self) -> str:
        if not self.account.handle:
            raise Refused(f"{self.account.id}: the account has no handle.", fix="Write it in config.yaml: handle: force.example.org")
        return self.account.handle.lstrip("@")

    def _get(self, rkey: str, collection: str = POST) -> dict[str, Any] | None:
        """The record at a key with its uri and cid; None where there is none."""
        query = {"repo": self._name(), "collection": collection, "rkey": rkey}
        answer = self._ask("GET", "com.atproto.repo.getRecord", params=query, accept=(400, 404))
        data = answer.json()
        if data.get("error") == "RecordNotFound":
            return None
        if answer.status != 200 or not isinstance(data.get("value"), dict):
            raise NotSent(f"{self.who} gave no clear answer ({self.words(answer)}).", fix="It is asked again.")
        return data

    def _receipt(self, answer: Mapping[str, Any], body: Mapping[str, Any]) -> Receipt:
        uri, cid = str(answer["uri"]), str(answer["cid"])
        rkey, record, gate = parts(body)
        root = record.get("reply", {}).get("root", {"uri": uri, "cid": cid})
        extra = {"cid": cid, "root_uri": root["uri"], "root_cid": root["cid"], **({"gate": uri.replace(POST, GATE)} if gate else {})}
        return Receipt(id=uri, url=f"https://bsky.app/profile/{body['repo']}/post/{rkey}", extra=extra)

    # -- session -------------------------------------------------------------------------------------------------------

    def _ask(self, method: str, name: str, **named: Any) -> Answer:
        return self._with_session(method, f"/xrpc/{name}", **named)

    def _with_session(self, method: str, path: str, *, accept: tuple[int, ...] = (), **named: Any) -> Answer:
        """A call with our session. A token that was spent is renewed and the call made again: it did nothing."""
        session = self._open()
        answer = self.call(method, path, token=session.access, accept=(400, 401, *accept), **named)
        if answer.json().get("error") in SPENT:
            session = self._renew(session)
            answer = self.call(method, path, token=session.access, accept=accept, **named)
        return self.accepted(answer, visible=bool(named.get("visible")), accept=accept)

    def _open(self) -> _Session:
        with _lock:
            return _sessions.get(self._session_key()) or self._log_in()

    def _renew(self, spent: _Session) -> _Session:
        with _lock:
            current = _sessions.get(self._session_key())
            if current is not None and current.access != spent.access:
                return current
            answer = self.call("POST", "/xrpc/com.atproto.server.refreshSession", token=spent.refresh, accept=(400, 401))
            return self._keep(answer) if answer.status == 200 else self._log_in()

    def _log_in(self) -> _Session:
        body = {"identifier": self._name(), "password": self.secret("APP_PASSWORD")}
        return self._keep(self.call("POST", "/xrpc/com.atproto.server.createSession", json=body))

    def _keep(self, answer: Answer) -> _Session:
        data = answer.json()
        if not all(isinstance(data.get(name), str) for name in ("did", "handle", "accessJwt", "refreshJwt")):
            raise NotSent(f"{self.who} opened no session.", fix="It is tried again.")
        session = _Session(did=data["did"], handle=data["handle"], access=data["accessJwt"], refresh=data["refreshJwt"])
        _sessions[self._session_key()] = session
        return session

    def _session_key(self) -> str:
        password = self.credentials.values.get("APP_PASSWORD", "")
        return hashlib.sha256(f"{self.base_url}\n{self.account.handle}\n{password}".encode()).hexdigest()


def _first(results: object) -> Mapping[str, Any]:
    """The first of a commit's results; an empty one where there is none."""
    return results[0] if isinstance(results, list) and results and isinstance(results[0], dict) else {}
