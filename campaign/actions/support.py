"""A sensitive subject needs somebody for the person affected: who is missing is named, and a line offered. None is added unasked."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.actions import texts
from campaign.actions.source import facts_of, release_of
from campaign.actions.workspace import Workspace
from campaign.facts import support
from campaign.facts.subjects import Subject
from campaign.models import Campaign, Problem, Severity


def needed(workspace: Workspace, campaign: Campaign) -> list[Subject]:
    """The sensitive subjects of the release for which neither it nor any post gives a line for the person affected."""
    release, found = release_of(workspace, campaign), facts_of(workspace, campaign)
    if release is None or found is None or all(flag.rule != "no-support-line" for flag in found.flags):
        return []
    return support.needed(release, [*found.contacts, *support.carried(_said(campaign), workspace.config.contacts)])


def _said(campaign: Campaign) -> str:
    texts_of = (words for post in campaign.posts for field in texts.every_text(post).values() for words in field)
    links = [post.link for post in campaign.posts if post.link]
    return "\n".join([*texts_of, *links])


def offer(workspace: Workspace, campaign: Campaign) -> str:
    """What to do: the lines to give in a post, from the register or (to be looked up first) from the national ones."""
    said = []
    for line in support.offers(s.id for s in needed(workspace, campaign)):
        registered = any("".join(filter(str.isdigit, c.value)) == line.digits for c in workspace.config.contacts)
        entry = f'{{kind: {line.kind}, value: "{line.value}", label: "{line.label}", purpose: helpline}}'
        where = "it is in the contact register" if registered else f"look it up at {line.site}, then add {entry} to contacts in config.yaml"
        said.append(f"Give {line.label} ({line.value}) in a post: {where}.")
    return " ".join(said)


def problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """A release on a sensitive subject in which no deaf person is told how to call, nor in the posts."""
    release = release_of(workspace, campaign)
    if release is None or not support.needed(release, ()) or support.has_relay(f"{release.text}\n{_said(campaign)}"):
        return
    message = "Deaf people are not told how to call, neither in the release nor in the posts."
    fix = "Offer Relay UK in a post (18000 instead of 999, 18001 before any other number), or 999 BSL (999bsl.co.uk) for those who sign."
    yield Problem(rule="no-text-relay", severity=Severity.HINT, message=message, fix=fix, source="release",
                  file=str(campaign.folder / campaign.text_file), line=1)  # fmt: skip
