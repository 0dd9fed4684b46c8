"""Lists inside a sentence: ``a, b (c, d) and e``, with commas or semicolons, with or without the comma before ``and``."""

from __future__ import annotations

import re

from campaign.models import Span

_COMMA = re.compile(r"[,;]")
_LEAD = re.compile(r"(?i)\s*(?:(?:and|or|and/or|as well as|plus)\s+)?(?:also\s+)?")
_AND = re.compile(r"(?i)\s(?:and|or|as well as)\s")
_NEW_ITEM = re.compile(r"(?i)(?:an?|the|any|un\w+|\w+ing|being|having|not|no|lots?|loss|changes?|new|being)\b")
_ADJECTIVE = re.compile(r"(?i)\b(?:an?|the) (?:sudden|severe|strong|sharp|high|dull|persistent|large|heavy|long|intense|very \w+)$")
_REST = re.compile(
    r"(?i)\s*(?:[-–—,;(]+\s*(?:to name (?:just |but )?a few|among(?:st)? (?:other|many)[\w ]*|and (?:many )?more|and so on|etc\.?"
    r"|for example)\)?"
    r"|,? etc\.?|,? (?:and|or) (?:much |many )?(?:more|others|so on|the like))\s*[.!]?\s*$"
)
MAX_ITEM = 160  # a longer item is a sentence of its own


def split_list(view: str, start: int, end: int) -> list[Span]:
    """Spans of the items of the list in ``view[start:end]``; the words of each are left as they stand."""
    while end > start and view[end - 1] in " .!;:,–—-":
        end -= 1
    if rest := _REST.search(view, max(start, end - 60), end):
        end = rest.start()
    cuts = [c.start() for c in _COMMA.finditer(view, start, end)]
    cuts = [c for c in _outside_brackets(view, start, end, cuts) if not (view[c - 1 : c].isdigit() and view[c + 1 : c + 2].isdigit())]
    cuts = [c for c in cuts if not _ADJECTIVE.search(view, max(start, c - 24), c)]
    strong = any(view[c] == ";" for c in cuts)
    if strong:
        cuts = [c for c in cuts if view[c] == ";"]
    pieces = [Span(a, b) for a, b in zip([start, *(c + 1 for c in cuts)], [*cuts, end], strict=True)]
    spans = pieces[:-1] + ([pieces[-1]] if strong else _last(view, pieces[-1], _head(view, pieces), alone=not cuts))
    return [s for s in (_trimmed(view, span) for span in spans) if s.end > s.start]


def _outside_brackets(view: str, start: int, end: int, cuts: list[int]) -> list[int]:
    if "(" not in view[start:end]:
        return cuts
    depth, at, kept = 0, start, []
    for cut in cuts:
        depth = max(0, depth + view.count("(", at, cut) - view.count(")", at, cut))
        at = cut
        if depth == 0:
            kept.append(cut)
    return kept


def _head(view: str, pieces: list[Span]) -> str:
    """The word that begins every item ("those who …, those with … or those in …"): then only it begins one."""
    words = {view[t.start : t.end].partition(" ")[0].casefold() for t in (_trimmed(view, p) for p in pieces)}
    return words.pop() if len(pieces) > 1 and words <= {"those", "people", "someone", "anyone"} and len(words) == 1 else ""


def _last(view: str, piece: Span, head: str, *, alone: bool) -> list[Span]:
    """The last piece holds two items where no comma stands before its ``and``."""
    lead = _LEAD.match(view, piece.start, piece.end)
    if not alone and lead and lead[0].strip().lower() in {"and", "or", "and/or", "as well as", "plus", "and also", "or also"}:
        return [piece]
    joints = [j for j in _AND.finditer(view, piece.start, piece.end) if _balanced(view, piece.start, j.start())]
    if head:
        joints = [j for j in joints if view.startswith(f"{head} ", j.end())]
    joints = [j for j in joints if j[0].strip().lower() != "or"] or ([] if alone else joints)
    if not joints:
        return [piece]
    best = next((j for j in reversed(joints) if _NEW_ITEM.match(view, j.end())), joints[0] if alone else joints[-1])
    return [Span(piece.start, best.start()), Span(best.end(), piece.end)]


def _balanced(view: str, start: int, end: int) -> bool:
    return view.count("(", start, end) == view.count(")", start, end)


def _trimmed(view: str, span: Span) -> Span:
    lead = _LEAD.match(view, span.start, span.end)
    start, end = (lead.end() if lead else span.start), span.end
    while end > start and view[end - 1] in " .;,:–—-":
        end -= 1
    return Span(start, end)
