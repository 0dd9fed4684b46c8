"""Where the characters of each planned text come from: `.campaign/traces/<campaign>.json`, written by the plan, never by people.

`sources` in a post says the same by field, for people to read. A post that was edited is compared with the text that stands here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.errors import PostError
from campaign.models import Origin, Post, Span, Told

Tolds = Mapping[str, Mapping[str, Told]]  # by post id and field path


def save_traces(path: Path, posts: Sequence[Post], kept: Collection[str] = ()) -> None:
    """Write what the posts were composed from; for those of ``kept``, which people have edited, it stays as it was.

    Raises:
        PostError: it cannot be written.
    """
    before = {name: told for name, told in load_traces(path).items() if name in kept}
    traces = {**{post.id: post.told for post in posts if post.told}, **before}
    rows = [f"{_json(post)}: {{\n{_fields(told)}\n}}" for post, told in sorted(traces.items()) if told]
    path.parent.mkdir(parents=True, exist_ok=True)
    yamlfile.write_text(path, "{" + ",\n".join(rows) + "}\n", error=PostError)


def load_traces(path: Path) -> Tolds:
    """What the file says; nothing where there is none, or where it is no longer what a plan writes: then nothing is claimed."""
    try:
        data = json.loads(path.read_bytes())
        return {post: {path: _told(value) for path, value in fields.items()} for post, fields in data.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _fields(told: Mapping[str, Told]) -> str:
    rows = {path: {"text": value.text, "from": [_row(o) for o in value.origins]} for path, value in told.items()}
    return ",\n".join(f" {_json(path)}: {_json(row)}" for path, row in rows.items())


def _row(origin: Origin) -> list[Any]:
    return [origin.start, origin.end, origin.source, *(list(span) for span in origin.spans)]


def _told(value: Any) -> Told:
    text = value["text"]
    return Told(text=text, origins=tuple(_origin(row, len(text)) for row in value["from"]))


def _origin(row: Any, room: int) -> Origin:
    start, end, source, *spans = row
    if not 0 <= start <= end <= room or not isinstance(source, str):
        raise ValueError("no place in its text")
    return Origin(start=start, end=end, source=source, spans=tuple(Span(a + 0, b + 0) for a, b in spans))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
