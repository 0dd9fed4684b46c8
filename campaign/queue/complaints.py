"""Collecting what is wrong in one file, with the line each thing stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from campaign.config.mistakes import nearest, place
from campaign.errors import CampaignError
from campaign.models import Problem, Severity
from campaign.queue.folders import shown


class Unreadable(Exception):
    """A value that cannot be read; the complaint is noted already."""


@dataclass(kw_only=True, slots=True)
class Complaints:
    """The problems of one file. ``held`` when one of them means that we cannot know what its author meant."""

    file: Path
    lines: Mapping[str, int] = field(default_factory=dict)
    post: str | None = None
    problems: list[Problem] = field(default_factory=list)
    held: bool = False

    def note(self, rule: str, path: str, message: str, fix: str = "", severity: Severity = Severity.STOP) -> None:
        """Note one problem at a path of the file; the post can still be read."""
        line = place(path.split("."), self.lines)
        name = self.file.parent.name
        self.problems.append(
            Problem(
                rule=f"queue.{rule}", severity=severity, message=message, fix=fix, source=path, campaign=name, post=self.post,
                file=shown(self.file), line=line,
            )
        )  # fmt: skip

    def hold(self, rule: str, path: str, message: str, fix: str = "") -> Unreadable:
        """Note a problem that holds the post; raise what this returns."""
        self.note(rule, path, message, fix)
        self.held = True
        return Unreadable(message)

    def error(self, exc: CampaignError) -> None:
        """Note that the file as a whole cannot be read."""
        self.hold("unreadable", "", exc.message, exc.fix)
        last = self.problems.pop()
        self.problems.append(
            Problem(
                rule=last.rule, severity=last.severity, message=last.message, fix=last.fix, campaign=last.campaign, post=self.post,
                file=last.file, line=exc.line,
            )
        )  # fmt: skip

    def unknown(self, data: Mapping[str, Any], known: Sequence[str], path: str = "") -> None:
        """Hold the post for keys that nobody reads: a mistyped `warning` must not go out without it."""
        for key in data:
            if key not in known:
                self.hold("unknown_key", f"{path}.{key}" if path else key, f"There is no setting '{key}' here.", nearest(key, known))

    def choice(self, value: str, known: Iterable[str], path: str) -> str:
        """Read a word of a fixed set."""
        if value in known:
            return value
        raise self.hold("unknown_word", path, f"'{value}' is not known here.", nearest(value, known))

    def text(self, value: Any, path: str) -> str:
        """Read a text that must not be empty."""
        if isinstance(value, str) and value.strip():
            return value
        shape = "is empty" if value is None or isinstance(value, str) else "must be one text, not a list or group"
        raise self.hold("shape", path, f"'{path}' {shape}.", "Write a text there.")

    def optional(self, value: Any, path: str) -> str | None:
        """Read a text that may be null."""
        return None if value is None else self.text(value, path)

    def listed(self, value: Any, path: str) -> list[Any]:
        """Read a list; null is an empty one."""
        if isinstance(value, list | None):
            return value or []
        raise self.hold("shape", path, f"'{path}' must be a list.", "Write it as [a, b], or as lines that begin with -.")

    def group(self, value: Any, path: str) -> dict[str, Any]:
        """Read a group of settings; null is an empty one."""
        if isinstance(value, dict | None):
            return value or {}
        raise self.hold("shape", path, f"'{path}' must be a group of settings.", "Write it as {name: value}.")
