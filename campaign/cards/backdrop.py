"""Photos behind the words: under a scrim in the card's own ground, thick enough for the worst pixel of the photo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from campaign.cards.brand import Background, Theme
from campaign.cards.brandread import File, beside, bytes_of
from campaign.cards.colour import MARK_RATIO, TEXT_RATIO, Colour, luminance, mix
from campaign.cards.marks import Box, Ink, Picture
from campaign.cards.photo import image_size, opened
from campaign.cards.portraits import ends, focus_of
from campaign.cards.words import tidy
from campaign.errors import CardError
from campaign.models import CardSize

if TYPE_CHECKING:
    from PIL.Image import Image

KEYS = ("file", "rights", "consent", "expires", "focus")
LEAST = 1080  # pixels of the shorter side: it fills a card
THINNEST, STEP = 0.4, 0.01  # of the scrim: under less than this a quiet photo still fights with the words
SPARE = 0.1  # of contrast: pixels are whole numbers, and a JPEG moves them a little


def read_backgrounds(file: File) -> dict[str, Background]:
    """The photos by the name that a card's field `photo` gives.

    Raises:
        ConfigError: with file and line: no rights, a photo that is missing, damaged or too small, a date or focus that is none.
    """
    return {tidy(name): _background(file, f"photos.{name}", value) for name, value in file.group("photos").items()}


def _background(file: File, at: str, value: object) -> Background:
    if not isinstance(value, dict):
        file.fail(f"'{at}' must be a group of settings.", at, fix="Write {file: …, rights: …, consent: …}.")
    file.known(value, KEYS, at)
    for key, what in (("rights", "who gave the rights"), ("consent", "who is shown and agreed, or that nobody is")):
        if not isinstance(value.get(key), str) or not value[key].strip():
            file.fail(f"This photo has no {key}.", at, fix=f"Write `{key}:` with {what}.")
    path = beside(file, value.get("file"), f"{at}.file", file.path.parent)
    raw = bytes_of(file, path, f"{at}.file")
    try:
        size = image_size(raw)
    except CardError as error:
        file.fail(f"The photo '{path.name}': {error.message}", f"{at}.file", fix=error.fix)
    if min(size) < LEAST:
        file.fail(f"The photo '{path.name}' has {size[0]} by {size[1]} pixels.", f"{at}.file",
                  fix=f"Use one with {LEAST} pixels or more on each side.")
    return Background(path=path, sha256=file.digest(raw), focus=focus_of(file, at, value), expires=ends(file, at, value))


def behind(photo: Background, theme: Theme, size: CardSize) -> Picture:
    """The photo over the whole card, under a scrim on which the theme's words and marks can be read."""
    needed = (Ink(theme.text, TEXT_RATIO), Ink(theme.eyebrow, TEXT_RATIO), Ink(theme.mark, MARK_RATIO))
    return Picture(path=photo.path, sha256=photo.sha256, box=Box(0, 0, *size), focus=photo.focus, scrim=theme.ground, inks=needed)


def painted(raw: bytes, mark: Picture) -> Image:
    """The photo cut around its focus, with its scrim.

    Raises:
        CardError: the photo can't be read, or no scrim makes the words readable.
    """
    from PIL import Image as Pictures
    from PIL import ImageOps

    with opened(raw) as file:
        photo = ImageOps.exif_transpose(file).convert("RGB")
    photo = ImageOps.fit(photo, (mark.box.width, mark.box.height), Pictures.Resampling.LANCZOS, centering=mark.focus)
    assert mark.scrim is not None
    share = thickness(extremes(photo), mark.scrim, mark.inks)
    found = Pictures.blend(photo, Pictures.new("RGB", photo.size, mark.scrim), share)
    low, high = extremes(found)
    if any(worst(ink.colour, low, high) < ink.least for ink in mark.inks):
        raise CardError("The words could not be read on this photo.", fix="Choose another photo, or another theme.", file=mark.path)
    return found


def extremes(photo: Image) -> tuple[Colour, Colour]:
    """The least and the most of each channel: no pixel of the photo is darker than the one or lighter than the other."""
    red, green, blue = (channel.getextrema() for channel in photo.split())
    return (int(red[0]), int(green[0]), int(blue[0])), (int(red[1]), int(green[1]), int(blue[1]))  # type: ignore[arg-type]


def thickness(found: tuple[Colour, Colour], scrim: Colour, inks: Sequence[Ink]) -> float:
    """How much of the scrim is needed, from 0 to 1, so that every ink keeps its contrast on the worst pixel there could be."""
    share = THINNEST
    while share < 1:
        low, high = (mix(pixel, scrim, share) for pixel in found)
        if all(worst(ink.colour, low, high) >= ink.least + SPARE for ink in inks):
            return share
        share += STEP
    return 1.0


def worst(ink: Colour, low: Colour, high: Colour) -> float:
    """The least contrast of ``ink`` with any colour between two."""
    one, dark, light = luminance(ink), luminance(low), luminance(high)
    if dark <= one <= light:
        return 1.0
    near = light if one > light else dark
    return (max(one, near) + 0.05) / (min(one, near) + 0.05)
