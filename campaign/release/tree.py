"""HTML as a light tree, read the way browsers do (https://html.spec.whatwg.org/#parsing) by selectolax's Lexbor.

Our own nodes, because pruning and weighing a page walks it several times, and a page may be nested deeper than calls may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from campaign.errors import ReleaseError
from campaign.release.nesting import too_deep

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_NODES = 200_000  # a press release has hundreds; a page with more is no page that people read
_NOT_SHOWN = frozenset(
    {"style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "math", "audio", "video", "select", "datalist"}
)
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_LINE = 25  # a block with fewer letters of its own is a label
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(kw_only=True, slots=True, eq=False)
class Node:
    """One element. ``kids`` holds elements and stretches of text, in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    kids: list[Node | str] = field(default_factory=list)
    parent: Node | None = None
    chars: int = 0  # length of the text in it, and of the part that stands in links: see ``weigh``
    linked: int = 0
    said: int = 0  # what its paragraphs say: their text less what stands in links, twice; a menu says nothing

    @property
    def elements(self) -> list[Node]:
        """The elements directly in it."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.elements))

    def find(self, *tags: str) -> Iterator[Node]:
        """The elements of these names in it."""
        return (node for node in self.walk() if node.tag in tags)

    def text(self) -> str:
        """All its words, white space folded."""
        pieces: list[str] = []
        stack: list[Node | str] = [self]
        while stack:
            top = stack.pop()
            if isinstance(top, str):
                pieces.append(top)
                continue
            if top.tag in {"br", "p", "div", "li", "tr", "td"}:
                pieces.append(" ")
            stack.extend(reversed(top.kids))
        return " ".join("".join(pieces).split())

    def drop(self) -> None:
        """Take this node out of the tree."""
        if self.parent is not None:
            self.parent.kids = [kid for kid in self.parent.kids if kid is not self]
            self.parent = None


def grow(markup: str, name: str) -> Node:
    """The tree of a page.

    Raises:
        ReleaseError: it has more than ``MAX_NODES`` nodes, or is nested beyond what people write.
    """
    from selectolax.lexbor import LexborHTMLParser

    if too_deep(markup):
        raise _unreadable(name)
    source = LexborHTMLParser(markup).root
    top = Node(tag="html")
    if source is None:
        return top
    # by the parser's own pointers: its traversal takes quadratic time on a page that is nested deeply
    top.attrs = _attributes(source)
    waiting: list[tuple[LexborNode | None, Node]] = [(source.child, top)]
    count = 0
    while waiting:
        here, parent = waiting.pop()
        if here is None:
            continue
        count += 1
        if count > MAX_NODES:
            raise _unreadable(name)
        waiting.append((here.next, parent))
        if here.tag == "-text":
            parent.kids.append(here.text_content or "")
        elif here.is_element_node and here.tag not in _NOT_SHOWN:
            node = Node(tag=here.tag or "", attrs=_attributes(here), parent=parent)
            parent.kids.append(node)
            waiting.append((here.child, node))
    return top


def _unreadable(name: str) -> ReleaseError:
    return ReleaseError("This page is too large or too deeply nested.", fix="Paste the release's text into `campaign facts -`.", file=name)


def _attributes(node: LexborNode) -> dict[str, str]:
    return {name.lower(): value or "" for name, value in node.attributes.items()}


def weigh(top: Node) -> None:
    """Set ``chars``, ``linked`` and ``said`` of every node."""
    for node in reversed(list(top.walk())):
        node.chars = node.linked = node.said = 0
        if node.tag in {"script", "title"}:
            continue
        inline = [kid for kid in node.elements if kid.tag in INLINE]
        own = sum(len(_SPACE.sub(" ", kid).strip()) for kid in node.kids if isinstance(kid, str)) + sum(kid.chars for kid in inline)
        links = sum(kid.linked for kid in inline)
        blocks = [kid for kid in node.elements if kid.tag not in INLINE]
        node.chars = own + sum(kid.chars for kid in blocks)
        node.linked = node.chars if node.tag == "a" else links + sum(kid.linked for kid in blocks)
        node.said = sum(kid.said for kid in (blocks if node.tag not in INLINE else node.elements))
        if node.tag not in INLINE and own >= _LINE:
            node.said += max(0, own - 2 * links)
