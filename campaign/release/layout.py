"""From a tree of HTML elements to the blocks of a release: headings, paragraphs, list items, quotations, rows of tables."""

from __future__ import annotations

import re

from campaign.release.links import Links
from campaign.release.page import Kind, Page
from campaign.release.plain import paragraphs
from campaign.release.tree import Node

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend",
    "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "td", "th",
    "ul", "caption",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_GAP = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"[.!?][\"”’')]*$")


class Layout:
    """Walks one tree. ``skip``: nodes that are left out (the title that stands elsewhere)."""

    def __init__(self, page: Page, links: Links, *, skip: frozenset[int] = frozenset()) -> None:
        self._page = page
        self._links = links
        self._skip = skip
        self._words: list[str] = []
        self._kinds: list[Kind] = ["paragraph"]

    def lay(self, root: Node) -> None:
        """Append every block of the tree."""
        waiting: list[tuple[Node | str, bool]] = [(root, True)]
        anchors: list[int] = []
        while waiting:
            top, opening = waiting.pop()
            if isinstance(top, str):
                self._words.append(_SPACE.sub(" ", top))
            elif id(top) in self._skip:
                continue
            elif top.tag == "br":
                self._words.append("\n")
            elif opening and top.tag == "tr" and self._row(top):
                continue
            elif opening:
                self._open(top, anchors)
                waiting.append((top, False))
                waiting.extend((kid, True) for kid in reversed(top.kids))
            else:
                self._close(top, anchors)
        self._flush()

    def _open(self, node: Node, anchors: list[int]) -> None:
        if node.tag == "a":
            anchors.append(len(self._words))
        if not _is_block(node):
            return
        self._flush()
        if kind := _kind(node):
            self._kinds.append(kind)

    def _close(self, node: Node, anchors: list[int]) -> None:
        if node.tag == "a" and anchors:
            start = anchors.pop()
            self._links.note("".join(self._words[start:]), node.attrs.get("href", ""))
        if not _is_block(node):
            return
        self._flush()
        if _kind(node):
            self._kinds.pop()

    def _flush(self) -> None:
        words, self._words = "".join(self._words), []
        if not words.strip():
            return
        kind = self._kinds[-1]
        if kind in {"item", "heading"}:
            self._page.add(kind, " ".join(words.split()) if kind == "heading" else words.strip())
            if kind == "item":
                self._kinds[-1] = "paragraph"  # a second paragraph of an item is a paragraph
            return
        for chunk in _GAP.split(words):
            for run in _runs([line.strip() for line in chunk.split("\n") if line.strip()]):
                self._page.add_lines(run, kind)

    def _row(self, row: Node) -> bool:
        """A row of data in one line, ``first: second, third``; a row that lays out a page is left to the walk."""
        cells = [cell for cell in row.elements if cell.tag in {"td", "th"}]
        if len(cells) < 2 or any(len(list(cell.find("p", "li", "table", "h2", "h3"))) > 1 or len(cell.text()) > 300 for cell in cells):
            return False
        self._flush()
        for anchor in row.find("a"):
            self._links.note(anchor.text(), anchor.attrs.get("href", ""))
        self._page.add("paragraph", row_line([cell.text() for cell in cells]))
        return True


def row_line(cells: list[str]) -> str:
    """The cells of one row as a line that reads like a sentence: ``first: second, third``."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2:
        return "".join(filled)
    return f"{filled[0].rstrip(':')}: {', '.join(filled[1:])}"


def _is_block(node: Node) -> bool:
    return node.tag in _BLOCKS or (node.tag == "cite" and node.parent is not None and node.parent.tag == "blockquote")


def _kind(node: Node) -> Kind | None:
    if node.tag in _HEADINGS:
        return "heading"
    return {"li": "item", "blockquote": "blockquote"}.get(node.tag)  # type: ignore[return-value]  # its values are kinds


def _runs(lines: list[str]) -> list[list[str]]:
    """Lines that were broken by hand: a list under a colon, or paragraphs where a long line ends a sentence."""
    if any(line.endswith(":") for line in lines[:-1]):
        return paragraphs(lines)
    runs: list[list[str]] = []
    for line in lines:
        if runs and not (len(runs[-1][-1]) > 60 and _SENTENCE.search(runs[-1][-1])):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs
