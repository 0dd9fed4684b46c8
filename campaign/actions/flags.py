"""Safeguarding matters of a release: before anything real goes out, a person acknowledges each by its name, with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from campaign import facts, release, yamlfile
from campaign.actions.workspace import Workspace, nearest
from campaign.errors import NotAllowed, PostError, ReleaseError
from campaign.models import Campaign, Contact, Flag, Post, Problem, Release, Severity


def flags(workspace: Workspace, campaign: Campaign) -> tuple[Flag, ...]:
    """What was found in the release that the campaign was made from; nothing where it has none."""
    return _flags(campaign.folder, _stamp(campaign.folder), campaign.release.get("digest"), workspace.config.contacts)


@lru_cache(maxsize=64)
def _flags(folder: Path, _seen: object, digest: str | None, register: tuple[Contact, ...]) -> tuple[Flag, ...]:
    found = _release(folder, digest)
    return facts.find(found, register).flags if found else ()


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


def problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """Each flag once, at its line of release.txt. It stops nothing on practice accounts, and what is acknowledged is a hint."""
    real = any(not practice(workspace, post) for post in campaign.posts)
    for flag in flags(workspace, campaign):
        known = next((e for e in campaign.flags if e.get("rule") == flag.rule and e.get("matter") == flag.why), None)
        severity = Severity.HINT if known else Severity.STOP if real else Severity.WARN
        fix = f"Acknowledge it when you approve: --acknowledge {flag.rule}=REASON"
        if known:
            fix = f"Acknowledged by {known.get('by')}: {known.get('reason')}"
        file = campaign.folder / "release.txt"
        yield Problem(rule="flag", severity=severity, message=f"{flag.rule}: {flag.why}", fix=fix, source=flag.rule, file=str(file),
                      line=_line(file, flag.span.start))  # fmt: skip


def _line(file: Path, start: int) -> int:
    try:
        return file.read_text("utf-8").count("\n", 0, start) + 1
    except (OSError, ValueError):
        return 1


def practice(workspace: Workspace, post: Post) -> bool:
    """A post that goes into a folder only."""
    return all(workspace.is_practice(account) for account in post.accounts)


def known(workspace: Workspace, campaign: Campaign, acknowledged: Mapping[str, str]) -> None:
    """Raise NotAllowed when a flag is acknowledged that the release does not have."""
    rules = [flag.rule for flag in flags(workspace, campaign)]
    for rule in acknowledged:
        if rule not in rules:
            raise NotAllowed(f"The release of {campaign.name} has no flag {rule!r}.", fix=nearest(rule, rules))


def demand(workspace: Workspace, campaign: Campaign, post: Post, acknowledged: Mapping[str, str]) -> None:
    """Raise NotAllowed while a flag is not acknowledged for a post that leaves the house."""
    if practice(workspace, post):
        return
    for flag in flags(workspace, campaign):
        if not acknowledged.get(flag.rule, "").strip():
            raise NotAllowed(
                f"{post.id} cannot be approved: {flag.rule}: {flag.why}", fix=f"Acknowledge it: --acknowledge {flag.rule}=REASON"
            )


def keep(workspace: Workspace, campaign: Campaign, acknowledged: Mapping[str, str], *, by: str, now: datetime) -> None:
    """Write into campaign.yaml who acknowledged what and why, for people to read; what counts stands in the ledger's approvals."""
    said = {flag.rule: flag.why for flag in flags(workspace, campaign) if flag.rule in acknowledged}
    if not said:
        return
    old = [e for e in campaign.flags if said.get(str(e.get("rule"))) != e.get("matter")]
    new: list[yamlfile.Data] = [
        {"rule": rule, "matter": why, "by": by, "at": now.isoformat(timespec="seconds"), "reason": acknowledged[rule]}
        for rule, why in said.items()
    ]
    file = campaign.folder / "campaign.yaml"
    text = yamlfile.read_text(file, error=PostError)
    entries: list[yamlfile.Data] = [*(dict(e) for e in old), *new]
    yamlfile.write_text(file, yamlfile.set_scalar(text, "flags", entries, error=PostError, name=str(file)), error=PostError)
