"""From a release to a day of posts in posts/<campaign>/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from campaign import compose, facts, queue, release, schedule, text
from campaign.actions import editors, looks, texts
from campaign.actions.pairs import FIRST
from campaign.actions.workspace import Workspace, local, slug, traces_of
from campaign.errors import ConfigError, NotAllowed, ReleaseError, ScheduleError
from campaign.ledger import Tx, approvals, record
from campaign.models import Account, Facts, Post, Release


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """What a plan wrote. ``kept``: posts that people had edited and that were left as they are."""

    name: str
    folder: Path
    facts: Facts
    posts: tuple[Post, ...]
    kept: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What the officer asks for; what is None follows from the release and the settings."""

    day: date | None = None
    start: str | None = None
    end: str | None = None
    posts: int | None = None
    accounts: tuple[str, ...] = ()
    name: str | None = None
    any_day: bool = False


def read(source: str, *, workspace: Workspace | None = None, stdin: bytes | None = None) -> Release:
    """The press release as it is read; the workspace says whether a private address may be asked."""
    return release.read(source, stdin=stdin, allow_private=workspace is not None and workspace.config.allow_private)


def find(workspace: Workspace | None, found: Release) -> Facts:
    """What the public must know, with the workspace's contact register where there is one."""
    if workspace is None:
        return facts.find(found)
    return facts.find(found, workspace.config.contacts, country=workspace.config.country)


def plan(workspace: Workspace, found: Release, wish: Wish, *, by: str, now: datetime, other: Release | None = None) -> Planned:
    """Write the day. An edited post is never overwritten. ``other``: the same release in another language; then each post has its pair.

    Raises ReleaseError when no day is known, ScheduleError when the posts do not fit it, TemplateError, ConfigError, PostError.
    """
    known = find(workspace, found)
    day = _day(workspace, known, wish, now)
    accounts = _accounts(workspace, wish)
    allowed = {a.id: schedule.per_day(a, workspace.config.schedule) for a in accounts}
    most = max(allowed.values(), default=0)
    if wish.posts is not None:
        # --posts asks for more than the day's usual number, of the accounts that carry the whole day.
        allowed = {a: wish.posts if n == most else min(n, wish.posts) for a, n in allowed.items()}
    name = slug(wish.name or (known.event.text if known.event else known.title))
    brief = brief_of(workspace, known, found, accounts, day, allowed=allowed, hashtag=_hashtag(workspace, name))
    brief = replace(brief, paired=other is not None)
    composed, notes = _write(workspace, brief, wish, wish.posts or most, now)
    posts = looks.varied(composed)
    notes += [problem.message for problem in compose.problems(brief)]
    if other is not None:
        posts, lost = _paired(workspace, brief, other, posts)
        notes += lost
    folder = workspace.root / "posts" / name
    # The files are touched once the ledger has let us in: a locked one leaves both as they were.
    with workspace.ledger.write() as tx:
        kept = queue.plan(folder, title=known.title, day=day, release=found, posts=posts, embargo=known.embargo, other=other)
        for post in posts:
            if post.id not in kept:
                approvals.set_author(tx, name, post.id, by, at=now)
        _on_record(tx, folder, [post.id for post in posts if post.id not in kept], by, now)
        queue.save_traces(traces_of(workspace, name), posts, kept)
        record.note(tx, at=now, actor=by, kind="planned", subject=name, data={"posts": len(posts), "release": found.digest})
    return Planned(name=name, folder=folder, facts=known, posts=posts, kept=tuple(kept), notes=tuple(notes))


def _on_record(tx: Tx, folder: Path, made: list[str], by: str, now: datetime) -> None:
    """Who wrote these posts, as their files say them."""
    for post in queue.load(folder).posts:
        if post.id in made:
            editors.note(tx, folder.name, post, by=by, now=now)


