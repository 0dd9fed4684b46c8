"""Values that remember, character by character, where they come from, and carry it through a template."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from campaign.models import Origin, Span

# Unicode keeps these code points for a program's own use (noncharacters, https://www.unicode.org/faq/private_use.html): no text has them.
_OPEN, _NAMED, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_OURS = re.compile(f"[{_OPEN}{_NAMED}{_CLOSE}]")
_MARK = re.compile(f"{_OPEN}([0-9]+){_NAMED}|{_CLOSE}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Traced:
    """A text and where its characters come from. Not a ``str``: it can only be written out, and that is noted.

    ``spans`` are those of the release that it says, all together. A text made with spans alone comes from them as a whole.
    """

    text: str
    spans: tuple[Span, ...] = ()
    origins: tuple[Origin, ...] = ()

    def __post_init__(self) -> None:
        if self.spans and not self.origins and self.text:
            object.__setattr__(self, "origins", (Origin(start=0, end=len(self.text), source="release", spans=self.spans),))
        elif self.origins and not self.spans:
            object.__setattr__(self, "spans", merged(o.spans for o in self.origins))

    def part(self, start: int, end: int) -> Traced:
        """The characters from ``start`` to ``end``, with their origins."""
        found = (replace(o, start=max(o.start, start) - start, end=min(o.end, end) - start) for o in self.origins)
        kept = tuple(o for o in found if o.start < o.end)
        return Traced(text=self.text[start:end], origins=kept, spans=() if kept else self.spans * (not self.origins))

    def strip(self) -> Traced:
        """Without the white space around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))


@dataclass(slots=True)
class Tracer:
    """Marks every value that one rendering writes out, and reads the marks in what was rendered."""

    values: list[Traced] = field(default_factory=list)

    def wrap(self, value: Traced) -> _Noting:
        """What a template may see of a value."""
        self.values.append(value)
        return _Noting(value, len(self.values) - 1)

    def read(self, rendered: str) -> Traced:
        """The text of a rendering without the marks, each value in it with its origins."""
        text, origins, at = "", list[Origin](), 0
        for mark in _MARK.finditer(rendered):
            text += rendered[at : mark.start()]
            at = mark.end()
            if mark[1] is not None:
                origins += (moved(o, len(text)) for o in self.values[int(mark[1])].origins)
        return Traced(text=text + rendered[at:], origins=tuple(origins))


class _Noting:
    """What a template sees of a traced value. However a template turns it into text, ``__str__`` is the way."""

    __slots__ = ("_number", "_value")

    def __init__(self, value: Traced, number: int) -> None:
        self._value = value
        self._number = number

    def __str__(self) -> str:
        return f"{_OPEN}{self._number}{_NAMED}{_OURS.sub(' ', self._value.text)}{_CLOSE}"

    def __bool__(self) -> bool:
        return bool(self._value.text)


def plain(text: str, source: str = "") -> Traced:
    """A text that stands nowhere in the release's body; ``source`` says where it is from: title, area, register, hashtag, house line."""
    return Traced(text=text, origins=(Origin(start=0, end=len(text), source=source),) if source and text else ())


def joined(values: Iterable[Traced], between: str) -> Traced:
    """Several values as one, with the origins of all."""
    values = tuple(values)
    at, origins = 0, list[Origin]()
    for value in values:
        origins += (moved(o, at) for o in value.origins)
        at += len(value.text) + len(between)
    return Traced(text=between.join(v.text for v in values), origins=tuple(origins))


def replaced(value: Traced, pattern: re.Pattern[str], new: str) -> Traced:
    """The value with ``new`` for whatever the pattern finds; what is put in has no origin."""
    found = list(pattern.finditer(value.text))
    cuts = [0, *(at for match in found for at in match.span()), len(value.text)]
    pieces = [value.part(start, end) for start, end in list(pairwise(cuts))[::2]]
    return joined(pieces, new) if found else value


def lines(value: Traced) -> list[Traced]:
    """The lines of a text, without what ends them."""
    found, at = list[Traced](), 0
    for row in value.text.splitlines(keepends=True):
        found.append(value.part(at, at + len(row.rstrip("\r\n"))))
        at += len(row)
    return found


def moved(origin: Origin, by: int) -> Origin:
    """An origin in a text that has ``by`` characters before it."""
    return replace(origin, start=origin.start + by, end=origin.end + by)


def merged(groups: Iterable[Iterable[Span]]) -> tuple[Span, ...]:
    """All spans once, in the order of first use."""
    return tuple(dict.fromkeys(span for group in groups for span in group))
