"""What all commands share: the workspace, the person, the clock, JSON, tables, progress bars and errors as sentences."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaign.errors import CampaignError, ConfigError, NotAllowed

if TYPE_CHECKING:
    from campaign.actions.workspace import Workspace

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
As = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who does this (default: your user name).")]
_folder: list[Path] = []


def take_folder(words: Sequence[str]) -> list[str]:
    """Take ``-C DIR`` out of the command line, wherever it stands before ``--``, and keep it."""
    _folder.clear()
    rest: list[str] = []
    line = iter(words)
    for word in line:
        if word == "--":
            return [*rest, word, *line]
        if word == "-C":
            if (given := next(line, None)) is None:
                return [*rest, word]
            _folder.append(Path(given))
        elif word.startswith("-C") and not word.startswith("--"):
            _folder.append(Path(word[2:]))
        else:
            rest.append(word)
    return rest


def folder() -> Path:
    """Where the person works: ``-C``, or the current folder. Raises ConfigError when that folder has been deleted."""
    given = _folder[-1] if _folder else Path()
    try:
        given.absolute()
    except FileNotFoundError:
        raise ConfigError("The current folder has been deleted.", fix="Go to another one, or name your workspace with -C.") from None
    return given


def named() -> bool:
    """Whether the person named a folder with ``-C``."""
    return bool(_folder)


def root() -> Path:
    """The workspace's folder. Raises ConfigError when there is none; a mistyped ``-C`` never means the workspace above it."""
    from campaign.config import find_root

    given = folder()
    if _folder and not given.is_dir():
        raise ConfigError("There is no such folder.", file=given, fix="Name your workspace with -C, or make one with `campaign init`.")
    return find_root(given)


def state_root() -> Path:
    """Where a stop can be left although the settings are broken or gone: the workspace, else the nearest folder with a .campaign."""
    try:
        return root()
    except ConfigError:
        here = folder().absolute()
        for place in (here, *here.parents):
            if (place / ".campaign").is_dir():
                return place
        raise


def stop_in_force(workspace: Workspace) -> None:
    """Say before anything else that nothing goes out, and who ordered that."""
    from campaign.actions.stop import in_force

    if (stop := in_force(workspace)) is not None:
        but = f" Let go again: {', '.join(sorted(stop.released))}." if stop.released else ""
        typer.echo(f"STOPPED by {stop.by} at {clock(local_text(workspace, stop.at))}: {stop.reason}. Nothing goes out.{but}")


def counted(number: int, one: str, many: str) -> str:
    """``1 delivery``, ``2 deliveries``."""
    return f"{number} {one if number == 1 else many}"


def workspace() -> Workspace:
    """The workspace. Raises ConfigError when there is none, or its config.yaml is wrong."""
    from campaign.actions.workspace import Workspace

    return Workspace(root())


def perhaps() -> Workspace | None:
    """The workspace, or None where what comes with the program will do; one that is named, or wrong, is never passed over."""
    if not named():
        try:
            root()
        except ConfigError:
            return None
    return workspace()


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def person(given: str | None) -> str:
    """Who acts: ``--as``, or the user of this computer. Raises NotAllowed where that gives no name: the record needs one."""
    asked = given if given is not None else os.environ.get("USER") or os.environ.get("LOGNAME") or ""
    if name := " ".join(asked.split()):
        return name
    raise NotAllowed("The record needs to know who does this.", fix='Say your name: --as "Ines Calder"')


def person_or_login(given: str | None) -> str:
    """The same, or the name of this computer's account, where nothing is signed off by it."""
    try:
        return person(given)
    except NotAllowed:
        if given is not None:
            raise
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account that the system has no name for
        return person(given)


def guarded(app: typer.Typer, words: list[str]) -> int:
    """Run a command line and turn what goes wrong into a sentence and an exit code."""
    command = typer.main.get_command(app)
    try:
        result = command.main(args=words, prog_name="campaign", standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except typer.Exit as end:
        code = end.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = fail("Stopped by you. What was finished is kept.", 1)
    except typer.TyperException as error:
        code = fail(_mistyped(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        code = 1
    except CampaignError as error:
        code = fail(str(error), 1)
    except OSError as error:
        code = fail(_system(error), 1)
    except Exception as error:  # our own mistake: the person gets a sentence, the file gets the details
        code = fail(_mistake(error), 1)
    return code


def _mistyped(error: typer.TyperException) -> str:
    context: typer.Context | None = getattr(error, "ctx", None)
    said = error.format_message()
    if context is None or "\n" in said:
        return said
    return f"{said if said.endswith('?') else said.rstrip('.') + '.'} See: {context.command_path} --help"


def _system(error: OSError) -> str:
    """What the system refuses is the machine's matter, not a mistake of ours: which file, and why."""
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}The system refused this: {error.strerror or error}. Look at the disk's free space and at who may write there."


def _mistake(error: Exception) -> str:
    import traceback

    said = f"Something in Campaign itself went wrong ({type(error).__name__})."
    log = Path(os.environ.get("TMPDIR", "/tmp")) / "campaign-error.log"  # noqa: S108  # a person is told the name; nothing reads it back
    try:
        log.write_text("".join(traceback.format_exception(error)), "utf-8")
    except OSError:
        return f"{said} Nothing was lost."
    return f"{said} The details are in {log}; send them to whoever looks after it."


def fail(sentence: str, code: int) -> int:
    """Say what is wrong on stderr."""
    typer.echo(sentence, err=True)
    return code


def emit(value: Any) -> None:
    """Print JSON."""
    from campaign.models import plain

    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, wide: int = -1) -> None:
    """Print a table; column ``wide`` takes the room that is left, and no word of it is hidden."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for n, column in enumerate(columns):
        last = n == (wide % len(columns))
        shown.add_column(column, overflow="fold", ratio=1 if last else None, no_wrap=not last)
    for row in rows:
        shown.add_row(*row)
    console(Console).print(shown)


def console(kind: Any) -> Any:
    """A console that leaves words as they are: no markup, no emoji names, no highlighting. As wide as asked when it is no terminal."""
    terminal = sys.stdout.isatty()
    return kind(markup=False, emoji=False, highlight=False, width=None if terminal else 160)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, where that is a terminal; it is told (done, all)."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def clock(moment: str | None) -> str:
    """A time as the tables show it: day and minute, without the zone."""
    return moment[:16].replace("T", " ") if moment else "no time"


def local_text(workspace: Workspace, moment: datetime) -> str:
    """A moment in the workspace's zone, as JSON has it."""
    from campaign.actions.workspace import local

    return local(moment, workspace).isoformat()
