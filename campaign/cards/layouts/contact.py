"""Where to turn: the number that saves a life first and largest, then the others, each under the words that say when."""

from __future__ import annotations

from typing import NamedTuple

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground
from campaign.cards.marks import Box, Fill, Mark
from campaign.cards.page import Block, NoRoom, Page, Style, stack, tops
from campaign.cards.sizes import LANDSCAPE, PORTRAIT

Parts = list[tuple[int, Block | None]]


def draw(page: Page) -> list[Mark]:
    """Title, numbers, link; where the card is wide the numbers have their own half."""
    return fit(page, _wide if page.size == LANDSCAPE else _tall)


class Entry(NamedTuple):
    """A number with its words: ``beside`` them at the right, or under them."""

    words: Parts
    number: Block
    beside: bool
    height: int


def _tall(page: Page) -> list[Mark]:
    frame, theme, portrait = FRAMES[page.size], page.theme, page.size == PORTRAIT
    first, *others = page.content.order
    head: Parts = [(0, page.set("title", Style("bold", 64, 108 if portrait else 88, 1.08, 3, True), frame.width)),
                   (page.between(32, 44), page.set("text", Style("regular", 44, 48, 1.3, 4, True), frame.width))]
    link = page.set("link", Style("bold", 38, 48, 1.2, 2), frame.width)
    pad = page.between(40, 60)
    lead = _entry(page, first, frame.width - 2 * pad, (104, 250 if portrait else 190), beside=not portrait)
    rows = [_entry(page, n, frame.width, (64, 104 if portrait else 84), beside=not portrait or len(others) > 2) for n in others]
    end = frame.footer - page.between(40, 60) - (link.height + page.between(40, 56) if link else 0)
    start = frame.top + stack(head) + page.between(44, 64)
    gap = page.between(24, 36)
    slack = end - start - (lead.height + 2 * pad) - sum(row.height + 2 * gap for row in rows)
    if slack < 0:
        raise NoRoom
    marks = canvas(page) + _head(page, head, (frame.left, frame.top))
    grown = min(slack // (len(rows) + 1), 90)
    panel = Box(frame.left, start, frame.right, start + lead.height + 2 * pad + grown)
    marks += _panel(page, lead, panel, pad)
    marks += _rows(page, rows, Box(frame.left, panel.bottom, frame.right, end))
    if link:
        marks += page.put(link, (frame.left, frame.footer - page.between(40, 60) - link.height), (theme.eyebrow, theme.ground))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _wide(page: Page) -> list[Mark]:
    frame, theme = FRAMES[page.size], page.theme
    first, *others = page.content.order
    left, measure = 520, 400
    head: Parts = [(0, page.set("title", Style("bold", 44, 80, 1.08, 5, True), measure)),
                   (page.between(28, 36), page.set("text", Style("regular", 36, 40, 1.28, 6, True), measure))]
    link = page.set("link", Style("bold", 36, 42, 1.2, 3), measure)
    end = frame.footer - 40
    if frame.top + stack(head) + (link.height + 36 if link else 0) > end:
        raise NoRoom
    pad, width = page.between(28, 40), frame.right - left
    lead = _entry(page, first, width - 2 * pad, (88, 170), beside=True)
    rows = [_entry(page, n, width, (44, 72), beside=True) for n in others]
    slack = end - frame.top - (lead.height + 2 * pad) - sum(row.height + page.between(32, 52) for row in rows)
    if slack < 0:
        raise NoRoom
    panel = Box(left, frame.top, frame.right, frame.top + lead.height + 2 * pad + slack // (len(rows) + 1))
    marks = canvas(page) + _head(page, head, (frame.left, frame.top)) + _panel(page, lead, panel, pad)
    marks += _rows(page, rows, Box(left, panel.bottom, frame.right, end))
    if link:
        marks += page.put(link, (frame.left, end - link.height), (theme.eyebrow, theme.ground))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _entry(page: Page, n: int, measure: int, sizes: tuple[int, int], *, beside: bool) -> Entry:
    """One number, as large as ``sizes`` allow (an address smaller), with its words."""
    value = page.content.get(f"numbers.{n}.value")
    if any(c.isalpha() for c in value) and not value.casefold().startswith("text "):
        sizes = (max(36, sizes[0] * 5 // 8), sizes[1] // 2)
    number = page.set(f"numbers.{n}.value", Style("bold", *sizes, 1.1, 1), measure)
    assert number is not None
    if beside:
        room = measure - page.width(number) - 40
        try:
            words = _labels(page, n, room)
            return Entry(words, number, True, max(stack(words), number.height))
        except NoRoom:
            pass
    words = _labels(page, n, measure)
    return Entry(words, number, False, stack([*words, (page.between(28, 36), number)]))


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


def _rows(page: Page, rows: list[Entry], area: Box) -> list[Mark]:
    theme, marks = page.theme, []
    if not rows:
        return []
    room = (area.height - sum(row.height for row in rows)) / len(rows)
    top = float(area.top)
    for n, row in enumerate(rows):
        if n:
            line = Box(area.left, round(top) - 1, area.right, round(top) + 1)
            marks.append(Fill(box=line, colour=theme.line, ground=theme.ground))
        spot = Box(area.left, round(top), area.right, round(top + row.height + room))
        marks += _place(page, row, spot, (theme.text, theme.text, theme.ground))
        top += row.height + room
    return marks


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
        return marks + [*page.put(entry.number, spot, (strong, ground), right=True, within=area)]
    return [*marks, *page.put(entry.number, (area.left, where[entry.number.field]), (strong, ground))]
