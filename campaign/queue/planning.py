"""Writing a campaign's folder: the first time as a whole, later only what nobody has edited since."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from campaign import yamlfile
from campaign.errors import PostError
from campaign.models import Post, Release
from campaign.queue.folders import HEADER, TEXT, check_name
from campaign.queue.header import read_header
from campaign.queue.loading import files
from campaign.queue.postfile import read_post
from campaign.queue.rendering import render

_ORIGINALS = {"markdown": ".md", "docx": ".docx", "html": ".html"}  # by what the bytes were read as; names may say something else
_OTHER = "translations:                   # the other language: spans of its posts point into release.LANGUAGE.txt\n{translations}\n"
_HAS_OTHER = re.compile(r"^translations:", re.MULTILINE)
_HEADER = """\
# What holds for all posts of this campaign. Comments and order are yours to change.
date: {date}
release:                        # spans in the posts point into release.txt
{release}
hashtag: null                   # typed by you; with the #
embargo: {embargo}
grace: null                     # how late a post of this campaign may still go out; null: as in config.yaml
watch: {{who: null, until: null}} # who reads the replies, and until when
corrections: []                 # to facts of the release, with the original
flags: []                       # safeguarding matters, with who acknowledged them and why
agreed: []                      # wordings agreed with the speaker
planned:                        # what `campaign plan` wrote: a post that differs was edited by people and is never overwritten
{planned}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plan:
    title: str
    day: date
    release: Release
    posts: Sequence[Post]
    embargo: datetime | None
    other: Release | None = None  # the same release in another language


