"""Fonts: what a file holds, how wide words are, where their ink is, and which library shaped them."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from campaign.cards.brand import Face, Role
from campaign.errors import CardError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Engine = Literal["raqm", "basic"]
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
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]  # it ships no types

    raw = path.read_bytes()
    try:
        with TTFont(io.BytesIO(raw), lazy=True) as font:
            codepoints = frozenset(font.getBestCmap() or ())
    except TTLibError as exc:
        raise ValueError(str(exc)) from exc
    digest = hashlib.sha256(raw).hexdigest()
    top = _font(path, digest, EM, "basic").getbbox("H", anchor="ls")[1]
    return Face(role=role, path=path, sha256=digest, codepoints=codepoints, cap=-top / EM)


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
    return _length(face.path, face.sha256, EM, engine, text) * size / EM * HINTING[engine]


def advance(face: Face, size: int, engine: Engine, text: str) -> float:
    """How wide ``text`` really is at this size, in pixels."""
    return _length(face.path, face.sha256, size, engine, text)


@lru_cache(maxsize=8192)
def _ink(path: Path, digest: str, size: int, engine: Engine, text: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = _font(path, digest, size, engine).getbbox(text, anchor="ls")
    return int(left // 1), int(top // 1), int(-(-right // 1)), int(-(-bottom // 1))


def ink(face: Face, size: int, engine: Engine, text: str) -> tuple[int, int, int, int]:
    """Where the ink of ``text`` is, from the left end of its baseline: left, top, right, bottom in whole pixels."""
    return _ink(face.path, face.sha256, size, engine, text)
