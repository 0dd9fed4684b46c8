"""What happens when and where: the date as a leaf of a calendar, the time and the place beside it."""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground, rings
from campaign.cards.marks import Box, Fill, Mark, Run
from campaign.cards.page import Block, NoRoom, Page, Style, stack, tops
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)
# "Wednesday 18 March 2026", "18–24 March", "Dydd Mercher 18 Mawrth": the day of the month is what people look for
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(rf"(?P<before>[^\d,]{{2,24}}?)?,? ?(?P<day>{_DAY}(?: ?[–-] ?{_DAY})?) (?P<after>[^\d]{{3,12}}(?: \d{{4}})?)")

Parts = list[tuple[int, Block | None]]


class Leaf(NamedTuple):
    """The date in its lines, from the weekday to the year, and how high and wide they are."""

    lines: tuple[Block, ...]
    gap: int
    width: int
    height: int


def draw(page: Page) -> list[Mark]:
    """Title over the date, or beside it where the card is wide."""
    plans = (_wide, partial(_tall, tight=True)) if page.size == LANDSCAPE else (_tall, partial(_tall, tight=True))
    return fit(page, *plans)


def _tall(page: Page, *, tight: bool = False) -> list[Mark]:
    frame, theme, tall, wide = FRAMES[page.size], page.theme, page.size in TALL, page.size == LANDSCAPE
    title = Style("bold", 42 if wide else 50 if tight else 68, 150 if tall else 116, 1.06, 6, True, lead=True)
    text = Style("regular", 36 if wide else 38 if tight else 44, 54 if tall else 48, 1.3, balance=True)
    eyebrow = page.set("eyebrow", EYEBROW, frame.width)
    assert eyebrow is not None
    words = [(0, page.set("title", title, frame.width)), (page.between(26 if wide else 36, 56), page.set("text", text, frame.width))]
    action = page.set("action", Style("bold", 38, 46, 1.22, 2, True), frame.width)
    low = frame.footer - (30 if wide else 44 if tight else 60)
    end = low - (action.height + page.between(26 if wide else 36, 52) if action else 0)
    pad = page.between(24 if wide else 32 if tight else 40, 56)
    inside = frame.width - 2 * pad
    leaf = _leaf(page, inside, (84 if wide else 110 if tight else 150, 300 if tall else 220))
    beside = _beside(page, inside - leaf.width - 2 * pad)
    panel = Box(frame.left, end - max(leaf.height, stack(beside)) - 2 * pad, frame.right, end)
    top = panel.top - page.between(28 if wide else 40 if tight else 52, 76) - stack(words)
    if top < frame.top + eyebrow.height + page.between(26 if wide else 36 if tight else 52, 76):
        raise NoRoom
    marks = canvas(page) + rings(page, (frame.right - 30, frame.top + 150), 420)
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _words(page, words, (frame.left, top))
    marks += _panel(page, leaf, beside, panel, pad)
    if action:
        marks += page.put(action, (frame.left, low - action.height), (theme.eyebrow, theme.ground))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _wide(page: Page) -> list[Mark]:
    """The date, with time and place under it, in a panel on the right over the whole height."""
    frame, theme, column = FRAMES[page.size], page.theme, 384
    measure = frame.width - column - 60
    pad, low = 36, frame.footer - 40
    eyebrow = page.set("eyebrow", EYEBROW, measure)
    assert eyebrow is not None
    words = [(0, page.set("title", Style("bold", 48, 104, 1.06, 6, True, lead=True), measure)),
             (page.between(26, 40), page.set("text", Style("regular", 36, 44, 1.26), measure))]
    action = page.set("action", Style("bold", 36, 42, 1.2, 3, True), measure)
    leaf = _leaf(page, column - 2 * pad, (120, 240))
    under = _beside(page, column - 2 * pad)
    end = low - (action.height + page.between(32, 44) if action else 0)
    top, rest = end - stack(words), low - frame.top - 2 * pad - leaf.height
    if top < frame.top + eyebrow.height + page.between(32, 48) or (stack(under) and rest < stack(under) + 60) or rest < 0:
        raise NoRoom
    marks = canvas(page) + rings(page, (frame.left + 300, frame.top + 60), 330)
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground)) + _words(page, words, (frame.left, top))
    if action:
        marks += page.put(action, (frame.left, low - action.height), (theme.eyebrow, theme.ground))
    panel = Box(frame.right - column, frame.top, frame.right, low)
    marks.append(Fill(box=panel, colour=theme.panel, ground=theme.ground, radius=24))
    lift = 0 if stack(under) else rest // 2
    marks += _date(page, leaf, (panel.left + pad, panel.top + pad + lift), panel)
    if stack(under):
        line = panel.bottom - pad - stack(under) - 30
        marks.append(Fill(box=Box(panel.left + pad, line, panel.right - pad, line + 3), colour=theme.panel_eyebrow, ground=theme.panel))
        marks += _on_panel(page, under, (panel.left + pad, panel.bottom - pad - stack(under)))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _leaf(page: Page, measure: int, sizes: tuple[int, int]) -> Leaf:
    """The date, its day large; a date that is written otherwise in a few lines of one size."""
    date = page.content.get("date")
    found = _DATE.fullmatch(date)
    if page.size != LANDSCAPE and not (page.content.get("time") or page.content.get("place")):
        block = page.set("date", Style("bold", 64, 220, 1.06, 3, True), measure)
        assert block is not None
        return Leaf((block,), 0, page.width(block), block.height)
    if found is None or re.sub(r"[\s,]", "", date) != re.sub(r"[\s,]", "", "".join(g or "" for g in found.groups())):
        block = page.set("date", Style("bold", 44, 84, 1.12, 4, True), measure)
        assert block is not None
        return Leaf((block,), 0, page.width(block), block.height)
    small = Style("bold", 38, 54, 1.1, 1)
    before = f"{found['before']}," if found["before"] and "," in date else found["before"]
    lines = [page.set("date", small, measure, text=before) if before else None,
             page.set("date", Style("bold", *sizes, 1.0, 1), measure, text=found["day"]),
             page.set("date", small, measure, text=found["after"])]
    there = tuple(line for line in lines if line is not None)
    gap = page.between(26, 44)
    return Leaf(there, gap, max(map(page.width, there)), sum(line.height for line in there) + gap * (len(there) - 1))


