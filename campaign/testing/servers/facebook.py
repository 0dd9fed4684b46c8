"""A Facebook Page: unpublished photos that belong to one post, the 506 for a repeat, and a feed that can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from campaign.testing.servers.base import Call, Refusal, Reply, Route
from campaign.testing.servers.forms import multipart, plain
from campaign.testing.servers.graph import GraphServer, only, stamp
from campaign.testing.servers.pictures import sniff

PAGE = "100000000000001"
ATTACHED = re.compile(r"attached_media\[(\d+)\]")


class FacebookServer(GraphServer):
    """One page."""

    name = "facebook"
    create_path, read_path, upload_path = f"/v25.0/{PAGE}/feed", f"/v25.0/{PAGE}/published_posts", f"/v25.0/{PAGE}/photos"
    threads = False
    token = "PAGE_TOKEN"  # the name of a credential
    credentials: ClassVar[dict[str, str]] = {"PAGE_TOKEN": "fixture-facebook-page-token"}
    options: ClassVar[dict[str, str]] = {"page": PAGE}
    routes: ClassVar[tuple[Route, ...]] = (
        ("GET", "/v[0-9.]+/me", "me"),
        ("POST", f"/v[0-9.]+/{PAGE}/photos", "upload"),
        ("POST", f"/v[0-9.]+/{PAGE}/feed", "create"),
        ("GET", f"/v[0-9.]+/{PAGE}/published_posts", "listed"),
        ("GET", f"/v[0-9.]+/({PAGE}_[0-9]+)", "post"),
        ("DELETE", f"/v[0-9.]+/({PAGE}_[0-9]+)", "delete"),
    )

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.photos: dict[str, dict[str, Any]] = {}
        self._next = len(self._posts)

    def me(self, call: Call) -> Reply:
        """The page itself."""
        return Reply(data={"id": PAGE, "name": "Example Force", "username": "exampleforce"})

    def upload(self, call: Call) -> Reply:
        """An unpublished photo."""
        fields = multipart(call)
        only(dict(fields), {"source", "published", "alt_text_custom"})
        data, words = fields.get("source", b""), fields.get("alt_text_custom", b"").decode()
        if fields.get("published") != b"false":
            raise Refusal(400, "(#100) published must be false here: a photo that shows by itself is a second post", name="100")
        if sniff(data) not in {"image/png", "image/jpeg"} or len(data) > 4_000_000:
            raise Refusal(400, "Your photos couldn't be uploaded", name="1366046")
        if len(words) > 1000:
            raise Refusal(400, "(#100) alt_text_custom is too long", name="100")
        remote = f"2000{len(self.photos) + 1 + self._next * 100:08}"
        self.photos[remote] = {"id": remote, "alt": words, "post": None}
        return Reply(data={"id": remote})

    def create(self, call: Call) -> Reply:
        """A post."""
        data = plain(call)
        only({name: value for name, value in data.items() if not ATTACHED.fullmatch(name)}, {"message", "link"})
        if self._posts and self._posts[-1]["text"] == data.get("message", ""):
            raise Refusal(400, "Duplicate posts cannot be published consecutively", name="506")
        names = sorted((name for name in data if ATTACHED.fullmatch(name)), key=lambda name: int(name[15:-1]))
        media = [self._photo(json.loads(data[name])) for name in names]
        if len(data.get("message", "")) > 63_206 or len(media) > 10 or not (data.get("message") or media):
            raise Refusal(400, "(#100) wrong message", name="100")
        if "link" in data and media:
            raise Refusal(400, "(#100) link and attached_media exclude each other", name="100")
        self._next += 1
        remote = f"{PAGE}_{self._next}"
        for photo in media:
            photo["post"] = remote
        post = {"id": remote, "text": data.get("message", ""), "media": media, "at": stamp(self._next), "reply_to": None}
        self.store({**post, "link": data.get("link")})
        return Reply(data={"id": remote})

    def listed(self, call: Call) -> Reply:
        """Own posts, newest first."""
        only(dict(call.query), {"fields", "limit"})
        return Reply(data={"data": [_shown(post) for post in reversed(self._posts)][: int(call.query["limit"])]})

    def post(self, call: Call, remote: str) -> Reply:
        """One post."""
        return Reply(data=_shown(self._found(remote)))

    def delete(self, call: Call, remote: str) -> Reply:
        """Gone."""
        self.drop(self._found(remote))
        return Reply(data={"success": True})

    def _photo(self, named: Mapping[str, str]) -> dict[str, Any]:
        photo = self.photos.get(named.get("media_fbid", ""))
        if set(named) != {"media_fbid"} or photo is None or photo["post"] is not None:
            raise Refusal(400, "(#100) wrong attached_media", name="100")
        return photo

    def _found(self, remote: str) -> dict[str, Any]:
        for post in self._posts:
            if post["id"] == remote:
                return post
        raise Refusal(400, "Unsupported get request. Object does not exist", name="100/33")


def _shown(post: Mapping[str, Any]) -> dict[str, Any]:
    targets = [{"target": {"id": photo["id"]}} for photo in post["media"]]
    attached = targets if len(targets) == 1 else [{"subattachments": {"data": targets}}] if targets else []
    more = {"attachments": {"data": attached}} if attached else {}
    address = f"https://facebook.example/{post['id']}"
    return {"id": post["id"], "message": post["text"], "created_time": post["at"], "permalink_url": address, **more}
