"""rehearse, demo, run, status, stop, resume."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from campaign.cli import show
from campaign.errors import ConfigError, NotAllowed

if TYPE_CHECKING:
    from campaign.actions.stop import Stopped
    from campaign.actions.workspace import Workspace
    from campaign.delivery.send import Sender

Reason = Annotated[str, typer.Option(metavar="R", help="Why; it is kept in the record.")]


def _ticker(sender: Sender) -> Callable[[datetime], datetime | None]:
    from campaign.engine.executor import Inline
    from campaign.engine.tick import Ticker

    return Ticker(sender=sender, executor=Inline(), owner="rehearsal").tick


def rehearse(
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="The campaign: a folder of posts/.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to (default: .campaign/rehearsals/<campaign>).")] = None,
    json: show.AsJson = False,
) -> None:
    """Play the whole day into an outbox, on a simulated clock.

    As if everything were approved. Nothing leaves the machine.
    """
    from campaign.actions.rehearse import rehearse as play

    with show.progress("Rehearsing") as progress:
        done = play(show.workspace(), campaign, ticker=_ticker, out=out, progress=progress)
    if json:
        show.emit({"folder": done.folder, "page": done.page, "deliveries": done.rows, "left_out": done.left_out})
    else:
        times = [show.clock(row["due_at"]) for row in done.rows if row["state"] == "published"]
        typer.echo(f"{len(times)} of {len(done.rows)} deliveries went out{f', {times[0]} to {times[-1]}' if times else ''}.")
        typer.echo(f"Look at the day: {done.page}")
    for post, why in done.left_out.items():
        typer.echo(f"{post} was left out: {why}", err=True)
    if done.left_out or any(row["state"] != "published" for row in done.rows):
        raise typer.Exit(1)


def demo(where: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A folder for it (default: a temporary one).")] = None) -> None:
    """See it work: a sample release becomes a rehearsed day.

    Facts, posts, cards, an approved queue and a rehearsal, in a folder of its own.
    """
    from campaign.actions.demo import demo as play

    folder = where or Path(tempfile.mkdtemp(prefix="campaign-demo-"))
    with show.progress("Working") as progress:
        for line in play(folder, ticker=_ticker, now=show.now(), progress=progress):
            typer.echo(line)


def run() -> None:
    """The daemon: publishes what is approved when it is due. SIGTERM finishes what is in flight."""
    from campaign.actions.sending import Current
    from campaign.cli import logs
    from campaign.engine.alerts import Teller
    from campaign.engine.daemon import Daemon, now, only_one
    from campaign.engine.heartbeat import Heartbeat
    from campaign.engine.messages import Post

    workspace = show.workspace()
    with only_one(workspace.state):
        logs.start(workspace)
        current = Current(workspace, now)
        current.sender.step = logs.at_work
        typer.echo(f"Sending for {workspace.config.organisation}. Stop everything with: campaign stop", err=True)
        clean = logs.cleaner(workspace)
        teller = Teller(
            addresses=current.addresses, roles=current.alert_roles, news=current.news, told=current.told, clock=now,
            trouble=workspace.alert_trouble.say, post=Post(clean=clean),
        )  # fmt: skip
        heartbeat = Heartbeat(address=current.heartbeat, every=workspace.config.heartbeat_every)
        daemon = Daemon(
            current.sender, changed=current.not_as_approved, reload=current.reload, daily=current.keep, teller=teller, heartbeat=heartbeat,
            trouble=lambda why, at: workspace.tick_trouble.say(why and clean(why), at),
        )  # fmt: skip
        daemon.run()


def status(
    json: show.AsJson = False,
    alert: Annotated[bool, typer.Option("--alert", help="Also tell people what they do not know yet: for cron or a timer.")] = False,
) -> None:
    """Is sending on, what is next, what needs a person.

    Exit 1 when something is wrong.
    """
    from campaign.actions.status import status as look

    workspace = show.workspace()
    found = look(workspace, now=show.now())
    seen = found.as_json(workspace)
    if json:
        show.emit(seen)
    else:
        show.stop_in_force(workspace)
        off = "off: the daemon cannot work" if found.health.failing else "off: no daemon runs"
        on = "stopped" if found.stop else "on" if found.health.ok else off
        typer.echo(f"Sending is {on}.")
        typer.echo(f"Next due: {show.clock(seen['next_due']) if seen['next_due'] else 'nothing'}")
        typer.echo(f"Last sent: {show.clock(seen['last_sent']) if seen['last_sent'] else 'nothing yet'}")
        typer.echo("Deliveries: " + (", ".join(f"{n} {state.replace('_', ' ')}" for state, n in sorted(found.counts.items())) or "none"))
        for campaign, post, at in found.unapproved:
            typer.echo(f"Not approved: {campaign}/{post}, due {show.clock(show.local_text(workspace, at))}")
        for sentence in found.wrong:
            typer.echo(f"Look at this: {sentence}")
    if alert:
        _alert(workspace)
    if found.wrong:
        raise typer.Exit(1)


def _alert(workspace: Workspace) -> None:
    """The watcher's part: the daemon may be the very thing that is silent."""
    from campaign.actions import alerts
    from campaign.cli import logs
    from campaign.engine.messages import Post

    if (message := alerts.news(workspace, now=show.now(), watching=True)) is None:
        return
    found = Post(clean=logs.cleaner(workspace)).tell(message, workspace.config.alerts, workspace.config.alert_roles)
    alerts.told(workspace, found.keys, now=show.now())
    if found.trouble or found.sure:
        workspace.alert_trouble.say(found.trouble, show.now())
    for one in found.failed or ([] if workspace.config.alerts else ["There is no alert address in config.yaml"]):
        typer.echo(f"{one}.", err=True)


