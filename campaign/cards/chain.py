"""Faces for characters that the brand's own fonts lack, from the folders that the brand file names; opened only when a card asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from campaign.cards.bidi import has_right_to_left, right_to_left
from campaign.cards.brand import ROLES, Brand, Face, Role
from campaign.cards.content import Content
from campaign.cards.fonts import codepoints, read_face
from campaign.cards.script import ALPHABETS, IGNORABLE, TALLER, URDU, needs_shaping, script

ENDINGS = frozenset({".ttf", ".otf", ".ttc"})
HEAVIER: dict[Role, tuple[str, ...]] = {"regular": (), "semibold": ("SemiBold", "Bold"), "bold": ("Bold",)}
_OTHER_WEIGHTS = ("bold", "italic", "light", "thin", "black", "medium", "condensed", "mono", "oblique")
_LESS = ("serif", "kufi", "naskh", "looped", "display", "ui-", "symbols", "math", "unjoined", "nastaliq")


def faces_for(brand: Brand, content: Content) -> Brand:
    """The brand with the faces that this card's words need. What no font holds is left to the proof, which names it."""
    words = [*content.texts.values(), brand.name, brand.footer, brand.initials]
    needed = frozenset("".join(words)) - IGNORABLE - frozenset("\n\u00a0 ")
    own = frozenset.intersection(*(face.codepoints for face in brand.faces.values()))
    if all(ord(c) in own for c in needed) and not any(map(needs_shaping, needed)):
        return brand
    spoken = "".join(text for path, text in content.texts.items() if not path.endswith((".value", ".purpose", ".word")))
    rtl = has_right_to_left(spoken) and right_to_left(spoken)
    language = "ur" if URDU & needed else None
    heads, missing = brand.faces, {c for c in needed if ord(c) not in own}
    if any(script(c) in ALPHABETS for c in missing):
        plain = {c for c in needed if script(c) in ALPHABETS or ord(c) in own}
        if (path := _covering(brand.also, frozenset(plain), "notosans-")) is not None:
            heads = _family(path, 1.0)
            missing = {c for c in missing if not all(ord(c) in face.codepoints for face in heads.values())}
    others: list[dict[Role, Face]] = []
    for name in sorted({script(c) for c in missing}, reverse=True):  # what all scripts share comes last: it may be there by then
        held = [frozenset.intersection(*(face.codepoints for face in other.values())) for other in others]
        wanted = frozenset(c for c in missing if script(c) == name and not any(ord(c) in points for points in held))
        hint = "nastaliq" if name == "ARABIC" and language == "ur" else name.lower()
        whole = _covering(brand.also, wanted, hint)
        paths = [whole] if whole else [_covering(brand.also, frozenset(c), hint) for c in sorted(wanted)]
        scale = 1.0 if hint == "nastaliq" else TALLER.get(name, 1.0)
        others += [_family(path, scale) for path in dict.fromkeys(paths) if path]
    chained = {role: replace(heads[role], others=tuple(o[role] for o in others), rtl=rtl, shaped=True, language=language) for role in ROLES}
    return replace(brand, faces=chained)


def font_files(named: Iterable[Path]) -> list[Path]:
    """The font files that were named, and those in named folders, by name."""
    found: list[Path] = []
    for path in named:
        found += [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS)
    return found


@lru_cache(maxsize=64)
def _upright(named: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files of normal weight; one that is named by itself counts whatever it is called."""
    listed = [p for p in named if p.is_file()]
    return tuple(p for p in font_files(named) if p in listed or not any(w in p.stem.lower() for w in _OTHER_WEIGHTS))


@lru_cache(maxsize=256)
def _covering(named: tuple[Path, ...], wanted: frozenset[str], hint: str) -> Path | None:
    """The first font that has all of ``wanted``: those first whose name has ``hint``, plain ones before decorated ones."""
    def rank(path: Path) -> tuple[bool, bool, bool, str]:
        name = path.name.lower()
        plain = name.startswith(f"notosans{hint}-") or hint in _LESS
        return hint not in name, not plain, any(word in name for word in _LESS if word != hint), name

    points = frozenset(map(ord, wanted))
    for path in sorted(_upright(named), key=rank):
        try:
            if points <= codepoints(path):
                return path
        except (OSError, ValueError):
            continue  # a broken file among many: another may do, and if none does the character is named
    return None


@lru_cache(maxsize=64)
def _family(path: Path, scale: float) -> dict[Role, Face]:
    """A font in the weights that stand beside it; where there is no bolder one, the same."""
    found: dict[Role, Face] = {}
    for role in ROLES:
        names = [path.with_name(path.name.replace("Regular", weight)) for weight in HEAVIER[role] if "Regular" in path.name]
        chosen = next((p for p in names if p.is_file()), path)
        found[role] = replace(read_face(role, chosen), scale=scale)
    return found
