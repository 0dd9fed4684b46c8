"""The promises of a card, checked on each before it is handed out: nothing clipped, missing, illegible, or unlike its fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from campaign.cards.brand import Brand, Face
from campaign.cards.colour import MARK_RATIO, TEXT_RATIO, contrast, hexadecimal
from campaign.cards.content import Content
from campaign.cards.fit import spoken
from campaign.cards.fonts import Engine
from campaign.cards.frame import LEAST
from campaign.cards.marks import Box, Picture, Run
from campaign.cards.pieces import holds
from campaign.cards.script import needs_shaping
from campaign.cards.sizes import MARGINS
from campaign.cards.words import digits, letters
from campaign.errors import CardError
from campaign.models import CardSize
from campaign.text import clusters

REPORT = "The card was not made; please report this, with its fields."


def glyphs(content: Content, brand: Brand, engine: Engine) -> None:
    """Check that the fonts hold every character of the words, and that ``engine`` can shape them.

    Raises:
        CardError: names the character and where it stands.
    """
    words = {**content.texts, "brand.name": brand.name, "brand.footer": brand.footer, "brand.initials": brand.initials}
    faces = tuple(brand.faces.values())
    own = frozenset.intersection(*(face.codepoints for face in faces))
    for path, text in words.items():
        if all(ord(c) in own or c in "\n\u00a0" for c in text) and (engine == "raqm" or not any(map(needs_shaping, text))):
            continue
        place = 1
        for cluster in clusters(text):
            missing = _missing(cluster, faces)
            code = f"'{missing}' ({' '.join(f'U+{ord(c):04X}' for c in missing)}), character {place} of the {_where(path)}"
            if missing:
                raise CardError(f"The card's font has no {code}.", fix="Write it in other words, or name a font that has it in the brand "
                                "file: a file or a folder under `also`, in `fonts`.")
            if engine != "raqm" and any(map(needs_shaping, cluster)):
                code = f"'{cluster}', character {place} of the {_where(path)}"
                raise CardError(f"Pillow cannot shape {code}, on this machine: its letters would stand apart or in the wrong order.",
                                fix="Install FriBiDi (Debian, Ubuntu: libfribidi0), then look at `campaign doctor`.")
            place += len(cluster)


def _missing(cluster: str, faces: Sequence[Face]) -> str:
    """The cluster, or the one character of it, that a face and its chain have no glyph for."""
    for face in faces:
        chain = (face, *face.others)
        if cluster != "\n" and not any(holds(f, cluster) for f in chain):
            return next((c for c in cluster if not any(holds(f, c) for f in chain)), cluster)
    return ""


def _where(path: str) -> str:
    return f"brand's {path.removeprefix('brand.')}" if path.startswith("brand.") else spoken(path)


def drawn(runs: Sequence[Run], content: Content, raw: Mapping[str, Any], size: CardSize) -> None:
    """Check what was drawn against the card's fields, its edges, and what can be read.

    Raises:
        CardError: a promise does not hold; the card is not handed out.
    """
    _words(runs, content, raw)
    _places(runs, size)
    for run in runs:
        if contrast(run.colour, run.ground) < (MARK_RATIO if run.field == "mark.quote" else TEXT_RATIO):
            pair = f"{hexadecimal(run.colour)} on {hexadecimal(run.ground)} is {contrast(run.colour, run.ground):.1f}:1"
            raise CardError(f"The {spoken(run.field)} can't be read: {pair}.", fix="Change the theme.")
        if run.size < LEAST[size]:
            raise CardError(f"The {spoken(run.field)} would be only {run.size} pixels high.", fix="Shorten it.")
    if content.emergency:
        _emergency_first(runs, content)


def clear(runs: Sequence[Run], pictures: Sequence[Picture]) -> None:
    """Check that no words stand on a face, or within a logo's clear space.

    Raises:
        CardError: names the field that would.
    """
    for run in runs:
        if any(picture.scrim is None and run.ink.meets(picture.box.inset(-picture.clear)) for picture in pictures):
            raise CardError(f"The {spoken(run.field)} would run into a picture.", fix="Shorten it.")


def _words(runs: Sequence[Run], content: Content, raw: Mapping[str, Any]) -> None:
    shown: dict[str, str] = {}
    for run in runs:
        field = run.field.removesuffix(".figure")
        shown[field] = shown.get(field, "") + letters(run.text)
    for path, text in content.texts.items():
        if shown.get(path, "") != letters(text):
            raise CardError(f"The {spoken(path)} would read '{shown.get(path, '')}' on the card.", fix=REPORT)
        if not path.endswith((".purpose", ".word")) and digits(shown[path]) != digits(_raw(raw, path)):
            raise CardError(f"The digits of the {spoken(path)} would change on the card.", fix=REPORT)
    for path, text in shown.items():
        if path not in content.texts and not path.startswith(("brand.", "mark.")):
            raise CardError(f"The card would show words of no field: '{text}'.", fix=REPORT)


def _raw(fields: Mapping[str, Any], path: str) -> str:
    value: Any = fields
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list | tuple) else value[key]
    return str(value)


def _places(runs: Sequence[Run], size: CardSize) -> None:
    left, top, right, bottom = MARGINS[size]
    safe = Box(left, top, size[0] - right, size[1] - bottom)
    for run in runs:
        if not safe.holds(run.ink) or not run.box.holds(run.ink):
            raise CardError(f"The {spoken(run.field)} would be clipped.", fix="Shorten it.")
    for one, other in combinations(runs, 2):
        if one.field != other.field and one.ink.meets(other.ink):
            raise CardError(f"The {spoken(one.field)} would run into the {spoken(other.field)}.", fix="Shorten one of them.")


def _emergency_first(runs: Sequence[Run], content: Content) -> None:
    numbers = {run.field: run for run in runs if run.field.endswith(".value")}
    first = numbers[f"numbers.{content.order[0]}.value"]
    for run in numbers.values():
        if run.size > first.size or run.baseline < first.baseline:
            raise CardError(f"{run.text} would stand above {first.text} or be larger: the emergency number comes first.",
                            fix=REPORT)
