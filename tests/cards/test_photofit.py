"""Photos as they are sent: whole, upright, small enough, and with nothing in the file but the picture."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFilter, PngImagePlugin

from campaign.cards import FittedPhoto, fit_photo, fitted_size
from campaign.errors import CardError

BOTH = ("image/png", "image/jpeg")
PLACE = {0: b"\x02\x03\x00\x00", 1: "N", 2: (51.0, 30.0, 26.46), 3: "W", 4: (0.0, 7.0, 39.93)}  # a GPS block as cameras write it


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def camera(size: tuple[int, int], *, orientation: int = 1) -> bytes:
    """A JPEG with all that a phone leaves in it: the place, the owner, a comment, and a corner that shows which way is up."""
    picture = Image.new("RGB", size, (60, 120, 90))
    picture.paste((250, 20, 20), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = orientation, "Ines Calder"
    exif.get_ifd(0x8825).update(PLACE)
    return saved(picture, "JPEG", quality=95, exif=exif, comment=b"taken at 12 Mill Lane", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")


def noise(size: tuple[int, int]) -> Image.Image:
    """A picture that no encoder makes small."""
    return Image.merge("RGB", [Image.effect_noise(size, 90).filter(ImageFilter.SHARPEN) for _ in range(3)])


def fitted(data: bytes, platform: str = "x", *, formats: Sequence[str] = BOTH, most: int = 5_000_000) -> tuple[FittedPhoto, Image.Image]:
    found = fit_photo(data, platform, formats=tuple(formats), most_bytes=most)
    with Image.open(io.BytesIO(found.data)) as picture:
        picture.load()
        assert picture.size == (found.width, found.height)
        assert Image.MIME[str(picture.format)] == found.mime
        assert len(found.data) <= most
        return found, picture


def test_nothing_of_the_file_goes_along_but_the_picture() -> None:
    source = camera((900, 600))
    with Image.open(io.BytesIO(source)) as before:
        assert dict(before.getexif().get_ifd(0x8825))  # the test's own photo does say where it was taken
    found, picture = fitted(source)
    assert dict(picture.getexif()) == {}
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)
    assert [word for word in (b"Ines", b"Mill Lane", b"secret", b"Exif", b"GPS") if word in found.data] == []


def test_a_png_s_notes_stay_behind_too() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Ines Calder")
    notes.add_itxt("XML:com.adobe.xmp", "taken at 12 Mill Lane", zip=True)
    found, _ = fitted(saved(Image.new("RGB", (300, 200), "teal"), "PNG", pnginfo=notes, exif=Image.Exif()))
    chunks = [name for name in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME") if name in found.data]
    assert (found.mime, chunks) == ("image/png", [])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright(orientation: int) -> None:
    _, picture = fitted(camera((800, 400), orientation=orientation))
    assert picture.size == ((800, 400) if orientation < 5 else (400, 800))
    corners = {1: (5, 5), 2: (-5, 5), 3: (-5, -5), 4: (5, -5), 5: (5, 5), 6: (-5, 5), 7: (-5, -5), 8: (5, -5)}
    x, y = corners[orientation]
    red, green, _ = picture.getpixel((x % picture.width, y % picture.height))  # type: ignore[misc]
    assert red > 200 > green


def test_a_large_photo_becomes_smaller_and_a_small_one_stays() -> None:
    assert fitted(camera((4000, 3000)))[1].size == (2048, 1536)
    assert fitted(camera((640, 480)))[1].size == (640, 480)
    assert fitted(camera((4000, 3000)), "instagram")[1].size == (1440, 1080)


def test_a_shape_that_the_platform_would_refuse_gets_bands_and_loses_nothing() -> None:
    found, picture = fitted(camera((1080, 1920)), "instagram", formats=("image/jpeg",))
    assert found.width / found.height == pytest.approx(0.8, abs=0.001)
    assert picture.size == (1440, 1800) or picture.width <= 1440
    bands = [picture.getpixel((x, 900)) for x in (2, found.width - 3)]
    assert bands[1][1] == pytest.approx(120, abs=5)  # type: ignore[index]  # the colour of the edge beside it
    assert 60 < bands[0][0] < 130  # type: ignore[index]  # the mean of its edge, a quarter of which is red


@given(width=st.integers(1, 9000), height=st.integers(1, 9000), platform=st.sampled_from(["instagram", "threads", "x", "facebook"]))
def test_any_shape_is_one_that_the_platform_takes(width: int, height: int, platform: str) -> None:
    got = fitted_size((width, height), platform)
    assert max(got) <= 2048 + 1
    if platform == "instagram":
        assert got[0] <= 1440
        assert 0.8 <= got[0] / got[1] <= 1.91


@settings(max_examples=12, deadline=None)
@given(width=st.integers(1, 700), height=st.integers(1, 700), platform=st.sampled_from(["instagram", "x"]))
def test_the_size_that_was_said_is_the_size_that_is_sent(width: int, height: int, platform: str) -> None:
    found, _ = fitted(saved(Image.new("RGB", (width, height)), "PNG"), platform)
    assert (found.width, found.height) == fitted_size((width, height), platform)


def test_bytes_come_down_to_the_limit_by_quality_first_then_by_size() -> None:
    source = saved(noise((900, 900)), "JPEG", quality=97)
    assert fitted(source, most=700_000)[1].size == (900, 900)
    assert fitted(source, most=60_000)[1].size < (900, 900)


def test_a_graphic_stays_a_png_where_it_fits_and_may() -> None:
    graphic = saved(Image.new("RGB", (600, 600), "navy"), "PNG")
    assert fitted(graphic)[0].mime == "image/png"
    assert fitted(graphic, formats=("image/jpeg",))[0].mime == "image/jpeg"
    assert fitted(saved(noise((500, 500)), "PNG"), most=200_000)[0].mime == "image/jpeg"


@pytest.mark.parametrize(("picture", "seen"), [
    (Image.new("RGBA", (40, 40), (0, 0, 0, 0)), (255, 255, 255)),
    (Image.new("LA", (40, 40), (0, 0)), (255, 255, 255)),
    (Image.new("L", (40, 40), 128), (128, 128, 128)),
    (Image.new("I;16", (40, 40), 32896), (128, 128, 128)),
    (Image.new("1", (40, 40), 1), (255, 255, 255)),
    (Image.new("P", (40, 40), 0), (0, 0, 0)),
], ids=lambda value: getattr(value, "mode", ""))
def test_every_kind_of_pixel_is_sent_as_it_is_seen(picture: Image.Image, seen: tuple[int, int, int]) -> None:
    assert fitted(saved(picture, "PNG"))[1].convert("RGB").getpixel((20, 20)) == seen


def test_print_colours_and_a_phone_s_wide_colours_become_srgb() -> None:
    plain = fitted(saved(Image.new("CMYK", (60, 60), (0, 255, 255, 0)), "JPEG"))[1]
    assert plain.mode == "RGB"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))  # any profile that says that 255 is no white
    data = saved(Image.new("RGB", (60, 60), (200, 90, 40)), "JPEG", icc_profile=profile.tobytes())
    assert fitted(data)[1].mode == "RGB"


def test_a_broken_profile_is_passed_over() -> None:
    assert fitted(saved(Image.new("RGB", (60, 60), (200, 90, 40)), "JPEG", icc_profile=b"no profile"))[1].mode == "RGB"


def test_a_picture_that_moves_is_refused() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    with pytest.raises(CardError, match="moves"):
        fitted(saved(frames[0], "PNG", save_all=True, append_images=frames[1:]))


def test_the_same_photo_gives_the_same_bytes() -> None:
    assert fitted(camera((700, 500)))[0].data == fitted(camera((700, 500)))[0].data


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]))
def test_any_bytes_are_fitted_or_refused(data: bytes, head: bytes) -> None:
    with pytest.raises(CardError):
        fitted(head + data)
