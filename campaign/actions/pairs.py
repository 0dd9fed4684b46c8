"""The two languages of a post: one approval, one time, one fate. Welsh comes first, and is never later nor smaller.

Source: the Welsh Language Standards (Comisiynydd y Gymraeg): Welsh is not treated less favourably than English.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from campaign import text
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError, NotAllowed
from campaign.models import Campaign, Flag, Post, Problem, Severity, Span

FIRST = "cy"
READER = "welsh-reader"
SHORT = 0.5  # of the other's length: shorter is not the same post in another language
STANDARDS = "https://www.comisiynyddygymraeg.cymru/"
_WHY = "These posts are in Welsh, from wordings that a program put together: a draft, until a Welsh reader who is named has read them."


def views(campaign: Campaign) -> tuple[Campaign, ...]:
    """The campaign once for each release it was made from: with that release, its text and the posts in its language."""
    if not campaign.translations:
        return (campaign,)
    mine = tuple(p for p in campaign.posts if p.language not in campaign.translations)
    first = replace(campaign, posts=mine, translations={})
    return (first, *(_view(campaign, language) for language in campaign.translations))


def view(campaign: Campaign, post: Post) -> Campaign:
    """The campaign with the release that a post was made from."""
    return _view(campaign, post.language) if post.language in campaign.translations else campaign


def _view(campaign: Campaign, language: str) -> Campaign:
    told = campaign.translations[language]
    mine = tuple(p for p in campaign.posts if p.language == language)
    title = told.get("title", campaign.title)
    return replace(campaign, release=told, title=title, posts=mine, text_file=f"release.{language}.txt", translations={})


def other(campaign: Campaign, post: Post) -> Post | None:
    """The same post in the other language; None where there is none that names it in turn."""
    return next((p for p in campaign.posts if p.id == post.pair and p.pair == post.id and p.language != post.language), None)


def together(workspace: Workspace, campaign: Campaign, post: Post) -> tuple[Post, ...]:
    """The post alone, or both halves of its pair: Welsh first, without Welsh the first of the workspace's ``languages``."""
    half = other(campaign, post)
    if half is None:
        return (post,)
    order = [FIRST, *workspace.config.languages]
    rank = {p.id: order.index(p.language) if p.language in order else len(order) for p in (post, half)}
    return tuple(sorted((post, half), key=lambda p: (rank[p.id], p.id)))


def groups(workspace: Workspace, campaign: Campaign, posts: list[Post]) -> list[tuple[Post, ...]]:
    """Posts with their pairs, each group once, in the order of its first."""
    found = {tuple(p.id for p in group): group for group in (together(workspace, campaign, post) for post in posts)}
    return list(found.values())


def in_order(workspace: Workspace, group: tuple[Post, ...]) -> bool:
    """Whether the first of a pair is due no later than the second; a time that cannot be read is told elsewhere."""
    try:
        return len(group) == 1 or workspace.instant(group[0]) <= workspace.instant(group[1])
    except CampaignError:
        return True


# -- what is wrong -----------------------------------------------------------------------------------------------------


def problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """Posts without their pair where the workspace has two languages, and pairs whose first half is later or smaller."""
    languages = workspace.config.languages
    for post in campaign.posts:
        if len(languages) > 1 and post.pair is None:
            lacking = " or ".join(language for language in languages if language != post.language)
            message = f"It has no pair in {lacking}, and config.yaml says languages: [{', '.join(languages)}]."
            fix = f"Plan with both releases (campaign plan RELEASE --with OTHER), or write the other post and `pair: {post.id}` in it."
            yield _problem("unpaired", post, message, fix, "language")
    for group in groups(workspace, campaign, list(campaign.posts)):
        if len(group) > 1:
            yield from _pair(workspace, *group)


def _pair(workspace: Workspace, first: Post, second: Post) -> Iterator[Problem]:
    if not in_order(workspace, (first, second)):
        message = f"It goes out at {first.at}, later than its pair {second.id} at {second.at}."
        yield _problem("pair-later", first, message, f"Give it {second.at} or earlier.", "at")
    if lacking := [name for name in second.accounts if _place(workspace, name) not in {_place(workspace, a) for a in first.accounts}]:
        message = f"Its pair {second.id} goes to {', '.join(lacking)} too, and this does not."
        fix = "Name the same accounts in both; two accounts of one platform that stand for each other share a `group` in config.yaml."
        yield _problem("pair-smaller", first, message, fix, "accounts")
    if len(first.media) < len(second.media):
        message = f"It has {len(first.media) or 'no'} pictures and its pair {second.id} has {len(second.media)}."
        yield _problem("pair-smaller", first, message, "Give both as many.", "media")
    if second.link and not first.link:
        yield _problem("pair-smaller", first, f"Its pair {second.id} has a link and this has none.", "Give both one.", "link")
    if _speaker(first) != _speaker(second):
        message = f"It quotes {_speaker(first) or 'nobody'}, and its pair {second.id} quotes {_speaker(second) or 'nobody'}."
        yield _problem("pair-differs", first, message, "Quote the same person in both: campaign quotes lists their words.", "media")
    long, short = len(text.clean(second.body)), len(text.clean(first.body))
    if short < long * SHORT:
        message = f"It has {short} characters and its pair {second.id} has {long}: does it say as much?"
        yield _problem("pair-short", first, message, "Say the same in both.", "body")


def _speaker(post: Post) -> str | None:
    """The name on a quote's card, without the rank, which each language says in its place."""
    name = next((str(m.card.fields.get("name", "")) for m in post.media if m.card and m.card.layout == "quote"), "")
    return " ".join(name.split()[-2:]) or None


def _place(workspace: Workspace, name: str) -> tuple[str, str]:
    """Where an account publishes; those of one group on one platform stand for each other."""
    account = workspace.config.accounts.get(name)
    return (account.platform, account.group or name) if account else ("", name)


def _problem(rule: str, post: Post, message: str, fix: str, field: str) -> Problem:
    severity = Severity.WARN if rule in {"pair-short", "pair-differs"} else Severity.STOP
    return Problem(rule=rule, severity=severity, message=message, fix=f"{fix} See {STANDARDS}", source=field, post=post.id)


# -- the reader --------------------------------------------------------------------------------------------------------


def reader_flag(campaign: Campaign) -> tuple[Flag, ...]:
    """Welsh is read by somebody who can, and who puts their name to it, before it goes out."""
    return (Flag(rule=READER, why=_WHY, span=Span(0, 0)),) if any(p.language == FIRST for p in campaign.posts) else ()


def named(rule: str, reason: str) -> None:
    """Raise NotAllowed where a Welsh reader signs without a first and a last name."""
    if rule == READER and len(reason.split()) < 2:
        raise NotAllowed(f"“{reason}” does not say who has read the Welsh.", fix=f'Name them: --acknowledge "{READER}=FIRST LAST"')
