"""What the ledger hands out: frozen values, never rows of the driver."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from campaign.models import AccountState, Content, DeliveryState, Key, Media, Outcome, PostState, Receipt, Request, Staged


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One part of an approved post on its way to one account, with everything that is sent."""

    id: str
    campaign: str
    post: str
    account: str
    platform: str
    part: int
    generation: int
    after: str | None
    content: Content
    found: str  # the digest of the content as it is stored now; ``digest``: as it was when it was approved
    digest: str
    due_at: datetime
    grace: timedelta
    late_at: datetime
    next_at: datetime | None
    state: DeliveryState
    reason: str | None
    staged: Staged
    key: Key | None
    request: Request | None
    marker: str | None
    receipt: Receipt | None
    lookups: int
    fence: int
    lease_owner: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """One try at a delivery."""

    n: int
    started_at: datetime
    ended_at: datetime | None
    deadline: datetime
    outcome: Outcome
    detail: str | None
    request_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """Who signed which content off, and when. ``acknowledged``: flags and overridden rules, with their reasons."""

    id: int
    generation: int
    digest: str
    by: str
    at: datetime
    acknowledged: Mapping[str, str]
    withdrawn_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PostStatus:
    """Where a post stands."""

    state: PostState
    digest: str | None
    author: str | None
    changed_by: str | None
    changed_at: datetime
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountStatus:
    """Whether an account may publish, why not, and what went out last."""

    account: str
    state: AccountState
    reason: str | None
    last_published_at: datetime | None
    last_post: str | None
    waits_until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """Everything is held. ``released``: ``account:ID`` and ``campaign:NAME`` that were let go again."""

    by: str
    at: datetime
    reason: str
    released: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Daemon:
    """The process that delivers: who it is and when it last looked."""

    owner: str
    started_at: datetime
    last_beat: datetime
    next_due: datetime | None


def when(value: int | None) -> datetime | None:
    """A stored time as an aware UTC datetime."""
    return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


def moment(value: int) -> datetime:
    """The same for a column that is never empty."""
    return datetime.fromtimestamp(value / 1000, UTC)


def _media(items: list[dict[str, Any]]) -> tuple[Media, ...]:
    return tuple(Media(**m) for m in items)


def content(text: str) -> Content:
    """Frozen content from its stored JSON. What cannot be read is empty, so that its digest is wrong and only this row is refused."""
    try:
        data = json.loads(text)
        return Content(**{**data, "media": _media(data["media"])})
    except (ValueError, KeyError, TypeError):
        return Content(text="")


def key(text: str | None) -> Key | None:
    """A delivery's key from its stored JSON."""
    if text is None:
        return None
    data = json.loads(text)
    return Key(**{**data, "created_at": datetime.fromisoformat(data["created_at"])})


def request(text: str | None) -> Request | None:
    """The one visible call from its stored JSON."""
    if text is None:
        return None
    data = json.loads(text)
    made = key(json.dumps(data["key"]))
    return Request(**{**data, "key": made, "media": _media(data["media"])})


def staged(text: str | None) -> Staged:
    """Uploads made so far, from their stored JSON."""
    if text is None:
        return Staged()
    data = json.loads(text)
    return Staged(refs=tuple(data["refs"]), ready=data["ready"])


def receipt(text: str | None) -> Receipt | None:
    """A receipt from its stored JSON."""
    if text is None:
        return None
    data = json.loads(text)
    at = data["published_at"]
    return Receipt(**{**data, "published_at": at and datetime.fromisoformat(at)})


def delivery(row: Mapping[str, Any]) -> Delivery:
    """A delivery from its row."""
    return Delivery(
        id=row["id"],
        campaign=row["campaign"],
        post=row["post"],
        account=row["account"],
        platform=row["platform"],
        part=row["part"],
        generation=row["generation"],
        after=row["after"],
        content=content(row["content"]),
        found=hashlib.sha256(row["content"].encode()).hexdigest(),
        digest=row["digest"],
        due_at=moment(row["due_at"]),
        grace=timedelta(milliseconds=row["grace"]),
        late_at=moment(row["late_at"]),
        next_at=when(row["next_at"]),
        state=DeliveryState(row["state"]),
        reason=row["reason"],
        staged=staged(row["staged"]),
        key=key(row["key"]),
        request=request(row["request"]),
        marker=row["marker"],
        receipt=receipt(row["receipt"]),
        lookups=row["lookups"],
        fence=row["fence"],
        lease_owner=row["lease_owner"],
    )


def attempt(row: Mapping[str, Any]) -> Attempt:
    """An attempt from its row."""
    return Attempt(
        n=row["n"],
        started_at=moment(row["started_at"]),
        ended_at=when(row["ended_at"]),
        deadline=moment(row["deadline"]),
        outcome=Outcome(row["outcome"]),
        detail=row["detail"],
        request_hash=row["request_hash"],
    )
