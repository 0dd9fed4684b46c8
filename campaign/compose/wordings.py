"""Wordings are data: one YAML file a kind, in campaign/data/templates/<language>/ or, before it, in a workspace's folder."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.compose.themes import THEMES
from campaign.errors import TemplateError

HOME = Path(__file__).parent.parent / "data" / "templates"
FILES = ("hook", "signs", "quote", "contact", "statistic", "advice", "thanks")
KINDS = (*FILES, "lines")  # and how numbers are said
FORMS = ("long", "medium", "short")
# On what a wording may depend: the day, what the release has, and what it is about (themes.py).
WHEN = (
    "today", "event_today", "children", "signs", "advice", "contacts", "reporting", "choice", "helpline", "urgent",
    *THEMES,
)  # fmt: skip
MOST = 200  # wordings of a kind: a day has sixty posts at most
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
CARD_FIELDS = ("eyebrow", "title", "text", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One template text with the file and line where it begins."""

    source: str
    file: str
    line: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrase:
    """One wording of a kind: its forms, the fields of its card, and on what it depends.

    A field of a card may have several texts: the first whose values the release has is used.
    """

    id: str
    forms: Mapping[str, Piece]
    card: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    when: tuple[str, ...] = ()
    confirm: str = ""  # what a speaker of the language should look at before it is used


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """How contacts are said: by key (``anonymous``, ``report_web``), in a list, in a sentence, and on a card."""

    listed: Mapping[str, tuple[Piece, ...]]
    said: Mapping[str, tuple[Piece, ...]]
    named: Mapping[str, tuple[Piece, ...]]

    def on(self, themes: Iterable[str]) -> Lines:
        """The words for a release on these themes: ``emergency_fire`` stands in for ``emergency`` where there is a fire."""
        return Lines(listed=_on(self.listed, themes), said=_on(self.said, themes), named=_on(self.named, themes))


def find_template(name: str, language: str, folders: Sequence[Path]) -> Path:
    """The file that holds the wordings of a kind: a workspace's own before the built-in one."""
    if not _LANGUAGE.fullmatch(language):  # it may come from a release: it names a folder, and must not lead out of it
        raise TemplateError(f"“{language[:40]}” is no language.", fix="Write its code: en, cy.")
    places = [p for folder in folders for p in (folder / language / f"{name}.yaml", folder / f"{name}.yaml")]
    for path in (*places, HOME / language / f"{name}.yaml"):
        if path.is_file():
            return path
    fix = f"Write posts/templates/{language}/{name}.yaml; the built-in {name}.yaml in English shows how."
    raise TemplateError(f"There are no wordings for {name} posts in the language “{language}”.", fix=fix)


def load(name: str, language: str, folders: Sequence[Path] = ()) -> tuple[Phrase, ...]:
    """The wordings of a kind, in their file's order. Raises TemplateError with file and line for what is wrong in it."""
    reader = _Reader(find_template(name, language, folders))
    entries = reader.data.get("wordings") if isinstance(reader.data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise reader.error("", "There is no list called `wordings` in this file.", "Begin it with `wordings:`.")
    if len(entries) > MOST:
        raise reader.error("wordings", f"There are {len(entries)} wordings in this file, and {MOST} are the most.", "Keep the best.")
    phrases = tuple(_phrase(reader, entry, f"wordings.{n}") for n, entry in enumerate(entries))
    for n, phrase in enumerate(phrases):
        if any(phrase.id == other.id for other in phrases[:n]):
            raise reader.error(f"wordings.{n}.id", f"There are two wordings called “{phrase.id}”.", "Give one another id.")
    return phrases


def load_lines(language: str, folders: Sequence[Path] = ()) -> Lines:
    """How each kind of contact is said: the file lines.yaml. Raises TemplateError with file and line."""
    reader = _Reader(find_template("lines", language, folders))
    data = reader.data if isinstance(reader.data, dict) else {}
    found: dict[str, dict[str, tuple[Piece, ...]]] = {"list": {}, "say": {}, "card": {}}
    for key, entry in data.items():
        reader.keys(entry, key, (*found, "confirm"))
        for way, pieces in ((w, p) for w, p in entry.items() if w != "confirm"):
            found[way][key] = reader.pieces(pieces, f"{key}.{way}")
    return Lines(listed=found["list"], said=found["say"], named=found["card"])


def _on(pieces: Mapping[str, tuple[Piece, ...]], themes: Iterable[str]) -> dict[str, tuple[Piece, ...]]:
    special = {key.removesuffix(f"_{theme}"): key for theme in sorted(themes) for key in pieces if key.endswith(f"_{theme}")}
    return {key: pieces[special.get(key, key)] for key in {**pieces, **special}}


class _Reader:
    """A file under reading: its data, and how to say where something is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        raw = yamlfile.read_text(path, error=TemplateError)
        self.data, self.lines = yamlfile.parse(raw, str(path), error=TemplateError)
        self.rows = raw.splitlines()

    def error(self, path: str, message: str, fix: str = "") -> TemplateError:
        return TemplateError(message, fix=fix, file=self.path, line=self.lines.get(path))

    def keys(self, entry: Any, path: str, known: Sequence[str]) -> None:
        if not isinstance(entry, dict):
            raise self.error(path, f"“{path}” must have some of these below it: {', '.join(known)}.")
        for key in entry:
            if key not in known:
                raise self.error(f"{path}.{key}", f"Nothing here is called “{key}”.", nearest(key, known))

    def piece(self, value: Any, path: str) -> Piece:
        if not isinstance(value, str) or not value.strip():
            raise self.error(path, f"“{path.rpartition('.')[2]}” must be a text.", "Write it, or delete the line.")
        line = self.lines.get(path, 1)
        # The text of a block (| or >) begins in the line below its key.
        block = self.rows[line - 1].rstrip().endswith(("|", "|-", "|+", ">", ">-")) if line <= len(self.rows) else False
        return Piece(source=value.strip("\n"), file=str(self.path), line=line + block)

    def pieces(self, value: Any, path: str) -> tuple[Piece, ...]:
        if isinstance(value, list):
            return tuple(self.piece(v, f"{path}.{n}") for n, v in enumerate(value))
        return (self.piece(value, path),)


def _phrase(reader: _Reader, entry: Any, path: str) -> Phrase:
    reader.keys(entry, path, ("id", "when", "card", "confirm", *FORMS))
    if not isinstance(entry.get("id"), str):
        raise reader.error(path, "This wording has no id.", "Give it a short name of its own.")
    forms = {form: reader.piece(entry[form], f"{path}.{form}") for form in FORMS if form in entry}
    if not forms:
        raise reader.error(path, f"The wording “{entry['id']}” has no text.", f"Write at least one of {', '.join(FORMS)}.")
    card = entry.get("card") or {}
    reader.keys(card, f"{path}.card", CARD_FIELDS)
    fields = {name: reader.pieces(value, f"{path}.card.{name}") for name, value in card.items()}
    confirm = str(entry.get("confirm") or "")
    return Phrase(id=entry["id"], forms=forms, card=fields, when=_when(reader, entry.get("when"), path), confirm=confirm)


def _when(reader: _Reader, value: Any, path: str) -> tuple[str, ...]:
    flags = value if isinstance(value, list) else [] if value is None else [value]
    for flag in flags:
        if str(flag).removeprefix("not ") not in WHEN:
            raise reader.error(f"{path}.when", f"There is no condition “{flag}”.", nearest(str(flag), WHEN))
    return tuple(flags)


def nearest(name: str, known: Sequence[str]) -> str:
    """What a person may have meant."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(known)}."
