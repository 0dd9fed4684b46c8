"""The page that shows a day's pictures: every post, every size, the alt texts, and what is wrong. One file, no outside request."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaign import cards, html
from campaign.models import CardSize, Problem

USES = {"1080x1350": "feed", "1080x1080": "square", "1080x1920": "story", "1200x675": "wide"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One picture in one size; ``size`` is the layout's, or None for a photo."""

    data: bytes
    mime: str
    width: int
    height: int
    size: CardSize | None = None

    @property
    def name(self) -> str:
        """1080x1350"""
        return f"{self.width}x{self.height}"

    @property
    def use(self) -> str:
        """What the size is for."""
        return USES.get(self.name, "photo") if self.size else "photo"

    @property
    def source(self) -> str:
        """The picture itself, as an address."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"

    @property
    def safe(self) -> str:
        """How much of each side apps may cover or cut, as CSS: top, right, bottom, left in per cent of the side."""
        if self.size is None:
            return ""
        left, top, right, bottom = cards.MARGINS[self.size]
        shares = ((top, self.height), (right, self.width), (bottom, self.height), (left, self.width))
        return " ".join(f"{100 * part / whole:.2f}%" for part, whole in shares)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One picture of a post in all its sizes. ``failed``: why it could not be made, by size."""

    title: str
    alt: str
    shots: tuple[Shot, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def reasons(self) -> list[tuple[list[str], str]]:
        """Each reason once, with what the sizes are for that it holds for."""
        found: dict[str, list[str]] = {}
        for size, why in self.failed:
            found.setdefault(why, []).extend([USES[size]] if size in USES else [])
        return [(names, why) for why, names in found.items()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A post, or another heading, with its pictures."""

    name: str
    heading: str
    about: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple)

    @property
    def wrong(self) -> bool:
        """Whether something stands in the way or could not be made."""
        return any(p.severity == "stop" for p in self.problems) or any(one.failed for one in self.shown)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two colours of a look that stand on one another, and their contrast."""

    name: str
    ink: str
    ground: str
    ratio: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """The colours of one theme, and the layouts that have it."""

    name: str
    pairs: tuple[Pair, ...]
    layouts: tuple[str, ...]


def page(title: str, sections: Sequence[Section], *, about: str = "", hint: str = "", looks: Sequence[Look] = ()) -> bytes:
    """The page as a file. ``hint`` is what to type for more."""
    shots = [shot for section in sections for one in section.shown for shot in one.shots]
    sizes = [name for name in USES if any(shot.size and shot.name == name for shot in shots)]
    failed = sum(len(one.failed) for section in sections for one in section.shown)
    return html.render(
        "gallery.html", title=title, about=about, hint=hint, sections=sections, sizes=sizes, uses=USES, shots=len(shots), failed=failed,
        wrong=sum(section.wrong for section in sections), looks=looks,
    ).encode()
