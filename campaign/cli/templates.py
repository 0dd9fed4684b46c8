"""templates."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from campaign.cli import show
from campaign.errors import NotAllowed

if TYPE_CHECKING:
    from campaign.actions.workspace import Workspace


class What(StrEnum):
    """What to do with the wordings."""

    LIST = "list"
    SHOW = "show"
    NEW = "new"
    TEST = "test"


def templates(
    what: Annotated[What, typer.Argument(metavar="list|show|new|test", help="List the kinds, show one, begin your own, or try all out.")],
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="For show and new: hook, signs, quote, contact …")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="en, cy … (default: the workspace's languages).")] = None,
    json: show.AsJson = False,
) -> None:
    """The wordings of posts: which there are, how they read, your own in posts/templates/, and whether all can be used."""
    workspace = show.perhaps()
    if what in {What.LIST, What.TEST} and kind is not None:
        raise NotAllowed(f"{what.value} takes no kind: it is about all of them.", fix=f"Type: campaign templates {what.value}")
    if what is What.LIST:
        _list(workspace, language, json=json)
    elif what is What.TEST:
        _test(workspace, language, json=json)
    elif what is What.SHOW:
        _show(workspace, _kind(kind), language, json=json)
    else:
        _new(_kind(kind), language, json=json)


def _kind(name: str | None) -> str:
    from campaign.actions.workspace import nearest
    from campaign.compose import KINDS

    if name is None:
        raise NotAllowed("Which kind of post?", fix=f"Name one: {', '.join(KINDS)}.")
    if name not in KINDS:
        raise NotAllowed(f"There is no kind “{name}”.", fix=nearest(name, KINDS))
    return name


def _list(workspace: Workspace | None, language: str | None, *, json: bool) -> None:
    from campaign.actions import wordings as actions

    found = actions.kinds(workspace, language)
    if json:
        show.emit(found)
        return
    rows = [
        (k.kind, k.language, str(len(k.wordings)), str(len(k.problems)), k.file if k.own else "built in", " ".join(k.wordings))
        for k in found
    ]
    show.table(("kind", "language", "wordings", "problems", "from", "called"), rows)


def _show(workspace: Workspace | None, kind: str, language: str | None, *, json: bool) -> None:
    from campaign.actions import wordings as actions

    found = actions.show(workspace, kind, language)
    if json:
        show.emit(found)
        return
    for form in found:
        when = f" · when {', '.join(form.when)}" if form.when else ""
        typer.echo(f"— {form.id} · {form.form} · {show.counted(form.length, 'character', 'characters')}{when}\n{form.text}\n")


def _new(kind: str, language: str | None, *, json: bool) -> None:
    from campaign.actions import wordings as actions

    path = actions.begin(show.workspace(), kind, language)
    if json:
        show.emit({"file": path})
        return
    typer.echo(f"Written: {path}\nEdit it, then: campaign templates test")


def _test(workspace: Workspace | None, language: str | None, *, json: bool) -> None:
    from campaign.actions import wordings as actions

    problems = actions.try_out(workspace, language)
    if json:
        show.emit(problems)
    else:
        for line in actions.lines(problems):
            typer.echo(line)
        if not problems:
            typer.echo("Every wording can be used.")
    if actions.wrong(problems):
        raise typer.Exit(1)


COMMANDS = {"templates": templates}
