"""Group commit: what many threads want to write at the same time is written in one transaction, and is durable for all of them at once.

Whoever comes first works for everybody who waits; while that one waits for the disk, the next group gathers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from campaign.ledger import Unusable

MOST = 64
SIBLINGS = 8
GATHER_SECONDS, GATHER_STEPS = 0.001, 8
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(slots=True)
class _Ticket(Generic[Item, Result]):
    item: Item
    result: Result | None = None
    error: BaseException | None = None
    leads: bool = False
    gate: Any = field(default_factory=threading.Lock)  # held until there is an answer, or until it is this one's turn to lead


class Together(Generic[Item, Result]):
    """``work`` takes a list of items in one transaction and returns a result for each, or raises and has changed nothing.

    ``company``: how many threads are at work now; from SIBLINGS on, a leader waits a moment for more to come.

    Calling it with one item returns that item's result. When a group fails, each of it is tried alone, so that nobody pays for
    another's trouble; when the database itself cannot be used, that is the answer for all of them.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]], company: Callable[[], int]) -> None:
        self._work, self._company = work, company
        self._lock = threading.Lock()
        self._waiting: list[_Ticket[Item, Result]] = []
        self._led = False

    def __call__(self, item: Item) -> Result:
        ticket: _Ticket[Item, Result] = _Ticket(item)
        ticket.gate.acquire()
        with self._lock:
            self._waiting.append(ticket)
            ticket.leads, self._led = not self._led, True
        if not ticket.leads:
            ticket.gate.acquire()
        if ticket.leads:
            self._lead()
        if ticket.error is not None:
            raise ticket.error
        return ticket.result  # type: ignore[return-value]  # there is one where there is no error

    def _gather(self) -> None:
        """Wait a moment while others keep coming, as PostgreSQL does with commit_delay and commit_siblings."""
        came, left = 0, GATHER_STEPS
        while left and came < len(self._waiting) < min(MOST, self._company()):
            came, left = len(self._waiting), left - 1
            time.sleep(GATHER_SECONDS)

    def _lead(self) -> None:
        if self._company() >= SIBLINGS:
            self._gather()
        with self._lock:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._answer(group)
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._led = following is not None
            for ticket in group[1:]:
                ticket.gate.release()
            if following is not None:
                following.leads = True
                following.gate.release()

    def _answer(self, group: list[_Ticket[Item, Result]]) -> None:
        try:
            for ticket, result in zip(group, self._work([ticket.item for ticket in group]), strict=True):
                ticket.result = result
        except Exception as error:
            if len(group) == 1 or isinstance(error, Unusable):
                for ticket in group:
                    ticket.error = error
            else:
                for ticket in group:
                    self._answer([ticket])
        except BaseException as error:
            for ticket in group:
                ticket.error = error
