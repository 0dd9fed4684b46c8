"""What people believe, and what is true: the fact on its own ground, larger than the myth, which nobody should remember."""

from __future__ import annotations

from functools import partial

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, Surface, canvas, corner, footer, on_ground, on_panel, strip
from campaign.cards.marks import Box, Fill, Mark, Run
from campaign.cards.page import Block, NoRoom, Page, Style
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)
PAD = 22  # left and right of a word in its chip
Halves = tuple[tuple[Block, Block], tuple[Block, Block]]


def draw(page: Page) -> list[Mark]:
    """The myth above and the fact below, or side by side where the card is wide."""
    if page.size == LANDSCAPE:
        return fit(page, _wide, partial(_wide, share=0.34, tight=True))
    return fit(page, _tall, partial(_tall, tight=True))


def _tall(page: Page, *, tight: bool = False) -> list[Mark]:
    frame, theme, tall = FRAMES[page.size], page.theme, page.size in TALL
    eyebrow = page.set("eyebrow", EYEBROW, frame.width)
    (word, myth), (over, fact) = _said(page, frame.width, (40 if tight else 48, 72), (46 if tight else 60, 128 if tall else 100))
    source = page.set("source", Style("regular", 36, 38, 1.25, 2, True), frame.width)
    pad, gap = page.between(44 if tight else 56, 84), page.between(30 if tight else 40, 52)
    strip_pad = 26 if tight else 34
    action = page.set("action", Style("bold", 38, 46, 1.24, 3, True), frame.width - 2 * strip_pad)
    low = frame.footer - (40 if tight else 56)
    panel = Box(frame.left, low - action.height - 2 * strip_pad, frame.right, low) if action else None
    end = panel.top - page.between(32, 48) if panel else low
    if source:
        end -= source.height + page.between(34, 46)
    upper = frame.top + (eyebrow.height + page.between(40, 64) if eyebrow else 0)
    first, second = _chip(word) + gap + myth.height, _chip(over) + gap + fact.height
    slack = end - upper - first - second - 2 * pad
    if slack < 0:
        raise NoRoom
    # the fact stands on the footer and the ground between the two gives way
    split = upper + first + pad + slack // 2
    below = split + pad + slack // 2 if slack > 2 * pad else end - second
    marks = [*canvas(page), Fill(box=Box(0, split, *page.size), colour=theme.panel, ground=theme.panel)]
    if eyebrow:
        marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _half(page, (word, myth), (frame.left, upper + slack // 4), gap, on_ground(theme))
    marks += _half(page, (over, fact), (frame.left, min(below, end - second)), gap, on_panel(theme))
    if source:
        marks += page.put(source, (frame.left, end + page.between(34, 46)), (theme.panel_text, theme.panel))
    if action and panel:
        marks += strip(page, action, panel, on_panel(theme))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_panel(theme))


def _wide(page: Page, *, share: float = 0.42, tight: bool = False) -> list[Mark]:
    frame, theme = FRAMES[page.size], page.theme
    split = round(page.size[0] * share)
    left, column = split + 52, split - frame.left - 36
    eyebrow = page.set("eyebrow", EYEBROW._replace(lines=3), column)
    (word, myth), (over, fact) = _said(page, column, (36, 60), (36 if tight else 44, 112), frame.right - left)
    source = page.set("source", Style("regular", 36, 36, 1.22, 3, True), frame.right - left)
    action = page.set("action", Style("bold", 36, 40, 1.2, 4, True), frame.right - left - 2 * 24)
    gap = page.between(26 if tight else 32, 44)
    low = frame.footer - (28 if tight else 36)
    panel = Box(left, low - action.height - 2 * 24, frame.right, low) if action else None
    end = panel.top - page.between(28, 40) if panel else low
    if source:
        end -= source.height + page.between(22, 32)
    upper = frame.top + (eyebrow.height + page.between(36, 56) if eyebrow else 0)
    if tight:  # a long name has more room beside the myth than under it
        sign = footer(page, Box(left, frame.footer, frame.right, frame.bottom), on_panel(theme), narrow=True)
        floor = frame.footer - 10
        sign += _corner(page, on_ground(theme), frame.left, column)
    else:
        sign = footer(page, Box(frame.left, frame.footer, split - 24, frame.bottom), on_ground(theme), narrow=True)
        floor = min(mark.box.top for mark in sign if not isinstance(mark, Run)) - 36
        sign += _corner(page, on_panel(theme), frame.right, frame.right - left, right=True)
    if upper + _chip(word) + gap + myth.height > floor or frame.top + _chip(over) + gap + fact.height > end:
        raise NoRoom
    marks = [*canvas(page), Fill(box=Box(split, 0, *page.size), colour=theme.panel, ground=theme.panel), *sign]
    if eyebrow:
        marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    marks += _half(page, (word, myth), (frame.left, upper), gap, on_ground(theme))
    marks += _half(page, (over, fact), (left, frame.top), gap, on_panel(theme))
    if source:
        marks += page.put(source, (left, end + page.between(22, 32)), (theme.panel_text, theme.panel))
    if action and panel:
        marks += strip(page, action, panel, on_panel(theme))
    return marks


def _corner(page: Page, surface: Surface, x: int, measure: int, *, right: bool = False) -> list[Mark]:
    """The footer text, level with the signature, in the other half."""
    frame = FRAMES[page.size]
    block = corner(page, measure)
    at = x, (frame.footer + frame.bottom - (block.cap if block else 0)) // 2
    return [] if block is None else [*page.put(block, at, (surface.text, surface.ground), right=right)]


def _said(page: Page, measure: int, myth: tuple[int, int], fact: tuple[int, int], other: int = 0) -> Halves:
    """Myth and fact, each under its word; the myth's largest size stays under the fact's smallest."""
    found = []
    for name, style, width in (("myth", Style("regular", *myth, 1.22, 8, True), measure),
                               ("fact", Style("bold", *fact, 1.12, 9, True, lead=True), other or measure)):
        word = page.set(f"{name}.word", Style("bold", 36, 40, 1.2, 1), width - 2 * PAD)
        words = page.set(name, style, width)
        assert word is not None
        assert words is not None
        found.append((word, words))
    if found[0][1].size > found[1][1].size:
        raise NoRoom
    return found[0], found[1]


def _chip(word: Block) -> int:
    """The height of the chip around a word."""
    return word.cap + 36


def _half(page: Page, said: tuple[Block, Block], at: tuple[int, int], gap: int, surface: Surface) -> list[Mark]:
    word, words = said
    chip = Box(at[0], at[1], at[0] + page.width(word) + 2 * PAD, at[1] + _chip(word))
    marks: list[Mark] = [Fill(box=chip, colour=surface.chip, ground=surface.ground, radius=12)]
    marks += page.put(word, (chip.left + PAD, chip.top + 18), (surface.chip_text, surface.chip), within=chip)
    return [*marks, *page.put(words, (at[0], chip.bottom + gap), (surface.text, surface.ground))]
