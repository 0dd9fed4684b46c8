"""The platform contract: what every adapter can be asked, with defaults for what most of them cannot do.

An adapter talks to one account. ``create`` is the one visible call; everything before it may be repeated and everything after
it only reads. Errors are told apart by what happens next (``campaign.errors``); no secret is ever part of their words.
"""

from __future__ import annotations

import base64
import re
import time
import urllib.parse
from collections.abc import Callable, Mapping, Set
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import httpx

from campaign import text
from campaign.errors import NotAuthorized, OutcomeUnknown, PublishError, Refused
from campaign.models import (
    Account,
    Content,
    Credentials,
    Found,
    Idempotency,
    Key,
    Limits,
    Login,
    Marker,
    Media,
    Problem,
    Receipt,
    Renewed,
    Request,
    Staged,
    Unsure,
    Wait,
)
from campaign.platforms import checks
from campaign.platforms.answers import Answer, BrokenCall, broken, judged, used_up
from campaign.platforms.mediahost import MediaHost
from campaign.platforms.wire import Transport

__all__ = ["Answer", "BrokenCall", "Platform", "Transport"]

STAGE_SECONDS = 60.0  # uploads that take longer than this are kept and gone on with at the next claim
UPLOAD_FACTOR = 3  # an upload carries megabytes, so its deadline is longer than a call's
TOKENS = re.compile(r"(?i)\b(?:bearer|basic|oauth)\s+[^\s,;\"']+|\beyJ[\w-]+\.[\w-]+\.[\w-]*")


