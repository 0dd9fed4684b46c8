"""Posts before they have a time: for each kind the next thing to say, in a wording that no other post of the day has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from campaign.compose import material
from campaign.compose.brief import Brief
from campaign.compose.cards import card_of
from campaign.compose.contacts import SPOKEN, Directory, directory, for_a_child, spans_of, support
from campaign.compose.explained import explanations
from campaign.compose.listed import advised, listed
from campaign.compose.matter import Matter
from campaign.compose.quotes import Saying, about, in_language, neighbours_differ, paragraphs, sayings
from campaign.compose.rendering import Values, available, dated, needs, render
from campaign.compose.themes import themes_of
from campaign.compose.tracing import Traced, joined, plain
from campaign.compose.wordings import FILES, Phrase, load, load_lines
from campaign.models import Card, Contact, Facts, Kind

ONCE = frozenset({"hook", "title"})  # sentences that one post of the day may hold
FEW = (11, 15)  # posts: from here on a day takes one more post of numbers
NUMBERS = (2, 3, 4)
_MIND = re.compile(r"\b(?:wellbeing|well-being|mental health|lonel\w+|suicid\w+|a burden|way out|struggling|enjoy)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:An?|The) ")  # "A spokesperson for …": not a name, and no word for the middle of a sentence
OPENING = 4  # two posts that begin with the same four words read the same in a feed


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """One post without a time: its forms from long to short, its card, and the support line it may not go without."""

    kind: Kind
    phrase: str
    forms: tuple[Traced, ...]
    card: Card
    pictured: Mapping[str, Traced]
    support: Traced | None = None
    strength: float = 0.0
    says: frozenset[str] = frozenset()
    explains: bool = False  # what the subject is, in the release's words: better soon after the opening


@dataclass(slots=True)
class Drafter:
    """Writes the day's drafts one by one and remembers what has been said."""

    brief: Brief
    book: Directory
    helpers: tuple[Contact, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    flags: frozenset[str]
    base: Values
    uses: dict[str, int] = field(default_factory=dict)
    openings: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    matters: dict[str, Iterator[Matter]] = field(default_factory=dict)
    explains: bool = False

    def next(self, kind: Kind) -> Draft | None:
        """The next draft of a kind; None when the release has no more to say that way."""
        for matter in self.matters[kind]:
            for phrase in self._open(kind, matter):
                draft = self._draft(kind, phrase, matter)
                if draft is not None:
                    self.uses[f"{kind}/{phrase.id}"] = self.uses.get(f"{kind}/{phrase.id}", 0) + 1
                    self.openings.update(map(opening, draft.forms))
                    self.said |= draft.says
                    return draft
        return None

    def _open(self, kind: str, matter: Matter) -> list[Phrase]:
        """The wordings that may be used now, the least used first. Only those that carry the release's own sentences come again."""

        def carries(phrase: Phrase) -> bool:
            return bool(matter.prefer) and all(matter.prefer in needs(piece) for piece in phrase.forms.values())

        again = kind in {"quote", "statistic"}
        fresh = [p for p in self.phrases[kind] if self._allowed(p) and (again or carries(p) or f"{kind}/{p.id}" not in self.uses)]
        # A language without wordings for lists in the release's words tells them in its others.
        only = matter.only and (matter.prefer != "led" or any(map(carries, self.phrases[kind])))
        usable = [p for p in fresh if carries(p) or not only]
        return sorted(usable, key=lambda p: (not carries(p), self.uses.get(f"{kind}/{p.id}", 0)))

    def _allowed(self, phrase: Phrase) -> bool:
        if not self.brief.same_day and any(dated(piece.source) for piece in phrase.forms.values()):
            return False
        return all((flag.removeprefix("not ") in self.flags) != flag.startswith("not ") for flag in phrase.when)

    def _draft(self, kind: Kind, phrase: Phrase, matter: Matter) -> Draft | None:
        known = {**self.base, **matter.values}
        pieces = [piece for piece in phrase.forms.values() if available(piece, known) and not needs(piece) & self.said]
        forms = [render(piece, known) for piece in pieces]
        if kind == "hook":
            forms = self._first_for_all(forms)
        if not forms or any(opening(form) in self.openings for form in forms):
            return None
        line = self._support(kind, forms)
        if line is None and any(material.sensitive(form.text) for form in forms):
            return None
        if not self._fits_all(joined([forms[-1], *([line] if line else [])], "\n\n")):
            return None
        card, pictured = card_of(kind, phrase, known, self.book, self.book.support(self.helpers, card=True) if line else None)
        says = frozenset[str]().union(*map(needs, pieces[: len(forms)])) & ONCE
        return Draft(
            kind=kind, phrase=phrase.id, forms=tuple(forms), card=card, pictured=pictured, support=line, strength=matter.strength,
            says=says, explains="what" in matter.values,
        )

    def _fits_all(self, text: Traced) -> bool:
        return all(self.brief.fits(text.text, account) for account in self.brief.accounts)

    def _first_for_all(self, forms: list[Traced]) -> list[Traced]:
        """The forms up to the first that fits every account: those after it would never be used."""
        end = next((n for n, form in enumerate(forms) if self._fits_all(form)), len(forms))
        return forms[: end + 1]

    def _support(self, kind: Kind, forms: list[Traced]) -> Traced | None:
        # On suicide every post carries it, whatever it says, but for the one that is nothing but numbers.
        everywhere = "suicide" in self.flags and kind != "contact"
        if not self.helpers or not (everywhere or any(material.sensitive(form.text) for form in forms)):
            return None
        return self.book.support(self.helpers)


def drafter(brief: Brief, posts: int) -> Drafter:
    """Ready to write about ``posts`` drafts. Raises TemplateError for a wording file that is wrong."""
    facts = brief.facts
    children = material.about_children(facts)
    helpers = support((*facts.contacts, *brief.contacts), children=children)
    themes = themes_of(facts)
    named = "suicide" in themes or any(material.sensitive(sign.text) for sign in facts.signs)
    used = helpers if named else tuple(filter(for_a_child, helpers))
    urgent = tuple(c for c in brief.contacts if c.purpose == "emergency")
    book = directory((*facts.contacts, *urgent, *used), load_lines(brief.language, brief.templates).on(themes))
    phrases = {name: load(name, brief.language, brief.templates) for name in FILES}
    for piece in (piece for group in phrases.values() for phrase in group for piece in phrase.forms.values()):
        needs(piece)
    flags = _flags(brief, book, themes, children=children)
    made = Drafter(brief=brief, book=book, helpers=helpers, phrases=phrases, flags=flags, base=_base(brief, book))
    made.explains = bool(_explained(brief))
    made.matters = {kind: matter() for kind, matter in _matters(brief, book, helpers, posts).items()}
    return made


def opening(text: Traced) -> str:
    """The first words of a text, as a reader's eye takes them in."""
    return " ".join(re.findall(r"\w+", text.text.casefold().replace("’", "").replace("'", ""))[:OPENING])


def _flags(brief: Brief, book: Directory, themes: frozenset[str], *, children: bool) -> frozenset[str]:
    facts = brief.facts
    flags = {
        "today": brief.same_day,
        "event_today": brief.same_day and material.event_today(facts),
        "children": children,
        "signs": len(facts.signs) > 1,
        "advice": bool(facts.advice),
        "contacts": bool(book.contacts),
        "choice": sum(c.kind in SPOKEN for c in book.contacts) > 1,
        "reporting": book.has("non_emergency", "anonymous") or (book.has("report") and len(facts.signs) > 1),
        "helpline": any(c.purpose == "helpline" and c.kind in SPOKEN for c in book.contacts),
        # What 999 is for at once, a stroke or sepsis: nobody must be sent to "talk to someone" first.
        "urgent": "health" in themes and _of_the_body(facts) and book.has("emergency") and not book.has("non_emergency"),
        **dict.fromkeys(themes, True),
    }
    return frozenset(name for name, true in flags.items() if true)


def _of_the_body(facts: Facts) -> bool:
    """Whether the signs are symptoms: to someone who struggles nobody says "act at once, call 999"."""
    return len(facts.signs) > 1 and not any(_MIND.search(text) for text in (facts.title, *(s.text for s in facts.signs)))


def _base(brief: Brief, book: Directory) -> dict[str, Traced]:
    """The values that every kind may use. What the release has not got is left out, and wordings with it step aside."""
    facts = brief.facts
    web = next((c for c in book.contacts if c.kind == "web" and c.purpose == "information"), None)
    helpline = next((book.said([c]) for c in book.contacts if c.purpose == "helpline" and c.kind in SPOKEN), None)
    values: dict[str, Traced | None] = {
        "event": material.fact(facts.event) if facts.event else None,
        "topic": material.topic(facts),
        "area": plain(facts.area, "area") if facts.area else None,
        "title": _speakable(brief, plain(material.sentence(facts.title), "title")),
        "headline": _speakable(brief, plain(facts.title, "title")),
        "hook": _speakable(brief, material.fact(facts.hook)) if facts.hook else None,
        "website": spans_of([web]) if web else None,
        "helpline": helpline,
        "emergency": next((book.said([c]) for c in book.contacts if c.purpose == "emergency"), None),
        "numbers": book.listed(),
        "calls": book.said(turn=1),  # the opening's tail has the first wording of each
        **{f"house_{line.id.replace('-', '_')}": plain(line.text, "house line") for line in brief.house_lines},
    }
    return {name: value for name, value in values.items() if value is not None}


def _speakable(brief: Brief, value: Traced) -> Traced | None:
    """A sentence of the release, unless it ties the post to the release's own day and this is another."""
    event = brief.facts.event
    tied = dated(value.text) or (event is not None and any(f"{word} {event.text}" in value.text for word in ("on", "this")))
    return None if tied and not brief.same_day else value


def _matters(brief: Brief, book: Directory, helpers: tuple[Contact, ...], posts: int) -> dict[str, Callable[[], Iterator[Matter]]]:
    # A post that only says 999 is no help in getting in touch.
    talk = sum(book.said([c]) is not None for c in book.contacts if c.purpose != "emergency")
    signs = [material.fact(s) for s in brief.facts.signs if helpers or not material.sensitive(s.text)]
    advice = [material.fact(a) for a in brief.facts.advice if brief.same_day or not dated(a.text)]
    return {
        "hook": partial(_opened, _explained(brief)),
        "contact": partial(_turned_to, brief, book, min(NUMBERS[bisect_right(FEW, posts)], talk + 1) if talk else 0),
        "thanks": partial(_plainly, 1),
        "signs": partial(listed, "signs", signs, brief, posts),
        "advice": partial(advised, advice, brief, posts),
        "quote": partial(_quoted, brief),
        "statistic": partial(_counted, brief),
    }


def _explained(brief: Brief) -> list[Traced]:
    """No two releases explain their subject sentence by sentence alike, so a pair leaves it out."""
    return [] if brief.paired else explanations(brief.facts, brief.release)


def _plainly(times: int) -> Iterator[Matter]:
    for n in range(times):
        yield Matter(strength=float(times - n))


def _opened(told: Sequence[Traced]) -> Iterator[Matter]:
    """The opening, what it is all about in the release's words, the opening again in others."""
    yield Matter(strength=3.0)
    yield from (Matter(values={"what": what}, strength=2.0, prefer="what", only=True) for what in told)
    yield from _plainly(2)


def _turned_to(brief: Brief, book: Directory, times: int) -> Iterator[Matter]:
    """All numbers, those of a child itself, those to report to, all again."""
    turns = [Matter(strength=n) for n in range(times, 0, -1)]
    child = next((c for c in book.contacts if for_a_child(c)), None)
    told = book.said([child]) if child is not None and material.about_children(brief.facts) else None
    if told is not None and times:
        turns.insert(1, Matter(values={"for_child": told}, strength=times, prefer="for_child", only=True))
    report = book.to_report()
    if len(turns) > 1 and report is not None:
        turns[-1] = replace(turns[-1], values=report)
    yield from turns


def _quoted(brief: Brief) -> Iterator[Matter]:
    for saying in neighbours_differ([s for s in spoken(brief) if brief.same_day or not dated(s.words.text)]):
        yield said_by(saying)


def spoken(brief: Brief, *, every: bool = False) -> list[Saying]:
    """What may be quoted on these accounts, best first; ``every``: also what is weaker, or a part of another."""
    room = min((brief.limits[a.id].length if a.id in brief.limits else 280 for a in brief.accounts), default=280)
    quotes = in_language(brief.facts.quotes, brief.language)
    return sayings(quotes, most=min(room - 40, 400), subject=material.subject(brief.facts), every=every)


def said_by(saying: Saying) -> Matter:
    """The values of a post that quotes."""
    then = {"speaker_then": plain(saying.speaker_short + "," * ("," in saying.speaker_short), "speaker")}
    return Matter(
        values={
            "quote": paragraphs(saying.words, "\n\n“"),
            "words": paragraphs(saying.words, "\n\n"),
            "speaker": plain(saying.speaker, "speaker"),
            "speaker_short": plain(saying.speaker_short, "speaker"),
            **({} if " and " in saying.name else then),  # of two people "says" is wrong: wordings with a verb step aside
            **({} if _ARTICLE.match(saying.speaker) else {"speaker_named": plain(saying.speaker_short, "speaker")}),
            "name": plain(saying.name, "speaker"),
            "role": plain(saying.role, "speaker"),
        },
        strength=saying.strength,
    )


def _counted(brief: Brief) -> Iterator[Matter]:
    subject = material.subject(brief.facts)
    known = {s.span: s for s in brief.facts.statistics}
    for figure in material.statistics(brief.facts, same_day=brief.same_day):
        fact = known.get(figure.spans[0])
        told = {"source": plain(fact.source, "release")} if fact and fact.source and fact.source not in figure.text else {}
        told |= {"value": plain(fact.value, "release")} if fact and fact.value else {}
        yield Matter(values={"figure": figure, **told}, strength=about(figure.text, subject))
