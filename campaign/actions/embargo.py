"""The embargo of a campaign: what campaign.yaml says, or else the release itself. Nothing goes out before it, nor while it is open.

A person lifts or moves it in campaign.yaml, by writing the moment; taking the line out of there lifts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from campaign import schedule
from campaign.actions.source import release_of
from campaign.actions.workspace import Workspace
from campaign.models import Campaign, Problem, Severity

_HOW = "Write `embargo:` with date, time and offset into campaign.yaml, like 2026-03-18T00:01+00:00; to lift it, the moment it was lifted."


def refusal(workspace: Workspace, campaign: Campaign, due: datetime) -> str | None:
    """Why nothing may go out at ``due``; None where it may."""
    release = release_of(workspace, campaign) if campaign.embargo is None else None
    end = campaign.embargo or (release.embargo if release else None)
    if end is not None and due < end:
        return f"The release is under embargo until {schedule.wall(end, workspace.config.timezone)}."
    if end is None and release is not None and release.embargo_text:
        return f"The release is under an embargo, and until when is not clear: “{release.embargo_text[:80]}”."
    return None


def problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """An embargo that nobody could read, that campaign.yaml has lost, or that it ends sooner than the release does."""
    release = release_of(workspace, campaign)
    if release is None or release.embargo_text is None:
        return
    if campaign.embargo is None and release.embargo is None:
        message = f"The release is under an embargo, and until when is not clear: “{release.embargo_text[:80]}”."
        yield _problem(campaign, Severity.STOP, message)
    elif campaign.embargo is None and release.embargo is not None:
        until = schedule.wall(release.embargo, workspace.config.timezone)
        yield _problem(campaign, Severity.STOP, f"The release is under embargo until {until}, and campaign.yaml does not say so.")
    elif campaign.embargo and release.embargo and campaign.embargo < release.embargo:
        ours, theirs = (schedule.wall(moment, workspace.config.timezone) for moment in (campaign.embargo, release.embargo))
        message = f"campaign.yaml ends the embargo at {ours}, the release at {theirs}: “{release.embargo_text[:80]}”."
        yield _problem(campaign, Severity.WARN, message)


def _problem(campaign: Campaign, severity: Severity, message: str) -> Problem:
    file = str(campaign.folder / "campaign.yaml")
    return Problem(rule="embargo", severity=severity, message=message, fix=_HOW, source="embargo", file=file, line=_line(campaign))


def _line(campaign: Campaign) -> int:
    try:
        lines = (campaign.folder / "campaign.yaml").read_text("utf-8").split("\n")
    except (OSError, ValueError):
        return 1
    return next((n for n, line in enumerate(lines, 1) if line.startswith("embargo:")), 1)
