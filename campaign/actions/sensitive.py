"""What a sensitive subject asks of a day besides a support line: a helpline beside every mention, and somebody who reads the replies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from campaign.actions import texts
from campaign.actions.flags import practice
from campaign.actions.source import facts_of, release_of
from campaign.actions.workspace import Workspace
from campaign.facts import support
from campaign.facts.subjects import Subject
from campaign.models import Campaign, Contact, Post, Problem, Severity, Span
from campaign.queue.folders import HEADER

_MENTIONED = {
    "suicide": re.compile(r"(?i)\bsuicid\w+|\b(?:his|her|their|your) own li(?:fe|ves)\b|\bhunanladdiad\w*"),
    "self-harm": re.compile(r"(?i)\bself[- ]?harm\w*|\bhunan-?(?:niweid|anaf)\w*"),
}


def helpline(workspace: Workspace, campaign: Campaign, post: Post) -> Iterator[Problem]:
    """A post that speaks of suicide or self-harm says in itself who helps: people see one post, not the day."""
    said = "\n".join([*(words for field in texts.every_text(post).values() for words in field), post.link or ""])
    for subject, mention in _MENTIONED.items():
        found = mention.search(said)
        carried = _carried(workspace, campaign, said) if found else []
        if found and support.unsupported([Subject(id=subject, name=subject, span=Span(0, 0))], carried):
            lines = " or ".join(f"{line.label} ({line.value})" for line in support.offers([subject]))
            message = f"The post speaks of “{found[0]}” and gives no helpline."
            yield Problem(rule="helpline", severity=Severity.WARN, message=message, fix=f"Add one: {lines}.", source="body")


def _carried(workspace: Workspace, campaign: Campaign, said: str) -> list[Contact]:
    """The helplines that a text gives: national ones, those of the register and those of the release."""
    facts = facts_of(workspace, campaign)
    own = [c for c in facts.contacts if c.purpose in {"helpline", "text"} and c.value in said] if facts else []
    return [*own, *support.carried(said, workspace.config.contacts)]


def watch(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """Whoever answers a post on abuse or suicide may be in danger themselves: somebody reads the replies, as long as posts go out."""
    release = release_of(workspace, campaign)
    subjects = support.needed(release, ()) if release else []
    if not subjects or not campaign.posts:
        return
    severity = Severity.HINT if all(practice(workspace, post) for post in campaign.posts) else Severity.WARN
    last = max(post.at for post in campaign.posts)
    until = campaign.watch.get("until", "")
    fix = f"Write into {HEADER}: watch: {{who: a name, until: {last[:16]}}}, or later."
    if not campaign.watch.get("who", "").strip():
        message = f"The release is about {' and '.join(s.name for s in subjects)}, and nobody is named who watches the replies."
    elif not until.strip() or until < last[: len(until)]:
        message = f"Replies are watched until {until or 'nobody knows when'}, and the last post goes out at {last}."
    else:
        return
    file = campaign.folder / HEADER
    yield Problem(rule="watch", severity=severity, message=message, fix=fix, source="watch", file=str(file), line=_line(file))


def _line(file: Path) -> int:
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, ValueError):
        return 1
    return next((n for n, line in enumerate(lines, 1) if line.startswith("watch:")), 1)
