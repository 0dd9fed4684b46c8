"""A platform that keeps its posts in a file: what a process that was killed had published can be counted afterwards."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Set
from datetime import timedelta
from pathlib import Path
from typing import Any

from campaign.models import (
    Absent,
    Account,
    Content,
    Credentials,
    Found,
    Idempotency,
    Key,
    Marker,
    Receipt,
    Request,
    Staged,
    Wait,
    canonical,
)
from campaign.platforms.base import Platform


class FilePlatform(Platform):
    """Publishes by adding a line to ``file``. ``kind`` says how it can be asked; ``fault`` runs before and after storing.

    ``fault(when, request)`` may raise a PublishError: ``when`` is ``stage``, ``before`` or ``after`` the post was stored.
    """

    title = "File"

    def __init__(
        self,
        file: Path,
        *,
        account: Account | None = None,
        kind: Idempotency = Idempotency.ADDRESSED,
        key_ttl: timedelta | None = None,
        fault: Callable[[str, Request | None], None] = lambda _when, _request: None,
    ) -> None:
        super().__init__(account or Account(id="file", platform="outbox"), Credentials(values={}), lambda _digest: b"")
        self.file = file
        self._kind = kind
        self.key_ttl = key_ttl
        self.fault = fault

    @property
    def kind(self) -> Idempotency:
        """As it was made."""
        return self._kind

    def posts(self) -> list[dict[str, Any]]:
        """Everything that was published, in order."""
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []

    def stage(self, content: Content, done: Staged, reply_to: Receipt | None = None) -> Staged | Wait:
        """Nothing is uploaded; a fault may be raised."""
        self.fault("stage", None)
        return Staged(refs=tuple({"digest": item.digest} for item in content.media), ready=True)

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The line that will be added."""
        body = {"text": content.text, "account": self.account.id, "reply_to": reply_to.id if reply_to else None}
        return Request(method="ADD", path=str(self.file), key=key, body=body, media=content.media)

    def create(self, request: Request) -> Receipt:
        """Add the line, durably. A key that is there already gives back the first post, where the platform is KEYED."""
        self.fault("before", request)
        same = [p for p in self.posts() if p["key"] == request.key.idempotency]
        if not (same and self.kind in {Idempotency.KEYED, Idempotency.ADDRESSED}):
            same = [{"key": request.key.idempotency, "id": f"{self.account.id}-{len(self.posts()) + 1}", **request.body}]
            with self.file.open("ab") as file:
                file.write(canonical(same[0]) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        self.fault("after", request)
        return Receipt(id=same[0]["id"], url=f"https://file.example/{same[0]['id']}")

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Found by key; absent is proven where the address is ours, likely elsewhere. A BLIND platform shows nothing."""
        if self.kind is Idempotency.BLIND:
            return super().look_up(request, since, claimed)
        for post in self.posts():
            if post["key"] == request.key.idempotency and post["id"] not in claimed:
                return Receipt(id=post["id"], url=f"https://file.example/{post['id']}")
        return Absent(proven=self.kind is Idempotency.ADDRESSED, why="It is not in the file.")

    def delete(self, receipt: Receipt) -> None:
        """Take the line out."""
        kept = [canonical(p) for p in self.posts() if p["id"] != receipt.id]
        self.file.write_bytes(b"".join(line + b"\n" for line in kept))
