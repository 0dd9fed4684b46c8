"""The values of settings: each type reads the text that stands in the file, and says in a sentence why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from campaign.config.days import how_to_write
from campaign.config.durations import duration, kept
from campaign.errors import ConfigError

SWITCHES = ("off", "hint", "warn", "stop")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def _reader(read: Callable[[str], Any]) -> BeforeValidator:
    """Make a validator of a function from text; what is not text is left for pydantic to refuse."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _yes_no(text: str) -> bool:
    if text.lower() in {"true", "yes", "on"}:
        return True
    if text.lower() in {"false", "no", "off"}:
        return False
    raise ValueError(f"'{text}' is neither yes nor no. Write true or false.")


def _whole(text: str) -> int:
    if re.fullmatch(r"[1-9][0-9]{0,5}", text):
        return int(text)
    raise ValueError(f"'{text}' is no whole number from 1 up.")


def _length(text: str) -> timedelta:
    try:
        return duration(text)
    except ConfigError as exc:
        raise ValueError(str(exc)) from None


def _kept(text: str) -> timedelta:
    try:
        return kept(text)
    except ConfigError as exc:
        raise ValueError(str(exc)) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is no date. {how_to_write(text, '2026-11-11')}") from None


def _time(text: str) -> str:
    if _TIME.fullmatch(text):
        return text
    raise ValueError(f"'{text}' is no time of day. Write it in 24 hours with two digits each, like 09:30.")


def _window(text: str) -> tuple[str, str]:
    parts = [part.strip() for part in re.split(r"\s*[-–]\s*", text.strip())]
    if len(parts) != 2:
        raise ValueError(f"'{text}' is no stretch of the day. Write it like \"07:30-21:00\".")
    start, end = _time(parts[0]), _time(parts[1])
    if start >= end:
        raise ValueError(f"The window ends ({end}) before it begins ({start}). It must lie within one day.")
    return start, end


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"'{text}' is no time zone. Write a name of the tz database, like Europe/London.") from None
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"'{text}' is no web address. Write it with https:// in front.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError("A login may not travel over plain http. Write https:// (http:// only to this machine itself).")
    if parts.username or parts.password:
        raise ValueError("A name or password may not stand in an address.")
    return text.rstrip("/")


def _handle(text: str) -> str:
    return text.removeprefix("@")


def _country(text: str) -> str:
    if re.fullmatch(r"[A-Z]{2}", text):
        return text
    raise ValueError(f"'{text}' is no country code. Write the two capital letters, like GB.")


def _language(text: str) -> str:
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        return text
    raise ValueError(f"'{text}' is no language code. Write it like en, cy or en-GB.")


def _version(text: str) -> str:
    if re.fullmatch(r"20[0-9]{4}|v[0-9]{1,2}\.[0-9]", text):
        return text
    raise ValueError(f"'{text}' is no API version. LinkedIn's is year and month, like 202601; Meta's is like v25.0.")


def _filled(text: str) -> str:
    if text.strip():
        return text.strip()
    raise ValueError("Something must stand here.")


def _switch(text: str) -> str:
    if text in SWITCHES:
        return text
    raise ValueError(f"'{text}' is no switch of a rule. Write off, hint, warn or stop.")


Bool = Annotated[bool, _reader(_yes_no)]
Whole = Annotated[int, _reader(_whole)]
Length = Annotated[timedelta, _reader(_length)]
Kept = Annotated[timedelta, _reader(_kept)]
Day = Annotated[date, _reader(_day)]
Time = Annotated[str, _reader(_time)]
Text = Annotated[str, _reader(_filled)]
Language = Annotated[str, _reader(_language)]
Window = Annotated[tuple[str, str], _reader(_window)]
Zone = Annotated[str, _reader(_zone)]
Url = Annotated[str, _reader(_url)]
Handle = Annotated[str, _reader(_handle)]
Country = Annotated[str, _reader(_country)]
Switch = Annotated[str, _reader(_switch)]
Version = Annotated[str, _reader(_version)]
