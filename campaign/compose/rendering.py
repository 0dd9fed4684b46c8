"""Jinja2 behind a wall: a sandbox without functions, undefined names and every other failure as one sentence with its line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Template, meta
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from campaign.compose import wall, welsh
from campaign.compose.tracing import Traced, Tracer, joined, lines
from campaign.compose.wordings import Piece, nearest
from campaign.errors import TemplateError

# Every name that a template may use. One that the release at hand cannot fill makes its wording step aside.
NAMES = (
    "about", "About", "advice", "area", "called", "called_two", "calls", "emergency", "event", "figure", "for_child", "headline",
    "helpline", "hook", "inline", "label", "label_two", "lead", "led", "named", "numbers", "quote", "signs", "source", "speaker",
    "speaker_named", "speaker_short", "speaker_then", "tip", "title", "topic", "value", "value_two", "website", "what",
)
DATED = re.compile(
    r"\b(?:to(?:day|night|morrow)|yesterday|(?:this|last|next) (?:morning|afternoon|evening|night|week|weekend|month)"
    rf"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|{welsh.DATED})\b",
    re.IGNORECASE,
)

SHOWN = 120  # characters of a line in an error

Values = Mapping[str, Traced]


class _Walled(SandboxedEnvironment):
    """No filter, test or function of Jinja2's own, and no operator that can make a text huge."""

    intercepted_binops = frozenset({"*", "**", "%", "//"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> NoReturn:
        raise SecurityError(f"a wording may not calculate ({operator})")


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    env = _Walled(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)
    env.globals.clear()
    env.filters.clear()
    return env


@lru_cache(maxsize=1024)
def _compiled(piece: Piece) -> tuple[Template, frozenset[str]]:
    env = _environment()
    try:
        tree = None if wall.fault(piece.source) else env.parse(piece.source)
        if (found := wall.fault(piece.source, tree)) is not None:
            raise _failure(piece, *found)
        return env.from_string(piece.source), frozenset(meta.find_undeclared_variables(env.parse(piece.source)))
    except TemplateSyntaxError as error:
        raise _failure(piece, error.lineno, error.message or "") from None
    except (JinjaError, RecursionError, MemoryError, SyntaxError) as error:  # the last three: what is nested a thousand times
        reason = str(error) if isinstance(error, JinjaError) else "it is nested too deeply"
        raise _failure(piece, 1, reason) from None


def needs(piece: Piece) -> frozenset[str]:
    """The names that a template uses. Raises TemplateError for a syntax error and for a name that no wording may use."""
    _, names = _compiled(piece)
    for name in sorted(names):
        if name not in NAMES and not name.startswith("house_"):
            line = next((n for n, row in enumerate(piece.source.splitlines(), 1) if re.search(rf"\b{name}\b", row)), 1)
            raise _failure(piece, line, f"nothing is called “{name}”", nearest(name, NAMES))
    return names


def available(piece: Piece, values: Values) -> bool:
    """Whether the values fill every name that the template uses."""
    return all(name in values for name in needs(piece))


def render(piece: Piece, values: Values) -> Traced:
    """Fill a template in. Every value that was written out keeps its origins in the result.

    Raises TemplateError with the file, the line and the line's own words.
    """
    template, _ = _compiled(piece)
    needs(piece)
    tracer = Tracer()
    try:
        text = template.render({name: tracer.wrap(value) for name, value in values.items()})
    except Exception as error:  # a template can fail in any way that Python can; all of them are its author's to mend
        raise _failure(piece, _line(error), str(error)) from None
    return joined((row.part(0, len(row.text.rstrip())) for row in lines(tracer.read(text).strip())), "\n")


def first(pieces: Sequence[Piece], values: Values, turn: int = 0) -> Traced | None:
    """The ``turn``-th of those templates whose names can be filled, counted round; None when there is none."""
    usable = [piece for piece in pieces if available(piece, values)]
    return render(usable[turn % len(usable)], values) if usable else None


def dated(text: str) -> bool:
    """Whether a text says "today" or a weekday, or counts from the day it was written on."""
    return DATED.search(text) is not None


def _line(error: Exception) -> int:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
    return frames[-1].lineno or 1 if frames else 1


def _failure(piece: Piece, line: int, reason: str, fix: str = "") -> TemplateError:
    rows = piece.source.splitlines()
    row = rows[min(line, len(rows)) - 1].strip() if rows else ""
    row = row if len(row) <= SHOWN else f"{row[:SHOWN]}…"
    reason = reason.rstrip(".") or "it is not a template"
    return TemplateError(f"This wording cannot be used: {reason}, in “{row}”.", fix=fix, file=piece.file, line=piece.line + line - 1)
