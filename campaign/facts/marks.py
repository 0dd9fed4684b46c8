"""Quotation marks: which stretches of text stand between them, whatever the style, and where speech runs on to the next paragraph.

British style: each paragraph of one speech opens with a mark and only the last closes. Straight marks say nothing about their
side: it is read from the spaces around them. Single marks count only where they open a paragraph or follow a colon or comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from campaign.facts.document import Document, Paragraph

OPENING = "“„‟«\"‘'"
_DOUBLE = re.compile("[“”„‟«»\"]")
_SINGLE = re.compile("[‘’']")
_ELISION = re.compile(r"(?i)['’‘](?:\d0s|tis\b|twas\b|til\b|till\b|em\b|cause\b|n['’]|bout\b|round\b)")
_CUE = re.compile(r"[:;,.!?]\s*$|\b(?:said|says|added|adds|explained|asked|replied|warned)\s*$")
_INTRO = re.compile(r"(?:\b(?:said|says|added|adds|adding|explained|continued|commented|told \w+)\b[^.!?:;]{0,60})[:;,]\s*$")
_SPEECH_AFTER = re.compile(r"\s+(?:said|says|added|explained|[A-Z(]|(?:she|he|they|it|the) \w+)")
_SENTENCE_END = re.compile(r"[.!?] $")
_NEAR = 1500
_LOOK_AHEAD = 8


@dataclass(kw_only=True)
class Stretch:
    """What stands between two marks, in the text's offsets: ``start``/``end`` without the marks, ``outer`` with them."""

    paragraph: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool = False  # the speech of the paragraph before goes on here
    closed: bool = True
    lost: bool = False  # the closing mark is missing
    block: bool = False  # a block quote without marks
    unmarked: bool = False  # a paragraph under "X said:" without marks


def stretches(document: Document) -> list[Stretch]:
    """All stretches between quotation marks, in order: double ones, and single ones where a paragraph has no double ones."""
    found: list[Stretch] = []
    carried = {"double": False, "single": False}
    for paragraph in document.paragraphs:
        doubles = _scan(document, paragraph, _Double(), carried["double"])
        singles = _scan(document, paragraph, _Single(), carried["single"])
        if doubles and _holds(singles, doubles):
            doubles = []
        elif doubles:
            singles = []
        carried = {"double": bool(doubles) and not doubles[-1].closed, "single": bool(singles) and not singles[-1].closed}
        found += doubles or singles
    return found


def _holds(singles: list[Stretch], doubles: list[Stretch]) -> bool:
    """Whether every stretch in double marks is a quote inside a speech in single ones."""
    return bool(singles) and all(any(s.start < d.outer_start and d.outer_end <= s.end for s in singles) for d in doubles)


class _Style:
    pattern: re.Pattern[str]
    runs_on_unmarked = False

    def opens(self, view: str, at: int) -> bool:
        """Whether a mark opens, when nothing is open."""
        raise TypeError("a style says what opens")  # pragma: no cover

    def nests(self, view: str, at: int) -> bool:
        """Whether a mark opens a quote inside the open one."""
        before, after = view[at - 1 : at], view[at + 1 : at + 2]
        return view[at] in "“‘„" or (bool(before) and before in " (" and after.isalnum())

    def closes(self, view: str, at: int) -> bool:
        raise TypeError("a style says what closes")  # pragma: no cover


class _Double(_Style):
    pattern = _DOUBLE
    runs_on_unmarked = True

    def opens(self, view: str, at: int) -> bool:
        before, after = view[at - 1 : at], view[at + 1 : at + 2]
        free = not before or before in " ([—–-/:;,‘'" or (view[at] in "“„" and not before.isdigit())
        return free and bool(after.strip() or (not before and view[at + 1 : at + 3].strip()))

    def closes(self, view: str, at: int) -> bool:
        return view[at] not in "“„" or not view[at + 1 : at + 2].isalnum()


class _Single(_Style):
    pattern = _SINGLE

    def opens(self, view: str, at: int) -> bool:
        if view[at] == "’" or _ELISION.match(view, at) or not view[at + 1 : at + 2].strip():
            return False
        return at == 0 or (view[at - 1] == " " and _CUE.search(view, max(0, at - 20), at) is not None)

    def closes(self, view: str, at: int) -> bool:
        before, after = view[at - 1 : at], view[at + 1 : at + 2]
        if view[at] == "‘" or not before.strip() or after.isalnum():
            return False
        if before in ".,?!…—–" or not after:
            return True
        if after in ".,;:?!)":
            return before != "s"
        return _SPEECH_AFTER.match(view, at + 1) is not None and before != "s"


def _scan(document: Document, paragraph: Paragraph, style: _Style, carried: bool) -> list[Stretch]:
    scan = _Scan(paragraph=paragraph, style=style, carried=carried)
    if carried and not _opens_paragraph(paragraph.view, style):
        listed = paragraph.kind == "item" and _goes_on_below(document, paragraph, style)
        if listed or (style.runs_on_unmarked and _closes_later(document, paragraph, style)):
            scan.begin, scan.continues = 0, True
        else:
            scan.carried = False
    for mark in style.pattern.finditer(paragraph.view):
        scan.mark(mark.start())
    scan.finish()
    return scan.found


