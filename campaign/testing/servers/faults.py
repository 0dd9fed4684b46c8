"""What can go wrong between us and a server, on request: each fault is what a client sees in the field."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """*After* means that the request was carried out first, *before* that it was not."""

    LOST_AFTER = "lost_after"  # carried out, then the connection is closed without an answer
    LOST_BEFORE = "lost_before"  # the connection is closed, nothing is carried out
    ERROR_AFTER = "error_after"  # carried out, then 502
    ERROR_BEFORE = "error_before"  # 503, nothing is carried out
    RATE_LIMIT = "rate_limit"  # 429 as the platform says it
    DEAD_TOKEN = "dead_token"  # 401 as the platform says it
    SLOW_AFTER = "slow_after"  # carried out, then silence until the client gives up
    DRIP_AFTER = "drip_after"  # carried out, then an answer that never ends, a byte at a time
    DRIP_BEFORE = "drip_before"  # the same, and nothing is carried out
    DRIP_HEADERS = "drip_headers"  # carried out, then headers that never end
    MALFORMED = "malformed"  # carried out, then a success whose body cannot be read
    NO_ID = "no_id"  # carried out, then a success that names nothing
    REDIRECT = "redirect"  # 307 to the same address, nothing is carried out


AFTER = frozenset(
    {Fault.LOST_AFTER, Fault.ERROR_AFTER, Fault.SLOW_AFTER, Fault.DRIP_AFTER, Fault.DRIP_HEADERS, Fault.MALFORMED, Fault.NO_ID}
)


@dataclass(kw_only=True, slots=True)
class _Planned:
    path: str
    method: str | None
    kind: Fault
    left: int | None
    probability: float
    dice: random.Random


class Faults:
    """The plan of what goes wrong. Safe to change while the server answers."""

    def __init__(self) -> None:
        self._plan: list[_Planned] = []
        self._lock = threading.Lock()
        self.struck: list[tuple[str, Fault]] = []

    def add(
        self, *, path: str, kind: Fault | str, method: str | None = None, times: int | None = None, probability: float = 1.0, seed: int = 0
    ) -> None:
        """Plan a fault for requests whose path starts with ``path``.

        ``times`` is how often at most (None: always); ``probability`` the chance that it strikes, repeatable by ``seed``.
        """
        dice = random.Random(seed)  # repeatable, not secret
        one = _Planned(path=path, method=method, kind=Fault(kind), left=times, probability=probability, dice=dice)
        with self._lock:
            self._plan.append(one)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._plan.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """What goes wrong with this request, if anything: the first fault planned for it that strikes."""
        with self._lock:
            for one in self._plan:
                if not path.startswith(one.path) or one.method not in {None, method} or one.left == 0:
                    continue
                if one.dice.random() < one.probability:
                    one.left = None if one.left is None else one.left - 1
                    self.struck.append((path, one.kind))
                    return one.kind
        return None
