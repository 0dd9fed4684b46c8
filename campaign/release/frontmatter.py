"""Front matter: YAML in a fenced block or between ``---`` lines at the top of the file, or none. Every scalar stays text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from campaign.errors import ReleaseError

_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*(?:ya?ml)[ \t]*$", re.IGNORECASE)
_KEY = re.compile(r"""["']?[\w:.-]+["']?[ \t]*:(?:[ \t]|$)""")


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontMatter:
    """What stands above the body, and the body."""

    body: str
    data: Mapping[str, Any] = field(default_factory=dict)
    present: bool = False

    def text(self, *paths: str) -> str | None:
        """The first scalar there is among dotted paths (``publish.date``), or None."""
        for path in paths:
            value: Any = self.data
            for key in path.split("."):
                value = value.get(key) if isinstance(value, Mapping) else None
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return None


def split(text: str, name: str) -> FrontMatter:
    """Part the front matter from the body.

    Raises:
        ReleaseError: with file and line: it is not closed, not YAML, or not ``key: value`` lines.
    """
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    head = lines[first].strip()
    fence = _FENCE.match(head)
    if fence:
        end = _closing(lines, first + 1, fence[1])
    elif head == "---" and _begins_with_key(lines, first + 1):
        end = _closing(lines, first + 1, "---")
    else:
        return FrontMatter(body=text)
    shown = "standard input" if name == "-" else name
    if end is None:
        fix = f"Put a line of {head[:3]} after it."
        raise ReleaseError("The front matter that begins here is never closed.", fix=fix, file=shown, line=first + 1)
    return FrontMatter(body="\n".join(lines[end + 1 :]), data=_load("\n".join(lines[first + 1 : end]), shown, first + 2), present=True)


def _begins_with_key(lines: list[str], start: int) -> bool:
    """A lone rule of dashes is no front matter: the first line under it must look like ``key: value``."""
    head = next((line for line in lines[start : start + 20] if line.strip() and not line.startswith("#")), "")
    return _KEY.match(head) is not None


def _closing(lines: list[str], start: int, mark: str) -> int | None:
    ends = {mark, "..."} if mark == "---" else {mark}
    return next((n for n in range(start, len(lines)) if lines[n].rstrip() in ends), None)


def _load(text: str, shown: str, line: int) -> Mapping[str, Any]:
    from campaign import yamlfile

    data = yamlfile.parse(text, shown, error=ReleaseError, first_line=line).data
    if data is None:
        return {}
    if not isinstance(data, dict):
        fix = "Write for example `title: …`."
        raise ReleaseError("The front matter is not made of `key: value` lines.", fix=fix, file=shown, line=line)
    return data
