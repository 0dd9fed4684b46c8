"""Photos that stand beside cards: how large they are, and that they are what they claim to be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from campaign.errors import CardError

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

# Mastodon takes 33.2 megapixels in, LinkedIn 36.1 (November 2026); a file that unpacks to far more is an attack or a mistake.
PIXELS = 33_000_000
SIDE = 16_000  # no platform shows a side that long, and no camera makes one
TURNED = frozenset({5, 6, 7, 8})  # EXIF orientations of a picture that lies on its side


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height, in pixels, of a PNG or JPEG photo as people see it: the camera's orientation is applied.

    The header is read first, and the pixels only of what is small enough; so a file made to exhaust the memory never gets there.

    Raises:
        CardError: it is no PNG or JPEG, is damaged or cut off, or has too many pixels.
    """
    with opened(data) as photo:
        width, height = photo.size
        photo.load()
        turned = photo.getexif().get(0x0112) in TURNED
    return (height, width) if turned else (width, height)


@contextmanager
def opened(data: bytes) -> Iterator[ImageFile]:
    """A PNG or JPEG whose header says that it is small enough; its pixels are read by whoever asks for them.

    Raises:
        CardError: as ``image_size``, also for what turns out to be damaged while it is used.
    """
    try:
        with _header(data) as photo:
            yield photo
    except (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, EOFError) as error:
        # what Pillow raises for a header that is not one, and for chunks or scans that end too soon
        raise CardError("This picture cannot be read: it is no PNG or JPEG, or it is damaged.",
                        fix="Open it in an image program and save it as PNG or JPEG again.") from error


def _header(data: bytes) -> ImageFile:
    """The header, by the two readers we trust; not by ``Image.open``, which tries forty and only warns of a bomb."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    reader = PngImageFile if data.startswith(b"\x89PNG") else JpegImageFile
    photo = reader(io.BytesIO(data))
    width, height = photo.size
    if width * height > PIXELS or max(width, height) > SIDE:
        raise CardError(f"This picture has {width} by {height} pixels, which is more than the platforms take.",
                        fix="Save it smaller; 2048 pixels on the longer side are plenty.")
    return photo
