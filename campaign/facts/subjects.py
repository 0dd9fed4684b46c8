"""Sensitive subjects: what a release is about that readers may themselves be living through."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.facts.document import Document
from campaign.models import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A subject that was found: its id, its name for people, and where it stands first."""

    id: str
    name: str
    span: Span


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    """``stems`` are looked for first, in small letters: a text without any of them never meets the pattern."""

    id: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    alone: bool = False  # one mention anywhere is enough


def _rule(name: str, stems: str, pattern: str, *, alone: bool = False) -> _Rule:
    return _Rule(id=name, stems=tuple(stems.split("|")), pattern=re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), alone=alone)


_YOUNG = r"(?:child(?:ren)?(?:['’]?s)?|young (?:people|person|victims?)|teenagers?|minors?|boys?|girls?|pupils?)"
_ACT = r"(?:abus(?:e|ed|er|ers|ing)|exploit(?:ed|ation|ing|ers?)|groom(?:ed|ing|ers?)|molest(?:ed|ing))"

_RULES = (
    _rule(
        "child abuse", "child|young|teen|minor|boy|girl|pupil|cse|county lines|groom",
        rf"{_YOUNG} (?:[\w-]+ ){{0,3}}{_ACT}|{_ACT} (?:of |and )?(?:[\w-]+ ){{0,3}}{_YOUNG}|cse|county lines|child cruelty|child neglect"
        r"|(?:online|sexual) grooming|indecent images?",
    ),
    _rule("suicide", "suicid|own li", r"suicid(?:e|es|al)|(?:took|taken|taking|take) (?:his|her|their|your) own li(?:fe"
        r"|ves)", alone=True),
    _rule("self-harm", "harm", r"self[- ]?harm(?:s|ed|ing)?|harm(?:ed|ing)? (?:him|her|them|your)sel(?:f|ves)", alone=True),
    _rule(
        "domestic abuse", "domestic|coerci|abusive partner|abusive relationship|white ribbon",
        r"domestic (?:abuse|violence|homicides?)|coercive (?:and|or) controlling|(?:coercive|controlling) (?:control|behaviour)"
        r"|abusive (?:partners?|relationships?)|white ribbon day",
    ),
    _rule(
        "rape and sexual assault", "rape|sexual|raping",
        r"(?<!oilseed )rap(?:e|es|ed|ing|ists?)|(?<!child )(?<!children )sexual(?:ly)? (?:assaults?|assaulted|abus(?:e|ed)"
        r"|offences?|violence|harass(?:ment"
        r"|ed)|exploitation)",
    ),
    _rule("modern slavery", "slavery|traffick", r"modern (?:day )?slavery|(?:human|people) trafficking|trafficked|forced labour"),
    _rule("stalking", "stalk", r"stalk(?:ing|ed|ers?)"),
    _rule("hate crime", "hate", r"hate (?:crimes?|incidents?|offences?)"),
    _rule("bereavement", "bereave|stillb|child death|baby loss|cot death", r"bereave(?:d|ment)|stillb(?:irth|irths|orn)"
        r"|child deaths?|baby loss|cot death"),
    _rule("eating disorders", "eating|anorexi|bulimi", r"eating disorders?|anorexi[ac]|bulimi[ac]"),
    _rule("gambling", "gambl", r"gambl(?:ing|ers?) (?:harms?|addict(?:ion|ions|s)|problems?|disorder)|(?:problem|addicted to"
        r"|harmful) gambl(?:ing|ers?)"),
    _rule("female genital mutilation", "genital|fgm", r"female genital (?:mutilation|cutting)|fgm"),
    _rule("forced marriage", "marriage|honour", r"forced (?:into )?(?:a )?marriages?"
        r"|(?:so-called )?[‘’'“”\"]?honour[‘’'“”\"]?[- ]based (?:abuse|violence|crime)"),
    _rule(
        "abuse", "abuse|exploit",
        r"(?:elder|physical|emotional|financial|non-recent|historic|historical|spiritual) (?:\w+ )?abuse|against abuse|exploitation"
        r"|(?:survivors?|victims?) of abuse",
    ),
)  # fmt: skip
_GENERAL = "abuse"  # only where no subject with a name of its own was found


def find_subjects(document: Document) -> list[Subject]:
    """The sensitive subjects of a release: in its title or its first two paragraphs, or more than once in the story.

    Suicide and self-harm count wherever they are mentioned; notes to editors do not count.
    """
    end = next((p.start for p in document.paragraphs if p.tail), len(document.view))
    story = document.view[:end]
    low = f"{document.release.title}\n{story}".lower()
    body = [p for p in document.paragraphs if p.kind != "heading"]
    top = body[min(1, len(body) - 1)].end if body else 0
    found = [s for rule in _RULES if any(stem in low for stem in rule.stems) and (s := _subject(rule, document, story, top))]
    return [s for s in found if s.id != _GENERAL] or found


def _subject(rule: _Rule, document: Document, story: str, top: int) -> Subject | None:
    hits = rule.pattern.finditer(story)
    first, titled = next(hits, None), rule.pattern.search(document.release.title) is not None
    if first is None:  # named in the title alone: then it stands for the text's first words
        return Subject(id=rule.id, name=rule.id, span=document.paragraphs[0].sentences[0]) if titled else None
    central = rule.alone or titled or first.start() < top or next(hits, None) is not None
    return Subject(id=rule.id, name=rule.id, span=Span(*first.span())) if central else None
