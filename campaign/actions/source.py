"""The release that a campaign was made from, and its facts, read again only where a file of it changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from campaign import facts, release
from campaign.actions.workspace import Workspace
from campaign.errors import ReleaseError
from campaign.models import Campaign, Contact, Facts, Release


def release_of(workspace: Workspace, campaign: Campaign) -> Release | None:
    """The release as it was read; None where the campaign has none that can be read."""
    return _release(campaign.folder / campaign.text_file, _stamp(campaign.folder), campaign.release.get("digest"))


def facts_of(workspace: Workspace, campaign: Campaign) -> Facts | None:
    """Its facts, with the workspace's register."""
    config, file = workspace.config, campaign.folder / campaign.text_file
    return _facts(file, _stamp(campaign.folder), campaign.release.get("digest"), config.contacts, config.country)


@lru_cache(maxsize=64)
def _facts(
    file: Path, seen: tuple[tuple[str, int, int], ...], digest: str | None, register: tuple[Contact, ...], country: str
) -> Facts | None:
    found = _release(file, seen, digest)
    return facts.find(found, register, country=country) if found else None


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = [*sorted(folder.glob("original.*")), *sorted(folder.glob("release*.txt"))]
    return tuple((p.name, s.st_mtime_ns, s.st_size) for p in files if p.is_file() and (s := p.stat()))


@lru_cache(maxsize=64)
def _release(file: Path, _seen: tuple[tuple[str, int, int], ...], digest: str | None) -> Release | None:
    """The original as it was read, so that the spans are those of release.txt; else release.txt itself."""
    for path in [*sorted(file.parent.glob("original.*")), file]:
        try:
            found = release.read(str(path))
        except ReleaseError:
            continue
        if found.digest == digest or path == file:
            return found
    return None
