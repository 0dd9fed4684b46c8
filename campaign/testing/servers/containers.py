"""What the Instagram and Threads servers share: pictures that they fetch themselves, containers that fill, and one that is published once.

Publishing a container twice is refused here; what the live services do is on no page of Meta.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from typing import Any, ClassVar

from campaign.testing.servers.base import Call, Refusal, Reply, Route
from campaign.testing.servers.forms import plain
from campaign.testing.servers.graph import GraphServer, only, stamp
from campaign.testing.servers.pictures import sniff

USER = "17841400000000001"
FETCH_SECONDS = 5


def paths(version: str, make: str, publish: str, listed: str, quota: str) -> tuple[Route, ...]:
    """The routes of such a service."""
    user = f"/{version}/{USER}"
    return (
        ("GET", f"/{version}/me", "me"),
        ("GET", "/refresh_access_token", "refresh"),
        ("GET", f"{user}/{quota}", "quota"),
        ("POST", f"{user}/{publish}", "publish"),
        ("POST", f"{user}/{make}", "make"),
        ("GET", f"{user}/{listed}", "listed"),
        ("GET", f"/{version}/(c[0-9]+)", "status"),
        ("GET", f"/{version}/(m[0-9]+)", "post"),
        ("DELETE", f"/{version}/(m[0-9]+)", "delete"),
    )


class ContainerServer(GraphServer):
    """One account. ``filling``: how often a container says IN_PROGRESS; ``total``: posts a day; ``lags``: publishing shows only later."""

    hosted = True
    formats: ClassVar[set[str]] = {"image/jpeg"}
    status_field: ClassVar[str] = ""
    text_field: ClassVar[str] = ""
    fields: ClassVar[set[str]] = set()
    most: ClassVar[int] = 10
    grant: ClassVar[str] = ""

    def __init__(self, *, filling: int = 0, total: int = 50, **named: Any) -> None:
        super().__init__(**named)
        self.filling, self.total = filling, total
        self.containers: dict[str, dict[str, Any]] = {}
        self._next = len(self._posts)
        self._made = 1000 * len(self._posts)

    def me(self, call: Call) -> Reply:
        """The account."""
        return Reply(data={"id": USER, "user_id": USER, "username": "exampleforce", "name": "Example Force"})

    def refresh(self, call: Call) -> Reply:
        """Another 60 days."""
        if call.query != {"grant_type": self.grant}:
            raise Refusal(400, "wrong grant_type")
        return Reply(data={"access_token": self.credentials[self.token], "token_type": "bearer", "expires_in": 5_184_000})

    def quota(self, call: Call) -> Reply:
        """What is left of the day."""
        return Reply(data={"data": [{"quota_usage": self._next, "config": {"quota_total": self.total, "quota_duration": 86_400}}]})

    def make(self, call: Call) -> Reply:
        """A container; its picture is fetched at once."""
        data = only(plain(call), self.fields)
        children = [name for name in data.get("children", "").split(",") if name]
        self.allowed(data, children)
        alts = [self.containers[name]["alts"][0] for name in children]
        if "image_url" in data:
            self._fetch(data["image_url"])
            alts = [data.get("alt_text", "")]
        if any(len(alt) > 1000 for alt in alts):
            raise Refusal(400, "alt_text is too long")
        self._made += 1
        name = f"c{self._made}"
        kept = {"id": name, "text": data.get(self.text_field, ""), "alts": alts, "child": data.get("is_carousel_item") == "true"}
        more = {"state": "IN_PROGRESS" if self.filling else "FINISHED", "left": self.filling, "reply_to": data.get("reply_to_id")}
        self.containers[name] = {**kept, **more, "data": data}
        return Reply(data={"id": name})

    def allowed(self, data: Mapping[str, str], children: list[str]) -> None:
        """What the service does not take."""
        if len(data.get(self.text_field, "").encode("utf-16-le")) // 2 > 2200:
            raise Refusal(400, "The caption is too long", name="36004/2207010")
        known = [self.containers.get(name, {"child": False}) for name in children]
        wrong = any(not one["child"] or one["state"] != "FINISHED" for one in known)
        if wrong or (children and not 2 <= len(children) <= self.most):
            raise Refusal(400, "wrong children")

    def status(self, call: Call, name: str) -> Reply:
        """How far it is."""
        container = self._container(name)
        container["left"] -= 1
        if container["state"] == "IN_PROGRESS" and container["left"] <= 0:
            container["state"] = "FINISHED"
        return Reply(data={"id": name, self.status_field: container["state"]})

    def publish(self, call: Call) -> Reply:
        """Make it a post."""
        container = self._container(only(plain(call), {"creation_id"}).get("creation_id", ""))
        if container["state"] != "FINISHED" or container["child"]:
            raise Refusal(400, "Media ID is not available", name="9007/2207027")
        self._next += 1
        container["state"] = "PUBLISHED"
        media = [{"alt": alt} for alt in container["alts"]]
        post = {"id": f"m{self._next}", "text": container["text"], "media": media, "at": stamp(self._next)}
        self.store({**post, "reply_to": container["reply_to"]})
        return Reply(data={"id": post["id"]})

    def listed(self, call: Call) -> Reply:
        """Own posts, newest first."""
        only(dict(call.query), {"fields", "limit"})
        return Reply(data={"data": [self._shown(post) for post in reversed(self._posts)][: int(call.query["limit"])]})

    def post(self, call: Call, name: str) -> Reply:
        """One post."""
        return Reply(data=self._shown(self._found(name)))

    def delete(self, call: Call, name: str) -> Reply:
        """Gone."""
        self.drop(self._found(name))
        return Reply(data={"success": True, "deleted_id": name})

    def _fetch(self, address: str) -> None:
        """Fetch a picture as an outsider: no login, no redirect to follow, the right type."""
        try:
            with urllib.request.urlopen(address, timeout=FETCH_SECONDS) as answer:  # an address of this machine
                kind, data = answer.headers.get_content_type(), answer.read(8_000_001)
        except (OSError, ValueError) as error:
            raise Refusal(400, f"Only photo or video can be accepted as media type: {error}", name="9004/2207052") from None
        if sniff(data) != kind or kind not in self.formats or len(data) > 8_000_000:
            raise Refusal(400, "Only photo or video can be accepted as media type", name="9004/2207052")

    def _container(self, name: str) -> dict[str, Any]:
        if name not in self.containers:
            raise Refusal(400, "Unsupported get request. Object does not exist", name="100/33")
        return self.containers[name]

    def _found(self, name: str) -> dict[str, Any]:
        for post in self._posts:
            if post["id"] == name:
                return post
        raise Refusal(400, "Unsupported get request. Object does not exist", name="100/33")

    def _shown(self, post: Mapping[str, Any]) -> dict[str, Any]:
        many = {"children": {"data": [{"id": f"{post['id']}-{n}"} for n in range(len(post["media"]))]}} if len(post["media"]) > 1 else {}
        kind = "CAROUSEL_ALBUM" if many else "IMAGE" if post["media"] else "TEXT_POST"
        address = f"https://{self.name}.example/p/{post['id']}"
        told = {"id": post["id"], "timestamp": post["at"], "permalink": address, "media_type": kind, **many}
        return {**told, self.text_field: post["text"]} if post["text"] else told
