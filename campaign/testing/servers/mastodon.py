"""Mastodon 4.5 as its documentation says: keys kept for an hour, pictures that take time, media that belong to one post."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from campaign import text
from campaign.testing.servers.base import Call, LoopbackServer, Refusal, Reply, Route
from campaign.testing.servers.forms import multipart
from campaign.testing.servers.pictures import sniff

FIRST_ID = 113_000_000_000_000_000
STATUS_KEYS = {"status", "media_ids", "in_reply_to_id", "sensitive", "spoiler_text", "visibility", "language", "quote_approval_policy"}
VISIBILITIES = {"public", "unlisted", "private", "direct"}
LINK = re.compile(r"https?://\S+")
CONFIGURATION: dict[str, Any] = {
    "statuses": {"max_characters": 500, "max_media_attachments": 4, "characters_reserved_per_url": 23},
    "media_attachments": {
        "supported_mime_types": ["image/jpeg", "image/png", "image/gif", "image/webp"],
        "description_limit": 1500,
        "image_size_limit": 16_777_216,
        "image_matrix_limit": 33_177_600,
    },
}


class MastodonServer(LoopbackServer):
    """One account. ``processing`` is how often a picture says "not yet"; ``keys`` off: software that knows no Idempotency-Key.

    ``characters`` is how many it takes in a post.
    """

    name = "mastodon"
    create_path, read_path, upload_path, retry_after = "/api/v1/statuses", "/api/v1/accounts", "/api/v2/media", 90.0
    spent: ClassVar[dict[str, str]] = {
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": "2026-03-18T09:31:30.000Z",
    }
    credentials: ClassVar[dict[str, str]] = {"ACCESS_TOKEN": "fixture-mastodon-token"}
    routes: ClassVar[tuple[Route, ...]] = (
        ("GET", "/api/v2/instance/?", "instance"),
        ("GET", "/api/v1/accounts/verify_credentials", "me"),
        ("POST", "/api/v2/media", "upload"),
        ("GET", "/api/v1/media/([^/]+)", "picture"),
        ("POST", "/api/v1/statuses", "create"),
        ("GET", "/api/v1/accounts/([^/]+)/statuses", "timeline"),
        ("GET", "/api/v1/statuses/([^/]+)/source", "source"),
        ("GET", "/api/v1/statuses/([^/]+)", "status"),
        ("DELETE", "/api/v1/statuses/([^/]+)", "delete"),
    )

    def __init__(self, *, processing: int = 0, keys: bool = True, characters: int = 500, **named: Any) -> None:
        super().__init__(**named)
        self.processing = processing
        self.keys = keys
        self.characters = characters
        self.media: dict[str, dict[str, Any]] = {}
        self._kept = {post["key"]: post["id"] for post in self._posts if post.get("key")}
        self._next = FIRST_ID + len(self._posts)

    def alts(self, post: Mapping[str, Any]) -> list[str]:
        """Mastodon calls them descriptions."""
        return [media["description"] for media in post["media"]]

    def authorise(self, call: Call) -> None:
        """A bearer token for all but the instance."""
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        if not call.path.startswith("/api/v2/instance") and token != self.credentials["ACCESS_TOKEN"]:
            raise Refusal(401, "The access token is invalid")

    def refuse(self, status: int, why: str, name: str) -> Reply:
        """Mastodon's error object."""
        return Reply(status=status, data={"error": why})

    def limited(self) -> Reply:
        """The window ends 90 seconds after this server's Date."""
        return Reply(status=429, data={"error": "Too many requests"}, headers=self.spent)

    def instance(self, call: Call) -> Reply:
        """Version and limits."""
        version = "4.5.2" if self.keys else "2.7.2 (compatible; Pleroma 2.9.0)"
        api = {"api_versions": {"mastodon": 7}} if self.keys else {}
        told = {**CONFIGURATION, "statuses": {**CONFIGURATION["statuses"], "max_characters": self.characters}}
        return Reply(data={"domain": "mastodon.example", "version": version, "configuration": told, **api})

    def me(self, call: Call) -> Reply:
        """The account."""
        return Reply(data={"id": "109", "username": "force", "acct": "force", "display_name": "Example Force"})

    def upload(self, call: Call) -> Reply:
        """A picture with its description: 200 when it is ready, 202 when not."""
        fields = multipart(call)
        data, words = fields.get("file", b""), fields.get("description", b"").decode()
        if set(fields) - {"file", "description", "focus", "thumbnail"}:
            raise Refusal(422, f"Validation failed: unknown fields {set(fields)}")
        if sniff(data) is None:
            raise Refusal(422, "Validation failed: File content type is invalid")
        if len(words) > 1500:
            raise Refusal(422, "Validation failed: Description is too long (maximum is 1500 characters)")
        remote = self._mint()
        self.media[remote] = {"id": remote, "description": words or None, "waits": self.processing, "status": None, "size": len(data)}
        return Reply(status=202 if self.processing else 200, data=self._shown_media(self.media[remote]))

    def picture(self, call: Call, remote: str) -> Reply:
        """206 until it is processed; one that belongs to a post is not found."""
        media = self.media.get(remote)
        if media is None or media["status"] is not None:
            raise Refusal(404, "Record not found")
        media["waits"] = max(0, media["waits"] - 1)
        return Reply(status=206 if media["waits"] else 200, data=self._shown_media(media))

    def create(self, call: Call) -> Reply:
        """A post; the same key gives back the first one, whatever the text."""
        key = call.headers.get("idempotency-key", "")
        if self.keys and key in self._kept:
            return Reply(data=self._shown(self._post(self._kept[key])))
        data = call.json()
        self._check(data)
        media = [self.media[remote] for remote in data.get("media_ids", [])]
        post = {
            "id": self._mint(),
            "text": data.get("status", ""),
            "warning": data.get("spoiler_text", ""),
            "sensitive": bool(data.get("sensitive")),
            "language": data.get("language"),
            "visibility": data.get("visibility", "public"),
            "reply_to": data.get("in_reply_to_id"),
            "media": media,
            "key": key,
        }
        for one in media:
            one["status"] = post["id"]
        if key:
            self._kept[key] = post["id"]
        return Reply(data=self._shown(self.store(post)))

    def timeline(self, call: Call, user: str) -> Reply:
        """Own posts, newest first."""
        limit, since = int(call.query.get("limit", "20")), int(call.query.get("since_id", "0"))
        before = int(call.query.get("max_id", str(2**63)))
        if user != "109" or not 1 <= limit <= 40:
            raise Refusal(404, "Record not found")
        posts = [post for post in reversed(self._posts) if since < int(post["id"]) < before]
        return Reply(data=[self._shown(post) for post in posts[:limit]])

    def status(self, call: Call, remote: str) -> Reply:
        """One post."""
        return Reply(data=self._shown(self._post(remote)))

    def source(self, call: Call, remote: str) -> Reply:
        """What the author wrote."""
        post = self._post(remote)
        return Reply(data={"id": remote, "text": post["text"], "spoiler_text": post["warning"]})

    def delete(self, call: Call, remote: str) -> Reply:
        """Gone; a second time it is not found."""
        post = self._post(remote)
        self.drop(post)
        return Reply(data=self._shown(post))

    def _check(self, data: dict[str, Any]) -> None:
        words, media = data.get("status", ""), data.get("media_ids", [])
        if set(data) - STATUS_KEYS or data.get("visibility", "public") not in VISIBILITIES:
            raise Refusal(422, f"Validation failed: unknown {set(data) - STATUS_KEYS or data.get('visibility')}")
        if not re.fullmatch(r"[a-z]{2,3}", data.get("language", "en")):
            raise Refusal(422, "Validation failed: Language is invalid")
        if not words and not media:
            raise Refusal(422, "Validation failed: Text can't be blank")
        if text.graphemes(data.get("spoiler_text", "") + LINK.sub("x" * 23, words)) > 500:
            raise Refusal(422, "Validation failed: Text character limit of 500 exceeded")
        if data.get("in_reply_to_id") is not None:
            self._post(data["in_reply_to_id"])
        if len(media) > 4:
            raise Refusal(422, "Validation failed: Cannot attach more than 4 files")
        missing = [remote for remote in media if remote not in self.media or self.media[remote]["status"] is not None]
        if missing:
            raise Refusal(422, f"Media {', '.join(missing)} not found or already attached to another post")
        if any(self.media[remote]["waits"] for remote in media):
            raise Refusal(422, "Cannot attach files that have not finished processing. Try again in a moment!")

    def _post(self, remote: str) -> dict[str, Any]:
        for post in self._posts:
            if post["id"] == remote:
                return post
        raise Refusal(404, "Record not found")

    def _shown_media(self, media: dict[str, Any]) -> dict[str, Any]:
        address = None if media["waits"] else f"{self.url}/media/{media['id']}.png"
        return {"id": media["id"], "type": "image", "url": address, "description": media["description"]}

    def _shown(self, post: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": post["id"],
            "created_at": "2026-03-18T09:30:00.000Z",
            "url": f"https://mastodon.example/@force/{post['id']}",
            "content": "<p>" + html.escape(post["text"]).replace("\n\n", "</p><p>").replace("\n", "<br />") + "</p>",
            "spoiler_text": html.escape(post["warning"]),
            "sensitive": post["sensitive"],
            "visibility": post["visibility"],
            "language": post["language"],
            "in_reply_to_id": post["reply_to"],
            "media_attachments": [self._shown_media(media) for media in post["media"]],
        }

    def _mint(self) -> str:
        self._next += 1
        return str(self._next)
