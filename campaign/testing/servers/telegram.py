"""Telegram's Bot API 10 for one bot and one channel: strict about fields, lengths after parsing, and HTML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from campaign.testing.servers.base import Call, LoopbackServer, Refusal, Reply, Route
from campaign.testing.servers.forms import multipart
from campaign.testing.servers.pictures import sniff

TOKEN = "fixture-7000:telegram-token"  # a test's token
CHANNEL, STAGING = "@exampleforce", "-1009000000001"
COMMON = {"chat_id", "parse_mode", "disable_notification", "reply_parameters"}
FIELDS = {
    "sendMessage": COMMON | {"text", "link_preview_options"},
    "sendPhoto": COMMON | {"photo", "caption", "has_spoiler", "show_caption_above_media"},
    "sendMediaGroup": (COMMON | {"media"}) - {"parse_mode"},
}
ITEM = {"type", "media", "caption", "parse_mode", "has_spoiler", "show_caption_above_media"}
MARKS = re.compile(r"<(?!/?(?:b|i|u|s|a|code|pre|blockquote|tg-spoiler)\b)|&(?!(?:amp|lt|gt|quot|#\d+);)")


class TelegramServer(LoopbackServer):
    """One bot, an administrator of the channel. ``rights`` are what it may do there."""

    name = "telegram"
    create_path, retry_after = f"/bot{TOKEN}/sendPhoto", 45.0
    credentials: ClassVar[dict[str, str]] = {"BOT_TOKEN": TOKEN}
    options: ClassVar[dict[str, str]] = {"channel": CHANNEL}
    routes: ClassVar[tuple[Route, ...]] = (
        ("POST", "/bot[^/]+/(sendMessage|sendPhoto|sendMediaGroup)", "send"),
        ("POST", "/bot[^/]+/(deleteMessage)", "delete"),
        ("POST", "/bot[^/]+/(getMe|getChat|getChatMember)", "told"),
    )

    def __init__(self, *, rights: tuple[str, ...] = ("can_post_messages", "can_delete_messages"), **named: Any) -> None:
        super().__init__(**named)
        self.rights = rights
        self.files: dict[str, bytes] = {}
        self._next = 100 + len(self._posts) * 10

    def alts(self, post: Mapping[str, Any]) -> list[str]:
        """There are none on Telegram."""
        return []

    def authorise(self, call: Call) -> None:
        """The token stands in the address."""
        if not call.path.startswith(f"/bot{TOKEN}/"):
            raise Refusal(401, "Unauthorized")

    def refuse(self, status: int, why: str, name: str) -> Reply:
        """Telegram's error object."""
        return Reply(status=status, data={"ok": False, "error_code": status, "description": why})

    def limited(self) -> Reply:
        """Its wait stands in the body."""
        data = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 45", "parameters": {"retry_after": 45}}
        return Reply(status=429, data=data)

    def told(self, call: Call, method: str) -> Reply:
        """Who the bot is, what the channel is, and what the bot may do there."""
        data = call.json()
        if method == "getMe":
            return _ok({"id": 7000, "is_bot": True, "username": "exampleforce_bot", "first_name": "Example Force"})
        if data.get("chat_id") != CHANNEL:
            raise Refusal(400, "Bad Request: chat not found")
        if method == "getChat":
            return _ok({"id": -1001, "type": "channel", "title": "Example Force", "username": CHANNEL[1:]})
        return _ok({"status": "administrator", **dict.fromkeys(self.rights, True)})

    def send(self, call: Call, method: str) -> Reply:
        """A message, a picture or an album."""
        data, files = _fields(call)
        if unknown := set(data) - FIELDS[method]:
            raise Refusal(400, f"Bad Request: unknown fields {sorted(unknown)}")
        if data.get("chat_id") not in {CHANNEL, STAGING}:
            raise Refusal(400, "Bad Request: chat not found")
        if "can_post_messages" not in self.rights:
            raise Refusal(403, "Forbidden: bot is not a member of the channel chat")
        reply = data.get("reply_parameters", {}).get("message_id")
        if reply is not None and all(reply not in post["messages"] for post in self._posts):
            raise Refusal(400, "Bad Request: message to be replied not found")
        if method == "sendMessage":
            return self._posted(data, _words(data, "text", 4096), [], reply)
        items = [data] if method == "sendPhoto" else data.get("media", [])
        if method == "sendMediaGroup" and (not 2 <= len(items) <= 10 or any(set(item) - ITEM or item["type"] != "photo" for item in items)):
            raise Refusal(400, "Bad Request: wrong media")
        if any("caption" in item for item in items[1:]):
            raise Refusal(400, "Bad Request: only the first has a caption")
        pictures = [self._picture(item["photo" if method == "sendPhoto" else "media"], files) for item in items]
        return self._posted(data, _words(items[0], "caption", 1024, empty=True), pictures, reply, group=method == "sendMediaGroup")

    def delete(self, call: Call, method: str) -> Reply:
        """One message; a second time it is not found."""
        data = call.json()
        for post in self._posts:
            if data.get("message_id") in post["messages"] and data.get("chat_id") == CHANNEL:
                post["messages"].remove(data["message_id"])
                if not post["messages"]:
                    self.drop(post)
                return _ok(data=True)
        raise Refusal(400, "Bad Request: message to delete not found")

    def _picture(self, source: str, files: Mapping[str, bytes]) -> str:
        """A file's id: of one that is known, or of one that came along."""
        data = files.get("photo" if source == "" else source.removeprefix("attach://"))
        if data is None:
            if source not in self.files:
                raise Refusal(400, "Bad Request: wrong remote file identifier specified")
            return source
        if sniff(data) is None or len(data) > 10_000_000:
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
        name = f"file-{len(self.files) + 1}"
        self.files[name] = data
        return name

    def _posted(self, data: Mapping[str, Any], words: str, pictures: list[str], reply: int | None, *, group: bool = False) -> Reply:
        ids = [self._next + n for n in range(1, max(len(pictures), 1) + 1)]
        self._next = ids[-1]
        shown = [{"message_id": n, "date": 1_773_826_200, "chat": {"id": data["chat_id"]}} for n in ids]
        for one, name in zip(shown, pictures, strict=False):
            one["photo"] = [{"file_id": f"{name}-small"}, {"file_id": name}]
        if data["chat_id"] == CHANNEL:
            self.store({"id": str(ids[0]), "text": words, "media": pictures, "messages": ids, "reply_to": reply})
        return _ok(shown if group else shown[0])


