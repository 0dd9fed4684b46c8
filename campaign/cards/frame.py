"""What every card shares: margins, the footer that says who speaks, the rings behind the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from campaign.cards import logos
from campaign.cards.backdrop import behind
from campaign.cards.brand import Theme
from campaign.cards.colour import Colour
from campaign.cards.marks import Box, Fill, Mark, Ring
from campaign.cards.page import Block, NoRoom, Page, Style
from campaign.cards.sizes import LANDSCAPE, PORTRAIT, SQUARE, STORY
from campaign.errors import CardError
from campaign.models import CardSize


class Frame(NamedTuple):
    """The places that are the same on all cards of a size, in pixels: the margins, and the top of the footer."""

    left: int
    right: int
    top: int
    footer: int
    bottom: int
    small: int  # no words are smaller: 12 CSS pixels on a phone, which shows a card 390 wide

    @property
    def width(self) -> int:
        return self.right - self.left


FRAMES: Mapping[CardSize, Frame] = {
    PORTRAIT: Frame(84, 996, 88, 1194, 1266, 34),
    SQUARE: Frame(80, 1000, 80, 930, 1002, 34),
    STORY: Frame(84, 996, 284, 1494, 1566, 36),
    LANDSCAPE: Frame(64, 1136, 62, 547, 617, 36),
}
LEAST: Mapping[CardSize, int] = {PORTRAIT: 32, SQUARE: 32, STORY: 32, LANDSCAPE: 36}  # at 1200 wide shown smaller
CHIP_GAP = 20


class Surface(NamedTuple):
    """The colours of what stands on one ground."""

    ground: Colour
    text: Colour
    accent: Colour
    chip: Colour
    chip_text: Colour


def on_ground(theme: Theme) -> Surface:
    """Colours for words on the card itself."""
    return Surface(theme.ground, theme.text, theme.eyebrow, theme.panel, theme.panel_text)


def on_panel(theme: Theme) -> Surface:
    """Colours for words on a panel."""
    return Surface(theme.panel, theme.panel_text, theme.panel_eyebrow, theme.panel_eyebrow, theme.panel)


def canvas(page: Page) -> list[Mark]:
    """The ground, over the whole card, or the photo that stands for it."""
    if page.content.photo:
        return [behind(page.brand.photos[page.content.photo], page.theme, page.size)]
    return [Fill(box=Box(0, 0, *page.size), colour=page.theme.ground, ground=page.theme.ground)]


def rings(page: Page, centre: tuple[int, int], reach: int) -> list[Mark]:
    """Rings that spread from a point, as a signal does: they fill the room over short words without asking to be read."""
    marks: list[Mark] = []
    if page.content.photo:
        return marks
    for share in (1.0, 0.72, 0.44):
        radius, stroke = round(reach * share), round(reach * 0.085)
        box = Box(centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        marks.append(Ring(box=box, stroke=stroke, colour=page.theme.motif, ground=page.theme.ground))
    return marks


def footer(page: Page, area: Box, surface: Surface, *, narrow: bool = False) -> list[Mark]:
    """Who speaks: logo, or initials and name, on the left; the brand's footer text on the right, but where it is ``narrow``.

    Raises:
        CardError: the brand's name and footer text do not fit beside one another.
    """
    try:
        right = None if narrow else corner(page, area.width // 2)
        taken = page.width(right) + 36 if right else 0
        rest = Box(area.left, area.top, area.right - taken, area.bottom)
        marks = _signature(page, rest, surface, 4) if narrow else _together(page, rest, surface)
    except NoRoom:
        fix = "Shorten 'footer' or 'name' in the brand file" + (", or name fewer partners." if page.brand.partners else ".")
        raise CardError("The organisation's name, logos and footer text are too long to stand beside one another.", fix=fix) from None
    if right:
        marks += page.put(right, (area.right, (area.top + area.bottom - right.cap) // 2), (surface.text, surface.ground), right=True)
    return marks


def _together(page: Page, area: Box, surface: Surface) -> list[Mark]:
    """The signature, and at the right the partners' logos, as high as they can be beside it."""
    if not page.brand.partners:
        return _signature(page, area, surface, 2)
    for height in range(area.height * 4 // 5, logos.LEAST - 1, -4):
        row, left = logos.row(page.brand, surface.ground, area.right, (area.top + area.bottom) // 2, height)
        try:
            if left - area.left >= area.width // 4:
                return [*_signature(page, Box(area.left, area.top, left, area.bottom), surface, 2), *row]
        except NoRoom:
            continue
    raise NoRoom


def corner(page: Page, measure: int) -> Block | None:
    """What stands at the bottom right: the place in a row of cards, else the brand's footer text."""
    small = FRAMES[page.size].small
    if page.content.get("page"):
        return page.set("page", Style("bold", small, small, 1.2, 1), measure)
    return page.set("brand.footer", Style("regular", small, small, 1.2, 1), measure, text=page.brand.footer)


def _signature(page: Page, area: Box, surface: Surface, lines: int) -> list[Mark]:
    if logo := logos.on(surface.ground, page.brand.logo_on_light, page.brand.logo_on_dark):
        return logos.placed(logo, area, surface.ground)
    small = FRAMES[page.size].small
    initials = page.set("brand.initials", Style("bold", small, small, 1.0, 1), 200, text=page.brand.initials)
    assert initials is not None
    side = max(area.height, page.width(initials) + 28)
    left, top, name = _name(page, area, side, lines)
    chip = Box(area.left, top, area.left + side, top + area.height)
    marks: list[Mark] = [Fill(box=chip, colour=surface.chip, ground=surface.ground, radius=16)]
    at = chip.left + (side - page.width(initials)) // 2, chip.top + (chip.height - initials.cap) // 2
    marks += page.put(initials, at, (surface.chip_text, surface.chip), within=chip)
    below = area.bottom - name.height if left == area.left else area.top + (area.height - name.height) // 2
    return [*marks, *page.put(name, (left, below), (surface.text, surface.ground))]


def _name(page: Page, area: Box, side: int, lines: int) -> tuple[int, int, Block]:
    """Where the name begins, where the chip does, and the name: beside the chip, or under it where many lines may be."""
    small = FRAMES[page.size].small
    style = Style("semibold", small, small, 1.12, 2, True)
    try:
        left = area.left + side + CHIP_GAP
        name = page.set("brand.name", style, area.right - left, text=page.brand.name)
        assert name is not None
    except NoRoom:
        if lines == 2:
            raise
        name = page.set("brand.name", style._replace(lines=lines), area.width, text=page.brand.name)
        assert name is not None
        return area.left, area.bottom - name.height - CHIP_GAP - area.height, name
    return left, area.top, name


def strip(page: Page, block: Block, area: Box, surface: Surface) -> list[Mark]:
    """What to do now, on a panel of its own; its words stand in the middle of ``area``."""
    pad = (area.width - block.measure) // 2
    marks: list[Mark] = [Fill(box=area, colour=surface.chip, ground=surface.ground, radius=16)]
    top = area.top + (area.height - block.height) // 2
    return [*marks, *page.put(block, (area.left + pad, top), (surface.chip_text, surface.chip), within=area)]
