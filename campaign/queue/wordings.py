"""What a post says on one account, and the digest of everything that an approval covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from campaign.models import Account, MediaItem, Post, Wording, digest_of


def wording(post: Post, account: Account) -> Wording:
    """What the post says on this account: its own variant, else its platform's, else the body. What a variant leaves out is the post's."""
    from campaign.text import parts

    variant = post.variants.get(account.id) or post.variants.get(account.platform)
    written = variant.parts if variant and variant.parts else parts(post.body)
    media, link = (variant.media or post.media, variant.link or post.link) if variant else (post.media, post.link)
    return Wording(parts=_said_here(written, account, post.warning or "", pictured=bool(media)), media=media, link=link)


def _said_here(written: Sequence[str], account: Account, warning: str, *, pictured: bool) -> tuple[str, ...]:
    """The parts with their mentions as they are on this platform; one that is too long is parted where the account wants threads."""
    from campaign.text import limits, measure, named, split

    found = tuple(named(part, account.mentions) for part in written)
    if account.threads == "off" or len(found) != 1:
        return found
    accepted = limits(account.platform, account.limit)

    def fits(part: str) -> bool:
        return measure(part, account.platform, limits=accepted, warning=warning, pictured=pictured).fits

    return split(found[0], fits, numbered=account.threads == "numbered") or found


def digest(post: Post, accounts: Sequence[Account], resources: Mapping[str, str]) -> str:
    """SHA-256 over what is approved: texts, pictures, alt texts, link, warning, language, replies, accounts and day.

    ``accounts`` are the post's accounts that the settings know; ``resources`` maps each font, brand and photo file in use to its
    SHA-256. Comments, order, the time of day, `kind`, `pair` and `sources` do not change it: none of them is sent.
    """
    known = {account.id: account for account in accounts if account.id in post.accounts}
    return digest_of(
        {
            "form": 1,
            "accounts": {name: _said(post, known[name]) if name in known else None for name in post.accounts},
            "day": post.at[:10],
            "warning": _clean(post.warning),
            "language": post.language,
            "replies": post.replies,
            "resources": dict(resources),
        }
    )


def _said(post: Post, account: Account) -> Mapping[str, Any]:
    said = wording(post, account)
    return {
        "platform": account.platform,
        "parts": [_clean(part) for part in said.parts],
        "media": [_picture(item) for item in said.media],
        "link": said.link,
    }


def _picture(item: MediaItem) -> Mapping[str, Any]:
    # rights, consent and expiry are promises about a photo, not what the public sees
    card = None if item.card is None else {"layout": item.card.layout, "fields": item.card.fields}
    return {"card": card, "file": item.file, "alt": _clean(item.alt)}


def _clean(text: str | None) -> str | None:
    from campaign.text import clean

    return None if text is None else clean(text)
