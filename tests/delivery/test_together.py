"""Group commit: everybody gets their own answer, trouble stays with whoever has it, and nobody is left waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest

from campaign.delivery.together import Together
from campaign.ledger import Unusable


class Work:
    """Doubles numbers, slowly; refuses what it is told to refuse."""

    def __init__(self, *, bad: frozenset[int] = frozenset(), unusable: bool = False) -> None:
        self.groups: list[list[int]] = []
        self.bad, self.unusable = bad, unusable

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.groups.append(list(items))
        time.sleep(0.02)
        if self.unusable:
            raise Unusable("The disk is full.")
        if self.bad & set(items):
            raise ValueError("bad")
        return [2 * item for item in items]


def _all(together: Together[int, int], count: int) -> dict[int, int | str]:
    found: dict[int, int | str] = {}

    def one(n: int) -> None:
        try:
            found[n] = together(n)
        except Exception as error:  # what each gets is looked at
            found[n] = str(error)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return found


@pytest.mark.parametrize("count", [1, 2, 40, 200])
def test_each_gets_its_own_answer_and_many_share_a_transaction(count: int) -> None:
    work = Work()
    assert _all(Together(work, lambda: count), count) == {n: 2 * n for n in range(count)}
    assert sorted(n for group in work.groups for n in group) == list(range(count))
    assert len(work.groups) <= 2 + count // 8


def test_trouble_stays_with_whoever_has_it() -> None:
    work = Work(bad=frozenset({7}))
    assert _all(Together(work, lambda: 20), 20) == {n: "bad" if n == 7 else 2 * n for n in range(20)}


def test_a_database_that_cannot_be_used_is_asked_once_for_all() -> None:
    work = Work(unusable=True)
    assert set(_all(Together(work, lambda: 20), 20).values()) == {"The disk is full."}
    assert len(work.groups) < 20


def test_an_interrupt_leaves_nobody_waiting() -> None:
    class Interrupt(BaseException):
        pass

    calls: list[int] = []

    def work(items: Sequence[int]) -> list[int]:
        calls.append(len(items))
        raise Interrupt

    together = Together(work, lambda: 1)
    for _ in range(3):
        with pytest.raises(Interrupt):
            together(1)
    assert calls == [1, 1, 1]
