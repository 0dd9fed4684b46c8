"""The daemon's log: on stderr and in .campaign/daemon.log, with no secret in it; with CAMPAIGN_LOG=json one JSON object a line."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from campaign.cli.scrub import forms, scrub

if TYPE_CHECKING:
    from campaign.actions.workspace import Workspace

TALKATIVE = ("tweepy", "httpx", "httpcore", "urllib3", "requests", "requests_oauthlib", "oauthlib", "apscheduler", "apprise", "alembic")
FIELDS = ("delivery", "account", "attempt")
_here = threading.local()


def at_work(_step: str, delivery: str) -> None:
    """What this thread logs from now on is about ``delivery``. Told of every step of a delivery (``Sender.step``)."""
    _here.delivery = delivery


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """Which delivery, account and attempt a line is about: as the caller says, else what its thread works on."""
    said = {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    delivery = said.get("delivery") or getattr(_here, "delivery", None)
    if delivery is None:
        return said
    # A delivery is named campaign/post/account, with its part and generation behind.
    account = str(delivery).partition("~")[0].split("/")[2:3]
    return {"delivery": delivery, **({"account": account[0]} if account else {}), **said}


class _Scrubbed(logging.Formatter):
    """Takes every secret out of a whole line, tracebacks included."""

    def __init__(self, known: Callable[[], list[str]]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._known = known

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record), self._known())


class _Lines(_Scrubbed):
    """One JSON object a line, for programs that read logs. Secrets are taken out before anything is quoted."""

    def format(self, record: logging.LogRecord) -> str:
        known = self._known()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage(), known),
            **{name: scrub(str(value), known) for name, value in _fields(record).items()},
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["traceback"] = scrub(self.formatException(record.exc_info), known)
        return json.dumps(line, ensure_ascii=False)


class _Known:
    """The workspace's secrets in all their forms; looked up again when a login was renewed or the settings changed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stamp: object = None
        self._forms: list[str] = []

    def __call__(self) -> list[str]:
        stamp = tuple(map(_changed, (self._workspace.root / "config.yaml", self._workspace.root / ".campaign" / "credentials.yaml")))
        if stamp != self._stamp:
            from campaign.actions.sending import secrets
            from campaign.actions.workspace import Workspace
            from campaign.errors import CampaignError

            try:
                fresh = secrets(Workspace(self._workspace.root))
            except (CampaignError, OSError):
                fresh = secrets(self._workspace)  # the file is no good just now; the daemon goes on with its last settings
            # What was a secret once stays one: an old token may still stand in an answer that is logged.
            self._forms = sorted({*self._forms, *forms(fresh)}, key=len, reverse=True)
            self._stamp = stamp
        return self._forms


def cleaner(workspace: Workspace) -> Callable[[str], str]:
    """Takes the workspace's secrets, and whatever looks like one, out of a text."""
    known = _Known(workspace)
    return lambda text: scrub(text, known())


def _changed(path: os.PathLike[str]) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  # a path of any kind
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size)


def start(workspace: Workspace) -> None:
    """Log what the daemon does. Libraries that log requests with their headers are kept quiet."""
    wanted = _Lines if os.environ.get("CAMPAIGN_LOG", "").lower() == "json" else _Scrubbed
    formatter = wanted(_Known(workspace))
    path = workspace.state / "daemon.log"
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        handlers.append(RotatingFileHandler(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8"))
        os.chmod(path, 0o600)  # noqa: PTH101  # the handler has opened it by name already
    except OSError:
        pass  # a full or read-only disk must not keep the daemon from running; stderr has it all
    for handler in handlers:
        handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    logging.raiseExceptions = False  # when a line cannot be written, logging would print it to stderr as it was given
    threading.excepthook = _died
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _died(what: threading.ExceptHookArgs) -> None:
    """A thread that ends in an error says so in the log, where secrets are taken out."""
    trouble = None if what.exc_value is None else (what.exc_type, what.exc_value, what.exc_traceback)
    logging.getLogger(__name__).error("the thread %s ended", what.thread.name if what.thread else "?", exc_info=trouble)
