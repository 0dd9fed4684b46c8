"""Title, date, area, address, language and embargo: from the front matter, or what stands in for it, with a warning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from campaign.release.dates import find_date
from campaign.release.embargo import Embargo, find_embargo
from campaign.release.frontmatter import FrontMatter
from campaign.release.language import is_welsh
from campaign.release.page import Reading, Sheet

_LETTERHEAD = re.compile(
    r"(?i)\b(?:press|news|media) (?:release|statement|notice|bulletin)\b|\bfor immediate (?:release|use)\b|\bembargo"
    r"|^(?:date|issued|ref(?:erence)?)\b ?:"
)
_TOP = 6  # the headline stands under no more than a letterhead, an embargo and a date
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Headers:
    """What a release says about itself."""

    title: str
    date: date | None
    area: str | None
    url: str | None
    language: str
    embargo: Embargo
    warnings: tuple[str, ...]


def headers(read: Reading, page: Sheet) -> Headers:
    """Read the front matter's fields; each that is missing or cannot be read is None and named in ``warnings``."""
    front = read.front
    warnings: list[str] = []
    title = front.text("title") or _first_line(page)
    day = _date(front, page, warnings)
    area = front.text("area")
    if front.text("title") is None:
        warnings.append("The release has no title in its front matter: its first line was taken.")
    if area is None:
        warnings.append("The release names no area in its front matter.")
    said = front.text("embargo", "embargo.until", "publish.embargo") or read.embargo
    embargo = find_embargo(said, (page.words(b) for b in page.blocks), day)
    return Headers(
        title=title,
        date=day,
        area=area,
        url=front.text("url", "link"),
        language=_language(front, page, warnings),
        embargo=embargo,
        warnings=(*warnings, *embargo.warnings),
    )


def _first_line(page: Sheet) -> str:
    heading = next((b for b in page.blocks if b.kind == "heading"), None)
    lines = [page.words(block).split("\n", 1)[0] for block in page.blocks[:_TOP] if not _LETTERHEAD.search(page.words(block)[:200])]
    if heading is not None or not lines:
        return page.words(heading or page.blocks[0]).split("\n", 1)[0]
    return lines[0]


def _date(front: FrontMatter, page: Sheet, warnings: list[str]) -> date | None:
    written = front.text("publish.date", "date", "publish", "published") or page.dated
    if written is None:
        warnings.append("The release has no date in its front matter.")
        return None
    day, doubt = find_date(written)
    if day is None:
        warnings.append(f"The release's date “{written[:60]}” {doubt or 'cannot be read'}.")
    elif doubt:
        warnings.append(f"The release's date “{written[:60]}” {doubt}.")
    return day


def _language(front: FrontMatter, page: Sheet, warnings: list[str]) -> str:
    written = front.text("language", "lang")
    if written is None:
        return "cy" if is_welsh(page.words(block) for block in page.blocks) else "en"
    if _LANGUAGE.fullmatch(written):
        return "cy" if written.casefold().startswith("cy-") else written
    warnings.append(f"The release's language “{written[:20]}” is not a language code such as en or cy; en was taken.")
    return "en"
