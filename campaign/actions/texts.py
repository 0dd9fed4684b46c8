"""What a post says on each of its accounts: the parts, the pictures, the contents that are frozen at approval."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from campaign import cards, queue, text
from campaign.actions import serverlimits
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError, CardError, PostError
from campaign.models import Account, Campaign, Card, Content, Limits, Measure, Media, MediaItem, Post, Wording

PHOTO_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def limits(workspace: Workspace, account: Account) -> Limits:
    """What an account's platform accepts, as its server has said or the settings say."""
    return serverlimits.known(workspace, account)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A post on one account: its wording and how long each part is there."""

    account: Account
    wording: Wording
    measures: tuple[Measure, ...]

    @property
    def fits(self) -> bool:
        """Whether every part fits."""
        return all(m.fits for m in self.measures)


def said(workspace: Workspace, post: Post) -> list[Said]:
    """A post on each of its accounts that config.yaml knows."""
    found = []
    for name in post.accounts:
        if (account := workspace.config.accounts.get(name)) is not None:
            wording = queue.wording(post, account)
            wording = replace(wording, media=cards.carousel(wording.media, workspace.brand))
            accepted = limits(workspace, account)
            measures = [
                text.measure(part, account.platform, limits=accepted, warning=post.warning or "", pictured=bool(wording.media) and n == 0)
                for n, part in enumerate(wording.parts)
            ]
            found.append(Said(account=account, wording=wording, measures=tuple(measures)))
    return found


def photo(workspace: Workspace, item: MediaItem) -> Path:
    """The file of a picture that is not a card. Raises PostError when it is missing or lies outside images/photos."""
    folder = (workspace.root / "images" / "photos").resolve()
    given = workspace.root / (item.file or "")
    path = (given if given.exists() else folder / (item.file or "")).resolve()
    if not path.is_relative_to(folder):
        raise PostError(f"The picture {item.file} is not in images/photos.", fix="Put it there; nothing else is published.")
    if not path.is_file():
        raise PostError(f"There is no picture {item.file} in images/photos.", fix="Put it there, or name another.")
    if path.suffix.lower() not in PHOTO_TYPES:
        raise PostError(f"The picture {item.file} is no PNG or JPEG.", fix="Save it as one of them.")
    return path


def alt(workspace: Workspace, item: MediaItem) -> str:
    """The alt text of a picture: as written, or made from the card."""
    if item.alt is not None or item.card is None:
        return item.alt or ""
    return cards.alt_text(item.card, workspace.brand)


def resources(workspace: Workspace, post: Post) -> dict[str, str]:
    """The hashes of every file that the post's pictures are made of: brand, fonts, logo, photos."""
    items = [*post.media, *(m for v in post.variants.values() for m in v.media)]
    found: dict[str, str] = {}
    if any(item.card is not None for item in items):
        found |= cards.brand_resources(workspace.brand)
    for item in items:
        if item.file is not None:
            found[item.file] = hashlib.sha256(_bytes(photo(workspace, item))).hexdigest()
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PostError(f"The picture {path.name} cannot be read: {error.strerror}.", fix="Check who may read it.") from error


def digest(workspace: Workspace, post: Post) -> str:
    """The content digest of a post as its file says it now."""
    accounts = [workspace.config.accounts[a] for a in post.accounts if a in workspace.config.accounts]
    return queue.digest(post, accounts, resources(workspace, post))


def safe_digest(workspace: Workspace, post: Post) -> str | None:
    """The same, or None where a picture is missing."""
    try:
        return digest(workspace, post)
    except CampaignError:
        return None


def freeze(workspace: Workspace, campaign: Campaign, post: Post, one: Said) -> tuple[Content, ...]:
    """The contents of a post on one account, with its pictures drawn and stored. Raises CardError or PostError."""
    media = tuple(_media(workspace, item, one.account) for item in one.wording.media)
    parts = one.wording.parts
    return tuple(
        Content(
            text=text.clean(part),
            # The pictures stand at the first part of a thread, the link card too.
            media=media if n == 1 else (),
            link=one.wording.link if n == 1 else None,
            warning=post.warning,
            language=post.language,
            replies=post.replies,
            part=n,
            parts=len(parts),
            campaign=campaign.name,
            post=post.id,
            account=one.account.id,
        )
        for n, part in enumerate(parts, 1)
    )


