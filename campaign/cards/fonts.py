"""Fonts: what a file holds, how wide words are, where their ink is, and which library shaped them."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from campaign.cards.brand import Face, Role
from campaign.cards.pieces import Piece, pieces
from campaign.errors import CardError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Engine = Literal["raqm", "basic"]
EMOJI = 109  # the one size, in pixels, of the coloured pictures in Noto Color Emoji
EM = 1000  # words are measured once at this size and scaled; Raqm's advances are linear to 0.01 %
HINTING = {"raqm": 1.0, "basic": 1.015}  # without Raqm advances are hinted: up to 1.3 % wider than linear (measured)


def best_engine() -> Engine:
    """Raqm (kerning) where Pillow finds its FriBiDi, else Pillow's own layout, which is right for Latin letters too."""
    from PIL import features

    return "raqm" if features.check("raqm") else "basic"


def engine_report() -> dict[str, str]:
    """What shapes and draws the letters, by name and version: the same bytes come only from the same libraries."""
    import PIL
    from PIL import features

    names = {"Raqm": "raqm", "FriBiDi": "fribidi", "HarfBuzz": "harfbuzz", "FreeType": "freetype2", "zlib": "zlib"}
    versions = {shown: str(features.version(name) or "missing") for shown, name in names.items()}
    return {"Pillow": PIL.__version__, "layout": best_engine(), **versions}


def read_face(role: Role, path: Path) -> Face:
    """Read which characters a font file holds.

    Raises:
        OSError, ValueError: it cannot be read, or is not a TrueType or OpenType font.
    """
    raw = path.read_bytes()
    points, colour = _tables(raw)
    digest = hashlib.sha256(raw).hexdigest()
    top = 0 if colour else _font(path, digest, EM, "basic").getbbox("H", anchor="ls")[1]
    return Face(role=role, path=path, sha256=digest, codepoints=points, cap=-top / EM, colour=colour)


def codepoints(path: Path) -> frozenset[int]:
    """Which characters a font file holds.

    Raises:
        OSError, ValueError: as ``read_face``.
    """
    stat = path.stat()
    return _codepoints(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1024)
def _codepoints(path: Path, _changed: int, _size: int) -> frozenset[int]:
    return _tables(path.read_bytes())[0]


def _tables(raw: bytes) -> tuple[frozenset[int], bool]:
    """The characters of a font, or of the first of a collection, and whether they are coloured bitmaps."""
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]  # it ships no types

    try:
        with TTFont(io.BytesIO(raw), lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ()), "CBDT" in font
    except TTLibError as exc:
        raise ValueError(str(exc)) from exc


@lru_cache(maxsize=32)
def _file(path: Path, digest: str) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as exc:
        raise CardError("This font cannot be read any more.", fix="Put it back and draw again.", file=path) from exc
    if hashlib.sha256(raw).hexdigest() != digest:
        raise CardError("This font has changed since the brand was read.", fix="Draw again.", file=path)
    return raw


@lru_cache(maxsize=512)
def _font(path: Path, digest: str, size: int, engine: Engine) -> FreeTypeFont:
    from PIL import ImageFont

    layout = ImageFont.Layout.RAQM if engine == "raqm" else ImageFont.Layout.BASIC
    return ImageFont.truetype(io.BytesIO(_file(path, digest)), size, layout_engine=layout)


@lru_cache(maxsize=65536)
def _length(path: Path, digest: str, size: int, engine: Engine, text: str) -> float:
    return _font(path, digest, size, engine).getlength(text)


def font(face: Face, size: int, engine: Engine) -> FreeTypeFont:
    """The face at a size in pixels, ready to draw with."""
    return _font(face.path, face.sha256, size, engine)


def estimate(face: Face, size: int, engine: Engine, text: str) -> float:
    """How wide ``text`` is, in pixels, without shaping it again for every size that the fit search tries."""
    if not face.shaped:
        return _length(face.path, face.sha256, EM, engine, text) * size / EM * HINTING[engine]
    return sum(_piece_length(piece, EM, engine) for piece in pieces(face, text)) * size / EM * HINTING[engine]


