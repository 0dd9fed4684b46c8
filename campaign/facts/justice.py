"""What the law protects: suspects before charge, trials that are under way, the anonymity of victims of sexual offences."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from campaign.facts.document import Document
from campaign.facts.wording import NAME, at, is_name, sentences
from campaign.models import Flag, Span

_SOMEONE = (
    rf"(?:(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother)(?: \S+){{0,3}}? (?:man|woman|boy|girl|teenager|youth|suspect|driver|couple)"
    rf"|{NAME}|[Hh]e|[Ss]he)"
)
_ARRESTED = re.compile(
    rf"\b(?P<who>{_SOMEONE})(?:,(?: aged)? \d{{1,3}},?(?: (?:of|from) [A-Z][\w ]{{1,40}},?)?| (?:from|of|in) [^.,]{{1,40}}?,?)?"
    r"(?: who)? (?:was|were|has been|have been|had been|is|remains) (?:also |later |now |since )?"
    r"(?:arrested|wanted|bailed|released (?:on bail|under investigation)|in custody|being (?:held|questioned|sought)|suspected of"
    r"|on the run)"
)
_SOUGHT = re.compile(
    rf"\b(?:police|officers|detectives|we) (?:are (?:still )?(?:looking|searching|hunting) for|want|would like|are trying"
    rf"|need) (?:to (?:find|trace|locate|speak to|talk to) )?(?P<who>{NAME})[^.]{{0,120}}?"
    r"(?:wanted|in connection with|on suspicion|suspected|recall)", re.IGNORECASE
)  # fmt: skip
_CHARGED = re.compile(
    r"\b(?:(?:has|have|had|was|were) (?:also |since |now |both )?(?:been )?charged with"
    r"|(?:will|is due to|are due to|is set to) (?:next )?(?:appear (?:at|before)|stand trial)|remanded (?:in|into) custody|awaiting trial"
    r"|(?:denies|denied|deny) (?:the |all |any )?(?:charges?|offences?|murder|wrongdoing)|pleaded not guilty|the trial continues)"
)
_OVER = re.compile(
    r"(?i)\b(?:jailed|sentenced|convicted|pleaded guilty|pled guilty|admitted (?!to )|found guilty|imprisoned|locked up|was fined"
    r"|were fined|(?:handed|given) an? (?:[\w-]+ ){0,4}(?:sentence|order|term)|acquitted|cleared of|not guilty verdict"
    r"|banned from driving|disqualified)\b"
)
_NO_TRIAL = re.compile(r"(?i)\b(?:may|might|can|could|if|anyone|someone|people|whoever|when) ")
_JUSTICE_TRIGGER = re.compile(
    r"(?i)\b(?:arrested|wanted|bailed|released|custody|being (?:held|questioned|sought)|suspected|on the run|in connection with|recall"
    r"|charged|appear|trial|denie[sd]|deny|not guilty|remanded)\b"
)

_SEXUAL = re.compile(
    r"(?i)\b(?:(?<!oilseed )rap(?:e|es|ed|ing|ist)|sexual(?:ly)? (?:assault\w*|abus\w+|offen[cs]es?|activity|exploitation|violence"
    r"|touching)"
    r"|indecent(?:ly)? (?:assault\w*|images?)|sex offen\w+|groom(?:ed|ing)|voyeurism|upskirting|incest|sexual communication)\b"
)
_RELATION = re.compile(
    r"(?i)\b(?:his|her) (?:\w+ )?(?:(?:step|grand)?(?:daughter|son|child(?:ren)?|sister|brother)|niece|nephew"
    r"|wife|partner|ex-\w+|girlfriend|cousin)\b"
)
_WAIVED = re.compile(r"(?i)\bwaiv(?:ed|ing) (?:his|her|their) (?:legal |lifelong )?(?:right to )?(?:lifelong )?anonymity")
_FULL = re.compile(rf"\b{NAME}")
_VICTIM_OF = re.compile(
    rf"\b(?:[Rr]ape|[Aa]ssault|[Aa]buse|[Gg]rooming|[Aa]ttack) (?:of|on|against) (?P<a>{NAME})|(?P<b>{NAME})[^.]{{0,60}}? (?:was"
    rf"|were|had been|been) "
    rf"(?:\w+ )?(?:raped|sexually assaulted|sexually abused|assaulted|abused|groomed|attacked)|(?:[Vv]ictim|[Ss]urvivor"
    rf"|[Cc]omplainant),? (?P<c>{NAME})"
    rf"|(?:raped|abused|assaulted|groomed|attacked) (?P<d>{NAME})"
)


_TRIED = re.compile(r"[^.]{0,40}\b(?:jailed|guilty|convicted)")


def suspects(document: Document) -> Iterator[Flag]:
    """One person who is arrested or wanted and not charged; one who is charged while the trial is still to come."""
    settled = _OVER.search(document.view) is not None
    charged: list[str] = []
    for start, words in sentences(document, _JUSTICE_TRIGGER):
        if _OVER.search(words) or _NO_TRIAL.match(words):
            continue
        found = None if settled else _CHARGED.search(words)
        if found:
            charged.append(words)
            why = "Somebody is charged and not tried yet: only what the court has heard may be said (Contempt of Court Act 1981)."
            yield Flag(rule="active-proceedings", why=why, span=at(start, found))
    for start, words in sentences(document, _JUSTICE_TRIGGER):
        found = _ARRESTED.search(words) or _SOUGHT.search(words)
        if found and not settled and not _OVER.search(words) and not _NO_TRIAL.match(words):
            yield from _suspect(start, found, " ".join(charged))


def _suspect(start: int, found: re.Match[str], charged: str) -> Iterator[Flag]:
    who = found["who"]
    named = is_name(who) and who[:1].isupper() and " " in who
    if not charged or (named and who.split()[-1] not in charged):
        someone = who if named else "Somebody"
        why = f"{someone} is a suspect and not charged: no name, and nothing that assumes guilt (proceedings are active from an arrest)."
        yield Flag(rule="suspect-before-charge", why=why, span=at(start, found, "who"))


def anonymity(document: Document, speaking: Collection[str]) -> Iterator[Flag]:
    """A name, or a tie to a named offender, beside a sexual offence: its victims are anonymous for life."""
    for start, words in sentences(document, _SEXUAL):
        if _WAIVED.search(document.at(start).view):
            continue
        for found in _VICTIM_OF.finditer(words):
            group = str(found.lastgroup)
            tried = _TRIED.match(words, found.end(group))
            if is_name(found[group]) and found[group] not in speaking and not tried:
                yield _anonymous(f"{found[group]} is named beside a sexual offence", at(start, found, group))
        tied = _RELATION.search(words)
        if tied and any(is_name(m[0]) and m[0] not in speaking for m in _FULL.finditer(words)):
            yield _anonymous(f"“{tied[0]}” beside a name tells whose relative the victim of a sexual offence is", at(start, tied))


def _anonymous(what: str, span: Span) -> Flag:
    why = f"{what}; victims are anonymous for life (Sexual Offences (Amendment) Act 1992)."
    return Flag(rule="sexual-offence-anonymity", why=why, span=span)
