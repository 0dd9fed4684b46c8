"""How an organisation's cards look: its name, colours, fonts and logo."""

from __future__ import annotations

import difflib
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from campaign.cards.colour import Colour, mix
from campaign.errors import CardError

Role = Literal["regular", "semibold", "bold"]
ROLES: tuple[Role, ...] = ("regular", "semibold", "bold")


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One font file. ``cap`` is the height of its capitals, in ems; ``sha256`` is of the file.

    ``shaped``: the card's words need ``others`` too, or are not set letter by letter; ``rtl``: the card reads from right to left.
    """

    role: Role
    path: Path
    sha256: str
    codepoints: frozenset[int] = field(repr=False)
    cap: float
    scale: float = 1.0  # of the size that is asked for, so that faces beside one another look of one size
    colour: bool = False  # it holds coloured pictures (emoji), in one size
    others: tuple[Face, ...] = ()
    shaped: bool = False
    rtl: bool = False
    language: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """The colours of one look: words and marks on the card's ground, and words on its panels."""

    name: str
    ground: Colour
    text: Colour
    eyebrow: Colour
    mark: Colour
    panel: Colour
    panel_text: Colour
    panel_eyebrow: Colour

    @property
    def line(self) -> Colour:
        """Hairlines between rows: decoration, they carry no meaning."""
        return mix(self.ground, self.text, 0.18)

    @property
    def motif(self) -> Colour:
        """The rings behind the words: barely there, so that words across them stay as legible."""
        return mix(self.ground, self.text, 0.07)


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """A logo file, drawn as it is and never recoloured; ``size`` is in pixels. ``plate`` is what it stands on, where the card's ground
    is not the one it was made for.
    """

    path: Path
    sha256: str
    size: tuple[int, int]
    plate: Colour | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Partner:
    """An organisation whose logo stands in the footer as well, for light ground and for dark."""

    name: str
    on_light: Logo
    on_dark: Logo


@dataclass(frozen=True, kw_only=True, slots=True)
class Portrait:
    """A photo of somebody who is quoted, who agreed to it. ``focus`` is where the face is; it is not shown after ``expires``."""

    path: Path
    sha256: str
    consent: str
    focus: tuple[float, float] = (0.5, 0.4)
    expires: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Background:
    """A photo for behind the words. ``focus`` is what stays in sight; it is not shown after ``expires``."""

    path: Path
    sha256: str
    focus: tuple[float, float] = (0.5, 0.5)
    expires: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Brand:
    """A brand file, read and checked: every pair of colours in it can be read."""

    path: Path
    sha256: str
    name: str
    initials: str
    footer: str
    faces: Mapping[Role, Face]
    themes: Mapping[str, Theme]
    layouts: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    portraits: Mapping[str, Portrait] = field(default_factory=dict)
    partners: tuple[Partner, ...] = ()
    also: tuple[Path, ...] = ()  # fonts, and folders of fonts, for characters that ``faces`` lack
    photos: Mapping[str, Background] = field(default_factory=dict)
    logo_on_light: Logo | None = None
    logo_on_dark: Logo | None = None

    def theme(self, layout: str, wanted: str | None, key: str) -> Theme:
        """The look of a card: the one it names (by name, or by number among its layout's), else one that ``key`` settles.

        The key is the card's title, or whose words it quotes: a day's feed is no wall of one colour, and a speaker keeps theirs.

        Raises:
            CardError: the brand has no such theme.
        """
        names = self.layouts[layout]
        if not wanted:
            return self.themes[names[zlib.crc32(key.encode()) % len(names)]]
        if wanted.isascii() and wanted.isdigit():
            return self.themes[names[(int(wanted) - 1) % len(names)]]
        if wanted in self.themes:
            return self.themes[wanted]
        near = difflib.get_close_matches(wanted, self.themes, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"It has {', '.join(self.themes)}."
        raise CardError(f"The brand has no theme '{wanted}'.", fix=hint)


def brand_resources(brand: Brand) -> Mapping[str, str]:
    """Every file that decides how a card looks, by name, with its SHA-256; for content digests and the manifest."""
    found = {brand.path.name: brand.sha256}
    found |= {f"font:{role}": brand.faces[role].sha256 for role in ROLES}
    found |= {f"font:also:{n}": _contents(path) for n, path in enumerate(brand.also)}
    logos = {"logo:on_light": brand.logo_on_light, "logo:on_dark": brand.logo_on_dark}
    found |= {f"portrait:{name}": portrait.sha256 for name, portrait in brand.portraits.items()}
    found |= {f"photo:{name}": photo.sha256 for name, photo in brand.photos.items()}
    for n, partner in enumerate(brand.partners):
        logos |= {f"partner:{n}:on_light": partner.on_light, f"partner:{n}:on_dark": partner.on_dark}
    return found | {name: logo.sha256 for name, logo in logos.items() if logo}


def _contents(path: Path) -> str:
    """A font's digest; of a folder, one of the names and sizes in it: it may hold hundreds of megabytes."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    listed = sorted((file.relative_to(path).as_posix(), file.stat().st_size) for file in path.rglob("*") if file.is_file())
    return hashlib.sha256(repr(listed).encode()).hexdigest()
