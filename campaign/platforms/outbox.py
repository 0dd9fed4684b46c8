"""The embedded default: publishes into folders that anybody can open, and a page that shows them as a feed.

The folder's name is known before anything is written, and it appears by one rename with everything in it: it is there whole,
or it is not there. That makes the outbox the one platform where a look-up always settles the matter.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from campaign.errors import NotAuthorized, NotSent, OutcomeUnknown, Refused
from campaign.models import Absent, Content, Found, Idempotency, Key, Login, Media, Problem, Receipt, Request, Severity, Staged, Unsure
from campaign.platforms.base import Platform
from campaign.platforms.feed import write_page

ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
UNSAFE = re.compile(r"[^\w.-]+")


class Outbox(Platform):
    """One account of the outbox. Option ``folder`` names another folder than ``outbox``; ``rehearsal`` marks what it writes."""

    title = "the outbox"
    page_title = "Outbox"
    limits_replies = True

    @property
    def kind(self) -> Idempotency:
        """The folder's name is ours to choose."""
        return Idempotency.ADDRESSED

    @property
    def folder(self) -> Path:
        """Where this account publishes."""
        return self.root / self.account.options.get("folder", "outbox")

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """Nothing to upload: the bytes are read when the folder is written. A missing picture shows here, not then."""
        return {"digest": item.digest, "bytes": len(self.media(item.digest))}

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The folder and what goes into post.json."""
        names = [f"image-{n}.{ENDINGS.get(item.mime, 'bin')}" for n, item in enumerate(content.media, 1)]
        body = {
            "delivery": content.delivery or key.idempotency,
            "key": key.idempotency,
            "account": self.account.id,
            "campaign": content.campaign,
            "post": content.post,
            "part": content.part,
            "parts": content.parts,
            "at": content.due_at,
            "text": content.text,
            "warning": content.warning,
            "link": content.link,
            "language": content.language,
            "replies": content.replies,
            "reply_to": reply_to.id if reply_to else None,
            "rehearsal": bool(self.account.options.get("rehearsal")),
            "images": [{"file": name, "alt": item.alt} for name, item in zip(names, content.media, strict=True)],
            "published_at": key.created_at.isoformat(),
        }
        return Request(method="WRITE", path=_address(content, self.account.id, key), key=key, body=body, media=content.media)

    def create(self, request: Request) -> Receipt:
        """Write a hidden folder, then rename it: the rename is the one visible step."""
        target = self.folder / request.path
        if target.exists():
            return self._standing(target, request)
        hidden = self.folder / f".{request.key.idempotency[:16]}-{os.getpid()}"
        with self._not_sent(hidden):
            shutil.rmtree(hidden, ignore_errors=True)  # what an earlier attempt left behind
            self.fill(hidden, request)
            target.parent.mkdir(parents=True, exist_ok=True)
            _sync(target.parent.parent)
            hidden.rename(target)
        try:
            _sync(target.parent)
        except OSError as error:
            raise OutcomeUnknown(f"{self.account.id}: {target} was written, but is not surely on the disk ({error.strerror}).") from None
        self._show()
        return self._receipt(request)

    def look_up(self, request: Request, since: object, claimed: Set[str]) -> Found:
        """Whether the folder is there with our key in it: always settled, unless it cannot be read."""
        target = self.folder / request.path
        try:
            post = _read(target)
        except OSError as error:
            return Unsure(why=f"{target} cannot be read ({error.strerror}).")
        if post is None:
            return Absent(proven=True, why=f"There is no {target}.")
        if post.get("key") != request.key.idempotency:
            return Absent(proven=True, why=f"{target} holds another post.")
        return self._receipt(request)

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        """Are the pictures there, with as many bytes as we have?"""
        target = self.folder / receipt.id
        sizes = [(target / image["file"], item.size) for image, item in zip(request.body["images"], request.media, strict=True)]
        lost = [file for file, size in sizes if not file.is_file() or file.stat().st_size != size]
        said = [f"{self.account.id}: {file} is missing or cut short." for file in lost]
        return [Problem(rule="confirm", severity=Severity.WARN, message=words, source="platforms") for words in said]

    def delete(self, receipt: Receipt) -> None:
        """Take the folder away: first out of sight by a rename, then from the disk."""
        target = self.folder / receipt.id
        hidden = self.folder / f".gone-{receipt.id.replace('/', '-')}"
        try:
            shutil.rmtree(hidden, ignore_errors=True)
            target.rename(hidden)
            _sync(target.parent)
        except FileNotFoundError:
            return
        except OSError as error:
            said = f"{self.account.id}: {target} cannot be taken away ({error.strerror})."
            raise NotSent(said, fix="Make its folder writable.") from None
        shutil.rmtree(hidden, ignore_errors=True)
        self._show()

    def verify(self) -> Login:
        """Whether the folder can be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = f"{self.account.id}: {self.folder} cannot be made ({error.strerror})."
            raise NotAuthorized(said, fix="Make its folder writable.") from None
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise NotAuthorized(f"{self.account.id}: {self.folder} is read-only.", fix="Make it writable.")
        return Login(handle=self.account.id, name=str(self.folder))

    def _standing(self, target: Path, request: Request) -> Receipt:
        """Something is there already: ours counts as published, anything else is never overwritten."""
        with self._not_sent(None):
            post = _read(target)
        if post and post.get("key") == request.key.idempotency:
            return self._receipt(request)
        raise Refused(f"{self.account.id}: {target} exists and holds another post.", fix="Move it away, or give the post another time.")

    def fill(self, hidden: Path, request: Request) -> None:
        """Write a post's files, each durably; post.json last."""
        hidden.mkdir(parents=True, exist_ok=True)
        for image, item in zip(request.body["images"], request.media, strict=True):
            write(hidden / image["file"], self.media(item.digest))
        write(hidden / "text.txt", (self._spoken(request.body) + "\n").encode())
        write(hidden / "post.json.new", (json.dumps(dict(request.body), ensure_ascii=False, indent=2) + "\n").encode())
        (hidden / "post.json.new").rename(hidden / "post.json")
        _sync(hidden)

    def _spoken(self, body: Mapping[str, Any]) -> str:
        return f"{body['warning']}\n\n{body['text']}" if body["warning"] else str(body["text"])

    @contextlib.contextmanager
    def _not_sent(self, hidden: Path | None) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if hidden is not None:
                shutil.rmtree(hidden, ignore_errors=True)
            said = f"{self.account.id}: {self.folder} cannot be written ({error.strerror or error})."
            raise NotSent(said, fix="Free some space or make it writable; it is tried again.") from None

    def _show(self) -> None:
        """Draw the feed anew. The post is out already: a page that cannot be written is drawn with the next one."""
        with contextlib.suppress(OSError):
            write_page(self.folder, self.page_title)

    def _receipt(self, request: Request) -> Receipt:
        url = (self.folder / request.path / "post.json").absolute().as_uri()
        return Receipt(id=request.path, url=url, published_at=request.key.created_at)


def _address(content: Content, account: str, key: Key) -> str:
    """``<date>/<HHMM>-<account>-<campaign>-<post>[-part]``, with no character that could lead elsewhere."""
    at = content.due_at or key.created_at.strftime("%Y-%m-%d %H:%M")
    hhmm = at[11:16].replace(":", "")
    part = str(content.part) if content.parts > 1 else ""
    name = "-".join(UNSAFE.sub("-", piece) for piece in (hhmm, account, content.campaign, content.post, part) if piece)
    return f"{UNSAFE.sub('-', at[:10]).replace('..', '-')}/{name}"


def _read(target: Path) -> dict[str, Any] | None:
    """The post of a folder; None where there is no folder, an empty object where it holds none."""
    if not target.exists():
        return None
    try:
        post = json.loads((target / "post.json").read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return post if isinstance(post, dict) else {}


def write(path: Path, data: bytes) -> None:
    """Write a file that is on the disk before this returns."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
