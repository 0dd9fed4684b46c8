"""Links in running text as X and Mastodon see them: the same walk, with each platform's own schemes and path characters.

Each link is found in the order and with the extent that the platforms' patterns give (twitter-text 3.1.0 and Mastodon's changes to
it), but walked by hand: a run of domain characters is looked at once, a path is walked forward once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from campaign.text import chars
from campaign.text.domains import Run, ascii_domains, fits_dns, run_pattern
from campaign.text.entities import Entity

LONGEST_URL = 4096
LONGEST_SLUG = 40  # of t.co
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_UCHARS = "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000dfffd\U000e1000-\U000efffd" + _PRIVATE


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """How one platform tells a link from text. The fields of characters are bodies of character classes."""

    schemes: str
    bare: bool  # whether a domain without a scheme is a link
    tco_query: bool  # whether the query of a t.co link belongs to it
    path: str
    path_end: str
    bracketed_end: str  # what may stand in the round brackets that end a path
    query: str
    query_end: str


_X_PATH = rf"a-z{chars.CYRILLIC}0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{chars.ACCENTS}"
X = Dialect(
    schemes="https?",
    bare=True,
    tco_query=True,
    path=_X_PATH,
    path_end=rf"+\-a-z{chars.CYRILLIC}0-9=_#/{chars.ACCENTS}",
    bracketed_end=_X_PATH,
    query=r"a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|",
    query_end=r"a-z0-9\-_&=#/",
)
MASTODON = Dialect(
    schemes="https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini",
    bare=False,
    tco_query=False,
    path=r"^\s<>()?",
    path_end=r"""^\s()?!*"'「」<>;:=,.$%\[\]~&|@""",
    bracketed_end=_X_PATH,
    query=rf"a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{_UCHARS}",
    query_end=rf"a-z0-9_&=#/\-{_UCHARS}",
)


class _Patterns:
    """The compiled pieces of a dialect. Every repetition is possessive: nothing is tried twice."""

    def __init__(self, dialect: Dialect) -> None:
        def compiled(pattern: str) -> regex.Pattern[str]:
            return regex.compile(pattern, regex.IGNORECASE)

        self.scheme = compiled(rf"(?:{dialect.schemes})://\Z")
        self.port = compiled(r":[0-9]++")
        self.plain = compiled(rf"[{dialect.path}]++")
        self.end = compiled(rf"[{dialect.path_end}]")
        self.brackets = compiled(rf"\((?:[{dialect.path}]*+\([{dialect.path}]++\)[{dialect.path}]*+|[{dialect.path}]++)\)")
        self.end_brackets = compiled(
            rf"\((?:[{dialect.bracketed_end}]*+\([{dialect.bracketed_end}]++\)[{dialect.bracketed_end}]*+|[{dialect.bracketed_end}]++)\)"
        )
        self.query = compiled(rf"\?[{dialect.query}]*+")
        self.query_end = compiled(rf"[{dialect.query_end}]")
        query = rf"(?:\?[{dialect.query}]*[{dialect.query_end}])?" if dialect.tco_query else ""
        self.tco = compiled(rf"https?://t\.co/([a-z0-9]++){query}")
        self.not_before = compiled(rf"[a-z0-9@＠$#＃{chars.INVALID}]")


_compiled = cache(_Patterns)


@lru_cache(maxsize=32)  # a text is asked for its length, links and hashtags one after the other
def links(text: str, dialect: Dialect) -> tuple[Entity, ...]:
    """Every link in ``text`` as the platform finds it, in order."""
    return tuple(Entity(start, end, "link", text[start:end]) for start, end in _Walk(text, dialect).spans())


@dataclass(kw_only=True, slots=True)
class _Candidate:
    """A domain with what stands around it: where the link starts, its domain, the end of the path and of the whole."""

    start: int
    domain: tuple[int, int]
    path_end: int
    end: int

    @property
    def has_scheme(self) -> bool:
        return self.start < self.domain[0]


