"""Portraits of people who are quoted: named in the brand file with their consent, so that no card shows a face without it."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from campaign.cards.brand import Portrait
from campaign.cards.brandread import File, beside, bytes_of
from campaign.cards.photo import image_size
from campaign.cards.words import tidy
from campaign.errors import CardError

KEYS = ("file", "consent", "expires", "focus")
LEAST = 400  # pixels of the shorter side: a face is drawn up to 360 wide


def portraits(file: File) -> dict[str, Portrait]:
    """The portraits by the name that a quote card gives.

    Raises:
        ConfigError: with file and line: no consent, a photo that is missing, damaged or too small, a date or focus that is none.
    """
    return {tidy(name): _portrait(file, f"portraits.{name}", value) for name, value in file.group("portraits").items()}


def _portrait(file: File, at: str, value: Any) -> Portrait:
    if not isinstance(value, dict):
        file.fail(f"'{at}' must be a group of settings.", at, fix="Write {file: …, consent: …}.")
    file.known(value, KEYS, at)
    consent = value.get("consent")
    if not isinstance(consent, str) or not consent.strip():
        file.fail("This portrait has no consent.", at, fix="Write `consent:` with who agreed, when and how. Without it no face is shown.")
    path = beside(file, value.get("file"), f"{at}.file", file.path.parent)
    raw = bytes_of(file, path, f"{at}.file")
    try:
        size = image_size(raw)
    except CardError as error:
        file.fail(f"The portrait '{path.name}': {error.message}", f"{at}.file", fix=error.fix)
    if min(size) < LEAST:
        file.fail(f"The portrait '{path.name}' has {size[0]} by {size[1]} pixels.", f"{at}.file",
                  fix=f"Use one with {LEAST} pixels or more on each side.")
    return Portrait(path=path, sha256=hashlib.sha256(raw).hexdigest(), consent=consent.strip(), focus=focus_of(file, at, value),
                    expires=ends(file, at, value))


def ends(file: File, at: str, value: dict[str, Any]) -> date | None:
    """The last day on which a photo may be shown. Raises ConfigError."""
    text = value.get("expires")
    if text is None:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        file.fail(f"'{text}' is no date.", f"{at}.expires", fix="Write it as 2027-03-31.")


def focus_of(file: File, at: str, value: dict[str, Any]) -> tuple[float, float]:
    """Where the photo's subject is, as shares of width and height. Raises ConfigError."""
    focus = value.get("focus", ["0.5", "0.4"])
    try:
        across, down = (float(part) for part in focus)
    except (TypeError, ValueError):
        across = down = -1.0
    if not (0 <= across <= 1 and 0 <= down <= 1):
        message = "`focus` is two numbers from 0 to 1: how far across and how far down the middle is."
        file.fail(message, f"{at}.focus", fix="Write [0.5, 0.4].")
    return across, down
