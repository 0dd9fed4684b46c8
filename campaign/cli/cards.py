"""cards, card, brand."""

from __future__ import annotations

from enum import StrEnum
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


def card(
    layout: Annotated[str | None, typer.Argument(metavar="[LAYOUT]", help="Without it, all layouts are listed.")] = None,
    words: Annotated[list[str] | None, typer.Argument(metavar="[FIELD=WORDS…]", help="title='Know the signs'; one items=… each.")] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH|all", help="1080x1350 (default), 1080x1080, 1080x1920, 1200x675, all.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to (default: images/cards/tried, or here).")] = None,
    json: show.AsJson = False,
) -> None:
    """Try a layout with words typed on the spot, or with sample words; nothing is published."""
    from campaign.actions import preview as actions

    if layout is None:
        _layouts(json=json)
        return
    with show.progress("Drawing") as progress:
        found, page = actions.one_card(show.perhaps(), actions.typed(layout, words or ()), size=size, out=out, progress=progress)
    if json:
        show.emit([{"layout": c.layout, "size": c.size, "file": c.file, "sha256": c.sha256, "alt": c.alt} for c in found])
    else:
        for one in found:
            typer.echo(f"{one.file or one.problem}")
        typer.echo(f"Alt text: {next(c.alt for c in found if c.file)}\nLook at it: {page}")
    if any(one.problem for one in found):
        raise typer.Exit(1)


def _layouts(*, json: bool) -> None:
    from campaign.actions import preview as actions

    found = actions.layouts()
    if json:
        show.emit(found)
        return
    rows = [(one.layout, ", ".join(one.required), one.several, ", ".join(one.optional)) for one in found]
    show.table(("layout", "needs", "list", "may have"), rows)


class Brand(StrEnum):
    """What to do with the brand."""

    PREVIEW = "preview"


def brand(
    what: Annotated[Brand, typer.Argument(metavar="preview", help="Draw a page of everything in the brand's colours.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to (default: beside the brand file, or here).")] = None,
    json: show.AsJson = False,
) -> None:
    """Show a brand: its colours with their contrasts, and every layout in each of its looks."""
    from campaign.actions import preview as actions

    with show.progress("Drawing") as progress:
        page, problems = actions.brand_page(show.perhaps(), out=out, progress=progress)
    if json:
        show.emit({"file": page, "problems": problems})
    else:
        typer.echo(f"Look at it: {page}")
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


COMMANDS = {"cards": cards, "card": card, "brand": brand}
