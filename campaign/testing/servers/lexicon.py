"""What a Bluesky server checks of a post and its gate: the lexicons, and where they are lax, what a reader needs."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from campaign import text
from campaign.testing.servers.base import Refusal

TID = re.compile(r"[234567a-j][234567a-z]{12}")
RECORD_KEYS = {"$type", "text", "createdAt", "langs", "facets", "embed", "reply", "labels", "tags"}
FEATURES = {"app.bsky.richtext.facet#link": "uri", "app.bsky.richtext.facet#mention": "did", "app.bsky.richtext.facet#tag": "tag"}
GATE = "app.bsky.feed.threadgate"
GATE_KEYS = {"$type", "post", "allow", "createdAt", "hiddenReplies"}
RULES = {f"{GATE}#{rule}" for rule in ("mentionRule", "followerRule", "followingRule")}
IMAGE_BYTES = 2_000_000
SELF_LABELS = {"graphic-media", "sexual", "nudity", "porn", "!no-unauthenticated"}


def validate(record: Any, blobs: dict[str, dict[str, Any]], standing: set[tuple[str, str]]) -> None:
    """Raises ``Refusal`` for a record that is no post; ``standing`` holds (uri, cid) of the posts that a reply may name."""
    _need(isinstance(record, dict) and record.get("$type") == "app.bsky.feed.post", "$type", "must be app.bsky.feed.post")
    _need(not set(record) - RECORD_KEYS, "", f"unknown keys {set(record) - RECORD_KEYS}")
    words = record.get("text")
    _need(isinstance(words, str), "text", "is required")
    _need(text.graphemes(words) <= 300 and len(words.encode()) <= 3000, "text", "must not be longer than 300 graphemes")
    _need(_zoned(record.get("createdAt")), "createdAt", "must be a datetime with a zone")
    langs = record.get("langs", [])
    _need(isinstance(langs, list) and len(langs) <= 3, "langs", "at most 3")
    _need(all(re.fullmatch(r"[a-z]{2,3}(-\w+)*", one) for one in langs), "langs", "must be language tags")
    for facet in record.get("facets", []):
        _facet(facet, words.encode())
    _embed(record.get("embed"), blobs)
    if "reply" in record:
        for end in ("root", "parent"):
            ref = record["reply"].get(end, {})
            _need((ref.get("uri"), ref.get("cid")) in standing, f"reply.{end}", "names no post")
    if "labels" in record:
        values = {value.get("val") for value in record["labels"].get("values", [])}
        _need(record["labels"].get("$type") == "com.atproto.label.defs#selfLabels" and values <= SELF_LABELS, "labels", "unknown")


def validate_gate(record: Any, post: str) -> None:
    """Raises ``Refusal`` for a record that is no gate, or not the one of ``post``: an app view leaves such a gate out."""
    _need(isinstance(record, dict) and record.get("$type") == GATE, "$type", f"must be {GATE}", GATE)
    _need(not set(record) - GATE_KEYS, "", f"unknown keys {set(record) - GATE_KEYS}", GATE)
    _need(record.get("post") == post, "post", f"must be {post}", GATE)
    _need(_zoned(record.get("createdAt")), "createdAt", "must be a datetime with a zone", GATE)
    allow = record.get("allow")
    _need(isinstance(allow, list) and len(allow) <= 5, "allow", "must be at most 5 rules; without any, everybody may reply", GATE)
    _need(all(set(rule) == {"$type"} and rule["$type"] in RULES for rule in allow), "allow", "unknown rule", GATE)


def _need(fine: bool, where: str, why: str, kind: str = "app.bsky.feed.post") -> None:
    if not fine:
        raise Refusal(400, f"Invalid {kind} record: {why} at $.record.{where}", name="InvalidRequest")


def _zoned(value: Any) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _facet(facet: dict[str, Any], words: bytes) -> None:
    """Stricter than the server: the range must lie on characters of the text."""
    start, end = facet.get("index", {}).get("byteStart", -1), facet.get("index", {}).get("byteEnd", -1)
    _need(0 <= start < end <= len(words), "facets", "byte range outside the text")
    for piece in (words[:start], words[start:end], words[end:]):
        try:
            piece.decode()
        except UnicodeDecodeError:
            _need(False, "facets", "byte range cuts a character")
    for feature in facet.get("features", []):
        key = FEATURES.get(feature.get("$type", ""))
        _need(key is not None and set(feature) == {"$type", key} and bool(feature[key]), "facets", "unknown feature")
        if key == "uri":
            _need(re.fullmatch(r"https?://[^\s/]+\S*", feature["uri"]) is not None, "facets", "must be a uri")
        if key == "tag":
            _need(text.graphemes(feature["tag"]) <= 64 and not feature["tag"].startswith("#"), "facets", "must be a tag without #")
        if key == "did":
            _need(feature["did"].startswith("did:"), "facets", "must be a did")


def _embed(embed: Any, blobs: dict[str, dict[str, Any]]) -> None:
    if embed is None:
        return
    if embed.get("$type") == "app.bsky.embed.external":
        card = embed.get("external", {})
        _need({"uri", "title", "description"} <= set(card), "embed.external", "uri, title and description are required")
        return
    _need(embed.get("$type") == "app.bsky.embed.images", "embed", "unknown type")
    images = embed.get("images", [])
    _need(1 <= len(images) <= 4, "embed.images", "must have 1 to 4")
    for n, image in enumerate(images):
        where, ratio = f"embed.images[{n}]", image.get("aspectRatio", {"width": 1, "height": 1})
        _need(set(image) <= {"image", "alt", "aspectRatio"} and isinstance(image.get("alt"), str), where, "alt is required")
        _need(all(isinstance(ratio.get(side), int) and ratio[side] >= 1 for side in ("width", "height")), where, "aspectRatio at least 1")
        _blob(image.get("image", {}), blobs, where)


def _blob(told: dict[str, Any], blobs: dict[str, dict[str, Any]], where: str) -> None:
    known = blobs.get(told.get("ref", {}).get("$link", ""))
    if known is None:
        raise Refusal(400, f"Could not find blob at {where}", name="BlobNotFound")
    _need(told == known, where, "the reference does not say what was uploaded")
    _need(known["mimeType"].startswith("image/") and known["size"] <= IMAGE_BYTES, where, "is no picture, or too large")
