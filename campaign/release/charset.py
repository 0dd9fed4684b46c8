"""Bytes to text: UTF-8 (or UTF-16 with its mark), else Windows-1252 with a warning; binary files are refused by name."""

from __future__ import annotations

import re
import unicodedata

from campaign.errors import ReleaseError

_MAGIC = (
    (b"PK\x03\x04", "a Word or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_SAVE = "Save its text as .md or .txt, or paste it into `campaign facts -`."

# invisible marks that split words for the machine and not for the reader; joiners of emoji and complex scripts stay
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u0080-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a file with clean line ends, in NFC, and what to warn of.

    Raises:
        ReleaseError: the bytes are empty or not text.
    """
    shown = "standard input" if name == "-" else name
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReleaseError(f"This is {what}, not text.", fix=_SAVE, file=shown)
    text, warnings = _text(data, shown)
    if "\x00" in text:
        raise ReleaseError("This is a binary file, not text.", fix=_SAVE, file=shown)
    if not text.strip():
        raise ReleaseError("This is empty.", fix="Check that it is the right file and that it was saved.", file=shown)
    return tidy(text), warnings


def tidy(text: str) -> str:
    """One kind of line end, no soft hyphens or other invisible marks, NFC."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _BREAKS.sub("\n", text)))


def _text(data: bytes, shown: str) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise ReleaseError("This is not text in UTF-8 or Windows-1252.", fix="Save it again as UTF-8 text.", file=shown) from None
    return text, ["The file is not UTF-8: it was read as Windows-1252. Check pound signs, quotation marks and accents."]
