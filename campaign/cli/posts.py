"""queue, retime, check, approve, reject."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from campaign.cli import show
from campaign.errors import NotAllowed

Campaign = Annotated[str, typer.Argument(metavar="CAMPAIGN", help="The campaign: a folder of posts/.")]
Perhaps = Annotated[str | None, typer.Argument(metavar="[CAMPAIGN]", help="One campaign (default: all).")]


def queue(campaign: Perhaps = None, json: show.AsJson = False) -> None:
    """List the posts in order: time, kind, accounts, fit, state."""
    from campaign.actions.listing import listing, unreadable

    workspace = show.workspace()
    rows = listing(workspace, campaign, now=show.now())
    for problem in unreadable(workspace, campaign):
        typer.echo(f"{problem.file}:{problem.line or 1}: {problem.message} {problem.fix}".rstrip(), err=True)
    if json:
        show.emit(rows)
        return
    show.stop_in_force(workspace)
    if not rows:
        typer.echo("The queue is empty. Make a day of posts: campaign plan RELEASE")
        return
    for name in dict.fromkeys(r["campaign"] for r in rows):
        mine = [r for r in rows if r["campaign"] == name]
        typer.echo(f"{name}: {show.counted(len(mine), 'post', 'posts')}")
        cells = [[show.clock(r["at"]), r["id"], _state(r), _fit(r["accounts"]), " ".join(r["text"].split())] for r in mine]
        show.table(["at", "post", "state", "accounts and room", "text"], cells)
        for row in (r for r in mine if r["reason"] and r["state"] in {"rejected", "withdrawn"}):
            typer.echo(f"{row['id']} is {row['state']}: {row['reason']}")


def _state(row: dict[str, Any]) -> str:
    sent = {k: v for k, v in row["deliveries"].items() if k not in {"queued", "cancelled"}}
    return ", ".join([str(row["state"]), *(f"{n} {state}" for state, n in sent.items())])


def _fit(accounts: list[dict[str, Any]]) -> str:
    return "\n".join(f"{a['account']} {a['length']}/{a['limit']}{'' if a['fits'] else ' TOO LONG'}" for a in accounts)


def retime(
    campaign: Campaign,
    post: Annotated[str | None, typer.Argument(metavar="[POST]", help="The post's id.")] = None,
    time: Annotated[
        str | None,
        typer.Argument(metavar="[TIME]", help='14:30, 2.30pm or 1430, or "2026-03-18 14:30"; on the autumn night add BST or GMT.'),
    ] = None,
    missed: Annotated[bool, typer.Option("--missed", help="Every missed post, to the next free times of its day.")] = False,
    start: Annotated[str | None, typer.Option("--from", metavar="T", help="With --missed: not before this time.")] = None,
    by: show.As = None,
    json: show.AsJson = False,
) -> None:
    """Move a post to another time, or with --missed all that were missed. Within its day a post keeps its approval."""
    from campaign.actions.retime import retime as move

    if missed:
        _retime_missed(campaign, start, by, json=json)
        return
    if post is None or time is None:
        raise typer.BadParameter("Name the post and its new time, or say --missed.")
    done = move(show.workspace(), campaign, post, time, by=show.person(by), now=show.now())
    if json:
        show.emit({"campaign": campaign, "post": post, "at": done.at, "deliveries": done.deliveries, "notes": done.notes})
        return
    moved = show.counted(len(done.deliveries), "approved delivery", "approved deliveries")
    typer.echo(f"{post} goes out at {done.at}." + (f" {moved} moved with it." if done.deliveries else ""))
    for note in done.notes:
        typer.echo(f"Note: {note}", err=True)


def _retime_missed(campaign: str, start: str | None, by: str | None, *, json: bool) -> None:
    from campaign.actions.retime import missed

    done = missed(show.workspace(), campaign, start=start, by=show.person(by), now=show.now())
    if json:
        show.emit([{"campaign": campaign, "post": p, "at": d.at, "deliveries": d.deliveries, "notes": d.notes} for p, d in done.items()])
        return
    for post, one in done.items():
        typer.echo(f"{post} goes out at {one.at}.")
        for note in one.notes:
            typer.echo(f"Note: {note}", err=True)


def quotes(
    campaign: Campaign,
    post: Annotated[str | None, typer.Argument(metavar="[POST]", help="The quote post that shall say something else.")] = None,
    use: Annotated[int | None, typer.Option("--use", metavar="N", min=1, help="The number of the quote in the list.")] = None,
    by: show.As = None,
    json: show.AsJson = False,
) -> None:
    """List what the release's speakers said, the best first, and which posts quote it; with --use N, put it into a post."""
    from campaign.actions import quotes as actions

    workspace = show.workspace()
    if (post is None) != (use is None):
        raise typer.BadParameter("To choose a quote, give the post and its number: campaign quotes CAMPAIGN POST --use N")
    if post is not None and use is not None:
        done = actions.use(workspace, campaign, post, use, by=show.person(by), now=show.now())
        if json:
            show.emit({"campaign": campaign, "post": post, "text": done.post.body, "withdrawn": done.withdrawn})
            return
        typer.echo(f"{post} says now:\n\n{done.post.body}\n")
        again = f"Its approval is taken back: campaign approve {campaign} {post}" if done.withdrawn else f"Next: campaign check {campaign}"
        typer.echo(again)
        return
    found = actions.choices(workspace, campaign)
    if json:
        show.emit([{"n": c.number, "words": c.words, "speaker": c.speaker, "alone": c.alone, "posts": c.posts} for c in found])
        return
    if not found:
        typer.echo("Nobody is quoted in this release by name, or nothing is short enough for a post.")
        return
    for c in found:
        typer.echo(f"{c.number}. “{' '.join(c.words.split())}”\n   {c.speaker}")
        notes = [f"in {', '.join(c.posts)}"] * bool(c.posts) + ["may not stand alone"] * (not c.alone)
        if notes:
            typer.echo(f"   {'; '.join(notes)}")
    typer.echo(f"To use another: campaign quotes {campaign} POST --use N")


