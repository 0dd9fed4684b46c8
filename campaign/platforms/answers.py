"""What servers answer, and what that means for what happens next (platforms.md 10)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, PublishError, RateLimited, Refused

DEFAULT_WAIT = 900.0  # seconds to wait after a 429 that does not say how long
LIMITS = ("x-rate-limit", "ratelimit", "x-ratelimit", "x-user-limit-24hour", "x-app-limit-24hour")  # -remaining and -reset
RESET_HEADERS = tuple(f"{name}-reset" for name in LIMITS[:3])


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A whole answer of a server. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; an empty one where it is none, so that a missing id shows as missing."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def json_list(self) -> list[dict[str, Any]] | None:
        """The body as a JSON array of objects, or None where it is something else."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else None

    def said(self) -> str:
        """What the server says about a refusal, in whichever of the usual places; else the status."""
        data = self.json()
        errors = data.get("errors")
        first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
        said = [data.get("error"), data.get("message"), data.get("detail"), data.get("error_description"), first.get("message")]
        return ": ".join(dict.fromkeys(s for s in said if isinstance(s, str) and s)) or f"HTTP {self.status}"


class BrokenCall(Exception):
    """No whole answer came. ``left`` says whether any byte of the request may have reached the server."""

    def __init__(self, why: str, *, left: bool) -> None:
        super().__init__(why)
        self.why = why
        self.left = left


def broken(who: str, why: str, *, left: bool, visible: bool) -> PublishError:
    """What a call means that ended without a whole answer; ``left``: a byte of it may have arrived."""
    if not left:
        return NotSent(f"{who} could not be reached: {why}.", fix="Nothing was sent; it is tried again.")
    if visible:
        return OutcomeUnknown(f"{who} gave no clear answer: {why}.", fix="It is looked up before anything is sent again.")
    return NotSent(f"{who} gave no clear answer: {why}.", fix="Nothing was published by this; it is tried again.")


def judged(who: str, answer: Answer, said: str, *, account: str, visible: bool) -> PublishError:
    """What an answer means that is no success, by its status alone."""
    error: PublishError
    match answer.status:
        case 429:
            wait = retry_after(answer.headers)
            error = RateLimited(f"{who} asks to wait {wait:.0f} seconds.", retry_after=wait, fix="It is tried again after that.")
        case 401:
            error = NotAuthorized(f"{who} does not accept the login ({said}).", fix=f"Renew it: campaign connect {account}")
        case 402 | 426:
            fix = "See to credit, product or API version, then resume it."
            error = AccountBlocked(f"{who} does not serve this account now ({said}).", fix=fix)
        case status if (status < 400 or status == 408 or status >= 500) and visible:
            error = OutcomeUnknown(f"{who} answered {status} ({said}).", fix="It is looked up before anything is sent again.")
        case status if status == 408 or status >= 500:
            error = NotSent(f"{who} answered {status} ({said}).", fix="Nothing was published by this; it is tried again.")
        case status if status < 400:
            error = Refused(f"{who} sends us to another address ({status}).", fix="Correct base_url in config.yaml.")
        case status:
            error = Refused(f"{who} does not take this: {said} (HTTP {status}).", fix="Change the post, or the account's settings.")
    return error


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds that a 429 asks us to wait: counted from the server's own Date where it names a moment; at least 1, at most a day."""
    told = headers.get("retry-after") or next((headers[name] for name in RESET_HEADERS if name in headers), "")
    if told and "retry-after" in headers and told.isdecimal():
        return _bounded(float(told))
    moment, now = _moment(told), _moment(headers.get("date", ""))
    return _bounded((moment - now).total_seconds()) if moment and now else DEFAULT_WAIT


def used_up(headers: Mapping[str, str]) -> float:
    """Seconds until a limit of which a success says that nothing is left begins anew, by the server's own Date; 0 where some is left."""
    now = _moment(headers.get("date", ""))
    resets = [_moment(headers.get(f"{name}-reset", "")) for name in LIMITS if headers.get(f"{name}-remaining") == "0"]
    return max((_bounded((reset - now).total_seconds()) for reset in resets if reset and now), default=0.0)


def until_midnight(headers: Mapping[str, str]) -> float:
    """Seconds to the end of the day in UTC, by the server's own Date."""
    now = _moment(headers.get("date", ""))
    if now is None:
        return DEFAULT_WAIT
    now = now.astimezone(UTC)
    return _bounded(86_400.0 - (now.hour * 3600 + now.minute * 60 + now.second))


def waits(told: object) -> float:
    """Seconds that a platform asks us to wait in its body: at least 1, at most a day; a quarter of an hour where it says nothing."""
    return _bounded(float(told)) if isinstance(told, int | float) and not isinstance(told, bool) else DEFAULT_WAIT


def _bounded(seconds: float) -> float:
    return min(max(seconds, 1.0), 86_400.0)


def _moment(told: str) -> datetime | None:
    """A moment as servers write it: epoch seconds, ISO 8601, or an HTTP date."""
    try:
        if told.isdecimal():
            return datetime.fromtimestamp(int(told), UTC)
        moment = datetime.fromisoformat(told) if told[:4].isdecimal() else parsedate_to_datetime(told)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
