"""HTML files and web pages: the story without what stands around it; headline, date and address from the page itself."""

from __future__ import annotations

from campaign.release.charset import decode_page
from campaign.release.frontmatter import FrontMatter
from campaign.release.layout import Layout
from campaign.release.links import Links
from campaign.release.metadata import metadata
from campaign.release.page import Page, Reading
from campaign.release.story import story
from campaign.release.tree import grow, weigh


def reading(data: bytes, name: str, *, charset: str | None = None, address: str | None = None) -> Reading:
    """Read a page. ``charset`` is what its server called it, ``address`` where it came from.

    Raises:
        ReleaseError: it is too large.
    """
    markup, warnings = decode_page(data, charset)
    top = grow(markup, name)
    weigh(top)
    said = metadata(top, top, address=address)[0]  # before the page is cut down: dates stand in what is cut
    root = story(top)
    own, skip = metadata(top, root, address=address)
    fields = {**said, **{key: own[key] for key in ("title",) if key in own}}
    page, links = Page(), Links(own=fields.get("url"))
    Layout(page, links, skip=skip).lay(root)
    links.add_to(page)
    return Reading(page=page, front=FrontMatter(body="", data=fields, present=True), warnings=tuple(warnings))
