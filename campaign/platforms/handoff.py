"""Hand-off: for services without an API that we may use (Nextdoor, WhatsApp channels). A person posts; we prepare and wait.

Text, pictures, alt texts and the steps are put into one folder, which appears whole by one rename. Then the delivery waits until
that person says "done", with the post's address: ``campaign resolve DELIVERY --online ADDRESS``. Nothing is ever posted twice by us.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any, NoReturn

from campaign.errors import HandedOver
from campaign.models import Content, Found, Idempotency, Key, Receipt, Request, Staged, Unsure
from campaign.platforms.outbox import Outbox, write


class Handoff(Outbox):
    """One place where people post by hand. Option ``place`` says where that is."""

    title = "hand-off"
    limits_replies = False
    page_title = "To post by hand"

    @property
    def kind(self) -> Idempotency:
        """Only a person can say whether it is online."""
        return Idempotency.BLIND

    @property
    def folder(self) -> Path:
        """Where everything lies ready."""
        return self.root / "handoff"

    @property
    def place(self) -> str:
        """Where the person posts it."""
        return self.account.options.get("place") or self.account.handle or self.account.id

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """As in the outbox; nothing is published yet."""
        request = super().request(content, staged, key, reply_to)
        return Request(
            method=request.method, path=request.path, key=key, body={**request.body, "published_at": None}, media=content.media
        )

    def create(self, request: Request) -> NoReturn:
        """Put everything ready. Raises HandedOver: from here on it is a person's."""
        super().create(request)
        raise HandedOver(f"{self.account.id}: {self._ready(request)}", fix=self._done(request))

    def look_up(self, request: Request, since: object, claimed: Set[str]) -> Found:
        """Where the folder is not there, nobody was asked. Where it is, only the person knows."""
        found = super().look_up(request, since, claimed)
        return Unsure(why=f"{self._ready(request)} {self._done(request)}") if isinstance(found, Receipt) else found

    def delete(self, receipt: Receipt) -> None:
        """Only a person can delete it."""
        return super(Outbox, self).delete(receipt)

    def steps(self, body: Mapping[str, Any]) -> str:
        """What the person does, one step a line."""
        images = body["images"]
        many = "the picture" if len(images) == 1 else f"the {len(images)} pictures"
        steps = [f"Open {self.place}.", "Copy the text from text.txt into a new post."]
        if images:
            steps.append(f"Add {many} from this folder, each with its alt text (below) where {self.place} takes one.")
        if body["reply_to"]:
            steps.append(f"Post it as a reply to {body['reply_to']}.")
        steps += ["Post it, and copy its address.", f"Say that it is done: campaign resolve {body['delivery']} --online ADDRESS"]
        steps.append(f"If it shall not be posted after all: campaign resolve {body['delivery']} --drop")
        lines = [f"{n}. {step}" for n, step in enumerate(steps, 1)] + [f"\n{i['file']}: {i['alt']}" for i in images]
        return "\n".join(lines) + "\n"

    def fill(self, hidden: Path, request: Request) -> None:
        """The outbox's files, and the steps."""
        hidden.mkdir(parents=True)
        write(hidden / "steps.txt", self.steps(request.body).encode())
        super().fill(hidden, request)

    def _ready(self, request: Request) -> str:
        return f"It lies ready in {self.folder.name}/{request.path} to be posted by hand on {self.place}."

    def _done(self, request: Request) -> str:
        return f"Then say where it is: campaign resolve {request.body['delivery']} --online ADDRESS"
