"""A campaign's folder as `Campaign`: every file that can be read, and a problem for each that cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from campaign import yamlfile
from campaign.config.mistakes import nearest
from campaign.errors import PostError
from campaign.models import Campaign, Post, Problem, Severity
from campaign.queue.complaints import Complaints
from campaign.queue.folders import is_post, shown
from campaign.queue.header import read_header
from campaign.queue.postfile import line, read_post


def load(folder: Path) -> Campaign:
    """Read a campaign. A file that cannot be read holds its post; a campaign.yaml that cannot be read holds them all.

    ``posts`` are in the order of their time, of a pair the Welsh one first; ``problems`` name file and line. A problem of severity stop
    whose ``post`` is None stands in the way of every post.

    Raises:
        PostError: the folder itself cannot be read.
    """
    header = read_header(folder)
    posts, problems = _posts(folder)
    posts, doubled = _without_doubles(posts)
    problems += [*doubled, *_pairs(posts)]
    values = header.values
    day = values.pop("date", None) or min((_day(post) for post in posts), default=date.min)
    release = values.pop("release", {})
    return Campaign(
        name=folder.name,
        folder=folder,
        title=release.get("title", folder.name),
        date=day,
        posts=() if header.held else tuple(sorted(posts, key=lambda post: (post.at, post.language != "cy", post.id))),
        problems=(*header.problems, *problems),
        release=release,
        **values,
    )


def files(folder: Path) -> list[Path]:
    """The post files of a campaign, in the order of their names.

    Raises:
        PostError: the folder cannot be read.
    """
    try:
        return sorted((path for path in folder.iterdir() if is_post(path)), key=lambda path: path.name)
    except OSError as exc:
        raise PostError(f"This campaign cannot be read: {exc.strerror or exc}.", file=str(folder)) from exc


def _posts(folder: Path) -> tuple[list[Post], list[Problem]]:
    posts: list[Post] = []
    problems: list[Problem] = []
    for file in files(folder):
        try:
            post, found = read_post(yamlfile.read_text(file, error=PostError), file)
        except PostError as exc:
            notes = Complaints(file=file)
            notes.error(exc)
            post, found = None, tuple(notes.problems)
        posts += [post] if post else []
        problems += found
    return posts, [*problems, *_strays(folder)]


def _strays(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.glob("*.md")):
        if not is_post(path) and path.name.partition(".")[0] != "original":
            said, fix = "This file is not read as a post.", "Name it NN-kind.md, like 11-custom.md, if it is one."
            yield Problem(rule="queue.stray", severity=Severity.HINT, message=said, fix=fix, campaign=folder.name, file=shown(path))


def _day(post: Post) -> date:
    return date.fromisoformat(post.at[:10])


def _without_doubles(posts: Sequence[Post]) -> tuple[list[Post], list[Problem]]:
    """Posts with an id of their own; where two share one, neither can be known for the one that was approved."""
    count = Counter(post.id for post in posts)
    homes = {post.id: [shown(p.file) for p in posts if p.id == post.id and p.file] for post in posts if count[post.id] > 1}
    doubled = [
        _problem(post, "id", f"The id '{post.id}' stands in {' and in '.join(homes[post.id])}.", "Give one of them an id of its own.", "id")
        for post in posts
        if post.id in homes
    ]
    return [post for post in posts if post.id not in homes], doubled


def _pairs(posts: Sequence[Post]) -> Iterator[Problem]:
    by_id = {post.id: post for post in posts}
    for post in posts:
        if post.pair is None:
            continue
        other = by_id.get(post.pair)
        if other is None:
            others = nearest(post.pair, by_id.keys() - {post.id})
            yield _problem(post, "pair", f"Its pair '{post.pair}' cannot be found or read.", others, "pair")
        elif other.pair != post.id:
            yield _problem(post, "pair", f"'{other.id}' does not name '{post.id}' as its pair.", f"Write `pair: {post.id}` in it.", "pair")
        elif other.language == post.language:
            yield _problem(post, "pair", "The two posts of a pair are in the same language.", "Set `language` in each of them.", "language")


def _problem(post: Post, rule: str, message: str, fix: str, path: str) -> Problem:
    assert post.file is not None
    return Problem(
        rule=f"queue.{rule}", severity=Severity.STOP, message=message, fix=fix, source=path, campaign=post.file.parent.name, post=post.id,
        file=shown(post.file), line=line(post, path),
    )  # fmt: skip
