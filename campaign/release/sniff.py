"""Which reader reads these bytes: by their content where it is plain, else by the name's suffix or what a server calls them."""

from __future__ import annotations

import re
from pathlib import PurePath

READERS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plain",
    ".text": "plain",
    ".docx": "docx",
    ".docm": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    "": "markdown",  # standard input, and files without a suffix
}
TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "plain",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_ZIP = b"PK\x03\x04"
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def suffix_of(name: str) -> str:
    """The suffix of a file's name, in lower case; none for standard input."""
    return "" if name == "-" else PurePath(name).suffix.lower()


def by_suffix(path: str) -> str:
    """The reader for the suffix of an address's path; none where it has none that is known."""
    suffix = suffix_of(path)
    return READERS.get(suffix, "") if suffix else ""


def reader_of(data: bytes, called: str) -> str:
    """The reader for bytes that a name or a server calls ``called``: a Word file saved as .txt stays a Word file."""
    if data.startswith(_ZIP):
        return "docx"
    if called in {"docx", "html"}:
        return called
    head = data[:2000].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return "html" if _PAGE.match(head) else called
