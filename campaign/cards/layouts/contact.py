"""Where to turn: the number that saves a life first and largest, then the others, each under the words that say when."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground, rings
from campaign.cards.marks import Box, Fill, Mark, Run
from campaign.cards.page import Block, NoRoom, Page, Style, stack, tops
from campaign.cards.sizes import LANDSCAPE, TALL

Parts = list[tuple[int, Block | None]]


class Entry(NamedTuple):
    """A number with its words: ``beside`` them at the right, or under them."""

    words: Parts
    number: Block
    beside: bool
    height: int


def draw(page: Page) -> list[Mark]:
    """Title, numbers, link; where the card is wide the numbers have their own half."""
    plan = _wide if page.size == LANDSCAPE else _tall
    return fit(page, plan, partial(plan, tight=True))


def _tall(page: Page, *, tight: bool = False) -> list[Mark]:
    frame, portrait = FRAMES[page.size], page.size in TALL
    first, *others = page.content.order
    crowded = not portrait or len(others) > 1
    title = Style("bold", 52 if tight else 64, 148 if portrait else 112, 1.08, 3, True, lead=True)
    head = _texts(page, (title, Style("regular", 44, 50, 1.3, 4, True)), frame.width)
    link = page.set("link", Style("bold", 38, 48, 1.2, 2), frame.width)
    pad = page.between(28 if tight else 40 if portrait else 32, 60)
    lead = _entry(page, first, frame.width - 2 * pad, (104, 320 if portrait else 220), beside=crowded)
    rows = [_entry(page, n, frame.width, (64, 112 if portrait else 88), beside=crowded) for n in others]
    low = frame.footer - page.between(36 if tight else 44, 64)
    end = low - (link.height + page.between(24 if tight else 36, 52) if link else 0)
    # no eyebrow stands over this title: as large as it is, it would seem to touch the edge
    high = frame.top + (0 if tight else 28 if portrait else 16)
    start = high + stack(head) + page.between(36 if tight else 52, 76)
    slack = end - start - _height(lead, pad, rows, page.between(26 if tight else 56 if portrait else 40, 72))
    if slack < 0:
        raise NoRoom
    # what is left goes into the panel and the rows, and the rest over them: the numbers stand on the footer
    grown, loose = min(slack // 2, 150 if rows else 280), min(slack // 4, 40 * len(rows))
    top = start + slack - grown - loose
    panel = Box(frame.left, top, frame.right, top + lead.height + 2 * pad + grown)
    marks = [*canvas(page), *rings(page, (frame.right - 30, frame.top + 150), 420), *_head(page, head, (frame.left, high))]
    marks += _panel(page, lead, panel, pad)
    marks += _rows(page, rows, Box(frame.left, panel.bottom, frame.right, end), closed=bool(link))
    marks += _link(page, link, (frame.left, low))
    return [*marks, *footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(page.theme))]


def _wide(page: Page, *, tight: bool = False) -> list[Mark]:
    frame = FRAMES[page.size]
    first, *others = page.content.order
    left, measure = (440, 330) if tight else (520, 400)
    head = _texts(page, (Style("bold", 44, 96, 1.08, 5, True, lead=True), Style("regular", 36, 40, 1.28, 6, True)), measure)
    low = frame.footer - (26 if tight else 44)
    link, under = _wide_link(page, measure, frame.right - left)
    end = low - (link.height + page.between(20 if tight else 30, 40) if link and under else 0)
    if frame.top + stack(head) + (link.height + 40 if link and not under else 0) > low:
        raise NoRoom
    pad = page.between(20 if tight else 28, 40)
    lead = _entry(page, first, frame.right - left - 2 * pad, (74, 190), beside=True)
    rows = [_entry(page, n, frame.right - left, (44, 72), beside=True) for n in others]
    slack = end - frame.top - _height(lead, pad, rows, page.between(16 if tight else 36, 52))
    if slack < 0:
        raise NoRoom
    grown = slack if not rows else slack // 2
    panel = Box(left, frame.top, frame.right, frame.top + lead.height + 2 * pad + grown)
    marks = [*canvas(page), *_head(page, head, (frame.left, frame.top)), *_panel(page, lead, panel, pad)]
    marks += _rows(page, rows, Box(left, panel.bottom, frame.right, end), closed=bool(link and under))
    marks += _link(page, link, (left if under else frame.left, low))
    return [*marks, *footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(page.theme))]


def _texts(page: Page, styles: tuple[Style, Style], measure: int) -> Parts:
    return [(0, page.set("title", styles[0], measure)), (page.between(44, 56), page.set("text", styles[1], measure))]


def _height(lead: Entry, pad: int, rows: list[Entry], gap: int) -> int:
    return lead.height + 2 * pad + sum(row.height + gap for row in rows)


def _wide_link(page: Page, measure: int, under: int) -> tuple[Block | None, bool]:
    """The link in the title's column, or (True) under the numbers where it would have to be broken and there is room."""
    try:
        return page.set("link", Style("bold", 36, 42, 1.2, 1 if len(page.content.order) < 4 else 3), measure), False
    except NoRoom:
        return page.set("link", Style("bold", 36, 40, 1.2, 2), under), True


