"""What a wording may be: text, names, and a choice by whether a name says anything. No loop, no call, no look inside a value.

A template that passes can run no code but its own, once: its time and its length are bounded by its own length, whatever the facts are.
The list says what is allowed, not what is forbidden: what Jinja2 learns in a later version stays outside (its own sandbox is no bound
on time or memory, see https://jinja.palletsprojects.com/en/stable/sandbox/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

LONGEST = 4000  # characters of one template: a post is a tenth of it
MOST = 40  # values that one template writes out
DEEPEST = 12  # a condition in a condition in …

_ALLOWED = frozenset({"Template", "Output", "TemplateData", "Name", "Const", "Concat", "If", "CondExpr", "And", "Or", "Not"})
_REFUSED = {
    "For": "may not repeat anything (for)",
    "Call": "may not call anything",
    "CallBlock": "may not call anything",
    "Filter": "may not use a filter (|)",
    "FilterBlock": "may not use a filter (|)",
    "Getattr": "may not look inside a value",
    "Getitem": "may not look inside a value",
    "Slice": "may not look inside a value",
    "Compare": "may not compare values",
    "Test": "may not compare values",
    "Assign": "may not set a name",
    "AssignBlock": "may not set a name",
    "With": "may not set a name",
    "Macro": "may not define anything",
    "Block": "may not define anything",
    "Include": "may not read another file",
    "Import": "may not read another file",
    "FromImport": "may not read another file",
    "Extends": "may not read another file",
    "List": "may not make lists",
    "Tuple": "may not make lists",
    "Dict": "may not make lists",
}
# Control characters, half characters, and the code points that Unicode leaves to programs: ours marks with them what a value is.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SUMS = frozenset({"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"})


def fault(source: str, tree: Any | None = None) -> tuple[int, str] | None:
    """The line of a template, and why it may not be used; None when nothing is wrong with it.

    Without its ``tree`` (Jinja2's, unfolded) only its length is looked at: that comes before any parsing.
    """
    if len(source) > LONGEST:
        return 1, f"it has {len(source)} characters, and {LONGEST} are the most"
    if (unseen := _UNSEEN.search(source)) is not None:
        return source.count("\n", 0, unseen.start()) + 1, f"it holds a character that nobody can see (U+{ord(unseen[0]):04X})"
    if tree is None:
        return None
    written = 0
    line = 1
    for node, depth in _nodes(tree):
        line = node.lineno or line
        written += type(node).__name__ == "Name"
        why = _refused(node) or ("it is nested too deeply" if depth > DEEPEST else None)
        if why is None and written > MOST:
            why = f"it writes out more than {MOST} values"
        if why is not None:
            return line, why
    return None


def _refused(node: Any) -> str | None:
    kind = type(node).__name__
    if kind not in _ALLOWED:
        return "a wording " + ("may not calculate" if kind in _SUMS else _REFUSED.get(kind, f"may not hold this ({kind})"))
    if kind == "Name" and node.name == "self":  # Jinja2's own name for the template, which is no undefined one
        return "nothing is called “self”"
    if kind == "Const" and (not isinstance(node.value, str) or _UNSEEN.search(node.value)):
        return "only text may stand there"
    return None


def _nodes(tree: Any) -> Iterator[tuple[Any, int]]:
    """Every node in the order of the text, with how many conditions and joins it stands in. Without recursion: it may be deep."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        inner = depth + (type(node).__name__ not in {"Template", "Output"})
        waiting.extend((child, inner) for child in reversed(list(node.iter_child_nodes())))
