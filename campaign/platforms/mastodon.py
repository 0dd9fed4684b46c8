"""Mastodon: plain calls to five endpoints, because its library flattens transport errors that we must tell apart.

``Idempotency-Key`` makes a repeat of the same request within the hour give back the first post; ``key_ttl`` is the part of
that hour in which delivery may count on it. A server that is not Mastodon's own software may not know the key, so there the
account is DETECT. A look-up reads our own posts back: it proves presence, never absence. Source: docs.joinmastodon.org.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import datetime, timedelta
from typing import Any

from campaign import text
from campaign.errors import NotAuthorized, NotSent, OutcomeUnknown, PublishError, Refused
from campaign.models import (
    Absent,
    Content,
    Found,
    Idempotency,
    Key,
    Limits,
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
from campaign.platforms import checks
from campaign.platforms.answers import Answer
from campaign.platforms.base import Platform
from campaign.platforms.compare import plain, unmarked
from campaign.platforms.instance import keeps_keys, read_limits

KEY_TTL = timedelta(minutes=50)  # the server forgets after 60
POLL = 2.0  # seconds between two looks at a picture that is being processed
PAGES = 5  # pages of 40 that a look-up reads before it gives up
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


class Mastodon(Platform):
    """One Mastodon account. Option ``visibility`` is public (default), unlisted or private."""

    title = "Mastodon"
    _instance: dict[str, Any] | None = None
    _limits: Limits | None = None
    _user: dict[str, Any] | None = None

    @property
    def kind(self) -> Idempotency:
        """KEYED where the server is Mastodon's own software, DETECT elsewhere and as long as it has not said."""
        return Idempotency.KEYED if self.key_ttl else Idempotency.DETECT

    @property
    def key_ttl(self) -> timedelta | None:  # type: ignore[override]  # asked of the server here, a plain value elsewhere
        """How long after the first attempt the same request may be sent again; None where keys may not be known."""
        return KEY_TTL if self._instance is not None and keeps_keys(self._instance) else None

    def limits(self) -> Limits:
        """The server's own numbers once it was asked (``stage`` and ``resolve`` do), Mastodon's defaults before."""
        return self._limits or super().limits()

    def ask_limits(self) -> Limits:
        """The server's own numbers, asked for now."""
        self._about()
        return self.limits()

    def shown(self, content: Content) -> str:
        """The warning has its own field."""
        return content.text

    def check(self, content: Content) -> list[Problem]:
        """Text and warning count together here."""
        measured = text.measure(content.text, "mastodon", limits=self.limits(), warning=content.warning or "")
        return checks.all_of(content, measured, self.limits(), self.title, self.account.id, limits_replies=False)

    def resolve(self, content: Content) -> Content:
        """Mentions are resolved by the server; we only learn its limits."""
        self._about()
        return content

    def stage(self, content: Content, done: Staged, reply_to: Receipt | None = None) -> Staged | Wait:
        """Upload pictures, then look at those that the server still works on."""
        self._about()
        staged = super().stage(content, done, reply_to)
        if isinstance(staged, Wait):
            return staged
        refs = tuple(ref if ref["ready"] else {**ref, "ready": self._processed(ref["id"])} for ref in staged.refs)
        if all(ref["ready"] for ref in refs):
            return Staged(refs=refs, ready=True)
        return Wait(seconds=POLL, staged=Staged(refs=refs))

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """Upload one picture together with its alt text. 202 means that the server still works on it."""
        file = (f"image.{ENDINGS.get(item.mime, 'bin')}", self.media(item.digest), item.mime)
        answer = self.call(
            "POST", "/api/v2/media", files={"file": file}, data={"description": item.alt}, seconds=self.upload_seconds()
        )
        data = answer.json()
        if not data.get("id"):
            raise NotSent(f"{self.who} took a picture without giving its id.", fix="It is uploaded again.")
        return {"id": str(data["id"]), "ready": answer.status == 200}

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The body of POST /api/v1/statuses, and its key."""
        body: dict[str, Any] = {
            "status": content.text,
            "visibility": self.account.options.get("visibility", "public"),
            "language": content.language,
        }
        if content.warning:
            body |= {"spoiler_text": content.warning, "sensitive": True}
        if staged.refs:
            body["media_ids"] = [ref["id"] for ref in staged.refs]
        if reply_to:
            body["in_reply_to_id"] = reply_to.id
        headers = {"Idempotency-Key": key.idempotency}
        return Request(method="POST", path="/api/v1/statuses", key=key, headers=headers, body=body, media=content.media)

    def baseline(self) -> Marker | None:
        """The newest own post."""
        posts = self._page({"limit": "1"})
        return Marker(id=str(posts[0]["id"])) if posts else None

    def create(self, request: Request) -> Receipt:
        """Post it, with its key."""
        answer = self.call(request.method, request.path, visible=True, headers=request.headers, json=dict(request.body))
        data = answer.json()
        if not data.get("id"):
            raise self.no_id(answer.status)
        return _receipt(data)

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Read own posts since the marker: our media ids first, else text, warning and number of pictures."""
        self._about()  # so that delivery may ask for ``kind`` and ``key_ttl`` afterwards
        wanted, alike = {str(ref) for ref in request.body.get("media_ids", [])}, []
        for post in self._posts(since):
            if post is None:
                return Unsure(why="There are too many new posts on Mastodon to look through. A person has to look.")
            if str(post["id"]) in claimed:
                continue
            pictures = {str(media["id"]) for media in post.get("media_attachments", [])}
            if wanted and pictures == wanted:
                return _receipt(post)
            if len(pictures) == len(wanted) and self._same_words(post, request.body):
                alike.append(post)
        if len(alike) > 1:
            return Unsure(why=f"{len(alike)} posts on Mastodon have this text. A person has to look which one it is.")
        return _receipt(alike[0]) if alike else Absent(proven=False, why="The post is not among our newest on Mastodon.")

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        """Are all pictures there, each with its alt text?"""
        post = self.call("GET", f"/api/v1/statuses/{receipt.id}").json()
        there = [media.get("description") or "" for media in post.get("media_attachments", [])]
        if there == [item.alt for item in request.media]:
            return []
        said = f"{self.account.id}: the post on Mastodon does not have its pictures with their alt texts."
        return [Problem(rule="confirm", severity=Severity.WARN, message=said, fix="Look at it.", source="platforms")]

    def delete(self, receipt: Receipt) -> None:
        """Delete it; gone already is fine."""
        self.call("DELETE", f"/api/v1/statuses/{receipt.id}", accept=(404,))

    def verify(self) -> Login:
        """Who we are."""
        self._user = None
        me = self._me()
        return Login(handle=str(me.get("acct") or me.get("username", "")), name=str(me.get("display_name", "")))

    def bearer(self) -> str | None:
        """The access token goes with every call."""
        return self.secret("ACCESS_TOKEN")

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """What 403 and 422 mean here."""
        said, who = self.words(answer), self.who
        low = said.lower()
        if answer.status == 403:
            return NotAuthorized(f"{who} does not let us do this ({said}).", fix="Check the account, and that its token may write.")
        if answer.status in {400, 404, 422} and "already attached" in low:
            return OutcomeUnknown(f"{who} says that these pictures are in a post already ({said}).", fix="It is looked up.")
        if visible and answer.status in {400, 404, 422} and "media" in low and "not found" in low:
            return NotSent(f"{who} has dropped the uploaded pictures ({said}).", stale=True, fix="They are uploaded again.")
        if visible and answer.status == 422 and "not finished processing" in low:
            return NotSent(f"{who} still works on the pictures ({said}).", fix="It is tried again.")
        return None

    def _about(self) -> dict[str, Any]:
        """What the server says about itself, asked once."""
        if self._instance is None:
            answer = self.call("GET", "/api/v2/instance")
            data = answer.json()
            if "configuration" not in data:
                raise NotSent(f"{self.account.id}: {self.base_url} does not say what it accepts.", fix="Check base_url in config.yaml.")
            told, source = data["configuration"], f"{self.base_url}/api/v2/instance"
            self._instance, self._limits = data, read_limits(super().limits(), told, source, self.account.limit)
        return self._instance

    def _processed(self, remote: str) -> bool:
        """Whether a picture is ready: 206 means not yet."""
        answer = self.call("GET", f"/api/v1/media/{remote}", accept=(422,))
        if answer.status == 422:
            raise Refused(f"{self.who} cannot process a picture ({self.words(answer)}).", fix="Use another picture.")
        return answer.status == 200

    def _me(self) -> dict[str, Any]:
        if self._user is None:
            data = self.call("GET", "/api/v1/accounts/verify_credentials").json()
            if not data.get("id"):
                raise NotSent(f"{self.who} did not say who we are.", fix="It is tried again.")
            self._user = data
        return self._user

    def _page(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        path = f"/api/v1/accounts/{self._me()['id']}/statuses"
        posts = self.call("GET", path, params={"exclude_reblogs": "true", **query}).json_list()
        if posts is None:
            raise NotSent(f"{self.who} answered without a list of posts.", fix="It is asked again.")
        return posts

    def _posts(self, since: Marker | None) -> Iterator[dict[str, Any] | None]:
        """Own posts after the marker, newest first; None where there are more than we read."""
        query = {"limit": "40", **({"since_id": since.id} if since else {})}
        for _ in range(PAGES):
            page = self._page(query)
            yield from page
            if len(page) < 40:
                return
            query["max_id"] = str(page[-1]["id"])
        yield None

    def _same_words(self, post: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
        """Whether a post says what we sent: its source where the server gives it, else its HTML without marks."""
        answer = self.call("GET", f"/api/v1/statuses/{post['id']}/source", accept=(403, 404, 405, 410))
        source = answer.json() if answer.status == 200 else {}
        words = source.get("text", unmarked(str(post.get("content", ""))))
        warning = source.get("spoiler_text", post.get("spoiler_text", ""))
        return plain(words) == plain(body["status"]) and plain(warning or "") == plain(body.get("spoiler_text", ""))


def _receipt(post: Mapping[str, Any]) -> Receipt:
    try:
        published_at = datetime.fromisoformat(str(post.get("created_at", "")))
    except ValueError:
        published_at = None
    aware = published_at if published_at and published_at.tzinfo else None
    return Receipt(id=str(post["id"]), url=str(post["url"]) if post.get("url") else None, published_at=aware)