def _media(workspace: Workspace, item: MediaItem, account: Account) -> Media:
    if item.card is not None:
        drawn = _drawn(workspace, item.card, account)
        key = workspace.media.put(drawn.data)
        return Media(digest=key, mime=drawn.mime, width=drawn.width, height=drawn.height, size=len(drawn.data), alt=alt(workspace, item))
    sent = fitted(workspace, item, account)
    key = workspace.media.put(sent.data)
    return Media(digest=key, mime=sent.mime, width=sent.width, height=sent.height, size=len(sent.data), alt=alt(workspace, item))


def fitted(workspace: Workspace, item: MediaItem, account: Account) -> cards.FittedPhoto:
    """A photo as it goes to an account. Raises PostError or CardError."""
    path, taken = photo(workspace, item), limits(workspace, account)
    blurred = LARGE_PNG.get(account.platform) if path.suffix.lower() == ".png" else None
    most = min(taken.image_bytes, blurred or taken.image_bytes)
    try:
        return cards.fit_photo(_bytes(path), account.platform, formats=taken.formats, most_bytes=most)
    except CardError as error:
        raise PostError(error.message, file=path, fix=error.fix) from error


def photo_size(workspace: Workspace, item: MediaItem) -> tuple[int, int]:
    """Width and height of a picture that is no card. Raises PostError when it is missing, damaged or too large to be read."""
    path = photo(workspace, item)
    try:
        return cards.image_size(_bytes(path))
    except CardError as error:
        raise PostError(error.message, file=path, fix=error.fix) from error


def _drawn(workspace: Workspace, card: Card, account: Account) -> cards.Drawn:
    """A card in a format that the platform takes: PNG, or JPEG where it takes no other or the PNG is too large for it."""
    taken, size = limits(workspace, account), cards.size_for(account.platform)
    most = min(taken.image_bytes, LARGE_PNG.get(account.platform, taken.image_bytes))
    photo = "photo" in card.fields and "image/jpeg" in taken.formats  # a photo as PNG is ten times as large, and no sharper
    if "image/png" in taken.formats and not photo:
        drawn = cards.draw(card, workspace.brand, size)
        if len(drawn.data) <= most or "image/jpeg" not in taken.formats:
            return drawn
    return cards.draw(card, workspace.brand, size, mime="image/jpeg")


LARGE_PNG = {"facebook": 1_000_000}
"""Bytes over which a platform takes a PNG and shows it blurred (developers.facebook.com, "Photo Uploads")."""


def every_text(post: Post) -> Mapping[str, Sequence[str]]:
    """Every text of a post by the field it stands in: body, warning, variants, and the words on its cards and in alt texts."""
    found: dict[str, list[str]] = {"body": [post.body]}
    if post.warning:
        found["warning"] = [post.warning]
    for name, variant in post.variants.items():
        found[f"variants.{name}"] = list(variant.parts)
        found |= {f"variants.{name}.media.{n}": _pictured(m) for n, m in enumerate(variant.media) if m not in post.media}
    return found | {f"media.{n}": _pictured(item) for n, item in enumerate(post.media)}


def _pictured(item: MediaItem) -> list[str]:
    """The words on a card and in an alt text that a person wrote."""
    found = [item.alt] if item.alt else []
    if item.card is not None:
        found += _words(item.card.fields)
        if item.card.layout == "quote":  # on a card speech stands without its marks
            found += [f"“{part}”" for part in str(item.card.fields.get("quote", "")).split("\n\n")]
    return found


def _words(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        # What a number is for, and a card's look, are words of ours, not claims.
        return [word for key, v in value.items() if key not in {"purpose", "theme", "photo"} for word in _words(v)]
    return [word for v in value for word in _words(v)] if isinstance(value, Sequence) else []