def _paired(workspace: Workspace, brief: compose.Brief, other: Release, posts: tuple[Post, ...]) -> tuple[tuple[Post, ...], list[str]]:
    """The posts of both languages, pair by pair: Welsh before what is not."""
    if other.language == brief.language:
        why = f"Both releases are in the language {other.language}."
        raise ReleaseError(why, fix="Write `language: cy` into the front matter of the Welsh one.")
    known = find(workspace, other)
    if known.date != brief.facts.date:
        raise ReleaseError("The two releases do not have the same date.", fix="Give both the same.")
    twin = replace(brief, facts=known, release=other, language=known.language)
    pairs, lost = compose.write_pairs(brief, twin, posts)
    if not pairs:
        raise ReleaseError("The two releases say nothing alike.", fix="Give both the same lists and quotes, in the same order.")
    seconds = {post.id: post for post in looks.varied([second for _, second in pairs])}
    both = [(first, seconds[second.id]) for first, second in pairs]
    return tuple(post for pair in both for post in sorted(pair, key=lambda p: p.language != FIRST)), lost


def brief_of(
    workspace: Workspace,
    known: Facts,
    found: Release,
    accounts: tuple[Account, ...],
    day: date,
    *,
    allowed: Mapping[str, int] | None = None,
    hashtag: str | None = None,
) -> compose.Brief:
    """What posts of this release are made from, in this workspace. ``allowed``: most posts by account id."""
    return compose.Brief(
        facts=known,
        accounts=accounts,
        day=day,
        measure=text.measure,
        limits={a.id: texts.limits(workspace, a) for a in accounts},
        per_day=allowed or {},
        contacts=workspace.config.contacts,
        house_lines=workspace.config.house_lines,
        language=known.language,
        hashtag=hashtag,
        templates=(workspace.root / "posts" / "templates",),
        release=found,
    )


def _day(workspace: Workspace, known: Facts, wish: Wish, now: datetime) -> date:
    today = local(now, workspace).date()
    if wish.day is not None:
        if wish.day < today and not wish.any_day:
            raise NotAllowed(f"{wish.day} has gone already.", fix="Plan a day to come: --date YYYY-MM-DD")
        return wish.day
    if known.date is None:
        raise ReleaseError("The release has no date, so the day must be said.", fix="Add --date YYYY-MM-DD")
    if known.date < today and not wish.any_day:
        raise ReleaseError(f"The release is of {known.date}, which has gone.", fix="Say the day: --date YYYY-MM-DD")
    return known.date


def _accounts(workspace: Workspace, wish: Wish) -> tuple[Account, ...]:
    if wish.accounts:
        return tuple(workspace.account(name) for name in dict.fromkeys(wish.accounts))
    if not workspace.config.accounts:
        raise ConfigError("config.yaml has no accounts.", fix="Add one; the practice account is `practice: {platform: outbox}`.")
    return tuple(workspace.config.accounts.values())


def _hashtag(workspace: Workspace, name: str) -> str | None:
    """The hashtag that the officer has typed into campaign.yaml, when this is not the first plan."""
    return workspace.campaign(name).hashtag if name in queue.names(workspace.root) else None


def _write(workspace: Workspace, brief: compose.Brief, wish: Wish, count: int, now: datetime) -> tuple[tuple[Post, ...], list[str]]:
    """Compose for as many slots as asked; without a wish for a number, as many as the release and the window can fill."""
    try:
        return compose.write(brief, _slots(workspace, brief, count, wish, now)), []
    except ScheduleError as error:
        if wish.posts is not None:
            raise
        why = str(error)
    for fewer in range(count - 1, 0, -1):
        try:
            return compose.write(brief, _slots(workspace, brief, fewer, wish, now)), [f"{fewer} posts, not {count}: {why}"]
        except ScheduleError as error:
            why = why if fewer > 1 else str(error)
    raise ScheduleError(why)


def _slots(workspace: Workspace, brief: compose.Brief, count: int, wish: Wish, now: datetime) -> tuple[str, ...]:
    today = local(now, workspace).date()
    bounds = [] if wish.any_day or brief.day != today else [now]
    if brief.facts.embargo is not None:
        bounds.append(brief.facts.embargo)
    rules, zone = workspace.config.schedule, workspace.config.timezone
    return schedule.day_slots(brief.day, count, rules, zone, start=wish.start, end=wish.end, not_before=max(bounds, default=None))
