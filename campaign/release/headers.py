"""Title, date, area, address, language and embargo: from the front matter, or what stands in for it, with a warning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from campaign.release.dates import find_date, find_moment
from campaign.release.frontmatter import FrontMatter
from campaign.release.page import Page

_EMBARGO = re.compile(r"(?i)\b(?:embargo(?:ed)?|not for (?:publication|broadcast|release)[\w ,]{0,40}?(?:before|until|prior to))\b")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TOP = 8  # an embargo line stands above the story


@dataclass(frozen=True, kw_only=True, slots=True)
class Headers:
    """What a release says about itself."""

    title: str
    date: date | None
    area: str | None
    url: str | None
    language: str
    embargo: datetime | None
    warnings: tuple[str, ...]


def headers(front: FrontMatter, page: Page) -> Headers:
    """Read the front matter's fields; each that is missing or cannot be read is None and named in ``warnings``."""
    warnings: list[str] = []
    title = front.text("title") or _first_line(page)
    day = _date(front, warnings)
    area = front.text("area")
    if front.text("title") is None:
        warnings.append("The release has no title in its front matter: its first line was taken.")
    if area is None:
        warnings.append("The release names no area in its front matter.")
    return Headers(
        title=title,
        date=day,
        area=area,
        url=front.text("url", "link"),
        language=_language(front, warnings),
        embargo=_embargo(front, page, day, warnings),
        warnings=tuple(warnings),
    )


def _first_line(page: Page) -> str:
    block = next((b for b in page.blocks if b.kind == "heading"), page.blocks[0])
    return page.text[block.span.start : block.span.end].split("\n", 1)[0]


def _date(front: FrontMatter, warnings: list[str]) -> date | None:
    written = front.text("publish.date", "date", "publish", "published")
    if written is None:
        warnings.append("The release has no date in its front matter.")
        return None
    day, doubt = find_date(written)
    if day is None:
        warnings.append(f"The release's date “{written[:60]}” {doubt or 'cannot be read'}.")
    elif doubt:
        warnings.append(f"The release's date “{written[:60]}” {doubt}.")
    return day


def _language(front: FrontMatter, warnings: list[str]) -> str:
    written = front.text("language", "lang")
    if written is None or _LANGUAGE.fullmatch(written):
        return written or "en"
    warnings.append(f"The release's language “{written[:20]}” is not a language code such as en or cy; en was taken.")
    return "en"


def _embargo(front: FrontMatter, page: Page, day: date | None, warnings: list[str]) -> datetime | None:
    written = front.text("embargo", "embargo.until", "publish.embargo") or _embargo_line(page)
    if written is None:
        return None
    moment, doubt = find_moment(written, day)
    if moment is None:
        fix = "Give it in the front matter as `embargo: 2026-03-18 00:01`."
        warnings.append(f"There is an embargo that cannot be read: “{written[:80]}”. {fix}")
    elif doubt:
        warnings.append(f"The embargo “{written[:80]}” {doubt}.")
    return moment


def _embargo_line(page: Page) -> str | None:
    for block in page.blocks[:_TOP]:
        words = page.text[block.span.start : block.span.end]
        if len(words) < 200 and _EMBARGO.search(words):
            return " ".join(words.split())
    return None