def stop(
    reason: Annotated[str, typer.Option(metavar="R", help="Why; it can also be added later, by a second stop.")] = "",
    by: show.As = None,
    json: show.AsJson = False,
) -> None:
    """Hold everything, now. Only `campaign resume` lets it go again."""
    from campaign.actions import stop as actions

    unnamed = None
    try:
        name = show.person_or_login(by)
    except NotAllowed as error:  # nobody is asked for a name before everything is held
        name, unnamed = actions.NOBODY, str(error)
    reason = " ".join(reason.split())
    try:
        done = actions.stop(show.workspace(), by=name, reason=reason, now=show.now())
    except ConfigError as error:
        done = actions.stop_without_settings(show.state_root(), by=name, reason=reason, now=show.now(), trouble=str(error))
    if json:
        show.emit({"held": [d.id for d in done.held], "may_appear": [d.id for d in done.may_appear], "trouble": done.trouble,
                   "reason": done.stop.reason, "by": done.stop.by})  # fmt: skip
    else:
        _say_held(done, reason)
    if unnamed:
        typer.echo(f"Everything is held. {unnamed} It goes into the record: campaign stop --as NAME", err=True)
    if done.trouble or unnamed:
        raise typer.Exit(1)


def _say_held(done: Stopped, reason: str) -> None:
    if done.trouble:
        typer.echo("Held: no daemon that uses this folder sends anything until a person resumes.")
        typer.echo(f"{done.trouble} A daemon on another machine may not know of the stop: end it there.", err=True)
    else:
        typer.echo("Everything is held. Nothing will be sent until a person resumes.")
    if done.held or not done.trouble:
        typer.echo(f"{show.counted(len(done.held), 'delivery', 'deliveries')} held.")
    for delivery in done.may_appear:
        typer.echo(f"May still appear: {delivery.id} had left before the stop.")
    if not done.explained:
        typer.echo('Say why when there is time: campaign stop --reason "…"')
    elif done.stop.reason != reason:
        typer.echo(f"In force since {done.stop.at:%H:%M} UTC, by {done.stop.by}: {done.stop.reason}")


def resume(
    reason: Reason,
    account: Annotated[str | None, typer.Option(metavar="A", help="One account only.")] = None,
    campaign: Annotated[str | None, typer.Option(metavar="C", help="One campaign only.")] = None,
    by: show.As = None,
    json: show.AsJson = False,
) -> None:
    """Let sending go on. What is past its grace is missed, never sent late; the rest keeps its time."""
    from campaign.actions.stop import resume as release

    workspace, now = show.workspace(), show.now()
    done = release(workspace, by=show.person(by), reason=reason, now=now, account=account, campaign=campaign)

    def at(moment: datetime) -> str:
        return show.clock(show.local_text(workspace, moment))

    if json:
        show.emit({"missed": [d.id for d in done.missed], "kept": [d.id for d in done.kept], "still_held": done.still})
        return
    typer.echo(f"Sending goes on{f' for {account or campaign}' if account or campaign else ''}.")
    for delivery in done.missed:
        typer.echo(f"Missed: {delivery.id}, due at {at(delivery.due_at)}; it will not be sent. "
                   f"Give it a new time: campaign retime {delivery.campaign} {delivery.post} TIME")  # fmt: skip
    for delivery in done.kept:
        if (why := done.still.get(delivery.id)) is not None:
            typer.echo(f"Still held: {delivery.id}, due at {at(delivery.due_at)}: {why}.".replace("..", "."))
        elif delivery.due_at < now:
            typer.echo(f"Late: {delivery.id}, due at {at(delivery.due_at)}; it goes out now, if it can before {at(delivery.late_at)}.")
        else:
            typer.echo(f"Keeps its time: {delivery.id}, due at {at(delivery.due_at)}.")
    typer.echo(f"{len(done.missed)} missed, {len(done.kept) - len(done.still)} go on, {len(done.still)} still held.")
    for name in dict.fromkeys(d.campaign for d in done.missed):
        typer.echo(f"To send all that {name} missed at the next free times: campaign retime {name} --missed")


COMMANDS = {"demo": demo, "rehearse": rehearse, "run": run, "status": status, "stop": stop, "resume": resume}
