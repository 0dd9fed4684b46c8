"""The media store: bytes by their SHA-256, behind put and get."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from campaign.errors import LedgerError

_CURE = "Restore .campaign/media from a backup, or approve the post again."


class MediaStore:
    """A folder of files named by their digest. What is stored is never changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Store ``data`` durably and return its digest. Raises LedgerError when it cannot be written."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        part = path.with_name(f"{digest}.{os.getpid()}.part")
        try:
            if path.exists() and path.read_bytes() == data:
                return digest
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise LedgerError(
                f"A picture could not be stored: {error.strerror}.", file=path.parent, fix="Free some space or make the folder writable."
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of ``digest``. Raises LedgerError when they are gone or are not what was stored."""
        path = self._path(digest)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise LedgerError("An approved picture is no longer in the media store.", file=path, fix=_CURE) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise LedgerError("An approved picture was changed after it was approved.", file=path, fix=_CURE)
        return data

    def keep_only(self, used: Container[str], *, older_than: datetime) -> list[str]:
        """Remove every picture that is not ``used`` and was stored before a moment. Returns the digests of those."""
        gone = []
        for path in sorted(self.folder.glob("??/*")):
            try:
                if path.name.split(".")[0] not in used and path.stat().st_mtime < older_than.timestamp():
                    path.unlink()
                    gone.append(path.name)
            except OSError as error:
                raise LedgerError(f"A picture could not be removed: {error.strerror}.", file=path, fix="Make it writable.") from error
        return gone

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest
