"""Direct speech: stretches between marks that somebody is said to have said, put together by speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from campaign.facts.attribution import VERB, after_marks, before_marks
from campaign.facts.document import Document, Paragraph, split_sentences
from campaign.facts.marks import Stretch, stretches
from campaign.facts.names import Speaker, complete, is_person
from campaign.models import Quote, Span

_TERMINAL = (".", "!", "?", "…", ",", "–", "—", "-")


@dataclass(kw_only=True)
class _Speech:
    """One quote as it grows."""

    speaker: Speaker | None
    rule: str
    stretches: list[Stretch] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    pulled: bool = False

    def put(self, stretch: Stretch, join: str) -> None:
        self.stretches.append(stretch)
        self.joins.append(join if self.stretches[1:] else "")


@dataclass(kw_only=True)
class _Reader:
    """Goes through the document once, with the people named so far."""

    document: Document
    known: list[Speaker]
    speeches: list[_Speech] = field(default_factory=list)
    open: _Speech | None = None  # what the next paragraph may go on with
    last: Speaker | None = None

    def paragraph(self, paragraph: Paragraph, found: list[Stretch]) -> None:
        """Take the stretches of one paragraph in order."""
        current: _Speech | None = None
        named_after = False
        for n, stretch in enumerate(found):
            before = self._before(paragraph, found, n)
            named, rule = self._named(paragraph, found, n, before)
            if named and rule == "introduced" and self._is_fragment(stretch, before):
                continue
            if named:
                current, named_after = self._attributed(stretch, named, rule, current), rule == "named after"
            elif stretch.continues and self.open:
                current = self._put(self.open, stretch, "\n\n")
            elif current and named_after and before.rstrip().endswith((",", ";", "–", "-")):
                self._put(current, stretch, " ")  # “…,” said X, “but …”
            elif self._starts_sentence(before) and self._is_speech(stretch):
                current = self._put(current, stretch, " ") if current else self._unattributed(paragraph, stretch)
        self.open = current if current and self._reaches_end(paragraph, found[-1]) else None

    def _named(self, paragraph: Paragraph, found: list[Stretch], n: int, before: str) -> tuple[Speaker | None, str]:
        stretch = found[n]
        introduced = before_marks(before) if before else (self._introduced_above(paragraph) if n == 0 and not stretch.continues else None)
        if introduced:
            return self._resolve(introduced, paragraph, stretch), "introduced"
        if not self._starts_sentence(before):
            return None, ""
        after = self._after(paragraph, found, n)
        last = self.document.view[stretch.end - 1 : stretch.end]
        named = after_marks(after, ended=last in ".!" and not after.startswith(",")) if after.strip() else None
        if named and not self._introduces_next(paragraph, found, n, after, last):
            return self._resolve(named, paragraph, stretch), "named after"
        return None, ""

    def _attributed(self, stretch: Stretch, named: Speaker, rule: str, current: _Speech | None) -> _Speech:
        """A stretch whose speaker stands beside it: the speech before goes on when it is the same one, else a new one begins."""
        if stretch.continues and self.open and _same(named, self.open.speaker):
            return self._put(self.open, stretch, "\n\n")
        if current and (named.kind == "pronoun" or _same(named, current.speaker)):
            return self._put(current, stretch, " ")
        return self._begin(stretch, named, rule)

    def _put(self, speech: _Speech, stretch: Stretch, join: str) -> _Speech:
        speech.put(stretch, join)
        return speech

    def _unattributed(self, paragraph: Paragraph, stretch: Stretch) -> _Speech | None:
        """A paragraph that is all speech: the one before goes on, or a name stands on the line below, or nobody is named."""
        if not self._fills(paragraph, stretch):
            return None
        line = self._name_line(paragraph)
        if line:
            speech = self._begin(stretch, line, "name line")
            speech.pulled = True
            self.last = None  # a pull quote stands outside the story: "she said" below it means somebody else
            return speech
        if self.open and not self.open.pulled:
            self.open.put(stretch, "\n\n")
            return self.open
        return self._begin(stretch, None, "no speaker") if self._is_long(stretch) else None

    def _begin(self, stretch: Stretch, speaker: Speaker | None, rule: str) -> _Speech:
        nobody = speaker is None or speaker.kind == "pronoun"
        speech = _Speech(speaker=None if nobody else speaker, rule=rule)
        speech.put(stretch, "")
        self.speeches.append(speech)
        if speaker and not nobody:
            self.known.append(speaker)
            self.last = speaker
        return speech

    def _resolve(self, speaker: Speaker, paragraph: Paragraph, stretch: Stretch) -> Speaker:
        """The person whom a pronoun or a lone surname means: named in this paragraph before, else the last who spoke."""
        if speaker.kind == "pronoun":
            return self._in_narration(paragraph, stretch) or self._mentioned(paragraph, stretch) or self.last or speaker
        if speaker.kind == "part":
            return complete(speaker, self.known) or speaker
        if speaker.kind == "person" and speaker.role is None:
            return complete(speaker, self.known) or speaker
        return speaker

    def _in_narration(self, paragraph: Paragraph, stretch: Stretch) -> Speaker | None:
        """``X, role, said her team would … “…,” she said``: the subject of the narration before."""
        view = paragraph.view[max(0, stretch.outer_start - paragraph.start - 700) : stretch.outer_start - paragraph.start]
        for begin, end in reversed(split_sentences(view)[-3:]):
            verb = VERB.search(view, begin, end)
            if verb is None or any(c in view[begin : verb.start()] for c in "“\""):
                continue
            found = before_marks(view[begin : verb.end()] + ":")
            if found and found.kind in {"person", "part"}:
                return complete(found, self.known) if found.kind == "part" else found
        return None

    def _mentioned(self, paragraph: Paragraph, stretch: Stretch) -> Speaker | None:
        """The only person, of those introduced anywhere, whom this paragraph names before the stretch."""
        view = paragraph.view[max(0, stretch.outer_start - paragraph.start - 700) : stretch.outer_start - paragraph.start]
        named = {s.name: s for s in self.known[-40:] if s.name in view} if view.strip() else {}
        return next(iter(named.values())) if len(named) == 1 else None

    # -- what stands around a stretch ----------------------------------------------------------------------------------

    def _before(self, paragraph: Paragraph, found: list[Stretch], n: int) -> str:
        """The narration between the stretch before and this one: its last sentence."""
        start = found[n - 1].outer_end if n else paragraph.start
        text = self.document.view[max(start, found[n].outer_start - 500) : found[n].outer_start]
        begin = split_sentences(text)[-1][0] if text.strip() else 0
        return text[begin:]

    def _after(self, paragraph: Paragraph, found: list[Stretch], n: int) -> str:
        end = found[n + 1].outer_start if n + 1 < len(found) else paragraph.end
        return self.document.view[found[n].outer_end : min(end, found[n].outer_end + 500)]

    def _introduced_above(self, paragraph: Paragraph) -> Speaker | None:
        """``X said:`` alone or at the end of the paragraph above."""
        if paragraph.index == 0:
            return None
        above = self.document.paragraphs[paragraph.index - 1]
        if above.kind == "item" or not above.view.endswith((":", " said", " added")):
            return None
        begin = split_sentences(above.view[-500:])[-1][0]
        return before_marks(above.view[-500:][begin:])

    def _name_line(self, paragraph: Paragraph) -> Speaker | None:
        if paragraph.index + 1 >= len(self.document.paragraphs):
            return None
        below = self.document.paragraphs[paragraph.index + 1]
        if len(below.view) > 140 or below.view.endswith((".", ":", "?")) or below.view[:1] in "“\"‘'":
            return None
        return is_person(self.document.release.text[below.start : below.end])

    def _introduces_next(self, paragraph: Paragraph, found: list[Stretch], n: int, after: str, last: str) -> bool:
        """``“….” She added: “…”``: the narration belongs to the next stretch."""
        if n + 1 == len(found) or last not in ".!?…" or not after.rstrip().endswith((":", ";")):
            return False
        return before_marks(self._before(paragraph, found, n + 1)) is not None

    def _starts_sentence(self, before: str) -> bool:
        text = before.rstrip()
        return not text or text.endswith((".", "!", "?", ":", "”", '"', "…", ")", "-", "–", "—"))

    def _is_fragment(self, stretch: Stretch, before: str) -> bool:
        """A few words inside a sentence (``said it was “vital”``), not speech."""
        first = self.document.view[stretch.start : stretch.start + 1]
        cued = before.rstrip().endswith((":", ";", ","))
        return not cued and (first.islower() or self._count(stretch) < 4)

    def _is_speech(self, stretch: Stretch) -> bool:
        words = self.document.view[stretch.start : stretch.end]
        if words[:1].islower():
            return stretch.continues or self._count(stretch) >= 6
        return stretch.continues or (self._count(stretch) >= 2 and words.endswith(_TERMINAL))

    def _is_long(self, stretch: Stretch) -> bool:
        return self._count(stretch) >= 5 and self.document.view[stretch.start : stretch.end].rstrip().endswith((".", "!", "?", "…"))

    def _count(self, stretch: Stretch) -> int:
        return len(self.document.view[stretch.start : min(stretch.end, stretch.start + 400)].split())

    def _fills(self, paragraph: Paragraph, stretch: Stretch) -> bool:
        around = self.document.view[paragraph.start : stretch.outer_start] + self.document.view[stretch.outer_end : paragraph.end]
        return not around.strip(" .,-–—")

    def _reaches_end(self, paragraph: Paragraph, stretch: Stretch) -> bool:
        return len(self.document.view[stretch.outer_end : paragraph.end]) < 160


def find_quotes(document: Document, known: list[Speaker]) -> list[Quote]:
    """All direct speech in order. ``known``: people whom the narration introduces anywhere, with their jobs."""
    reader = _Reader(document=document, known=list(known))
    by_paragraph: dict[int, list[Stretch]] = {}
    for stretch in (*stretches(document), *_block_quotes(document)):
        if _is_nickname(document, stretch) or not any(c.isalnum() for c in document.view[stretch.start : stretch.end]):
            continue
        by_paragraph.setdefault(stretch.paragraph, []).append(stretch)
    for index in sorted(by_paragraph):
        if reader.open and index - 1 != reader.open.stretches[-1].paragraph:
            reader.open = None
        reader.paragraph(document.paragraphs[index], by_paragraph[index])
    return [_quote(document, s) for s in reader.speeches]


def _is_nickname(document: Document, stretch: Stretch) -> bool:
    """``Tobias “Toby” Rook``: one word in marks between two parts of a name."""
    if stretch.end - stretch.start > 20 or not document.view[stretch.start : stretch.end].isalpha():
        return False
    before = document.view[max(0, stretch.outer_start - 30) : stretch.outer_start]
    after = document.view[stretch.outer_end : stretch.outer_end + 3]
    return re.search(r"\b[A-Z]\w+ $", before) is not None and re.match(r" [A-Z]", after) is not None


def _block_quotes(document: Document) -> list[Stretch]:
    """Block quotes without marks; each begins a speech or goes on with the one above it."""
    found: list[Stretch] = []
    for p in document.paragraphs:
        if p.kind == "blockquote" and not any(c in p.view for c in "“”\"") and p.view[:1] not in "‘'":
            above = bool(found) and found[-1].paragraph == p.index - 1
            found.append(
                Stretch(paragraph=p.index, start=p.start, end=p.end, outer_start=p.start, outer_end=p.end, continues=above, block=True)
            )
    return found


def _same(one: Speaker | None, other: Speaker | None) -> bool:
    if one is None or other is None:
        return False
    return one.kind == "pronoun" or one.name == other.name or (one.kind == "part" and one.name in other.name.split())


def _quote(document: Document, speech: _Speech) -> Quote:
    spans = tuple(Span(s.start, s.end) for s in speech.stretches)
    text = "".join(join + document.words(span) for join, span in zip(speech.joins, spans, strict=True))
    speaker = speech.speaker
    return Quote(
        text=text,
        speaker=speaker.name if speaker else None,
        role=speaker.role if speaker else None,
        organisation=speaker.organisation if speaker else None,
        spans=spans,
        rule=f"quotes: {speech.rule}",
        doubt=_doubt(speech),
    )


def _doubt(speech: _Speech) -> str | None:
    if speech.speaker is None:
        return "It is not clear who says this."
    if any(s.lost for s in speech.stretches) or not speech.stretches[-1].closed:
        return "The closing quotation mark is missing."
    if speech.speaker.kind == "part":
        return "Only a part of the speaker's name is given."
    return None


