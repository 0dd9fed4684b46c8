"""Which part of a web page is the story, and what in it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.release.furniture import is_more
from campaign.release.tree import INLINE, Node, weigh

_NEVER = frozenset(
    {
        "script",
        "nav",
        "button",
        "figcaption",
        "form",
        "dialog",
        "input",
        "textarea",
        "label",
        "footer",
        "menu",
        "progress",
        "picture",
        "img",
        "map",
    }
)
_ROLES = frozenset(
    {"navigation", "banner", "search", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "tablist", "toolbar", "complementary"}
)
_STRONG = re.compile(
    r"(?:^|[^a-z])(?:shar(?:e|es|ing|ebar)|addthis|addtoany|sharedaddy|jp-relatedposts|social(?:s|media|links?|icons?)?|cookies?"
    r"|consent|gdpr|ccpa"
    r"|newsletters?|subscri(?:be|ption)|sign-?up|advert(?:s|isement|ising)?|ads?|adslot|adunit|dfp|googletag|sponsor(?:ed|s)?"
    r"|outbrain|taboola|mpu"
    r"|breadcrumbs?|crumbs?|pagination|pager|paginate|pagenav|related|relatedposts?|recommend(?:ed|ations?)?|recirc(?:ulation)?"
    r"|most-?read|most-?popular"
    r"|trending|popular|comments?|commentlist|respond|disqus|skip-?links?|nav|navbar|navigation|navi|submenu|menu|bylines?"
    r"|author-?(?:bio|box|info)"
    r"|captions?|credits?|copyright|tag(?:s|list|cloud)|postmeta|entry-(?:meta|footer|utility)|post-?(?:meta|tags|nav|footer)"
    r"|article-?(?:meta|tags|share)"
    r"|popup|modal|lightbox|overlay|paywall|print-?(?:link|button|only)?|visually-?hidden|visuallyhidden|sr-?only"
    r"|screen-?reader(?:-text)?|govuk-visually-hidden"
    r"|feedback|rating|survey|hidden|noprint|topbar|masthead|sitefooter|site-?(?:header|footer)|global-?(?:header|footer|nav)"
    r"|back-?to-?top|login|toolbar"
    r"|contextual-footer|published-dates|metadata|gem-c-devolved|phase-banner|toc|table-of-contents)(?:[^a-z]|$)"
)
_WEAK = re.compile(
    r"(?:^|[^a-z])(?:side-?bar|sidebar[a-z]*|widgets?|promo(?:s|tion)?|teasers?|banner|aside|rail|secondary|tertiary|footer|header"
    r"|extra)(?:[^a-z]|$)"
)
_REACH = re.compile(r"\b(?:0\d{2,4}[ \d]{5,10}|116 ?\d{3}|999|101|111)\b|@|helpline|tel:")
_UNSEEN = re.compile(r"visually-?hidden|sr-only|screen-reader")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DEEPER = frozenset(
    {"html", "body", "div", "section", "center", "td", "tr", "tbody", "table", "main", "article", "form", "span", "font", "header"}
)
_LEVEL = {f"h{n}": n for n in range(1, 7)}
_BOX = 1500  # a box with helplines is short; what is longer is a page of its own


def story(top: Node) -> Node:
    """The element that holds the story; everything that surely is none has been taken out of the tree."""
    weigh(top)
    _prune(top)
    weigh(top)
    root = _main(top)
    for node in [n for n in root.walk() if n is not root and _is_teasers(n)]:
        node.drop()
    _cut_more(root)
    return root


def _said(node: Node) -> int:
    return node.said


def _prune(top: Node) -> None:
    whole = top.said
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if node is not top and _is_furniture(node, whole):
            node.drop()
            continue
        if node.tag != "blockquote" and not (node.tag == "figure" and any(node.find("blockquote"))):
            waiting.extend(node.elements)  # whoever is quoted stands in the quotation's own footer or caption


def _is_furniture(node: Node, whole: int) -> bool:
    if node.tag in {"html", "body", "main", "blockquote"}:
        return False
    if node.tag == "p":
        return node.chars < 200 and _marked(node, _STRONG)
    if node.tag in {"script", "nav"} or _hidden(node):
        return True
    if node.said > whole * 0.4 or node.tag == "article":
        return False
    return _is_small_furniture(node, whole)


def _is_small_furniture(node: Node, whole: int) -> bool:
    if node.tag in {"figure", "aside"}:
        return not any(node.find("blockquote", "table")) and not _reaches(node)
    if node.tag in _NEVER:
        return True
    if node.tag == "header":
        return not any(node.find("h1", "p"))
    if node.tag == "time":  # beside the blocks it dates the page; within a sentence it is a word of it
        return node.parent is not None and node.parent.tag in {"html", "body", "main", "article", "header", "section"}
    if node.tag in _LEVEL or node.tag in INLINE:
        return _marked(node, _UNSEEN)
    weak = node.said < whole * 0.15 and (_marked(node, _WEAK) or node.attrs.get("role") in _ROLES)
    return _marked(node, _STRONG) or (weak and not _reaches(node))


def _hidden(node: Node) -> bool:
    style = node.attrs.get("style", "").replace(" ", "").lower()
    return "hidden" in node.attrs or node.attrs.get("aria-hidden") == "true" or "display:none" in style or "visibility:hidden" in style


def _marked(node: Node, pattern: re.Pattern[str]) -> bool:
    """Whether class, id or another name that the page's makers gave to a node matches."""
    names = " ".join(node.attrs.get(key, "") for key in ("class", "id", "data-component", "data-testid", "data-module"))
    return bool(names.strip()) and pattern.search(_CAMEL.sub("-", names).lower().replace("_", "-")) is not None


