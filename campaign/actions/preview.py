"""Trying out: one layout with words that a person types, or everything in a brand's colours on one page."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from campaign import cards
from campaign.actions import gallery
from campaign.actions.draw import DrawnCard, Made, Progress, made_of, named_sizes, shots_of, write
from campaign.actions.workspace import Workspace
from campaign.errors import CardError, NotAllowed
from campaign.models import Card, MediaItem

PAIRS = (("text", "ground"), ("eyebrow", "ground"), ("mark", "ground"), ("panel_text", "panel"), ("panel_eyebrow", "panel"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """A layout as a person fills it in: its fields, the list it takes, and how many entries that has."""

    layout: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    several: str


def layouts() -> list[Layout]:
    """Every layout with its fields."""
    found = []
    for name, spec in cards.SPECS.items():
        several = f"{spec.several[0]} ({spec.several[1]} to {spec.several[2]})" if spec.several else ""
        found.append(Layout(layout=name, required=spec.required, optional=(*spec.optional, "theme"), several=several))
    return found


def typed(layout: str, words: Sequence[str]) -> Card:
    """A card from words such as ``title=Know the signs``; without any, the layout's sample. An entry of a list is one ``items=…`` each.

    A number is ``numbers=0800 1111|Childline|helpline``. Raises NotAllowed for a word without ``=``, CardError for an unknown layout.
    """
    sample = cards.sample_card(layout)
    several = cards.SPECS[layout].several
    fields: dict[str, Any] = {}
    for word in words:
        name, sign, said = word.partition("=")
        if not sign:
            raise NotAllowed(f"“{word}” names no field.", fix=f'Write it as {cards.SPECS[layout].required[0]}="{word}".')
        if several and name == several[0]:
            fields.setdefault(name, []).append(_number(said) if name == "numbers" else said)
        elif name in fields:
            raise NotAllowed(f"The field '{name}' is there twice.", fix="Write it once.")
        else:
            fields[name] = said
    only_look = set(fields) <= {"theme", "page"}
    return Card(layout=layout, fields={**sample.fields, **fields} if only_look else fields)


def _number(said: str) -> Mapping[str, str]:
    return dict(zip(("value", "label", "purpose"), (part.strip() for part in said.split("|", 2)), strict=False))


def one_card(
    workspace: Workspace | None, card: Card, *, size: str | None, out: Path | None, progress: Progress = lambda _done, _all: None
) -> tuple[list[DrawnCard], Path]:
    """Draw one card and a page of it. Raises CardError when it fits in none of the sizes, PostError, NotAllowed for a size."""
    brand = workspace.brand if workspace else cards.load_brand(None)
    shapes = named_sizes(size or cards.name_of(cards.PORTRAIT))
    pages = [item.card for item in cards.carousel([MediaItem(card=card)], brand) if item.card]
    made = _made(workspace, [cards.Job(one, brand, shape) for one in pages for shape in shapes], progress)
    errors = [one.data for one in made if isinstance(one.data, CardError)]
    if len(errors) == len(made):
        raise errors[0]
    folder = out or (workspace.root / "images" / "cards" / "tried" if workspace else Path())
    found = [_kept(one, pages.index(one.job.card) + 1, folder) for one in made]
    page = folder / f"{card.layout}.html"
    write(page, gallery.page(f"A {card.layout} card", [_section(brand, one, [m for m in made if m.job.card is one]) for one in pages]))
    return found, page


def _kept(made: Made, place: int, folder: Path) -> DrawnCard:
    layout = made.job.card.layout
    if isinstance(made.data, CardError):
        return DrawnCard(post="", layout=layout, size=made.size, file=None, sha256=None, alt="", problem=str(made.data))
    file = folder / f"{layout}{f'-{place}' if place > 1 else ''}-{made.size}.png"
    write(file, made.data)
    alt = cards.alt_text(made.job.card, made.job.brand)
    return DrawnCard(post="", layout=layout, size=made.size, file=file, sha256=hashlib.sha256(made.data).hexdigest(), alt=alt, anew=True)


def _made(workspace: Workspace | None, jobs: Sequence[cards.Job], progress: Progress) -> list[Made]:
    if workspace:
        return made_of(workspace.state, jobs, progress)
    with tempfile.TemporaryDirectory() as folder:
        return made_of(Path(folder), jobs, progress)


def _section(brand: cards.Brand, card: Card, made: Sequence[Made]) -> gallery.Section:
    shots, failed = shots_of(made)
    alt = cards.alt_text(card, brand) if shots else ""
    about = tuple(str(card.fields[key]) for key in ("theme", "page") if card.fields.get(key))
    shown = gallery.Shown(title="", alt=alt, shots=shots, failed=failed)
    return gallery.Section(name=f"{card.layout}-{'-'.join(about)}", heading=card.layout, about=about, shown=(shown,))


# -- a whole brand -----------------------------------------------------------------------------------------------------


def brand_page(
    workspace: Workspace | None, *, out: Path | None, progress: Progress = lambda _done, _all: None
) -> tuple[Path, list[str]]:
    """A page of every layout in each of its themes and in every size, with the colours and their contrasts.

    Returns the page and what could not be drawn. Raises PostError when it cannot be written.
    """
    brand = workspace.brand if workspace else cards.load_brand(None)
    wanted = list(_every_look(brand))
    jobs = [cards.Job(card, brand, size) for card, sizes in wanted for size in sizes]
    made = _made(workspace, jobs, progress)
    sections = []
    for layout in cards.SPECS:
        looks = [card for card, _ in wanted if card.layout == layout]
        shown = []
        for card in looks:
            shots, failed = shots_of([one for one in made if one.job.card is card])
            shown.append(gallery.Shown(title=str(card.fields["theme"]), alt=cards.alt_text(card, brand), shots=shots, failed=failed))
        about = (f"{len(looks)} look{'' if len(looks) == 1 else 's'}",)
        sections.append(gallery.Section(name=layout, heading=layout, about=about, shown=tuple(shown)))
    page = (out or (workspace.root / "images" / "brand" if workspace else Path())) / "preview.html"
    write(page, gallery.page(f"{brand.name}: how its cards look", sections, about=f"From {brand.path.name}.", looks=_looks(brand)))
    return page, [f"{one.job.card.layout} ({one.size}): {one.data}" for one in made if isinstance(one.data, CardError)]


def _every_look(brand: cards.Brand) -> Iterator[tuple[Card, tuple[tuple[int, int], ...]]]:
    """Each layout in each of its themes; the first theme in every size, the others as they stand in a feed."""
    for layout in cards.SPECS:
        sample = cards.sample_card(layout)
        if layout == "quote" and brand.portraits:
            sample = replace(sample, fields={**sample.fields, "name": next(iter(brand.portraits))})
        for n, theme in enumerate(dict.fromkeys(brand.layouts[layout])):
            yield replace(sample, fields={**sample.fields, "theme": theme}), cards.SIZES if n == 0 else (cards.PORTRAIT, cards.SQUARE)


def _looks(brand: cards.Brand) -> list[gallery.Look]:
    return [_look(brand, theme) for theme in brand.themes.values()]


def _look(brand: cards.Brand, theme: cards.Theme) -> gallery.Look:
    pairs = []
    for names in PAIRS:
        ink, ground = (getattr(theme, name) for name in names)
        said = {"ink": cards.hexadecimal(ink), "ground": cards.hexadecimal(ground)}
        pairs.append(gallery.Pair(name=" on ".join(names), ratio=cards.contrast(ink, ground), **said))
    having = tuple(layout for layout, names in brand.layouts.items() if theme.name in names)
    return gallery.Look(name=theme.name, pairs=tuple(pairs), layouts=having)
