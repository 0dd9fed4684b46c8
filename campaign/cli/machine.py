"""doctor, migrate."""

from __future__ import annotations

from typing import Annotated

import typer

from campaign.cli import show


def doctor(
    online: Annotated[bool, typer.Option("--online", help="Also ask each platform who we are; nothing is posted.")] = False,
    json: show.AsJson = False,
) -> None:
    """Look at everything that a day depends on.

    Fonts, shaping, zone, ledger, disk, credentials, hosts, accounts. Exit 1 when something is wrong.
    """
    from campaign.actions.doctor import doctor as look

    found = look(show.workspace(), online=online)
    if json:
        show.emit(found)
    else:
        words = {True: "fine", False: "WRONG", None: "note"}
        show.table(["what", "", "found"], [[f.name, words[f.ok], f.said] for f in found])
    if any(f.ok is False for f in found):
        raise typer.Exit(1)


def connect(account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id in config.yaml.")]) -> None:
    """Sign an account in; its secrets are tried, then kept.

    They go into .campaign/credentials.yaml, which only you can read. Nothing is posted, and nothing is shown.
    """
    from campaign.actions.connect import blocked, wanted
    from campaign.actions.connect import connect as sign_in

    workspace = show.workspace()
    where, keys = wanted(workspace, account)
    typer.echo(where)
    login = sign_in(workspace, account, {key: typer.prompt(key, hide_input=True, prompt_suffix=" (not shown): ") for key in keys})
    typer.echo(f"Signed in as {login.handle} ({login.name}).")
    if blocked(workspace, account):
        typer.echo(f"Its posts are still held. To go on: campaign resume --account {account} --reason …")


def migrate() -> None:
    """Bring the ledger up to this version, after a backup."""
    from campaign.actions.setup import migrate as upgrade

    typer.echo(upgrade(show.workspace()))


COMMANDS = {"doctor": doctor, "connect": connect, "migrate": migrate}