def _reaches(node: Node) -> bool:
    """Whether a box tells people whom to call."""
    return 0 < node.chars < _BOX and node.linked < node.chars * 0.8 and _REACH.search(node.text().lower()) is not None


def _main(top: Node) -> Node:
    """Down from the page to where the story's blocks stand side by side, but never below its article."""
    whole = max(1, top.said)
    root = _named(top, whole) or top
    while root.tag != "article" or len(list(root.find("article"))) > 1:
        best = max(root.elements, key=_said, default=None)
        if best is None or best.tag not in _DEEPER or best.said < 0.8 * max(1, root.said):
            break
        root = best
    return root


def _named(top: Node, whole: int) -> Node | None:
    """What the page itself calls its main part or its article, the smallest that holds most of the page's words."""
    named = [
        n for n in top.walk() if n.tag in {"main", "article"} or n.attrs.get("role") == "main" or n.attrs.get("itemprop") == "articleBody"
    ]
    big = [n for n in named if n.said > 0.5 * whole]
    if big:
        return min(big, key=_said)
    return max(named, key=_said, default=None) if named and max(n.said for n in named) > 0.3 * whole else None


def _is_teasers(node: Node) -> bool:
    """A list of at least two links to pages of the same site and nothing else: other stories, tags, sections."""
    if node.tag not in {"ul", "ol", "div", "section", "aside", "article"} or not node.chars or node.linked < 0.9 * node.chars:
        return False
    hrefs = [a.attrs.get("href", "") for a in node.find("a")]
    return len(hrefs) >= 2 and not any("://" in h or h.startswith(("tel:", "mailto:")) for h in hrefs)


def _cut_more(root: Node) -> None:
    """Take out what stands under a heading like “Related stories”, up to the next heading of its rank."""
    for head in [n for n in root.find(*_LEVEL, "strong", "b") if is_more(n.text())]:
        block = head if head.tag in _LEVEL else head.parent
        if block is None or block.parent is None or block.text() != head.text():
            continue
        while block.parent is not root and block.parent is not None and next(_words(block.parent), None) is block:
            block = block.parent
        if block.parent is None:
            continue
        beside = block.parent.elements
        for later in beside[beside.index(block) :]:
            if later is not block and _LEVEL.get(later.tag, 9) <= _LEVEL.get(head.tag, 4) and not is_more(later.text()):
                break
            if later.said < 0.4 * root.said:
                later.drop()


def _words(node: Node) -> Iterator[Node]:
    return (kid for kid in node.elements if kid.chars)
