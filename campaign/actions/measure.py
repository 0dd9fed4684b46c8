"""How long a text is, as a platform counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from campaign import text
from campaign.actions.workspace import nearest
from campaign.errors import PostError
from campaign.models import plain


def measure(words: str, platform: str) -> dict[str, Any]:
    """The pinned JSON for one text. Raises PostError for an unknown platform, with the nearest one."""
    if platform not in text.PLATFORMS:
        raise PostError(f"There is no platform {platform!r}.", fix=nearest(platform, text.PLATFORMS))
    found: dict[str, Any] = plain(text.measure(text.clean(words), platform))
    return found


def measure_lines(lines: Iterator[str], platform: str) -> Iterator[dict[str, Any]]:
    """The same for JSON lines of ``{"text": …}``. Raises PostError that names the line."""
    for n, line in enumerate(lines, 1):
        if line.strip():
            yield measure(_text(line, n), platform)


def _text(line: str, n: int) -> str:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise PostError(f"Line {n} of the input is no JSON.", fix='Write one object a line: {"text": "…"}') from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise PostError(f"Line {n} of the input has no text.", fix='Write one object a line: {"text": "…"}')
    return str(data["text"])
