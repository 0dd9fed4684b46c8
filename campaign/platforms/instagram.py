"""An Instagram professional account. JPEG only, fetched from a public address. Source: platforms.md 6."""

from __future__ import annotations

from campaign import text
from campaign.models import Content, Media, Problem, Severity
from campaign.platforms.containers import Containers

HASHTAGS, MENTIONS = 30, 20
NARROWEST, WIDEST = 4 / 5, 1.91
SLACK = 0.01  # 1080 × 1350 is 4:5 exactly; a pixel of rounding is taken


class Instagram(Containers):
    """One account. Options: ``user`` (its number), ``version``."""

    title = "Instagram"
    default_url = "https://graph.instagram.com"
    threads = False
    make_path, publish_path, list_path, quota_path = "media", "media_publish", "media", "content_publishing_limit"
    status_field, text_field, grant = "status_code", "caption", "ig_refresh_token"

    def check(self, content: Content) -> list[Problem]:
        """Besides the usual: a picture there must be, of a shape that is not cut, and not too many tags."""
        found = super().check(content)
        measured = text.measure(self.shown(content), "instagram", limits=self.limits())
        wrong = []
        if not content.media:
            wrong.append(("images", "Instagram takes no post without a picture.", "Add a card, or leave this account out."))
        for n, item in enumerate(content.media, 1):
            if not NARROWEST - SLACK <= item.width / item.height <= WIDEST + SLACK:
                said = f"picture {n} is {item.width} × {item.height}; Instagram takes shapes from 4:5 to 1.91:1."
                wrong.append(("shape", said, "Use a card of 1080 × 1350, or crop the picture."))
        if len(measured.hashtags) > HASHTAGS or len(measured.mentions) > MENTIONS:
            said = f"{len(measured.hashtags)} hashtags and {len(measured.mentions)} mentions; Instagram takes {HASHTAGS} and {MENTIONS}."
            wrong.append(("tags", said, "Take some out."))
        return found + [
            Problem(rule=rule, severity=Severity.STOP, message=f"{self.account.id}: {said}", fix=fix, source="platforms")
            for rule, said, fix in wrong
        ]

    def fields(self, content: Content, item: Media | None, *, child: bool) -> dict[str, str]:
        """A picture with its alt text, and the caption where it stands alone."""
        assert item is not None  # ``check`` refuses a post without a picture
        more = {"is_carousel_item": "true"} if child else {"caption": self.shown(content)}
        return {"image_url": self.address(item), "alt_text": item.alt, **more}