class Platform:
    """One account on one platform. Keep an instance as long as its credentials: it remembers sessions and limits.

    ``media`` gives the bytes of a frozen picture by its digest. ``root`` is the workspace, for adapters that write there.
    ``media_host`` gives pictures an address, for platforms that fetch them.
    """

    title: ClassVar[str] = ""
    default_url: ClassVar[str] = ""
    threads: ClassVar[bool] = True  # whether a post can answer our own, so that a text can be parted
    limits_replies: ClassVar[bool] = False  # whether the platform lets us say who may reply
    pause: float = 0.0  # seconds for which the last visible call used up what the platform allows; its next would be a 429
    key_ttl: timedelta | None = None  # KEYED: how long after the attempt the same request with the same key may be sent again

    def __init__(
        self,
        account: Account,
        credentials: Credentials,
        media: Callable[[str], bytes],
        *,
        root: Path = Path(),
        transport: Transport | None = None,
        media_host: MediaHost | None = None,
    ) -> None:
        self.account = account
        self.credentials = credentials
        self.media = media
        self.root = root
        self.transport = transport or Transport()
        self.media_host = media_host
        self.base_url = (account.base_url or self.default_url).rstrip("/")

    @property
    def who(self) -> str:
        """How errors name this account."""
        return f"{self.account.id}: {self.title}"

    @property
    def kind(self) -> Idempotency:
        """How a lost answer is settled on this platform."""
        return Idempotency.DETECT

    def limits(self) -> Limits:
        """What the platform accepts; an adapter whose server tells it asks there once and remembers."""
        return self.usual_limits()

    def usual_limits(self) -> Limits:
        """What the platform accepts where no server says otherwise."""
        return text.limits(self.account.platform, self.account.limit)

    def ask_limits(self) -> Limits:
        """The same after asking the server, where it tells. Raises a PublishError when it does not answer."""
        return self.limits()

    def shown(self, content: Content) -> str:
        """The text as it will stand in the post. Where a platform has no content warning of its own, ours comes first."""
        return f"{content.warning}\n\n{content.text}" if content.warning else content.text

    def check(self, content: Content) -> list[Problem]:
        """Everything that this platform would refuse or leave out. Pure and offline: it uses only limits known so far."""
        measured = text.measure(self.shown(content), self.account.platform, limits=self.limits())
        may = {"limits_replies": self.limits_replies, "threads": self.threads}
        return checks.all_of(content, measured, self.limits(), self.title, self.account.id, **may)

    def resolve(self, content: Content) -> Content:
        """Look up names that the post mentions, so that they are frozen with it. May ask the network."""
        return content

    def stage(self, content: Content, done: Staged, reply_to: Receipt | None = None) -> Staged | Wait:
        """Upload what is not uploaded yet: invisible and repeatable. ``Wait`` when the platform still works on a picture.

        ``reply_to`` is the part before, for platforms that want to know it already here.
        """
        refs, end = list(done.refs), time.monotonic() + STAGE_SECONDS
        for item in content.media[len(refs) :]:
            if len(refs) > len(done.refs) and time.monotonic() > end:
                return Wait(seconds=0.0, staged=Staged(refs=tuple(refs)))
            refs.append(self.upload(item, content))
        return Staged(refs=tuple(refs), ready=True)

    def upload(self, item: Media, content: Content) -> Mapping[str, Any]:
        """Upload one picture with its alt text; what comes back is kept in ``Staged.refs``."""
        raise Refused(f"{self.who} takes no pictures.", fix="Leave them out for this account.")

    def request(self, content: Content, staged: Staged, key: Key, reply_to: Receipt | None) -> Request:
        """Write down the one visible call, whole. Pure: the same arguments give the same request."""
        raise Refused(f"{self.who} cannot publish.", fix="Choose another account.")

    def baseline(self) -> Marker | None:
        """The newest own post before an attempt, where the look-up needs it."""
        return None

    def create(self, request: Request) -> Receipt:
        """Make the one visible call. Raises a ``PublishError``; ``OutcomeUnknown`` means look it up with ``find``."""
        raise Refused(f"{self.who} cannot publish.", fix="Choose another account.")

    def find(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """Look whether a request was published. Only reads, and never raises a ``PublishError``: trouble is ``Unsure``.

        ``claimed`` holds remote ids that belong to other deliveries; they never match.
        """
        try:
            return self.look_up(request, since, claimed)
        except PublishError as error:
            return Unsure(why=str(error))

    def look_up(self, request: Request, since: Marker | None, claimed: Set[str]) -> Found:
        """What an adapter writes for ``find``; may raise a ``PublishError``."""
        return Unsure(why=f"{self.title} cannot be asked what it has published. A person has to look.")

    def confirm(self, receipt: Receipt, request: Request) -> list[Problem]:
        """Read a published post once: is it whole, are its pictures and their alt texts there? Raises a ``PublishError``."""
        return []

    def delete(self, receipt: Receipt) -> None:
        """Take a post down. One that is gone already counts as deleted. Raises a ``PublishError``."""
        raise Refused(f"{self.who} cannot delete.", fix="Delete the post in the platform's own app.")

    def verify(self) -> Login:
        """Ask the platform who we are; nothing is posted. Raises a ``PublishError``."""
        return Login(handle=self.account.handle or self.account.id, name=self.title)

    def notices(self, today: date) -> list[str]:
        """What will stop working one day unless somebody sees to it. Asks nobody."""
        return []

    def refresh(self) -> Renewed | None:
        """New secrets to store, where the platform's expire and can be renewed. Raises a ``PublishError``."""
        return None

    # -- for adapters --------------------------------------------------------------------------------------------------

    def secret(self, name: str) -> str:
        """One credential. Raises ``NotAuthorized`` naming the variable that is missing."""
        value = self.credentials.values.get(name, "")
        if not value:
            variable = f"CAMPAIGN_{self.account.id}_{name}".upper().replace("-", "_")
            fix = f"Set {variable}, or run: campaign connect {self.account.id}"
            raise NotAuthorized(f"{self.account.id}: there is no {name}.", fix=fix)
        return value

    def bearer(self) -> str | None:
        """The token to send with a call, if the adapter uses one."""
        return None

    def call(
        self,
        method: str,
        path: str,
        *,
        visible: bool = False,
        token: str | None = None,
        seconds: float | None = None,
        accept: tuple[int, ...] = (),
        headers: Mapping[str, str] | None = None,
        at: str | None = None,
        **body: Any,
    ) -> Answer:
        """One call to the platform: ``body`` is params, json, content, data or files. Raises a ``PublishError``.

        ``at`` is a whole address that the platform has named, instead of a path below its own.
        """
        token = token or self.bearer()
        named = {**({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})}
        request = httpx.Request(method, at or f"{self.base_url}{path}", headers=named, **body)
        return self.send(request, visible=visible, seconds=seconds, accept=accept)

    def send(
        self, request: httpx.Request, *, visible: bool, seconds: float | None = None, accept: tuple[int, ...] = ()
    ) -> Answer:
        """Send a request and judge its answer: what is neither 2xx nor in ``accept`` is raised as what happens next."""
        try:
            answer = self.transport.send(request, seconds=seconds)
        except BrokenCall as error:
            raise broken(self.who, self.scrub(error.why), left=error.left, visible=visible) from None
        if visible:
            self.pause = self.used_up(answer)
        return self.accepted(answer, visible=visible, accept=accept)

    def accepted(self, answer: Answer, *, visible: bool, accept: tuple[int, ...] = ()) -> Answer:
        """The answer, if it is a success or in ``accept``; else what it means is raised."""
        if 200 <= answer.status < 300 or answer.status in accept:
            return answer
        meant = self.judge(answer, visible=visible)
        raise meant or judged(self.who, answer, self.words(answer), account=self.account.id, visible=visible)

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """What a platform means by an answer that is no success, where it differs from what the status says."""
        return None

    def used_up(self, answer: Answer) -> float:
        """Seconds until the platform takes another post, where a success says that this one was the last for now; else 0."""
        return used_up(answer.headers)

    def no_id(self, status: int) -> OutcomeUnknown:
        """A success without an id is no success."""
        return OutcomeUnknown(f"{self.who} answered {status} without the post's id.", fix="It is looked up.")

    def upload_seconds(self) -> float:
        """The deadline of an upload."""
        return self.transport.deadline * UPLOAD_FACTOR

    def scrub(self, words: str) -> str:
        """Words from outside, on one line, at most 300 characters, with every secret taken out."""
        for secret in filter(None, (*self.credentials.values.values(), *self.session_secrets())):
            for form in (secret, urllib.parse.quote(secret, safe=""), base64.b64encode(secret.encode()).decode()):
                words = words.replace(form, "[secret]")
        words = TOKENS.sub("[secret]", words)
        return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:300]

    def session_secrets(self) -> tuple[str, ...]:
        """Tokens that the adapter holds besides its credentials."""
        return ()

    def words(self, answer: Answer) -> str:
        """What the platform says about a refusal, scrubbed."""
        return self.scrub(answer.said())
