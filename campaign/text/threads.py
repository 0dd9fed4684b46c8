"""A long text in parts for a thread: cut between sentences, never inside a quotation, and what stands last stays last."""

from __future__ import annotations

from collections.abc import Callable

from campaign.models import Span
from campaign.text.plain import clean
from campaign.text.sentence import sentences

MOST = 20  # parts: nobody reads further


def split(text: str, fits: Callable[[str], bool], *, numbered: bool = False) -> tuple[str, ...] | None:
    """The parts of a text, each of which ``fits``, in as few as there can be; None when a sentence or quotation alone does not.

    Nothing is left out, added or moved but white space between sentences and, with ``numbered``, "1/3" in a line below each part. The last
    paragraph, where the number to call stands, is never torn apart.
    """
    text = clean(text).strip()
    if fits(text) or not text:
        return (text,)
    units = _units(text)
    for total in range(2, MOST + 1):
        parts = _filled(text, units, fits, total if numbered else None)
        if parts is None:
            return None
        if len(parts) <= total and (not numbered or len(parts) == total):
            return parts
    return None


def _units(text: str) -> list[Span]:
    """What must stay together: a sentence, the sentences of one quotation, the last paragraph."""
    last = text.rfind("\n\n")
    found: list[Span] = []
    for sentence in sentences(text):
        before = text[found[-1].start : found[-1].end] if found else ""
        if found and (before.count("“") > before.count("”") or (found[-1].start > last >= 0)):
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found


def _filled(text: str, units: list[Span], fits: Callable[[str], bool], total: int | None) -> tuple[str, ...] | None:
    parts: list[str] = []
    start = 0
    while start < len(units):
        if len(parts) >= MOST:
            return None
        mark = "" if total is None else f"\n\n{len(parts) + 1}/{total}"
        cuts = ((end, text[units[start].start : units[end - 1].end] + mark) for end in range(len(units), start, -1))
        longest = next(((end, part) for end, part in cuts if fits(part)), None)
        if longest is None:
            return None
        start = longest[0]
        parts.append(longest[1])
    return tuple(parts)
