"""Markdown (CommonMark, https://spec.commonmark.org/0.31.2/) by markdown-it-py, without what a press release never means.

Left off: indented code (pasted text is often indented), underlined headings and reference definitions (both eat text).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from campaign.release.links import Links
from campaign.release.page import Kind, Page
from campaign.release.plain import paragraphs

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
MAX_BRACKETS = 2000


def blocks(page: Page, text: str) -> None:
    """Append the blocks of a Markdown text; addresses of named links follow at the end, one a paragraph: ``name: address``."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 40}).disable(["code", "lheading", "reference"])
    if text.count("[") > MAX_BRACKETS:
        parser.disable(["link", "image"])  # it would try every bracket against every other
    links = Links()
    kinds: list[str] = []
    for token in parser.parse(text):
        if token.nesting:
            _nest(kinds, token)
        elif token.type == "inline":
            _inline(page, token, kinds, links)
        elif token.type == "fence":
            page.add_lines(token.content.split("\n"))
        elif token.type == "html_block":
            page.add_lines(_bare(token.content).split("\n"))
    links.add_to(page)


def _nest(kinds: list[str], token: Token) -> None:
    if token.nesting > 0:
        number = token.info if token.type == "list_item_open" else ""
        kinds.append(f"{token.type}:{number}{token.markup}")
    elif kinds:
        kinds.pop()


def _inline(page: Page, token: Token, kinds: list[str], links: Links) -> None:
    words, item = _words(token.children or (), links), _item(kinds)
    if item is not None:
        # a first number beyond any list is the sentence's own ("999. …")
        number = item if len(item.rstrip(".)")) > 2 else ""
        page.add("item", f"{number} {words}" if number else words)
    elif any(k.startswith("heading_open") for k in kinds):
        page.add("heading", words)
    else:
        quoted = any(k.startswith("blockquote_open") for k in kinds)
        kind: Kind = "blockquote" if quoted else "paragraph"
        # after a colon, lines that no program wrapped are a list without bullets
        lines = words.split("\n")
        listed = any(line.endswith(":") for line in lines[:-1])
        for run in paragraphs(lines) if listed else [lines]:
            page.add_lines(run, kind)


def _item(kinds: list[str]) -> str | None:
    """The number or sign of the list item that these words open, or None; a second paragraph of an item is a paragraph."""
    for at in range(len(kinds) - 1, -1, -1):
        if kinds[at].startswith("list_item_open:"):
            mark = kinds[at].partition(":")[2]
            if mark == "done":
                return None
            kinds[at] = "list_item_open:done"
            return mark
    return None


def _words(tokens: Sequence[Token], links: Links) -> str:
    out: list[str] = []
    opened: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            out.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or (token.type == "html_inline" and token.content.lower().startswith("<br")):
            out.append("\n")
        elif token.type == "link_open":
            opened.append((str(token.attrs.get("href", "")), len(out)))
        elif token.type == "link_close" and opened:
            address, start = opened.pop()
            links.note("".join(out[start:]), address)
    return "".join(out)


def _bare(markup: str) -> str:
    return html.unescape(_TAG.sub("", markup))