def create(
    folder: Path, *, title: str, day: date, release: Release, posts: Sequence[Post], embargo: datetime | None = None,
    other: Release | None = None,
) -> Path:  # fmt: skip
    """Write a new campaign. The folder appears with everything in it, or not at all.

    Raises:
        PostError: the name cannot be a campaign's, the folder exists, or it cannot be written.
    """
    check_name(folder.name)
    if folder.exists():
        raise PostError(f"There is a campaign '{folder.name}' already.", fix="Give this one another name: --name", file=str(folder))
    wanted = _Plan(title=title, day=day, release=release, posts=posts, embargo=embargo, other=other)
    texts = _post_texts(wanted, posts, ())
    planned = {post.id: mark(text) for post, text in zip(posts, texts.values(), strict=True)}
    contents = {**_release_files(wanted), **_encoded(texts), HEADER: _header(wanted, planned).encode()}
    with _could_not_write(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _could_not_write(folder), _draft(folder.parent, contents) as draft:
        draft.chmod(0o755)
        draft.rename(folder)
        yamlfile.sync_folder(folder.parent)
    return folder


def plan(
    folder: Path, *, title: str, day: date, release: Release, posts: Sequence[Post], embargo: datetime | None = None,
    other: Release | None = None,
) -> tuple[str, ...]:  # fmt: skip
    """Write a campaign, new or again. Returns the ids of posts that were left alone because people edited or deleted them.

    Of an existing campaign only post files are replaced or removed that still are what the last plan wrote, letter by letter;
    in campaign.yaml only `date`, `release`, `embargo` and `planned` change.

    Raises:
        PostError: the folder is another campaign or none, its campaign.yaml cannot be read, or something cannot be written.
    """
    if not folder.exists():
        create(folder, title=title, day=day, release=release, posts=posts, embargo=embargo, other=other)
        return ()
    header = read_header(folder)
    if header.held:
        first = header.problems[0]
        raise PostError(first.message, fix=first.fix, file=first.file, line=first.line)
    known = header.values.get("release", {}).get("digest")
    if header.values.get("date") != day and known not in {None, release.digest}:
        message = f"'{folder.name}' is the campaign of another release and another day."
        raise PostError(message, fix="Give this one a name of its own: --name", file=str(folder))
    typed: datetime | None = header.values.get("embargo")
    later = typed if typed and embargo and typed > embargo else embargo  # one that people prolonged is not shortened
    wanted = _Plan(title=title, day=day, release=release, posts=posts, embargo=later, other=other)
    kept, ours = _edited(folder, header.planned, posts)
    fresh = [post for post in posts if post.id not in kept]
    texts = _post_texts(wanted, fresh, {path.name for path in files(folder)} - {path.name for path in ours})
    planned = {post.id: mark(text) for post, text in zip(fresh, texts.values(), strict=True)}
    planned |= {name: header.planned[name] for name in kept if name in header.planned}
    contents = {**_release_files(wanted), **_encoded(texts), HEADER: _changed_header(folder, wanted, planned).encode()}
    _swap(folder, contents, [path for path in ours if path.name not in contents])
    return tuple(sorted(kept))


def write_post(folder: Path, number: int, post: Post) -> Path:
    """Write one post as ``NN-<kind>-<n>.md``, under a later number where that name is taken.

    Raises:
        PostError: it cannot be written.
    """
    path = folder / _file_name(number, post, False, {path.name for path in folder.iterdir()})
    yamlfile.write_text(path, render(post), error=PostError)
    return path


def mark(text: str) -> str:
    """What tells a post file that people have touched from one that is as planned; line ends do not count."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def _file_name(number: int, post: Post, alone: bool, taken: Collection[str]) -> str:
    name = post.kind if alone else post.id if post.id.startswith(f"{post.kind}-") else f"{post.kind}-{post.id}"
    while f"{number:02d}-{name}.md" in taken:
        number += 1
    return f"{number:02d}-{name}.md"


def _post_texts(wanted: _Plan, fresh: Sequence[Post], taken: Collection[str]) -> dict[str, str]:
    """The files of the posts to write, numbered by their place in the day, by name and in the order of ``fresh``."""
    kinds = Counter(post.kind for post in wanted.posts)
    numbers = {post.id: n for n, post in enumerate(wanted.posts, 1)}
    if len(numbers) < len(wanted.posts):
        raise PostError("Two posts of the plan have the same id.", fix="Give each its own.")
    return {_file_name(numbers[post.id], post, kinds[post.kind] == 1, taken): render(post) for post in fresh}


def _edited(folder: Path, planned: Mapping[str, str], posts: Sequence[Post]) -> tuple[set[str], list[Path]]:
    """The ids of posts that people have written, edited or deleted, and the files that are still as planned."""
    by_mark = {digest: name for name, digest in planned.items()}
    ours: dict[str, Path] = {}
    theirs: set[str] = set()
    for path in files(folder):
        text = yamlfile.read_text(path, error=PostError)
        if (name := by_mark.get(mark(text))) is not None and name not in ours:
            ours[name] = path
        elif (post := read_post(text, path)[0]) is not None:
            theirs.add(post.id)
    lost = planned.keys() - ours.keys()  # edited beyond reading, or deleted: both are a person's decision
    return theirs | {post.id for post in posts if post.id in lost}, list(ours.values())


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in texts.items()}


def _release_files(wanted: _Plan) -> dict[str, bytes]:
    found = {TEXT: wanted.release.text.encode(), _original(wanted.release): wanted.release.original}
    if (other := wanted.other) is not None:
        found |= {text_file(other.language): other.text.encode(), _original(other, f".{other.language}"): other.original}
    return found


def _original(release: Release, mark: str = "") -> str:
    return f"original{mark}{_ORIGINALS.get(release.reader.partition('/')[0], '.txt')}"


def text_file(language: str) -> str:
    """What the text of a campaign's second release is called: release.cy.txt."""
    return TEXT.replace(".", f".{language}.")


def _facts(release: Release, title: str) -> dict[str, yamlfile.Data]:
    facts: dict[str, yamlfile.Data] = {"title": title, "digest": release.digest, "reader": release.reader, "file": release.name}
    return facts | {key: value for key, value in (("area", release.area), ("url", release.url)) if value}


def _translations(wanted: _Plan) -> dict[str, yamlfile.Data]:
    other = wanted.other
    return {other.language: _facts(other, other.title)} if other is not None else {}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _header(wanted: _Plan, planned: Mapping[str, str]) -> str:
    header = _HEADER if wanted.other is None else _HEADER.replace("planned: ", _OTHER + "planned: ")
    return header.format(
        translations="\n".join(yamlfile.dump_tree(_translations(wanted), 2)),
        date=wanted.day,
        release="\n".join(yamlfile.dump_tree(_facts(wanted.release, wanted.title), 2)),
        embargo=yamlfile.dump_scalar(_moment(wanted.embargo)),
        planned="\n".join(yamlfile.dump_tree(dict(planned), 2)) or "  {}",
    )


def _changed_header(folder: Path, wanted: _Plan, planned: Mapping[str, str]) -> str:
    file = folder / HEADER
    text = yamlfile.read_text(file, error=PostError)
    changes: dict[str, yamlfile.Data] = {"date": str(wanted.day), "release": _facts(wanted.release, wanted.title), "planned": dict(planned)}
    if wanted.other is not None or _HAS_OTHER.search(text):
        changes["translations"] = _translations(wanted)
    if wanted.embargo is not None:  # one that people typed stays where the release names none
        changes["embargo"] = _moment(wanted.embargo)
    for key, value in changes.items():
        text = yamlfile.set_scalar(text, key, value, error=PostError, name=str(file))
    return text


@contextlib.contextmanager
def _draft(parent: Path, contents: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder beside the real one with all files in it, on the disk before anything else is touched."""
    draft = Path(tempfile.mkdtemp(dir=parent, prefix=".new-"))
    try:
        for name, data in contents.items():
            yamlfile.write_bytes(draft / name, data, error=PostError)
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _swap(folder: Path, contents: Mapping[str, bytes], remove: Sequence[Path]) -> None:
    # renames need no room on the disk: when the draft is whole, the rest cannot fail half-way for want of it
    with _could_not_write(folder), _draft(folder, contents) as draft:
        for path in remove:
            path.unlink()
        for name in contents:
            (draft / name).replace(folder / name)
        yamlfile.sync_folder(folder)


@contextlib.contextmanager
def _could_not_write(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        fix = "Make room or allow writing there, and try again."
        raise PostError(f"This cannot be written: {exc.strerror or exc}.", fix=fix, file=str(path)) from exc
