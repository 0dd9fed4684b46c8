"""Wordings as they read: every form filled in with made-up facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.compose.samples import sample
from campaign.compose.wordings import Piece, load, load_lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One form of a wording, filled in with made-up facts; for a line of a number, ``id`` is its key and ``form`` its use."""

    kind: str
    id: str
    form: str
    text: str
    length: int
    when: tuple[str, ...]
    file: str
    line: int


def shown(kind: str, language: str, folders: Sequence[Path] = ()) -> list[Shown]:
    """How every form of a kind reads. Raises TemplateError with file, line and the line itself."""
    if kind == "lines":
        lines = load_lines(language, folders)
        ways = (("list", lines.listed), ("say", lines.said), ("card", lines.named))
        rows = [(key, way, piece, ()) for way, group in ways for key, pieces in group.items() for piece in pieces]
        return [_shown(kind, *row) for row in rows]
    return [_shown(kind, p.id, form, piece, p.when) for p in load(kind, language, folders) for form, piece in p.forms.items()]


def _shown(kind: str, name: str, form: str, piece: Piece, when: tuple[str, ...]) -> Shown:
    text = sample(piece).text
    return Shown(kind=kind, id=name, form=form, text=text, length=len(text), when=when, file=piece.file, line=piece.line)


def template_ids(kind: str, language: str, folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """What a kind's wordings are called. Raises TemplateError for a file that cannot be used."""
    if kind == "lines":
        return tuple(load_lines(language, folders).said)
    return tuple(phrase.id for phrase in load(kind, language, folders))
