"""From marks to pixels to bytes: a palette picture where every colour is known before, RGB where a logo brings its own.

Each pair of ink and ground gets a ramp of palette entries, so nothing that is drawn is lost and the file is a third of the size.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from campaign.cards.backdrop import painted
from campaign.cards.colour import Colour, mix
from campaign.cards.fonts import EMOJI, Engine, font, placed, shaping
from campaign.cards.marks import Fill, Mark, Picture, Ring, Run
from campaign.cards.pieces import pieces
from campaign.errors import CardError
from campaign.models import CardSize

if TYPE_CHECKING:
    from PIL.Image import Image

EDGE = 2  # pixels around a run's words that must stay empty: were they measured wrongly, it shows here
SMOOTH = 4  # Pillow draws shapes with hard edges: draw them this much larger and reduce


def paint(marks: Sequence[Mark], size: CardSize, engine: Engine) -> Image:
    """Draw the marks in order on a canvas of ``size`` pixels."""
    flat = [m for m in marks if not isinstance(m, Picture) and not _coloured(m)]
    ramps = _ramps({(m.colour, m.ground) for m in flat}) if len(flat) == len(marks) else None
    return _paint_rgb(marks, size, engine) if ramps is None else _paint_palette(marks, size, engine, *ramps)


def _coloured(mark: Mark) -> bool:
    return isinstance(mark, Run) and any(piece.face.colour for piece in (pieces(mark.face, mark.text) if mark.face.shaped else ()))


def encode(image: Image, mime: str) -> bytes:
    """The file: PNG with an sRGB chunk, or JPEG without colour subsampling; the same bytes for the same pixels, no times in it."""
    from PIL.PngImagePlugin import PngInfo

    out = io.BytesIO()
    if mime == "image/jpeg":
        image.convert("RGB").save(out, "JPEG", quality=92, subsampling=0)
    elif mime == "image/png":
        info = PngInfo()
        info.add(b"sRGB", b"\0")
        image.save(out, "PNG", pnginfo=info, compress_level=6)
    else:
        raise CardError(f"Cards are not drawn as {mime}.", fix="Choose image/png or image/jpeg.")
    return out.getvalue()


def _mask(mark: Fill | Ring | Run, engine: Engine) -> tuple[Image, int, int]:
    """How much of each pixel the mark covers (0 to 255), and where that mask stands."""

    if isinstance(mark, Run):
        return _letters(mark, engine), mark.ink.left - EDGE, mark.ink.top - EDGE
    if isinstance(mark, Ring):
        return _ring(mark.box.width, mark.stroke), mark.box.left, mark.box.top
    return _rounded(mark.box.width, mark.box.height, mark.radius), mark.box.left, mark.box.top


def _letters(run: Run, engine: Engine) -> Image:
    """The words of a run with an empty edge around them.

    Raises:
        CardError: their ink is not where it was measured; the card is not handed out.
    """
    from PIL import Image as Pictures
    from PIL import ImageDraw

    mask = Pictures.new("L", (run.ink.width + 2 * EDGE, run.ink.height + 2 * EDGE))
    pen, x, y = ImageDraw.Draw(mask), run.x - run.ink.left + EDGE, run.baseline - run.ink.top + EDGE
    if not run.face.shaped:
        pen.text((x, y), run.text, fill=255, font=font(run.face, run.size, engine), anchor="ls")
    else:
        for piece, size, shift in placed(run.face, run.size, engine, run.text):
            if not piece.face.colour:
                how = shaping(piece, engine)
                pen.text((x + shift, y), piece.text, fill=255, font=font(piece.face, size, engine), anchor="ls", **how)
    left, top, right, bottom = mask.getbbox() or (EDGE, EDGE, EDGE, EDGE)
    if min(left, top) < EDGE or right > mask.width - EDGE or bottom > mask.height - EDGE:
        raise CardError(f"'{run.text}' would be drawn outside its place.", fix="Please report this, with the card's fields.")
    return mask


def _emoji(run: Run, engine: Engine) -> Iterator[tuple[Image, tuple[int, int]]]:
    """The coloured pictures among a run's words, and where they stand."""
    from PIL import Image as Pictures
    from PIL import ImageDraw

    for piece, size, shift in placed(run.face, run.size, engine, run.text) if run.face.shaped else ():
        if piece.face.colour:
            drawn = font(piece.face, EMOJI, engine)
            left, top, right, bottom = map(int, drawn.getbbox(piece.text, anchor="ls", **shaping(piece, engine)))
            large = Pictures.new("RGBA", (right - left, bottom - top), (*run.ground, 0))
            how = {"anchor": "ls", "embedded_color": True, **shaping(piece, engine)}
            ImageDraw.Draw(large).text((-left, -top), piece.text, font=drawn, fill=run.colour, **how)
            small = large.resize((max(1, large.width * size // EMOJI), max(1, large.height * size // EMOJI)), Pictures.Resampling.LANCZOS)
            yield small, (run.x + shift + -(-left * size // EMOJI), run.baseline + -(-top * size // EMOJI))


@lru_cache(maxsize=64)
def _rounded(width: int, height: int, radius: int) -> Image:
    from PIL import Image as Pictures
    from PIL import ImageDraw

    if not radius:
        return Pictures.new("L", (width, height), 255)
    large = Pictures.new("L", (width * SMOOTH, height * SMOOTH))
    box = (0, 0, width * SMOOTH - 1, height * SMOOTH - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, radius * SMOOTH, fill=255)
    return large.reduce(SMOOTH)


@lru_cache(maxsize=32)
def _ring(width: int, stroke: int) -> Image:
    from PIL import Image as Pictures
    from PIL import ImageDraw

    large = Pictures.new("L", (width * SMOOTH, width * SMOOTH))
    ImageDraw.Draw(large).ellipse((0, 0, width * SMOOTH - 1, width * SMOOTH - 1), outline=255, width=stroke * SMOOTH)
    return large.reduce(SMOOTH)


# -- palette -----------------------------------------------------------------------------------------------------------

Pair = tuple[Colour, Colour]


def _ramps(pairs: Iterable[Pair]) -> tuple[list[Colour], dict[Pair, list[int]]] | None:
    """A palette of at most 256 colours, and for each pair the entry for every coverage 0 to 255; None when they don't fit."""
    ordered = sorted(pairs)
    for steps in (64, 48, 32, 24, 16):
        table: dict[Colour, int] = {}
        luts = {}
        for ink, ground in ordered:
            ramp = [table.setdefault(mix(ground, ink, n / steps), len(table)) for n in range(steps + 1)]
            luts[ink, ground] = [ramp[round(cover * steps / 255)] for cover in range(256)]
        if len(table) <= 256:
            return list(table), luts
    return None


def _paint_palette(marks: Sequence[Mark], size: CardSize, engine: Engine, palette: list[Colour], luts: dict[Pair, list[int]]) -> Image:
    from PIL import Image as Pictures

    canvas = Pictures.new("L", size)
    for mark in marks:
        if isinstance(mark, Picture):
            continue
        lut = luts[mark.colour, mark.ground]
        if isinstance(mark, Fill) and not mark.radius:
            canvas.paste(lut[255], mark.box)
            continue
        mask, left, top = _mask(mark, engine)
        canvas.paste(mask.point(lut), (left, top), mask.point(lambda cover: 255 if cover > 1 else 0))
    picture = Pictures.frombytes("P", size, canvas.tobytes())
    picture.putpalette([c for colour in palette for c in colour])
    return picture


# -- RGB ---------------------------------------------------------------------------------------------------------------


def _paint_rgb(marks: Sequence[Mark], size: CardSize, engine: Engine) -> Image:
    from PIL import Image as Pictures

    canvas = Pictures.new("RGB", size)
    for mark in marks:
        if isinstance(mark, Picture) and mark.scrim is not None:
            canvas.paste(painted(_file(mark), mark), (mark.box.left, mark.box.top))
        elif isinstance(mark, Picture):
            logo = _photo(mark) if mark.round else _logo(mark)
            canvas.paste(logo, (mark.box.left, mark.box.top), logo)
        else:
            mask, left, top = _mask(mark, engine)
            canvas.paste(mark.colour, (left, top), mask)
            for picture, at in _emoji(mark, engine) if isinstance(mark, Run) else ():
                canvas.paste(picture, at, picture)
    return canvas


def _photo(mark: Picture) -> Image:
    """The largest square around the focus, as a circle; what else the file holds, such as where it was taken, is left behind."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    with Pictures.open(io.BytesIO(_file(mark)), formats=("PNG", "JPEG")) as opened:
        photo = ImageOps.exif_transpose(opened).convert("RGB")
    square = ImageOps.fit(photo, (mark.box.width, mark.box.height), Pictures.Resampling.LANCZOS, centering=mark.focus)
    square.putalpha(_rounded(mark.box.width, mark.box.height, mark.box.width // 2))
    return square


def _file(mark: Picture) -> bytes:
    try:
        raw = mark.path.read_bytes()
    except OSError as exc:
        raise CardError("This picture cannot be read any more.", fix="Put it back and draw again.", file=mark.path) from exc
    if hashlib.sha256(raw).hexdigest() != mark.sha256:
        raise CardError("This picture has changed since the brand was read.", fix="Draw again.", file=mark.path)
    return raw


def _logo(mark: Picture) -> Image:
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    raw = _file(mark)
    try:
        with Pictures.open(io.BytesIO(raw)) as logo:
            return logo.convert("RGBA").resize((mark.box.width, mark.box.height), Pictures.Resampling.LANCZOS)
    except (OSError, UnidentifiedImageError) as exc:
        raise CardError("This logo cannot be read.", fix="Save it as PNG and draw again.", file=mark.path) from exc
