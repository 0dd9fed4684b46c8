"""The picture sizes that are drawn, and which one each platform gets."""

from __future__ import annotations

from collections.abc import Mapping

from campaign.errors import CardError
from campaign.models import CardSize

PORTRAIT: CardSize = (1080, 1350)
SQUARE: CardSize = (1080, 1080)
STORY: CardSize = (1080, 1920)
LANDSCAPE: CardSize = (1200, 675)
SIZES: tuple[CardSize, ...] = (PORTRAIT, SQUARE, STORY, LANDSCAPE)
TALL = (PORTRAIT, STORY)

# What no words may enter, as left, top, right, bottom: profile grids and some apps cut 3 % off the edges; over a story stand
# the app's own name and buttons (Instagram's guidance, checked November 2026: 250 px at the top, 340 at the bottom).
MARGINS: Mapping[CardSize, tuple[int, int, int, int]] = {
    PORTRAIT: (32, 32, 32, 32),
    SQUARE: (32, 32, 32, 32),
    STORY: (64, 250, 64, 340),
    LANDSCAPE: (36, 36, 36, 36),
}

# Checked November 2026. 4:5 is shown whole in every feed that we know of (X crops only what is taller than 3:4).
PLATFORM_SIZES: Mapping[str, CardSize] = {
    "outbox": PORTRAIT,
    "x": PORTRAIT,
    "bluesky": PORTRAIT,
    "mastodon": PORTRAIT,
    "facebook": PORTRAIT,
    "instagram": PORTRAIT,
    "threads": PORTRAIT,
    "linkedin": PORTRAIT,
    "telegram": PORTRAIT,
    "handoff": PORTRAIT,
}


def size_for(platform: str) -> CardSize:
    """The size, in pixels, that ``platform`` shows best; portrait for one that is not in the table."""
    return PLATFORM_SIZES.get(platform, PORTRAIT)


def name_of(size: CardSize) -> str:
    """How a size is written for people and in file names: ``1080x1350``."""
    return f"{size[0]}x{size[1]}"


def known(size: CardSize) -> CardSize:
    """Give ``size`` back if cards are laid out for it.

    Raises:
        CardError: there is no layout for this size.
    """
    if size in SIZES:
        return size
    raise CardError(f"Cards are not drawn in {name_of(size)}.", fix=f"Choose {', '.join(map(name_of, SIZES))}.")
