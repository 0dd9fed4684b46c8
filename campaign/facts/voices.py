"""Whether narration names the speaker that the release names: the same name, the same rank, the same job."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from campaign.facts.attribution import VERB
from campaign.facts.lexicon import CONNECTORS, HONOURS, LEAD_INS, NOT_NAMES, PEOPLE, PRONOUNS, RANKS, SPOKESPEOPLE, word_set
from campaign.models import Quote
from campaign.text import fold

_TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
# One rank has many spellings; two ranks must never become one.
_SPELT = {
    "det": "detective", "supt": "superintendent", "insp": "inspector", "sgt": "sergeant", "ch": "chief", "con": "constable",
    "pc": "constable", "dc": "detective constable", "ds": "detective sergeant", "ps": "sergeant", "di": "detective inspector",
    "dci": "detective chief inspector", "dsu": "detective superintendent", "dsupt": "detective superintendent",
    "dcs": "detective chief superintendent", "cc": "chief constable", "dcc": "deputy chief constable",
    "acc": "assistant chief constable", "t": "temporary", "temp": "temporary", "a": "acting", "cllr": "councillor",
    "coun": "councillor", "councilor": "councillor", "prof": "professor", "rev": "reverend", "revd": "reverend", "doctor": "dr",
    **dict.fromkeys(SPOKESPEOPLE[:4], "spokesperson"),
}  # fmt: skip
_LETTERS = frozenset({"t", "a"})  # an article too: short for a rank only before a stroke ("T/DCI")
_RANKS = RANKS | frozenset(word for words in _SPELT.values() for word in words.split())
_JOBS = word_set("officer founder head director manager leader chair chairman chairwoman organiser headteacher teacher")
_CLAIMS = ((_RANKS | PEOPLE | _JOBS) - word_set("special temporary acting chief force")) | {"spokesperson"}
_LITTLE = NOT_NAMES | LEAD_INS | CONNECTORS | PRONOUNS | word_set("words who whose says puts here hear listen message quote quotes “”")
_ENDS = word_set("of at for from in with and on to who whose")
_ARTICLES = word_set("the a an our")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of narration, spelt out and in lower case; ``joined``: only space stands before it."""

    word: str
    capital: bool
    joined: bool
    comma: bool


def tokens(text: str) -> list[Token]:
    """The words of a text, ranks spelt out, collar numbers left out."""
    flat, at = fold(text), 0
    found: list[Token] = []
    for match in _TOKEN.finditer(flat):
        gap, raw = flat[at : match.start()], match[0]
        at = match.end()
        word = raw.lower().removesuffix("'s").strip(".")
        if word.isdigit() and found and found[-1].word in _RANKS:
            continue
        short = word in _SPELT and (word not in _LETTERS or flat[at : at + 1] == "/")
        for n, spelt in enumerate((_SPELT[word] if short else word).split()):
            joined = n > 0 or gap in {"", " ", "/"} or (gap == ". " and bool(found) and found[-1].word in _RANKS)
            found.append(Token(spelt, raw[:1].isupper(), joined, "," in gap and n == 0))
    return found


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Who says something in the release, as it names them; ``release`` are the words of all of it."""

    speaker: str
    role: str
    organisation: str
    release: Sequence[Token]

    @classmethod
    def of(cls, quote: Quote, release: Sequence[Token], changes: Iterable[tuple[str, str]] = ()) -> Voice:
        """The voice of a quote, with what people put right about it."""
        said = [quote.speaker or "", quote.role or "", quote.organisation or ""]
        for was, now in changes:
            said = [part.replace(was, now) for part in said]
        return cls(speaker=said[0], role=said[1], organisation=said[2], release=release)

    def __str__(self) -> str:
        return ", ".join(part for part in (self.speaker, self.role, self.organisation) if part)

    @cached_property
    def name(self) -> tuple[str, ...]:
        """The words of the name."""
        return tuple(t.word for t in tokens(self.speaker))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that the release uses for this speaker."""
        return frozenset(t.word for t in tokens(str(self))) | frozenset(word for rank in self.ranks for word in rank)

    @cached_property
    def jobs(self) -> tuple[tuple[str, ...], ...]:
        """The parts of the role, without articles, and the organisation."""
        parts = [*self.role.split(","), self.organisation, f"{self.role} {self.organisation}"]
        return tuple(_plain(tokens(part)) for part in parts if part.strip())

    @cached_property
    def ranks(self) -> frozenset[tuple[str, ...]]:
        """Every rank with which the release calls this speaker."""
        wholly = (tuple(t.word for t in tokens(part)) for part in self.role.split(","))
        found = {part for part in wholly if part and set(part) <= _RANKS}
        for end in (self.name, self.name[-1:]):
            found |= {rank_before(self.release, at) for at in places(self.release, end)}
        return frozenset(found)

    @property
    def person(self) -> bool:
        """Whether it has a name, as a person or an organisation."""
        return self.speaker[:1].isupper() and " and " not in self.speaker


