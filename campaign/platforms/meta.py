"""What Facebook, Instagram and Threads share: Graph's errors, which go by code and not by status, and how much of the quota is used.

Sources: developers.facebook.com, Graph API, "Handle errors" and "Rate limits"; platforms.md 4.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, PublishError, RateLimited
from campaign.models import Marker
from campaign.platforms.answers import DEFAULT_WAIT, Answer, waits
from campaign.platforms.base import Platform

DEAD = {102, 190}
LIMITED = {4, 9, 17, 32, 341, 613, 80001, 80002}
UNCLEAR = {1, 2, -1}
MISSING = {3, 10, *range(200, 300), 1404078}
FULL = 90  # percent of a quota from which we wait by ourselves


class Meta(Platform):
    """One account of Meta's, reached through a Graph API. Option ``version`` is the API's, like v25.0."""

    usual_version = "v25.0"

    @property
    def version(self) -> str:
        """The API's version."""
        return self.account.options.get("version") or self.usual_version

    def graph(self, method: str, path: str, **named: Any) -> Answer:
        """A call below the API's version. The token goes in a header: an address ends up in logs."""
        return self.call(method, f"/{self.version}{path}", **named)

    def pace(self, answer: Answer) -> Answer:
        """The answer, unless a quota is nearly used up: at a hundred percent the app is shut out for up to a day. Raises RateLimited."""
        if (wait := _nearly_full(answer)) is not None:
            raise RateLimited(f"{self.who} has used {FULL} percent of its quota.", retry_after=wait, fix="It is tried again after that.")
        return answer

    def used_up(self, answer: Answer) -> float:
        """The quota's headers, read as before a post."""
        return _nearly_full(answer) or 0.0

    def judge(self, answer: Answer, *, visible: bool) -> PublishError | None:
        """What an error's code means."""
        error = _error(answer)
        code, said, who = error.get("code"), self.words(answer), self.who
        unclear = code in UNCLEAR or error.get("is_transient") is True
        found: PublishError | None = None
        if code in DEAD:
            found = NotAuthorized(f"{who} does not accept the login ({said}).", fix=f"Renew it: campaign connect {self.account.id}")
        elif code in MISSING:
            fix = f"Give the app the permissions that `campaign connect {self.account.id}` names, then resume the account."
            found = AccountBlocked(f"{who} does not let us do this ({said}).", fix=fix)
        elif code in LIMITED:
            wait = _regain(answer) or DEFAULT_WAIT
            found = RateLimited(f"{who} asks to wait {wait:.0f} seconds ({said}).", retry_after=wait, fix="It is tried again after that.")
        elif code == 506:
            found = OutcomeUnknown(f"{who} says that this is posted already ({said}).", fix="It is looked up.")
        elif code == 368:
            fix = "Look at the account's own support inbox, then resume the account."
            found = AccountBlocked(f"{who} keeps this account from posting for now ({said}).", fix=fix)
        elif unclear and visible:
            found = OutcomeUnknown(f"{who} gave no clear answer ({said}).", fix="It is looked up before anything is sent again.")
        elif unclear:
            found = NotSent(f"{who} is in trouble ({said}).", fix="Nothing was published by this; it is tried again.")
        return found

    def words(self, answer: Answer) -> str:
        """What Graph says, with its code."""
        error = _error(answer)
        said = error.get("error_user_msg") or error.get("message")
        if not isinstance(said, str):
            return super().words(answer)
        code = "/".join(str(error[name]) for name in ("code", "error_subcode") if error.get(name) is not None)
        return self.scrub(f"{said} [{code}]" if code else said)

    def code_of(self, answer: Answer) -> tuple[int | None, int | None]:
        """An error's code and subcode."""
        error = _error(answer)
        return error.get("code"), error.get("error_subcode")

    def listed(self, answer: Answer) -> list[dict[str, Any]]:
        """The objects of a list. Raises NotSent where there is none."""
        found = answer.json().get("data")
        if not isinstance(found, list) or not all(isinstance(one, dict) and one.get("id") for one in found):
            raise NotSent(f"{self.who} answered without a list.", fix="It is asked again.")
        return found


def made(post: Mapping[str, Any]) -> datetime | None:
    """When a post was made. Graph writes 2026-03-18T09:30:00+0000."""
    try:
        return datetime.strptime(str(post.get("created_time") or post.get("timestamp") or ""), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None


def marker(post: Mapping[str, Any]) -> Marker:
    """The newest own post, by its time and its id: several may be made in one second."""
    at = made(post)
    return Marker(id=f"{int(at.timestamp()) if at else 0}:{post['id']}")


def newer(post: Mapping[str, Any], since: Marker | None) -> bool:
    """Whether a post was made after the marker."""
    if since is None:
        return True
    seconds, _, remote = since.id.partition(":")
    at = made(post)
    return at is not None and at.timestamp() >= int(seconds) and post["id"] != remote


def _error(answer: Answer) -> dict[str, Any]:
    error = answer.json().get("error")
    return error if isinstance(error, dict) else {}


def _usage(answer: Answer) -> list[dict[str, Any]]:
    """What the headers tell of the quota: percentages, and when it is free again."""
    found: list[dict[str, Any]] = []
    for name in ("x-app-usage", "x-business-use-case-usage"):
        try:
            told = json.loads(answer.headers.get(name, "{}"))
        except ValueError:
            continue
        if isinstance(told, dict):
            found += [told] if "call_count" in told else [one for many in told.values() if isinstance(many, list) for one in many]
    return [one for one in found if isinstance(one, dict)]


def _regain(answer: Answer) -> float | None:
    """Seconds until the quota is free again; the header counts minutes."""
    minutes = [one.get("estimated_time_to_regain_access") for one in _usage(answer)]
    known = [m for m in minutes if isinstance(m, int | float) and m > 0]
    return waits(max(known) * 60) if known else None


def _nearly_full(answer: Answer) -> float | None:
    """Seconds to wait when a quota is nearly used up, else None."""
    percents = [one.get(name) for one in _usage(answer) for name in ("call_count", "total_time", "total_cputime")]
    full = any(isinstance(p, int | float) and p >= FULL for p in percents)
    return (_regain(answer) or DEFAULT_WAIT) if full else None


