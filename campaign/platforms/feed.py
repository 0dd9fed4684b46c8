"""The outbox's page: everything in it as a feed, in one file that needs nothing else."""

from __future__ import annotations

import contextlib
import fcntl
import html
import json
import os
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

STYLE = Path(__file__).with_name("feed.css")


def write_page(folder: Path, title: str = "Outbox") -> None:
    """Draw ``index.html`` anew from what the folder holds; the old page stays until the new one is whole. Raises ``OSError``."""
    with _alone(folder):
        new = folder / ".index.html"
        with new.open("w", encoding="utf-8") as file:
            file.write(page(sorted(_posts(folder), key=lambda post: (post["day"], post["folder"])), title))
            file.flush()
            os.fsync(file.fileno())
        new.replace(folder / "index.html")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time, of any thread or process: the last page drawn must be the one that has seen every post."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def page(posts: list[dict[str, Any]], title: str = "Outbox") -> str:
    """The whole page, days and times in order."""
    days = "".join(_day(day, list(group)) for day, group in groupby(posts, key=lambda post: str(post["day"])))
    rehearsal = any(post.get("rehearsal") for post in posts)
    banner = '<p class="banner" role="note">A rehearsal: nothing here was published anywhere.</p>' if rehearsal else ""
    accounts = len({post.get("account") for post in posts})
    count = f"{len(posts)} post{'' if len(posts) == 1 else 's'} by {accounts} account{'' if accounts == 1 else 's'}"
    body = days or '<p class="empty">Nothing has been published here yet.</p>'
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n{banner}\n"
        f"<header><h1>{title}</h1><p>{count}</p></header>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _posts(folder: Path) -> Iterator[dict[str, Any]]:
    """Every whole post of the outbox. A folder that holds none, or one that somebody spoiled, is left out."""
    for file in folder.glob("*/*/post.json"):
        if file.parent.parent.name.startswith("."):
            continue
        try:
            post = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(post, dict) and isinstance(post.get("text"), str):
            yield {**post, "day": file.parent.parent.name, "folder": file.parent.name}


def _day(day: str, posts: list[dict[str, Any]]) -> str:
    try:
        name = f"{date.fromisoformat(day):%A} {date.fromisoformat(day).day} {date.fromisoformat(day):%B %Y}"
    except ValueError:
        name = day
    return f"<section>\n<h2>{html.escape(name)}</h2>\n{''.join(map(_post, posts))}</section>\n"


def _post(post: dict[str, Any]) -> str:
    at, where = str(post.get("at") or ""), f"{quote(post['day'])}/{quote(post['folder'])}"
    clock = f"{post['folder'][:2]}:{post['folder'][2:4]}"
    parts = f"part {post['part']} of {post['parts']}" if post.get("parts", 1) > 1 else ""
    about = "".join(f"<span>{html.escape(str(words))}</span>" for words in (post.get("campaign"), post.get("post"), parts) if words)
    warning = f'<p class="warning">Content warning: {html.escape(post["warning"])}</p>\n' if post.get("warning") else ""
    return (
        f'<article>\n<header><time datetime="{html.escape(at.replace(" ", "T"))}">{html.escape(clock)}</time>'
        f"<h3>{html.escape(str(post.get('account', '')))}</h3>{about}</header>\n{warning}"
        f'<p class="text" lang="{html.escape(str(post.get("language", "en")))}">{html.escape(post["text"])}</p>\n'
        f"{_pictures(post.get('images', []), where)}</article>\n"
    )


def _pictures(images: list[dict[str, str]], where: str) -> str:
    if not images:
        return ""
    shown = "".join(_picture(f"{where}/{quote(image['file'])}", html.escape(image["alt"])) for image in images)
    alts = "".join(f"<p>{html.escape(image['alt'])}</p>" for image in images)
    return f'<div class="pictures">{shown}</div>\n<details><summary>Alt text</summary>{alts}</details>\n'


def _picture(address: str, alt: str) -> str:
    return f'<figure><a href="{address}"><img src="{address}" alt="{alt}" loading="lazy"></a></figure>'
