"""The last word of a day: a thank-you under a light, in few words, with nothing to be afraid of."""

from __future__ import annotations

from functools import partial

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground, rings, strip
from campaign.cards.marks import Box, Fill, Mark
from campaign.cards.page import Block, NoRoom, Page, Style, stack, tops
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)


def draw(page: Page) -> list[Mark]:
    """The light over the words, or beside them; without it where the words need its room."""
    if page.size == LANDSCAPE:
        return fit(page, partial(_wide, light=150), partial(_wide, light=90), _wide, partial(_wide, tight=True))
    large = 190 if page.size in TALL else 130
    return fit(page, partial(_tall, light=large), partial(_tall, light=large // 2), _tall, partial(_tall, tight=True))


def _tall(page: Page, *, light: int = 0, tight: bool = False) -> list[Mark]:
    frame, theme, tall = FRAMES[page.size], page.theme, page.size in TALL
    eyebrow = page.set("eyebrow", EYEBROW, frame.width - (2 * light + 40 if light else 0))
    title = Style("bold", 48 if tight else 76, 176 if tall else 136, 1.04, 6, True, lead=True)
    text = Style("regular", 38 if tight else 46, 62 if tall else 52, 1.3, balance=True)
    pad = 26 if tight else 38
    action = page.set("action", Style("bold", 38, 50, 1.24, 3, True), frame.width - 2 * pad)
    low = frame.footer - (44 if tight else 64)
    panel = Box(frame.left, low - action.height - 2 * pad, frame.right, low) if action else None
    words = [(0, page.set("title", title, frame.width)), (page.between(50, 76), page.set("text", text, frame.width))]
    top = (panel.top - page.between(36, 60) if panel else low) - stack(words)
    sun = Box(frame.right - 2 * light, frame.top, frame.right, frame.top + 2 * light)
    above = max(frame.top + eyebrow.height if eyebrow else 0, sun.bottom if light else frame.top)
    if top < above + page.between(36 if tight else 56, 80):
        raise NoRoom
    marks = canvas(page) + _light(page, sun, light)
    if eyebrow:
        marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _words(page, words, (frame.left, top))
    if action and panel:
        marks += strip(page, action, panel, on_ground(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _wide(page: Page, *, light: int = 0, tight: bool = False) -> list[Mark]:
    """The light in the upper right corner, and the words left of it."""
    frame, theme = FRAMES[page.size], page.theme
    measure = frame.width - (2 * light + 56 if light else 0)
    eyebrow = page.set("eyebrow", EYEBROW, measure)
    pad = 22 if tight else 28
    words = [(0, page.set("title", Style("bold", 40 if tight else 56, 128, 1.06, 5, True, lead=True), measure)),
             (page.between(34, 48), page.set("text", Style("regular", 36, 48, 1.26, balance=True), measure))]
    action = page.set("action", Style("bold", 36, 42, 1.2, 2, True), frame.width - 2 * pad)
    low = frame.footer - (36 if tight else 48)
    panel = Box(frame.left, low - action.height - 2 * pad, frame.right, low) if action else None
    top = (panel.top - page.between(30, 44) if panel else low) - stack(words)
    sun = Box(frame.right - 2 * light, frame.top, frame.right, frame.top + 2 * light)
    if top < frame.top + (eyebrow.height + page.between(34, 56) if eyebrow else 0) or (light and panel and panel.top < sun.bottom + 40):
        raise NoRoom
    marks = canvas(page) + _light(page, sun, light)
    if eyebrow:
        marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _words(page, words, (frame.left, top))
    if action and panel:
        marks += strip(page, action, panel, on_ground(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _light(page: Page, sun: Box, light: int) -> list[Mark]:
    """A full disc within the rings that all cards have: the signal has arrived."""
    frame = FRAMES[page.size]
    if not light:
        return rings(page, (frame.right - 30, frame.top + (40 if page.size == LANDSCAPE else 150)), 330)
    centre = sun.left + light, sun.top + light
    disc = Fill(box=sun, colour=page.theme.mark, ground=page.theme.ground, radius=light)
    return [*rings(page, centre, round(light * 2.9)), disc]


def _words(page: Page, parts: list[tuple[int, Block | None]], at: tuple[int, int]) -> list[Mark]:
    marks: list[Mark] = []
    where = tops(parts, at[1])
    for _, block in parts:
        if block is not None:
            marks += page.put(block, (at[0], where[block.field]), (page.theme.text, page.theme.ground))
    return marks