def _ok(data: Any) -> Reply:
    return Reply(data={"ok": True, "result": data})


def _fields(call: Call) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The fields, and the files that came along, of JSON or of a form whose values may be JSON."""
    if "application/json" in call.headers.get("content-type", ""):
        return call.json(), {}
    found = multipart(call)
    files = {name: data for name, data in found.items() if sniff(data) is not None or name.startswith("image-")}
    fields: dict[str, Any] = {name: data.decode() for name, data in found.items() if name not in files}
    if "photo" in files:
        fields["photo"] = ""
    for name in ("media", "reply_parameters", "has_spoiler"):
        if name in fields:
            fields[name] = json.loads(fields[name])
    return fields, files


def _words(data: Mapping[str, Any], name: str, most: int, *, empty: bool = False) -> str:
    """The words as people read them. Raises Refusal for a length or markup that Telegram refuses."""
    said = data.get(name, "")
    if data.get("parse_mode") == "HTML" and MARKS.search(said):
        raise Refusal(400, "Bad Request: can't parse entities")
    words = html.unescape(re.sub(r"<[^>]+>", "", said)) if data.get("parse_mode") == "HTML" else str(said)
    if len(words.encode("utf-16-le")) // 2 > most or not (words or empty):
        raise Refusal(400, "Bad Request: message caption is too long" if words else "Bad Request: message text is empty")
    return words
