"""What each platform accepts: the one place for these numbers, each with where it comes from and when it was read.

Where a unit is not known, the one that counts more is used: counting too much costs a few words, too little loses a post.
A server's own answer (Mastodon) or a setting (``limit`` of an account) goes before the number here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date

from campaign.errors import ConfigError
from campaign.models import Limits

_CHECKED = date(2026, 11, 23)
_PNG, _JPEG, _GIF, _WEBP = "image/png", "image/jpeg", "image/gif", "image/webp"

LIMITS: Mapping[str, Limits] = {
    "outbox": Limits(
        length=10_000, unit="codepoints", source="our own folder: as generous as any platform", checked=_CHECKED,
        images=20, alt=4_000, image_bytes=16_000_000, formats=(_PNG, _JPEG, _GIF, _WEBP),
    ),
    "x": Limits(
        length=280, unit="weighted", source="https://docs.x.com/fundamentals/counting-characters", checked=_CHECKED,
        url_length=23, images=4, alt=1_000, image_bytes=5_000_000, formats=(_PNG, _JPEG, _GIF, _WEBP),
    ),
    # Images may have 2,000,000 bytes since April 2026; servers that are behind refuse more than 976 kB.
    "bluesky": Limits(
        length=300, unit="graphemes", source="https://github.com/bluesky-social/atproto (lexicon app.bsky.feed.post)", checked=_CHECKED,
        bytes=3_000, images=4, alt=2_000, image_bytes=976_000, formats=(_PNG, _JPEG, _WEBP),
    ),
    "mastodon": Limits(
        length=500, unit="mastodon", source="https://docs.joinmastodon.org/entities/Instance/ (its default)", checked=_CHECKED,
        url_length=23, images=4, alt=1_500, image_bytes=16_000_000, formats=(_PNG, _JPEG, _GIF, _WEBP),
    ),
    # Facebook's stop is said to be 63,206; other tools stop at 5,000, which is advice. A PNG over 1 MB is blurred.
    "facebook": Limits(
        length=63_206, unit="utf16", source="reports of other tools; on no current page of Meta", checked=_CHECKED,
        images=10, alt=1_000, image_bytes=4_000_000, formats=(_PNG, _JPEG),
    ),
    "instagram": Limits(
        length=2_200, unit="utf16", source="https://developers.facebook.com/docs/instagram-platform/content-publishing", checked=_CHECKED,
        images=10, alt=1_000, image_bytes=8_000_000, formats=(_JPEG,),
    ),
    "threads": Limits(
        length=500, unit="utf8", source="https://developers.facebook.com/docs/threads/posts", checked=_CHECKED,
        images=20, alt=1_000, image_bytes=8_000_000, formats=(_JPEG, _PNG),
    ),
    "linkedin": Limits(
        length=3_000, unit="utf16", source="reports of other tools; the unit is on no page of LinkedIn", checked=_CHECKED,
        images=20, alt=4_086, image_bytes=5_000_000, formats=(_PNG, _JPEG, _GIF),
    ),
    # Telegram has no field for alt text: 0.
    "telegram": Limits(
        length=4_096, unit="utf16", source="https://core.telegram.org/bots/api#sendmessage", checked=_CHECKED,
        caption=1_024, images=10, alt=0, image_bytes=10_000_000, formats=(_PNG, _JPEG),
    ),
    # A person pastes these; 8,192 is what Nextdoor's partner interface takes.
    "handoff": Limits(
        length=8_192, unit="utf8", source="https://developer.nextdoor.com (partner interface)", checked=_CHECKED,
        images=10, alt=1_000, image_bytes=5_000_000, formats=(_PNG, _JPEG),
    ),
}  # fmt: skip

PLATFORMS: tuple[str, ...] = tuple(LIMITS)


def limits(platform: str, override: int | None = None) -> Limits:
    """The limits of a platform; ``override`` is an account's own text limit (X Premium, a Mastodon server).

    Raises ConfigError for a platform that is not in the table.
    """
    if platform not in LIMITS:
        raise ConfigError(f'There is no platform "{platform}".', fix=f"Known are: {', '.join(PLATFORMS)}.")
    found = LIMITS[platform]
    return found if override is None else dataclasses.replace(found, length=override)
