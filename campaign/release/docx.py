"""Word files (.docx) by mammoth: the text as it would be with all tracked changes accepted, footnotes at its end."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from campaign.errors import ReleaseError
from campaign.release.frontmatter import FrontMatter
from campaign.release.layout import Layout
from campaign.release.links import Links
from campaign.release.page import Page, Reading
from campaign.release.tree import Node, grow

MAX_XML = 12_000_000  # of all XML parts unpacked: the words of some thousand pages; a zip bomb unpacks to far more
MAX_PARTS = 2_000
_MAIN = "[Content_Types].xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
"""
_EMBARGO = re.compile(r"(?i)embargo|not for (?:publication|broadcast|release)")
_TAG = re.compile(r"<[^<>]*>")
_PASTE = "Paste its text into `campaign facts -`, or save it again as .docx."


def reading(data: bytes, name: str) -> Reading:
    """Read a Word file.

    Raises:
        ReleaseError: it is damaged, encrypted, no Word file, or unpacks to more than ``MAX_XML``.
    """
    headers = _checked(data, name)
    top = grow(_html(data, name), name)
    footnotes = _footnotes(top)
    title = next((n for n in _first_words(top) if n.tag == "h1"), None)
    page, links = Page(), Links()
    Layout(page, links, skip=frozenset({id(title)} if title is not None else ())).lay(top)
    for note in footnotes:
        page.add("paragraph", note)
    links.add_to(page)
    fields = {"title": title.text()} if title is not None else {}
    return Reading(page=page, front=FrontMatter(body="", data=fields, present=True), embargo=headers)


def _checked(data: bytes, name: str) -> str | None:
    """Refuse what is no Word file or would fill the memory; the embargo in a page header, which is no part of the text."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if _MAIN not in names or not any(n.startswith("word/") for n in names):
                raise ReleaseError("This is a zip file, not a Word file.", fix="Give the release alone, as .docx, .md or .txt.", file=name)
            if len(parts) > MAX_PARTS or len(names) < len(parts):
                raise ReleaseError("This Word file is not built as Word builds it.", fix=_PASTE, file=name)
            heads = list(_headers(archive, parts, name))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error) as exc:
        raise ReleaseError("This Word file is damaged.", fix=_PASTE, file=name) from exc
    return next((head[:200] for head in heads if _EMBARGO.search(head)), None)


def _headers(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> Iterator[str]:
    """Unpack every part once, against one budget; the words of the page headers."""
    left = MAX_XML
    for part in parts:
        if part.flag_bits & 1:
            raise ReleaseError("This Word file is locked with a password.", fix="Save it without one.", file=name)
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as stream:
            text = stream.read(left + 1)  # what the archive says about sizes may be a lie
        left -= len(text)
        if left < 0:
            raise ReleaseError("This Word file unpacks to far more than a release.", fix=_PASTE, file=name)
        if b"<!DOCTYPE" in (plain := text.replace(b"\0", b"")) or b"<!ENTITY" in plain:
            raise ReleaseError("This Word file holds declarations that Word never writes.", fix=_PASTE, file=name)
        if part.filename.startswith("word/header"):
            yield " ".join(_TAG.sub("", text.decode("utf-8", "replace").replace("</w:p>", " ")).split())


def _html(data: bytes, name: str) -> str:
    import mammoth

    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _: {"src": ""}), external_file_access=False
        )
    except Exception as exc:  # the library raises whatever a broken part of the file leads to
        raise ReleaseError("This Word file is damaged.", fix=_PASTE, file=name) from exc
    return str(made.value)


def _footnotes(top: Node) -> list[str]:
    """Take the notes, and the numbers that point to them, out of the text."""
    for mark in [
        n
        for n in top.find("sup")
        if any("#footnote-" in a.attrs.get("href", "") or "#endnote-" in a.attrs.get("href", "") for a in n.find("a"))
    ]:
        mark.drop()
    notes = [n for n in top.find("li") if n.attrs.get("id", "").startswith(("footnote-", "endnote-"))]
    words = [note.text().removesuffix("↑").strip() for note in notes]
    for note in notes:
        note.drop()
    return words


def _first_words(top: Node) -> list[Node]:
    """The first block of the text, if it is a heading."""
    first = next((n for n in top.find("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td") if n.text()), None)
    return [first] if first is not None else []
