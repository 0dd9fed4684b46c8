"""The fields of a post's front matter: how each is read, and what it lacks before it can be approved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from campaign.config.days import how_to_write
from campaign.models import KINDS, Card, Kind, MediaItem, Post, Span, Wording
from campaign.queue.complaints import Complaints, Unreadable

Replies = Literal["everyone", "followers", "none"]
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_AT = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)(:\d\d)?( [A-Z]{2,5})?", re.ASCII)
_PHOTO_NEEDS = {"alt": "alt text", "rights": "note of who gave the rights", "consent": "note of the consent of who is shown"}
_MEDIA_KEYS = ("card", "file", "alt", "rights", "consent", "expires")


def good_time(text: str) -> bool:
    """Whether a time is written as in ``2026-03-18 09:30``, with seconds or a zone's letters if need be, and could exist."""
    found = _AT.fullmatch(text)
    if not found:
        return False
    try:
        datetime.fromisoformat(found[1] + (found[2] or ""))
    except ValueError:
        return False
    return True


def _id(value: Any, notes: Complaints) -> str:
    text = notes.text(value, "id")
    if _ID.fullmatch(text):
        return text
    raise notes.hold("id", "id", f"'{text}' cannot be the id of a post.", "Use small letters, digits and hyphens, like signs-1.")


def _kind(value: Any, notes: Complaints) -> Kind:
    return cast("Kind", notes.choice(notes.text(value, "kind"), KINDS, "kind"))


def _at(value: Any, notes: Complaints) -> str:
    text = notes.text(value, "at")
    if good_time(text):
        return text
    day = f" {how_to_write(text)}" if "-" not in text[4:5] else ""
    fix = f"Write it like 2026-03-18 09:30; seconds may follow, and in the night the clocks go back also BST or GMT.{day}"
    raise notes.hold("at", "at", f"'{text}' is no date and time.", fix)


def _accounts(value: Any, notes: Complaints) -> tuple[str, ...]:
    listed = notes.listed(value, "accounts")
    found = [notes.text(item, f"accounts.{n}") for n, item in enumerate(listed)]
    for n, name in enumerate(found):
        if name in found[:n]:
            notes.hold("twice", f"accounts.{n}", f"The account '{name}' stands here twice.", "Delete one of them.")
    if not found:
        raise notes.hold("missing", "accounts", "The post is for no account.", "Name at least one: accounts: [practice]")
    return tuple(found)


def _link(value: Any, notes: Complaints, path: str = "link") -> str:
    text = notes.text(value, path)
    if re.fullmatch(r"https?://[^\s/]+\S*", text):
        return text
    raise notes.hold("link", path, f"'{text}' is no web address.", "Write it with https:// in front.")


def _language(value: Any, notes: Complaints) -> str:
    text = notes.text(value, "language")
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        return text
    raise notes.hold("language", "language", f"'{text}' is no language code.", "Write it like en or cy.")


def _replies(value: Any, notes: Complaints) -> Replies:
    return cast("Replies", notes.choice(notes.text(value, "replies"), get_args(Replies), "replies"))


def _sources(value: Any, notes: Complaints) -> dict[str, tuple[Span, ...]]:
    return {key: _spans(spans, f"sources.{key}", notes) for key, spans in notes.group(value, "sources").items()}


def _spans(value: Any, path: str, notes: Complaints) -> tuple[Span, ...]:
    fix = "Write pairs of offsets into release.txt, like [[640, 702]]."
    found = []
    for pair in notes.listed(value, path):
        whole = isinstance(pair, list) and len(pair) == 2 and all(isinstance(n, str) and re.fullmatch("[0-9]{1,9}", n) for n in pair)
        if not whole or int(pair[0]) >= int(pair[1]):
            raise notes.hold("sources", path, "This is no span of the release.", fix)
        found.append(Span(int(pair[0]), int(pair[1])))
    return tuple(found)


def _media(value: Any, notes: Complaints, path: str = "media") -> tuple[MediaItem, ...]:
    return tuple(_item(item, f"{path}.{n}", notes) for n, item in enumerate(notes.listed(value, path)))


