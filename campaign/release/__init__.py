"""Read a press release: Markdown, Word, HTML, plain text, pasted e-mail, from a file, standard input or the web, with exact spans.

To read one more format, write ``release/<format>.py`` with ``reading(data, name)`` (bytes) or ``blocks(page, text)`` (text), and add
a line to ``READERS``.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath

from campaign.errors import ReleaseError
from campaign.models import Block, Release
from campaign.release import sniff
from campaign.release.charset import decode, refuse_others
from campaign.release.frontmatter import FrontMatter, split
from campaign.release.headers import headers
from campaign.release.mail import opened
from campaign.release.page import Page, Reading, Sheet
from campaign.release.paged import joined, unpaged
from campaign.release.sniff import READERS

__all__ = ["MAX_BYTES", "READERS", "is_address", "parse", "read"]

MAX_BYTES = 5_000_000  # far above any press release; a larger file is the wrong file

_MARKDOWN = re.compile(r"^#{1,3} \S|\*\*\w|\]\(https?://", re.MULTILINE)
_PASTE = "Save it as .docx, .html, .md or .txt, or paste its text into `campaign facts -`."


def is_address(source: str) -> bool:
    """Whether a source is an address on the web, not a file."""
    return source.lower().startswith(("http://", "https://"))


def read(source: str, *, stdin: bytes | None = None, allow_private: bool = False) -> Release:
    """Read a release from a file, an http(s) address, or standard input for ``-`` (``stdin`` stands in for it where given).

    ``allow_private``: addresses of this machine and of private networks may be asked (``sources: {allow_private: true}``).

    Raises:
        ReleaseError: missing, unreadable, empty, binary, larger than ``MAX_BYTES``, a format without a reader, broken front matter;
            an address that is refused, cannot be reached, or does not answer with a release in time.
    """
    if source == "-":
        return parse(sys.stdin.buffer.read(MAX_BYTES + 1) if stdin is None else stdin, "-")
    if is_address(source):
        return _fetched(source, allow_private)
    _called(source)
    return parse(_bytes(source), source)


def parse(data: bytes, name: str) -> Release:
    """Read a release from its bytes; their content or else the suffix of ``name`` chooses the reader. Errors call it ``name``.

    Raises:
        ReleaseError: as ``read``.
    """
    called = _called(name)
    if len(data) > MAX_BYTES:
        raise _too_big(name)
    kind = sniff.reader_of(data, called)
    if kind in {"docx", "html"}:
        refuse_others(data, _shown(name))
        return _release(import_module(f"campaign.release.{kind}").reading(data, _shown(name)), data=data, name=name, reader=kind)
    return _release(*_text(data, name, kind), data=data, name=name)


def _fetched(source: str, allow_private: bool) -> Release:
    from campaign.release import html
    from campaign.release.web import fetch

    answer = fetch(source, limit=MAX_BYTES, allow_private=allow_private)
    called = sniff.TYPES.get(answer.type) or sniff.by_suffix(answer.path)
    kind = sniff.reader_of(answer.body, called)
    if kind == "":
        what = answer.type or "something without a name"
        raise ReleaseError(f"This address gives {what}, not a release.", fix="Name the release's own page or Word file.", file=source)
    if kind == "html":
        refuse_others(answer.body, source)
        reading = html.reading(answer.body, source, charset=answer.charset, address=answer.address)
        return _release(reading, data=answer.body, name=source, reader="html")
    if kind == "docx":
        return parse(answer.body, f"{source}.docx") if not source.lower().endswith(".docx") else parse(answer.body, source)
    return _release(*_text(answer.body, source, kind), data=answer.body, name=source)


def _text(data: bytes, name: str, kind: str) -> tuple[Reading, str]:
    """Read text: Markdown or plain, with front matter or an e-mail's headers above it, or neither."""
    text, warnings = decode(data, name)
    front = split(text, name)
    mail = None if front.present else opened(front.body)
    page = Page()
    if mail:
        front, kind = FrontMatter(body=mail.body, data=mail.fields, present=True), _mail_reader(mail.body)
    body = unpaged(front.body) if kind == "plain" or "\x0c" in front.body else joined(front.body)
    import_module(f"campaign.release.{kind}").blocks(page, body)
    return Reading(page=page, front=front, warnings=tuple(warnings)), "mail" if mail else kind


def _mail_reader(body: str) -> str:
    """Some write their mails in Markdown; in all others its marks are ordinary signs."""
    return "markdown" if _MARKDOWN.search(body) else "plain"


def _release(read: Reading, reader: str, *, data: bytes, name: str) -> Release:
    sheet = read.page.laid_out()
    if not sheet.blocks:
        fix = "Check that it is the right file and that it was saved."
        raise ReleaseError("There is no text in this release.", fix=fix, file=_shown(name))
    head = headers(read, sheet)
    return Release(
        title=head.title,
        text=sheet.text,
        blocks=_with_headline(sheet, head.title),
        reader=f"{reader}/2",
        name="standard input" if name == "-" else name if is_address(name) else PurePath(name).name,
        original=data,
        date=head.date,
        area=head.area,
        url=head.url,
        language=head.language,
        embargo=head.embargo.moment,
        embargo_text=head.embargo.written,
        warnings=(*read.warnings, *head.warnings, *_left_out(sheet.dropped, reader)),
    )


def _with_headline(sheet: Sheet, title: str) -> tuple[Block, ...]:
    """The line that gave the title is a heading, also where nothing but its place says so; a whole sentence is the story's."""
    at = next((n for n, block in enumerate(sheet.blocks[:6]) if sheet.words(block) == title), None)
    if at is None or sheet.blocks[at].kind != "paragraph" or title.endswith((".", ":", ";")) or len(title) > 160 or len(sheet.blocks) == 1:
        return sheet.blocks
    return (*sheet.blocks[:at], replace(sheet.blocks[at], kind="heading"), *sheet.blocks[at + 1 :])


def _left_out(dropped: tuple[str, ...], reader: str) -> tuple[str, ...]:
    """What a text lost is told; of a web page everybody expects it."""
    if reader == "html" or not dropped:
        return ()
    shown = " ".join(dropped[0].split())[:60]
    return (f"Left out as no part of the release: “{shown}”" + (f" and {len(dropped) - 1} more." if len(dropped) > 1 else "."),)


def _called(name: str) -> str:
    suffix = sniff.suffix_of(name)
    if suffix == ".doc":
        raise ReleaseError("An old Word file (.doc) is not read.", fix="Open it in Word and save it as .docx.", file=name)
    if suffix not in READERS:
        raise ReleaseError(f"A {suffix} file is not read.", fix=_PASTE, file=_shown(name))
    return READERS[suffix]


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
