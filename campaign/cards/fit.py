"""The fit search: the largest sizes at which everything has its place, or which field to shorten, and by how much."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from campaign.cards.marks import Mark, Run
from campaign.cards.page import NoRoom, Page
from campaign.cards.sizes import name_of
from campaign.cards.specs import SPECS
from campaign.errors import CardError

Plan = Callable[[Page], list[Mark]]
STEPS = 48  # about the number of pixel sizes between the smallest and the largest title
FIXED = (".purpose", ".value", ".word")  # a number cannot be shortened, and the words for its purpose are the brand's


def fit(page: Page, *plans: Plan) -> list[Mark]:
    """Lay the card out by the first plan that has room, as large as it goes: all together, then the title alone, then the rest.

    Raises:
        CardError: it does not fit the last plan at its smallest sizes; names the field and the number of characters to cut.
    """
    for plan in plans:
        best = _try(page, plan, 0, 0)
        if best is not None:
            return _largest(page, plan, best)
    raise _too_long(page, plans[-1])


def _largest(page: Page, plan: Plan, best: list[Mark]) -> list[Mark]:
    both, best = _search(lambda n: _try(page, plan, n, n), 0, best)
    lead, best = _search(lambda n: _try(page, plan, both, n), both, best)
    return _search(lambda n: _try(page, plan, n, lead), both, best)[1]


def _search(attempt: Callable[[int], list[Mark] | None], low: int, best: list[Mark]) -> tuple[int, list[Mark]]:
    """The highest step from ``low`` (which fits, as ``best``) on that fits."""
    high = STEPS
    while low < high:
        middle = (low + high + 1) // 2
        marks = attempt(middle)
        if marks is None:
            high = middle - 1
        else:
            low, best = middle, marks
    return low, best


def _try(page: Page, plan: Plan, step: int, lead: int) -> list[Mark] | None:
    try:
        marks = plan(replace(page, step=step / STEPS, lead=lead / STEPS))
    except NoRoom:
        return None
    return marks if all(m.box.holds(m.ink) for m in marks if isinstance(m, Run)) else None


# -- what to cut -------------------------------------------------------------------------------------------------------


def spoken(path: str) -> str:
    """A field's path as people say it: ``items.2`` is the third of the items."""
    head, *rest = path.split(".")
    if not rest:
        return f"field '{head}'"
    return f"brand's {rest[0]}" if head == "brand" else f"entry {int(rest[0]) + 1} of '{head}'" + (f" ({rest[1]})" if rest[1:] else "")


def _too_long(page: Page, plan: Plan) -> CardError:
    """One field that is enough to shorten; else how many entries fit; else how much of all words must go."""
    where = f"a {page.content.layout} card in {name_of(page.size)}"
    cuts = {path: _to_cut(page, plan, path) for path in page.content.texts if not path.endswith(FIXED)}
    single = {path: cut for path, cut in cuts.items() if cut}
    if single:
        path = min(single, key=lambda p: (single[p] or 0, p))
        length = len(page.content.texts[path])
        much = "leave it out" if single[path] == length else f"cut {single[path]} of its {length} characters"
        return CardError(f"The {spoken(path)} is too long for {where}: {much}.", fix=_advice(page))
    fewer = next((n for n in range(len(page.content.order) - 1, 0, -1) if _fits(page, plan, {}, n)), 0)
    if fewer:
        name = next(path.split(".")[0] for path in page.content.texts if "." in path)
        many = f"{len(page.content.order)} entries of '{name}' are too many for {where}"
        return CardError(f"{many}: with these words {fewer} fit.", fix="Make two cards of it.")
    total = sum(len(page.content.texts[p]) for p in cuts)
    longest = max(cuts, key=lambda p: len(page.content.texts[p]))
    keep = _together(page, plan)
    much = f"cut about {total - keep} of their {total} characters" if keep else "use another size"
    return CardError(f"The words are too long for {where}: {much}; the longest is the {spoken(longest)}.", fix=_advice(page))


def _advice(page: Page) -> str:
    return "Or make two cards of it." if page.content.layout in {"signs", "steps", "quote"} else ""


def _shorter(text: str, share: int, of: int) -> str:
    """The first words of a text, ``share`` of ``of`` in all, at least one."""
    ends = [m.end() for m in re.finditer(r"\S+", text)]
    return text[: ends[max(0, len(ends) * share // of - 1)]]


def _fits(page: Page, plan: Plan, texts: Mapping[str, str], entries: int | None = None) -> bool:
    content = replace(page.content, texts={**page.content.texts, **texts}, order=page.content.order[:entries])
    return _try(replace(page, content=content), plan, 0, 0) is not None


def _to_cut(page: Page, plan: Plan, path: str) -> int | None:
    """How many characters must go from the end of one field, at a word's end; None when that is not enough."""
    text = page.content.texts[path]
    low, high = 0, len(text.split())
    if not _fits(page, plan, {path: _shorter(text, 1, high)}):
        without = path in SPECS[page.content.layout].optional and _fits(page, plan, {path: ""})
        return len(text) if without else None
    low = 1
    while low < high - 1:
        middle = (low + high) // 2
        if _fits(page, plan, {path: _shorter(text, middle, len(text.split()))}):
            low = middle
        else:
            high = middle
    return len(text) - len(_shorter(text, low, len(text.split())))


def _together(page: Page, plan: Plan) -> int:
    """How many characters may stay when all fields are shortened alike; 0 when none help."""
    for share in range(19, 0, -1):
        texts = {path: _shorter(text, share, 20) for path, text in page.content.texts.items() if not path.endswith(FIXED)}
        if _fits(page, plan, texts):
            return sum(map(len, texts.values()))
    return 0
