"""Who is meant by the words around a speech: a person with rank and job, a pronoun, a spokesperson, an organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from campaign.facts.lexicon import (
    BODIES,
    CONNECTORS,
    HONOURS,
    LEAD_INS,
    NOT_NAMES,
    ORGANISATIONS,
    PARTICLES,
    PEOPLE,
    PRONOUNS,
    RANKS,
    ROLES,
    SPOKESPEOPLE,
    SURNAMES,
    word_set,
)

_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*$")
_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]{0,80})\)")
_FROM = re.compile(r"(?i)^(?:an? |the )?(?:quote|statement|comment|words?) (?:from|by) ")
_DASHES = re.compile(r"\s+[-–—]+\s+")
_AGE = re.compile(r"(?:aged? )?\d{1,3}$")
_SPOKES = re.compile(
    rf"(?i)^(?:(?:an?|the|one|another|our)\s+)?(?P<before>[^,]{{0,80}}?)\s*(?P<word>{'|'.join(SPOKESPEOPLE)})(?:\s+(?:for|from|at|of"
    rf"|on behalf of|ar ran)\s+(?P<after>.{{1,120}}))?$"
)
_OWNER = re.compile(
    r"(?i)^(?:(?:an?|one|another|the|his|her|their)\s+"
    r"|(?P<owner>(?:[A-Z][\w’'-]+ ){0,3}?[A-Z][\w-]+['’]s?\s+))?(?P<rest>(?:[\w’'-]+\s+){0,3}?(?P<noun>[a-z]+))$"
)
_NICKNAME = re.compile(r"[\"“‘'][A-Z]\w+[\"”’']")
_CLAUSE = re.compile(r"(?<=\w) (who|whose) (?=\w)")
_VERBS = word_set("said told was is were are who that which")
_ALONE = word_set("volunteer founder leader chairman owner organiser")  # jobs that make one word behind them a name
_PLACE = re.compile(r" (?=(?:of|from|at|with|for) \w)")
_NO_NAME = (ROLES, PEOPLE, ORGANISATIONS, NOT_NAMES, HONOURS)
_REACH = 400  # no release names more people; a pasted book stays linear
_MAX = 260  # a longer subject is no subject

SpeakerKind = Literal["person", "part", "pronoun", "spokesperson", "organisation", "someone"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Who speaks. ``part``: only a surname or first name, to be found among the people named before."""

    name: str
    role: str | None = None
    organisation: str | None = None
    kind: SpeakerKind = "person"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Named:
    before: str
    name: str
    after: str
    ranked: bool


def parse_subject(text: str) -> Speaker | None:
    """The speaker that a stretch of narration names, or None when it names nobody for sure."""
    if len(text) > _MAX:
        return None
    text = _FROM.sub("", _DASHES.sub(", ", _BRACKETS.sub(_opened, text)).strip(" ,:;"))
    if not text:
        return None
    if text.lower() in PRONOUNS:
        return Speaker(name=text.lower(), kind="pronoun")
    parts = [p.strip() for p in _CLAUSE.sub(r", \1 ", text).split(",") if p.strip()]
    if parts and parts[0].split()[0].lower() in {"and", "but", "yet", "then", "while"}:
        parts[0] = parts[0].partition(" ")[2].strip()
        parts = [p for p in parts if p]
    return _spokesperson(parts) or _people(parts) or _pronoun(parts) or _someone(parts) or _body(parts)


def _opened(found: re.Match[str]) -> str:
    """A job in brackets behind a name is a job; a party, an age or ``Retd`` is left out."""
    words = {_lower(t) for t in found["inside"].split()}
    return f", {found['inside']}," if len(words) > 1 and words & ROLES else ""


def is_person(text: str) -> Speaker | None:
    """A line of only name, rank and job (under a pull quote, after a dash), or None."""
    text = _FROM.sub("", _BRACKETS.sub(_opened, text.strip(" -–—*_~")))
    speaker = _people([p.strip() for p in re.split(r",|/|\||\n| [-–—]+ ", text) if p.strip()])
    return speaker if speaker and speaker.kind == "person" else None


def _spokesperson(parts: list[str]) -> Speaker | None:
    for n, part in enumerate(parts):
        found = _SPOKES.match(part)
        if found is None:
            continue
        after = found["after"]
        if (n + 1 < len(parts) and _in_part(parts[n + 1])) or any(_in_part(p) for p in parts[:n]):
            return None  # the spokesperson has a name
        organisation = after or _article_off(found["before"])
        word = found["word"].lower()
        return Speaker(name=word, role=word, organisation=organisation.strip() or None, kind="spokesperson")
    return None


def _people(parts: list[str]) -> Speaker | None:
    for n, part in enumerate(parts):
        if n and _leads_in(part) and not _strong(part):
            continue
        if two := _two_in_part(part, parts[:n], parts[n + 1 :]):
            return two
        named = _in_part(part)
        if named is None or (_leads_in(part) and not named.ranked):
            continue
        return _joint(named, parts[n + 1 :]) or _person(parts[:n], named, parts[n + 1 :])
    return None


