"""Bytes to text: UTF-8 (or UTF-16), else Windows-1252 with a warning; binary files are refused by name."""

from __future__ import annotations

import re
import unicodedata

from campaign.errors import ReleaseError

_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc), or one that is locked with a password"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_SAVE = "Save it as .docx, or paste its text into `campaign facts -`."
_GUESSED = "The file is not UTF-8: it was read as Windows-1252. Check pound signs, quotation marks and accents."

# invisible marks that split words for the machine and not for the reader, and marks of direction, which numbers copied from a
# telephone carry; joiners of emoji and complex scripts stay
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u0080-\u0084\u0086-\u009f\u00ad"
    "\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# what web pages say to screen readers beside a link, and what a copy of the page carries along
_WINDOW = re.compile(r"(?i)[ \t\u00a0]?\((?:(?:this )?link )?opens? (?:up )?(?:in )?(?:an? )?(?:external )?new (?:window|tab)\)(\w)?")
_SOFT = re.compile("\u00ad[ \t]{0,8}\n[ \t]{0,8}")
# the letters that fonts draw as one and PDF files give as one (Unicode, Alphabetic Presentation Forms)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

_META = re.compile(rb"""<meta[^<>]{0,200}?charset\s{0,4}=\s{0,4}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
# browsers read these as Windows-1252: https://encoding.spec.whatwg.org/#names-and-labels
_WESTERN = frozenset({"ascii", "us-ascii", "latin-1", "latin1", "iso-8859-1", "iso8859-1", "iso_8859-1", "windows-1252", "cp1252", "l1"})


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a file with clean line ends, in NFC, and what to warn of. Page breaks (form feeds) stay.

    Raises:
        ReleaseError: the bytes are empty or not text.
    """
    shown = "standard input" if name == "-" else name
    refuse_others(data, shown)
    text, warnings = _text(data, shown)
    if "\x00" in text:
        raise ReleaseError("This is a binary file, not text.", fix=_SAVE, file=shown)
    if not text.strip():
        raise ReleaseError("This is empty.", fix="Check that it is the right file and that it was saved.", file=shown)
    return "\x0c".join(tidy(page) for page in text.split("\x0c")), warnings


def refuse_others(data: bytes, shown: str) -> None:
    """Refuse what is surely another kind of file.

    Raises:
        ReleaseError: the bytes begin as a PDF, a picture or an old Word file does, or there are none.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReleaseError(f"This is {what}.", fix=_SAVE, file=shown)
    if not data.strip():
        raise ReleaseError("This is empty.", fix="Check that it is the right file and that it was saved.", file=shown)


def decode_page(data: bytes, charset: str | None) -> tuple[str, list[str]]:
    """The text of a web page: by its mark, else by what its server says, else by its own ``meta``, else UTF-8 or Windows-1252."""
    said = _META.search(data[:4096])
    names = [name for name in (charset, said[1].decode("ascii") if said else None) if name]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _wide(data):
        return _text(data, "")[0], []
    for name in () if data.startswith(b"\xef\xbb\xbf") else names:
        if name.lower() in _WESTERN:
            break
        try:
            return data.decode("utf-8" if name.lower().startswith("utf-16") else name), []
        except (LookupError, ValueError):
            continue
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        unsure = [] if any(name.lower() in _WESTERN for name in names) else [_GUESSED]
        return data.decode("cp1252", errors="replace"), unsure


def tidy(text: str) -> str:
    """One kind of line end, no soft hyphens or other invisible marks, ligatures as letters, NFC."""
    lined = _SOFT.sub("", _BREAKS.sub("\n", text))
    shown = _WINDOW.sub(lambda found: f" {found[1]}" if found[1] else "", _INVISIBLE.sub("", lined))
    return unicodedata.normalize("NFC", shown.translate(_LIGATURES))


def _wide(data: bytes) -> str | None:
    """The byte order of UTF-16 that has no mark: every other byte of Western text is zero then."""
    head = data[:2000]
    if len(head) < 16 or len(data) % 2:
        return None
    half = len(head) // 2
    for order, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > 0.7 * half and head.count(0) < half * 1.1:
            return order
    return None


def _text(data: bytes, shown: str) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), []
    if order := _wide(data):
        return data.decode(order, errors="replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise ReleaseError("This is not text in UTF-8 or Windows-1252.", fix="Save it again as UTF-8 text.", file=shown) from None
    return text, [_GUESSED]
