"""Writing a post file for people: the pinned shape, one comment where a word needs it, texts as they will be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaign.models import KINDS, MediaItem, Post, Wording
from campaign.yamlfile import Data, dump_flow, dump_scalar, dump_tree

_COLUMN = 32
_COMMENTS = {
    "id": "unique in the campaign, never reused",
    "kind": " | ".join(KINDS),
    "at": "wall time; within the day it may move without a new approval",
    "media": "in order; a card, or a file of images/photos",
    "link": "for platforms that show a link card",
    "warning": "content warning",
    "pair": "id of the same post in the other language",
    "replies": "everyone | followers | none",
    "sources": "where it stands in release.txt",
}


def render(post: Post) -> str:
    """Write a post as the text of its file. Read again it gives the same post, but for blank lines around the body."""
    lines = ["---", *_front(post), "---", post.body]
    return "\n".join(lines) + "\n"


def said(post: Post) -> dict[str, Data]:
    """What a post shows and where it stands, by the keys of its front matter."""
    return {
        "media": [_item(item) for item in post.media],
        "sources": {key: [[str(a), str(b)] for a, b in spans] for key, spans in post.sources.items()},
        "variants": {name: _variant(variant) for name, variant in post.variants.items()},
    }


def _front(post: Post) -> list[str]:
    lines = [_line(key, dump_scalar(getattr(post, key))) for key in ("id", "kind", "at")]
    lines.append(_line("accounts", dump_flow(list(post.accounts))))
    lines += _pictures(post.media)
    for key in ("link", "warning", "language", "pair", "replies"):
        lines.append(_line(key, dump_scalar(getattr(post, key))))
    lines.append(_line("sources", "" if post.sources else "{}"))
    lines += [f"  {dump_scalar(key)}: [{', '.join(f'[{a}, {b}]' for a, b in spans)}]" for key, spans in post.sources.items()]
    return lines + dump_tree({"variants": {name: _variant(variant) for name, variant in post.variants.items()}}, width=0)


def _line(key: str, value: str) -> str:
    text = f"{key}: {value}".rstrip()
    return f"{text:<{_COLUMN - 1}} # {_COMMENTS[key]}" if key in _COMMENTS else text


def _pictures(items: tuple[MediaItem, ...]) -> list[str]:
    if not items:
        return ["media: []"]
    lines = [_line("media", "")]
    for item in items:
        first, *rest = dump_tree(_item(item), 4, 120)
        lines += [f"  - {first.lstrip(' ')}", *rest]
    return lines


def _item(item: MediaItem) -> Data:
    if item.card is not None:
        card: Data = {"layout": item.card.layout, "fields": _data(item.card.fields)}
        return {"card": card, "alt": item.alt, **_given(item, "rights", "consent", "expires")}
    return {"file": item.file, "alt": item.alt, "rights": item.rights, "consent": item.consent, **_given(item, "expires")}


def _given(item: MediaItem, *keys: str) -> dict[str, Data]:
    return {key: str(value) for key in keys if (value := getattr(item, key)) is not None}


def _data(value: Any) -> Data:
    if isinstance(value, Mapping):
        return {str(key): _data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_data(inner) for inner in value]
    return None if value is None else str(value)


def _variant(variant: Wording) -> Data:
    text = "\n---\n".join(variant.parts) + "\n"
    if not variant.media and variant.link is None:
        return text
    more: dict[str, Data] = {"media": [_item(item) for item in variant.media]} if variant.media else {}
    link: dict[str, Data] = {"link": variant.link} if variant.link else {}
    return {**({"text": text} if variant.parts else {}), **more, **link}
