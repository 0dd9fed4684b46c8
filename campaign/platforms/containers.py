"""What Instagram and Threads share: pictures that they fetch, and containers. Sources: platforms.md 6 and 7.

A container is made and filled invisibly; publishing it is the one visible call, and its status tells afterwards whether that happened.
So the container is the ticket of a delivery: no second one is made while the first could still come out. An error of the publishing
call proves nothing (rate limits included): the container does.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Set
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

from campaign.errors import NotAuthorized, NotSent, OutcomeUnknown, PublishError, RateLimited, Refused
from campaign.models import (
    Absent,
    Content,
    Found,
    Idempotency,
    Key,
    Login,
    Marker,
    Media,
    Problem,
    Receipt,
    Renewed,
    Request,
    Severity,
    Staged,
    Unsure,
    Wait,
)
from campaign.platforms.answers import Answer, waits
from campaign.platforms.base import STAGE_SECONDS
from campaign.platforms.compare import plain
from campaign.platforms.meta import DEAD, Meta, made, marker, newer

POLL = 5.0  # seconds between two looks at a container
QUOTA_WAIT = 3600.0  # the day's quota counts back from now: some of it is free again within the hour, or the next
NEWEST = 25  # own posts that a look-up reads
PERMALINK_SECONDS = 10.0
GONE = {"EXPIRED", "ERROR"}


class Containers(Meta):
    """One account that publishes by containers. Option ``user`` is its number."""

    make_path: ClassVar[str]  # below the user: where containers are made, published, listed and counted
    publish_path: ClassVar[str]
    list_path: ClassVar[str]
    quota_path: ClassVar[str]
    status_field: ClassVar[str]
    text_field: ClassVar[str]  # what the text is called
    grant: ClassVar[str]  # how a login is renewed

    @property
    def kind(self) -> Idempotency:
        """The container says whether it was published."""
        return Idempotency.TICKET

    @property
    def user(self) -> str:
        """The account's number."""
        return self.account.options.get("user", "")

    def check(self, content: Content) -> list[Problem]:
        """Besides the usual: pictures need an address from which they are fetched."""
        found = super().check(content)
        problem = "there is no media host" if self.media_host is None else self.media_host.problem()
        if content.media and problem is not None:
            said = f"{self.account.id}: {self.title} fetches pictures from an address, and {problem}."
            fix = "Set `media_host` in config.yaml; `campaign doctor --online` tries it."
            found.append(Problem(rule="media-host", severity=Severity.STOP, message=said.replace("..", "."), fix=fix, source="platforms"))
        return found

    # -- before the visible call ---------------------------------------------------------------------------------------

    def fields(self, content: Content, item: Media | None, *, child: bool) -> dict[str, str]:
        """The fields of one container: of a picture, or of a text alone."""
        raise Refused(f"{self.who} takes no posts.", fix="Choose another account.")

    def album(self, content: Content, children: list[str]) -> dict[str, str]:
        """The fields of the container that holds several pictures."""
        return {"media_type": "CAROUSEL", "children": ",".join(children), self.text_field: self.shown(content)}

    def stage(self, content: Content, done: Staged, reply_to: Receipt | None = None) -> Staged | Wait:
        """Make the containers and wait until they are filled. What has expired is made anew."""
        refs = list(done.refs)
        if not refs:
            self._room()
        children = content.media if len(content.media) > 1 else ()
        if len(refs) > len(children):
            status = self._status(refs[-1]["container"])
            if status in GONE and done.ready:
                return self.stage(content, Staged(), reply_to)
            return Staged(refs=done.refs, ready=True) if status in {"FINISHED", "PUBLISHED"} else self._waits(refs, status)
        end = time.monotonic() + STAGE_SECONDS
        for item in children[len(refs) :]:
            if time.monotonic() > end:
                return Wait(seconds=0.0, staged=Staged(refs=tuple(refs)))
            refs += [{"container": self._make(self.fields(content, item, child=True))}]
        unfilled = next((s for s in (self._status(ref["container"]) for ref in refs) if s != "FINISHED"), None)
        if unfilled is not None:
            return self._waits(refs, unfilled)
        alone = content.media[0] if content.media else None
        fields = self.album(content, [ref["container"] for ref in refs]) if children else self.fields(content, alone, child=False)
        refs.append({"container": self._make({**fields, **self.replying(reply_to)})})
        return Wait(seconds=POLL, staged=Staged(refs=tuple(refs)))

    def replying(self, reply_to: Receipt | None) -> dict[str, str]:
        """What makes a container a reply."""
        return {}

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """The container to publish; the words stand there for the look-up."""
        body = {"creation_id": staged.refs[-1]["container"], "text": self.shown(content)}
        return Request(method="POST", path=f"/{self.user}/{self.publish_path}", key=key, body=body, media=content.media)

    def baseline(self) -> Marker | None:
        """The newest own post."""
        posts = self._posts(1)
        return marker(posts[0]) if posts else None

    # -- the visible call, and after it --------------------------------------------------------------------------------

    def create(self, request: Request) -> Receipt:
        """Publish the container, unless it is out already."""
        ticket = request.body["creation_id"]
        status = self._status(ticket)
        if status == "PUBLISHED":
            raise OutcomeUnknown(f"{self.who} says that this is posted already.", fix="It is looked up.")
        if status in GONE:
            raise NotSent(f"{self.who} has dropped what was prepared.", stale=True, fix="It is prepared again.")
        answer = self.graph(request.method, request.path, visible=True, data={"creation_id": ticket})
        remote = answer.json().get("id")
        if not remote:
            raise self.no_id(answer.status)
        return Receipt(id=str(remote), url=self._permalink(str(remote)), published_at=None)

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """Of the publishing call only a dead login and a plain refusal are believed: posts came out under every other error."""
        code, _ = self.code_of(answer)
        if visible and code not in DEAD and not (code == 100 and answer.status == 400):
            said = f"{self.who} gave no clear answer ({self.words(answer)})."
            return OutcomeUnknown(said, fix="Its container is asked before anything is sent again.")
        return super().judge(answer, visible=visible)

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Ask the container. Published: which post it is. Not published: absent, and twice in a row that is proof."""
        status = self._status(request.body["creation_id"])
        if status in GONE:
            return Absent(proven=True, why=f"Its container on {self.title} has gone, unpublished.")
        if status != "PUBLISHED":
            return Absent(proven=False, why=f"Its container on {self.title} is not published.")
        words, count = plain(request.body["text"]), len(request.media)
        same = [p for p in self._posts(NEWEST) if newer(p, since) and self._matches(p, words, count)]
        free = [p for p in same if str(p["id"]) not in claimed]
        if same and not free:
            return Unsure(why=f"{self.title} says that it is published, but every post that it could be belongs to another delivery.")
        if len(free) == 1:
            return Receipt(id=str(free[0]["id"]), url=str(free[0].get("permalink")), published_at=made(free[0]))
        # It is out, that is sure; which one it is, is not. Without an address it cannot be taken for another's.
        return Receipt(id=f"container:{request.body['creation_id']}", url=None, published_at=None)

    def delete(self, receipt: Receipt) -> None:
        """Delete it; gone already is fine."""
        if receipt.id.startswith("container:"):
            raise Refused(f"{self.who}: which post this is, is not known.", fix="Delete it in the platform's own app.")
        answer = self.graph("DELETE", f"/{receipt.id}", accept=(400, 404))
        if answer.status >= 400 and self.code_of(answer) != (100, 33):
            self.accepted(answer, visible=False)

    def verify(self) -> Login:
        """Who we are; the number in config.yaml has to be ours."""
        me = self.graph("GET", "/me", params={"fields": "id,user_id,username,name"}).json()
        if self.user not in {str(me.get("id")), str(me.get("user_id"))}:
            said = f"{self.who}: this login is @{me.get('username')} ({me.get('user_id') or me.get('id')}), not the user {self.user}."
            raise NotAuthorized(said, fix="Correct `user` in config.yaml, or sign in as the other one.")
        return Login(handle=f"@{me.get('username')}", name=str(me.get("name") or me.get("username", "")))

    def refresh(self) -> Renewed | None:
        """A new token for another 60 days; the old one must be a day old and still alive."""
        answer = self.call("GET", "/refresh_access_token", params={"grant_type": self.grant}).json()
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token:
            raise NotSent(f"{self.who} renewed the login without saying the new one.", fix="It is tried again.")
        return Renewed(values={"ACCESS_TOKEN": token}, lives=timedelta(seconds=seconds) if isinstance(seconds, int) else None)

    def bearer(self) -> str | None:
        """The access token goes with every call."""
        return self.secret("ACCESS_TOKEN")

    # -- the calls -----------------------------------------------------------------------------------------------------

    def address(self, item: Media) -> str:
        """Where a picture can be fetched. Raises a PublishError."""
        if self.media_host is None:
            fix = "Set `media_host` in config.yaml."
            raise Refused(f"{self.who} fetches pictures from an address, and there is no media host.", fix=fix)
        return self.media_host.publish(item.digest, item.mime, self.media(item.digest))

    def _make(self, fields: Mapping[str, str]) -> str:
        answer = self.graph("POST", f"/{self.user}/{self.make_path}", data=dict(fields), seconds=self.upload_seconds())
        remote = answer.json().get("id")
        if not remote:
            raise NotSent(f"{self.who} made a container without giving its id.", fix="It is made again.")
        return str(remote)

    def _status(self, container: str) -> str:
        named = self.graph("GET", f"/{container}", params={"fields": self.status_field}, accept=(400,))
        if named.status == 400:
            if self.code_of(named) == (100, 33):
                return "EXPIRED"
            self.accepted(named, visible=False)
        status = str(named.json().get(self.status_field, ""))
        if not status:
            raise NotSent(f"{self.who} does not say how far a container is.", fix="It is asked again.")
        return status.partition(":")[0]

    def _waits(self, refs: list[Mapping[str, Any]], status: str) -> Wait:
        if status == "ERROR":
            fix = "Is the picture's address reachable from outside? `campaign doctor --online` tries it. Else use another picture."
            raise Refused(f"{self.who} could not take a picture or the text.", fix=fix)
        kept = () if status == "EXPIRED" else tuple(refs)
        return Wait(seconds=POLL, staged=Staged(refs=kept))

    def _room(self) -> None:
        """Ask how much of the day's quota is left. Raises RateLimited when it is used up."""
        answer = self.pace(self.graph("GET", f"/{self.user}/{self.quota_path}", params={"fields": "quota_usage,config"}))
        told = (answer.json().get("data") or [{}])[0]
        used, total = told.get("quota_usage"), (told.get("config") or {}).get("quota_total")
        if isinstance(used, int) and isinstance(total, int) and used >= total:
            wait = waits(QUOTA_WAIT)
            raise RateLimited(f"{self.who} has taken its {total} posts of the day.", retry_after=wait, fix="It is tried again in an hour.")

    def _permalink(self, remote: str) -> str | None:
        """Its address. It is out already: an answer that does not come changes nothing."""
        with suppress(PublishError):
            told = self.graph("GET", f"/{remote}", params={"fields": "permalink"}, seconds=PERMALINK_SECONDS).json()
            return str(told["permalink"]) if told.get("permalink") else None
        return None

    def _posts(self, count: int) -> list[dict[str, Any]]:
        fields = f"id,{self.text_field},timestamp,permalink,media_type,children{{id}}"
        return self.listed(self.graph("GET", f"/{self.user}/{self.list_path}", params={"fields": fields, "limit": str(count)}))

    def _matches(self, post: Mapping[str, Any], words: str, count: int) -> bool:
        children = len((post.get("children") or {}).get("data", ()))
        pictures = children or (0 if str(post.get("media_type", "")).startswith("TEXT") else 1)
        return plain(str(post.get(self.text_field, ""))) == words and pictures == count
