"""Speech in posts and on cards against speech in the release: whose words they are, and whether they were cut.

A misquoted superintendent is the worst that can go out. Words that stand nowhere at all are named by ``trace``; here are the words that
do stand in the release, and are given to somebody else, lose a sentence's half, or are put in another order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from campaign.facts.quoted import Quoted, quotations
from campaign.facts.voices import Token, Voice, differs, places, rank_before, tokens
from campaign.models import Quote
from campaign.text import fold, sentences

_WORD = re.compile(r"[^\W_]+(?:['.,:-][^\W_]+)*")
_CUT = re.compile(r"\[(?:…|\.\.\.)\]")
_LEAST = 3  # words: fewer between marks are a name or a title, not speech


@dataclass(frozen=True, kw_only=True, slots=True)
class Misquote:
    """One quotation that is not what the release has; ``rule`` is ``untraced-speaker`` or ``cut-quote``."""

    rule: Literal["untraced-speaker", "cut-quote"]
    words: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Spoken:
    """What one speaker said: its words, and at which of them a sentence begins or ends."""

    words: tuple[str, ...]
    starts: frozenset[int]
    ends: frozenset[int]
    voice: Voice | None

    def find(self, wanted: Sequence[str], start: int = 0) -> list[tuple[int, int]]:
        """Every place of ``wanted``, as from and to."""
        flat, needle = f" {' '.join(self.words)} ", f" {' '.join(wanted)} "
        found, at = [], flat.find(needle) if wanted else -1
        while at >= 0:
            begin = flat.count(" ", 0, at)
            found.append((begin, begin + len(wanted)))
            at = flat.find(needle, at + 1)
        return [place for place in found if place[0] >= start]


class Speech:
    """All that is said in a release and in wording that was agreed, for comparing posts with it."""

    def __init__(
        self,
        release: str,
        quotes: Iterable[Quote],
        *,
        known: Iterable[str] = (),
        agreed: Iterable[tuple[str, str]] = (),
        corrected: Iterable[tuple[str, str]] = (),
    ) -> None:
        """``known``: title, area, organisation. ``agreed``: words before and after. ``corrected``: what was, and is."""
        self._release = tokens(release)
        self._flat = " ".join(_words(release))
        titles = list(known)
        self._known = frozenset(t.word for text in titles for t in tokens(text))
        self._marked = fold("\n".join([release, *titles])).replace('"', "'")
        changes = [pair for pair in corrected if all(pair)]
        self._spoken = [_spoken(_segments(release, q), _voice(q, self._release, changes)) for q in quotes]
        self._spoken += [_spoken([after], self._voice_of(before)) for before, after in agreed]
        self._people = {s.voice.name: s.voice for s in self._spoken if s.voice is not None and s.voice.person and len(s.voice.name) > 1}

    def _voice_of(self, words: str) -> Voice | None:
        return next((s.voice for s in self._spoken if s.find(_words(words))), None)

    def misquotes(self, text: str) -> list[Misquote]:
        """What is wrong with the quotations of a text, and with the ranks that it gives to speakers, each once."""
        found: list[Misquote] = []
        for quoted in quotations(text):
            found += self._quoted(quoted, text)
        if not any(m.rule == "untraced-speaker" for m in found):
            found += self._ranks(text)
        return list(dict.fromkeys(found))

    def on_card(self, fields: Mapping[str, object]) -> list[Misquote]:
        """The same for a quote card, whose speech has no marks and whose speaker stands in ``name`` and ``role``."""
        credit = ", ".join(str(fields[key]) for key in ("name", "role") if fields.get(key))
        parts = [p.strip() for p in re.split(r"\n\s*\n", str(fields.get("quote") or "")) if p.strip()]
        found = [m for part in parts for m in self._quoted(Quoted(words=part.strip("“”\" "), credits=(credit,)), credit)]
        return list(dict.fromkeys(found))

    def _quoted(self, quoted: Quoted, text: str) -> Iterator[Misquote]:
        said = _words(_CUT.sub(" ", quoted.words))
        homes = [s for s in self._spoken if self._says(s, quoted.words)]
        if not homes:
            yield from self._nobody(quoted, said)
            return
        if len(said) >= _LEAST and not any(_uncut(s, quoted.words) for s in homes) and not self._cut_by_release(quoted.words):
            how = _how_cut(homes[0], said)
            yield Misquote(rule="cut-quote", words=quoted.words, message=f"The quotation “{_short(quoted.words)}” {how}.")
        yield from self._speaker(quoted, [s.voice for s in homes], text)

    def _cut_by_release(self, words: str) -> bool:
        """A headline that quotes half a sentence: the release has it between marks itself."""
        return f"'{fold(words)}'".replace('"', "'") in self._marked

    def _says(self, spoken: _Spoken, words: str) -> bool:
        pieces = [p for p in map(_words, _CUT.split(words)) if p]
        if len(pieces) > 1 or len(pieces[0] if pieces else ()) < _LEAST:
            return bool(pieces) and all(spoken.find(p) for p in pieces)
        return bool(spoken.find(pieces[0])) or _left_out(spoken, pieces[0]) is not None or _shuffled(spoken, words)

    def _nobody(self, quoted: Quoted, said: Sequence[str]) -> Iterator[Misquote]:
        """Words of the release's own narration, put into somebody's mouth."""
        if len(said) < _LEAST or f" {' '.join(said)} " not in f" {self._flat} ":
            return
        credited = [v for v in self._people.values() for credit in quoted.credits if places(tokens(credit), v.name[-1:])]
        if credited:
            message = f"“{_short(quoted.words)}” is the release's narration; nobody says it there, {credited[0].speaker} neither."
            yield Misquote(rule="untraced-speaker", words=quoted.words, message=message)

    def _speaker(self, quoted: Quoted, voices: Sequence[Voice | None], text: str) -> Iterator[Misquote]:
        known = [v for v in voices if v is not None]
        wrong = [c for c in quoted.credits if not any(not differs(c, v, self._known) for v in known)]
        if known and not quoted.credits:
            wrong = self._others_named(text, known)
        elif not known:
            wrong = [c for c in quoted.credits if self._names_somebody(c)]
        if wrong:
            who = f"said by {known[0]} in the release" if known else "said by nobody whom the release names for sure"
            message = f"“{_short(quoted.words)}” is {who}, not by “{_short(wrong[0].strip(' ,:;.'))}”."
            yield Misquote(rule="untraced-speaker", words=quoted.words, message=message)

    def _names_somebody(self, credit: str) -> bool:
        nobody = Voice(speaker="", role="", organisation="", release=())
        return differs(credit, nobody, self._known)

    def _others_named(self, text: str, voices: Sequence[Voice]) -> list[str]:
        """Another speaker of the release, where a text names nobody beside the marks and the real one nowhere."""
        words = tokens(text)
        if any(places(words, end) for v in voices for end in (v.name[-1:], v.name[:1])) or not all(v.person for v in voices):
            return []
        return [v.speaker for name, v in self._people.items() if places(words, name)]

    def _ranks(self, text: str) -> Iterator[Misquote]:
        """A rank before a speaker's whole name, anywhere in a text, is one that the release gives them."""
        words = tokens(text)
        for name, voice in self._people.items():
            for at in places(words, name):
                rank = rank_before(words, at)
                if rank and rank not in voice.ranks and not _is_tail(rank, voice):
                    given = " ".join((*rank, "")).title() + voice.speaker
                    message = f"The release has {voice}; this says “{given}”."
                    yield Misquote(rule="untraced-speaker", words=given, message=message)


