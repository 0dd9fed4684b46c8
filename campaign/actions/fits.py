"""Whether a post fits where it goes: its texts as each platform counts them, its alt texts, and what a platform refuses besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from campaign import cards, text
from campaign.actions import texts
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError
from campaign.models import Account, Content, Credentials, Measure, Media, MediaItem, Post, Problem, Severity
from campaign.text.accepted import accepted


def problems(workspace: Workspace, post: Post) -> Iterator[Problem]:
    """One problem for each account and part that is too long, and for each alt text; what two accounts share is said once."""
    seen: set[tuple[str, str]] = set()
    for said in texts.said(workspace, post):
        field = _field(post, said.account.id, said.account.platform)
        for n, measure in enumerate(said.measures, 1):
            if not measure.fits:
                yield _long(workspace, said, measure, n, field)
            for problem in accepted(measure):
                if (problem.rule, said.account.platform) not in seen:
                    seen.add((problem.rule, said.account.platform))
                    yield replace(problem, source=field)
        yield from _alts(workspace, said)
        for problem in _platforms_own(workspace, post, said):
            if (problem.rule, said.account.platform) not in seen:
                seen.add((problem.rule, said.account.platform))
                yield replace(problem, source=field)


OWN = frozenset({"media-host", "images", "shape", "threads", "replies"})
"""What only the adapter knows; the other rules of its check have been asked already, with the picture's real alt text."""


def _platforms_own(workspace: Workspace, post: Post, said: texts.Said) -> Iterator[Problem]:
    """What the adapter itself refuses, asked without a login and before anything is drawn."""
    from campaign import platforms

    account = said.account
    if account.platform not in platforms.PLATFORMS:
        return
    adapter = platforms.make(account, Credentials(values={}), _nothing, root=workspace.root, media_host=workspace.media_host)
    try:
        media = tuple(_pictured(workspace, item, account) for item in said.wording.media)
    except CampaignError:
        return  # a picture that is missing is named elsewhere
    for n, part in enumerate(said.wording.parts, 1):
        content = Content(text=part, media=media if n == 1 else (), part=n, parts=len(said.wording.parts), replies=post.replies)
        yield from (problem for problem in adapter.check(content) if problem.rule in OWN)


def _pictured(workspace: Workspace, item: MediaItem, account: Account) -> Media:
    """The outline of a picture: its shape and kind are known before it is drawn."""
    taken = texts.limits(workspace, account).formats
    if item.card is not None:
        width, height = cards.size_for(account.platform)
    else:
        width, height = cards.fitted_size(texts.photo_size(workspace, item), account.platform)
    return Media(digest="", mime=taken[0], width=width, height=height, size=0, alt="-")


def _nothing(_digest: str) -> bytes:
    return b""


def _long(workspace: Workspace, said: texts.Said, measure: Measure, n: int, field: str) -> Problem:
    account = said.account
    part = f" in part {n}" if len(said.measures) > 1 else ""
    over = measure.length - measure.limit
    how = f"{over} over" if over > 0 else "too long in bytes"
    message = f"{account.id} is {how}{part}: {measure.length} of {measure.limit}."
    fix = f"Shorten it, or give {account.platform} its own words under variants."
    if parted := _parted(workspace, said):
        fix += f" As a thread it would be {parted} parts: a line of only --- between them, or `threads: numbered` at the account."
    return Problem(rule="length", severity=Severity.STOP, message=message, fix=fix, source=field)


def _parted(workspace: Workspace, said: texts.Said) -> int:
    """How many parts a thread of it would have; 0 where it can't be one."""
    account, words = said.account, said.wording.parts[0]
    if len(said.wording.parts) > 1 or account.threads != "off":
        return 0
    accepted = texts.limits(workspace, account)
    pictured = bool(said.wording.media)
    found = text.split(words, lambda part: text.measure(part, account.platform, limits=accepted, pictured=pictured).fits)
    return len(found or ())


def _alts(workspace: Workspace, said: texts.Said) -> Iterator[Problem]:
    most = texts.limits(workspace, said.account).alt
    for n, item in enumerate(said.wording.media):
        try:
            length = len(text.clean(texts.alt(workspace, item)))
        except CampaignError:
            continue  # the card itself is named elsewhere
        if most and length > most:
            message = f"The alt text of picture {n + 1} has {length} characters; {said.account.platform} takes {most}."
            fix = "Shorten it: say what the picture says, nothing else."
            yield Problem(rule="alt-length", severity=Severity.STOP, message=message, fix=fix, source=f"media.{n}.alt")


def _field(post: Post, account: str, platform: str) -> str:
    return next((f"variants.{name}" for name in (account, platform) if name in post.variants), "body")
