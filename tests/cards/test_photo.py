"""Photos: their size as people see them, and what is refused before it costs memory."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from campaign.cards import image_size
from campaign.errors import CardError


def photo(size: tuple[int, int], kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (30, 90, 60)).save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims a huge picture."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(4096))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(1, 1), (1600, 900), (900, 1600)])
def test_the_size_of_a_photo(size: tuple[int, int], kind: str) -> None:
    assert image_size(photo(size, kind)) == size


@pytest.mark.parametrize(("orientation", "seen"), [(1, (40, 30)), (3, (40, 30)), (6, (30, 40)), (8, (30, 40))])
def test_a_photo_taken_sideways_is_as_people_see_it(orientation: int, seen: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert image_size(photo((40, 30), "JPEG", exif=exif)) == seen


@pytest.mark.parametrize("size", [(60_000, 60_000), (20_000, 20_000), (6_000, 6_000), (20_000, 10)])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(CardError, match=rf"has {size[0]} by {size[1]} pixels.*Save it smaller"):
        image_size(bomb(*size))


@pytest.mark.parametrize("data", [
    b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"<svg/>", b"not a picture at all", photo((9, 9), "GIF"),
])
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(CardError, match=r"no PNG or JPEG, or it is damaged. Open it in"):
        image_size(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photo_that_was_cut_off_is_refused(kind: str) -> None:
    whole = photo((400, 300), kind)
    with pytest.raises(CardError, match="damaged"):
        image_size(whole[: len(whole) // 2])


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]))
def test_any_bytes_have_a_size_or_are_refused(data: bytes, head: bytes) -> None:
    with contextlib.suppress(CardError):
        assert min(image_size(head + data)) > 0
