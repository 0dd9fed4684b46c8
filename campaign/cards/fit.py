"""The fit search: the largest step at which everything has its place, or which field to shorten, and by how much."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from campaign.cards.marks import Mark, Run
from campaign.cards.page import NoRoom, Page
from campaign.cards.sizes import name_of
from campaign.errors import CardError

Plan = Callable[[Page], list[Mark]]
STEPS = 48  # more than the widest range of sizes has pairs of pixels


def fit(page: Page, plan: Plan) -> list[Mark]:
    """Lay the card out as large as it goes.

    Raises:
        CardError: it does not fit at the smallest sizes; names the field and the number of characters to cut.
    """
    best = _try(page, plan, 0)
    if best is None:
        raise _too_long(page, plan)
    low, high = 0, STEPS
    while low < high:
        middle = (low + high + 1) // 2
        marks = _try(page, plan, middle)
        if marks is None:
            high = middle - 1
        else:
            low, best = middle, marks
    return best


def _try(page: Page, plan: Plan, step: int) -> list[Mark] | None:
    try:
        marks = plan(replace(page, step=step / STEPS))
    except NoRoom:
        return None
    return marks if all(m.box.holds(m.ink) for m in marks if isinstance(m, Run)) else None


def _too_long(page: Page, plan: Plan) -> CardError:
    where = f"a {page.content.layout} card in {name_of(page.size)}"
    cuts = {path: _to_cut(page, plan, path) for path in page.content.texts if not path.endswith(".purpose")}
    single = {path: cut for path, cut in cuts.items() if cut is not None}
    if single:
        path = min(single, key=lambda p: (single[p], p))
        length = len(page.content.texts[path])
        return CardError(f"The {spoken(path)} is too long for {where}: cut {single[path]} of its {length} characters.", fix=_advice(page))
    path = max(cuts, key=lambda p: len(page.content.texts[p]))
    total = sum(len(page.content.texts[p]) for p in cuts)
    keep = _together(page, plan)
    return CardError(f"The words are too long for {where}: cut {total - keep} of their {total} characters, most of them from the {spoken(path)}.",
                     fix=_advice(page))


def _advice(page: Page) -> str:
    return "Or make two cards of it." if page.content.layout in {"signs", "quote"} else "Nothing is cut or shrunk further by itself."


def spoken(path: str) -> str:
    """A field's path as people say it: ``items.2`` is the third of the items."""
    head, *rest = path.split(".")
    return f"field '{head}'" if not rest else f"{head.rstrip('s')} {int(rest[0]) + 1} ({'.'.join(rest[1:]) or 'text'})"


def _shorter(text: str, share: int, of: int) -> str:
    """The first words of a text, ``share`` of ``of`` in all, at least one."""
    ends = [m.end() for m in re.finditer(r"\S+", text)]
    return text[: ends[max(0, len(ends) * share // of - 1)]]


def _fits_with(page: Page, plan: Plan, texts: dict[str, str]) -> bool:
    return _try(replace(page, content=replace(page.content, texts={**page.content.texts, **texts})), plan, 0) is not None


def _to_cut(page: Page, plan: Plan, path: str) -> int | None:
    """How many characters must go from the end of one field, at a word's end; None when that is not enough."""
    text = page.content.texts[path]
    count = len(text.split())
    if path.endswith(".value") or not _fits_with(page, plan, {path: _shorter(text, 0, 1)}):
        return None
    low, high = 0, count
    while low < high - 1:
        middle = (low + high) // 2
        if _fits_with(page, plan, {path: _shorter(text, middle, count)}):
            low = middle
        else:
            high = middle
    return len(text) - len(_shorter(text, low, count))


def _together(page: Page, plan: Plan) -> int:
    """How many characters may stay when all fields are shortened alike."""
    for share in range(19, 0, -1):
        texts = {path: _shorter(text, share, 20) for path, text in page.content.texts.items() if not path.endswith((".purpose", ".value"))}
        if _fits_with(page, plan, texts):
            return sum(map(len, texts.values()))
    return 0
