"""Logos: read from the brand file, and put into the footer, each with its clear space and on a ground that it was made for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from campaign.cards.brand import Brand, Logo, Partner
from campaign.cards.brandread import File, beside, bytes_of
from campaign.cards.colour import Colour, luminance
from campaign.cards.marks import Box, Fill, Mark, Picture
from campaign.cards.photo import opened
from campaign.cards.words import tidy
from campaign.errors import CardError

CLEAR = 0.5  # of a logo's height, free on every side of it: what most organisations ask for
APART = 0.7  # of a partner logo's height, between it and the next: a little more than either has to have
LIGHT = 0.18  # luminance from which a ground counts as light
WHITE, BLACK = (255, 255, 255), (11, 12, 12)
LEAST = 40  # pixels: lower partner logos cannot be told apart on a phone
PARTNERS = 4


def read_logo(file: File, group: dict[str, Any], at: str, key: str) -> Logo | None:
    """The logo for light or for dark ground. Where only the other one is there, it stands on a plate of the ground it was made for.

    Raises:
        ConfigError: with file and line: it is missing, or no PNG or JPEG that can be read.
    """
    other = "on_dark" if key == "on_light" else "on_light"
    named = group.get(key) or group.get(other)
    if named is None:
        return None
    path = beside(file, named, f"{at}.{key if group.get(key) else other}", file.path.parent)
    raw = bytes_of(file, path, at)
    try:
        with opened(raw) as picture:
            picture.load()
    except CardError as error:
        file.fail(f"The logo '{path.name}' is not a picture that can be read. {error.message}", f"{at}.{key}", fix="Save it as PNG.")
    plate = None if group.get(key) else WHITE if key == "on_dark" else BLACK
    return Logo(path=path, sha256=hashlib.sha256(raw).hexdigest(), size=picture.size, plate=plate)


def read_partners(file: File) -> tuple[Partner, ...]:
    """The organisations whose logos stand in the footer as well.

    Raises:
        ConfigError: with file and line: more than four, one without name or logo.
    """
    value = file.data.get("partners") or []
    if not isinstance(value, list) or len(value) > PARTNERS:
        file.fail(f"'partners' is a list of at most {PARTNERS} organisations.", "partners", fix="Write - {name: …, on_light: logo.png}.")
    return tuple(_partner(file, entry, f"partners.{n}") for n, entry in enumerate(value))


def _partner(file: File, entry: Any, at: str) -> Partner:
    if not isinstance(entry, dict):
        file.fail("A partner must be a group of settings.", at, fix="Write {name: …, on_light: logo.png}.")
    file.known(entry, ("name", "on_light", "on_dark"), at)
    name = entry.get("name")
    light, dark = (read_logo(file, entry, at, key) for key in ("on_light", "on_dark"))
    if not isinstance(name, str) or not name.strip() or light is None or dark is None:
        file.fail("A partner needs its name, for the alt text, and a logo.", at, fix="Write {name: …, on_light: logo.png}.")
    return Partner(name=tidy(name), on_light=light, on_dark=dark)


def on(ground: Colour, light: Logo | None, dark: Logo | None) -> Logo | None:
    """Which of the two belongs on this ground."""
    return light if luminance(ground) > LIGHT else dark


def placed(logo: Logo, area: Box, ground: Colour) -> list[Mark]:
    """A logo as large as it goes at the left of ``area``, in the middle of its height; on its plate, where it has one."""
    pad = round(area.height * 0.14) if logo.plate else 0
    inner = area.inset(pad)
    scale = min(inner.height / logo.size[1], inner.width / logo.size[0])
    width, height = max(1, round(logo.size[0] * scale)), max(1, round(logo.size[1] * scale))
    top = inner.top + (inner.height - height) // 2
    box = Box(inner.left, top, inner.left + width, top + height)
    picture = Picture(path=logo.path, sha256=logo.sha256, box=box, clear=round(height * CLEAR))
    plate = [Fill(box=box.inset(-pad), colour=logo.plate, ground=ground, radius=14)] if logo.plate else []
    return [*plate, picture]


def _width(logo: Logo, height: int) -> int:
    pad = round(height * 0.14) if logo.plate else 0
    return round((height - 2 * pad) * logo.size[0] / logo.size[1]) + 2 * pad


def row(brand: Brand, ground: Colour, right: int, middle: int, height: int) -> tuple[list[Mark], int]:
    """The partners' logos, the last one ending at ``right``; and where their clear space begins."""
    marks: list[Mark] = []
    gap, left = round(height * APART), right
    for logo in reversed(_row(brand, ground)):
        left -= _width(logo, height)
        marks += placed(logo, Box(left, middle - height // 2, left + _width(logo, height), middle - height // 2 + height), ground)
        left -= gap
    return marks, left


def _row(brand: Brand, ground: Colour) -> Sequence[Logo]:
    return [partner.on_light if luminance(ground) > LIGHT else partner.on_dark for partner in brand.partners]
