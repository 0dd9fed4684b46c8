"""Signs to know, or advice to follow: numbered, one under the other, all in one size."""

from __future__ import annotations

from functools import partial

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, corner, footer, on_ground, on_panel
from campaign.cards.marks import Box, Fill, Mark, Run
from campaign.cards.page import Block, NoRoom, Page, Style, stack, tops
from campaign.cards.rows import GAP, Row, foot_of, rows_of
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)
SIDE = 460  # the width of the band beside the list, where the card is wide
NARROW = 440  # the same where there is much to say


def draw(page: Page) -> list[Mark]:
    """A band with the title over the list, or beside it where the card is wide."""
    if page.size == LANDSCAPE:
        return fit(page, _wide, partial(_wide, side=NARROW, beside=True), partial(_wide, side=NARROW))
    return fit(page, _tall, partial(_tall, tight=True))


def _tall(page: Page, *, tight: bool = False) -> list[Mark]:
    frame, theme, portrait = FRAMES[page.size], page.theme, page.size in TALL
    head = [(0, page.set("eyebrow", EYEBROW, frame.width)),
            (page.between(36, 48), page.set("title", Style("bold", 46 if tight else 56, 112 if portrait else 92, 1.08, 4, True, lead=True),
                                            frame.width))]
    pad = page.between(36 if tight else 52, 72)
    most = (76 if portrait else 64) - 2 * len(page.content.order)
    rows = rows_of(page, Style("regular", 40 if tight else 44, most, 1.2, 3, True), frame.width, (48 if tight else 56, 80))
    foot = Box(frame.left, 0, frame.right, frame.footer - page.between(36 if tight else 40, 60))
    end, marks = foot_of(page, foot, pad=24, gap=28, small=(36, 44)) if tight else foot_of(page, foot)
    start = frame.top + stack(head) + pad
    gap = page.between(20 if tight else 32, 52)
    slack = end - start - sum(row.height for row in rows) - gap * (len(rows) + 1)
    if slack < 0:
        raise NoRoom
    band = start + min(slack // 3, 160)
    marks = [*canvas(page), Fill(box=Box(0, 0, page.size[0], band), colour=theme.panel, ground=theme.panel), *marks]
    marks += _head(page, head, (frame.left, band - pad - stack(head)))
    marks += _list(page, rows, Box(frame.left, band, frame.right, end))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _wide(page: Page, *, side: int = SIDE, beside: bool = False) -> list[Mark]:
    """A band of ``side`` pixels with the title, and with ``beside`` the note too; the list on the right."""
    frame, theme, tight = FRAMES[page.size], page.theme, side < SIDE
    measure = side - frame.left - (28 if tight else 36)
    head = [(0, page.set("eyebrow", EYEBROW._replace(lines=3), measure)),
            (page.between(32, 44), page.set("title", Style("bold", 40 if tight else 42, 72, 1.08, 6, True, lead=True), measure)),
            (30, page.set("note", Style("regular", 36, 40, 1.26, 5), measure) if beside else None)]
    sign = footer(page, Box(frame.left, frame.footer, side - 24, frame.bottom), on_panel(theme), narrow=True)
    if frame.top + stack(head) > min(mark.box.top for mark in sign if not isinstance(mark, Run)) - 40:
        raise NoRoom
    left = side + 44
    rows = rows_of(page, Style("regular", 36, 52, 1.18, 3, True), frame.right - left, (44, 64))
    handle = corner(page, frame.right - left)
    base = frame.bottom - 8
    low = base - handle.cap - page.between(30, 40) if handle else base
    pad, gap = (20, 22) if tight else (24, 30)
    end, marks = foot_of(page, Box(left, 0, frame.right, low), pad=pad, gap=gap, small=(36, 40), note=not beside)
    top = frame.top - page.between(20, 34)
    if end - top < sum(row.height for row in rows) + page.between(15 if tight else 19, 40) * (len(rows) + 1):
        raise NoRoom
    band = Fill(box=Box(0, 0, side, page.size[1]), colour=theme.panel, ground=theme.panel)
    marks = [*canvas(page), band, *marks, *_head(page, head, (frame.left, frame.top))]
    marks += _list(page, rows, Box(left, top, frame.right, end))
    if handle:
        marks += page.put(handle, (frame.right, base - handle.cap), (theme.text, theme.ground), right=True)
    return [*marks, *sign]


def _head(page: Page, head: list[tuple[int, Block | None]], at: tuple[int, int]) -> list[Mark]:
    marks: list[Mark] = []
    where = tops(head, at[1])
    for _, block in head:
        if block is None:
            continue
        colour = page.theme.panel_eyebrow if block.field == "eyebrow" else page.theme.panel_text
        marks += page.put(block, (at[0], where[block.field]), (colour, page.theme.panel))
    return marks


def _list(page: Page, rows: list[Row], area: Box) -> list[Mark]:
    """The rows over the whole height of ``area``, with the same room over and under each, and hairlines between."""
    theme, top = page.theme, float(area.top)
    marks: list[Mark] = []
    room = (area.height - sum(row.height for row in rows)) / (2 * len(rows))
    room = min(room, 110 - 10 * len(rows))
    top += (area.height - sum(row.height for row in rows) - 2 * len(rows) * room) / 2
    for n, row in enumerate(rows):
        if n:
            line = Box(area.left, round(top) - 1, area.right, round(top) + 1)
            marks.append(Fill(box=line, colour=theme.line, ground=theme.ground))
        marks += _row(page, row, (area.left, round(top + room)))
        top += row.height + 2 * room
    return marks


def _row(page: Page, row: Row, at: tuple[int, int]) -> list[Mark]:
    theme = page.theme
    # a number stands level with the first line of its words; a single line stands in the middle of its number
    first = at[1] + (row.height - row.words.height) // 2
    centre = first + row.words.cap // 2
    disc = Box(at[0], centre - row.disc // 2, at[0] + row.disc, centre - row.disc // 2 + row.disc)
    marks: list[Mark] = [Fill(box=disc, colour=theme.panel, ground=theme.ground, radius=row.disc // 2)]
    middle = disc.left + (row.disc - page.width(row.number)) // 2, disc.top + (row.disc - row.number.cap) // 2
    marks += page.put(row.number, middle, (theme.panel_text, theme.panel), within=disc)
    return [*marks, *page.put(row.words, (disc.right + GAP, first), (theme.text, theme.ground))]