def places(words: Sequence[Token], wanted: Sequence[str]) -> list[int]:
    """Where ``wanted`` stands in ``words``."""
    size = len(wanted)
    first = [n for n, t in enumerate(words) if size and t.word == wanted[0]]
    return [n for n in first if [t.word for t in words[n : n + size]] == list(wanted)]


def rank_before(words: Sequence[Token], at: int) -> tuple[str, ...]:
    """The ranks that stand right before a name."""
    start = at
    while start > 0 and words[start].joined and words[start - 1].word in _RANKS:
        start -= 1
    return tuple(t.word for t in words[start:at])


def claims(words: Sequence[Token], known: frozenset[str]) -> list[str]:
    """The words of narration that say who speaks, but those that ``known`` has."""
    spoken = [t.word for t in words if (t.capital and t.word not in _LITTLE and not VERB.fullmatch(t.word)) or t.word in _CLAIMS]
    return [word for word in spoken if word not in known]


def differs(credit: str, voice: Voice, known: frozenset[str]) -> bool:
    """Whether narration beside a quotation names somebody else, or this speaker with another rank or job.

    ``known`` are the words of the title, the area and the organisation: they name nobody else.
    """
    words = tokens(credit)
    if not voice.person:
        return bool(claims(words, voice.words | known))
    found = _named(words, voice)
    if found is None:
        return bool(claims(words, known))
    start, end = found
    rank = rank_before(words, start)
    front = words[: start - len(rank)]
    return (bool(rank) and rank not in voice.ranks) or bool(claims(front, voice.words | known)) or _other_job(words[end:], voice, known)


def _named(words: Sequence[Token], voice: Voice) -> tuple[int, int] | None:
    """Where the speaker's name stands: all of it, or the surname or first name alone."""
    for wanted in (voice.name, voice.name[-1:], voice.name[:1]):
        for at in places(words, wanted):
            end = at + len(wanted)
            other_before = at > 0 and words[at].joined and _is_name(words[at - 1]) and len(wanted) < len(voice.name)
            other_after = end < len(words) and words[end].joined and _is_name(words[end])
            if not other_before and not other_after:
                return at, end
    return None


def _is_name(token: Token) -> bool:
    return token.capital and token.word not in _RANKS | _LITTLE | HONOURS | _JOBS and not VERB.fullmatch(token.word)


def _other_job(words: Sequence[Token], voice: Voice, known: frozenset[str]) -> bool:
    """Whether a part after the name gives a job, a place or an organisation that the release doesn't give this speaker."""
    parts: list[list[Token]] = [[]]
    for token in words:
        if token.comma:
            parts.append([])
        if VERB.fullmatch(token.word):
            break
        parts[-1].append(token)
    return any(not _is_job(part, voice, known) for part in parts)


def _is_job(part: Sequence[Token], voice: Voice, known: frozenset[str]) -> bool:
    if not claims(part, known | HONOURS) and not any(t.word in _JOBS | _RANKS for t in part):
        return True
    said = _plain(part)
    return any(_begins(job, said) for job in voice.jobs) or _near(said, voice)


def _begins(job: Sequence[str], said: Sequence[str]) -> bool:
    """The same job, or as much of it as stands before or behind an ``of`` or ``at``."""
    size = len(said)
    starts = [0, *(m for n, word in enumerate(job) if word in _ENDS for m in (n, n + 1))]
    return any(tuple(job[n : n + size]) == tuple(said) and (n + size == len(job) or job[n + size] in _ENDS) for n in starts)


def _near(said: Sequence[str], voice: Voice) -> bool:
    """Whether the release says this right after the speaker's name."""
    for at in places(voice.release, voice.name):
        after = _plain(voice.release[at + len(voice.name) : at + len(voice.name) + len(said) + 4])
        if tuple(after[: len(said)]) == tuple(said):
            return True
    return False


def _plain(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(t.word for t in words if t.word not in _ARTICLES)
