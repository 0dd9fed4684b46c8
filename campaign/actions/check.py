"""Every problem of a campaign, each with its file and line. What stops an approval is a *stop*."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from campaign import platforms, queue, schedule
from campaign.actions import (
    agreed,
    beside,
    branded,
    carried,
    daywords,
    embargo,
    fits,
    flags,
    numbers,
    onpicture,
    pairs,
    pictures,
    politics,
    sensitive,
    speech,
    support,
    texts,
    times,
    wording,
)
from campaign.actions.setup import sample_digest
from campaign.actions.source import facts_of
from campaign.actions.workspace import Workspace, nearest, traces_of
from campaign.errors import CampaignError
from campaign.facts.mismatch import Book
from campaign.facts.trace import Sources
from campaign.ledger import approvals
from campaign.models import Campaign, Post, PostState, Problem, Severity
from campaign.text.rules import OFF, RULES

_STOP, _WARN = Severity.STOP, Severity.WARN


def check(workspace: Workspace, name: str | None = None, *, now: datetime) -> list[Problem]:
    """The problems of one campaign or of all, in the order of the queue."""
    strange = queue.misnamed(workspace.root) if name is None else ()
    found = (problem for campaign in workspace.campaigns(name) for problem in _campaign(workspace, campaign, now))
    return switched([*strange, *found], workspace.config.lint)


def switched(problems: Iterable[Problem], switches: Mapping[str, str]) -> list[Problem]:
    """The problems with the guidance of their rules, and as config.yaml switches them: some harder or milder, some not at all."""
    found = []
    for problem in problems:
        rule = RULES.get(problem.rule)
        if rule is None:
            found.append(problem)
            continue
        switch = "" if rule.fixed else switches.get(problem.rule, "")
        if switch != OFF:
            severity = Severity(switch) if switch else problem.severity
            found.append(replace(problem, severity=severity, guidance=problem.guidance or rule.guidance))
    return found


def _campaign(workspace: Workspace, campaign: Campaign, now: datetime) -> list[Problem]:
    found = [*campaign.problems]
    with workspace.ledger.read() as tx:
        states = approvals.statuses(tx, campaign.name)
    settled = {name for name, status in states.items() if status.state is PostState.APPROVED}
    for view in pairs.views(campaign):
        found += _by_release(workspace, view, settled, now)
    for look in (sensitive.watch, pairs.problems, beside.problems, branded.problems):
        found += look(workspace, campaign)
    return [located(workspace, campaign, problem) for problem in found]


def _by_release(workspace: Workspace, campaign: Campaign, settled: set[str], now: datetime) -> Iterator[Problem]:
    """What is wrong with a release, and with the posts that were made from it."""
    on = ground(workspace, campaign)
    yield from (*_release(campaign), *flags.problems(workspace, campaign))
    yield from (*agreed.problems(campaign, on.speech.text), *numbers.release_problems(workspace, campaign))
    yield from (*numbers.unchecked(workspace, campaign), *embargo.problems(workspace, campaign), *support.problems(workspace, campaign))
    for post in campaign.posts:
        yield from post_problems(workspace, campaign, post, on, None if post.id in settled else now)
    yield from daywords.problems(workspace, campaign)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What the posts of a campaign are held against: everything that vouches for their words, quotes and numbers."""

    sources: Sources
    speech: speech.Ground
    book: Book
    tolds: queue.Tolds
    numbers: frozenset[str]


def ground(workspace: Workspace, campaign: Campaign) -> Ground:
    """The ground of one campaign, made once for all its posts."""
    found = facts_of(workspace, campaign)
    values = [c.value for c in (*workspace.config.contacts, *(found.contacts if found else ()))]
    return Ground(
        sources=sources_of(workspace, campaign),
        speech=speech.ground(workspace, campaign),
        book=numbers.ground(workspace, campaign),
        numbers=frozenset(values),
        tolds=queue.load_traces(traces_of(workspace, campaign.name)),
    )


def post_problems(workspace: Workspace, campaign: Campaign, post: Post, on: Ground, now: datetime | None) -> list[Problem]:
    """The problems of one post by itself. Without ``now`` its time is not looked at."""
    problems = [*_post(workspace, campaign, post, on.sources, now), *agreed.used(campaign, post)]
    problems += [*speech.problems(post, on.speech), *numbers.problems(post, on.book)]
    problems += [*sensitive.helpline(workspace, campaign, post), *politics.problems(workspace, campaign, post)]
    problems += [*onpicture.problems(workspace, campaign, post, on.speech.text)]
    problems += [*carried.problems(post, on.tolds.get(post.id, {}), on.numbers, on.sources)]
    return [replace(problem, post=post.id) for problem in _without_doubles(problems)]


def _without_doubles(problems: list[Problem]) -> list[Problem]:
    """A quotation that was cut is named as that, and not once more as one that the release doesn't have."""
    cut = {(p.source, _quoted(p)) for p in problems if p.rule == "cut-quote"}
    return [p for p in problems if p.rule != "untraced-quote" or (p.source, _quoted(p)) not in cut]


def _quoted(problem: Problem) -> str:
    return " ".join(problem.message.partition("“")[2].partition("”")[0].split())[:60]


def _release(campaign: Campaign) -> Iterator[Problem]:
    """release.txt vouches for every word, so it has to be the text that was read."""
    file, digest = campaign.folder / campaign.text_file, campaign.release.get("digest")
    if digest is None:
        return
    try:
        same = hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest() == digest
        message = "This is not the release as it was read: somebody has changed it."
    except OSError as error:
        same, message = False, f"The release as it was read is missing: {error.strerror}."
    if not same:
        fix = "Plan again from the release; what is wrong in it stands under `corrections` in campaign.yaml."
        yield Problem(rule="release", severity=_STOP, message=message, fix=fix, source="release", file=str(file), line=1)


