"""How long a text is on a platform, and what that platform makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from campaign.models import Limits, Measure
from campaign.text import bluesky, mastodon, x
from campaign.text.entities import Entity, without_overlaps
from campaign.text.limits import limits as limits_of
from campaign.text.marks import sent
from campaign.text.plain import clean, graphemes, utf16

_SHORT = 1_000
MOST_CHARACTERS = 100_000  # no platform takes a tenth of it; beyond it nothing is searched


def measure(text: str, platform: str, *, limits: Limits | None = None, warning: str = "", pictured: bool = False) -> Measure:
    """Count ``text`` (cleaned first) in the platform's own unit, with the links, hashtags and mentions it will make.

    ``warning`` is the content warning, which Mastodon counts as well. ``pictured``: a picture goes with it, under which some
    platforms take less (Telegram). LinkedIn is counted as it is sent, with its escapes, because no page of LinkedIn says how.
    Where a platform has a second limit in bytes (Bluesky), ``fits`` says whether both are kept. On X neither an empty text
    fits nor one with a character that it refuses. Values are without their sign (``#``, ``@``). Raises ConfigError for an unknown platform.
    """
    limits = limits or limits_of(platform)
    text, warning = clean(text), clean(warning)
    if len(text) > MOST_CHARACTERS:
        return Measure(platform=platform, length=len(text), limit=limits.length, fits=False)
    count = _counted if len(text) <= _SHORT else _length  # long texts are not kept
    length, valid = count(sent(text, platform) if platform == "linkedin" else text, limits, warning)
    limit = limits.caption if pictured and limits.caption is not None else limits.length
    fits = valid and length <= limit and (limits.bytes is None or len(text.encode()) <= limits.bytes)
    found = _found(text, limits)
    return Measure(
        platform=platform, length=length, limit=limit, fits=fits,
        links=found["links"], hashtags=found["hashtags"], mentions=found["mentions"],
    )  # fmt: skip


def overflow(text: str, platform: str, *, limits: Limits | None = None, pictured: bool = False) -> int:
    """Where in ``text`` the first character stands that is too much; its length when all of it fits."""
    fits, over = 0, len(text) + 1
    while over - fits > 1:
        middle = (fits + over) // 2
        if measure(text[:middle], platform, limits=limits, pictured=pictured).fits:
            fits = middle
        else:
            over = middle
    return fits


def entities_of(text: str, platform: str) -> list[Entity]:
    """The links, hashtags and mentions of ``text`` with their places, as the platform finds them."""
    finder = mastodon if limits_of(platform).unit == "mastodon" else x
    return without_overlaps([*finder.links(text), *finder.hashtags(text), *finder.mentions(text)])


def _length(text: str, limits: Limits, warning: str) -> tuple[int, bool]:
    match limits.unit:
        case "weighted":
            return x.weigh(text).weight, text != "" and x.forbidden(text) is None
        case "graphemes":
            return graphemes(text), True
        case "mastodon":
            return mastodon.countable(text, warning=warning, url_length=limits.url_length or 23), True
        case "utf8":
            return len(text.encode()), True
        case "utf16":
            return utf16(text), True
        case "codepoints":
            return len(text), True


@lru_cache(maxsize=4096)  # a day's forms and endings are tried on its accounts again and again
def _counted(text: str, limits: Limits, warning: str) -> tuple[int, bool]:
    return _length(text, limits, warning)


def _found(text: str, limits: Limits) -> dict[str, tuple[str, ...]]:
    if limits.unit == "graphemes":
        return _bluesky(text)
    finder = mastodon if limits.unit == "mastodon" else x
    return {
        "links": _values(finder.links(text)),
        "hashtags": _values(finder.hashtags(text)),
        "mentions": _values(finder.mentions(text)),
    }


def _values(found: Iterable[Entity]) -> tuple[str, ...]:
    return tuple(entity.value for entity in found)


def _bluesky(text: str) -> dict[str, tuple[str, ...]]:
    found = bluesky.facets(text)
    kinds = {"links": "link", "hashtags": "tag", "mentions": "mention"}
    return {name: tuple(facet.value for facet in found if facet.kind == kind) for name, kind in kinds.items()}