@dataclass(kw_only=True)
class _Scan:
    """One paragraph, mark by mark. ``begin`` is where the open stretch begins, -1 while none is open."""

    paragraph: Paragraph
    style: _Style
    carried: bool
    found: list[Stretch] = field(default_factory=list)
    begin: int = -1
    outer: int = 0
    depth: int = 0
    continues: bool = False

    def mark(self, at: int) -> None:
        view, style = self.paragraph.view, self.style
        if self.begin < 0:
            if style.opens(view, at):
                self._open(at)
        elif style.nests(view, at) and (not style.closes(view, at) or (self.depth == 0 and view[at] == '"')):
            self._nest(at)
        elif style.closes(view, at):
            if self.depth and at < len(view) - 1:
                self.depth -= 1
            else:
                self.found.append(_stretch(self.paragraph, (self.begin, at), (self.outer, at + 1), self.continues))
                self.begin = -1

    def finish(self) -> None:
        """A stretch that is open at the end of the paragraph: speech runs on, or its closing mark is missing."""
        view = self.paragraph.view
        speech = self.style.runs_on_unmarked or self.found or self.outer == 0 or _CUE.search(view, max(0, self.outer - 20), self.outer)
        if self.begin >= 0 and speech:
            stretch = _stretch(self.paragraph, (self.begin, len(view)), (self.outer, len(view)), self.continues)
            stretch.closed = False
            self.found.append(stretch)

    def _open(self, at: int) -> None:
        self.begin, self.outer, self.depth = at + 1, at, 0
        self.continues = self.carried and at == 0

    def _nest(self, at: int) -> None:
        view = self.paragraph.view
        if self.style.runs_on_unmarked and self.depth == 0 and _reopens(view, self.style, self.begin, at):
            self.found.append(_stretch(self.paragraph, (self.begin, at), (self.outer, at), self.continues))
            self._open(at)
        elif self.style.runs_on_unmarked and _INTRO.search(view, max(self.begin, at - 120), at):
            self.found.append(_cut(self.paragraph, self.begin, self.outer, at, self.continues))
            self._open(at)
        else:
            self.depth += 1


def _reopens(view: str, style: _Style, begin: int, at: int) -> bool:
    """``“One. “Two.”``: the paragraph break between the two was lost; a quote inside the quote would have its own closing mark."""
    if not _SENTENCE_END.search(view, max(begin, at - 4), at) or not view[at + 1 : at + 2].isupper():
        return False
    rest = [m.start() for m in style.pattern.finditer(view, at + 1, min(len(view), at + _NEAR))]
    opened = sum(1 for m in rest if style.nests(view, m) and (view[m] == '"' or not style.closes(view, m)))
    return len(rest) - opened - opened <= 1


def _goes_on_below(document: Document, paragraph: Paragraph, style: _Style) -> bool:
    """A speech that runs into a list: below the list a paragraph opens with a mark again, or its last item closes."""
    for later in document.paragraphs[paragraph.index : paragraph.index + 2 * _LOOK_AHEAD]:
        if later.kind != "item":
            return _opens_paragraph(later.view, style)
        if any(style.closes(later.view, m.start()) and not style.opens(later.view, m.start()) for m in style.pattern.finditer(later.view)):
            return True
    return False


def _opens_paragraph(view: str, style: _Style) -> bool:
    return style.pattern.match(view) is not None and view[0] not in "”»"


def _closes_later(document: Document, paragraph: Paragraph, style: _Style) -> bool:
    """Whether the next mark, here or a few paragraphs on, closes: then the paragraphs up to it belong to the speech."""
    for later in document.paragraphs[paragraph.index : paragraph.index + _LOOK_AHEAD]:
        for mark in style.pattern.finditer(later.view):
            at = mark.start()
            if later.view[at] in "”»":
                return True
            before, after = later.view[at - 1 : at], later.view[at + 1 : at + 2]
            return later.view[at] == '"' and bool(before.strip()) and not before.isdigit() and not after.isalnum()
        if later.kind == "heading":
            return False
    return False


def _stretch(paragraph: Paragraph, inner: tuple[int, int], outer: tuple[int, int], continues: bool) -> Stretch:
    begin, end = inner
    while begin < end and paragraph.view[begin] == " ":
        begin += 1
    while end > begin and paragraph.view[end - 1] == " ":
        end -= 1
    base = paragraph.start
    return Stretch(
        paragraph=paragraph.index,
        start=base + begin,
        end=base + end,
        outer_start=base + outer[0],
        outer_end=base + outer[1],
        continues=continues,
    )


def _cut(paragraph: Paragraph, begin: int, outer: int, at: int, continues: bool) -> Stretch:
    """A speech whose closing mark was forgotten before ``X added: “``: it ends with the last whole sentence before that."""
    view = paragraph.view
    end = max(view.rfind(stop, begin, at) for stop in (". ", "! ", "? "))
    end = end + 1 if end >= 0 else at
    stretch = _stretch(paragraph, (begin, end), (outer, end), continues)
    stretch.lost = True
    return stretch