def _strong(part: str) -> bool:
    named = _in_part(part)
    return named is not None and named.ranked


def _person(before: list[str], named: _Named, after: list[str]) -> Speaker:
    front = [p for p in before if _is_role(p)]
    later = [p for p in after if not _AGE.match(p) and not p.startswith("which ")]
    jobs = [p for p in (*front[:-1], _joined(front[-1:], named.before), named.after, *later) if p]
    # a clause tells who somebody is only where no rank or job does
    role = ", ".join([p for p in jobs if not p.startswith(("who ", "whose "))] or jobs)
    whole = " " in named.name
    return Speaker(name=named.name, role=role or None, kind="person" if whole else "part")


def _joined(front: list[str], rank: str) -> str:
    """A job that stands before the name behind a comma, and the rank right before the name."""
    return f"{front[0]}, {rank}" if front and rank else (front[0] if front else rank)


def _joint(named: _Named, after: list[str]) -> Speaker | None:
    """Two speakers of one speech: ``X, role, and Y, role`` or ``X and Y``."""
    for n, part in enumerate(after):
        if part.startswith(("and ", "with ")) and (second := _in_part(part.partition(" ")[2])) and " " in second.name:
            one = _person([], named, after[:n])
            two = _person([], second, after[n + 1 :])
            role = ", and ".join(r for r in (one.role, two.role) if r)
            return Speaker(name=f"{one.name} and {two.name}", role=role or None)
    return None


def _two_in_part(part: str, before: list[str], after: list[str]) -> Speaker | None:
    """``Officers X and Y`` or ``worker X and helper Y``: whole names on both sides of the last ``and``."""
    left, joint, right = part.rpartition(" and ")
    if not joint:
        return None
    one, two = _in_part(left), _in_part(right)
    if not (one and two and " " in one.name and " " in two.name):
        return None
    behind = [p for p in after if _is_role(p) and not p.startswith(("who ", "whose "))]
    first, second = _person(before[-1:], one, []), _person([], two, behind)
    role = ", and ".join(r for r in (first.role, second.role) if r)
    return Speaker(name=f"{one.name} and {two.name}", role=role or None)


def _in_part(part: str) -> _Named | None:
    """The name at the end of one comma part, with what stands before it and the honours behind it."""
    tokens = [t.rstrip("*†") or t for t in part.split()]
    honours: list[str] = []
    while tokens and tokens[-1].strip(".").lower() in HONOURS and len(tokens) > 1:
        honours.insert(0, tokens.pop())
    while len(tokens) > 1 and re.fullmatch(r"\d{2,5}|[A-Z]{0,2}\d{2,6}", tokens[-1]):
        tokens.pop()
    start = _run(tokens)
    if start == len(tokens):
        return _with_place(part)
    before, name = tokens[:start], tokens[start:]
    ranked = (bool(before) and _lower(before[-1]) in RANKS) or (len(before) > 1 and before[-1].isdigit() and _lower(before[-2]) in RANKS)
    if len(name) > 4 or not _fits(before, name, ranked):
        return None
    return _Named(before=" ".join(_role_before(before, ranked)), name=" ".join(name), after=" ".join(honours), ranked=ranked)


def _with_place(part: str) -> _Named | None:
    """``Detective Inspector X of the Crime Unit``: a whole or ranked name before the preposition."""
    for joint in _PLACE.finditer(part):
        named = _in_part(part[: joint.start()])
        if named:
            whole = named.ranked or " " in named.name
            return _Named(before=named.before, name=named.name, after=part[joint.start() :].strip(), ranked=named.ranked) if whole else None
    return None


def _run(tokens: list[str]) -> int:
    """Where the run of name words at the end begins."""
    start = len(tokens)
    while start > 0 and len(tokens) - start < 6:
        token = tokens[start - 1]
        following = start < len(tokens)
        inside = token in PARTICLES or _NICKNAME.fullmatch(token) is not None
        if not (_is_name(token) or _surname(tokens, start - 1) or (following and inside)):
            break
        start -= 1
    while start < len(tokens) and tokens[start].islower() and tokens[start] in PARTICLES:
        start += 1
    return start


def _surname(tokens: list[str], at: int) -> bool:
    """A last word such as Bishop or Hall, with a first name before it."""
    return at == len(tokens) - 1 and at > 0 and tokens[at][:1].isupper() and _lower(tokens[at]) in SURNAMES and (
        _is_name(tokens[at - 1]) or _lower(tokens[at - 1]) in RANKS
    )


