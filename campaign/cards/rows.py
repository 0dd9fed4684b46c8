"""Numbered entries, and what stands under them: the parts that lists share."""

from __future__ import annotations

from typing import NamedTuple

from campaign.cards.frame import on_ground, strip
from campaign.cards.marks import Box, Fill, Mark
from campaign.cards.page import Block, Page, Style

GAP = 24  # between a number's disc and its words


class Row(NamedTuple):
    """One entry of the list: its words, its number, how high both are."""

    words: Block
    number: Block
    disc: int
    height: int


def rows_of(page: Page, style: Style, measure: int, disc: tuple[int, int], gap: int = GAP) -> list[Row]:
    """The list's entries in their order, set in lines beside discs of ``disc`` pixels (smallest, largest)."""
    side = page.between(*disc)
    rows = []
    for place, n in enumerate(page.content.order, page.content.start):
        words = page.set(f"items.{n}", style, measure - side - gap)
        number = page.set(f"mark.{place}", Style("bold", max(36, disc[0] * 5 // 8), disc[1] * 5 // 8, 1.0, 1), side, text=str(place))
        assert words is not None
        assert number is not None
        rows.append(Row(words, number, side, max(side, words.height)))
    return rows


def foot_of(
    page: Page, area: Box, *, pad: int = 34, gap: int = 40, small: tuple[int, int] = (38, 44), note: bool = True
) -> tuple[int, list[Mark]]:
    """The note (where it is not elsewhere) and what to do, over ``area.bottom``: where they begin, and their marks."""
    theme, end = page.theme, area.bottom
    marks: list[Mark] = []
    action = page.set("action", Style("bold", *small, 1.25, 3, True), area.width - 2 * pad)
    if action:
        panel = Box(area.left, end - action.height - 2 * pad, area.right, end)
        marks += strip(page, action, panel, on_ground(theme))
        end = panel.top - gap + 4
    words = page.set("note", Style("regular", *small, 1.28, 4, True), area.width) if note else None
    if words:
        end -= words.height
        marks += page.put(words, (area.left, end), (theme.text, theme.ground))
        end -= gap + 4
        marks.append(Fill(box=Box(area.left, end - 1, area.right, end + 1), colour=theme.line, ground=theme.ground))
    return end, marks
