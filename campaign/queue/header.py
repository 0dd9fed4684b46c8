"""campaign.yaml: what holds for all posts of a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.config import duration
from campaign.config.days import how_to_write
from campaign.errors import ConfigError, PostError
from campaign.models import Problem
from campaign.queue.complaints import Complaints, Unreadable
from campaign.queue.folders import HEADER

KEYS = ("date", "release", "hashtag", "embargo", "grace", "watch", "corrections", "flags", "agreed", "translations", "planned")


@dataclass(kw_only=True, slots=True)
class Header:
    """campaign.yaml as read. ``held``: it leaves open what may go out, so nothing does."""

    values: dict[str, Any] = field(default_factory=dict)
    planned: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    held: bool = False


def read_header(folder: Path) -> Header:
    """Read campaign.yaml; what is wrong in it is in ``problems``."""
    notes = Complaints(file=folder / HEADER)
    try:
        document = yamlfile.read(folder / HEADER, error=PostError)
        notes.lines = document.lines
        data = notes.group(document.data, "")
    except PostError as exc:
        notes.error(exc)
        return Header(problems=tuple(notes.problems), held=True)
    except Unreadable:
        return Header(problems=tuple(notes.problems), held=True)
    return _header(data, notes)


def _header(data: dict[str, Any], notes: Complaints) -> Header:
    values: dict[str, Any] = {}
    for key, read in _READERS.items():
        try:
            if data.get(key) is not None:
                values[key] = read(notes, data[key], key)
        except Unreadable:
            continue
    if "date" not in values and data.get("date") is None:
        notes.hold("missing", "date", "'date' is missing.", "Write the campaign's day, like date: 2026-03-18")
    held = notes.held  # a misspelt key holds nothing here, but it stands in the way of approval
    notes.unknown(data, KEYS)
    planned = values.pop("planned", {})
    return Header(values=values, planned=planned, problems=tuple(notes.problems), held=held)


def _date(notes: Complaints, value: Any, path: str) -> date:
    text = notes.text(value, path)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise notes.hold("date", path, f"'{text}' is no date.", how_to_write(text)) from None


def _moment(notes: Complaints, value: Any, path: str) -> datetime:
    text = notes.text(value, path)
    fix = "Write date, time and offset from UTC, like 2026-03-18T00:01+00:00 (in British summer +01:00)."
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise notes.hold("embargo", path, f"'{text}' is no moment.", fix) from None
    if moment.tzinfo is None:
        raise notes.hold("embargo", path, f"'{text}' does not say in which zone.", fix)
    return moment


def _length(notes: Complaints, value: Any, path: str) -> timedelta:
    try:
        return duration(notes.text(value, path))
    except ConfigError as exc:
        raise notes.hold("grace", path, exc.message, exc.fix) from None


def _texts(notes: Complaints, value: Any, path: str) -> dict[str, str]:
    group = notes.group(value, path)
    return {key: notes.text(inner, f"{path}.{key}") for key, inner in group.items() if inner is not None}


def _by_language(notes: Complaints, value: Any, path: str) -> dict[str, dict[str, str]]:
    return {key: _texts(notes, inner, f"{path}.{key}") for key, inner in notes.group(value, path).items()}


def _groups(notes: Complaints, value: Any, path: str) -> tuple[dict[str, Any], ...]:
    return tuple(notes.group(item, f"{path}.{n}") for n, item in enumerate(notes.listed(value, path)))


_READERS: Mapping[str, Any] = {
    "date": _date,
    "release": _texts,
    "hashtag": Complaints.text,
    "embargo": _moment,
    "grace": _length,
    "watch": _texts,
    "corrections": _groups,
    "flags": _groups,
    "agreed": _groups,
    "translations": _by_language,
    "planned": _texts,
}