def _link(page: Page, link: Block | None, at: tuple[int, int]) -> list[Run]:
    """The link, its last line on ``at``."""
    return [] if link is None else page.put(link, (at[0], at[1] - link.height), (page.theme.eyebrow, page.theme.ground))


def _entry(page: Page, n: int, measure: int, sizes: tuple[int, int], *, beside: bool) -> Entry:
    """One number, as large as ``sizes`` allow (an address smaller), with its words."""
    value = page.content.get(f"numbers.{n}.value")
    if any(c.isalpha() for c in value) and not value.casefold().startswith("text "):
        sizes = (max(36, sizes[0] * 5 // 8), sizes[1] // 2)
    number = page.set(f"numbers.{n}.value", Style("bold", *sizes, 1.1, 1), measure)
    assert number is not None
    if beside:
        entry = _beside(page, n, number, measure)
        if entry:
            return entry
        smallest = replace(page, step=0.0, lead=0.0)
        if _beside(smallest, n, replace(number, size=sizes[0]), measure):
            raise NoRoom  # a little smaller it stands beside its words, as the others do
    words = _labels(page, n, measure)
    return Entry(words, number, False, stack([*words, (page.between(28, 36), number)]))


def _beside(page: Page, n: int, number: Block, measure: int) -> Entry | None:
    """The words left of their number, where there is room for them."""
    try:
        words = _labels(page, n, measure - page.width(number) - 40)
    except NoRoom:
        return None
    return Entry(words, number, True, max(stack(words), number.height))


def _labels(page: Page, n: int, measure: int) -> Parts:
    """When to use the number, and whose it is: the first of the two in bold."""
    least = 40 if page.size != LANDSCAPE else 36
    strong, plain = Style("bold", least, least + 8, 1.16, 2), Style("regular", least - 2 if least > 38 else least, least + 4, 1.2, 2)
    paths = [f"numbers.{n}.purpose", f"numbers.{n}.label"]
    if page.content.get(paths[0]) and page.content.get(paths[1]) and "emergency" not in page.content.get(paths[0]).casefold():
        paths.reverse()
    there = [path for path in paths if page.content.get(path)]
    if measure < 120:
        raise NoRoom
    return [(22, page.set(path, plain if place else strong, measure)) for place, path in enumerate(there)]


def _head(page: Page, head: Parts, at: tuple[int, int]) -> list[Mark]:
    marks: list[Mark] = []
    where = tops(head, at[1])
    for _, block in head:
        if block is not None:
            marks += page.put(block, (at[0], where[block.field]), (page.theme.text, page.theme.ground))
    return marks


def _panel(page: Page, lead: Entry, panel: Box, pad: int) -> list[Mark]:
    theme = page.theme
    marks: list[Mark] = [Fill(box=panel, colour=theme.panel, ground=theme.ground, radius=24)]
    inside = Box(panel.left + pad, panel.top, panel.right - pad, panel.bottom)
    return marks + _place(page, lead, inside, (theme.panel_text, theme.panel_eyebrow, theme.panel))


def _rows(page: Page, rows: list[Entry], area: Box, *, closed: bool) -> list[Mark]:
    """The other numbers over the whole height of ``area``, hairlines between them and, if ``closed``, under the last."""
    theme = page.theme
    marks: list[Mark] = []
    if not rows:
        return []
    room = (area.height - sum(row.height for row in rows)) / len(rows)
    top = float(area.top)
    for n, row in enumerate(rows):
        if n:
            marks.append(_hairline(page, area, round(top)))
        spot = Box(area.left, round(top), area.right, round(top + row.height + room))
        marks += _place(page, row, spot, (theme.text, theme.text, theme.ground))
        top += row.height + room
    return [*marks, _hairline(page, area, area.bottom)] if closed else marks


def _hairline(page: Page, area: Box, y: int) -> Fill:
    return Fill(box=Box(area.left, y - 1, area.right, y + 1), colour=page.theme.line, ground=page.theme.ground)


def _place(page: Page, entry: Entry, area: Box, colours: tuple[tuple[int, int, int], ...]) -> list[Mark]:
    """Words and number in the middle of ``area``'s height."""
    text, strong, ground = colours
    parts = entry.words if entry.beside else [*entry.words, (page.between(28, 36), entry.number)]
    top = area.top + (area.height - stack(parts)) // 2
    marks: list[Mark] = []
    where = tops(parts, top)
    for _, block in entry.words:
        if block is not None:
            marks += page.put(block, (area.left, where[block.field]), (text, ground))
    if entry.beside:
        spot = area.right, area.top + (area.height - entry.number.height) // 2
        return [*marks, *page.put(entry.number, spot, (strong, ground), right=True, within=area)]
    return [*marks, *page.put(entry.number, (area.left, where[entry.number.field]), (strong, ground))]
