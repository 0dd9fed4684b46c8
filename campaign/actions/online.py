"""Where the links of a campaign lead, asked over the network: every link once, wherever in a post it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from campaign.actions import texts
from campaign.actions.check import located, switched
from campaign.actions.source import release_of
from campaign.actions.workspace import Workspace
from campaign.models import Campaign, Post, Problem
from campaign.text.x import links

_ADDRESS = re.compile(r"https?://[^\s<>\"“”)]+")


def check_links(workspace: Workspace, name: str | None) -> list[Problem]:
    """Fetch every link once: one that is dead stops, one that leads elsewhere or to a page about something else is named."""
    from campaign.platforms.links import look

    found: list[Problem] = []
    for campaign in workspace.campaigns(name):
        answers: dict[str, Problem | None] = {}
        about = _about(workspace, campaign)
        for post in campaign.posts:
            for field, link in _links(post):
                if link not in answers:
                    answers[link] = look(link, about)
                if (problem := answers[link]) is not None:
                    found.append(located(workspace, campaign, replace(problem, post=post.id, source=field)))
    return switched(found, workspace.config.lint)


def hosts(workspace: Workspace) -> list[str]:
    """The hosts that ``check_links`` would ask first."""
    links = (link for campaign in workspace.campaigns() for post in campaign.posts for _, link in _links(post))
    return sorted({urlsplit(link if "://" in link else f"https://{link}").hostname or "" for link in links} - {""})


def _links(post: Post) -> Iterator[tuple[str, str]]:
    """Each link of a post at the field where it stands first: in its texts, on its cards, in alt texts, as its link card."""
    found = [(field, link) for field, said in texts.every_text(post).items() for text in said for link in _written(text)]
    found += [("link", post.link)] if post.link else []
    found += [(f"variants.{name}", variant.link) for name, variant in post.variants.items() if variant.link]
    yield from {link.rstrip("/"): (field, link) for field, link in reversed(found)}.values()


def _written(text: str) -> set[str]:
    """The links of a text: as platforms see them, and whatever else begins like an address."""
    return {link.value for link in links(text)} | {found.rstrip(".,;:!?") for found in _ADDRESS.findall(text)}


def _about(workspace: Workspace, campaign: Campaign) -> str:
    """What the pages should be about: the release, and whom the register knows."""
    release, config = release_of(workspace, campaign), workspace.config
    labels = [contact.label or "" for contact in config.contacts]
    return "\n".join([campaign.title, config.organisation, *labels, release.text if release else ""])