def _is_tail(rank: Sequence[str], voice: Voice) -> bool:
    """A clause runs into the rank ("Ask the sister Detective Sergeant X"): the rank itself is right."""
    return any(other and len(other) < len(rank) and rank[-len(other) :] == other and rank[-len(other) - 1] in {"sister", "father", "nurse"}
               for other in voice.ranks)  # fmt: skip


def _voice(quote: Quote, release: Sequence[Token], changes: Iterable[tuple[str, str]]) -> Voice | None:
    return Voice.of(quote, release, changes) if quote.speaker else None


def _segments(release: str, quote: Quote) -> list[str]:
    return [release[s.start : s.end] for s in quote.spans] or [quote.text]


def _spoken(segments: Iterable[str], voice: Voice | None) -> _Spoken:
    words: list[str] = []
    starts, ends = set[int](), set[int]()
    for segment in segments:
        for part in re.split(r"\n\s*\n", segment):
            for span in sentences(part):
                starts.add(len(words))
                words += _words(part[span.start : span.end])
                ends.add(len(words))
    return _Spoken(words=tuple(words), starts=frozenset(starts), ends=frozenset(ends), voice=voice)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _uncut(spoken: _Spoken, words: str) -> bool:
    """Whole sentences in a row; or pieces in their order, where a person has marked the cut with […]."""
    pieces = [p for p in map(_words, _CUT.split(words)) if p]
    if len(pieces) == 1 and not _CUT.search(words):
        return any(start in spoken.starts and end in spoken.ends for start, end in spoken.find(pieces[0]))
    at = 0
    for piece in pieces:
        found = spoken.find(piece, at)
        if not found:
            return False
        at = found[0][1]
    return True