def _beside(page: Page, measure: int) -> Parts:
    """Time and place."""
    if measure < 200 and (page.content.get("time") or page.content.get("place")):
        raise NoRoom
    least = 36 if page.size == LANDSCAPE else 40
    return [(0, page.set("time", Style("bold", least, least + 16, 1.18, 3, True), measure)),
            (page.between(22, 34), page.set("place", Style("regular", least, least + 10, 1.24, 5), measure))]


def _panel(page: Page, leaf: Leaf, beside: Parts, panel: Box, pad: int) -> list[Mark]:
    theme = page.theme
    marks: list[Mark] = [Fill(box=panel, colour=theme.panel, ground=theme.ground, radius=24)]
    marks += _date(page, leaf, (panel.left + pad, panel.top + (panel.height - leaf.height) // 2), panel)
    if stack(beside):
        line = panel.left + 2 * pad + leaf.width
        marks.append(Fill(box=Box(line - 2, panel.top + pad, line + 1, panel.bottom - pad), colour=theme.panel_eyebrow, ground=theme.panel))
        marks += _on_panel(page, beside, (line + pad, panel.top + (panel.height - stack(beside)) // 2))
    return marks


def _date(page: Page, leaf: Leaf, at: tuple[int, int], panel: Box) -> list[Run]:
    theme, top = page.theme, at[1]
    runs: list[Run] = []
    for line in leaf.lines:
        large = line.size == max(block.size for block in leaf.lines)
        runs += page.put(line, (at[0], top), (theme.panel_eyebrow if large else theme.panel_text, theme.panel), within=panel)
        top += line.height + leaf.gap
    return runs


def _on_panel(page: Page, parts: Parts, at: tuple[int, int]) -> list[Mark]:
    return _coloured(page, parts, at, page.theme.panel_text, page.theme.panel)


def _words(page: Page, parts: Parts, at: tuple[int, int]) -> list[Mark]:
    return _coloured(page, parts, at, page.theme.text, page.theme.ground)


def _coloured(page: Page, parts: Parts, at: tuple[int, int], colour: tuple[int, int, int], ground: tuple[int, int, int]) -> list[Mark]:
    marks: list[Mark] = []
    where = tops(parts, at[1])
    for _, block in parts:
        if block is not None:
            marks += page.put(block, (at[0], where[block.field]), (colour, ground))
    return marks
