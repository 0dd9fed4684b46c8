"""The file .campaign/STOP: it holds everything even when the ledger cannot be written, and before it is."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from campaign.errors import CampaignError
from campaign.ledger import Stop


class StopFile:
    """Reads and writes the stop as a file. A file that says nothing readable still stops everything."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Stop | None:
        """The stop that is in force, or None when there is no file."""
        try:
            text = self.path.read_text("utf-8", errors="replace")
            since = self.path.stat().st_mtime
        except FileNotFoundError:
            return None
        except OSError:
            text, since = "", 0.0
        return _parse(text) or Stop(by="a file put there by hand", at=datetime.fromtimestamp(since).astimezone(), reason=text.strip()[:200])

    def write(self, stop: Stop) -> None:
        """Hold everything, durably. Raises CampaignError with what else to do when the file cannot be written."""
        data = {"by": stop.by, "at": stop.at.isoformat(), "reason": stop.reason, "released": sorted(stop.released)}
        part = self.path.with_name("STOP.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
        except OSError as error:
            # A full disk has no room for words, but an empty file needs none, and it stops as well.
            try:
                self.path.touch()
            except OSError:
                raise CampaignError(
                    f"The stop could not be written: {error.strerror}.", file=self.path, fix="End the daemon itself."
                ) from error

    @contextmanager
    def arming(self) -> Iterator[None]:
        """While an intent is written: ``settled`` waits until this is over. It costs no file, so that it works on a full disk."""
        with self._lock(fcntl.LOCK_SH):
            yield

    def settled(self, *, seconds: float = 10.0) -> bool:
        """Wait until every intent that was begun before the file was there is durable or undone. False when that takes too long."""
        end = time.monotonic() + seconds
        while True:
            try:
                with self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB):
                    return True
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(0.005)

    @contextmanager
    def _lock(self, how: int) -> Iterator[None]:
        """A lock on the folder itself."""
        try:
            folder = os.open(self.path.parent, os.O_RDONLY)
        except OSError:  # no folder, so nothing there that could be written into the file either
            yield
            return
        try:
            fcntl.flock(folder, how)
            yield
        finally:
            os.close(folder)

    def clear(self) -> None:
        """Take the file away. Raises CampaignError when it cannot be."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise CampaignError(
                f"The stop file could not be removed: {error.strerror}.", file=self.path, fix="Remove it by hand."
            ) from error


def _parse(text: str) -> Stop | None:
    try:
        data = json.loads(text)
        at = datetime.fromisoformat(data["at"]).astimezone()
        return Stop(by=str(data["by"]), at=at, reason=str(data["reason"]), released=frozenset(map(str, data.get("released", ()))))
    except (ValueError, KeyError, TypeError):
        return None
