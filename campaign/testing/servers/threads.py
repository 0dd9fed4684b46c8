"""Threads: texts, pictures from an address, carousels, replies to own posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from campaign.testing.servers.base import Refusal, Route
from campaign.testing.servers.containers import USER, ContainerServer, paths

CONTROLS = {"everyone", "accounts_you_follow", "mentioned_only", "parent_post_author_only", "followers_only"}


class ThreadsServer(ContainerServer):
    """One account."""

    name = "threads"
    create_path, read_path, upload_path = f"/v1.0/{USER}/threads_publish", "/v1.0/", f"/v1.0/{USER}/threads"
    status_field, text_field, grant, most = "status", "text", "th_refresh_token", 20
    formats: ClassVar[set[str]] = {"image/jpeg", "image/png"}
    fields: ClassVar[set[str]] = {
        "image_url", "text", "alt_text", "is_carousel_item", "media_type", "children", "reply_to_id", "reply_control",
    }  # fmt: skip
    credentials: ClassVar[dict[str, str]] = {"ACCESS_TOKEN": "fixture-threads-token"}
    options: ClassVar[dict[str, str]] = {"user": USER}
    routes: ClassVar[tuple[Route, ...]] = paths("v[0-9.]+", "threads", "threads_publish", "threads", "threads_publishing_limit")

    def allowed(self, data: Mapping[str, str], children: list[str]) -> None:
        """500 bytes, known kinds, and a reply to what is there."""
        super().allowed(data, children)
        kind = data.get("media_type")
        if len(data.get("text", "").encode()) > 500:
            raise Refusal(400, "Param text must be at most 500 characters long.")
        wanted = "CAROUSEL" if children else "IMAGE" if "image_url" in data else "TEXT"
        if kind != wanted or (kind == "TEXT" and (not data.get("text") or "alt_text" in data)):
            raise Refusal(400, f"wrong media_type {kind}")
        if data.get("reply_control", "everyone") not in CONTROLS:
            raise Refusal(400, "wrong reply_control")
        if "reply_to_id" in data:
            self._found(data["reply_to_id"])