def _item(value: Any, path: str, notes: Complaints) -> MediaItem:
    data = notes.group(value, path)
    notes.unknown(data, _MEDIA_KEYS, path)
    given = [key for key in ("card", "file") if data.get(key) is not None]
    if len(given) != 1:
        raise notes.hold("media", path, "A picture is either a card or a file.", "Write `card:` or `file:`, one of them.")
    alt, rights, consent = (notes.optional(data.get(key), f"{path}.{key}") for key in ("alt", "rights", "consent"))
    return MediaItem(
        card=_card(data["card"], f"{path}.card", notes) if given == ["card"] else None,
        file=_file(data["file"], f"{path}.file", notes) if given == ["file"] else None,
        alt=alt,
        rights=rights,
        consent=consent,
        expires=_day(data.get("expires"), f"{path}.expires", notes),
    )


def _card(value: Any, path: str, notes: Complaints) -> Card:
    data = notes.group(value, path)
    notes.unknown(data, ("layout", "fields"), path)
    return Card(layout=notes.text(data.get("layout"), f"{path}.layout"), fields=notes.group(data.get("fields"), f"{path}.fields"))


def _file(value: Any, path: str, notes: Complaints) -> str:
    text = notes.text(value, path)
    if text.startswith(("/", "~")) or ".." in text.split("/") or "\\" in text or "\0" in text:
        raise notes.hold("media", path, f"'{text}' does not lie in images/photos.", "Put the picture there and write its name.")
    return text


def _day(value: Any, path: str, notes: Complaints) -> date | None:
    text = notes.optional(value, path)
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise notes.hold("date", path, f"'{text}' is no date.", how_to_write(text or "", "2026-11-11")) from None


def _variants(value: Any, notes: Complaints) -> dict[str, Wording]:
    return {name: _variant(variant, f"variants.{name}", notes) for name, variant in notes.group(value, "variants").items()}


def _variant(value: Any, path: str, notes: Complaints) -> Wording:
    from campaign.text import parts

    if not isinstance(value, dict):
        return Wording(parts=parts(notes.text(value, path)))
    notes.unknown(value, ("text", "media", "link"), path)
    link = None if value.get("link") is None else _link(value["link"], notes, f"{path}.link")
    if value.get("media") == []:
        fix = "Leave `media` out to keep the post's pictures, or list others."
        raise notes.hold("media", f"{path}.media", "A variant cannot take the pictures away.", fix)
    text = notes.optional(value.get("text"), f"{path}.text")
    return Wording(parts=parts(text) if text else (), media=_media(value.get("media"), notes, f"{path}.media"), link=link)


Reader = Callable[[Any, Complaints], Any]
READERS: Mapping[str, Reader] = {
    "id": _id,
    "kind": _kind,
    "at": _at,
    "accounts": _accounts,
    "media": _media,
    "link": _link,
    "warning": lambda value, notes: notes.text(value, "warning"),
    "language": _language,
    "pair": lambda value, notes: notes.text(value, "pair"),
    "replies": _replies,
    "sources": _sources,
    "variants": _variants,
}


def needed_for_approval(post: Post, notes: Complaints) -> None:
    """Note what can be read but not approved: a post without words, a photo without alt text, rights or consent."""
    from campaign.text import parts

    if not parts(post.body):
        notes.note("empty", "body", "The post has no words.", "Write them below the second line of ---.")
    for name, variant in post.variants.items():
        if not (variant.parts or variant.media or variant.link):
            notes.note("empty", f"variants.{name}", f"The variant '{name}' says nothing.", "Write its text, or delete it.")
    for path, items in (("media", post.media), *((f"variants.{name}.media", v.media) for name, v in post.variants.items())):
        for n, item in enumerate(items):
            for key, what in _PHOTO_NEEDS.items():
                if item.file is not None and getattr(item, key) is None:
                    notes.note("photo", f"{path}.{n}", f"The photo {item.file} has no {what}.", f"Add `{key}:` under it.")


__all__ = ["READERS", "Unreadable", "good_time", "needed_for_approval"]
