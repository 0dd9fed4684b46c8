"""ledger, resolve, take-down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from campaign.cli import show
from campaign.errors import PostError

if TYPE_CHECKING:
    from campaign.actions.record import Verified

Delivery = Annotated[str, typer.Argument(metavar="DELIVERY", help="The delivery's name, as `campaign ledger` shows it.")]


def ledger(
    campaign: Annotated[str | None, typer.Argument(metavar="[CAMPAIGN]", help="One campaign (default: all).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a table for a spreadsheet.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write one page that stands alone, for an FOI answer.")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Find any change to the record since it was written.")] = False,
    seal: Annotated[str | None, typer.Option(metavar="HASH", help="As --verify, and a seal noted earlier must be in it.")] = None,
    redact: Annotated[
        str | None, typer.Option(metavar="NAME|EVENT", help="Take a name, or one event's texts, out of the whole record.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="R", help="With --redact: why; it is kept in the record.")] = "",
    retain: Annotated[bool, typer.Option("--retain", help="Take out now what `retention` in config.yaml keeps no longer.")] = False,
    by: show.As = None,
    json: show.AsJson = False,
) -> None:
    """The record: each delivery with approval and receipt."""
    from campaign.actions import export
    from campaign.actions import record as actions

    workspace = show.workspace()
    if verify or seal is not None:
        _verify(actions.verify(workspace, now=show.now(), seal=seal), json)
    if redact is not None or retain:
        _erase(redact, reason, by)
        return
    rows = actions.listing(workspace, campaign, now=show.now())
    if csv is not None:
        _write(csv, export.as_csv(rows))
    if html is not None:
        _write(html, export.as_html(workspace, rows, campaign=campaign, now=show.now()))
    if json:
        show.emit(rows)
    elif csv is None and html is None:
        if not rows:
            typer.echo("Nothing has been approved yet.")
            return
        shown = [[r["delivery"], show.clock(r["due_at"]), r["state"], _approver(r), _tries(r["attempts"]), _more(r)] for r in rows]
        show.table(["delivery", "due", "state", "approved by", "attempts", "more"], shown)


def _verify(found: Verified, json: bool) -> NoReturn:
    if json:
        show.emit({"problems": found.problems, "events": found.events, "unsealed": found.unsealed, "seal": found.seal})
    else:
        for problem in found.problems:
            typer.echo(problem, err=True)
        count = len(found.problems)
        said = f"The record does not hold together in {count} place{'' if count == 1 else 's'}." if count else "The record is unaltered."
        typer.echo(f"{said} {found.events} events, {found.unsealed} of them not sealed yet.")
        if found.seal is not None and not count:
            typer.echo(f"Newest seal: {found.seal}")
            typer.echo("Note it somewhere else: `campaign ledger --seal HASH` proves later that nothing was cut off.")
    raise typer.Exit(1 if found.problems else 0)


def _erase(redact: str | None, reason: str, by: str | None) -> None:
    from campaign.actions import erase

    workspace, who = show.workspace(), show.person(by)
    if redact is not None:
        done = erase.redact(workspace, redact, by=who, reason=reason, now=show.now())
    else:
        done = erase.retain(workspace, by=who, now=show.now())
    texts = sum(len(which) for which in done.events.values()) + done.columns
    typer.echo(f"{texts} texts and {len(done.contents)} contents were taken out. The record still verifies: campaign ledger --verify")
    if redact is not None:
        typer.echo("What this cannot reach: posts/ and images/, exports, backups, and what is online.")


def _approver(row: dict[str, Any]) -> str:
    return str((row["approval"] or {}).get("by") or "")


def _more(row: dict[str, Any]) -> str:
    return str(row["held"] or row["reason"] or (row["receipt"] or {}).get("url") or "")


def _tries(attempts: list[dict[str, Any]]) -> str:
    """How often it was tried, and how the last try ended."""
    return f"{len(attempts)}: {str(attempts[-1]['outcome']).replace('_', ' ')}" if attempts else "none"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise PostError(f"It could not be written: {error.strerror}.", file=path, fix="Name a file in a folder you can write.") from error
    typer.echo(f"Written: {path}")


def resolve(
    delivery: Delivery,
    online: Annotated[str | None, typer.Option(metavar="URL", help="It is online, at this address.")] = None,
    resend: Annotated[bool, typer.Option("--resend", help="It is not there: send it again, once, with the same approval.")] = False,
    at: Annotated[str | None, typer.Option(metavar="T", help="With --resend: at this time.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="It is not there: leave it.")] = False,
    by: show.As = None,
) -> None:
    """Settle an unclear outcome. Only a person who has looked can say."""
    from campaign.actions.record import resolve as settle

    done = settle(show.workspace(), delivery, by=show.person(by), now=show.now(), online=online, resend=resend, drop=drop, at=at)
    typer.echo(f"{done.id} is {done.state}.")


def take_down(
    delivery: Annotated[str, typer.Argument(metavar="DELIVERY", help="The delivery's name; CAMPAIGN/POST takes all of a post.")],
    reason: Annotated[str, typer.Option(metavar="R", help="Why; it is kept in the record.")],
    by: show.As = None,
) -> None:
    """Delete a published post on its platform."""
    from campaign.actions.record import take_down as remove

    found = remove(show.workspace(), delivery, by=show.person(by), reason=reason, now=show.now())
    for done in found.done:
        typer.echo(f"{done.id} is taken down. Copies and screenshots cannot be called back.")
    if found.beside:
        typer.echo(f"Still online: {', '.join(found.beside)}")
    for name, why in found.left.items():
        typer.echo(f"{name}: {why}", err=True)
    if found.left:
        raise typer.Exit(1)


COMMANDS = {"ledger": ledger, "resolve": resolve, "take-down": take_down}