def sources_of(workspace: Workspace, campaign: Campaign) -> Sources:
    """Everything that may vouch for a claim in this campaign."""
    release = campaign.folder / campaign.text_file
    try:
        body = release.read_text("utf-8")
    except OSError:
        body = ""
    config = workspace.config
    others = [
        campaign.title,
        config.organisation,
        campaign.hashtag or "",
        *(campaign.release.get(key) or "" for key in ("title", "area", "url")),
    ]
    others += [line.text for line in config.house_lines]
    others += [f"{c.value}\n{c.label or ''}" for c in config.contacts]
    others += [one.after for one in agreed.wordings(campaign)]
    others += [str(v) for entry in campaign.corrections for v in entry.values()]
    return Sources(body, others)


def located(workspace: Workspace, campaign: Campaign, problem: Problem) -> Problem:
    """Give a problem its campaign, file and line where the rule that found it could not know them."""
    post = next((p for p in campaign.posts if p.id == problem.post), None)
    file, line = problem.file, problem.line
    if file is None and post is not None and post.file is not None:
        file = str(post.file)
        line = line or post.lines.get(problem.source) or post.lines.get(problem.source.split(".")[0]) or 1
    if file is not None and file.startswith(str(workspace.root)):
        file = file[len(str(workspace.root)) + 1 :]
    return replace(problem, campaign=campaign.name, file=file, line=line)


def _post(workspace: Workspace, campaign: Campaign, post: Post, sources: Sources, now: datetime | None) -> Iterator[Problem]:
    yield from _accounts(workspace, campaign, post)
    yield from _time(workspace, campaign, post, now)
    yield from fits.problems(workspace, post)
    yield from pictures.problems(workspace, post)
    yield from _claims(post, sources)
    yield from wording.problems(workspace, campaign, post)


def _problem(rule: str, severity: Severity, message: str, fix: str, field: str) -> Problem:
    """``field`` is where in the post's file it stands; it becomes a line, and stays as ``source``."""
    return Problem(rule=rule, severity=severity, message=message, fix=fix, source=field)


def _accounts(workspace: Workspace, campaign: Campaign, post: Post) -> Iterator[Problem]:
    known = workspace.config.accounts
    if not post.accounts:
        yield _problem("account", _STOP, "It names no account, so it would go nowhere.", nearest("", known), "accounts")
    for name in post.accounts:
        if name not in known:
            yield _problem("account", _STOP, f"There is no account {name!r} in config.yaml.", nearest(name, known), "accounts")
        elif known[name].platform not in platforms.PLATFORMS:
            fix = f"It can to: {', '.join(platforms.PLATFORMS)}. Take {name} out of this post."
            yield _problem("platform", _STOP, f"This version of Campaign cannot publish to {known[name].platform}.", fix, "accounts")
    for name in post.variants:
        if name not in known and name not in {a.platform for a in known.values()}:
            fix = nearest(name, [*known, *sorted({a.platform for a in known.values()})])
            yield _problem("variant", _STOP, f"The variant {name!r} is for no account or platform of config.yaml.", fix, f"variants.{name}")
    if campaign.release.get("digest") == sample_digest() and not all(workspace.is_practice(a) for a in post.accounts):
        fix = "Plan it with --accounts of a practice account, or use a release of your own."
        yield _problem("sample", _STOP, "This is the sample release; its people and numbers are invented.", fix, "accounts")


def _time(workspace: Workspace, campaign: Campaign, post: Post, now: datetime | None) -> Iterator[Problem]:
    config = workspace.config
    try:
        due = workspace.instant(post)
    except CampaignError as error:
        yield _problem("time", _STOP, error.message, error.fix, "at")
        return
    if now is not None and due < now:
        fix = f"Give it a new time: campaign retime {campaign.name} {post.id} TIME"
        grace = campaign.grace if campaign.grace is not None else config.schedule.grace
        yield _problem("past", _STOP if now > due + grace else _WARN, f"Its time, {post.at}, has gone.", fix, "at")
    if campaign.embargo is not None and due < campaign.embargo:
        until = schedule.wall(campaign.embargo, config.timezone)
        yield _problem("embargo", _STOP, f"The release is under embargo until {until}.", "Choose a later time.", "at")
    if (until_quiet := schedule.quiet_until(due, config.schedule, config.timezone)) is not None:
        over = schedule.wall(until_quiet, config.timezone)
        yield _problem("quiet", _STOP, f"{post.at} lies in a quiet window; it is over at {over}.", "Choose another time.", "at")
    yield from times.other_day(campaign, post)
    clock = post.at.split(" ")[1][:5] if " " in post.at else ""
    first, last = config.schedule.window
    if clock and not first <= clock <= last:
        yield _problem("window", _WARN, f"{clock} lies outside the window {first}-{last} of config.yaml.", "Is that meant?", "at")


def _claims(post: Post, sources: Sources) -> Iterator[Problem]:
    seen = set()
    for field, said in texts.every_text(post).items():
        for claim in (c for one in said for c in sources.untraced(one)):
            if (claim, field) in seen:
                continue
            seen.add((claim, field))
            fix = "Correct it, or add its source: contacts or house_lines in config.yaml, `agreed` or `corrections` in campaign.yaml."
            severity = _WARN if claim.kind == "name" else _STOP
            words = f"“{claim.text}”" if claim.kind == "quote" else claim.text
            yield _problem(f"untraced-{claim.kind}", severity, f"{_SAYS[claim.kind]} {words} is not in the release.", fix, field)


_SAYS = {"figure": "The figure", "quote": "The quotation", "link": "The link", "hashtag": "The hashtag", "name": "The name"}
