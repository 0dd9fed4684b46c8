"""Someone's words, exactly, under a large quotation mark; who said them never parts from them."""

from __future__ import annotations

from functools import partial

from campaign.cards.fit import fit
from campaign.cards.frame import FRAMES, canvas, footer, on_ground, rings
from campaign.cards.marks import Box, Fill, Mark, Picture, Run
from campaign.cards.page import NoRoom, Page, Style, stack, tops
from campaign.cards.sizes import LANDSCAPE, TALL

EYEBROW = Style("bold", 36, 40, 1.25, 2)
OPENING, CLOSING = "“", "”"  # what opens a quotation that runs from right to left looks as the other one
COLUMNS = (348, 300, 400)  # for who says it, beside many words: the usual, then for more words, then for a long role


def draw(page: Page) -> list[Mark]:
    """The quotation mark stands over the words, or left of them where the card is wide."""
    shown = page.content.get("name") in page.brand.portraits
    if page.size == LANDSCAPE:
        beside = [partial(_wide, face=300), partial(_wide, face=220)] if shown else []
        return fit(page, *beside, _wide, *(partial(_columns, column=column) for column in COLUMNS))
    large = 340 if page.size in TALL else 260
    faces = [partial(_tall, face=large), partial(_tall, face=large * 2 // 3)] if shown else []
    return fit(page, *faces, _tall, partial(_tall, tight=True))


def _tall(page: Page, *, tight: bool = False, face: int = 0) -> list[Mark]:
    """With ``face`` the speaker's portrait stands in the upper right corner, so many pixels wide."""
    frame, theme, portrait = FRAMES[page.size], page.theme, page.size in TALL
    eyebrow = page.set("eyebrow", EYEBROW, frame.width - (face + 48 if face else 0))
    assert eyebrow is not None
    mark = page.between(100 if tight else 130 + 20 * portrait, 320 if portrait else 240)
    sizes = 52 if face else 44, 124 if portrait else 100
    words = page.set("quote", Style("regular", *sizes, 1.18 if tight else 1.24, balance=True), frame.width)
    over = page.between(34 if tight else 52, 76) + 10 + page.between(28 if tight else 36, 48)
    parts = [(0, words), (over, page.set("name", Style("bold", 44, 50, 1.2, 2, True), frame.width)),
             (26, page.set("role", Style("regular", 36, 42, 1.25, 3, True), frame.width))]
    top = frame.footer - (72 if portrait else 44 if tight else 52) - stack(parts)
    sign = _opening(page, (frame.left, top - page.between(28 if tight else 34, 52)), mark)
    over = sign.ink.top - frame.top - eyebrow.height
    if over < page.between(28 if tight else 36, 56) or (face and top < frame.top + face + 56):
        raise NoRoom
    back = _face(page, (frame.right - face, frame.top), face) if face else rings(page, (frame.right - 30, frame.top + 150), 420)
    marks = canvas(page) + back
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    where = tops(parts, top)
    marks += [sign, _rule(page, frame.left, where["name"] - page.between(28 if tight else 36, 48))]
    for _, block in parts:
        if block is not None:
            marks += page.put(block, (frame.left, where[block.field]), (theme.text, theme.ground))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _wide(page: Page, *, face: int = 0) -> list[Mark]:
    """With ``face`` the speaker's portrait stands at the right, so many pixels wide."""
    frame, theme = FRAMES[page.size], page.theme
    beside = face + 56 if face else 0
    eyebrow = page.set("eyebrow", EYEBROW, frame.width - beside)
    assert eyebrow is not None
    sign = _opening(page, (frame.left, 0), page.between(120, 220))
    left = frame.left + sign.ink.width + page.between(28, 44)
    measure = frame.right - left - beside
    parts = [(0, page.set("quote", Style("regular", 36, 84, 1.24, balance=True), measure)),
             (page.between(32, 54) + 8 + page.between(28, 36), page.set("name", Style("bold", 38, 42, 1.2, 2, True), measure)),
             (20, page.set("role", Style("regular", 36, 36, 1.2, 2, True), measure))]
    top = frame.footer - 48 - stack(parts)
    if top < frame.top + eyebrow.height + page.between(34, 56):
        raise NoRoom
    high = (frame.top + frame.footer - face) // 2
    back = _face(page, (frame.right - face, high), face) if face else rings(page, (frame.right - 10, frame.top + 40), 330)
    marks = canvas(page) + back
    marks += page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))
    where = tops(parts, top)
    marks.append(_opening(page, (frame.left, top + sign.ink.height), page.between(120, 220)))
    marks.append(_rule(page, left, where["name"] - page.between(28, 36)))
    for _, block in parts:
        if block is not None:
            marks += page.put(block, (left, where[block.field]), (theme.text, theme.ground))
    return marks + footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))


