"""A Facebook Page. Pictures are uploaded unpublished first, so that exactly one call is visible. Sources: platforms.md 4 and 5.

A repeat of the newest post is refused (506), and the page's own posts can be read: that shows a post, and never proves its absence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from typing import Any

from campaign.errors import NotAuthorized, NotSent
from campaign.models import Absent, Content, Found, Key, Login, Marker, Media, Problem, Receipt, Request, Severity, Staged, Unsure
from campaign.platforms.compare import plain
from campaign.platforms.meta import Meta, made, marker, newer

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
SHARP_PNG = 1_000_000  # bytes; a larger PNG is shown blurred (developers.facebook.com, "Photo Uploads")
NEWEST = 50  # own posts that a look-up reads
FIELDS = "id,message,created_time,permalink_url,attachments{target{id},subattachments{target{id}}}"


class Facebook(Meta):
    """One page. Options: ``page`` (its number), ``version``."""

    title = "Facebook"
    default_url = "https://graph.facebook.com"
    threads = False

    @property
    def page(self) -> str:
        """The page's number."""
        return self.account.options.get("page", "")

    def check(self, content: Content) -> list[Problem]:
        """Besides the usual: a large PNG is taken, and shown blurred."""
        blurred = [n for n, item in enumerate(content.media, 1) if item.mime == "image/png" and item.size > SHARP_PNG]
        said = [f"{self.account.id}: picture {n} is a PNG of more than 1 MB, which Facebook shows blurred." for n in blurred]
        more = [Problem(rule="blurred", severity=Severity.WARN, message=one, fix="Use a JPEG.", source="platforms") for one in said]
        return super().check(content) + more

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """Upload one picture with its alt text, unpublished."""
        file = (f"image.{ENDINGS.get(item.mime, 'bin')}", self.media(item.digest), item.mime)
        form = {"published": "false", "alt_text_custom": item.alt}
        answer = self.graph("POST", f"/{self.page}/photos", files={"source": file}, data=form, seconds=self.upload_seconds())
        remote = answer.json().get("id")
        if not remote:
            raise NotSent(f"{self.who} took a picture without giving its id.", fix="It is uploaded again.")
        return {"photo": str(remote)}

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The form of POST /page/feed."""
        body: dict[str, Any] = {"message": self.shown(content)}
        for n, ref in enumerate(staged.refs):
            body[f"attached_media[{n}]"] = json.dumps({"media_fbid": ref["photo"]})
        if content.link and not staged.refs:
            body["link"] = content.link
        return Request(method="POST", path=f"/{self.page}/feed", key=key, body=body, media=content.media)

    def baseline(self) -> Marker | None:
        """The newest own post."""
        posts = self._posts(1, paced=True)
        return marker(posts[0]) if posts else None

    def create(self, request: Request) -> Receipt:
        """Post it."""
        answer = self.graph(request.method, request.path, visible=True, data=dict(request.body))
        remote = answer.json().get("id")
        if not remote:
            raise self.no_id(answer.status)
        return Receipt(id=str(remote), url=f"https://www.facebook.com/{remote}", published_at=None)

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Read own posts since the marker: our pictures first, else words and number of pictures."""
        wanted = {json.loads(value)["media_fbid"] for name, value in request.body.items() if name.startswith("attached_media")}
        words, same = plain(request.body["message"]), []
        posts = self._posts(NEWEST)
        for post in posts:
            if post["id"] in claimed or not newer(post, since):
                continue
            pictures = _pictures(post)
            if wanted and pictures == wanted:
                return _receipt(post)
            if len(pictures) == len(wanted) and plain(str(post.get("message", ""))) == words:
                same.append(post)
        if len(same) > 1:
            return Unsure(why=f"{len(same)} posts on Facebook have this text. A person has to look which one it is.")
        if not same and len(posts) == NEWEST and newer(posts[-1], since):
            return Unsure(why="There are too many new posts on Facebook to look through. A person has to look.")
        return _receipt(same[0]) if same else Absent(proven=False, why="The post is not among our newest on Facebook.")

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        """Is it whole, with all its pictures?"""
        post = self.graph("GET", f"/{receipt.id}", params={"fields": FIELDS}).json()
        if plain(str(post.get("message", ""))) == plain(request.body["message"]) and len(_pictures(post)) == len(request.media):
            return []
        said = f"{self.account.id}: the post on Facebook does not have all its words and pictures."
        return [Problem(rule="confirm", severity=Severity.WARN, message=said, fix="Look at it.", source="platforms")]

    def delete(self, receipt: Receipt) -> None:
        """Delete it; gone already is fine."""
        answer = self.graph("DELETE", f"/{receipt.id}", accept=(400, 404))
        if answer.status >= 400 and self.code_of(answer) != (100, 33):
            self.accepted(answer, visible=False)

    def verify(self) -> Login:
        """Whose token it is: it has to be the page's own, not a person's."""
        me = self.graph("GET", "/me", params={"fields": "id,name,username"}).json()
        if str(me.get("id")) != self.page:
            said = f"{self.who}: this token belongs to {me.get('name') or 'somebody else'} ({me.get('id')}), not to the page {self.page}."
            raise NotAuthorized(said, fix="Fetch the page's own token: GET /me/accounts with a person's token lists it.")
        return Login(handle=str(me.get("username") or self.page), name=str(me.get("name", "")))

    def bearer(self) -> str | None:
        """The page's token goes with every call."""
        return self.secret("PAGE_TOKEN")

    def _posts(self, count: int, *, paced: bool = False) -> list[dict[str, Any]]:
        """Own posts, newest first."""
        answer = self.graph("GET", f"/{self.page}/published_posts", params={"fields": FIELDS, "limit": str(count)})
        return self.listed(self.pace(answer) if paced else answer)


def _pictures(post: Mapping[str, Any]) -> set[str]:
    """The ids of a post's pictures: one stands at the attachment itself, several below it."""
    found: set[str] = set()
    for one in (post.get("attachments") or {}).get("data", ()):
        below = (one.get("subattachments") or {}).get("data") or [one]
        found |= {str(item["target"]["id"]) for item in below if isinstance(item.get("target"), dict) and item["target"].get("id")}
    return found


def _receipt(post: Mapping[str, Any]) -> Receipt:
    """The address is the same as the create call's, which learns no other."""
    return Receipt(id=str(post["id"]), url=f"https://www.facebook.com/{post['id']}", published_at=made(post))