class _Walk:
    """One walk over a text; ``used`` is the end of what the candidates so far have taken."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.text = text
        self.dialect = dialect
        self.patterns = _compiled(dialect)
        self.used = 0

    def spans(self) -> Iterator[tuple[int, int]]:
        for candidate in self._candidates():
            yield from self._accepted(candidate)

    def _candidates(self) -> Iterator[_Candidate]:
        at = 0
        while (found := run_pattern().search(self.text, at)) is not None:
            at = found.end()
            if self.text.find(".", found.start(), at) < 0:
                continue
            run = Run(text=self.text, start=found.start(), end=at)
            for candidate in self._in_run(run):
                self.used = candidate.end
                yield candidate
            at = max(at, self.used)

    def _in_run(self, run: Run) -> Iterator[_Candidate]:
        scheme = self._scheme_start(run.start)
        if scheme is not None and (end := run.domain_end(run.start, 0)) is not None:
            yield self._candidate(scheme, run.start, end)
        for label, start in enumerate(run.starts):
            if run.reaches(label) and run.label_end(label) > self.used:
                yield from self._in_label(run, label, start)

    def _in_label(self, run: Run, label: int, start: int) -> Iterator[_Candidate]:
        order = range(max(start, self.used), run.label_end(label))
        # At the very start X takes the first character for "what stands before" if it can.
        places = (1, 0, *order[2:]) if order and order[0] == 0 and len(order) > 1 else order
        for at in places:
            if self._may_start(at) and (end := run.domain_end(at, label)) is not None:
                yield self._candidate(at, at, end)
                return

    def _may_start(self, at: int) -> bool:
        if at == 0:
            return self.used == 0
        # X's library walks UTF-16 units, so the second half of an emoji may start a domain, after anything.
        return at > self.used and (self.text[at] > "\uffff" or not self.patterns.not_before.match(self.text, at - 1))

    def _scheme_start(self, domain: int) -> int | None:
        found = self.patterns.scheme.search(self.text, max(self.used, domain - 10), domain)
        return found.start() if found and self._may_start(found.start()) else None

    def _candidate(self, start: int, domain: int, domain_end: int) -> _Candidate:
        port = self.patterns.port.match(self.text, domain_end)
        path_end = self._path_end(port.end() if port else domain_end)
        return _Candidate(start=start, domain=(domain, domain_end), path_end=path_end, end=self._query_end(path_end))

    def _path_end(self, start: int) -> int:
        """Walk plain characters and balanced brackets forward, then come back to the last one that may end a path."""
        if self.text[start : start + 1] != "/":
            return start
        at = end = start + 1
        while (piece := self.patterns.plain.match(self.text, at) or self.patterns.brackets.match(self.text, at)) is not None:
            at = piece.end()
            end = self._last_end(piece.start(), at) or end
        return end

    def _last_end(self, start: int, end: int) -> int | None:
        if self.text[start] == "(":
            return end if self.patterns.end_brackets.fullmatch(self.text, start, end) else None
        return next((at + 1 for at in range(end - 1, start - 1, -1) if self.patterns.end.match(self.text, at)), None)

    def _query_end(self, start: int) -> int:
        found = self.patterns.query.match(self.text, start)
        places = range(found.end() - 1, start, -1) if found else ()
        return next((at + 1 for at in places if self.patterns.query_end.match(self.text, at)), start)

    def _accepted(self, found: _Candidate) -> Iterator[tuple[int, int]]:
        domain = self.text[slice(*found.domain)]
        if found.end - found.start > LONGEST_URL or not fits_dns(domain):
            return
        if domain.startswith("xn--") and not ascii_domains(self.text, *found.domain):
            return
        if not found.has_scheme:
            yield from self._bare(found)
        elif (tco := self.patterns.tco.match(self.text, found.start, found.end)) is None:
            yield found.start, found.end
        elif len(tco[1]) <= LONGEST_SLUG:
            yield found.start, tco.end()

    def _bare(self, found: _Candidate) -> Iterator[tuple[int, int]]:
        if not self.dialect.bare or (found.start and self.text[found.start - 1] in "-_./"):
            return
        parts = ascii_domains(self.text, *found.domain)
        if not parts:
            return
        yield from parts[:-1]
        has_path = self.text[found.domain[1] : found.path_end].find("/") >= 0
        yield parts[-1][0], found.end if has_path else parts[-1][1]
