"""Instagram's content publishing: JPEG from an address, captions, carousels; nothing without a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from campaign.testing.servers.base import Refusal, Route
from campaign.testing.servers.containers import USER, ContainerServer, paths


class InstagramServer(ContainerServer):
    """One professional account."""

    name = "instagram"
    create_path, read_path, upload_path = f"/v25.0/{USER}/media_publish", "/v25.0/", f"/v25.0/{USER}/media"
    threads, texts_alone = False, False
    status_field, text_field, grant = "status_code", "caption", "ig_refresh_token"
    fields: ClassVar[set[str]] = {"image_url", "caption", "alt_text", "is_carousel_item", "media_type", "children"}
    credentials: ClassVar[dict[str, str]] = {"ACCESS_TOKEN": "fixture-instagram-token"}
    options: ClassVar[dict[str, str]] = {"user": USER}
    routes: ClassVar[tuple[Route, ...]] = paths("v[0-9.]+", "media", "media_publish", "media", "content_publishing_limit")

    def allowed(self, data: Mapping[str, str], children: list[str]) -> None:
        """No text alone; a child has no caption."""
        super().allowed(data, children)
        if ("image_url" in data) == bool(children) or (bool(children) != (data.get("media_type") == "CAROUSEL")):
            raise Refusal(400, "The parameter image_url is required")
        if "is_carousel_item" in data and "caption" in data:
            raise Refusal(400, "a carousel's item has no caption")
