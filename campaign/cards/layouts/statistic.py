"""A figure as large as it goes, what it counts, a picture of the share it is, and where it comes from."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from campaign.cards.fit import Plan, fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground, rings, strip
from campaign.cards.marks import Box, Fill, Mark
from campaign.cards.page import FIGURE, SMALL_NUMBERS, Block, NoRoom, Page, Style, stack, tops
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)
LEAD = "title.figure"  # a figure that the title begins with stands alone, over the rest of it
UNITS = 20  # more are a texture, not a picture
BAR = 64
_SHARE = re.compile(r"([\d,]+|[a-z]+) (?:in|out of) ([\d,]+|[a-z]+)", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per cent|percent)")

Parts = list[tuple[int, Block | None]]


class Share(NamedTuple):
    """``part`` of ``whole`` that a figure speaks of: a few units one can count, or (``counted`` is false) per cent of a bar."""

    part: float
    whole: int
    counted: bool


def share(figure: str, rest: str) -> Share | None:
    """What can be drawn of a figure without saying more than it does: "3 in 10", and "62%" where "of" whom follows at once.

    A rise by 12 per cent is no part of anything: it gets no picture.
    """
    if (found := _SHARE.fullmatch(figure)) is not None:
        part, whole = map(_count, found.groups())
        return Share(part, whole, True) if 0 < part <= whole <= UNITS and whole > 1 else None
    if (found := _PERCENT.fullmatch(figure)) is not None and rest.lower().startswith("of ") and float(found[1]) <= 100:
        return Share(float(found[1]), 100, False)
    return None


def _count(text: str) -> int:
    words = text.casefold()
    return SMALL_NUMBERS.index(words) + 1 if words in SMALL_NUMBERS else int("".join(c for c in text if c.isdigit()) or 0)


def draw(page: Page) -> list[Mark]:
    """Figure, meaning, picture and source under one another; the picture beside them where the card is wide."""
    figure, rest = _parted(page)
    picture = share(figure, rest)
    if page.size == LANDSCAPE:
        beside = [partial(_wide, picture=picture)] if picture and picture.counted else []
        plans: list[Plan] = [partial(_columns, picture=picture)] if figure else []
        plans = [*beside, *plans] if page.content.get("action") else [*beside, partial(_tall, picture=picture), *plans]
        return fit(page, *plans, _tall, partial(_tall, tight=True))
    return fit(page, partial(_tall, picture=picture), partial(_tall, picture=picture, tight=True), partial(_tall, tight=True))


def _parted(page: Page) -> tuple[str, str]:
    """The figure, and the words that follow it."""
    title, figure = page.content.get("title"), page.content.get("figure")
    found = None if figure else FIGURE.match(title)
    return (found[0], title[found.end() :].strip()) if found and found.end() < len(title) else (figure, title)


def _head(page: Page, measure: int, sizes: tuple[int, int], huge: tuple[int, int]) -> Parts:
    """The figure, then what it counts."""
    figure, rest = _parted(page)
    most = max(sizes[0], sizes[1] - len(rest) * (sizes[1] - sizes[0]) // 150) if figure else max(sizes[1], sizes[1] * 2 - len(rest))
    title = page.set("title", Style("bold", sizes[0], most, 1.14 if figure else 1.08, 9, True, lead=True), measure, text=rest)
    return [(0, _figure(page, measure, huge)), (page.between(36, 60), title)]


def _figure(page: Page, measure: int, sizes: tuple[int, int]) -> Block | None:
    figure, _ = _parted(page)
    field = "figure" if page.content.get("figure") else LEAD
    return page.set(field, Style("bold", *sizes, 1.0, 1), measure, text=figure.replace(" ", "\u00a0")) if figure else None


def _tall(page: Page, *, picture: Share | None = None, tight: bool = False) -> list[Mark]:
    frame, theme, wide = FRAMES[page.size], page.theme, page.size == LANDSCAPE
    eyebrow = page.set("eyebrow", EYEBROW, frame.width)
    assert eyebrow is not None
    least = 36 if wide else 44 if tight else 52
    head = _head(page, frame.width, (least, 64 if wide else 84), (84 if tight else 120, 220 if wide else 360))
    source = page.set("source", Style("regular", 36, 36 if wide else 40, 1.26, 3, True), frame.width)
    assert source is not None
    pad = 28 if tight or wide else 36
    action = page.set("action", Style("bold", 38, 46, 1.22, 2, True), frame.width - 2 * pad)
    low = frame.footer - (36 if wide or tight else 60)
    panel = Box(frame.left, low - action.height - 2 * pad, frame.right, low) if action else None
    end = (panel.top - page.between(28, 44) if panel else low) - source.height
    drawn = _picture(page, picture, Box(frame.left, 0, frame.right, 0), (72, 240 if page.size in TALL else 150)) if picture else None
    floor = end - page.between(28 if wide else 36, 56) - (drawn.bottom + page.between(36, 60) if drawn else 0)
    top = floor - stack(head)
    if top < frame.top + eyebrow.height + page.between(32 if tight or wide else 48, 72):
        raise NoRoom
    marks = canvas(page) + rings(page, (frame.right - (10 if wide else 30), frame.top + (40 if wide else 150)), 330 if wide else 420)
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _words(page, head, (frame.left, top))
    if drawn:
        marks += drawn.at(frame.left, end - page.between(28 if wide else 36, 56) - drawn.bottom)
    marks += page.put(source, (frame.left, end), (theme.text, theme.ground))
    if action and panel:
        marks += strip(page, action, panel, on_ground(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _wide(page: Page, *, picture: Share) -> list[Mark]:
    """Words on the left, the units on the right over the whole height."""
    frame, theme, column = FRAMES[page.size], page.theme, 400
    measure = frame.width - column - 72
    eyebrow = page.set("eyebrow", EYEBROW, measure)
    assert eyebrow is not None
    head = _head(page, measure, (36, 60), (100, 240))
    source = page.set("source", Style("regular", 36, 36, 1.22, 3, True), measure)
    assert source is not None
    pad = 24
    action = page.set("action", Style("bold", 36, 40, 1.2, 2, True), measure - 2 * pad)
    low = frame.footer - 40
    panel = Box(frame.left, low - action.height - 2 * pad, frame.left + measure, low) if action else None
    end = (panel.top - 28 if panel else low) - source.height
    top = end - page.between(28, 44) - stack(head)
    if top < frame.top + eyebrow.height + page.between(32, 48):
        raise NoRoom
    drawn = _picture(page, picture, Box(frame.right - column, 0, frame.right, low - frame.top), (60, 200))
    marks = canvas(page) + page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _words(page, head, (frame.left, top))
    marks += page.put(source, (frame.left, end), (theme.text, theme.ground))
    marks += drawn.at(frame.right - drawn.right, frame.top + (low - frame.top - drawn.bottom) // 2)
    if action and panel:
        marks += strip(page, action, panel, on_ground(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _columns(page: Page, *, picture: Share | None) -> list[Mark]:
    """Much to say on a wide card: the figure and its picture on the left, the words on the right over the whole height."""
    frame, theme, column = FRAMES[page.size], page.theme, 396
    left, pad = frame.left + column + 56, 26
    measure = frame.right - left
    eyebrow = page.set("eyebrow", EYEBROW._replace(lines=3), column)
    figure = _figure(page, column, (100, 220))
    rest = page.set("title", Style("bold", 36, 52, 1.16, 9, True, lead=True), measure, text=_parted(page)[1])
    source = page.set("source", Style("regular", 36, 36, 1.22, 3, True), measure)
    action = page.set("action", Style("bold", 36, 40, 1.2, 3, True), measure - 2 * pad)
    assert eyebrow is not None
    assert figure is not None
    assert rest is not None
    assert source is not None
    low = frame.footer - 36
    panel = Box(left, low - action.height - 2 * pad, frame.right, low) if action else None
    end = (panel.top - 30 if panel else low) - source.height
    drawn = _picture(page, picture, Box(frame.left, 0, frame.left + column, 0), (60, 110)) if picture else None
    under = low - (drawn.bottom + page.between(30, 44) if drawn else 0) - figure.height
    if end - page.between(30, 44) - rest.height < frame.top or under < frame.top + eyebrow.height + 40:
        raise NoRoom
    marks = [*canvas(page), *page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))]
    marks += page.put(figure, (frame.left, under), (theme.eyebrow, theme.ground))
    marks += drawn.at(frame.left, low - drawn.bottom) if drawn else []
    marks += page.put(rest, (left, end - page.between(30, 44) - rest.height), (theme.text, theme.ground), figure=theme.eyebrow)
    marks += page.put(source, (left, end), (theme.text, theme.ground))
    marks += strip(page, action, panel, on_ground(theme)) if action and panel else []
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _words(page: Page, parts: Parts, at: tuple[int, int]) -> list[Mark]:
    theme, where = page.theme, tops(parts, at[1])
    marks: list[Mark] = []
    for _, block in parts:
        if block is not None:
            figure = theme.eyebrow if block.field == "title" else None
            colour = theme.text if block.field == "title" else theme.eyebrow
            marks += page.put(block, (at[0], where[block.field]), (colour, theme.ground), figure=figure)
    return marks


# -- the picture -------------------------------------------------------------------------------------------------------


class Picture(NamedTuple):
    """Marks from the corner (0, 0) on, and how far they reach."""

    marks: tuple[Fill, ...]
    right: int
    bottom: int

    def at(self, left: int, top: int) -> list[Mark]:
        """The marks with their corner there."""
        return [Fill(box=Box(f.box.left + left, f.box.top + top, f.box.right + left, f.box.bottom + top),
                     colour=f.colour, ground=f.ground, radius=f.radius) for f in self.marks]


def _picture(page: Page, picture: Share, area: Box, sizes: tuple[int, int]) -> Picture:
    if not picture.counted:
        return _bar(page, picture, area.width)
    columns = _across(picture.whole, area)
    gap = 0.16
    side = round(min(page.between(*sizes), area.width / (columns + gap * (columns - 1))))
    rows = -(-picture.whole // columns)
    if area.height:
        side = round(min(side, area.height / (rows + gap * (rows - 1))))
    pitch = round(side * (1 + gap))
    found: list[Fill] = []
    for n in range(picture.whole):
        box = Box(n % columns * pitch, n // columns * pitch, n % columns * pitch + side, n // columns * pitch + side)
        found += _unit(page, box, filled=n < picture.part)
    return Picture(tuple(found), pitch * (columns - 1) + side, pitch * (rows - 1) + side)


def _across(whole: int, area: Box) -> int:
    """How many units stand beside one another: all up to six, then two rows; in a column of its own, about a square."""
    if area.height:
        return next(n for n in range(1, whole + 1) if n * n >= whole)
    return whole if whole <= 6 else -(-whole // 2)


def _unit(page: Page, box: Box, *, filled: bool) -> list[Fill]:
    """A full disc, or its outline: told apart by shape, not by colour alone."""
    theme, stroke = page.theme, max(6, box.width // 16)
    found = [Fill(box=box, colour=theme.mark, ground=theme.ground, radius=box.width // 2)]
    inner = box.inset(stroke)
    return found if filled else [*found, Fill(box=inner, colour=theme.ground, ground=theme.mark, radius=inner.width // 2)]


def _bar(page: Page, picture: Share, width: int) -> Picture:
    theme = page.theme
    reach = max(2, round(width * picture.part / picture.whole))
    outer, inner = Box(0, 0, width, BAR), Box(6, 6, width - 6, BAR - 6)
    found = [Fill(box=outer, colour=theme.mark, ground=theme.ground, radius=12),
             Fill(box=inner, colour=theme.ground, ground=theme.mark, radius=6),
             Fill(box=Box(0, 0, reach, BAR), colour=theme.mark, ground=theme.ground, radius=min(12, reach // 2))]
    return Picture(tuple(found), width, BAR)
