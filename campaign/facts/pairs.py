"""What a text says about each number in it: whose it is, and what for; only what stands in the number's own part of the sentence.

Between two numbers the words up to the first ``or``, ``and``, comma belong to the number before, those after the last one to the
number behind; what lies between could be about either, and tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.facts.links import addresses_in
from campaign.facts.phones import Phone, phones_in
from campaign.facts.plans import digits_of, plan_of
from campaign.models import Purpose, Span

_HARD = re.compile(r"[.!](?=\s|$)|[|·•;]")
_SOFT = re.compile(r"(?i)[,)/]|\b(?:or|and|while|whereas|but|alternatively|then|otherwise|instead|plus)\b|\s[–—-]\s")
_TIED = re.compile(r"^\s*(?:[–—:(-]\s*)?")
_ACTS = re.compile(
    r"(?i)\b(?:ffoniwch|ffonio|cysylltwch|rhowch|ewch|call|ring|dial|phone|contact|report|(?<!by )text|visit|tell|speak|us"
    r"|officers|email|go)\b"
)
_TO_ACT = re.compile(r"(?i)^\s*[:–—(|-]\s*(?:please |you can |free |just )*(?:call|ring|dial|phone|contact|text)\b")
# names that are words, too: theirs only where nothing else stands between them and the number
_COMMON = frozenset({"beat", "refuge", "shelter", "unseen", "switchboard", "frank", "hourglass", "shout", "calm", "samaritan", "nhs"})
_TIGHT = re.compile(r"(?i)[\s:(–—|,-]*(?:(?:on|at|free|helpline|by|calling|call|ring|text|to|the|is|number|can|be|reached)[\s:(]*){0,5}")
_FOR_NAME = re.compile(r"(?i)\bfor (?:an? |the |your |our )?$")  # "For home safety visits, call …"
_THEN_CALL = re.compile(r"(?i),? (?:please )?(?:call|ring|phone|text|dial|contact)(?: us)?(?: on)? ?$")
_AFTER_NAME = re.compile(r"(?i)^\s*(?:[(–—:|-]|,? ?(?:for|is|to (?:reach|call|contact|speak to|talk to|ring))\b)\s*(?:the )?$")
_GOES_ON = re.compile(
    r"(?i)\s*[,(–—-]?\s*(?:in|for|if|when|where|is|are|only|unless|not|to|as|at|on|anonymously|with|without|always|because|should|from|day|any|"
    r"straight|immediately|now|first|free|or|and|and/or|then|whenever|by|using|every|24|bob|mewn)\b"
)
_HIDDEN = "~"
# in a post a short number also stands in a list: "Childline: 101"
_LISTED = re.compile(r"(?i)(?:[:|·]|\b(?:ffoniwch|ffonio|ar|neu|on|call|ring|dial|text|to|or|and))\s*$")
_ENDED = re.compile(r"\s*(?:$|[.,;!?)·|])")
_NOT_CALLED = re.compile(r"(?i)\b(?:do not|don['’]t|never|rather than|instead of|not)\s+(?:\w+\s+)?(?:call|ring|dial|use|phone)?\w*\s*$")

_NOT = r"(?:\bnon|\bnot|n['’]t|\bunless|\bno|\bnever|\bless|\brather than)\b"
_CLAIMS: tuple[tuple[Purpose, re.Pattern[str]], ...] = (
    ("non_emergency", re.compile(
        rf"(?i){_NOT}(?:[\s-]+\w+){{0,3}}?[\s-]+(?:an? )?(?:emergenc|urgent)|\bif (?:it|this|that)(?:['’]s| is)(?:n['’]t| not)(?=\W*$)"
        r"|\bisn['’]t (?:an emergency|urgent)"
        r"|\b(?:na[dc]|nid|ddim)(?: yw)?(?:['’]n| yn)? (?:argyfwng|frys)\b|\bdi-?argyfwng\b|\bdi-?frys\b"
    )),
    ("emergency", re.compile(
        r"(?i)(?<!gas )(?<!flood )(?<!water )(?<!dental )\bemergenc(?:y|ies)\b"
        r"(?! (?:duty|department|sms|housing|accommodation|dentist))|\bimmediate (?:danger|risk|threat)"
        r"|\b(?:life|someone|anyone|they|you|is|are) (?:is |are )?(?:at risk|in danger)\b|\bin progress\b|\bhappening (?:right )?now\b"
        r"|\bget out,? (?:and )?stay out\b|\bargyfwng\b|\bmewn perygl\b"
    )),
    ("anonymous", re.compile(r"(?i)\banonym\w+|\bgive your name\b|\bd?dienw\b|\brhoi eich enw\b")),
    ("textphone", re.compile(r"(?i)\b(?:text ?phones?|text relay|relay uk|minicom|deaf|hard of hearing|speech impair\w+|ffôn testun)\b")),
    ("helpline", re.compile(r"(?i)\bhelp ?line\b|\bllinell gymorth\b")),
    ("report", re.compile(r"(?i)\bto report\b(?! (?:something )?that is not)|\breport (?:it|something|this|online)\b(?! that is not)"
                          r"|\brh?oi gwybod\b(?! am rywbeth nad)|\brhowch wybod\b(?! ar)")),
    ("text", re.compile(r"(?i)\b(?:by text|text(?:ing)?)\b(?! ?(?:phone|relay))[^.]{0,24}$|\bneges destun\b")),
    ("contact", re.compile(r"(?i)\bffon(?:iwch|io)(?: y \w+ \w+)?(?: ar)?\s*$"
                           r"|\b(?:call|ring|phone|dial)(?:ing)?(?: \w+){0,3}(?: on)?\s*$")),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """Every name to look for, longest first, with one form to compare by; ``pattern`` None where there is none."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, names: Sequence[str]) -> Names:
        """Names of one word count only with their capitals; others in any writing."""
        wanted = sorted({" ".join(n.split()) for n in names if len(n) > 2}, key=lambda n: (-len(n), n))
        forms = [_form(n) for n in wanted]
        return cls(pattern=re.compile(rf"(?<![\w@#./-])(?:{'|'.join(forms)})(?!\w|\.\w)") if forms else None)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and folded name of each, in order."""
        return [] if self.pattern is None else [(m.start(), m.end(), folded(m[0])) for m in self.pattern.finditer(text)]


def _form(name: str) -> str:
    escaped = re.escape(name).replace(r"\ ", r"\s+").replace("’", "'").replace("'", "['’]").replace(r"\&", "(?:&|and)")
    if " " in name or name.islower():
        return rf"(?i:{escaped})"
    return escaped if name.isupper() else f"(?:{escaped}|{re.escape(name.upper())})"


def folded(name: str) -> str:
    """One form of a name: lower case, single spaces, straight apostrophes, ``and``."""
    return " ".join(name.replace("’", "'").replace("&", "and").casefold().split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A number in a text with the names and purposes that its own words give it."""

    phone: Phone
    names: frozenset[str]
    purposes: frozenset[Purpose]
    words: str = ""  # the number's part of its sentence, as it stands


