"""Who could be recognised: children and victims by name or by a combination, homes by their address, children on pictures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from campaign.facts.document import Document
from campaign.facts.people import aged
from campaign.facts.wording import AGE, NAME, PLACE, STREET, WORD, at, is_name, sentences, years
from campaign.models import Flag, Span

_OLD = rf"(?P<age>{AGE})[- ]year[- ]old"
_CHILD = r"(?:boys?|girls?|schoolboy|schoolgirl|pupils?|child(?:ren)?|teenager|teen|youngster|toddler|baby|son|daughter|brother|sister)"
_YOUNG_NAMED = re.compile(
    rf"\b(?:(?i:{_OLD})(?: (?:{_CHILD}|victim))?,? |(?:[Ss]chool(?:boy|girl)|[Tt]oddler|[Bb]aby|[Nn]ewborn"
    rf"|[Pp]upil) )(?P<name>{NAME}|{WORD})"
)
_WHO_WAS = re.compile(
    rf"\b(?P<name>{NAME}),? (?:who (?:is|was|turned) |was |is )(?:just "
    rf"|only )?(?:aged )?(?P<age>{AGE})(?: years old|[,.]| when\b)"
)
_CHILD_AT = re.compile(
    rf"(?i)\b(?:an? |the )?(?:{_OLD}(?: \w+)?? (?:{_CHILD}|student|from|who)\b"
    rf"|(?:boy|girl|child|pupil|teenager|youngster|student)s?,?(?: who (?:is|was))?,? aged (?P<aged>\d{{1,2}})\b"
    r"(?! (?:to|or|and) |[-–]\d)"
    r"|year (?P<year>\d{1,2}) (?:pupil|student|boy|girl))"
)
_SCHOOL = re.compile(r"\b(?:[A-Z][\w'’.-]{1,20} ){1,4}(?:School|Academy|College|Primary|Nursery|High|Grammar)\b")
_RELATED = re.compile(
    r"(?i)\b(?:his|her|their|whose) (?:\w+ )?(?:mother|father|mum|dad|brother|sister|parents?|step\w+|grand\w+"
    r"|uncle|aunt)\b"
)
_CHILD_TRIGGER = re.compile(
    r"(?i)year[- ]old|\baged \d|\byear \d|school(?:boy|girl)|toddler|\bbaby\b|newborn|\bpupil\b|\bwho (?:is"
    r"|was|turned)\b"
)

_HARM = (
    r"(?:(?:was|were|had been|has been|who was) (?:\w+ly )?(?:killed|murdered|stabbed|shot dead|shot|attacked|raped|assaulted"
    r"|robbed|abused"
    r"|beaten|hit by|struck by|knocked down|injured|found dead|found with|pronounced dead|defrauded|scammed|burgled|groomed|targeted by)"
    r"|died|lost (?:his|her|their) li(?:fe|ves)|passed away|suffered (?:\w+ ){0,3}injur\w+|(?:sadly|tragically) died"
    r"|took (?:his|her|their) own life)"
)
_VICTIMS = (
    re.compile(rf"\b(?P<name>{NAME})(?:,(?: aged)? \d{{1,3}},?| \(\d{{1,3}}\))?(?:,? (?:of"
        rf"|from) [A-Z][\w'’-]{{1,20}}(?: [A-Z][\w'’-]{{1,20}})?,?)? {_HARM}"),
    re.compile(
        r"\b(?:[Mm]urder|[Dd]eath|[Kk]illing|[Mm]anslaughter|[Ss]tabbing|[Ss]hooting|[Rr]ape|[Aa]ssault|[Ll]oss|[Dd]isappearance|body"
        rf"|family|parents|widow|mother|father|friends|to|memory) of (?:(?:{AGE})-year-old |Mr |Mrs |Ms |Miss |Dr )?(?P<name>{NAME})"
    ),
    re.compile(rf"\b(?:named|identified)(?: locally| by police| by officers| today)? as (?:{AGE}-year-old |Mr |Mrs |Ms "
        rf"|Miss )?(?P<name>{NAME})"),
    re.compile(rf"\bidentified (?:the|an?) [^.]{{0,100}}?,? as (?:{AGE}-year-old |Mr |Mrs |Ms |Miss )?(?P<name>{NAME})"),
    re.compile(rf"\b(?:[Vv]ictim|[Dd]eceased|[Cc]asualty)(?:,| was| is)? (?:Mr |Mrs |Ms |Miss )?(?P<name>{NAME})"),
    re.compile(rf"\b[Tt]ributes? (?:\w+ ){{0,4}}to (?:Mr |Mrs |Ms |Miss )?(?P<name>{NAME})"),
)  # fmt: skip
_OF_PEOPLE = re.compile(r"(?i)^(?:death|loss|family|parents|widow|mother|father|friends|to|memory|body)")
_VICTIM_TRIGGER = re.compile(
    rf"{_HARM}|\b(?i:murder|death|killing|manslaughter|stabbing|shooting|rape|disappearance|loss|body"
    rf"|famil\w+|named|identified|victim|deceased|casualty|tributes?) "
)
_GRIEF = re.compile(
    r"(?i)\b(?:murder|death|died|dead|kill|manslaughter|stabb|shoot|shot|rape|assault|missing|disappear|collision"
    r"|crash|inquest|victim|injur)"
)

_ADULT = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he) {_OLD}(?: (?!man\b|woman\b|boy\b|girl\b)[a-z-]+){{0,2}} (?P<noun>man|woman|[a-z]+er|[a-z]+or|nurse|widow"
    rf"|mother|father"
    r"|mum|dad|grandmother|grandfather|student|vicar|paramedic|pensioner)\b"
)
_BOND = re.compile(
    r"\b(?:mother|father|mum|dad|widow|widower|wife|husband|partner|carer|grandmother|grandfather|son|daughter)\b"
    r"|\b(?:works?|worked|working|employed|volunteers?|teaches|taught|stud(?:ies|ied|ying)) (?:\w+ ){0,3}(?:at|for|by"
    r"|with) (?:the )?[A-Z]"
    r"|\b(?:teacher|nurse|paramedic|vicar|doctor|shopkeeper|postman|driver|student|officer|landlord|landlady) (?:at|from|of"
    r"|in) (?:the )?[A-Z]"
)
_ACCUSED = re.compile(
    r"(?i)\b(?:arrest|charged|jailed|sentenced|convicted|pleaded|guilty|wanted|missing|last seen|appear(?:ed"
    r"|s)? (?:at|before))"
)

_NUMBERED = re.compile(rf"\b(?:(?:[Ff]lat|[Aa]partment|[Uu]nit) \d{{1,4}}[A-Za-z]?,? )?\d{{1,4}}[A-Za-z]?,? {STREET}\b")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_LIVES_IN = re.compile(
    rf"(?:\b{NAME},(?: aged)? \d{{1,3}},|\b[Mm]an|\b[Ww]oman|\b[Cc]ouple|\b[Ff]amily"
    rf"|(?:\d{{1,3}})),? of (?P<street>{STREET})\b"
)
_VENUE = re.compile(
    r"\b(?:[Ll]ibrar\w+|[Cc]entre|[Hh]all|[Cc]linic|[Hh]ospital|[Ss]urgery|[Ss]tation|[Oo]ffices?|[Cc]hurch|[Mm]useum|[Hh]ub"
    r"|[Ss]chool|[Cc]afe|[Cc]afé"
    r"|[Ss]hop|[Ss]tore|[Tt]heatre|[Hh]otel|[Pp]ub|[Pp]harmacy|[Cc]ollege|[Uu]niversity|[Hh]eadquarters|[Cc]hapel|[Mm]arket|[Rr]estaurant"
    r"|[Gg]allery|[Ll]td|[Ww]rite to|[Pp]ost to|[Dd]rop[- ]in|[Oo]pen(?:ing)? (?:from|on|hours|every|daily)|[Vv]isit us"
    r"|can be found|based at|Credit Union)\b"
)
_LETTERHEAD = re.compile(r"(?i)\b(?:suite|floor|tel(?:ephone)?|phone|freephone|fax|e-?mail|www)\b|@|\(?\d{3,5}\)? \d{3}[ -]\d{3,4}")
_PROSE = 6  # words; an address in fewer stands alone, at the head of a letter
_HOME_TRIGGER = re.compile(r"\d|\bof [A-Z]")

_PICTURE = re.compile(
    r"(?i)\b(?:photo(?:graph)?s?|pictures?|images?|headshots?|videos?|footage|portraits?|filming|photo opportunit(?:y|ies)|pictured"
    r"|caption)\b"
)
_OFFERED = re.compile(
    r"(?i)\b(?:availab\w+|attach\w+|enclos\w+|on request|download\w*|please|send|supplied|courtesy|caption|pictured|opportunit\w+|invited"
    r"|photographers?|welcome|above|below|left|right)\b"
)
_YOUNG = re.compile(
    r"(?i)\b(?:child(?:ren)?|boys?|girls?|pupils?|schoolchildren|youngsters?|teenagers?|toddlers?|bab(?:y|ies)|cubs"
    r"|brownies|minors?)\b"
)
_INDECENT = re.compile(
    r"(?i)\b(?:indecent|sexual\w*|explicit|nudes?|naked|abus\w+|exploit\w*|ai-generated|posting|parents should"
    r"|blackmail\w*)\b"
)


def children(document: Document) -> Iterator[Flag]:
    """Children who are named, and children whom age and place, school or family give away."""
    known = {name: (age, span) for name, (age, span) in aged(document).items() if age < 18}
    for start, words in sentences(document, _CHILD_TRIGGER, tail=True):
        known |= {n: v for n, v in _young(start, words) if n not in known}
    for name, (age, span) in known.items():
        years_old = f", aged {age}," if age >= 0 else ""
        yield Flag(rule="child-named", why=f"{name}{years_old} is a child and is named.", span=span)
    for start, words in sentences(document, _CHILD_TRIGGER):
        found = next((m for m in _CHILD_AT.finditer(words) if _minor(m)), None)
        if found and (beside := _beside(words, found)):
            why = f"A child's age and {beside} stand together: the child may be recognised."
            yield Flag(rule="child-identifiable", why=why, span=at(start, found))


def _young(start: int, words: str) -> Iterator[tuple[str, tuple[int, Span]]]:
    for pattern in (_YOUNG_NAMED, _WHO_WAS):
        for found in pattern.finditer(words):
            age = years(found["age"]) if found["age"] else -1
            if age < 18 and is_name(found["name"]):
                yield found["name"], (age, at(start, found, "name"))


def _minor(found: re.Match[str]) -> bool:
    written = found["age"] or found["aged"]
    return found["year"] is not None or years(written) < 18


def _beside(words: str, found: re.Match[str]) -> str:
    rest = f"{words[: found.start()]} | {words[found.end() - 5 :]}"  # "from" of the age belongs to the place
    if _SCHOOL.search(rest):
        return "a school"
    if any(is_place(hit[0]) for hit in PLACE.finditer(rest)):
        return "a place"
    return "a relation" if _RELATED.search(rest) and re.search(rf"\b{NAME}", rest) else ""


def is_place(words: str) -> bool:
    """ "in Brackenholt", but not "in March" or "of Police"."""
    return is_name(words.rpartition(" ")[2])


def victims(document: Document, speaking: Collection[str]) -> Iterator[Flag]:
    """Victims and the dead by name, but not those who speak for themselves."""
    for start, words in sentences(document, _VICTIM_TRIGGER):
        for pattern in _VICTIMS:
            for found in pattern.finditer(words):
                name = found["name"].removesuffix("'s").removesuffix("’s")
                loose = _OF_PEOPLE.match(found[0]) and not _GRIEF.search(words)
                if is_name(name) and name not in speaking and not loose:
                    why = f"{name} is named as a victim, or as somebody who died."
                    yield Flag(rule="victim-named", why=why, span=at(start, found, "name"))


def adults(document: Document) -> Iterator[Flag]:
    """Somebody unnamed whom age, place, and family or work give away. The accused and the missing have rules of their own."""
    for start, words in sentences(document, _CHILD_TRIGGER):
        found = next((m for m in _ADULT.finditer(words) if years(m["age"]) >= 18), None)
        if found is None or _ACCUSED.search(words) or re.match(rf",? {NAME}", words[found.end() :]):
            continue
        if _BOND.search(words) and any(is_place(hit[0]) for hit in PLACE.finditer(words)):
            why = "Age, place and family or work stand together: this person may be recognised without a name."
            yield Flag(rule="identifiable", why=why, span=at(start, found))


def addresses(document: Document) -> Iterator[Flag]:
    """Homes: a number and a street, a postcode, or a person "of" a street. Places that are open to the public are none."""
    for start, words in sentences(document, _HOME_TRIGGER):
        if found := _LIVES_IN.search(words):
            yield Flag(rule="address", why=f"It is said where somebody lives: {found['street']}.", span=at(start, found, "street"))
            continue
        found = _NUMBERED.search(words) or _POSTCODE.search(words)
        alone = len(words.split()) < _PROSE or _LETTERHEAD.search(words)
        if found and not alone and not _VENUE.search(words[max(0, found.start() - 120) : found.end() + 60]):
            yield Flag(rule="address", why="A full address or postcode is given.", span=at(start, found))


def pictures(document: Document) -> Iterator[Flag]:
    """A picture of a child that editors are offered or asked to take."""
    for start, words in sentences(document, _PICTURE, tail=True):
        child = _YOUNG.search(words)
        found = _PICTURE.search(words)
        if child and found and _OFFERED.search(words) and not _INDECENT.search(words):
            why = "A picture of a child is offered or asked for: written consent of a parent or guardian is needed."
            yield Flag(rule="child-picture", why=why, span=at(start, found))
