"""The wordings that a workspace uses: listing them, showing them filled in, beginning own ones, trying all of them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign import compose
from campaign.actions.workspace import Workspace
from campaign.errors import TemplateError
from campaign.models import Problem, Severity


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of post in one language: its wordings, the file that they come from, and what is wrong in it."""

    kind: str
    language: str
    wordings: tuple[str, ...]
    file: str
    own: bool
    problems: tuple[Problem, ...]


def kinds(workspace: Workspace | None, language: str | None = None) -> list[Kind]:
    """Every kind in every language of the workspace, or in one. Without a workspace: the built-in ones."""
    found = []
    for code in _languages(workspace, language):
        problems = compose.check_templates(_folders(workspace), code)
        found += [_kind(name, code, workspace, problems) for name in compose.KINDS]
    return found


def _kind(name: str, language: str, workspace: Workspace | None, problems: Sequence[Problem]) -> Kind:
    path = compose.find_template(name, language, _folders(workspace))
    mine = tuple(p for p in problems if p.file == str(path))
    own = workspace is not None and path.is_relative_to(workspace.root / "posts")
    try:
        ids = compose.template_ids(name, language, _folders(workspace))
    except TemplateError:
        ids = ()  # it is among the problems
    return Kind(kind=name, language=language, wordings=ids, file=str(path), own=own, problems=mine)


def show(workspace: Workspace | None, kind: str, language: str | None = None) -> list[compose.Shown]:
    """Every form of a kind's wordings with made-up facts. Raises TemplateError with file, line and the line itself."""
    return compose.shown(kind, _languages(workspace, language)[0], _folders(workspace))


def begin(workspace: Workspace, kind: str, language: str | None = None) -> Path:
    """Write a file to begin own wordings with, for one language.

    Raises TemplateError when there is one already, which stays as it is, or the folder cannot be written.
    """
    code = _languages(workspace, language)[0]
    text = compose.new_template(kind, code)
    folder = workspace.root / "posts" / "templates"
    path = folder / code / f"{kind}.yaml"
    if (other := folder / f"{kind}.yaml").exists():
        raise TemplateError("There are wordings of yours here already; nothing was changed.", file=other, fix="Edit that file.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise TemplateError("There are wordings of yours here already; nothing was changed.", file=path, fix="Edit that file.") from None
    except OSError as error:
        raise TemplateError(f"This file cannot be written: {error.strerror}.", file=path, fix="Allow writing there.") from error
    return path


def try_out(workspace: Workspace | None, language: str | None = None) -> list[Problem]:
    """Everything that is wrong with the wordings, after each was filled in with made-up and with hostile facts."""
    return [p for code in _languages(workspace, language) for p in compose.check_templates(_folders(workspace), code)]


def wrong(problems: Sequence[Problem]) -> bool:
    """Whether one of them is more than a hint."""
    return any(p.severity is not Severity.HINT for p in problems)


def _languages(workspace: Workspace | None, language: str | None) -> tuple[str, ...]:
    return (language,) if language is not None else tuple(workspace.config.languages) if workspace is not None else ("en",)


def _folders(workspace: Workspace | None) -> tuple[Path, ...]:
    return () if workspace is None else (workspace.root / "posts" / "templates",)


def lines(problems: Sequence[Problem]) -> Iterator[str]:
    """One line a problem: file and line, how bad, what, and what to do."""
    for p in problems:
        place = f"{p.file}:{p.line}: " if p.line else f"{p.file}: " if p.file else ""
        yield f"{place}{p.severity.value}: {p.message}{f' {p.fix}' if p.fix else ''}"