def check(
    campaign: Perhaps = None,
    online: Annotated[bool, typer.Option("--online", help="Also fetch every link and compare where it leads.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Show which words of the release each post stands on.")] = False,
    json: show.AsJson = False,
) -> None:
    """Name every problem with file and line. Exit 1 when one would stop an approval."""
    from campaign.actions.check import check as look
    from campaign.actions.online import check_links
    from campaign.actions.trace import trace as told

    workspace = show.workspace()
    problems = look(workspace, campaign, now=show.now())
    if online:
        problems += check_links(workspace, campaign)
    shown = told(workspace, campaign) if trace else []
    if json:
        show.emit([*problems, *(one.row() for one in shown)])
    else:
        for p in problems:
            place = f"{p.file}:{p.line}: " if p.file and p.line else f"{p.file}: " if p.file else ""
            typer.echo(f"{place}{p.severity} {p.rule}: {p.message} {p.fix}".rstrip())
        typer.echo(f"{len(problems)} found, {sum(p.severity == 'stop' for p in problems)} of them would stop an approval.")
        for one in shown:
            typer.echo(one.lines())
    if any(p.severity == "stop" for p in problems):
        raise typer.Exit(1)


def approve(
    campaign: Campaign,
    posts: Annotated[list[str] | None, typer.Argument(metavar="[POST]...", help="The posts' ids.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every post of the campaign that may be approved.")] = False,
    by: show.As = None,
    acknowledge: Annotated[list[str] | None, typer.Option(metavar="FLAG=REASON", help="Acknowledge a flag, with a reason.")] = None,
    override: Annotated[list[str] | None, typer.Option(metavar="RULE=REASON", help="Override a rule, with a reason.")] = None,
    edited_by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who edited these posts by hand, where four eyes are asked for.")
    ] = None,
    json: show.AsJson = False,
) -> None:
    """Sign posts off.

    Their content is frozen, and exactly that goes out. Any edit takes the approval back.
    """
    from campaign.actions.approve import approve as sign

    if bool(posts) == everything:
        raise typer.BadParameter("name the posts, or say --all")
    chosen = None if everything else posts
    found = sign(
        show.workspace(),
        campaign,
        chosen,
        by=show.person(by),
        now=show.now(),
        acknowledge=_reasons(acknowledge),
        override=_reasons(override),
        edited_by=show.person(edited_by) if edited_by is not None else None,
    )
    if json:
        show.emit(found)
    else:
        for one in found:
            if one.refused:
                typer.echo(one.refused, err=True)
            elif one.made:
                sent = f" ({one.standing} already on their way or published)" if one.standing else ""
                typer.echo(f"{one.post} approved: {len(one.made)} {'delivery' if len(one.made) == 1 else 'deliveries'}{sent}.")
            else:
                typer.echo(f"{one.post} is approved; nothing new to send.")
        if asked := list(dict.fromkeys(rule for one in found for rule in one.would_ask)):
            typer.echo(f"Practice only: for a live account you would be asked to acknowledge {', '.join(asked)}.")
    if any(one.refused for one in found):
        raise typer.Exit(1)


def _reasons(given: list[str] | None) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in given or []]
    if bad := [name for name, _, reason in pairs if not reason.strip()]:
        raise NotAllowed(f"{bad[0]} needs a reason.", fix=f"Write {bad[0]}=WHY.")
    return {name.strip(): reason.strip() for name, _, reason in pairs}


def reject(
    campaign: Campaign,
    post: Annotated[str, typer.Argument(metavar="POST", help="The post's id.")],
    reason: Annotated[str, typer.Option(metavar="R", help="What should be changed.")],
    by: show.As = None,
) -> None:
    """Send a post back with a reason.

    What was not sent yet is cancelled.
    """
    from campaign.actions.approve import reject as send_back

    cancelled = send_back(show.workspace(), campaign, post, by=show.person(by), reason=reason, now=show.now())
    typer.echo(f"{post} is sent back. {show.counted(len(cancelled), 'delivery', 'deliveries')} cancelled.")


COMMANDS = {"queue": queue, "retime": retime, "quotes": quotes, "check": check, "approve": approve, "reject": reject}
