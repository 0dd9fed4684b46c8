"""How deeply a page is nested, told before it is parsed: a parser that follows the standard takes quadratic time, and room, for depth.

Browsers stop at 512 levels (https://html.spec.whatwg.org/#parsing leaves the limit to them); no page that people read comes near it.
"""

from __future__ import annotations

import re

MAX_DEPTH = 512
MAX_REOPENED = 600_000
_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
# what closes itself, or is closed by its next of a kind
_FLAT = frozenset({
    *("area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li"),
    *("link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr"),
    *("track", "wbr"),
})  # fmt: skip
# what is opened again in every block that follows while it is open
_FORMAT = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
_RAW = {"script": "</script", "style": "</style", "textarea": "</textarea", "title": "</title", "!--": "-->"}


def too_deep(markup: str) -> bool:
    """Whether a page is nested beyond what people write."""
    lowered = markup.lower()
    opened: dict[str, int] = {}
    depth = formats = reopened = at = 0
    while found := _TAG.search(lowered, at):
        at = found.end()
        closing, name = found[1], found[2] or "!--"
        if name in _RAW and not closing:
            at = lowered.find(_RAW[name], at)
            if at < 0:
                return False
        elif name not in _FLAT:
            step = (-1 if opened.get(name) else 0) if closing else 1
            opened[name] = opened.get(name, 0) + step
            depth += step
            formats += step if name in _FORMAT else 0
        reopened += formats
        if depth > MAX_DEPTH or reopened > MAX_REOPENED:
            return True
    return False
