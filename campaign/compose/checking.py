"""Trying every wording out: all files of a language are loaded and every form is rendered with made-up facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from campaign.compose import welsh
from campaign.compose.rendering import dated, needs
from campaign.compose.samples import HOSTILE, MARKER, filled, sample
from campaign.compose.wordings import FILES, Phrase, Piece, find_template, load, load_lines
from campaign.errors import TemplateError
from campaign.models import Problem, Severity
from campaign.text import measure

LEAST = 6  # a kind with fewer wordings repeats itself within a day
NARROW = 280  # characters, of X: the shortest form has to fit it, with facts of usual length
_MAY = {"en": re.compile(r"\bcould\b", re.IGNORECASE), "cy": welsh.COULD}  # by language, how a sign is said to be no proof
_OPENING = 4  # words: as many as no two posts of a day share
_DIGITS = re.compile(r"\d{3,}")


def check_templates(folders: Sequence[Path] = (), language: str = "en") -> tuple[Problem, ...]:
    """Every problem of the wordings that a workspace would use, with file and line.

    Beside what cannot be rendered: a kind with fewer than six wordings, a number typed into a wording (it must come from the
    release or the register), a sign put as more than "could".
    """
    found: list[Problem] = []
    for name in FILES:
        try:
            phrases = load(name, language, folders)
        except TemplateError as error:
            found.append(_failed(error))
            continue
        if len(phrases) < LEAST:
            message = f"There are {len(phrases)} wordings for {name} posts; with fewer than {LEAST} a day repeats itself."
            file = str(find_template(name, language, folders))
            found.append(Problem(rule="few-wordings", severity=Severity.WARN, message=message, file=file))
        found += [problem for phrase in phrases for problem in _phrase(name, phrase, language)]
        found += _alike(phrases) if name != "thanks" else ()  # there is one a day
    return (*found, *_lines(folders, language))


def _phrase(kind: str, phrase: Phrase, language: str) -> Iterator[Problem]:
    if phrase.confirm:
        message = f"A speaker of the language should look at “{phrase.id}”: {phrase.confirm}"
        fix = "When somebody has, take `confirm` out of a copy in posts/templates/."
        yield _at("confirm", message, next(iter(phrase.forms.values())), fix, Severity.HINT)
    for piece in (*phrase.forms.values(), *(p for pieces in phrase.card.values() for p in pieces)):
        yield from _piece(piece)
    shortest = list(phrase.forms.values())[-1]
    if (length := _length(shortest)) > NARROW:
        message = f"The shortest form has {length} characters with facts of usual length; the narrowest platform takes {NARROW}."
        yield _at("too-long", message, shortest, "Write a `short` form.", Severity.WARN)
    for piece in phrase.forms.values():
        if kind == "signs" and (may := _MAY.get(language)) is not None and not may.search(piece.source):
            yield _at("sign-could", "This wording does not say “could”: a sign is never proof.", piece, "Write “could be a sign”.")
        if dated(piece.source) and not {"today", "event_today"} & set(phrase.when):
            message = "This wording says “today” or a weekday; it is only used on the release's own day."
            yield _at("dated", message, piece, "Write `when: today` to show it.", Severity.HINT)


def _alike(phrases: Sequence[Phrase]) -> Iterator[Problem]:
    """Wordings that begin with the same words of their own, and may meet in one day: only one of them can be used."""
    begun: list[tuple[str, Phrase]] = []
    for phrase in phrases:
        for piece in phrase.forms.values():
            words = " ".join(re.findall(r"[\w{]+", piece.source.casefold())[:_OPENING])
            other = next((p for said, p in begun if said == words and p is not phrase and not _apart(p, phrase)), None)
            if "{" not in words and other is not None:
                message = f"This wording begins like “{other.id}”: only one of the two can be used in a day."
                yield _at("opening-twice", message, piece, "Begin it with other words.", Severity.WARN)
            begun.append((words, phrase))


def _apart(one: Phrase, two: Phrase) -> bool:
    """Whether the conditions of two wordings can never hold together."""
    return any(f"not {flag}" in two.when for flag in one.when) or any(f"not {flag}" in one.when for flag in two.when)


def _lines(folders: Sequence[Path], language: str) -> list[Problem]:
    try:
        lines = load_lines(language, folders)
    except TemplateError as error:
        return [_failed(error)]
    groups = (*lines.listed.values(), *lines.said.values(), *lines.named.values())
    return [problem for pieces in groups for piece in pieces for problem in _piece(piece)]


def _piece(piece: Piece) -> Iterator[Problem]:
    try:
        text = sample(piece).text
        tried = [filled(piece, evil).text for evil in HOSTILE]
    except TemplateError as error:
        yield _failed(error)
        return
    if not text:
        yield _at("empty", "This wording says nothing.", piece, "Write it, or delete it.")
    # A condition may leave a fact out; nothing else may, or change it.
    if "{%" not in piece.source and " if " not in piece.source and needs(piece) and MARKER not in tried[0]:
        message = "A fact does not stand in this wording as the release has it."
        yield _at("value-changed", message, piece, "Write its name between {{ and }}, and nothing else.")
    if "!" in re.sub(r"\{[{%#].*?[}%#]\}", "", piece.source):
        yield _at("exclamation", "There is an exclamation mark in this wording.", piece, "A calm sentence needs none.", Severity.HINT)
    if _DIGITS.search(re.sub(r"\{[{%#].*?[}%#]\}", "", piece.source)):
        fix = "Use {{ numbers }} or {{ calls }}: they are exactly as printed."
        yield _at("typed-number", "A number is typed into this wording.", piece, fix)


def _length(piece: Piece) -> int:
    try:
        return measure(sample(piece).text, "x").length
    except TemplateError:
        return 0  # said already


def _at(rule: str, message: str, piece: Piece, fix: str, severity: Severity = Severity.STOP) -> Problem:
    return Problem(rule=rule, severity=severity, message=message, fix=fix, file=piece.file, line=piece.line)


def _failed(error: TemplateError) -> Problem:
    file = None if error.file is None else str(error.file)
    return Problem(rule="template", severity=Severity.STOP, message=error.message, fix=error.fix, file=file, line=error.line)
