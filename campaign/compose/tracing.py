"""Values that remember where in the release they stand, and tell it whenever a template uses them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from campaign.models import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Traced:
    """A text with the spans of the release that it says. Not a ``str``: it can only be written out, and that is noted."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(slots=True)
class Tracer:
    """Notes the spans of every value that one rendering writes out."""

    spans: list[Span] = field(default_factory=list)

    def wrap(self, value: Traced) -> _Noting:
        return _Noting(value, self)


class _Noting:
    """What a template sees of a traced value. However a template turns it into text, ``__str__`` is the way."""

    __slots__ = ("_tracer", "_value")

    def __init__(self, value: Traced, tracer: Tracer) -> None:
        self._value = value
        self._tracer = tracer

    def __str__(self) -> str:
        self._tracer.spans.extend(s for s in self._value.spans if s not in self._tracer.spans)
        return self._value.text

    def __bool__(self) -> bool:
        return bool(self._value.text)


def plain(text: str) -> Traced:
    """A text that stands nowhere in the release's body: its title or area, a number of the register."""
    return Traced(text=text)


def joined(values: Iterable[Traced], between: str) -> Traced:
    """Several values as one, with the spans of all."""
    values = tuple(values)
    return Traced(text=between.join(v.text for v in values), spans=merged(v.spans for v in values))


def merged(groups: Iterable[Iterable[Span]]) -> tuple[Span, ...]:
    """All spans once, in the order of first use."""
    return tuple(dict.fromkeys(span for group in groups for span in group))