def _is_name(token: str) -> bool:
    word = _lower(token)
    if not _NAME.match(token) or word.removesuffix("s") in ROLES or any(word in words for words in _NO_NAME):
        return False
    if word.endswith(("'s", "’s")) or token.endswith(("'", "’")) or (token.endswith(".") and len(token) > 2):
        return False
    return not (token.isupper() and len(token) > 2 and "." not in token)


def _lower(token: str) -> str:
    return token.strip(".,").lower()


def _fits(before: list[str], name: list[str], ranked: bool) -> bool:
    """Whether the words before a run of name words let it be a person: a rank or job does, a preposition or an institution does not."""
    if ranked or not before:
        return True
    last, words = before[-1], {_lower(t) for t in before}
    if _lower(last) in CONNECTORS or last == "by":
        return False
    if len(name) < 2:
        return _lower(last) in PEOPLE | _ALONE
    if _lower(last) in ORGANISATIONS and last[0].isupper():
        return bool(words & ROLES)
    plain = all(t in ROLES or t in CONNECTORS or t in ORGANISATIONS or len(t) > 3 or not t.isalpha() for t in words)
    job = words & ROLES or {w.removesuffix("s") for w in words} & ROLES or _lower(last) in PEOPLE | BODIES
    job = job or last.endswith(("er", "or", "ist", "man", "woman"))
    return plain and bool(job)


def _role_before(before: list[str], ranked: bool) -> list[str]:
    """What of the words before a name is rank and job: all of them, or the ranks alone where a clause runs into them."""
    if before and before[0].lower() in {"the", "a", "an"} and len(before) > 1:
        before = before[1:]
    clause = before and (before[0].lower() in LEAD_INS or any(t.lower() in _VERBS for t in before))
    if not (ranked and clause):
        return [] if clause else before
    start = len(before)
    while start > 0 and (_lower(before[start - 1]) in ROLES or before[start - 1].isdigit()):
        start -= 1
    return before[start:]


def _leads_in(part: str) -> bool:
    return part.split(maxsplit=1)[0].lower() in LEAD_INS


def _is_role(part: str) -> bool:
    tokens = part.split()
    if tokens[0].lower().endswith("ing") and not {_lower(t) for t in tokens[:2]} & ROLES:
        return False  # "Waking up with a pounding head, student X"
    job = any(_lower(t) in ROLES or _lower(t).removesuffix("s") in ROLES for t in tokens)
    return job and not _leads_in(part) and len(tokens) <= 14


def _pronoun(parts: list[str]) -> Speaker | None:
    """``Speaking afterwards, she``: the last part decides."""
    last = parts[-1].split() if parts else []
    if last and last[-1].lower() in PRONOUNS and (len(last) == 1 or _leads_in(parts[-1]) or _leads_in(parts[0])):
        return Speaker(name=last[-1].lower(), kind="pronoun")
    for part in parts[:2]:
        if part.lower() in PRONOUNS:
            return Speaker(name=part.lower(), kind="pronoun")
    return None


def _someone(parts: list[str]) -> Speaker | None:
    """A person or body without a name: ``the victim's mother``, ``His family``, ``the householder``."""
    for n, part in enumerate(parts):
        found = None if _leads_in(part) and n + 1 < len(parts) else _OWNER.match(part)
        if found and found["noun"].lower() in PEOPLE | BODIES and len(part) < 70:
            role = ", ".join(p for p in parts[n + 1 :] if not _AGE.match(p))
            return Speaker(name=_article_off(part), role=role or None, kind="someone")
    return None


def _body(parts: list[str]) -> Speaker | None:
    """An organisation by name: it ends in a word for one, or is all capitals."""
    for part in parts:
        tokens = part.split()
        if _leads_in(part) or len(tokens) > 8:
            continue
        name = tokens[1:] if tokens[0].lower() == "the" else tokens
        capital = bool(name) and all(t[:1].isupper() or _lower(t) in CONNECTORS for t in name)
        letters = len(name) == 1 and name[0].isupper() and len(name[0]) > 2
        if capital and (letters or _lower(name[-1]) in ORGANISATIONS or name[0].endswith(("'s", "’s"))):
            return Speaker(name=" ".join(name), kind="organisation")
        return None
    return None


def _article_off(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if first.lower() in {"a", "an", "the", "one", "another"} and rest else text


def complete(partial: Speaker, known: list[Speaker]) -> Speaker | None:
    """The person named before whose first name or surname ``partial`` is; the latest one, or None."""
    words = partial.name.split()
    named = [p for p in known[-_REACH:] if p.kind == "person" and " and " not in p.name and _is_part(words, p.name.split())]
    if not named:
        return None
    same = [p.role for p in named if p.name == named[-1].name and p.role]
    # a later mention may give only the rank: the fullest introduction is the one to quote
    return replace(named[-1], role=max(same, key=len, default=partial.role))


def _is_part(words: list[str], name: list[str]) -> bool:
    return name[-len(words) :] == words or name[: len(words)] == words
