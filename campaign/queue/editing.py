"""Changing one thing of a file that people edit: only its characters, written whole or not at all."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from campaign import yamlfile
from campaign.errors import PostError
from campaign.models import Post
from campaign.queue.fields import READERS, good_time
from campaign.queue.folders import HEADER
from campaign.queue.header import KEYS
from campaign.queue.postfile import halves, read_post, with_front
from campaign.queue.rendering import said

_SPAN = re.compile(r'(?m)(?<=\[|\s)\["(\d+)", "(\d+)"\](?=, \[|\]$)')  # spans are read by their digits; people see no quotation marks


def set_at(path: Path, at: str) -> None:
    """Move a post: change the value of ``at`` and nothing else of its file.

    Raises:
        PostError: ``at`` is not written like 2026-03-18 09:30, or the file cannot be read or written; it is as it was then.
    """
    if not good_time(at):
        raise PostError(f"'{at}' is no date and time.", fix="Write it like 2026-03-18 09:30.")
    set_field(path, "at", at)


def set_field(path: Path, key: str, value: yamlfile.Data) -> None:
    """Change one value of a post's front matter, or of campaign.yaml. ``key`` may go down: ``media.0.alt``, ``watch.who``.

    Raises:
        PostError: there is no such key, or the file cannot be read or written; it is as it was then.
    """
    known = KEYS if path.name == HEADER else tuple(READERS)
    if key.partition(".")[0] not in known:
        raise PostError(f"There is no setting '{key}' to change.", fix=f"Known are: {', '.join(known)}.", file=str(path))
    text = yamlfile.read_text(path, error=PostError)
    if path.name == HEADER:
        changed = yamlfile.set_scalar(text, key, value, error=PostError, name=str(path))
    else:
        changed = with_front(halves(text, str(path)), {key: value}, str(path))
        _still_readable(path, text, changed)
    _write(path, text, changed)


def set_body(path: Path, body: str) -> None:
    """Change what a post says; its front matter stays to the letter.

    Raises:
        PostError: the file cannot be read or written; it is as it was then.
    """
    text = yamlfile.read_text(path, error=PostError)
    parted = halves(text, str(path))
    end = "\r\n" if "\r\n" in parted.head else "\n"
    lines = body.replace("\r\n", "\n").strip("\n").split("\n")
    _write(path, text, parted.head + parted.front + parted.fence + end.join(lines) + end)


def set_words(path: Path, post: Post) -> None:
    """Change what a post says as a whole: its body, variants, pictures and sources. The rest stays to the letter.

    Raises:
        PostError: the file cannot be read or written; it is as it was then.
    """
    text = yamlfile.read_text(path, error=PostError)
    changed = with_front(halves(text, str(path)), said(post), str(path))
    parted = halves(_SPAN.sub(r"[\1, \2]", changed), str(path))
    end = "\r\n" if "\r\n" in parted.head else "\n"
    after = parted.head + parted.front + parted.fence + post.body.replace("\n", end) + end
    _still_readable(path, text, after)
    _write(path, text, after)


def _still_readable(path: Path, before: str, after: str) -> None:
    """Refuse a value that would hold a post which can be read now."""
    post, problems = read_post(after, path)
    if post is None and read_post(before, path)[0] is not None:
        first = problems[0]
        raise PostError(first.message, fix=first.fix, file=str(path), line=first.line)


def _write(path: Path, before: str, after: str) -> None:
    # somebody may have saved the file in an editor since it was read: their words go first
    if yamlfile.read_text(path, error=PostError) != before:
        raise PostError("This file was changed by somebody else just now.", fix="Look at it and try again.", file=str(path))
    mark = "\ufeff" if path.read_bytes().startswith(codecs.BOM_UTF8) else ""
    yamlfile.write_text(path, mark + after, error=PostError)
