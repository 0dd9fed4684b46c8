"""Where campaigns lie, and what their folders and files are called."""

from __future__ import annotations

import re
from pathlib import Path

from campaign.errors import PostError
from campaign.models import Problem, Severity

RESERVED = frozenset({"templates"})
HEADER, TEXT = "campaign.yaml", "release.txt"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_POST = re.compile(r"[0-9]{2,3}-[a-z0-9][a-z0-9-]*\.md")


def check_name(name: str) -> str:
    """Return the name if it can be a campaign's.

    Raises:
        PostError: it is reserved, or has other characters than small letters, digits and hyphens (so it never leaves posts/).
    """
    if name in RESERVED:
        raise PostError(f"'{name}' is the name of the folder of wordings.", fix="Give the campaign another name.")
    if not _NAME.fullmatch(name):
        raise PostError(f"'{name}' cannot be the name of a campaign.", fix="Use small letters, digits and hyphens, at most 64.")
    return name


def names(root: Path) -> list[str]:
    """The campaigns of a workspace, in alphabetical order."""
    return [folder.name for folder in _folders(root) if _NAME.fullmatch(folder.name)]


def misnamed(root: Path) -> tuple[Problem, ...]:
    """Folders that look like campaigns and are not read, because their name cannot be one."""
    strange = [folder.name for folder in _folders(root) if not _NAME.fullmatch(folder.name)]
    said, fix = "This folder is not read as a campaign.", "Rename it with small letters, digits and hyphens."
    return tuple(Problem(rule="queue.name", severity=Severity.WARN, message=said, fix=fix, file=f"posts/{name}") for name in strange)


def is_post(path: Path) -> bool:
    """Whether a file's name says that it is a post: NN-<kind>[-n].md."""
    return bool(_POST.fullmatch(path.name))


def shown(file: Path) -> str:
    """How a person sees a file of a campaign: from the workspace's root."""
    return "/".join(file.parts[-3:])


def _folders(root: Path) -> list[Path]:
    posts = root / "posts"
    if not posts.is_dir():
        return []
    found = (path for path in posts.iterdir() if path.is_dir() and path.name not in RESERVED and not path.name.startswith("."))
    return sorted((path for path in found if (path / HEADER).is_file() or any(map(is_post, path.iterdir()))), key=lambda path: path.name)
