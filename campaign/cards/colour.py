"""Colours as sRGB triples, and how well one can be read on another."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]

TEXT_RATIO = 4.5  # WCAG 2.2, 1.4.3; its 3:1 for large text is not used: phones show a card at about a third of its size
MARK_RATIO = 3.0  # WCAG 2.2, 1.4.11


def parse(text: str) -> Colour | None:
    """Read ``#rrggbb`` or ``#rgb``; None when it is neither."""
    digits = text.strip().removeprefix("#")
    if re.fullmatch(r"[0-9a-fA-F]{3}", digits):
        digits = "".join(c * 2 for c in digits)
    if not text.strip().startswith("#") or not re.fullmatch(r"[0-9a-fA-F]{6}", digits):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def hexadecimal(colour: Colour) -> str:
    """Write a colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def nearest(ink: Colour, ground: Colour, least: float) -> Colour | None:
    """The colour closest to ``ink``, darker or lighter, that has a contrast of ``least`` on ``ground``; None when none has."""
    for share in range(101):
        for end in ((0, 0, 0), (255, 255, 255)):
            tried = mix(ink, end, share / 100)
            if contrast(tried, ground) >= least:
                return tried
    return None


def mix(ground: Colour, ink: Colour, share: float) -> Colour:
    """``ground`` with ``share`` (0 to 1) of ``ink`` in it, blended as browsers do."""
    red, green, blue = (round(g + (i - g) * share) for g, i in zip(ground, ink, strict=True))
    return red, green, blue
