"""Trying every wording out: all files of a language are loaded and every form is rendered with made-up facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from campaign.compose import welsh
from campaign.compose.rendering import NAMES, dated, render
from campaign.compose.tracing import Traced
from campaign.compose.wordings import FILES, Phrase, Piece, find, load, load_lines
from campaign.errors import TemplateError
from campaign.models import Problem, Severity

LEAST = 6  # a kind with fewer wordings repeats itself within a day
_DIGITS = re.compile(r"\d{3,}")

_SAMPLE = {
    "about": "home safety visits", "About": "Home safety visits", "area": "Brackenholt", "event": "National Lantern Day",
    "headline": "Officers ask Brackenholt to keep a light on",
    "topic": "lantern theft", "called": "the Lantern Line", "called_two": "the Night Line", "label_two": "Night Line",
    "value_two": "0808 157 0124",
    "speaker_then": "Inspector Lydia Fernsby", "speaker_named": "Inspector Lydia Fernsby",
    "title": "Officers ask Brackenholt to keep a light on.", "hook": "Brackenholt Police is asking everyone to keep a light on.",
    "signs": "• a gate left open\n• a van with its doors open", "inline": "a gate left open or a van with its doors open",
    "advice": "• Lock the shed\n• Talk to your neighbours", "tip": "Lock the shed.", "quote": "Please keep a light on.",
    "speaker": "Inspector Lydia Fernsby, Head of Lanterns", "speaker_short": "Inspector Lydia Fernsby",
    "figure": "One in nine sheds has no lock.", "source": "Brackenholt Police", "website": "www.brackenholt.police.example",
    "helpline": "You can call the helpline on 0808 157 0123.", "numbers": "Helpline: 0808 157 0123",
    "calls": "You can call the helpline on 0808 157 0123.",
    "lead": "Signs of a theft include", "led": "Signs of a theft include:\n\n• a gate left open\n• a van with its doors open",
    "what": "Lantern theft can happen in any street.", "for_child": "You can call the helpline on 0808 157 0123.",
    "label": "Brackenholt Helpline", "named": "Helpline 0808 157 0123", "value": "0808 157 0123",
}


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
            found.append(Problem(rule="few-wordings", severity=Severity.WARN, message=message, file=str(find(name, language, folders))))
        found += [problem for phrase in phrases for problem in _phrase(name, phrase)]
    return (*found, *_lines(folders, language))


def _phrase(kind: str, phrase: Phrase) -> Iterator[Problem]:
    if phrase.confirm:
        message = f"A speaker of the language should look at “{phrase.id}”: {phrase.confirm}"
        fix = "When somebody has, take `confirm` out of a copy in posts/templates/."
        yield _at("confirm", message, next(iter(phrase.forms.values())), fix, Severity.HINT)
    for piece in (*phrase.forms.values(), *(p for pieces in phrase.card.values() for p in pieces)):
        yield from _piece(piece)
    for piece in phrase.forms.values():
        if kind == "signs" and "could" not in piece.source and not welsh.COULD.search(piece.source):
            yield _at("sign-could", "This wording does not say “could”: a sign is never proof.", piece, "Write “could be a sign”.")
        if dated(piece.source) and not {"today", "event_today"} & set(phrase.when):
            message = "This wording says “today” or a weekday; it is only used on the release's own day."
            yield _at("dated", message, piece, "Write `when: today` to show it.", Severity.HINT)


def _lines(folders: Sequence[Path], language: str) -> list[Problem]:
    try:
        lines = load_lines(language, folders)
    except TemplateError as error:
        return [_failed(error)]
    groups = (*lines.listed.values(), *lines.said.values(), *lines.named.values())
    return [problem for pieces in groups for piece in pieces for problem in _piece(piece)]


def _piece(piece: Piece) -> Iterator[Problem]:
    try:
        render(piece, {**{name: Traced(text=_SAMPLE[name]) for name in NAMES}, **_house(piece)})
    except TemplateError as error:
        yield _failed(error)
    if _DIGITS.search(re.sub(r"\{[{%#].*?[}%#]\}", "", piece.source)):
        fix = "Use {{ numbers }} or {{ calls }}: they are exactly as printed."
        yield _at("typed-number", "A number is typed into this wording.", piece, fix)


def _house(piece: Piece) -> dict[str, Traced]:
    return {name: Traced(text="A line of the house.") for name in re.findall(r"\bhouse_\w+", piece.source)}


def _at(rule: str, message: str, piece: Piece, fix: str, severity: Severity = Severity.STOP) -> Problem:
    return Problem(rule=rule, severity=severity, message=message, fix=fix, file=piece.file, line=piece.line)


def _failed(error: TemplateError) -> Problem:
    file = None if error.file is None else str(error.file)
    return Problem(rule="template", severity=Severity.STOP, message=error.message, fix=error.fix, file=file, line=error.line)
