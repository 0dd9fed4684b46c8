"""Cards: an image and its alt text from a card's fields and a brand. It fits exactly, or it is an error that says what to cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from campaign.cards.colour import contrast, hexadecimal
from campaign.cards.sizes import LANDSCAPE, MARGINS, PORTRAIT, SIZES, SQUARE, STORY, name_of, size_for
from campaign.cards.specs import SPECS

if TYPE_CHECKING:
    from campaign.cards.alt import alt_text
    from campaign.cards.batch import draw_many
    from campaign.cards.brand import Brand, Theme, brand_resources
    from campaign.cards.brandfile import load_brand
    from campaign.cards.cache import Cache, recipe
    from campaign.cards.drawing import Drawn, Job, draw, lay_out
    from campaign.cards.fonts import engine_report
    from campaign.cards.photo import image_size
    from campaign.cards.photofit import FittedPhoto, fit_photo, fitted_size
    from campaign.cards.samples import sample_card
    from campaign.cards.series import carousel

_HOMES = {
    "alt_text": "alt", "draw_many": "batch", "Brand": "brand", "Theme": "brand", "brand_resources": "brand", "load_brand": "brandfile",
    "carousel": "series", "sample_card": "samples",
    "Drawn": "drawing", "Job": "drawing", "draw": "drawing",
    "lay_out": "drawing", "engine_report": "fonts", "image_size": "photo",
    "Cache": "cache", "recipe": "cache", "FittedPhoto": "photofit", "fit_photo": "photofit", "fitted_size": "photofit",
}

__all__ = [
    "LANDSCAPE", "MARGINS", "PORTRAIT", "SIZES", "SPECS", "SQUARE", "STORY", "Brand", "Cache", "Drawn", "FittedPhoto", "Job",
    "Theme", "alt_text", "brand_resources", "carousel", "contrast", "draw", "draw_many", "engine_report", "fit_photo",
    "fitted_size", "hexadecimal", "image_size", "lay_out", "load_brand", "name_of", "recipe", "sample_card", "size_for",
]


def __getattr__(name: str) -> Any:
    """Import a function's module when it is first asked for: `campaign --help` must not wait for Pillow."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"campaign.cards.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
