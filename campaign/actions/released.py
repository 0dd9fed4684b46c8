"""The release that a campaign was made from, and what was found in it: read once, and again only when a file changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from campaign import facts, release
from campaign.actions.workspace import Workspace
from campaign.errors import ReleaseError
from campaign.models import Campaign, Contact, Facts, Release


def released(workspace: Workspace, campaign: Campaign) -> tuple[str, Facts | None]:
    """The text of the release and its facts; no text and None where the campaign has no release."""
    return _released(campaign.folder, _stamp(campaign.folder), campaign.release.get("digest"), workspace.config.contacts)


@lru_cache(maxsize=64)
def _released(folder: Path, _seen: object, digest: str | None, register: tuple[Contact, ...]) -> tuple[str, Facts | None]:
    found = _release(folder, digest)
    return (found.text, facts.find(found, register)) if found else ("", None)


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = [*sorted(folder.glob("original.*")), folder / "release.txt"]
    return tuple((p.name, s.st_mtime_ns, s.st_size) for p in files if p.is_file() and (s := p.stat()))


def _release(folder: Path, digest: str | None) -> Release | None:
    """The original as it was read, so that the spans are those of release.txt; else release.txt itself."""
    for path in [*sorted(folder.glob("original.*")), folder / "release.txt"]:
        try:
            found = release.read(str(path))
        except ReleaseError:
            continue
        if found.digest == digest or path.name == "release.txt":
            return found
    return None