def _columns(page: Page, *, column: int) -> list[Mark]:
    """Many words on a wide card: who says them on the left, what they say on the right over the whole height."""
    frame, theme = FRAMES[page.size], page.theme
    eyebrow = page.set("eyebrow", EYEBROW._replace(lines=4), column)
    assert eyebrow is not None
    sign = _opening(page, (frame.left + column + 36, 0), 100)
    sign = _opening(page, (frame.left + column + 36, frame.top + sign.ink.height), 100)
    left = sign.ink.right + 18
    words = page.set("quote", Style("regular", 36, 48, 1.2, balance=True), frame.right - left)
    who = [(0, page.set("name", Style("bold", 36, 42, 1.16, 4, True), column)),
           (20, page.set("role", Style("regular", 36, 36, 1.16, 5, True), column))]
    assert words is not None
    end = frame.footer - 34
    top = end - stack(who)
    if frame.top + words.height > end or top - 38 < frame.top + eyebrow.height + 34:
        raise NoRoom
    marks = [*canvas(page), *page.put(eyebrow, (frame.left, frame.top), (theme.eyebrow, theme.ground))]
    marks += [sign, _rule(page, frame.left, top - 28)]
    where = tops(who, top)
    for _, block in who:
        if block is not None:
            marks += page.put(block, (frame.left, where[block.field]), (theme.text, theme.ground))
    marks += page.put(words, (left, frame.top), (theme.text, theme.ground))
    return [*marks, *footer(page, Box(frame.left, frame.footer, frame.right, frame.bottom), on_ground(theme))]


def _opening(page: Page, at: tuple[int, int], height: int) -> Run:
    """The mark with its ink's bottom left corner ``at``, sized so that the ink is about a third of ``height``."""
    shape = CLOSING if page.brand.faces["bold"].rtl else OPENING
    block = page.set("mark.quote", Style("bold", height, height, 1.0, 1), 2 * height, text=shape, size=height)
    assert block is not None
    hang = at[0] - height // 36  # round and slanting, it looks indented where its ink begins at the margin
    (run,) = page.put(block, (hang, 0), (page.theme.mark, page.theme.ground), within=Box(0, -9999, *page.size))
    down = at[1] - run.ink.bottom
    (run,) = page.put(block, (hang, down), (page.theme.mark, page.theme.ground), within=Box(0, 0, *page.size))
    return run


def _face(page: Page, at: tuple[int, int], side: int) -> list[Mark]:
    """The portrait within the rings that all cards have, with an edge in the colour of the marks."""
    portrait, theme = page.brand.portraits[page.content.get("name")], page.theme
    box = Box(at[0], at[1], at[0] + side, at[1] + side)
    edge = Fill(box=box, colour=theme.mark, ground=theme.ground, radius=side // 2)
    photo = Picture(path=portrait.path, sha256=portrait.sha256, box=box.inset(8), round=True, focus=portrait.focus)
    return [*rings(page, (at[0] + side // 2, at[1] + side // 2), round(side * 1.45)), edge, photo]


def _rule(page: Page, left: int, bottom: int) -> Fill:
    return Fill(box=Box(left, bottom - 10, left + 96, bottom), colour=page.theme.mark, ground=page.theme.ground)
