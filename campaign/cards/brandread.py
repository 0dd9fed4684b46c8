"""The brand file under reading: its settings, its lines, the files it names, and how to say what is wrong with it."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from campaign.cards.words import tidy
from campaign.errors import ConfigError


@dataclass(frozen=True)
class File:
    """The brand file under reading, what it builds on (``base``), and how to say what is wrong with it."""

    path: Path
    data: Any
    lines: Mapping[str, int]
    base: dict[str, Any]

    def fail(self, message: str, at: str, *, fix: str = "") -> NoReturn:
        while at not in self.lines and at:
            at = at.rpartition(".")[0]
        raise ConfigError(message, fix=fix, file=self.path, line=self.lines.get(at))

    @staticmethod
    def digest(raw: bytes) -> str:
        """How a file that is named here is told from another one of the same name."""
        return hashlib.sha256(raw).hexdigest()

    def known(self, found: Collection[str], names: Collection[str], at: str) -> None:
        for name in found:
            if name not in names:
                where = f"{at}.{name}" if at else name
                self.fail(f"'{where}' is not a setting of a brand file.", where, fix=nearest(name, names))

    def group(self, key: str) -> dict[str, Any]:
        value = self.data.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fail(f"'{key}' must be a group of settings.", key, fix="Write each on its own line, indented: `name: value`.")
        return value

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            self.fail(f"'{key}' must be text.", key)
        return tidy(value or "").replace("\n\n", " ")


def nearest(name: str, names: Collection[str]) -> str:
    """What to suggest for a name that is not known."""
    near = difflib.get_close_matches(name, names, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(names)}."


def bytes_of(file: File, path: Path, at: str) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as exc:
        file.fail(f"The file '{path.name}' cannot be read: {exc.strerror or exc}.", at)
    return raw


def beside(file: File, named: Any, at: str, packaged: Path) -> Path:
    """A file named in the brand file: beside it, or in the package."""
    if not isinstance(named, str):
        file.fail(f"'{at}' must be the name of a file.", at)
    found = next((folder / named for folder in (file.path.parent, packaged) if (folder / named).is_file()), None)
    if found is None:
        instead = ": the font that comes with the program is used then." if at.startswith("fonts") else "."
        file.fail(f"There is no file '{named}'.", at, fix=f"Put it beside the brand file, or delete this line{instead}")
    return found
