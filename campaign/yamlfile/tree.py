"""From ruamel's events to a tree of values that know their place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from campaign.yamlfile.sentences import Source, explain, unprintable

MAX_BYTES = 512 * 1024  # a settings or post file of half a megabyte is a mistake, or an attack on the reader
MAX_DEPTH = 24
NO_CHARACTER = "A code that begins with \\ stands for no character here."


@dataclass(kw_only=True, slots=True)
class Node:
    """One value with its place in the text: code points, ``end`` exclusive (of the last visible character, for a collection)."""

    kind: str
    start: int
    end: int
    text: str = ""
    style: str | None = None
    flow: bool = False
    entries: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)


def compose(source: Source) -> Node | None:
    """Build the tree of the only document, or None when there is nothing in it."""
    if len(source.text) > MAX_BYTES:
        raise source.error(f"This text is larger than {MAX_BYTES // 1024} KB; that can't be right.", file=source.name)
    events = _events(source)
    root: Node | None = None
    for event in events:
        if type(event).__name__ == "DocumentStartEvent":
            if root is not None:
                fix = "Delete the line of three dashes."
                raise source.fail("A second document begins here (a line of only ---).", event.start_mark.index, fix)
            root = _node(source, next(events), events, 0)
    return root


def _events(source: Source) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    last = 0
    try:
        for event in YAML(typ="safe", pure=True).parse(source.text):
            last = event.end_mark.index
            yield event
    except MarkedYAMLError as exc:
        raise explain(source, exc) from None
    except YAMLError as exc:
        raise unprintable(source, exc) from None
    except (OverflowError, ValueError):  # ruamel hands a number like \U99999999 to chr() as it is
        raise source.fail(NO_CHARACTER, last, "Write the character itself.") from None


def _node(source: Source, event: Any, events: Iterator[Any], depth: int) -> Node:
    _refuse_tricks(source, event, depth)
    kind, start, end = type(event).__name__, event.start_mark.index, event.end_mark.index
    if kind == "ScalarEvent":
        if any("\ud800" <= char <= "\udfff" for char in event.value):
            raise source.fail(NO_CHARACTER, start, "Write the character itself.")
        return Node(kind="scalar", start=start, end=end, text=event.value, style=event.style)
    if kind == "SequenceStartEvent":
        node = Node(kind="list", start=start, end=end, flow=bool(event.flow_style))
        for inner in events:
            if type(inner).__name__ == "SequenceEndEvent":
                return _closed(node, inner)
            node.items.append(_node(source, inner, events, depth + 1))
            node.end = max(node.end, node.items[-1].end)
    return _mapping(source, event, events, depth)


def _mapping(source: Source, event: Any, events: Iterator[Any], depth: int) -> Node:
    node = Node(kind="dict", start=event.start_mark.index, end=event.end_mark.index, flow=bool(event.flow_style))
    for inner in events:
        if type(inner).__name__ == "MappingEndEvent":
            return _closed(node, inner)
        key = _node(source, inner, events, depth + 1)
        if key.kind != "scalar":
            raise source.fail("The name of a setting must be a plain word.", key.start, "Write it as `name: value`.")
        if key.text in node.entries:
            first = source.line(node.entries[key.text][0].start)
            raise source.fail(f"'{key.text}' stands here a second time; the first is in line {first}.", key.start, "Delete one of them.")
        value = _node(source, next(events), events, depth + 1)
        node.entries[key.text] = (key, value)
        node.end = max(node.end, value.end if value.text or value.kind != "scalar" or value.style else key.end + 1)
    return node


def _closed(node: Node, event: Any) -> Node:
    # a block collection ends where the next thing begins, too far for an edit; its last value says where it really ends
    if node.flow:
        node.end = event.end_mark.index
    return node


def _refuse_tricks(source: Source, event: Any, depth: int) -> None:
    quote = "If the value is meant to begin with that character, put it in quotation marks."
    if type(event).__name__ == "AliasEvent":
        raise source.fail("A value that begins with * would be a YAML alias; aliases are not read here.", event.start_mark.index, quote)
    if getattr(event, "anchor", None):
        raise source.fail("A value that begins with & would be a YAML anchor; anchors are not read here.", event.start_mark.index, quote)
    if getattr(event, "tag", None):
        raise source.fail("A value that begins with ! would be a YAML tag; tags are not read here.", event.start_mark.index, quote)
    if depth > MAX_DEPTH:
        raise source.fail(f"Lists and settings are nested more than {MAX_DEPTH} deep here.", event.start_mark.index)
