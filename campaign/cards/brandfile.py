"""Read and check a brand file; what it leaves out comes from the sample brand and the fonts in the package."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.cards import colour
from campaign.cards.backdrop import read_backgrounds
from campaign.cards.brand import ROLES, Brand, Face, Logo, Role, Theme
from campaign.cards.brandread import File, beside, bytes_of, nearest
from campaign.cards.colour import MARK_RATIO, TEXT_RATIO, Colour
from campaign.cards.content import LABELS, PURPOSES
from campaign.cards.fonts import read_face
from campaign.cards.logos import read_logo, read_partners
from campaign.cards.portraits import portraits
from campaign.cards.specs import SPECS
from campaign.cards.words import tidy
from campaign.errors import ConfigError

DATA = Path(__file__).parent.parent / "data"
SAMPLE = DATA / "brand" / "brand.yaml"
LOOKS = DATA / "brands"
LOOK = "beacon"
FONTS = DATA / "fonts"
PACKAGED: Mapping[Role, Path] = {
    "regular": FONTS / "atkinson-hyperlegible-next" / "AtkinsonHyperlegibleNext-Regular.ttf",
    "semibold": FONTS / "atkinson-hyperlegible-next" / "AtkinsonHyperlegibleNext-SemiBold.ttf",
    "bold": FONTS / "atkinson-hyperlegible-next" / "AtkinsonHyperlegibleNext-Bold.ttf",
}
KEYS = ("name", "initials", "footer", "look", "logo", "fonts", "colours", "themes", "layouts", "words", "portraits", "partners", "photos")
WORDS = (*PURPOSES, "of", *(name for names in LABELS.values() for name in names))
THEME_KEYS = ("ground", "text", "eyebrow", "mark", "panel", "panel_text", "panel_eyebrow")
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("text", "ground", TEXT_RATIO),
    ("eyebrow", "ground", TEXT_RATIO),
    ("mark", "ground", MARK_RATIO),
    ("panel_text", "panel", TEXT_RATIO),
    ("panel_eyebrow", "panel", TEXT_RATIO),
    ("text", "motif", TEXT_RATIO),
    ("eyebrow", "motif", TEXT_RATIO),
)


def load_brand(path: Path | None = None) -> Brand:
    """Read a brand file, or (None) the sample brand of the package.

    Raises:
        ConfigError: with file and line: not readable, an unknown key, a colour, font or logo that is missing, a pair that can't be read.
    """
    path = path or SAMPLE
    document = yamlfile.read(path, error=ConfigError)
    file = File(path, document.data, document.lines, {})
    if not isinstance(document.data, dict):
        file.fail("A brand file is a list of settings, such as `name: Example Constabulary`.", "")
    file.known(document.data, KEYS, "")
    name = file.text("name")
    if not name:
        file.fail("The brand has no name.", "", fix="Add `name:` with the name of your organisation.")
    look = _look(file)
    file.base.update(yamlfile.read(look, error=ConfigError).data, words=yamlfile.read(SAMPLE, error=ConfigError).data["words"])
    themes = _themes(file, _colours(file))
    return Brand(
        path=path, sha256=hashlib.sha256(bytes_of(file, path, "") + look.read_bytes()).hexdigest(),
        name=name, initials=file.text("initials") or _initials(name), footer=file.text("footer"),
        faces={role: _face(file, role) for role in ROLES},
        themes=themes, layouts=_layouts(file, themes), words=_words(file),
        also=_also(file), portraits=portraits(file), partners=read_partners(file), photos=read_backgrounds(file),
        logo_on_light=_logo(file, "on_light"), logo_on_dark=_logo(file, "on_dark"),
    )


def looks() -> tuple[str, ...]:
    """The ready looks that a brand file may name: colours, themes, and which layout has which."""
    return tuple(sorted(path.stem for path in LOOKS.glob("*.yaml")))


def _look(file: File) -> Path:
    name = file.text("look") or LOOK
    if name not in looks():
        file.fail(f"There is no look '{name}'.", "look", fix=nearest(name, looks()))
    return LOOKS / f"{name}.yaml"


def _initials(name: str) -> str:
    letters = [word[0] for word in name.split() if word[0].isupper()]
    return "".join(letters[:3]) or name[0].upper()


def _colours(file: File) -> dict[str, Colour]:
    found = {}
    for name, value in (file.base["colours"] | file.group("colours")).items():
        read = colour.parse(value) if isinstance(value, str) else None
        if read is None:
            file.fail(f"The colour '{name}' is not written as \"#rrggbb\".", f"colours.{name}",
                      fix="Write six digits in quotation marks: without them, # begins a comment.")
        found[name] = read
    return found


def _themes(file: File, colours: Mapping[str, Colour]) -> dict[str, Theme]:
    written = file.group("themes")
    return {name: _theme(file, name, value, colours) for name, value in (file.base["themes"] | written).items()}


def _theme(file: File, name: str, value: Any, colours: Mapping[str, Colour]) -> Theme:
    at = f"themes.{name}"
    if not isinstance(value, dict):
        file.fail(f"The theme '{name}' must be a group of settings.", at, fix=f"It needs {', '.join(THEME_KEYS)}.")
    file.known(value, THEME_KEYS, at)
    found: dict[str, Colour] = {}
    for key in THEME_KEYS:
        chosen = value.get(key)
        if not isinstance(chosen, str):
            file.fail(f"The theme '{name}' has no {key}.", at, fix="Name one of the colours.")
        read = colours.get(chosen) or colour.parse(chosen)
        if read is None:
            message = f"The theme '{name}' names a colour '{chosen}' that is not among the colours."
            file.fail(message, f"{at}.{key}", fix=nearest(chosen, colours))
        found[key] = read
    theme = Theme(name=name, **found)
    _legible(file, theme, value)
    return theme


def _legible(file: File, theme: Theme, names: Mapping[str, str]) -> None:
    """Check each pair of the theme (WCAG 2.2), the motif's rings included, because words may cross them."""
    for ink, ground, least in PAIRS:
        one, other = getattr(theme, ink), getattr(theme, ground)
        ratio = colour.contrast(one, other)
        if ratio < least:
            on = names.get(ground) or f"the rings on {names['ground']}"
            file.fail(
                f"The theme '{theme.name}' can't be read: {ink} ({names[ink]}, {colour.hexadecimal(one)}) on {ground} ({on}, "
                f"{colour.hexadecimal(other)}) has a contrast of {int(ratio * 100) / 100:.2f}:1 and needs {least:g}:1.",
                f"themes.{theme.name}.{ink}", fix=_passing(one, other, least, ink))


