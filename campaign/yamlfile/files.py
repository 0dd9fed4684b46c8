"""Text files: read with a limit, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from campaign.errors import CampaignError
from campaign.yamlfile.tree import MAX_BYTES


def read_text(path: Path, *, error: type[CampaignError] = CampaignError, name: str | None = None, limit: int = MAX_BYTES) -> str:
    """Read a text file of at most ``limit`` bytes as UTF-8, line ends as they are; a byte order mark is left out."""
    shown = name or str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except FileNotFoundError:
        raise error("There is no such file.", file=shown) from None
    except OSError as exc:
        raise error(f"This file cannot be read: {exc.strerror or exc}.", file=shown) from exc
    if len(raw) > limit:
        raise error(f"This file is larger than {limit // 1024} KB; that can't be right.", file=shown)
    return decode(raw, shown, error=error)


def decode(raw: bytes, name: str, *, error: type[CampaignError] = CampaignError) -> str:
    """Turn a file's bytes into text, or say in which line they stop being UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise error("This file is saved as UTF-16.", fix="Save it as UTF-8 (in Notepad: Save as, Encoding).", file=name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        raise error("There are characters here that are not UTF-8 text.", fix="Save the file as UTF-8.", file=name, line=line) from None


def write_text(path: Path, text: str, *, error: type[CampaignError] = CampaignError, mode: int | None = None) -> None:
    """Replace a file by rename, after its bytes are on the disk: it holds the old text or the new one, never a part.

    ``mode`` is the new file's permissions; without it an existing file keeps its own.

    Raises:
        CampaignError: of the class ``error``: the disk is full, the folder read-only or gone. The old file is as it was.
    """
    write_bytes(path, text.encode(), error=error, mode=mode)


def write_bytes(path: Path, data: bytes, *, error: type[CampaignError] = CampaignError, mode: int | None = None) -> None:
    """As `write_text`, for what is no text."""
    try:
        _replace(path, data, mode if mode is not None else _mode(path))
    except OSError as exc:
        fix = "Nothing was changed. Make room or allow writing there, and try again."
        raise error(f"This file cannot be written: {exc.strerror or exc}.", fix=fix, file=str(path)) from exc


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777 if path.exists() else 0o644


def _replace(path: Path, data: bytes, mode: int) -> None:
    # through a link, the file it points to is replaced: people keep posts in shared folders
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