def mentions(
    text: str, names: Names, country: str, extra: Sequence[Phone] = (), *, values: re.Pattern[str] | None = None
) -> Iterator[Mention]:
    """Each number of a text, line by line.

    ``extra`` are numbers that somebody already knows to stand in a text of one line, ``values`` finds numbers as they are printed.
    """
    above = ""
    for line in text.splitlines():
        plain = _without_addresses(line)
        phones = list(extra) or [p for p in _phones(line, country, values) if plain[p.span.start] != _HIDDEN]
        for n in range(len(phones)):
            yield _mention(plain, phones, n, names, above)
        above = line if line.strip() else above


def _phones(line: str, country: str, values: re.Pattern[str] | None) -> list[Phone]:
    """Telephone numbers by their shape, and those that are known, whatever country's they are."""
    phones = phones_in(line, country)
    for found in values.finditer(line) if values else ():
        if not _overlaps(phones, found):
            digits = digits_of(found[0], country)
            phones.append(Phone(span=Span(*found.span()), value=found[0], digits=digits))
    for found in plan_of(country).short.finditer(line) if values else ():
        if _LISTED.search(line[: found.start()]) and _ENDED.match(line, found.end()) and not _overlaps(phones, found):
            phones.append(Phone(span=Span(*found.span()), value=found[0], digits=digits_of(found[0], country)))
    return sorted(phones, key=lambda p: p.span)