def _passing(ink: Colour, ground: Colour, least: float, name: str) -> str:
    found = colour.nearest(ink, ground, least)
    return f"{colour.hexadecimal(found)} would do for the {name}." if found else "Choose a darker or a lighter colour for the ground."


def _layouts(file: File, themes: Mapping[str, Theme]) -> dict[str, tuple[str, ...]]:
    written = file.group("layouts")
    file.known(written, SPECS, "layouts")
    found = {}
    for layout, value in (file.base["layouts"] | written).items():
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names:
            file.fail(f"The layout '{layout}' must name one theme or more.", f"layouts.{layout}", fix=f"There are: {', '.join(themes)}.")
        for name in names:
            if name not in themes:
                message = f"The layout '{layout}' names a theme '{name}' that is not there."
                file.fail(message, f"layouts.{layout}", fix=nearest(str(name), themes))
        found[layout] = tuple(names)
    return {layout: found.get(layout, found["hook"]) for layout in SPECS}  # a new layout looks like a hook until a look says otherwise


def _words(file: File) -> dict[str, str]:
    written = file.group("words")
    file.known(written, WORDS, "words")
    for purpose, value in written.items():
        if value is not None and not isinstance(value, str):
            file.fail(f"'words.{purpose}' must be text.", f"words.{purpose}")
    return {purpose: tidy(value or "") for purpose, value in (file.base["words"] | written).items()}


# -- files -------------------------------------------------------------------------------------------------------------


def _face(file: File, role: Role) -> Face:
    fonts, at = file.group("fonts"), f"fonts.{role}"
    file.known(fonts, (*ROLES, "also"), "fonts")
    named = fonts.get(role)
    path = PACKAGED[role] if named is None else beside(file, named, at, FONTS)
    try:
        face = read_face(role, path)
    except (OSError, ValueError) as exc:
        file.fail(f"The font '{path.name}' can't be used: {exc}.", at, fix="Name a TrueType or OpenType file (.ttf, .otf).")
    return face


def _also(file: File) -> tuple[Path, ...]:
    """Fonts, and folders of fonts, for what the faces lack: an address from the root, or from the brand file's folder."""
    named = file.group("fonts").get("also")
    listed = [named] if isinstance(named, str) else named or []
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        file.fail("'fonts.also' is a list of font files and folders.", "fonts.also", fix="Write [fonts, /usr/share/fonts/truetype/noto].")
    found = tuple((file.path.parent / one).resolve() for one in listed)
    for one, path in zip(listed, found, strict=True):
        if not path.exists():
            file.fail(f"There is no font or folder '{one}'.", "fonts.also", fix="Put it there, or delete this line.")
    return found


def _logo(file: File, key: str) -> Logo | None:
    logos = file.group("logo")
    file.known(logos, ("on_light", "on_dark"), "logo")
    return read_logo(file, logos, "logo", key)
