"""measure: how long a text is on a platform, as JSON, and marked on a terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaign.cli import show

if TYPE_CHECKING:
    from rich.text import Text

_COLOURS = {"link": "blue underline", "hashtag": "magenta", "mention": "cyan"}


def measure(
    platform: Annotated[str, typer.Option(metavar="P", help="x, bluesky, mastodon, threads, facebook, …")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help='One JSON object {"text": …} a line in, one a line out.')] = False,
) -> None:
    """Count the text on standard input as a platform counts it. A terminal shows links, names, tags and what is too much in colour."""
    from campaign.actions import measure as actions

    if jsonl:
        for found in actions.measure_lines((line.decode("utf-8", "replace") for line in sys.stdin.buffer), platform):
            typer.echo(json.dumps(found, ensure_ascii=False))
        return
    words = sys.stdin.buffer.read().decode("utf-8", "replace")
    found = actions.measure(words, platform)
    if not sys.stdout.isatty():
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    from rich.console import Console

    out = show.console(Console)
    out.print(marked(words, platform))
    out.print(_summary(found), style="green" if found["fits"] else "bold red")


def marked(words: str, platform: str) -> Text:
    """The text as the platform takes it: links, hashtags and names in colour, and what is too much struck out on red."""
    from rich.text import Text

    from campaign import text

    words = text.clean(words).rstrip("\n")
    shown = Text(words)
    for entity in text.entities_of(words, platform):
        shown.stylize(_COLOURS.get(entity.kind, ""), entity.start, entity.end)
    shown.stylize("white on red strike", text.overflow(words, platform), len(words))
    return shown


def _summary(found: dict[str, Any]) -> str:
    left = found["limit"] - found["length"]
    room = "it fits" if left == 0 else f"{left} left" if left > 0 else f"{-left} too many"
    if left >= 0 and not found["fits"]:
        room = "and still too long in bytes, or with a character that is refused"
    return f"{found['platform']}: {found['length']} of {found['limit']}, {room}"


COMMANDS = {"measure": measure}