def _overlaps(phones: Sequence[Phone], found: re.Match[str]) -> bool:
    return any(p.span.start < found.end() and found.start() < p.span.end for p in phones)


def _without_addresses(line: str) -> str:
    """The line with its web and mail addresses hidden, character for character."""
    out, at = [], 0
    for start, end in sorted(addresses_in(line)):
        if start >= at:
            out += [line[at:start], _HIDDEN * (end - start)]
            at = end
    return "".join([*out, line[at:]])


def _mention(line: str, phones: Sequence[Phone], n: int, names: Names, above: str) -> Mention:
    phone = phones[n]
    left = phones[n - 1].span.end if n else 0
    right = phones[n + 1].span.start if n + 1 < len(phones) else len(line)
    before = _parts(line[left : phone.span.start])[1] if n else _last_sentence(line[: phone.span.start])
    after = _parts(line[phone.span.end : right])[0] if n + 1 < len(phones) else _first_sentence(line[phone.span.end :])
    words = f"{before}{phone.value}{after}"
    if not n and not before.strip(" :(-–—") and len(above) < 60 and not any(c.isdigit() for c in above):
        before = f"{above.rstrip(' :')}: "  # a heading or the line over a number that stands alone
    own = _name_in_front(before, names) or _name_behind(after, names)
    claims = set() if _NOT_CALLED.search(before) else {*_claims(before), *_claims_behind(after)}
    return Mention(phone=phone, names=frozenset({own} if own else ()), purposes=frozenset(claims), words=words)


def _last_sentence(words: str) -> str:
    ends = [m.end() for m in _HARD.finditer(words)]
    return words[ends[-1] :] if ends else words


def _first_sentence(words: str) -> str:
    end = _HARD.search(words)
    return words[: end.start()] if end else words


def _parts(words: str) -> tuple[str, str]:
    """The words between two numbers: the first one's, and the second one's; what is neither's is left out."""
    ends = list(_HARD.finditer(words))
    if ends:
        return words[: ends[0].start()], words[ends[-1].end() :]
    tied = _TIED.match(words)
    start = tied.end() if tied else 0
    cuts = list(_SOFT.finditer(words, start))
    if not cuts:
        return (words, "") if words[:start].strip() and words[:start].strip() in "–—:-(" else ("", words)
    return words[: cuts[0].start()], words[cuts[-1].end() :]


def _name_in_front(before: str, names: Names) -> str | None:
    """The last name before a number, unless the words between begin another action ("… Childline, or call …")."""
    found = names.find(before)
    if not found:
        return None
    start, end, name = found[-1]
    between = before[end:]
    if _FOR_NAME.search(before[:start]) and _THEN_CALL.match(between):
        return name
    if name in _COMMON and not _TIGHT.fullmatch(between):
        return None
    if len(between) > 80 or (_ACTS.search(between) and not _TO_ACT.match(between)):
        return None
    return name


def _name_behind(after: str, names: Names) -> str | None:
    """``(Childline)``, ``– Childline``, ``for Childline`` right behind a number."""
    found = names.find(after[:120])
    return found[0][2] if found and _AFTER_NAME.match(after[: found[0][0]]) else None


def _claims(before: str) -> set[Purpose]:
    found = {purpose for purpose, pattern in _CLAIMS if pattern.search(before[-160:])}
    return found - {"emergency"} if "non_emergency" in found else found


def _claims_behind(after: str) -> set[Purpose]:
    """``999 in an emergency``; but in "999  NON-EMERGENCY" the words are the head of what comes next."""
    if not _GOES_ON.match(after):
        return set()
    return {p for p in _claims(after[:100]) if p in {"emergency", "non_emergency", "anonymous", "textphone"}}
