"""Direct speech: stretches between marks that somebody is said to have said, put together by speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from campaign.facts.attribution import VERB, after_marks, before_marks, clipped
from campaign.facts.document import Document, Paragraph, split_sentences
from campaign.facts.marks import Stretch, stretches
from campaign.facts.names import Speaker, complete, is_person, parse_subject
from campaign.facts.roster import Roster, open_roster
from campaign.models import Quote, Span

_TERMINAL = (".", "!", "?", "…", ",", "–", "—", "-")
_WORDS_OF = re.compile(
    r"(?:(?:[Tt]h(?:is|at|ese|ose)(?:['’]s| is| was| are| were)|[Ss]uch is) )?(?:[Tt]he |a )?(?:[a-z]+ )?"
    r"(?:words?|message|advice|warning|verdict|plea|view|appeal) (?:of|from|by) (?P<subject>\S.*)$|^So says (?P<sayer>\S.*)$"
)
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I|[Mm]y|me|I['’]\w+|[Ww]e['’]\w+)\b")
_SAID_COLON = re.compile(
    r"(?:said|says|added|adds|explained|commented|continued|stated|concluded|meddai|dywedodd|ychwanegodd)\b[^.:]{0,60}:$"
)
_OWNER = re.compile(r"(?P<name>[A-Z][\w’'-]*?)[’']s? (?:advice|message|warning|plea|answer|view|verdict|words?|tip)\b")


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
    roster: Roster
    speeches: list[_Speech] = field(default_factory=list)
    open: _Speech | None = None  # what the next paragraph may go on with

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
            return self._resolve(introduced, stretch), "introduced"
        if not self._starts_sentence(before):
            return None, ""
        if line := self._line_below(paragraph, found, n):
            return line, "name line"
        after = self._after(paragraph, found, n)
        last = self.document.view[stretch.end - 1 : stretch.end]
        named = after_marks(after, ended=last in ".!" and not after.startswith(",")) if after.strip() else None
        if named and not self._introduces_next(paragraph, found, n, after, last):
            return self._resolve(named, stretch), "named after"
        told = None if self._introduces_next(paragraph, found, n, after, last) else self._narrated(paragraph, found, n, before)
        return (told, "told before") if told else (None, "")

    def _attributed(self, stretch: Stretch, named: Speaker, rule: str, current: _Speech | None) -> _Speech:
        """A stretch whose speaker stands beside it: the speech before goes on when it is the same one, else a new one begins."""
        goes_on = stretch.continues or self._above_is_open(stretch)
        if goes_on and self.open and (self.open.speaker is None or (stretch.continues and _same(named, self.open.speaker))):
            if self.open.speaker is None and named.kind != "pronoun":
                self.open.speaker, self.open.rule = named, rule
                self.roster.add(stretch.outer_start, named)
            return self._put(self.open, stretch, "\n\n")
        if current and (named.kind == "pronoun" or _same(named, current.speaker)):
            return self._put(current, stretch, " ")
        return self._begin(stretch, named, rule)

    def _above_is_open(self, stretch: Stretch) -> bool:
        """The paragraph right above is speech that nobody was named for: the name comes after the last of its paragraphs."""
        return self.open is not None and self.open.rule == "no speaker" and self.document.paragraphs[stretch.paragraph].start == (
            stretch.outer_start
        )

    def _put(self, speech: _Speech, stretch: Stretch, join: str) -> _Speech:
        speech.put(stretch, join)
        return speech

    def _unattributed(self, paragraph: Paragraph, stretch: Stretch) -> _Speech | None:
        """A paragraph that is all speech: the one before goes on, or a name stands on the line below, or nobody is named."""
        if not self._fills(paragraph, stretch):
            return None
        line = self._name_line(paragraph)
        if line:
            return self._begin(stretch, line, "name line", pulled=True)
        if self.open and not self.open.pulled:
            self.open.put(stretch, "\n\n")
            return self.open
        if not self._is_long(stretch):
            return None
        if below := self._named_below(paragraph):
            return self._begin(stretch, below, "named below")
        above = self._told_above(paragraph)
        return self._begin(stretch, above, "named above" if above else "no speaker")

    def _begin(self, stretch: Stretch, speaker: Speaker | None, rule: str, *, pulled: bool = False) -> _Speech:
        nobody = speaker is None or speaker.kind == "pronoun"
        speech = _Speech(speaker=None if nobody else speaker, rule=rule, pulled=pulled)
        speech.put(stretch, "")
        self.speeches.append(speech)
        if speaker and not nobody:
            self.known.append(speaker)
            if not pulled:  # it stands outside the story: "she said" below it means somebody else
                self.roster.add(stretch.outer_start, speaker)
        return speech

    def _resolve(self, speaker: Speaker, stretch: Stretch) -> Speaker:
        """The person whom a pronoun or a lone name means: the last one whom the text is about before the speech."""
        if speaker.kind == "pronoun":
            meant = self.roster.before(stretch.outer_start, speaker.name) or speaker
            return (complete(meant, self.known) or meant) if meant.kind == "part" else meant
        if speaker.kind == "part" or (speaker.kind == "person" and speaker.role is None):
            return complete(speaker, self.known) or speaker
        return speaker

    def _narrated(self, paragraph: Paragraph, found: list[Stretch], n: int, before: str) -> Speaker | None:
        """``X said it was normal to forget. “…”`` or ``X's advice is simple: “…”``: a whole speech behind what X does."""
        stretch = found[n]
        if not before.strip() or before.rstrip()[-1] not in ".:" or not self._is_long(stretch, 3):
            return None
        start = found[n - 1].outer_end if n else paragraph.start
        speaker = self.roster.between(start, stretch.outer_start)
        if speaker is None and (owner := _OWNER.match(before)):
            name = Speaker(name=owner["name"], kind="part")
            speaker = complete(name, self.known) or self.roster.called(owner["name"])
        return speaker

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
        if len(below.view) > 140 or below.view.endswith((":", "?")) or below.view[:1] in "“\"‘'":
            return None
        line = self.document.release.text[below.start : below.end]
        if line.endswith(".") and VERB.search(line):
            return None
        line = line.rstrip(".")
        return is_person(line) or (parse_subject(line.strip("–—-~ ")) if line[:1] in "–—-~" and "," in line else None)

    def _line_below(self, paragraph: Paragraph, found: list[Stretch], n: int) -> Speaker | None:
        """Name and job on a line of their own right under the closing mark, in the same paragraph."""
        rest = self.document.release.text[found[n].outer_end : paragraph.end] if n + 1 == len(found) else ""
        return is_person(rest) if rest.startswith("\n") and len(rest) < 140 else None

    def _told_above(self, paragraph: Paragraph) -> Speaker | None:
        """The person whose words the narration right above reports: ``It is easy to forget, says X.`` and then ``“…”``."""
        if not paragraph.index:
            return None
        above = self.document.paragraphs[paragraph.index - 1]
        speaker = self.roster.between(above.start, above.end) if above.kind == "paragraph" and VERB.search(above.view) else None
        return speaker if speaker and speaker.kind == "person" else None

    def _named_below(self, paragraph: Paragraph) -> Speaker | None:
        """``“…”`` and in the next paragraph ``X, role, said the …`` or ``That is the message from X.``"""
        if paragraph.index + 1 >= len(self.document.paragraphs):
            return None
        below = self.document.paragraphs[paragraph.index + 1]
        if below.kind != "paragraph" or below.view[:1] in "“\"‘'":
            return None
        first = self.document.view[below.sentences[0].start : below.sentences[0].end]
        if found := _WORDS_OF.match(first):
            return parse_subject(clipped(found["subject"] or found["sayer"]))
        verb = VERB.search(first)
        if verb is None or not verb["finite"] or first.rstrip().endswith(":"):
            return None
        speaker = parse_subject(first[: verb.start()])
        return speaker if speaker and speaker.kind == "person" else None

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
        if cued or not first.islower():
            return not cued and self._count(stretch) < 4
        return self._count(stretch) < 8 or not self._is_long(stretch)

    def _is_speech(self, stretch: Stretch) -> bool:
        words = self.document.view[stretch.start : stretch.end]
        if words[:1].islower():
            return stretch.continues or self._count(stretch) >= 6
        return stretch.continues or (self._count(stretch) >= 2 and (words.endswith(_TERMINAL) or self._stops(stretch)))

    def _is_long(self, stretch: Stretch, words: int = 5) -> bool:
        ended = self.document.view[stretch.start : stretch.end].rstrip().endswith((".", "!", "?", "…")) or self._stops(stretch)
        return self._count(stretch) >= words and ended

    def _stops(self, stretch: Stretch) -> bool:
        """A full stop or comma outside the closing mark."""
        return self.document.view[stretch.outer_end : stretch.outer_end + 1] in {".", ",", "!", "?"}

    def _count(self, stretch: Stretch) -> int:
        return len(self.document.view[stretch.start : min(stretch.end, stretch.start + 400)].split())

    def _fills(self, paragraph: Paragraph, stretch: Stretch) -> bool:
        around = self.document.view[paragraph.start : stretch.outer_start] + self.document.view[stretch.outer_end : paragraph.end]
        return not around.strip(" .,-–—")

    def _reaches_end(self, paragraph: Paragraph, stretch: Stretch) -> bool:
        return len(self.document.view[stretch.outer_end : paragraph.end]) < 160


