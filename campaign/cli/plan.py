"""init, facts, plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from campaign.cli import show
from campaign.errors import ConfigError, NotAllowed

if TYPE_CHECKING:
    from campaign.actions.workspace import Workspace
    from campaign.models import Facts, Span

    _Row = tuple[str, str, Span | None, str | None, str | None]  # what, found, where, rule, doubt

_RELEASE = "The press release: a Markdown, Word (.docx), HTML or text file, - for standard input, or the http(s) address of its page."
Release = Annotated[str, typer.Argument(metavar="RELEASE", help=_RELEASE)]


def init(where: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The new workspace (default: this folder).")] = None) -> None:
    """Make a workspace: config.yaml, folders, a sample brand."""
    from campaign.actions.setup import init as make

    folder = where or show.folder()
    for path in make(folder):
        typer.echo(f"Written: {path}")
    typer.echo(f"Next: put your organisation and accounts into {folder / 'config.yaml'}, then: campaign -C {folder} plan RELEASE")


def facts(
    source: Release,
    text: Annotated[bool, typer.Option("--text", help="Print the release as it was read; every span points into this.")] = False,
    json: show.AsJson = False,
) -> None:
    """Say what was found in a release, on which line of it (see --text), by which rule, and what is doubtful."""
    from campaign.actions import plan as actions

    release = actions.read(source, workspace=_perhaps() if "://" in source else None)
    if text:
        typer.echo(release.text, nl=False)
        return
    found = actions.find(_perhaps(), release)
    if json:
        from campaign.facts.asjson import to_json

        show.emit(to_json(found))
    else:
        _print(found, release.text)


def _perhaps() -> Workspace | None:
    """Facts need no workspace; with one, the contact register has its say, and its mistakes are told."""
    if not show.named():
        try:
            show.root()
        except ConfigError:
            return None
    return show.workspace()


def plan(
    source: Release,
    day: Annotated[
        str | None, typer.Option("--date", metavar="D", help="The day, YYYY-MM-DD (default: the release's, if still to come).")
    ] = None,
    start: Annotated[str | None, typer.Option(metavar="T", help="First time, HH:MM (default: the window's).")] = None,
    end: Annotated[str | None, typer.Option(metavar="T", help="Last time, HH:MM (default: the window's).")] = None,
    posts: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=200, help="How many posts (default: per_day of the accounts).")
    ] = None,
    accounts: Annotated[str, typer.Option(metavar="a,b", help="Which accounts (default: all).")] = "",
    other: Annotated[
        str | None, typer.Option("--with", metavar="RELEASE", help="The same release in the other language: each post gets its pair.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="SLUG", help="The campaign's name (default: from the title).")] = None,
    by: show.As = None,
    json: show.AsJson = False,
) -> None:
    """Turn a release into a day of posts in posts/<campaign>/. An edited post is never overwritten."""
    from campaign.actions import plan as actions

    workspace = show.workspace()
    chosen = tuple(a.strip() for a in accounts.split(",") if a.strip())
    wish = actions.Wish(day=_date(day), start=start, end=end, posts=posts, accounts=chosen, name=name)
    release = actions.read(source, workspace=workspace)
    twin = actions.read(other, workspace=workspace) if other else None
    done = actions.plan(workspace, release, wish, by=show.person_or_login(by), now=show.now(), other=twin)
    if json:
        show.emit(
            {"campaign": done.name, "folder": done.folder, "posts": [p.id for p in done.posts], "kept": done.kept, "notes": done.notes}
        )
        return
    for note in done.notes:
        typer.echo(f"Note: {note}", err=True)
    for warning in done.facts.warnings:
        typer.echo(f"Look at this: {warning}", err=True)
    if done.kept:
        typer.echo(f"Left as people edited them: {', '.join(done.kept)}.")
    typer.echo(f"{show.counted(len(done.posts), 'post', 'posts')} in {done.folder}")
    typer.echo(f"Next: campaign queue {done.name} · campaign cards {done.name} · campaign check {done.name}")


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    from campaign.config.days import how_to_write

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotAllowed(f"{text!r} is no date.", fix=how_to_write(text)) from None


# the kinds of facts apart at a glance; whatever else there is, is a contact
_COLOURS = {
    "hook": "bold", "event": "bold", "sign": "red", "advice": "green", "quote": "magenta", "figure": "blue", "hashtag": "dim",
    "speaker": "dim", "named": "dim",
}  # fmt: skip


def _print(found: Facts, text: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = show.console(Console)
    out.print(found.title, style="bold")
    out.print(f"{found.date or 'no date'} · {found.area or 'no area'} · {found.url or 'no address'}\n", style="dim")
    shown = Table(box=None, pad_edge=False, header_style="bold", show_lines=False)
    for column in ("what", "found", "where", "rule"):
        shown.add_column(column, overflow="fold", ratio=1 if column == "found" else None, vertical="top")
    for what, said, span, rule, doubt in _rows(found):
        cell = Text(said)
        cell.append(f"\n? {doubt}" if doubt else "", style="yellow")
        shown.add_row(Text(what, style=_COLOURS.get(what, "cyan")), cell, _place(span, text), Text(rule or "", style="dim"))
    out.print(shown)
    for flag in found.flags:
        out.print(f"Acknowledge before approval: {flag.rule}: {flag.why}", style="magenta")
    for warning in found.warnings:
        out.print(f"Look at this: {warning}", style="yellow")


def _rows(found: Facts) -> list[_Row]:
    one = [("event", found.event), ("hook", found.hook)]
    many = [*(("sign", s) for s in found.signs), *(("advice", a) for a in found.advice)]
    rows: list[_Row] = [(w, f.text, f.span, f.rule, f.doubt) for w, f in (*one, *many) if f is not None]
    for q in found.quotes:
        who = ", ".join(part for part in (q.speaker or "?", q.role) if part)
        rows.append(("quote", f"“{q.text}”\n— {who}", q.spans[0], q.rule, q.doubt))
    for c in found.contacts:
        label = f" ({c.label})" if c.label else ""
        rows.append((c.purpose.replace("_", " "), f"{c.value}{label}", c.span, c.rule or "register", c.doubt))
    rows += [("figure", f"{s.value}: {s.text}", s.span, s.rule, s.doubt) for s in found.statistics]
    rows += [("hashtag", tag, None, "hashtags", None) for tag in found.hashtags]
    rows += [(p.why, p.name, p.span, None, None) for p in found.people]
    return rows


def _place(span: Span | None, text: str) -> str:
    return f"line {text.count(chr(10), 0, span.start) + 1}" if span else ""


COMMANDS = {"init": init, "facts": facts, "plan": plan}
