"""LinkedIn's posts and images: strict about versions, headers and fields; a mark that is not escaped cuts a post short, silently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import unquote

from campaign.testing.servers.base import Call, LoopbackServer, Refusal, Reply, Route
from campaign.testing.servers.pictures import sniff

PAGE = "urn:li:organization:1000001"
BODY = {"author", "commentary", "visibility", "distribution", "content", "lifecycleState", "isReshareDisabledByAuthor"}
RESERVED = re.compile(r"[|{}@\[\]()<>*_~]|#(?!\w)")
NEWEST_DEAD = 202506
FIRST_MADE = 1_773_826_200_000


class LinkedInServer(LoopbackServer):
    """One page. ``reads`` off: a login without r_organization_social. ``processing``: how often a picture says "not yet"."""

    name = "linkedin"
    create_path, read_path, upload_path, retry_after = "/posts", "/posts", "/images", 52_200.0
    threads = False
    credentials: ClassVar[dict[str, str]] = {"ACCESS_TOKEN": "fixture-linkedin-token"}
    options: ClassVar[dict[str, str]] = {"organisation": "1000001", "version": "202601"}
    routes: ClassVar[tuple[Route, ...]] = (
        ("POST", "/images", "begin"),
        ("PUT", "/upload/([^/]+)", "upload"),
        ("GET", "/images/([^/]+)", "image"),
        ("POST", "/posts", "create"),
        ("GET", "/posts", "listed"),
        ("GET", "/posts/([^/]+)", "post"),
        ("DELETE", "/posts/([^/]+)", "delete"),
        ("GET", "/organizationAcls", "roles"),
        ("GET", "/organizations/1000001", "page"),
    )

    def __init__(self, *, reads: bool = True, processing: int = 0, role: str = "CONTENT_ADMIN", **named: Any) -> None:
        super().__init__(**named)
        self.reads, self.processing, self.role = reads, processing, role
        self.images: dict[str, dict[str, Any]] = {}
        self._next = len(self._posts)

    def authorise(self, call: Call) -> None:
        """The token, and but for the upload the two headers."""
        if call.headers.get("authorization") != f"Bearer {self.credentials['ACCESS_TOKEN']}":
            raise Refusal(401, "Invalid access token", name="REVOKED_ACCESS_TOKEN")
        if call.path.startswith("/upload/"):
            return
        version = call.headers.get("linkedin-version", "")
        if not re.fullmatch(r"20\d{4}", version) or int(version) <= NEWEST_DEAD:
            raise Refusal(426, f"Requested version {version} is not active", name="NONEXISTENT_VERSION")
        if call.headers.get("x-restli-protocol-version") != "2.0.0":
            raise Refusal(400, "X-Restli-Protocol-Version must be 2.0.0")

    def refuse(self, status: int, why: str, name: str) -> Reply:
        """LinkedIn's error object."""
        details = {"errorDetails": {"inputErrors": [{"code": name}]}} if name == "DUPLICATE_POST" else {}
        return Reply(status=status, data={"status": status, "code": name, "message": why, **details})

    def limited(self) -> Reply:
        """The day's quota is used up, until midnight UTC: 14 h 30 min after this server's Date."""
        return Reply(status=429, data={"status": 429, "code": "TOO_MANY_REQUESTS", "message": "Resource level throttle DAY limit reached"})

    def begin(self, call: Call) -> Reply:
        """Where a picture goes."""
        if call.query.get("action") != "initializeUpload" or call.json() != {"initializeUploadRequest": {"owner": PAGE}}:
            raise Refusal(400, "wrong initializeUpload")
        image = f"urn:li:image:D{len(self.images) + 1:04}"
        self.images[image] = {"data": b"", "waits": self.processing}
        told = {"uploadUrl": f"{self.url}/upload/{image[13:]}", "uploadUrlExpiresAt": FIRST_MADE + 86_400_000, "image": image}
        return Reply(data={"value": told})

    def upload(self, call: Call, name: str) -> Reply:
        """The bytes."""
        if sniff(call.body) is None:
            raise Refusal(400, "the picture cannot be processed")
        self.images[f"urn:li:image:{name}"]["data"] = call.body
        return Reply(status=201)

    def image(self, call: Call, name: str) -> Reply:
        """Whether it is ready."""
        image = self.images.get(unquote(name))
        if image is None:
            raise Refusal(404, "Not found")
        image["waits"] = max(0, image["waits"] - 1)
        status = "WAITING_UPLOAD" if not image["data"] else "PROCESSING" if image["waits"] else "AVAILABLE"
        return Reply(data={"id": unquote(name), "owner": PAGE, "status": status})

    def create(self, call: Call) -> Reply:
        """A post. Its name comes back in a header, and nothing in the body."""
        data = call.json()
        fixed = {"author": PAGE, "visibility": "PUBLIC", "lifecycleState": "PUBLISHED"}
        if set(data) - BODY or any(data.get(name) != value for name, value in fixed.items()):
            raise Refusal(422, f"unknown or wrong fields: {sorted(set(data) - BODY)}")
        wanted = {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []}
        if data.get("distribution") != wanted:
            raise Refusal(422, "wrong distribution")
        if len(data.get("commentary", "")) > 3000:
            raise Refusal(422, "commentary is too long")
        media = self._media(data.get("content", {}))
        for post in self._posts:
            if post["commentary"] == data["commentary"] and len(post["media"]) == len(media):
                raise Refusal(422, f"Content is a duplicate of {post['id']}", name="DUPLICATE_POST")
        self._next += 1
        made = FIRST_MADE + self._next * 1000
        words = _shown(data["commentary"])
        shown = {"id": f"urn:li:share:{7_000_000 + self._next}", "author": PAGE, "createdAt": made, "text": words, "reply_to": None}
        post = self.store({**shown, "commentary": data["commentary"], "content": data.get("content"), "media": media})
        return Reply(status=201, headers={"x-restli-id": post["id"]})

    def listed(self, call: Call) -> Reply:
        """The page's posts, newest first."""
        if not self.reads:
            raise Refusal(403, "Not enough permissions to access: posts.FINDER-author", name="ACCESS_DENIED")
        if call.query.get("author") != PAGE or call.query.get("q") != "author" or call.headers.get("x-restli-method") != "FINDER":
            raise Refusal(400, "wrong finder")
        count = int(call.query.get("count", "10"))
        return Reply(data={"elements": [_told(post) for post in reversed(self._posts)][:count], "paging": {"count": count, "start": 0}})

    def post(self, call: Call, name: str) -> Reply:
        """One post."""
        return Reply(data=_told(self._found(name)))

    def delete(self, call: Call, name: str) -> Reply:
        """Gone."""
        self.drop(self._found(name))
        return Reply(status=204)

    def roles(self, call: Call) -> Reply:
        """What the person may do."""
        entry = {"role": self.role, "organization": PAGE, "state": "APPROVED", "roleAssignee": "urn:li:person:abc"}
        return Reply(data={"elements": [entry]})

    def page(self, call: Call) -> Reply:
        """The page."""
        return Reply(data={"id": 1000001, "localizedName": "Example Force", "vanityName": "example-force"})

    def _media(self, content: Mapping[str, Any]) -> list[dict[str, str]]:
        if set(content) - {"media", "multiImage"} or len(content) > 1:
            raise Refusal(422, "wrong content")
        items = [content["media"]] if "media" in content else content.get("multiImage", {}).get("images", [])
        if "multiImage" in content and not 2 <= len(items) <= 20:
            raise Refusal(422, "multiImage takes 2 to 20 images")
        for item in items:
            if set(item) - {"id", "altText"} or not self.images.get(item["id"], {}).get("data") or len(item.get("altText", "")) > 4086:
                raise Refusal(422, "wrong media")
        return [{"id": item["id"], "alt": item["altText"]} for item in items]

    def _found(self, name: str) -> dict[str, Any]:
        for post in self._posts:
            if post["id"] == unquote(name):
                return post
        raise Refusal(404, "Not found")


def _told(post: Mapping[str, Any]) -> dict[str, Any]:
    return {name: post[name] for name in ("id", "author", "createdAt", "commentary", "content")}


def _shown(commentary: str) -> str:
    """As people read it: a reserved character without its backslash ends the post where it stands."""
    shown, rest = "", commentary
    while rest:
        if rest[0] == "\\" and len(rest) > 1:
            shown, rest = shown + rest[1], rest[2:]
        elif RESERVED.match(rest):
            return shown
        else:
            shown, rest = shown + rest[0], rest[1:]
    return shown
