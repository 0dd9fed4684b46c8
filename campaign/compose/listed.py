"""What posts of signs and of advice say: each list of the release in small parts, those that need them with the words before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from campaign.compose import material
from campaign.compose.brief import Brief
from campaign.compose.lists import TITLE, WHOLE, Family, families
from campaign.compose.matter import Matter
from campaign.compose.rendering import dated
from campaign.compose.tracing import Traced, plain

TOLD = 2  # times that one list is told, in different words or parts
LONG_DAY = 14  # posts: up to it a sign is told twice at most, beyond it more often
# Characters that the shortest wording and way to act put around a list in the release's words, and around one without them.
_AROUND = {"signs": 80, "advice": 0}
_PLAIN = {"signs": 95, "advice": 20}
_LAST = {"signs": "or", "advice": "and"}


def listed(name: str, items: Sequence[Traced], brief: Brief, posts: int) -> Iterator[Matter]:
    """What to say of a release's signs or advice, list after list in turn, first every item once."""
    found = families(items, brief.release.text if brief.release else "")
    share = max(1, posts * 3 // 10 // max(1, len(found)))
    several = len(found) > 1
    yield from _in_turn([_of(name, family, brief, share, posts, several=several) for family in found])


def advised(items: Sequence[Traced], brief: Brief, posts: int) -> Iterator[Matter]:
    """The same for advice; a single tip is a sentence of its own."""
    if len(items) == 1:
        yield Matter(values={"tip": plain_sentence(items[0])})
        return
    for n, matter in enumerate(listed("advice", [i for i in items if brief.same_day or not dated(i.text)], brief, posts)):
        if n < max(1, len(items) - 1):
            yield matter


def plain_sentence(item: Traced) -> Traced:
    """One piece of advice as a sentence of its own."""
    text = material.tidy(item.text)
    return Traced(text=material.sentence(text[0].upper() + text[1:]), spans=item.spans)


def _of(name: str, family: Family, brief: Brief, share: int, posts: int, *, several: bool) -> Iterator[Matter]:
    """One list's parts. Where there are several lists, or these words bind it, it is only told after the release's own words."""
    strict = family.bound or (several and family.lead is not None)
    if strict and 1 < len(family.items) <= WHOLE and _fits(name, family, brief):
        yield from (_matter(name, family, family.items, turn, strict=True) for turn in range(TOLD))
        return
    rounds = TOLD if strict or posts <= LONG_DAY else 6
    for turn, group in enumerate(material.lists(family.items, share, rounds)):
        if turn >= len(family.items):
            return
        for part in _roomy(name, group, brief):
            yield _matter(name, family, part, turn, strict=strict)


def _roomy(name: str, group: tuple[Traced, ...], brief: Brief) -> Iterator[tuple[Traced, ...]]:
    """The group, or two smaller ones where long items would leave no room for what to do."""
    rows = material.bullets(group).text + "x" * _PLAIN[name]
    if len(group) < 3 or all(brief.fits(rows, account) for account in brief.accounts):
        yield group
    else:
        yield from (group[:2], group[-2:])


def _matter(name: str, family: Family, group: Sequence[Traced], turn: int, *, strict: bool) -> Matter:
    rows = material.bullets(group)
    values = {name: rows, "led": family.led(group, rows), "lead": family.lead}
    if family.lead is None or len(family.lead.text) > TITLE:
        del values["lead"]
    if not strict:
        values["inline"] = material.inline(group, _LAST[name])
    kept = {key: value for key, value in values.items() if value is not None}
    prefer = "led" if family.lead is not None and (strict or turn == 0) else ""
    return Matter(values=kept, strength=len(group) - turn / 10, prefer=prefer, only=strict)


def _fits(name: str, family: Family, brief: Brief) -> bool:
    led = family.led(family.items, material.bullets(family.items)) or plain("")
    return all(brief.fits(led.text + "x" * _AROUND[name], account) for account in brief.accounts)


def _in_turn(streams: Sequence[Iterator[Matter]]) -> Iterator[Matter]:
    yield from (matter for matter in chain.from_iterable(zip_longest(*streams)) if matter is not None)