def find_quotes(document: Document, known: list[Speaker]) -> list[Quote]:
    """All direct speech in order. ``known``: people whom the narration introduces anywhere, with their jobs."""
    every = [*stretches(document), *_block_quotes(document)]
    people = list(known)
    roster = open_roster(document, people, sorted(Span(s.outer_start, s.outer_end) for s in every))
    reader = _Reader(document=document, known=people, roster=roster)
    by_paragraph: dict[int, list[Stretch]] = {}
    for stretch in every:
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
    """Speech without marks: block quotes, and paragraphs under ``X said:``; each begins a speech or goes on with the one above it."""
    found: list[Stretch] = []
    for p in document.paragraphs:
        above = bool(found) and found[-1].paragraph == p.index - 1
        if any(c in p.view for c in "“”\"") or p.view[:1] in "‘'":
            continue
        if (p.kind == "blockquote" and not (above and is_person(p.view))) or _spoken_below(document, p, above=above):
            stretch = Stretch(paragraph=p.index, start=p.start, end=p.end, outer_start=p.start, outer_end=p.end, block=True)
            stretch.continues, stretch.unmarked = above, p.kind != "blockquote"
            found.append(stretch)
    return found


def _spoken_below(document: Document, p: Paragraph, *, above: bool) -> bool:
    """Whether a paragraph under ``X said:`` is what X said: it ends as a sentence, and further ones go on in the first person."""
    if p.kind != "paragraph" or not p.index or p.tail or len(p.view) < 40 or not p.view.endswith((".", "!", "?")):
        return False
    if above:
        return _FIRST_PERSON.search(p.view) is not None and VERB.search(p.view) is None
    cue = document.paragraphs[p.index - 1].view[-300:]
    if not cue.endswith(":") or not VERB.search(cue):
        return False
    return _SAID_COLON.search(cue) is not None and before_marks(cue[split_sentences(cue)[-1][0] :]) is not None


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
    if any(s.unmarked for s in speech.stretches):
        return "No quotation marks show where this speech begins and ends."
    if any(s.lost for s in speech.stretches) or not speech.stretches[-1].closed:
        return "The closing quotation mark is missing."
    if speech.rule in {"named below", "named above"}:
        return f"The speaker is only {speech.rule}, in the next paragraph."
    if speech.speaker.kind == "part":
        return "Only a part of the speaker's name is given."
    return None


