"""cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from campaign.cli import show


def cards(
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="The campaign: a folder of posts/.")],
    post: Annotated[str | None, typer.Option(metavar="ID", help="One post only.")] = None,
    size: Annotated[
        str | None, typer.Option(metavar="WxH|all", help="1080x1350, 1080x1080, 1080x1920, 1200x675, all (default: as the accounts need).")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to (default: images/cards/<campaign>).")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Draw again whenever a post, a photo or the brand is saved.")] = False,
    json: show.AsJson = False,
) -> None:
    """Draw the cards, and a gallery page of them."""
    from campaign.actions import draw as actions

    workspace = show.workspace()
    with show.progress("Drawing") as progress:
        found, page = actions.draw(workspace, campaign, post=post, size=size, out=out, progress=progress)
    if json:
        show.emit([{"post": c.post, "layout": c.layout, "size": c.size, "file": c.file, "sha256": c.sha256, "alt": c.alt} for c in found])
    else:
        anew = sum(c.anew and c.file is not None for c in found)
        typer.echo(f"{show.counted(sum(c.file is not None for c in found), 'card', 'cards')}, {anew} drawn anew. Look at them: {page}")
    for card in found:
        if card.problem:
            typer.echo(f"{card.post} ({card.size}): {card.problem}", err=True)
    if watch:
        from campaign.actions.watch import watch as look_on

        typer.echo("Watching. Each save is drawn; Ctrl+C ends it.")
        for drawn in look_on(workspace, campaign, post=post, size=size, out=out):
            typer.echo(drawn)
    if any(card.problem for card in found):
        raise typer.Exit(1)


COMMANDS = {"cards": cards}
