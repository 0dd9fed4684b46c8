"""YAML as people write it: every scalar stays the text that stands there, every value knows its line, edits touch one value.

The only home of ruamel.yaml (YAML 1.2, https://yaml.org/spec/1.2.2/). We read its event stream ourselves, because its own
constructors would turn ``0800``, ``09:30``, ``1e3`` and ``no`` into something that nobody wrote.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from campaign.errors import CampaignError

MAX_BYTES = 512 * 1024  # a settings or post file of half a megabyte is a mistake, or an attack on the reader
MAX_DEPTH = 24
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Data = dict[str, "Data"] | list["Data"] | str | None


class Document(NamedTuple):
    """What a file says: ``data`` of dict, list, text and None, and the 1-based line of each path (``media.0.card``)."""

    data: Any
    lines: dict[str, int]


@dataclass(kw_only=True, slots=True)
class _Node:
    """One value with its place in the text: code points, ``end`` exclusive (of the last visible character, for a collection)."""

    kind: str
    start: int
    end: int
    text: str = ""
    style: str | None = None
    flow: bool = False
    entries: dict[str, tuple[_Node, _Node]] = field(default_factory=dict)
    items: list[_Node] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class _Source:
    """The text under reading, and how to say what is wrong with it."""

    text: str
    name: str
    error: type[CampaignError]
    first_line: int
    ends: list[int] = field(default_factory=list)

    def line(self, index: int) -> int:
        # counted here, not taken from ruamel: it also counts U+2028 and U+0085, which no editor shows as a line
        if not self.ends:
            self.ends = [m.end() for m in re.finditer(r"\r\n?|\n|\Z", self.text)]
        return self.first_line + bisect_right(self.ends, index)

    def fail(self, message: str, index: int, fix: str = "") -> CampaignError:
        return self.error(message, fix=fix, file=self.name, line=self.line(index))


# -- reading -----------------------------------------------------------------------------------------------------------


def read(path: Path, *, error: type[CampaignError] = CampaignError, name: str | None = None) -> Document:
    """Read a YAML file; ``name`` is what errors call it (default: its path).

    Raises:
        CampaignError: of the class ``error``, with file and line: missing, unreadable, not UTF-8, too big or not YAML.
    """
    shown = name or str(path)
    return parse(read_text(path, error=error, name=shown), shown, error=error)


def read_text(path: Path, *, error: type[CampaignError] = CampaignError, name: str | None = None, limit: int = MAX_BYTES) -> str:
    """Read a text file of at most ``limit`` bytes as UTF-8, line ends as they are; a byte order mark is left out."""
    shown = name or str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except FileNotFoundError:
        raise error("There is no such file.", file=shown) from None
    except OSError as exc:
        raise error(f"This file cannot be read: {exc.strerror or exc}.", file=shown) from exc
    if len(raw) > limit:
        raise error(f"This file is larger than {limit // 1024} KB; that can't be right.", file=shown)
    return decode(raw, shown, error=error)


def decode(raw: bytes, name: str, *, error: type[CampaignError] = CampaignError) -> str:
    """Turn a file's bytes into text, or say in which line they stop being UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise error("This file is saved as UTF-16.", fix="Save it as UTF-8 (in Notepad: Save as, Encoding).", file=name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        raise error("There are characters here that are not UTF-8 text.", fix="Save the file as UTF-8.", file=name, line=line) from None


def parse(text: str, name: str, *, error: type[CampaignError] = CampaignError, first_line: int = 1) -> Document:
    """Read YAML text. Plain ``null``, ``~`` and nothing are None; every other scalar is the text as written.

    ``first_line`` is the line of the file at which ``text`` begins (front matter begins at 2).

    Raises:
        CampaignError: of the class ``error``: not YAML, a key twice, anchors, aliases or tags, nested too deep, more than one document.
    """
    source = _Source(text=text, name=name, error=error, first_line=first_line)
    root = _compose(source)
    lines = {"": first_line}
    data = None if root is None else _plain(source, root, "", lines)
    return Document(data, lines)


def _plain(source: _Source, node: _Node, path: str, lines: dict[str, int]) -> Data:
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


def _compose(source: _Source) -> _Node | None:
    """Build the tree of the only document, or None when there is nothing in it."""
    if len(source.text) > MAX_BYTES:
        raise source.error(f"This text is larger than {MAX_BYTES // 1024} KB; that can't be right.", file=source.name)
    events = _events(source)
    root: _Node | None = None
    for event in events:
        if type(event).__name__ == "DocumentStartEvent":
            if root is not None:
                fix = "Delete the line of three dashes."
                raise source.fail("A second document begins here (a line of only ---).", event.start_mark.index, fix)
            root = _node(source, next(events), events, 0)
    return root


def _events(source: _Source) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(source.text)
    except MarkedYAMLError as exc:
        raise _explain(source, exc) from None
    except YAMLError as exc:
        raise _unprintable(source, exc) from None


def _node(source: _Source, event: Any, events: Iterator[Any], depth: int) -> _Node:
    _refuse_tricks(source, event, depth)
    kind, start, end = type(event).__name__, event.start_mark.index, event.end_mark.index
    if kind == "ScalarEvent":
        return _Node(kind="scalar", start=start, end=end, text=event.value, style=event.style)
    if kind == "SequenceStartEvent":
        node = _Node(kind="list", start=start, end=end, flow=bool(event.flow_style))
        for inner in events:
            if type(inner).__name__ == "SequenceEndEvent":
                return _closed(node, inner)
            node.items.append(_node(source, inner, events, depth + 1))
            node.end = max(node.end, node.items[-1].end)
    return _mapping(source, event, events, depth)


