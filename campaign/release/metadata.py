"""What a web page says about itself: title, date, address, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from campaign.release.dates import find_date
from campaign.release.furniture import is_dated
from campaign.release.tree import Node

# the best first: https://ogp.me, https://schema.org/datePublished, https://www.dublincore.org/specifications/dublin-core/dcmi-terms/
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "govuk:first-published-at", "dcterms.issued", "dc.date.issued",
    "dcterms.created", "dc.date", "dcterms.date", "date", "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date",
    "govuk:public-updated-at", "og:published_time", "article.published", "last-modified", "dcterms.modified",
)  # fmt: skip
_SUFFIX = re.compile(r"\s+[|–—·»:-]\s+[^|–—·»]{2,60}$")
_DEEP = 20  # how deep the linked data of a page is looked into


def metadata(top: Node, story: Node, *, address: str | None = None) -> tuple[dict[str, str], frozenset[int]]:
    """Front matter's fields of a page, and the elements that hold them and so are no part of the body."""
    said = _meta(top)
    title, heading = _title(top, story, said)
    fields = {
        "title": title,
        "date": _date(top, story, said),
        "url": _address(top, said, address),
        "language": _language(top),
    }
    return {key: value for key, value in fields.items() if value}, frozenset({id(heading)} if heading is not None else ())


def _meta(top: Node) -> dict[str, str]:
    out: dict[str, str] = {}
    for node in top.find("meta"):
        name = (node.attrs.get("property") or node.attrs.get("name") or node.attrs.get("itemprop") or "").lower()
        if name and node.attrs.get("content", "").strip():
            out.setdefault(name, node.attrs["content"])
    return out


def _title(top: Node, story: Node, said: dict[str, str]) -> tuple[str, Node | None]:
    shared = " ".join(said.get("og:title", said.get("twitter:title", "")).split())
    named = next((node.text() for node in top.find("title")), "")
    heads = [h for h in (*story.find("h1"), *top.find("h1")) if h.text()]
    known = _folded(shared) + "\n" + _folded(named)
    # the site's own name is often an h1 as well: the headline is the one that the page's title repeats
    head = next((h for h in heads if _folded(h.text()) in known), heads[0] if heads else None)
    if head is not None:
        return head.text(), head
    return _SUFFIX.sub("", shared or named), None


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _date(top: Node, story: Node, said: dict[str, str]) -> str | None:
    written = [*(said[name] for name in _DATES[:4] if name in said), *_linked(top), *(said[name] for name in _DATES[4:] if name in said)]
    times = [t.attrs.get("datetime") or t.text() for t in (*story.find("time"), *top.find("time"))]
    lines = (n.text() for n in top.find("p", "span", "div", "dd", "li", "small") if n.chars < 120)
    return next((text for text in _all(written, times, (line for line in lines if is_dated(line))) if find_date(text)[0]), None)


def _all(*groups: Iterable[str]) -> Iterator[str]:
    for group in groups:
        yield from group


def _linked(top: Node) -> Iterator[str]:
    """``datePublished`` of the page's linked data (https://json-ld.org)."""
    for node in top.find("script"):
        if "ld+json" not in node.attrs.get("type", ""):
            continue
        try:
            data = json.loads("".join(kid for kid in node.kids if isinstance(kid, str)))
        except (ValueError, RecursionError):
            continue
        yield from _published(data)


def _published(data: Any) -> Iterator[str]:
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, dict) and isinstance(value.get("datePublished"), str):
            yield value["datePublished"]
        if depth < _DEEP and isinstance(value, dict | list):
            waiting.extend((below, depth + 1) for below in (value.values() if isinstance(value, dict) else value))


def _address(top: Node, said: dict[str, str], address: str | None) -> str | None:
    links = [n.attrs.get("href", "").strip() for n in top.find("link") if "canonical" in n.attrs.get("rel", "").lower().split()]
    for written in (*links, said.get("og:url", "").strip()):
        try:
            whole = urljoin(address or "", written) if written else ""
            parts = urlsplit(whole)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.hostname and (parts.path.strip("/") or not address):
            return whole
    return address


def _language(top: Node) -> str | None:
    """The page's language; English of any country is ``en``."""
    written = top.attrs.get("lang", "").strip().replace("_", "-")
    return written.split("-")[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", written) else None
