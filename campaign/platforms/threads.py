"""A Threads account. Pictures are fetched from a public address; a text may stand alone, and parts reply to one another.

Source: platforms.md 7. "Media Not Found" (24/4279009) right after a container is filled is a known race there: the container is asked,
and the same one is published again.
"""

from __future__ import annotations

from campaign import text
from campaign.models import Content, Media, Problem, Receipt, Severity
from campaign.platforms.containers import Containers

LINKS = 5
REPLIES = {"everyone": "everyone", "followers": "followers_only", "none": "mentioned_only"}


class Threads(Containers):
    """One account. Options: ``user`` (its number), ``version``."""

    title = "Threads"
    default_url = "https://graph.threads.net"
    usual_version = "v1.0"
    limits_replies = True
    make_path, publish_path, list_path, quota_path = "threads", "threads_publish", "threads", "threads_publishing_limit"
    status_field, text_field, grant = "status", "text", "th_refresh_token"

    def check(self, content: Content) -> list[Problem]:
        """Besides the usual: at most five different links."""
        found = super().check(content)
        links = {link.lower() for link in text.measure(self.shown(content), "threads", limits=self.limits()).links}
        if len(links) > LINKS:
            said = f"{self.account.id}: {len(links)} links, and Threads takes {LINKS}."
            found.append(Problem(rule="links", severity=Severity.STOP, message=said, fix="Take some out.", source="platforms"))
        return found

    def fields(self, content: Content, item: Media | None, *, child: bool) -> dict[str, str]:
        """A text, or a picture with its alt text."""
        if child:
            assert item is not None
            return {"media_type": "IMAGE", "image_url": self.address(item), "alt_text": item.alt, "is_carousel_item": "true"}
        said = {"text": self.shown(content), "reply_control": REPLIES[content.replies]}
        if item is None:
            return {"media_type": "TEXT", **said}
        return {"media_type": "IMAGE", "image_url": self.address(item), "alt_text": item.alt, **said}

    def album(self, content: Content, children: list[str]) -> dict[str, str]:
        """Who may reply stands at the whole."""
        return {**super().album(content, children), "reply_control": REPLIES[content.replies]}

    def replying(self, reply_to: Receipt | None) -> dict[str, str]:
        """A part replies to the one before."""
        return {"reply_to_id": reply_to.id} if reply_to else {}
