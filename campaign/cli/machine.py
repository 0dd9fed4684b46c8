"""doctor, migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from campaign.cli import show

if TYPE_CHECKING:
    from campaign.actions.doctor import Finding
    from campaign.actions.workspace import Workspace
    from campaign.models import Login

REDIRECT = "http://localhost:8765/callback"

def doctor(
    online: Annotated[bool, typer.Option("--online", help="Also ask each platform who we are; nothing is posted.")] = False,
    alerts: Annotated[bool, typer.Option("--alerts", help="Also send a test message to every alert address.")] = False,
    json: show.AsJson = False,
) -> None:
    """Look at everything that a day depends on.

    Fonts, shaping, zone, ledger, disk, credentials, hosts, accounts. Exit 1 when something is wrong.
    """
    from campaign.actions.doctor import doctor as look

    workspace = show.workspace()
    found = [*look(workspace, today=show.now().date(), online=online), *(_tried(workspace) if alerts else ())]
    if json:
        show.emit(found)
    else:
        words = {True: "fine", False: "WRONG", None: "note"}
        show.table(["what", "", "found"], [[f.name, words[f.ok], f.said] for f in found])
    if any(f.ok is False for f in found):
        raise typer.Exit(1)


def _tried(workspace: Workspace) -> list[Finding]:
    """Whether somebody hears us."""
    from campaign.actions.doctor import Finding
    from campaign.engine.messages import send

    addresses = workspace.config.alerts
    if not addresses:
        return [Finding(name="alerts", ok=False, said="There is no alert address in config.yaml: nobody is told.")]
    failed = send(addresses, f"{workspace.config.organisation}: a test", "This is a test of Campaign's alerts. Nothing is wrong.")
    workspace.alert_trouble.say(f"Not everybody could be told: {'; '.join(failed)}" if failed else None, show.now())
    said = f"A test message went to {len(addresses) - len(failed)} of {len(addresses)} addresses. {'; '.join(failed)}".strip()
    return [Finding(name="alerts", ok=not failed, said=said)]


def connect(
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id in config.yaml.")],
    browser: Annotated[bool, typer.Option("--browser", help="Sign in through the browser, where the platform has that.")] = False,
    redirect: Annotated[str, typer.Option(metavar="URL", help="With --browser: where it comes back to, as your app names it.")] = REDIRECT,
    paste: Annotated[bool, typer.Option("--paste", help="With --browser: you copy the address that it came back to.")] = False,
) -> None:
    """Sign an account in; its secrets are tried, then kept.

    They go into the keyring or into .campaign/credentials.yaml, which only you can read. Nothing is posted, and nothing is shown.
    """
    from campaign.actions import connect as actions

    workspace = show.workspace()
    where, keys = actions.wanted(workspace, account)
    if browser:
        login = _through_browser(workspace, account, redirect, paste=paste or not redirect.startswith("http://localhost"))
    else:
        typer.echo(where)
        if actions.flow(workspace, account) is not None:
            typer.echo(f"Or sign in through the browser: campaign connect {account} --browser")
        values = {key: typer.prompt(key, hide_input=True, prompt_suffix=" (not shown): ") for key in keys}
        login = actions.connect(workspace, account, values)
    typer.echo(f"Signed in as {login.handle} ({login.name}).")
    if actions.blocked(workspace, account):
        typer.echo(f"Its posts are still held. To go on: campaign resume --account {account} --reason …")


def _through_browser(workspace: Workspace, account: str, redirect: str, *, paste: bool) -> Login:
    from campaign.actions import connect as actions
    from campaign.cli.browser import answer_at

    client = actions.client_of(workspace, account)
    if client is None and workspace.account(account).platform != "mastodon":
        typer.echo(f"Your app at the platform must name this address to come back to: {redirect}")
        values = [typer.prompt(key, hide_input=True, prompt_suffix=" (not shown): ") for key in ("CLIENT_ID", "CLIENT_SECRET")]
        client = actions.client(*values)
    exchange = actions.begin(workspace, account, client, redirect)
    typer.echo(f"Open this address, and allow what is asked:\n{exchange.address()}")
    if paste:
        answered = typer.prompt("The address that the browser came to", hide_input=True, prompt_suffix=" (not shown): ")
    else:
        answered = answer_at(redirect)
    return actions.finish(workspace, exchange, answered, now=show.now())


def migrate() -> None:
    """Bring the ledger up to this version, after a backup."""
    from campaign.actions.setup import migrate as upgrade

    typer.echo(upgrade(show.workspace()))


COMMANDS = {"doctor": doctor, "connect": connect, "migrate": migrate}
