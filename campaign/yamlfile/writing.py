"""Writing YAML: values that any reader gives back unchanged, and edits that touch one value of a file."""

from __future__ import annotations

import re
from typing import Any

from campaign.errors import CampaignError
from campaign.yamlfile.reading import Data, parse
from campaign.yamlfile.sentences import Source
from campaign.yamlfile.tree import Node, compose

_PLAIN = re.compile(r"[^\W\d_][\w /.,()&'’‘“”…–—%£€+=;?!@-]*")
_WORDS = re.compile(r"(?i:null|true|false|yes|no|on|off|y|n)")  # other YAML readers take these for something else than a word
_NUMBER = re.compile(r"[\d.,:]+|\d[\d_.]*e[\d]+|0x[\da-f]+|0o[0-7]+", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?( [A-Z]{3,4})?)?")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def dump_scalar(value: str | None, *, flow: bool = False) -> str:
    """Write one value on one line so that any YAML 1.1 or 1.2 reader gives the same text back (None: ``null``)."""
    if value is None:
        return "null"
    if _DATE.fullmatch(value):
        return value
    risky = _WORDS.fullmatch(value) or _NUMBER.fullmatch(value) or value != value.rstrip(" ") or (flow and "," in value)
    return value if _PLAIN.fullmatch(value) and not risky else quoted(value)


def quoted(value: str) -> str:
    """Write a value in double quotation marks; what an editor would not show is written as a code."""
    escaped = "".join(_ESCAPES.get(c, c) for c in value)
    return '"' + _HIDDEN.sub(lambda m: f"\\x{ord(m[0]):02x}" if ord(m[0]) < 256 else f"\\u{ord(m[0]):04x}", escaped) + '"'


