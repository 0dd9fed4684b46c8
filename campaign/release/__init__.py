"""Read a press release: Markdown or plain text, from a file or standard input, into a ``Release`` with exact spans.

To read one more format, write ``release/<format>.py`` with ``blocks(page, text)`` and add a line to ``READERS``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path, PurePath

from campaign.errors import ReleaseError
from campaign.models import Release
from campaign.release.charset import decode
from campaign.release.frontmatter import FrontMatter, split
from campaign.release.headers import headers
from campaign.release.page import Page

__all__ = ["MAX_BYTES", "READERS", "parse", "read"]

MAX_BYTES = 5_000_000  # far above any press release; a larger file is the wrong file

READERS = {
    ".md": "campaign.release.markdown",
    ".markdown": "campaign.release.markdown",
    ".txt": "campaign.release.plain",
    ".text": "campaign.release.plain",
    "": "campaign.release.markdown",  # standard input, and files without a suffix
}

_PASTE = "Save it as .md or .txt, or paste its text into `campaign facts -`."


def read(source: str, *, stdin: bytes | None = None) -> Release:
    """Read a release from a file, or from standard input for ``-`` (``stdin`` stands in for it where given).

    Raises:
        ReleaseError: missing, unreadable, empty, binary, larger than ``MAX_BYTES``, a format without a reader, broken front matter.
    """
    if source == "-":
        return parse(sys.stdin.buffer.read(MAX_BYTES + 1) if stdin is None else stdin, "-")
    if source.lower().startswith(("http://", "https://")):
        raise ReleaseError("The release must be a file: a web address is not read.", fix=_PASTE, file=source)
    _reader(source)
    return parse(_bytes(source), source)


def parse(data: bytes, name: str) -> Release:
    """Read a release from its bytes; the suffix of ``name`` chooses the reader, and ``name`` is what errors call it.

    Raises:
        ReleaseError: as ``read``.
    """
    reader = _reader(name)
    if len(data) > MAX_BYTES:
        raise _too_big(name)
    text, warnings = decode(data, name)
    front = split(text, name)
    page = Page()
    import_module(READERS[reader]).blocks(page, front.body)
    if not page.blocks:
        fix = "Check that it is the right file and that it was saved."
        raise ReleaseError("There is no text in this release.", fix=fix, file=_shown(name))
    return _release(page, front, data=data, name=name, reader=READERS[reader].rpartition(".")[2], warnings=warnings)


def _release(page: Page, front: FrontMatter, *, data: bytes, name: str, reader: str, warnings: list[str]) -> Release:
    head = headers(front, page)
    return Release(
        title=head.title,
        text=page.text,
        blocks=tuple(page.blocks),
        reader=f"{reader}/1",
        name="standard input" if name == "-" else PurePath(name).name,
        original=data,
        date=head.date,
        area=head.area,
        url=head.url,
        language=head.language,
        embargo=head.embargo,
        warnings=(*warnings, *head.warnings),
    )


def _reader(name: str) -> str:
    suffix = "" if name == "-" else PurePath(name).suffix.lower()
    if suffix not in READERS:
        raise ReleaseError(f"A {suffix} file is not read.", fix=_PASTE, file=_shown(name))
    return suffix


def _bytes(source: str) -> bytes:
    path = Path(source)
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReleaseError("There is no such file.", fix="Check the name and the folder.", file=source) from None
    except IsADirectoryError:
        raise ReleaseError("This is a folder.", fix="Name the release's file in it.", file=source) from None
    except (OSError, ValueError) as exc:
        why = getattr(exc, "strerror", None) or exc
        raise ReleaseError(f"This file cannot be read: {why}.", fix="Check who may read it.", file=source) from exc


def _too_big(name: str) -> ReleaseError:
    fix = "Give the release's text alone, as .md or .txt."
    return ReleaseError(f"This is larger than {MAX_BYTES // 1_000_000} MB.", fix=fix, file=_shown(name))


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name
