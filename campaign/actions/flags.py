"""Safeguarding matters of a release: before anything real goes out, a person acknowledges each by its name, with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from campaign import yamlfile
from campaign.actions import pairs, support
from campaign.actions.source import facts_of, release_of
from campaign.actions.workspace import Workspace, nearest
from campaign.errors import NotAllowed, PostError
from campaign.facts.stale import old_matters
from campaign.models import Campaign, Flag, Post, Problem, Severity


def flags(workspace: Workspace, campaign: Campaign) -> tuple[Flag, ...]:
    """What was found in the release that the campaign was made from, and what is old in it on the campaign's day.

    A post that gives a support line settles that the release gives none. Nothing where there is no release.
    """
    if campaign.translations:
        found_in = [flag for view in pairs.views(campaign) for flag in flags(workspace, view)]
        return tuple({(flag.rule, flag.why): flag for flag in reversed(found_in)}.values())[::-1]
    release, found = release_of(workspace, campaign), facts_of(workspace, campaign)
    reader = pairs.reader_flag(campaign)
    if release is None or found is None:
        return reader
    settled = "no-support-line" if not support.needed(workspace, campaign) else None
    return (*reader, *(f for f in found.flags if f.rule != settled), *old_matters(found, release.text, campaign.date))


def problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """Each matter once, at its line of release.txt. It stops nothing on practice accounts, and what is acknowledged is a hint."""
    real = any(not practice(workspace, post) for post in campaign.posts)
    for flag in flags(workspace, campaign):
        known = next((e for e in campaign.flags if e.get("rule") == flag.rule and e.get("matter") == flag.why), None)
        severity = Severity.HINT if known else Severity.STOP if real else Severity.WARN
        fix = f"Acknowledge it when you approve: {_how(flag.rule)}"
        if known:
            fix = f"Acknowledged by {known.get('by')}: {known.get('reason')}"
        elif flag.rule == "no-support-line":
            fix = f"{support.offer(workspace, campaign)} Or a{fix[1:]}"
        file = campaign.folder / campaign.text_file
        yield Problem(rule="flag", severity=severity, message=f"{flag.rule}: {flag.why}", fix=fix, source=flag.rule, file=str(file),
                      line=_line(file, flag.span.start))  # fmt: skip


def _how(rule: str) -> str:
    return f'--acknowledge "{rule}=FIRST LAST", who has read the Welsh' if rule == pairs.READER else f"--acknowledge {rule}=REASON"


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
    rules = list(dict.fromkeys(flag.rule for flag in flags(workspace, campaign)))
    for rule in acknowledged:
        if rule not in rules:
            raise NotAllowed(f"The release of {campaign.name} has no flag {rule!r}.", fix=nearest(rule, rules))
        pairs.named(rule, acknowledged[rule])


def demand(workspace: Workspace, campaign: Campaign, post: Post, acknowledged: Mapping[str, str]) -> None:
    """Raise NotAllowed while a flag is not acknowledged for a post that leaves the house; the fix names all that are open."""
    if practice(workspace, post):
        return
    concerned = [f for f in flags(workspace, campaign) if f.rule != pairs.READER or post.language == pairs.FIRST]
    missing = [flag for flag in concerned if not acknowledged.get(flag.rule, "").strip()]
    if missing:
        rules = dict.fromkeys(flag.rule for flag in missing)
        more = f" And {len(missing) - 1} more: campaign check {campaign.name}" if len(missing) > 1 else ""
        how = " ".join(map(_how, rules))
        raise NotAllowed(
            f"{post.id} cannot be approved: {missing[0].rule}: {missing[0].why}{more}", fix=f"Acknowledge {'each' if more else 'it'}: {how}"
        )


def would_ask(workspace: Workspace, campaign: Campaign, post: Post, acknowledged: Mapping[str, str]) -> tuple[str, ...]:
    """The flags that nobody has to acknowledge for a practice post, and everybody for a live one."""
    rules = dict.fromkeys(flag.rule for flag in flags(workspace, campaign) if flag.rule not in acknowledged)
    return tuple(rules) if practice(workspace, post) else ()


def keep(workspace: Workspace, campaign: Campaign, acknowledged: Mapping[str, str], *, by: str, now: datetime) -> None:
    """Write into campaign.yaml who acknowledged what and why, for people to read; what counts stands in the ledger's approvals."""
    said = [(flag.rule, flag.why) for flag in flags(workspace, campaign) if flag.rule in acknowledged]
    if not said:
        return
    old = [e for e in campaign.flags if (e.get("rule"), e.get("matter")) not in said]
    new: list[yamlfile.Data] = [
        {"rule": rule, "matter": why, "by": by, "at": now.isoformat(timespec="seconds"), "reason": acknowledged[rule]} for rule, why in said
    ]
    file = campaign.folder / "campaign.yaml"
    text = yamlfile.read_text(file, error=PostError)
    entries: list[yamlfile.Data] = [*(dict(e) for e in old), *new]
    yamlfile.write_text(file, yamlfile.set_scalar(text, "flags", entries, error=PostError, name=str(file)), error=PostError)
