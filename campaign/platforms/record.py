"""A Bluesky post, and who may reply to it, as records of the account's repository.

Sources: the lexicons app.bsky.feed.post, app.bsky.feed.threadgate and com.atproto.repo.applyWrites.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from campaign import text
from campaign.models import Content, Key, Media, Receipt

POST, GATE = "app.bsky.feed.post", "app.bsky.feed.threadgate"
CREATE = "com.atproto.repo.applyWrites#create"
RULES: Mapping[str, list[dict[str, Any]]] = {"followers": [{"$type": f"{GATE}#followerRule"}], "none": []}  # nothing allowed: nobody
LABELS = frozenset({"graphic-media", "sexual", "nudity", "porn"})  # what an author may label: com.atproto.label.defs


def write(words: str, content: Content, blobs: Sequence[Mapping[str, Any]], key: Key, reply_to: Receipt | None) -> dict[str, Any]:
    """The whole record. Pure: the same arguments give the same record, so that a repeat changes nothing."""
    record: dict[str, Any] = {
        "$type": POST,
        "text": words,
        "createdAt": _moment(key),
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


def gated(content: Content, reply_to: Receipt | None) -> bool:
    """Whether a gate says who may reply. It stands at a thread's first post and holds for all of it."""
    return content.replies in RULES and reply_to is None


def gate(did: str, content: Content, key: Key) -> dict[str, Any]:
    """Who may reply to the post at this key. It names the post by the account's did: a gate that says the handle counts for nothing."""
    return {"$type": GATE, "post": f"at://{did}/{POST}/{key.tid}", "allow": RULES[content.replies], "createdAt": _moment(key)}


def parts(body: Mapping[str, Any]) -> tuple[str, Mapping[str, Any], Mapping[str, Any] | None]:
    """What a request writes: the key, the post's record, and its gate's where it has one."""
    if "writes" not in body:
        return body["rkey"], body["record"], None
    post, gate = body["writes"]
    return post["rkey"], post["value"], gate["value"]


def _moment(key: Key) -> str:
    return key.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
