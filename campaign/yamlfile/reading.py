"""Reading YAML: every scalar stays the text that stands in the file, every path knows its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from campaign.errors import CampaignError
from campaign.yamlfile.files import read_text
from campaign.yamlfile.sentences import Source
from campaign.yamlfile.tree import Node, compose

NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Data = dict[str, "Data"] | list["Data"] | str | None


class Document(NamedTuple):
    """What a file says: ``data`` of dict, list, text and None, and the 1-based line of each path (``media.0.card``)."""

    data: Any
    lines: dict[str, int]


def read(path: Path, *, error: type[CampaignError] = CampaignError, name: str | None = None) -> Document:
    """Read a YAML file; ``name`` is what errors call it (default: its path).

    Raises:
        CampaignError: of the class ``error``, with file and line: missing, unreadable, not UTF-8, too big or not YAML.
    """
    shown = name or str(path)
    return parse(read_text(path, error=error, name=shown), shown, error=error)


def parse(text: str, name: str, *, error: type[CampaignError] = CampaignError, first_line: int = 1) -> Document:
    """Read YAML text. Plain ``null``, ``~`` and nothing are None; every other scalar is the text as written.

    ``first_line`` is the line of the file at which ``text`` begins (front matter begins at 2).

    Raises:
        CampaignError: of the class ``error``: not YAML, a key twice, anchors, aliases or tags, nested too deep, more than one document.
    """
    source = Source(text=text, name=name, error=error, first_line=first_line)
    root = compose(source)
    lines = {"": first_line}
    data = None if root is None else _plain(source, root, "", lines)
    return Document(data, lines)


def _plain(source: Source, node: Node, path: str, lines: dict[str, int]) -> Data:
    if node.kind == "scalar":
        return None if node.style is None and node.text in NULLS else node.text
    prefix = f"{path}." if path else ""
    if node.kind == "list":
        for n, item in enumerate(node.items):
            lines[f"{prefix}{n}"] = source.line(item.start)
        return [_plain(source, item, f"{prefix}{n}", lines) for n, item in enumerate(node.items)]
    for key, (head, _) in node.entries.items():
        lines[f"{prefix}{key}"] = source.line(head.start)
    return {key: _plain(source, value, f"{prefix}{key}", lines) for key, (_, value) in node.entries.items()}
