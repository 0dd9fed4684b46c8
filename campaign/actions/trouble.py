"""What goes wrong in the daemon, for others to see while it does: one small file each, so that it can be said without a ledger."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)
UNSAID = "the disk had no room for the reason"


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A trouble: when it began, when it was last met, and what it is."""

    since: datetime
    at: datetime
    why: str


class Trouble:
    """The file of one trouble. It is there as long as the trouble lasts; a program that dies leaves its last one behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Said | None:
        """What goes wrong, or None. A file that cannot be read is a trouble as well."""
        try:
            text, changed = self.path.read_text("utf-8", errors="replace"), self.path.stat().st_mtime
        except FileNotFoundError:
            return None
        except OSError:
            text, changed = "", 0.0
        try:
            data = json.loads(text)
            since, at = (datetime.fromisoformat(data[name]).astimezone() for name in ("since", "at"))
            return Said(since=since, at=at, why=str(data["why"]))
        except (ValueError, KeyError, TypeError):
            moment = datetime.fromtimestamp(changed).astimezone()
            return Said(since=moment, at=moment, why=UNSAID)

    def say(self, why: str | None, now: datetime) -> None:
        """It goes wrong for this reason at this moment; None: it goes well. Never raises: it must not be a trouble of its own."""
        try:
            if why is None:
                self.path.unlink(missing_ok=True)
                return
            before = self.read()
            since = before.since if before is not None and before.since <= now else now
            part = self.path.with_name(f"{self.path.name}.part")
            part.write_text(json.dumps({"since": since.isoformat(), "at": now.isoformat(), "why": why}, ensure_ascii=False), "utf-8")
            part.replace(self.path)
        except OSError as error:
            log.error("%s could not be written: %s", self.path.name, error.strerror)
            self._touch(why)

    def _touch(self, why: str | None) -> None:
        """A full disk has no room for words, but an empty file needs none."""
        try:
            if why is not None:
                self.path.touch()
        except OSError:
            pass  # it is in the log
