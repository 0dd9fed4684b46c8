"""The commands, in the order of the officer's day."""

from __future__ import annotations

from typing import Annotated

import typer

from campaign import __version__
from campaign.cli import cards, daemon, machine, measure, plan, posts, record, templates

app = typer.Typer(
    name="campaign",
    help="From a press release to an approved, illustrated day of posts, published once and on time.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Every command takes -C DIR: the workspace (default: this folder, or the nearest parent with a config.yaml).",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"campaign {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    folder: Annotated[str, typer.Option("-C", metavar="DIR", help="The workspace, before or after the command's name.")] = ".",
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")] = False,
) -> None:
    """``-C`` is taken out of the line before it is parsed (show.take_folder), so that it may stand anywhere."""


for group in (plan, posts, measure, cards, daemon, record, machine, templates):
    for name, command in group.COMMANDS.items():
        app.command(name)(command)
