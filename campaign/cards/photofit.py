"""Photos as they are sent: upright, in sRGB, as small as the platform wants them, and without what the camera wrote about the place."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from campaign.cards.photo import opened
from campaign.errors import CardError

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 2048  # pixels of the longer side: what Facebook shows at most, and more than a phone or a desktop shows anywhere
QUALITIES = (90, 84, 76, 66)  # of a JPEG, until it has few enough bytes; below that it is made smaller instead
SMALLER = 0.8


class Shape(NamedTuple):
    """What a platform takes besides formats and bytes: widest in pixels, and the least and most of width over height."""

    width: int = SIDE
    narrowest: float = 0.0
    widest: float = 1000.0


# developers.facebook.com, "Instagram content publishing" and "Threads posts", checked November 2026.
SHAPES: Mapping[str, Shape] = {"instagram": Shape(1440, 4 / 5, 1.91), "threads": Shape(1440, 0.1, 10.0)}


@dataclass(frozen=True, kw_only=True, slots=True)
class FittedPhoto:
    """A photo as it is sent."""

    data: bytes
    mime: str
    width: int
    height: int


def fitted_size(size: tuple[int, int], platform: str) -> tuple[int, int]:
    """Width and height at which a photo of ``size`` pixels (upright) goes to a platform, before any bytes are counted."""
    return _plan(size, SHAPES.get(platform, Shape()))[0]


def fit_photo(data: bytes, platform: str, *, formats: tuple[str, ...], most_bytes: int) -> FittedPhoto:
    """The whole photo, never cut: turned upright, made smaller, with plain bands where the platform would refuse its shape.

    It is always encoded anew, so nothing else of the file goes along: no place, no camera, no names, no earlier version of it.
    A PNG stays one where the platform takes it and it has few enough bytes; a transparent one is laid on white.

    Raises:
        CardError: it is no PNG or JPEG, is damaged, moves, or has too many pixels.
    """
    shape = SHAPES.get(platform, Shape())
    photo = _upright(data)
    for size in _ever_smaller(photo.size):
        canvas, within = _plan(size, shape)
        sized = _banded(_sized(photo, within), canvas)
        for mime, encoded in _encodings(sized, data, formats):
            if len(encoded) <= most_bytes:
                return FittedPhoto(data=encoded, mime=mime, width=sized.width, height=sized.height)
    raise CardError(f"This picture cannot be made smaller than {most_bytes} bytes.", fix="Choose another one.")


def _plan(size: tuple[int, int], shape: Shape) -> tuple[tuple[int, int], tuple[int, int]]:
    """Width and height of what is sent, and of the photo in the middle of it."""
    canvas = _canvas(size, shape)
    scale = min(1.0, SIDE / max(canvas), shape.width / canvas[0])
    within = max(1, int(size[0] * scale)), max(1, int(size[1] * scale))
    return _canvas(within, shape), within


def _canvas(size: tuple[int, int], shape: Shape) -> tuple[int, int]:
    width, height = size
    return max(width, ceil(height * shape.narrowest)), max(height, ceil(width / shape.widest))


def _ever_smaller(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    longest = max(size)
    start = min(1.0, SIDE / longest)
    for n in range(16):
        scale = start * SMALLER**n
        if longest * scale < 32 and n:
            return
        yield max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _upright(data: bytes) -> Image:
    """The pixels as people see them: one frame, RGB, in the colours of sRGB."""
    from PIL import ImageOps

    with opened(data) as photo:
        if getattr(photo, "is_animated", False):
            raise CardError("This picture moves, and would be sent still.", fix="Save one of its frames.")
        photo.draft("RGB", (SIDE, SIDE))  # a JPEG of a camera is unpacked no larger than it is needed
        return _flat(_srgb(ImageOps.exif_transpose(photo), photo.info.get("icc_profile")))


def _srgb(photo: Image, profile: bytes | None) -> Image:
    """Apps take a picture without a profile for sRGB; a phone's wider colours would turn pale."""
    from PIL import ImageCms

    if not profile or photo.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        return photo
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if photo.mode == "RGBA" else "RGB"
        found = ImageCms.profileToProfile(photo, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return photo  # a broken or foreign profile: as every app does, its numbers are taken as they are
    return found or photo


def _flat(photo: Image) -> Image:
    from PIL import Image as Pictures

    if photo.mode.startswith("I"):  # 16 bits of grey
        photo = photo.point(lambda value: value * (1 / 256)).convert("L")
    if photo.has_transparency_data:
        layer = photo.convert("RGBA")
        photo = Pictures.new("RGBA", layer.size, (255, 255, 255, 255))
        photo.alpha_composite(layer)
    found = photo.convert("RGB")
    found.info = {}  # Pillow would write a comment of the old file into the new one
    return found


def _sized(photo: Image, size: tuple[int, int]) -> Image:
    from PIL import Image as Pictures

    return photo if photo.size == size else photo.resize(size, Pictures.Resampling.LANCZOS)


def _banded(photo: Image, canvas: tuple[int, int]) -> Image:
    """The photo between bands in the mean colours of its edges: nothing of it is lost, and nothing draws the eye."""
    from PIL import Image as Pictures

    if photo.size == canvas:
        return photo
    width, height = photo.size
    beside = canvas[0] > width
    first = photo.crop((0, 0, 1, height) if beside else (0, 0, width, 1))
    last = photo.crop((width - 1, 0, width, height) if beside else (0, height - 1, width, height))
    whole = first.resize((1, 1), Pictures.Resampling.BOX).resize(canvas)
    whole.paste(last.resize((1, 1), Pictures.Resampling.BOX).resize(canvas), (canvas[0] // 2, 0) if beside else (0, canvas[1] // 2))
    whole.paste(photo, ((canvas[0] - width) // 2, (canvas[1] - height) // 2))
    return whole


def _encodings(photo: Image, source: bytes, formats: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The file in the forms that the platform takes, the best first."""
    from campaign.cards.paint import encode

    if "image/png" in formats and (source.startswith(b"\x89PNG") or "image/jpeg" not in formats):
        yield "image/png", encode(photo, "image/png")
    if "image/jpeg" in formats:
        for quality in QUALITIES:
            out = io.BytesIO()
            photo.save(out, "JPEG", quality=quality, subsampling=0 if source.startswith(b"\x89PNG") else 2)
            yield "image/jpeg", out.getvalue()
