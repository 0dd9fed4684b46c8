"""What to do, step by step: numbers on one line down the card, the words beside them."""

from __future__ import annotations

from functools import partial

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground, rings
from campaign.cards.marks import Box, Fill, Mark
from campaign.cards.page import Block, NoRoom, Page, Style, stack, tops
from campaign.cards.rows import Row, foot_of, rows_of
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)
GAP = 32  # between a number's disc and its words
RAIL = 8  # the width of the line that joins the numbers
COLUMN = 400  # for the title, where it stands beside the steps

Parts = list[tuple[int, Block | None]]


def draw(page: Page) -> list[Mark]:
    """Title over the steps, or beside them where the card is wide."""
    if page.size == LANDSCAPE:
        tight = partial(_wide, tight=True)
        return fit(page, _wide, tight, partial(tight, beside="all"), partial(tight, beside="note"))
    return fit(page, _tall, partial(_tall, tight=True))


def _tall(page: Page, *, tight: bool = False) -> list[Mark]:
    frame, tall = FRAMES[page.size], page.size in TALL
    most = (80 if tall else 66) - 2 * len(page.content.order)
    title = Style("bold", 46 if tight else 60, 124 if tall else 96, 1.08, 4, True, lead=True)
    head = [(0, page.set("eyebrow", EYEBROW, frame.width)), (page.between(36, 56), page.set("title", title, frame.width))]
    rows = rows_of(page, Style("semibold", 40 if tight else 46, most, 1.2, 3, True), frame.width, (52 if tight else 64, 104), GAP)
    foot = Box(frame.left, 0, frame.right, frame.footer - page.between(36 if tight else 44, 60))
    end, marks = foot_of(page, foot, pad=24, gap=28, small=(36, 44)) if tight else foot_of(page, foot)
    if any(mark.box.top == end - 1 for mark in marks):
        end -= 28  # a hairline stands there
    elif marks:
        end -= 20
    top = frame.top + stack(head) + page.between(40 if tight else 56, 84)
    if end - top < sum(row.height for row in rows) + page.between(20 if tight else 32, 64) * (len(rows) - 1):
        raise NoRoom
    back = canvas(page) + rings(page, (frame.right - 30, frame.top + 150), 420)
    marks = [*back, *marks, *_head(page, head, (frame.left, frame.top))]
    marks += _steps(page, rows, Box(frame.left, top, frame.right, end))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(page.theme))


def _wide(page: Page, *, tight: bool = False, beside: str = "") -> list[Mark]:
    """The title on the left, with ``beside`` the note or all that is under the steps elsewhere; the steps on the right."""
    frame = FRAMES[page.size]
    column = COLUMN - 40 * tight
    left = frame.left + column + 52
    title = Style("bold", 40 if tight else 48, 84, 1.08, 6, True, lead=True)
    head = [(0, page.set("eyebrow", EYEBROW._replace(lines=3), column)), (page.between(30, 44), page.set("title", title, column)),
            (28, page.set("note", Style("regular", 36, 40, 1.26, 6), column) if beside == "note" else None)]
    rows = rows_of(page, Style("semibold", 36, 54, 1.12 if tight else 1.16, 3, True), frame.right - left, (48, 80), GAP - 8 * bool(beside))
    low = frame.footer - (24 if tight else 36)
    under = beside == "all"
    foot = Box(frame.left if under else left, 0, frame.left + column if under else frame.right, low)
    end, marks = foot_of(page, foot, pad=20 if tight else 24, gap=20 if tight else 30, small=(36, 40), note=beside != "note")
    if frame.top + stack(head) > (end - 24 if under else low):
        raise NoRoom
    end = low if under or not marks else end - (12 if tight else 24)
    top = frame.top - 10
    if end - top < sum(row.height for row in rows) + page.between(12 if tight else 22, 44) * (len(rows) - 1):
        raise NoRoom
    marks = [*canvas(page), *rings(page, (frame.left + 40, frame.footer - 30), 300), *marks, *_head(page, head, (frame.left, frame.top))]
    marks += _steps(page, rows, Box(left, top, frame.right, end))
    return [*marks, *footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(page.theme))]


def _head(page: Page, head: Parts, at: tuple[int, int]) -> list[Mark]:
    marks: list[Mark] = []
    where = tops(head, at[1])
    for _, block in head:
        if block is not None:
            colour = page.theme.eyebrow if block.field == "eyebrow" else page.theme.text
            marks += page.put(block, (at[0], where[block.field]), (colour, page.theme.ground))
    return marks


def _steps(page: Page, rows: list[Row], area: Box) -> list[Mark]:
    """The steps with the same room between them, on the bottom of ``area``, and the line from the first number to the last."""
    theme, filled = page.theme, sum(row.height for row in rows)
    room = min((area.height - filled) / (len(rows) - 1), 1.1 * rows[0].disc)
    top = area.bottom - filled - room * (len(rows) - 1)
    marks: list[Mark] = []
    discs: list[Box] = []
    for row in rows:
        first = round(top)
        words = first + (row.height - row.words.height) // 2
        centre = words + row.words.cap // 2
        disc = Box(area.left, centre - row.disc // 2, area.left + row.disc, centre - row.disc // 2 + row.disc)
        marks.append(Fill(box=disc, colour=theme.panel, ground=theme.ground, radius=row.disc // 2))
        middle = disc.left + (row.disc - page.width(row.number)) // 2, disc.top + (row.disc - row.number.cap) // 2
        marks += page.put(row.number, middle, (theme.panel_text, theme.panel), within=disc)
        marks += page.put(row.words, (disc.right + GAP, words), (theme.text, theme.ground))
        discs.append(disc)
        top += row.height + room
    middle_x = discs[0].left + discs[0].width // 2 - RAIL // 2
    rail = Box(middle_x, discs[0].top + discs[0].height // 2, middle_x + RAIL, discs[-1].top)
    return [Fill(box=rail, colour=theme.panel, ground=theme.ground), *marks]