def _how_cut(spoken: _Spoken, said: Sequence[str]) -> str:
    if spoken.find(said):
        return "is not a whole sentence of the release's; where it was cut is not marked"
    if (lost := _left_out(spoken, said)) is not None:
        return f"leaves out “{_short(' '.join(lost))}”, and the cut is not marked"
    return "has its sentences in another order than the release"


def _left_out(spoken: _Spoken, said: Sequence[str]) -> list[str] | None:
    """The words of the release that ``said`` skips, where it is the same words otherwise and about as long; None where it isn't."""
    if len(said) < _LEAST + 1:
        return None
    for first in (n for n, word in enumerate(spoken.words) if word == said[0]):
        at = first
        for word in said:
            try:
                at = spoken.words.index(word, at) + 1
            except ValueError:
                return None
        if at - first > len(said):
            return _skipped(spoken, first, at, said) or _gaps(spoken.words[first:at], said)
    return None


def _skipped(spoken: _Spoken, first: int, last: int, said: Sequence[str]) -> list[str]:
    """The whole sentences that were left out, where nothing else was."""
    edges = sorted(n for n in spoken.starts | spoken.ends if first <= n <= last)
    kept, flat = 0, f" {' '.join(said)} "
    lost: list[str] = []
    for start, end in pairwise(edges):
        whole = spoken.words[start:end]
        there = f" {' '.join(whole)} " in flat
        kept += len(whole) if there else 0
        lost += () if there else whole
    return lost if kept == len(said) else []


def _gaps(words: Sequence[str], said: Sequence[str]) -> list[str]:
    """What stands in ``words`` and not in ``said``, in as few stretches as can be."""
    matched = SequenceMatcher(None, words[:600], said, autojunk=False).get_opcodes()
    return [word for tag, start, end, _, _ in matched if tag != "equal" for word in words[start:end]]


def _shuffled(spoken: _Spoken, words: str) -> bool:
    """Sentences that are all there, each by itself, in another order."""
    flat = fold(words)
    pieces = [_words(flat[s.start : s.end]) for s in sentences(flat)]
    found = [spoken.find(p) for p in pieces]
    return len(pieces) > 1 and all(found) and any(b[0][0] < a[0][0] for a, b in pairwise(found))


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 90 else flat[:80].rsplit(" ", 1)[0] + " …"
