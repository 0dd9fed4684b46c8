"""X as its OpenAPI document 2.167 says, with what it does not say: weighted length, the 403 for a repeated text, signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import html
import re
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, unquote

from campaign.testing.servers.base import Call, LoopbackServer, Refusal, Reply, Route
from campaign.testing.servers.pictures import sniff

FIRST_ID = 1_900_000_000_000_000_000
PICTURE_BYTES = 5_000_000
ID = re.compile(r"[0-9]{1,19}")
LINK = re.compile(r"https?://[^\s]+[^\s.,;:!?)]")
POST_KEYS = {"text", "media", "reply", "reply_settings", "made_with_ai", "paid_partnership", "edit_options", "nullcast"}
REPLY_SETTINGS = {"following", "mentionedUsers", "subscribers", "verified"}
LIGHT = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


class XServer(LoopbackServer):
    """One account and its app. ``credentials`` are what a client needs to sign."""

    name = "x"
    create_path, read_path, upload_path, retry_after = "/2/tweets", "/2/users", "/2/media", 120.0
    spent: ClassVar[dict[str, str]] = {"x-rate-limit-limit": "100", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1773826320"}
    credentials: ClassVar[dict[str, str]] = {
        "API_KEY": "fixture-consumer-key",
        "API_SECRET": "fixture-consumer-secret",
        "ACCESS_TOKEN": "fixture-x-token",
        "ACCESS_SECRET": "fixture-x-token-secret",
    }
    user: ClassVar[dict[str, str]] = {"id": "2244994945", "username": "exampleforce", "name": "Example Force"}
    routes: ClassVar[tuple[Route, ...]] = (
        ("POST", "/2/media/upload", "upload"),
        ("POST", "/2/media/metadata", "metadata"),
        ("POST", "/2/tweets", "create"),
        ("DELETE", "/2/tweets/([^/]+)", "delete"),
        ("GET", "/2/users/me", "me"),
        ("GET", "/2/users/([^/]+)/tweets", "timeline"),
    )

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.media: dict[str, dict[str, Any]] = {}
        self._next = FIRST_ID + 1 + max((int(post["id"]) - FIRST_ID for post in self._posts), default=0)

    def authorise(self, call: Call) -> None:
        """Check the OAuth 1.0a signature itself, so that a client that signs another address than it calls is found out."""
        head = call.headers.get("authorization", "")
        if not head.startswith("OAuth "):
            raise Refusal(401 if not head else 403, "Unsupported Authentication", name="unsupported-authentication")
        pieces = re.findall(r'(\w+)="([^"]*)"', head)
        told = {name: unquote(value) for name, value in pieces}
        signature = told.pop("oauth_signature", "")
        pairs = sorted((quote(k, safe="~"), quote(v, safe="~")) for k, v in [*told.items(), *call.query.items(), *_form(call)])
        signed = "&".join(f"{k}={v}" for k, v in pairs)
        base = "&".join(quote(piece, safe="~") for piece in (call.method, f"{self.url}{call.path}", signed))
        key = "&".join(quote(self.credentials[name], safe="~") for name in ("API_SECRET", "ACCESS_SECRET"))
        made = base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()
        known = (told.get("oauth_consumer_key"), told.get("oauth_token"))
        if known != (self.credentials["API_KEY"], self.credentials["ACCESS_TOKEN"]) or not hmac.compare_digest(made, signature):
            raise Refusal(401, "Unauthorized")

    def refuse(self, status: int, why: str, name: str) -> Reply:
        """X's problem document."""
        kind = f"https://api.x.com/2/problems/{name}" if name else "about:blank"
        return Reply(status=status, data={"title": "Problem", "detail": why, "type": kind, "status": status})

    def limited(self) -> Reply:
        """The window ends 120 seconds after this server's Date."""
        return Reply(status=429, data={"title": "Too Many Requests", "detail": "Too Many Requests", "status": 429}, headers=self.spent)

    def upload(self, call: Call) -> Reply:
        """POST /2/media/upload with JSON."""
        data = _closed(call.json(), {"media", "media_category", "additional_owners", "media_type", "shared"})
        if data.get("media_category") != "tweet_image":
            raise Refusal(400, "media_category must be tweet_image")
        try:
            picture = base64.b64decode(data.get("media", ""), validate=True)
        except (binascii.Error, TypeError):
            raise Refusal(400, "media is not base64") from None
        if sniff(picture) is None or len(picture) > PICTURE_BYTES:
            raise Refusal(400, "media is no picture, or larger than 5 MB")
        remote = self._mint()
        digest = hashlib.sha256(picture).hexdigest()
        self.media[remote] = {"id": remote, "size": len(picture), "sha256": digest, "alt": "", "sensitive": None}
        return Reply(data={"data": {"id": remote, "media_key": f"3_{remote}", "expires_after_secs": 86_400, "size": len(picture)}})

    def metadata(self, call: Call) -> Reply:
        """POST /2/media/metadata."""
        data = _closed(call.json(), {"id", "metadata"})
        if data.get("id") not in self.media:
            raise Refusal(400, "unknown media id")
        told = _closed(data.get("metadata"), {"alt_text", "sensitive_media_warning"})
        if "alt_text" in told:
            words = _closed(told["alt_text"], {"text"}).get("text")
            if not isinstance(words, str) or not 1 <= len(words) <= 1000:
                raise Refusal(400, "alt_text.text must have 1 to 1000 characters")
            self.media[data["id"]]["alt"] = words
        if "sensitive_media_warning" in told:
            self.media[data["id"]]["sensitive"] = _closed(told["sensitive_media_warning"], {"adult_content", "graphic_violence", "other"})
        return Reply(data={"data": {"id": data["id"], "associated_metadata": told}})

    def create(self, call: Call) -> Reply:
        """POST /2/tweets."""
        data = _closed(call.json(), POST_KEYS)
        words, media = data.get("text", ""), self._attached(data)
        if not isinstance(words, str) or (not words and not media) or weighted(words) > 280:
            raise Refusal(400, "text is empty or longer than 280")
        if data.get("reply_settings", "verified") not in REPLY_SETTINGS:
            raise Refusal(400, "reply_settings is none of the values allowed")
        before = _closed(data.get("reply", {}), {"in_reply_to_tweet_id", "exclude_reply_user_ids"}).get("in_reply_to_tweet_id")
        if before is not None and all(post["id"] != before for post in self._posts):
            raise Refusal(403, "You attempted to reply to a Tweet that is deleted or not visible to you.")
        if any(post["text"] == words for post in self._posts):
            raise Refusal(403, "You are not allowed to create a Tweet with duplicate content.")
        post = {"id": self._mint(), "text": words, "media": media, "reply_to": before, "reply_settings": data.get("reply_settings")}
        self.store(post)
        return Reply(status=201, data={"data": {"id": post["id"], "text": words}})

    def delete(self, call: Call, remote: str) -> Reply:
        """DELETE /2/tweets/:id; a second time it is not found."""
        self.drop(self._post(remote))
        return Reply(data={"data": {"deleted": True}})

    def me(self, call: Call) -> Reply:
        """GET /2/users/me."""
        return Reply(data={"data": self.user})

    def timeline(self, call: Call, user: str) -> Reply:
        """GET /2/users/:id/tweets, newest first, as X writes texts back: escaped, with its own short links."""
        if user != self.user["id"]:
            raise Refusal(404, "there is no such user")
        size, since = int(call.query.get("max_results", "10")), int(call.query.get("since_id", "0"))
        if not 5 <= size <= 100:
            raise Refusal(400, "max_results must be between 5 and 100")
        start = int(call.query.get("pagination_token", "0"))
        posts = [post for post in reversed(self._posts) if int(post["id"]) > since]
        page, fields = posts[start : start + size], set(call.query.get("tweet.fields", "").split(","))
        meta: dict[str, Any] = {"result_count": len(page)}
        if start + size < len(posts):
            meta["next_token"] = str(start + size)
        return Reply(data={**({"data": [_shown(post, fields) for post in page]} if page else {}), "meta": meta})

    def _attached(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        if "media" not in data:
            return []
        ids = _closed(data["media"], {"media_ids", "tagged_user_ids"}).get("media_ids")
        if not isinstance(ids, list) or not 1 <= len(ids) <= 4 or not all(isinstance(one, str) and ID.fullmatch(one) for one in ids):
            raise Refusal(400, "media_ids must be 1 to 4 strings of digits")
        if any(one not in self.media for one in ids):
            raise Refusal(400, "Your media IDs are invalid.")
        return [self.media[one] for one in ids]

    def _post(self, remote: str) -> dict[str, Any]:
        for post in self._posts:
            if post["id"] == remote:
                return post
        raise Refusal(404, "Could not find tweet", name="resource-not-found")

    def _mint(self) -> str:
        self._next += 1
        return str(self._next)


def weighted(words: str) -> int:
    """A simple weighted length, counted apart from the program's own."""
    links = LINK.findall(words)
    rest = LINK.sub("", words)
    return 23 * len(links) + sum(1 if any(low <= ord(c) <= high for low, high in LIGHT) else 2 for c in rest)


def _closed(data: Any, allowed: set[str]) -> dict[str, Any]:
    """An object with no other keys than these."""
    if not isinstance(data, dict) or set(data) - allowed:
        raise Refusal(400, f"One or more parameters to your request was invalid: only {', '.join(sorted(allowed))}")
    return data


def _form(call: Call) -> list[tuple[str, str]]:
    if "x-www-form-urlencoded" not in call.headers.get("content-type", ""):
        return []
    return parse_qsl(call.body.decode(), keep_blank_values=True)


def _shown(post: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    """A post as it is read back."""
    words, links = html.escape(post["text"], quote=False), []
    for n, link in enumerate(LINK.findall(post["text"])):
        short = f"https://t.co/{post['id'][-6:]}{n}"
        words = words.replace(html.escape(link, quote=False), short, 1)
        links.append({"url": short, "expanded_url": link})
    shown: dict[str, Any] = {"id": post["id"], "text": words}
    if post["media"]:
        keys = [f"3_{media['id']}" for media in post["media"]]
        own = f"https://t.co/{post['id'][-6:]}m"
        shown["text"] = f"{words} {own}"
        links += [{"url": own, "expanded_url": f"https://x.com/exampleforce/status/{post['id']}/photo/1", "media_key": key} for key in keys]
        shown |= {"attachments": {"media_keys": keys}} if "attachments" in fields else {}
    return shown | ({"entities": {"urls": links}} if links and "entities" in fields else {})
