"""A Bluesky post as the record that stands in the account's repository. Source: the lexicon app.bsky.feed.post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from campaign import text
from campaign.models import Content, Key, Media, Receipt

POST = "app.bsky.feed.post"
LABELS = frozenset({"graphic-media", "sexual", "nudity", "porn"})  # what an author may label: com.atproto.label.defs


def write(words: str, content: Content, blobs: Sequence[Mapping[str, Any]], key: Key, reply_to: Receipt | None) -> dict[str, Any]:
    """The whole record. Pure: the same arguments give the same record, so that a repeat changes nothing."""
    record: dict[str, Any] = {
        "$type": POST,
        "text": words,
        "createdAt": key.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "langs": [content.language],
    }
    if facets := _facets(words, content.names):
        record["facets"] = facets
    if blobs:
        images = [_image(blob, item) for blob, item in zip(blobs, content.media, strict=True)]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    elif content.link:
        card = {"uri": content.link, "title": content.link.partition("://")[2].rstrip("/"), "description": ""}
        record["embed"] = {"$type": "app.bsky.embed.external", "external": card}
    if reply_to:
        record["reply"] = _reply(reply_to)
    if content.warning in LABELS:
        record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": content.warning}]}
    return record


def _facets(words: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Links, tags and resolved mentions, by byte offsets: without these nothing in a post can be clicked."""
    made = []
    for facet in text.facets(words):
        feature: dict[str, Any] = {"$type": f"app.bsky.richtext.facet#{facet.kind}"}
        if facet.kind == "mention":
            if facet.value not in names:
                continue
            feature["did"] = names[facet.value]
        else:
            feature["uri" if facet.kind == "link" else "tag"] = facet.value
        made.append({"index": {"byteStart": facet.start, "byteEnd": facet.end}, "features": [feature]})
    return made


def _image(blob: Mapping[str, Any], item: Media) -> dict[str, Any]:
    return {"image": blob, "alt": item.alt, "aspectRatio": {"width": item.width, "height": item.height}}


def _reply(before: Receipt) -> dict[str, Any]:
    parent = {"uri": before.id, "cid": before.extra["cid"]}
    root = {"uri": before.extra.get("root_uri", before.id), "cid": before.extra.get("root_cid", before.extra["cid"])}
    return {"root": root, "parent": parent}
