"""One post file: front matter between lines of ---, then the body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from campaign import yamlfile
from campaign.config.mistakes import place
from campaign.errors import PostError
from campaign.models import Post, Problem
from campaign.queue.complaints import Complaints, Unreadable
from campaign.queue.fields import READERS, needed_for_approval

NEEDED = ("id", "kind", "at", "accounts")
_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n|\Z)")


class Halves(NamedTuple):
    """A post file in two: ``front`` without its fences, the rest after it; ``body_line`` is 1-based."""

    head: str
    front: str
    fence: str
    body: str
    body_line: int


def halves(text: str, file: str) -> Halves:
    """Part a post file at its fences. The four texts put together are the file again.

    Raises:
        PostError: it does not begin with a line of ---, or the front matter never ends.
    """
    opening = _FENCE.match(text)
    if not opening:
        raise PostError("A post begins with a line of only --- and its settings.", fix="Copy the top of another post.", file=file, line=1)
    at = opening.end()
    for line in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text[at:]):
        if line[0] and _FENCE.fullmatch(line[0]):
            start, end = at + line.start(), at + line.end()
            body_line = len(re.findall(r"\r\n|\r|\n", text[:end])) + 1
            return Halves(text[:at], text[at:start], text[start:end], text[end:], body_line)
    raise PostError("The settings at the top never end.", fix="Add a line of only --- after them.", file=file, line=1)


def read_post(text: str, file: Path) -> tuple[Post | None, tuple[Problem, ...]]:
    """Read a post file's text. None when it must be held; the problems say why, and what else stands in the way of approval."""
    notes = Complaints(file=file)
    try:
        parted = halves(text, str(file))
        document = yamlfile.parse(parted.front, str(file), error=PostError, first_line=2)
    except PostError as exc:
        notes.error(exc)
        return None, tuple(notes.problems)
    notes.lines = {**document.lines, "body": parted.body_line}
    post = _post(document.data, tidy(parted.body), notes)
    return (None if notes.held else post), tuple(notes.problems)


def line(post: Post, path: str) -> int:
    """The line of a post's file in which a field stands (``accounts.1``), or that of the nearest group around it."""
    return place(path.split("."), post.lines)


def tidy(text: str) -> str:
    """Line ends as one character, no empty lines at either end. What stands in the lines stays."""
    lines = re.split(r"\r\n|\r|\n", text)
    while lines and not lines[0].strip(" \t"):
        lines.pop(0)
    while lines and not lines[-1].strip(" \t"):
        lines.pop()
    return "\n".join(lines)


def _post(data: Any, body: str, notes: Complaints) -> Post | None:
    if not isinstance(data, dict):
        notes.hold("shape", "", "The settings at the top are not lines of `name: value`.", "Copy the top of another post.")
        return None
    notes.post = data["id"] if isinstance(data.get("id"), str) else None
    notes.unknown(data, tuple(READERS))
    for key in NEEDED:
        if data.get(key) is None:
            notes.hold("missing", key, f"'{key}' is missing.", "Every post needs id, kind, at and accounts.")
    values = {key: _value(read, data[key], notes) for key, read in READERS.items() if data.get(key) is not None}
    if notes.held:
        return None
    post = Post(**values, body=body, file=notes.file, lines=dict(notes.lines))
    needed_for_approval(post, notes)
    return post


def _value(read: Callable[[Any, Complaints], Any], value: Any, notes: Complaints) -> Any:
    try:
        return read(value, notes)
    except Unreadable:
        return None


def with_front(parted: Halves, changes: Mapping[str, yamlfile.Data], file: str) -> str:
    """The file again with some values of its front matter changed, everything else as it was.

    Raises:
        PostError: a value stands where it cannot be changed safely.
    """
    front = parted.front
    for path, value in changes.items():
        front = yamlfile.set_scalar(front, path, value, error=PostError, name=file, first_line=2)
    return parted.head + front + parted.fence + parted.body