def dump_flow(value: Data) -> str:
    """Write a value on one line: ``[a, b]``, ``{a: 1}`` or a scalar."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{dump_scalar(k, flow=True)}: {dump_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(dump_flow(v) for v in value) + "]"
    return dump_scalar(value, flow=True)


def dump_block(value: str, indent: int) -> str:
    """Write a text as a literal block (``|``, lines indented by ``indent``), or quoted on one line where a block would not keep it."""
    pad, lines = " " * indent, value.split("\n")
    mark = "|" if value.endswith("\n") else "|-"
    body = lines[:-1] if value.endswith("\n") else lines
    fragile = not body or not body[-1].strip() or not body[0].strip() or body[0][:1] == " " or any(set(x) == {" "} for x in body)
    if fragile or _HIDDEN.search(value) or "\t" in value:
        return quoted(value)
    return mark + "\n" + "\n".join(pad + line if line else "" for line in body)


def dump_tree(value: Data, indent: int = 0, width: int = 110) -> list[str]:
    """Write a group or list as lines: each entry on one line where it fits ``width``, else its own entries below it."""
    pad, lines = " " * indent, list[str]()
    if isinstance(value, dict):
        for key, inner in value.items():
            head = f"{pad}{dump_scalar(key)}:"
            short = f"{head} {_entry(inner, indent + 2)}"
            lines += [short] if _whole(inner, short, width) else [head, *dump_tree(inner, indent + 2, width)]
    elif isinstance(value, list):
        for inner in value:
            short = f"{pad}- {_entry(inner, indent + 2)}"
            below = [] if _whole(inner, short, width) else dump_tree(inner, indent + 2, width)
            lines += [f"{pad}- {below[0].lstrip(' ')}", *below[1:]] if below else [short]
    return lines


def _entry(value: Data, indent: int) -> str:
    if isinstance(value, str):
        return dump_block(value, indent) if "\n" in value else dump_scalar(value)
    return dump_flow(value)


def _whole(value: Data, short: str, width: int) -> bool:
    return not value or isinstance(value, str) or len(short) <= width


def set_scalar(
    text: str, path: str, value: Data, *, error: type[CampaignError] = CampaignError, name: str = "the file", first_line: int = 1
) -> str:
    """Change only the characters of the value at ``path`` (``schedule.gap``); comments, order, quoting and layout stay.

    A key that is missing is added at the end of its group. A list or group is written on one line, or in lines where it stood in lines.

    Raises:
        CampaignError: of the class ``error``: the text is not YAML, or the value stands where it cannot be changed safely.
    """
    source = Source(text=text, name=name, error=error, first_line=first_line)
    root = compose(source)
    changed = _edit(source, root, path.split("."), value)
    _prove(source, changed, path, value)
    return changed


def _edit(source: Source, root: Node | None, keys: list[str], value: Data) -> str:
    node, parent, key = root, None, None
    for n, part in enumerate(keys):
        if node is not None and node.kind == "list" and part.isdigit() and int(part) < len(node.items):
            node, parent, key = node.items[int(part)], node, None
        elif node is not None and node.kind == "dict" and part in node.entries:
            parent, (key, node) = node, node.entries[part]
        elif n == len(keys) - 1 and (node is None or node.kind == "dict" or _empty(node)):
            return _add(source, node, part, value)
        else:
            raise source.error(f"There is no '{'.'.join(keys[: n + 1])}' to change.", file=source.name)
    assert node is not None
    return _replace(source, node, parent, key, value)


def _empty(node: Node) -> bool:
    return node.kind == "scalar" and node.style is None and not node.text


def _replace(source: Source, node: Node, parent: Node | None, key: Node | None, value: Data) -> str:
    text, flow = source.text, bool(parent and parent.flow)
    if _empty(node):
        if key is None:
            raise source.fail("An empty list entry cannot be changed here.", node.start, "Edit the file by hand.")
        at = text.index(":", key.end) + 1
        return f"{text[:at]} {_written(value, node, flow)}{text[at:]}"
    end = node.end
    if node.style in {"|", ">"}:
        end = node.start + len(text[node.start : end].rstrip())
        indent = _indent(text, (key or node).start) + 2
        new = dump_block(value, indent) if isinstance(value, str) else _written(value, node, flow)
        return text[: node.start] + new.replace("\n", _newline(text)) + text[end:]
    if node.kind != "scalar" and not node.flow and isinstance(value, dict | list) and value:
        block = _newline(text).join(dump_tree(value, _indent(text, node.start)))
        return text[: node.start] + block.lstrip(" ") + text[end:]
    return text[: node.start] + _written(value, node, flow) + text[end:]


def _written(value: Data, old: Node, flow: bool) -> str:
    if not isinstance(value, str):
        return dump_flow(value)
    if old.style == "'" and not _HIDDEN.search(value) and "\n" not in value and "\t" not in value:
        return "'" + value.replace("'", "''") + "'"
    return quoted(value) if old.style else dump_scalar(value, flow=flow)


def _add(source: Source, node: Node | None, key: str, value: Data) -> str:
    text, new = source.text, f"{dump_scalar(key)}: {dump_flow(value) if not isinstance(value, str) else dump_scalar(value)}"
    if node is None or _empty(node):
        return (text if not text or text.endswith("\n") else text + "\n") + new + "\n"
    if node.flow:
        inner = f", {key}" if node.entries else key
        return f"{text[: node.end - 1].rstrip()}{inner}: {dump_flow(value)}{text[node.end - 1 :]}"
    stop = node.start + len(text[node.start : node.end].rstrip())
    line_end = text.find("\n", stop)
    at = len(text) if line_end < 0 else line_end + 1
    lead = "" if not text[:at] or text[:at].endswith("\n") else _newline(text)
    return f"{text[:at]}{lead}{' ' * _indent(text, node.start)}{new}{_newline(text)}{text[at:]}"


def _indent(text: str, index: int) -> int:
    """Column of ``index``: how far keys of the same group are indented."""
    return index - (text.rfind("\n", 0, index) + 1)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _prove(source: Source, changed: str, path: str, value: Data) -> None:
    """Read both texts: they may differ in this one value, else nothing is changed."""
    before = parse(source.text, source.name, error=source.error).data
    after = parse(changed, source.name, error=source.error).data
    keys = path.split(".")
    box: Any = {"root": before if before is not None else {}}
    place, last = box, "root"
    for key in keys:
        place = place[int(last)] if isinstance(place, list) else place[last]
        last = key
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    if box["root"] != after:
        raise source.error(f"'{path}' stands where it cannot be changed safely.", fix="Edit the file by hand.", file=source.name)
