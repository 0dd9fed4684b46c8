"""Every person whom the release names, and why; the base for completing surnames and for safeguarding flags."""

from __future__ import annotations

import re

from campaign.facts.document import Document, overlaps
from campaign.facts.lexicon import RANKS
from campaign.facts.names import Speaker, is_person, parse_subject
from campaign.facts.wording import NAME, is_name
from campaign.models import Person, Quote, Span

_WORD = r"[A-Z][\w'’-]{1,30}"
_RANKED = re.compile(rf"(?:(?<=\s)|(?<=^)|(?<=\())(?:[A-Z][\w/]{{0,20}}\.? ){{1,5}}(?:\d{{2,6}} )?{_WORD}(?: {_WORD}){{0,2}}")
_APPOSED = re.compile(
    rf"\b(?P<name>{_WORD}(?: (?:{_WORD}|de|la|van|der|den|von|da|di|al|el|bin|ap|ab|du|le)){{1,3}}), "
    r"(?P<role>(?:an?|the|our|who(?:se)?|aged?|of|from"
    rf"|\d{{1,3}}\b|[a-z]{{3,}}|[A-Z]\w+)[^,.;:“\"]{{0,90}})"
)
_AGED = re.compile(
    rf"\b(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?:,? \(| who is |,? aged |, ) ?(?:aged )?(?P<age>[1-9]\d{{0,2}})"
    r"(?=[,;)]|\.(?!\d)| (?:of|from|who|was|is|has|had|and|said|told|will|won|died|lives|at the time)\b|\s*$)"
)
# words after or before a name that only a person has
_CUED = re.compile(
    rf"\b(?:(?:[Hh]usband|[Ww]ife|[Ss]on|[Dd]aughter|[Bb]rother|[Ss]ister|[Mm]other|[Ff]ather|[Pp]artner|[Ff]riend|[Nn]eighbour|[Vv]ictim"
    rf"|[Ss]urvivor|named(?: locally)? as|identified as|tribute to),? (?P<a>{NAME})"
    rf"|(?P<b>{NAME})(?:,? who(?:se)?|,? \(?(?:pictured|left|right)|,? (?:died|explained|told|recalled)) )"
)
_BEFORE_PLACES = ("in ", "at ", "near ", "on ", "the ", "from ")
_ROLE_START = re.compile(
    r"^(?:(?:an?|the|our|its|joint|deputy|assistant|chief|head|lead|senior|interim|former|founding|managing|executive|medical"
    r"|clinical|service|national|regional|area|local|community|operations) )*"
    r"(?:chair\w*|head|director|manager|leader|lead|founder|owner|chief|officer|co-?ordinator|consultant|nurse|doctor|gp|trustee"
    r"|president|secretary|governor|teacher|headteacher|member|portfolio|cabinet|spokes\w+|commissioner|minister|Cabinet|Head|Chair"
    r"|Director|Chief|Lead|Leader|Manager|Founder)\b"
)


def known_people(document: Document) -> list[Speaker]:
    """People whom the narration introduces with rank or job, in order: whom a later "Mr X said" can mean."""
    found: list[Speaker | None] = []
    for paragraph in document.paragraphs:
        found += [_apposed(match) for match in _APPOSED.finditer(paragraph.view)]
        found += [_ranked(match[0], paragraph.view[match.end() : match.end() + 120]) for match in _RANKED.finditer(paragraph.view)]
    return [speaker for speaker in found if speaker and speaker.kind == "person"]


def _apposed(match: re.Match[str]) -> Speaker | None:
    return parse_subject(f"{match['name']}, {_until_verb(match['role'])}") if _ROLE_START.match(match["role"]) else None


def _until_verb(role: str) -> str:
    return re.split(r" (?:said|says|added|will|was|is|has|had|who|told|and)\b", role, maxsplit=1)[0].strip()


def _ranked(words: str, rest: str) -> Speaker | None:
    tokens = words.split()
    first = next((n for n, t in enumerate(tokens) if t.strip(".").lower() in RANKS), None)
    if first is None or first > len(tokens) - 2:
        return None
    name = " ".join(tokens[first:])
    if rest.startswith(", ") and _ROLE_START.match(rest[2:]):
        name += f", {_until_verb(re.split(r'[,.;:“]', rest[2:], maxsplit=1)[0])}"
    speaker = is_person(name)
    return speaker if speaker and speaker.role else None


def find_people(document: Document, quotes: list[Quote], known: list[Speaker]) -> list[Person]:
    """Everybody whom the release names, by where that is first; each name once, with the fullest role that it gives them."""
    people: dict[str, Person] = {}
    speakers, roles = _speakers(quotes), _roles(quotes, known)
    spoken = sorted(Span(*s) for q in quotes for s in q.spans)
    for name, how in (
        *((n, "speaker") for n in sorted(speakers)),
        *((s.name, "with rank or job") for s in known),
        *((n, "with age") for n in aged(document)),
        *((n, "a word for a person beside the name") for n in _cued(document)),
    ):
        at = document.view.find(name)
        if at < 0 or name in people or " and " in name or not name[:1].isupper():
            continue
        span = Span(at, at + len(name))
        about = name not in speakers and overlaps(spoken, span)
        rule = f"people: {'spoken about in a quote' if about else how}"
        people[name] = Person(name=name, why="speaker" if name in speakers else "named", span=span, role=roles.get(name), rule=rule)
    return sorted(people.values(), key=lambda p: p.span)


def _speakers(quotes: list[Quote]) -> set[str]:
    return {name for q in quotes if q.speaker and " " in q.speaker and not q.organisation for name in q.speaker.split(" and ")}


def _roles(quotes: list[Quote], known: list[Speaker]) -> dict[str, str]:
    """The longest role of each: a later mention may give only the rank."""
    said = [*((q.speaker, q.role) for q in quotes), *((s.name, s.role) for s in known)]
    roles: dict[str, str] = {}
    for name, role in said:
        if name and role and len(role) > len(roles.get(name, "")):
            roles[name] = role
    return roles


def _cued(document: Document) -> dict[str, None]:
    """Names without rank, job or age that a word beside them shows to be a person's."""
    found: dict[str, None] = {}
    for paragraph in document.paragraphs:
        if not paragraph.tail:
            found |= {name: None for m in _CUED.finditer(paragraph.view) if is_name(name := m["a"] or m["b"])}
    return found


def aged(document: Document) -> dict[str, tuple[int, Span]]:
    """Names with an age beside them (``Jane Roe, 34, of …``), and where."""
    out: dict[str, tuple[int, Span]] = {}
    for paragraph in document.paragraphs:
        for match in _AGED.finditer(paragraph.view):
            placed = paragraph.view.endswith(_BEFORE_PLACES, max(0, match.start() - 5), match.start())
            speaker = None if placed else parse_subject(match["name"])
            if speaker and speaker.kind in {"person", "part"} and is_name(speaker.name) and int(match["age"]) < 120:
                start = paragraph.start + match.start() + match["name"].rfind(speaker.name)
                out.setdefault(speaker.name, (int(match["age"]), Span(start, start + len(speaker.name))))
    return out
