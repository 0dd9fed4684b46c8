"""What a Mastodon server says about itself in ``/api/v2/instance``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from campaign.models import Limits


def read_limits(known: Limits, told: Mapping[str, Any], source: str, override: int | None) -> Limits:
    """The server's own numbers in place of ``known`` ones; ``override`` is the account's setting and goes before both."""
    posts, media = told.get("statuses", {}), told.get("media_attachments", {})
    taken = media.get("supported_mime_types", known.formats)
    return dataclasses.replace(
        known,
        length=override or int(posts.get("max_characters", known.length)),
        url_length=int(posts.get("characters_reserved_per_url", known.url_length)),
        images=int(posts.get("max_media_attachments", known.images)),
        alt=int(media.get("description_limit", known.alt)),
        image_bytes=int(media.get("image_size_limit", known.image_bytes)),
        formats=tuple(mime for mime in known.formats if mime in taken),
        source=source,
    )


def keeps_keys(instance: Mapping[str, Any]) -> bool:
    """Whether it is Mastodon's own software, which remembers an Idempotency-Key for an hour.

    Others say "4.2.1 (compatible; …)" or count their own versions from 0; Mastodon 4.3 and newer name their API.
    """
    major = re.fullmatch(r"(\d+)\.\d+\.\d+\S*", str(instance.get("version", "")))
    return "mastodon" in instance.get("api_versions", {}) or (major is not None and int(major[1]) >= 3)
