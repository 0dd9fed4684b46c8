"""The order of the day: which kind when, the strongest posts at the strongest times, and which account carries which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from operator import eq

from campaign.models import Kind

# When people look at their phones: on the way, at lunch, at the school gate, in the evening.
STRONG = (("07:30", "08:30"), ("12:00", "13:30"), ("15:00", "15:45"), ("19:30", "21:00"))
EVENING: tuple[Kind, ...] = ("signs", "contact", "quote")  # the last word before the thanks, when most people read: the first that there is
_ROUND: tuple[Kind, ...] = (
    "signs", "contact", "quote", "advice", "signs", "quote", "contact",
    "statistic", "advice", "signs", "quote", "statistic", "signs", "hook",
)


def strong(slot: str) -> bool:
    """Whether a slot ("2026-03-18 12:40") is at a time when many people read."""
    clock = slot[11:16]
    return any(start <= clock <= end for start, end in STRONG)


def kinds_in_turn() -> Iterator[Kind]:
    """The kinds between the opening and the thanks, in the proportion that a day should have them, for ever."""
    return cycle(_ROUND)


def order(counts: Mapping[Kind, int], slots: Sequence[str], *, early: bool = False) -> list[Kind]:
    """The kinds of ``slots`` in order: no two alike in a row where that can be, signs at strong times where they can be.

    The last before the thanks is one that is hard to miss. ``early``: what it is all about comes soon after the opening.
    """
    left = {kind: n for kind, n in counts.items() if n}
    found: list[Kind] = ["hook"] if left.get("hook") else []
    last: list[Kind] = ["thanks"] if left.get("thanks") else []
    for kind in (*found, *last):
        left[kind] -= 1
    for n in range(len(found), len(slots) - len(last)):
        kind = _pick(left, found[-1] if found else None, found, strong=strong(slots[n]), room=len(slots) - len(last) - n)
        left[kind] -= 1
        found.append(kind)
    found += last
    if early:
        found = _brought(found, 2, ("hook",))
    return _brought(found, len(found) - len(last) - 1, EVENING)


def _brought(kinds: list[Kind], place: int, wanted: Sequence[Kind]) -> list[Kind]:
    """The order with the first of the wanted kinds at a place, moved there or changed for another, where no two alike meet by it."""
    if not 0 < place < len(kinds) - 1:
        return kinds
    for kind in wanted:
        for other in sorted((n for n in range(1, len(kinds)) if kinds[n] == kind), key=lambda n: abs(n - place)):
            changed, moved = list(kinds), list(kinds)
            changed[place], changed[other] = changed[other], changed[place]
            moved.insert(place, moved.pop(other))
            for found in (changed, moved):
                if sum(map(eq, found, found[1:])) <= sum(map(eq, kinds, kinds[1:])):
                    return found
    return kinds


def _pick(left: Mapping[Kind, int], before: Kind | None, found: Sequence[Kind], *, strong: bool, room: int) -> Kind:
    open_kinds = [k for k, n in left.items() if n]
    choices = [k for k in open_kinds if k != before] or open_kinds
    crowded = [k for k in choices if left[k] * 2 > room]  # must be used now, or two of it meet later
    if crowded:
        return max(crowded, key=lambda k: left[k])

    def worth(kind: Kind) -> tuple[float, int]:
        since = next((n for n, k in enumerate(reversed(found)) if k == kind), 9)
        return left[kind] + min(since, 6) / 2 + (1.5 if strong and kind in {"signs", "quote"} else 0), -open_kinds.index(kind)

    return max(choices, key=worth)


def by_strength(times: Sequence[int], strengths: Sequence[float], slots: Sequence[str]) -> list[int]:
    """Which draft (by its place in ``strengths``) goes to each of ``times``: the strongest drafts to the strongest times."""
    ranked = sorted(range(len(strengths)), key=lambda n: -strengths[n])
    busy = sum(strong(slots[t]) for t in times)
    best, rest = sorted(ranked[:busy]), sorted(ranked[busy:])
    return [(best if strong(slots[t]) else rest).pop(0) for t in times]


def rota(kinds: Sequence[Kind], allowances: Mapping[str, int]) -> list[set[str]]:
    """Which accounts carry each post. A small allowance is spread over the day, over the kinds, and away from the others'.

    The opening goes to everybody, unless the posts would otherwise not all have an account.
    """
    carried: list[set[str]] = [set() for _ in kinds]
    everyone = any(most >= len(kinds) for most in allowances.values())
    for account, most in sorted(allowances.items(), key=lambda item: (-item[1], item[0])):
        for n in _share(kinds, most, carried, shared=everyone):
            carried[n].add(account)
    return carried


def _share(kinds: Sequence[Kind], most: int, carried: Sequence[set[str]], *, shared: bool) -> set[int]:
    if most >= len(kinds):
        return set(range(len(kinds)))
    skip = 1 if shared and most else 0
    picked = set(range(skip))
    room, stretches = len(kinds) - skip, most - skip
    for n in range(stretches):
        first, last = skip + n * room // stretches, skip + (n + 1) * room // stretches
        seen = {kinds[i] for i in picked}

        def cost(i: int, seen: set[Kind] = seen, middle: int = first + last - 1) -> tuple[int, bool, bool, int]:
            return len(carried[i]), kinds[i] == "thanks", kinds[i] in seen, abs(2 * i - middle)

        picked.add(min(range(first, last), key=cost))
    return picked