def _mapping(source: _Source, event: Any, events: Iterator[Any], depth: int) -> _Node:
    node = _Node(kind="dict", start=event.start_mark.index, end=event.end_mark.index, flow=bool(event.flow_style))
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


def _closed(node: _Node, event: Any) -> _Node:
    # a block collection ends where the next thing begins, too far for an edit; its last value says where it really ends
    if node.flow:
        node.end = event.end_mark.index
    return node


def _refuse_tricks(source: _Source, event: Any, depth: int) -> None:
    quote = "If the value is meant to begin with that character, put it in quotation marks."
    if type(event).__name__ == "AliasEvent":
        raise source.fail("A value that begins with * would be a YAML alias; aliases are not read here.", event.start_mark.index, quote)
    if getattr(event, "anchor", None):
        raise source.fail("A value that begins with & would be a YAML anchor; anchors are not read here.", event.start_mark.index, quote)
    if getattr(event, "tag", None):
        raise source.fail("A value that begins with ! would be a YAML tag; tags are not read here.", event.start_mark.index, quote)
    if depth > MAX_DEPTH:
        raise source.fail(f"Lists and settings are nested more than {MAX_DEPTH} deep here.", event.start_mark.index)


# -- what is wrong, for people who do not know YAML --------------------------------------------------------------------

_SENTENCES: tuple[tuple[str, str, str], ...] = (
    (r"found character '\\t'", "There is a tab here.", "YAML takes only spaces between and before words: replace the tab with spaces."),
    (r"found character '(?P<c>.+)' that cannot start", "A value cannot begin with {c} here.", "Put the whole value in quotation marks."),
    (r"unknown escape character", "Inside double quotation marks a \\ begins a code.", "Use single quotation marks ('…') or write \\\\."),
    (r"mapping values are not allowed", "There is a colon here where none can stand.",
     "If it is part of the text, put the text in quotation marks; else check the spaces before this line and the line above it."),
    (r"sequence entries are not allowed", "A list entry (-) cannot begin here.",
     "Begin the list on its own line, or put the text in quotation marks."),
    (r"could not find expected ':'", "A colon is missing after this name.", "Write it as `name: value`."),
    (r"expected ',' or '\]'", "A list that begins with [ is not finished: a comma or the closing ] is missing.", ""),
    (r"expected ',' or '\}'", "A group that begins with {{ is not finished: a comma or the closing }} is missing.", ""),
    (r"expected <block end>", "This line does not fit the lines before it.",
     "Check that it begins with as many spaces as its neighbours and that every quotation mark has its closing one."),
    (r"chomping or indentation", "After | or > nothing else may stand in the line.", "Begin the text on the next line."),
    (r"expected alphabetic or numeric", "A value cannot begin with * or & here.", "Put the whole value in quotation marks."),
)


def _explain(source: _Source, exc: Any) -> CampaignError:
    problem, mark = str(exc.problem), exc.problem_mark or exc.context_mark
    at = mark.index if mark else 0
    if "quoted scalar" in str(exc.context) and "unexpected" in problem:
        opened = "The quotation mark that opens here has no closing one."
        return source.fail(opened, exc.context_mark.index, "Add it at the end of the text.")
    for pattern, message, fix in _SENTENCES:
        if found := re.search(pattern, problem):
            return source.fail(message.format(**found.groupdict()), at, fix)
    return source.fail(f"This line cannot be read ({problem}).", at, "Check its spaces, colons and quotation marks.")


def _unprintable(source: _Source, exc: Any) -> CampaignError:
    at = getattr(exc, "position", None)
    fix = "It often comes from copying out of another program: delete it and type the words around it again."
    return source.fail("There is an invisible control character here.", at if isinstance(at, int) else 0, fix)


# -- writing -----------------------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[^\W\d_][\w /.,()&'’‘“”…–—%£€+=;?!@-]*|\d[\w /.()-]*(?::\d\d[\w ]*)*")
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


def set_scalar(text: str, path: str, value: Data, *, error: type[CampaignError] = CampaignError, name: str = "the file") -> str:
    """Change only the characters of the value at ``path`` (``schedule.gap``); comments, order, quoting and layout stay.

    A key that is missing is added at the end of its group. A list or group is written on one line.

    Raises:
        CampaignError: of the class ``error``: the text is not YAML, or the value stands where it cannot be changed safely.
    """
    source = _Source(text=text, name=name, error=error, first_line=1)
    root = _compose(source)
    changed = _edit(source, root, path.split("."), value)
    _prove(source, changed, path, value)
    return changed


def _edit(source: _Source, root: _Node | None, keys: list[str], value: Data) -> str:
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


def _empty(node: _Node) -> bool:
    return node.kind == "scalar" and node.style is None and not node.text


def _replace(source: _Source, node: _Node, parent: _Node | None, key: _Node | None, value: Data) -> str:
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
    return text[: node.start] + _written(value, node, flow) + text[end:]


def _written(value: Data, old: _Node, flow: bool) -> str:
    if not isinstance(value, str):
        return dump_flow(value)
    if old.style == "'" and not _HIDDEN.search(value) and "\n" not in value and "\t" not in value:
        return "'" + value.replace("'", "''") + "'"
    return quoted(value) if old.style else dump_scalar(value, flow=flow)


def _add(source: _Source, node: _Node | None, key: str, value: Data) -> str:
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


def _prove(source: _Source, changed: str, path: str, value: Data) -> None:
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