def advance(face: Face, size: int, engine: Engine, text: str) -> float:
    """How wide ``text`` really is at this size, in pixels."""
    if not face.shaped:
        return _length(face.path, face.sha256, size, engine, text)
    return sum(_piece_length(piece, size, engine) for piece in pieces(face, text))


def ink(face: Face, size: int, engine: Engine, text: str) -> tuple[int, int, int, int]:
    """Where the ink of ``text`` is, from the left end of its baseline: left, top, right, bottom in whole pixels."""
    if not face.shaped:
        return _ink(face.path, face.sha256, size, engine, text)
    boxes = [_shifted(_piece_ink(p.piece, p.size, engine), p.shift) for p in placed(face, size, engine, text)]
    inked = [box for box in boxes if box[0] < box[2]] or [(0, 0, 0, 0)]
    lefts, tops, rights, bottoms = zip(*inked, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


@lru_cache(maxsize=8192)
def _ink(path: Path, digest: str, size: int, engine: Engine, text: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = _font(path, digest, size, engine).getbbox(text, anchor="ls")
    return int(left // 1), int(top // 1), int(-(-right // 1)), int(-(-bottom // 1))


# -- words of several faces or directions ------------------------------------------------------------------------------


class Placed(NamedTuple):
    """A piece of a line at its size, ``shift`` pixels right of the line's left end."""

    piece: Piece
    size: int
    shift: int


@lru_cache(maxsize=8192)
def placed(face: Face, size: int, engine: Engine, text: str) -> tuple[Placed, ...]:
    """The pieces of a line from left to right."""
    found, at = [], 0.0
    for piece in pieces(face, text):
        found.append(Placed(piece, round(size * piece.face.scale), round(at)))
        at += _piece_length(piece, size, engine)
    return tuple(found)


def shaping(piece: Piece, engine: Engine) -> dict[str, Any]:
    """How a piece is shaped, as Pillow's text functions take it."""
    return {"direction": "rtl" if piece.rtl else "ltr", "language": piece.language} if engine == "raqm" else {}


@lru_cache(maxsize=65536)
def _piece_length(piece: Piece, size: int, engine: Engine) -> float:
    face, wanted = piece.face, size * piece.face.scale
    drawn = EMOJI if face.colour else round(wanted)
    length = _font(face.path, face.sha256, drawn, engine).getlength(piece.text, **shaping(piece, engine))
    return length * wanted / EMOJI if face.colour else length


@lru_cache(maxsize=8192)
def _piece_ink(piece: Piece, size: int, engine: Engine) -> tuple[int, int, int, int]:
    face = piece.face
    drawn = EMOJI if face.colour else size
    found = _font(face.path, face.sha256, drawn, engine).getbbox(piece.text, anchor="ls", **shaping(piece, engine))
    left, top, right, bottom = (v * size / EMOJI if face.colour else v for v in found)
    return int(left // 1), int(top // 1), int(-(-right // 1)), int(-(-bottom // 1))


def _shifted(box: tuple[int, int, int, int], by: int) -> tuple[int, int, int, int]:
    return box[0] + by, box[1], box[2] + by, box[3]


def reach(face: Face, engine: Engine, text: str) -> tuple[float, float] | None:
    """How far words reach over and under their baseline, in ems; None when they are the face's own, for which a line's is known."""
    if not face.shaped or all(p.face.path == face.path and not _stacked(p.text) for p in pieces(face, text)):
        return None
    _, top, _, bottom = ink(face, EM, engine, text)
    return max(face.cap, -top / EM), max(0.0, bottom / EM)


def _stacked(text: str) -> bool:
    """Whether a letter carries two marks, or a capital one: Vietnamese."""
    return any(len(unicodedata.normalize("NFD", c)) > (1 if c.isupper() else 2) for c in text)
