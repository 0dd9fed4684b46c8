"""The daemon's log: on stderr and in .campaign/daemon.log, with no secret in it."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaign.actions.workspace import Workspace


class _Scrubbed(logging.Formatter):
    """Takes every known secret out of a whole line, tracebacks included."""

    def __init__(self, secrets: list[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return line


def start(workspace: Workspace) -> None:
    """Log what the daemon does. Libraries that log requests with their headers are kept quiet."""
    from campaign.actions.sending import secrets

    scrubbed = _Scrubbed(secrets(workspace))
    path = workspace.state / "daemon.log"
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        handlers.append(RotatingFileHandler(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8"))
        os.chmod(path, 0o600)  # noqa: PTH101  # the handler has opened it by name already
    except OSError:
        pass  # a full or read-only disk must not keep the daemon from running; stderr has it all
    for handler in handlers:
        handler.setFormatter(scrubbed)
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    for name in ("tweepy", "httpx", "httpcore", "urllib3", "requests_oauthlib", "oauthlib", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
