"""Speech in a post's text: the words between quotation marks, and the narration beside them that says whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.facts.attribution import VERB
from campaign.facts.lexicon import CONNECTORS, RANKS, ROLES, SPOKESPEOPLE
from campaign.text import sentences

# Single marks count as speech only where a full stop, comma or the like stands before the closing one: else they are apostrophes.
_MARKED = re.compile(
    r"“(?P<curly>[^“”]{1,2000})(?P<shut>”|$)|(?<!\w)\"(?P<straight>[^\"]{1,2000})(?P<end>\"|$)"
    r"|(?<!\w)[‘'](?P<single>[A-Z][^\n]{2,1000}?[.,!?…])[’'](?!\w)"
    r"|«(?P<angled>[^«»]{1,2000})»|„(?P<low>[^„“”]{1,2000})[“”]"
)
_MARKS = ("curly", "straight", "single", "angled", "low")
_GAP = re.compile(r"\n[ \t]*\n")
_DASH = re.compile(r"\s*(?:[–—-]{1,2})\s*(?=\S)")
_NAME_LINE = 160  # characters: a longer line under a quotation is no name


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """Words between marks, and the ``credits``: stretches of narration beside them that may say who speaks."""

    words: str
    credits: tuple[str, ...] = ()


@dataclass(kw_only=True, slots=True)
class _Stretch:
    words: str
    paragraph: int
    lead: str
    tail: str = ""
    shut: bool = True


def quotations(text: str) -> list[Quoted]:
    """Every quotation of a text in order. Speech over several paragraphs, or parted by "said X", shares its credits."""
    paragraphs = _GAP.split(text)
    found = [s for n, paragraph in enumerate(paragraphs) for s in _stretches(paragraph, n)]
    out: list[Quoted] = []
    for group in _groups(found):
        beside = tuple(c for c in (*_before(group[0], paragraphs), *_between(group), *_after(group[-1], paragraphs)) if c)
        out += [Quoted(words=s.words, credits=beside) for s in group]
    return out


def _stretches(paragraph: str, number: int) -> list[_Stretch]:
    marks = list(_MARKED.finditer(paragraph))
    ends = [0, *(m.end() for m in marks)]
    starts = [*(m.start() for m in marks), len(paragraph)]
    return [
        _Stretch(
            words=next(filter(None, (m[mark] for mark in _MARKS))).strip(), paragraph=number, lead=paragraph[ends[n] : m.start()],
            tail=paragraph[m.end() : starts[n + 1]], shut=not (m["curly"] and not m["shut"]),
        )
        for n, m in enumerate(marks)
    ]  # fmt: skip


def _groups(found: list[_Stretch]) -> list[list[_Stretch]]:
    """Stretches that one speaker says: paragraph after paragraph, or with only an attribution between them."""
    groups: list[list[_Stretch]] = []
    for stretch in found:
        last = groups[-1][-1] if groups else None
        follows = last is not None and stretch.paragraph == last.paragraph + 1 and not last.tail.strip() and not stretch.lead.strip()
        inside = last is not None and stretch.paragraph == last.paragraph and not _introduces(stretch.lead)
        if inside or follows:
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def _introduces(lead: str) -> bool:
    """``She added: “``: narration that leads to the marks after it."""
    words = lead.rstrip()
    return words.endswith((":", ";")) or (bool(words) and VERB.search(words[-14:]) is not None and words[-1].isalpha())


def _before(stretch: _Stretch, paragraphs: list[str]) -> Iterator[str]:
    lead = stretch.lead.strip()
    if not lead and stretch.paragraph:
        above = paragraphs[stretch.paragraph - 1].strip()
        lead = above if above.endswith(":") and "“" not in above else ""
    if lead.endswith((":", ";", ",", "–", "—", "-")) or _introduces(lead):
        yield _sentence(lead.splitlines()[-1], last=True)


def _between(group: list[_Stretch]) -> Iterator[str]:
    for stretch in group[:-1]:
        if stretch.tail.strip():
            yield from _beside(stretch.tail)


def _after(stretch: _Stretch, paragraphs: list[str]) -> Iterator[str]:
    line = stretch.tail.split("\n", 1)[0]
    if line.strip(" .,"):
        yield from _beside(line)
        return
    below = [*stretch.tail.split("\n")[1:], *(paragraphs[stretch.paragraph + 1].split("\n") if _last(stretch, paragraphs) else [])]
    name = next((text.strip() for text in below if text.strip()), "")
    if _DASH.match(name) or _is_name_line(name):
        yield name.lstrip("–—- ")


def _last(stretch: _Stretch, paragraphs: list[str]) -> bool:
    return stretch.paragraph + 1 < len(paragraphs) and not stretch.tail.strip()


def _beside(tail: str) -> Iterator[str]:
    """Narration on the line of the closing mark: ``– X, role``, ``(X, role)``, ``said X``, ``, X, role``."""
    line = tail.strip().split("\n", 1)[0]
    if dash := _DASH.match(line):
        yield line[dash.end() :]
    elif line.startswith("("):
        yield line[1:].partition(")")[0]
    elif line.startswith(",") or VERB.search(first := _sentence(line)) or _is_name_line(first.rstrip(".")):
        yield _sentence(line.lstrip(", "))


def _sentence(line: str, *, last: bool = False) -> str:
    spans = sentences(line)
    return line[spans[-1 if last else 0].start : spans[-1 if last else 0].end] if spans else line


def _is_name_line(line: str) -> bool:
    """A line of name and job: capitals, ranks, jobs and the little words between them, and nothing of a sentence."""
    if not line or len(line) > _NAME_LINE or line.startswith(("#", "http", "www.", "•", "@")) or line.endswith((".", "!", "?", ":")):
        return False
    first = line.partition(",")[0].split()
    known = [w for w in first if w[:1].isupper() or _bare(w) in RANKS | ROLES | CONNECTORS or w.isdigit() or _bare(w) in SPOKESPEOPLE]
    return len(known) == len(first) and any(w[:1].isupper() for w in first) and not any(len(w) > 2 and w.isdigit() for w in first[-1:])


def _bare(word: str) -> str:
    return word.strip(".,()").lower()
