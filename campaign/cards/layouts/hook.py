"""The opening, a figure or a thank-you: few words, as large as they go, standing on the footer like a poster."""

from __future__ import annotations

from functools import partial

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground, rings, strip
from campaign.cards.marks import Box, Mark
from campaign.cards.page import FIGURE, Block, NoRoom, Page, Style, stack, tops
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)
PAD = 40  # inside the panel of what to do
LEAD = "title.figure"  # a figure that the title begins with stands alone, over the rest of it


def draw(page: Page) -> list[Mark]:
    """Title, supporting words and what to do: under one another, or side by side where the card is wide."""
    return fit(page, _wide, _columns) if page.size == LANDSCAPE else fit(page, _tall, partial(_tall, tight=True))


def _tall(page: Page, *, tight: bool = False) -> list[Mark]:
    frame, theme = FRAMES[page.size], page.theme
    portrait = page.size in TALL
    eyebrow = page.set("eyebrow", EYEBROW, frame.width)
    assert eyebrow is not None
    head = _title(page, frame.width, (52, 120, 160) if tight else (72, 200, 320) if portrait else (64, 160, 260))
    text = page.set("text", Style("regular", 40 if tight else 44, 54 if portrait else 50, 1.32, balance=True), frame.width)
    pad = 30 if tight else PAD
    action = page.set("action", Style("bold", 38 if tight else 40, 50 if portrait else 46, 1.25, 3, True), frame.width - 2 * pad)
    gap = page.between(36 if tight else 48, 72)
    end = frame.footer - (64 if portrait else 48)
    panel = Box(frame.left, end - action.height - 2 * pad, frame.right, end) if action else None
    words = [*head, (gap, text)]
    top = (panel.top - gap if panel else end) - stack(words)
    if top < frame.top + eyebrow.height + page.between(40 if tight else 56, 80):
        raise NoRoom
    marks = canvas(page) + rings(page, (frame.right - 30, frame.top + 150), 420)
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _words(page, words, (frame.left, top))
    if action and panel:
        marks += strip(page, action, panel, on_ground(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _wide(page: Page) -> list[Mark]:
    frame, theme = FRAMES[page.size], page.theme
    eyebrow = page.set("eyebrow", EYEBROW, frame.width)
    assert eyebrow is not None
    beside = bool(page.content.get("text"))
    column = 430
    head = _title(page, frame.width - (column + 64 if beside else 0), (52, 150, 210))
    text = page.set("text", Style("regular", 38, 44, 1.3), column)
    measure = (column if beside else frame.width) - 2 * 32
    action = page.set("action", Style("bold", 36, 42, 1.22, 4, True), measure)
    top, end = frame.top + eyebrow.height + 44, frame.footer - 48
    panel = None
    if action:
        left = frame.right - column if beside else frame.left
        panel = Box(left, end - action.height - 2 * 30, frame.right, end)
    floor = panel.top - 52 if panel and not beside else end
    marks = canvas(page) + rings(page, (frame.right - 10, frame.top + 40), 330)
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    if floor - stack(head) < top:
        raise NoRoom
    marks += _words(page, head, (frame.left, floor - stack(head)))
    if text:
        above = (panel.top - 40 if panel else end) - text.height
        if above < top:
            raise NoRoom
        marks += page.put(text, (frame.right - column, above), (theme.text, theme.ground))
    if action and panel:
        marks += strip(page, action, panel, on_ground(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _columns(page: Page) -> list[Mark]:
    """Much to say on a wide card: eyebrow and title on the left, the rest on the right over the whole height."""
    frame, theme = FRAMES[page.size], page.theme
    column, gap = 500, 56
    measure = frame.width - column - gap
    eyebrow = page.set("eyebrow", EYEBROW._replace(lines=3), measure)
    assert eyebrow is not None
    head = _title(page, measure, (44, 96, 140))
    text = page.set("text", Style("regular", 36, 44, 1.28), column)
    action = page.set("action", Style("bold", 36, 42, 1.2, 5, True), column - 2 * 26)
    end = frame.footer - 40
    panel = Box(frame.right - column, end - action.height - 2 * 26, frame.right, end) if action else None
    above = (panel.top - 36 if panel else end) - (text.height if text else 0)
    top = end - stack(head)
    if above < frame.top or top < frame.top + eyebrow.height + page.between(34, 48):
        raise NoRoom
    marks = canvas(page) + rings(page, (frame.right - 10, frame.top + 40), 330)
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _words(page, head, (frame.left, top))
    if text:
        marks += page.put(text, (frame.right - column, above), (theme.text, theme.ground))
    if action and panel:
        marks += strip(page, action, panel, on_ground(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _title(page: Page, measure: int, sizes: tuple[int, int, int]) -> list[tuple[int, Block | None]]:
    """The title; one that begins with a figure ("1 in 4 …") in two blocks, the figure as large as it goes."""
    title = page.content.get("title")
    least, most, huge = sizes
    most = max(round(most * 0.6), most - len(title) * most // 130)  # a long title is calmer in fewer lines than as large as it goes
    found = FIGURE.match(title)
    if not found or found.end() == len(title):
        return [(0, page.set("title", Style("bold", least, most, 1.06, 8, True, lead=True), measure))]
    figure = page.set(LEAD, Style("bold", least * 3 // 2, huge, 1.0, 1, lead=True), measure, text=found[0].replace(" ", "\u00a0"))
    smaller = Style("bold", least * 2 // 3, most * 2 // 3, 1.12, 8, True, lead=True)
    rest = page.set("title", smaller, measure, text=title[found.end() :].strip())
    return [(0, figure), (page.between(44, 68, lead=True), rest)]


def _words(page: Page, parts: list[tuple[int, Block | None]], at: tuple[int, int]) -> list[Mark]:
    theme, marks = page.theme, []
    where = tops(parts, at[1])
    for _, block in parts:
        if block is not None:
            colour = theme.eyebrow if block.field == LEAD else theme.text
            figure = theme.eyebrow if block.field == "title" else None
            marks += page.put(block, (at[0], where[block.field]), (colour, theme.ground), figure=figure)
    return [*marks]
