"""Who the narration is about, sentence by sentence: whom a later ``she said`` or a lone first name can mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from campaign.facts.document import Document, overlaps
from campaign.facts.firstnames import AMBIGUOUS, FIRST_NAMES, gender
from campaign.facts.lexicon import ORGANISATIONS, RANKS, ROLES
from campaign.facts.names import Speaker, complete, parse_subject
from campaign.models import Span

# words that end the subject of a sentence; irregular pasts of the verbs that tell a person's story, and every regular one
_VERB = re.compile(
    r"\b(?:was|is|are|were|has|have|had|will|would|can|could|may|should|also|now|then|who|whose|which|says?|said|told|spent|lost|went"
    r"|came|took|got|made|gave|knows?|knew|runs?|ran|leads?|led|works?|lives?|began|became|felt|found|left|met|kept|saw|thought|sent"
    r"|paid|put|set|did|does|fell|heard|spoke|stood|rang|brought|drove|rose|grew|wrote|sat|chose|broke|hit|bought|sold|taught|caught|fought|slept|swam|threw|woke|wore|flew|forgot|gets|won|wants?|hopes?|believes?|thinks?|needs?|helps?|uses?|[a-z]{2,}ed)\b"
)
_ONE = re.compile(r"(?:An?|One|Another|The) ")
_NAME = re.compile(r"\b[A-Z][\w'’-]+ (?:[\"“‘'][A-Z]\w+[\"”’'] )?[A-Z][a-z][\w’'-]*")
_SAYS = re.compile(r", (?:says|said) (?P<subject>[^.]{3,160})\.?$")  # "It is easy to forget, says X, chair of Y."
_TRIES = 3  # a sentence whose subject does not end at one of its first verbs is not about a person
_REACH = 300
_TITLES = {"mr": "he", "sir": "he", "lord": "he", "mrs": "she", "ms": "she", "miss": "she", "dame": "she", "lady": "she", "baroness": "she"}
_HE = {"man", "boy", "father", "dad", "son", "brother", "husband", "grandfather", "widower", "uncle", "spokesman", "chairman"}
_SHE = {"woman", "girl", "mother", "mum", "mam", "daughter", "sister", "wife", "grandmother", "widow", "aunt", "spokeswoman", "chairwoman"}


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A person as the subject of a sentence, and where that sentence begins."""

    offset: int
    speaker: Speaker
    pronoun: str = ""  # he, she, they; empty where nothing tells


@dataclass(kw_only=True)
class Roster:
    """All mentions in order of the text; speakers of speech are added as they are read."""

    mentions: list[Mention] = field(default_factory=list)

    def add(self, offset: int, speaker: Speaker) -> None:
        """Somebody spoke here."""
        mention = Mention(offset=offset, speaker=speaker, pronoun=pronoun_of(speaker))
        self.mentions.insert(bisect_left(self.mentions, offset, key=lambda m: m.offset), mention)

    def before(self, offset: int, pronoun: str) -> Speaker | None:
        """The last person before ``offset`` whom ``pronoun`` can mean."""
        at = bisect_left(self.mentions, offset, key=lambda m: m.offset)
        for mention in reversed(self.mentions[max(0, at - 12) : at]):
            if pronoun not in {"he", "she", "they"} or not mention.pronoun or mention.pronoun == pronoun:
                return mention.speaker
        return None

    def called(self, name: str) -> Speaker | None:
        """The last person who goes by this one name."""
        return next((m.speaker for m in reversed(self.mentions) if m.speaker.name == name), None)

    def between(self, start: int, end: int) -> Speaker | None:
        """The last person who is the subject of a sentence in a stretch of text."""
        at = bisect_left(self.mentions, end, key=lambda m: m.offset)
        return self.mentions[at - 1].speaker if at and self.mentions[at - 1].offset >= start else None


def pronoun_of(speaker: Speaker) -> str:
    """``he``, ``she`` or ``they`` where title, noun or first name tells."""
    if " and " in speaker.name:
        return "they"
    if speaker.kind in {"spokesperson", "organisation"}:
        return "he" if speaker.name.endswith("man") and not speaker.name.endswith("woman") else ""
    for word in (speaker.role or "").lower().replace(",", " ").split():
        if word in _TITLES:
            return _TITLES[word]
    last = speaker.name.lower().split()[-1]
    if speaker.kind == "someone":
        return "he" if last in _HE else "she" if last in _SHE else ""
    return gender(speaker.name.split()[0])


def open_roster(document: Document, known: list[Speaker], quoted: list[Span]) -> Roster:
    """The subjects of all narrated sentences; ``known``: people introduced with rank or job, completed by those found here."""
    roster = Roster()
    known[:0] = _named(document)
    for paragraph in document.paragraphs:
        if paragraph.kind == "item":
            continue
        for sentence in paragraph.sentences:
            if overlaps(quoted, Span(sentence.start, sentence.start + 1)):
                continue
            speaker = _subject(document.view[sentence.start : min(sentence.end, sentence.start + _REACH)], known)
            if speaker is None:
                continue
            if speaker.kind == "person" and " and " not in speaker.name:
                known.append(speaker)
            roster.mentions.append(Mention(offset=sentence.start, speaker=speaker, pronoun=pronoun_of(speaker)))
    return roster


def _named(document: Document) -> list[Speaker]:
    """Everybody with a common first name and a surname, wherever they stand: whom a first name alone can mean."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(document.view):
        name = match[0].removesuffix("'s").removesuffix("’s")
        first, _, last = name.lower().partition(" ")
        if first in FIRST_NAMES and not {first, last} & AMBIGUOUS and last not in ORGANISATIONS and last not in ROLES:
            found.setdefault(name)
    return [Speaker(name=name) for name in found]


def _subject(sentence: str, known: list[Speaker]) -> Speaker | None:
    if (behind := _SAYS.search(sentence)) and (speaker := parse_subject(behind["subject"])) and speaker.kind == "person":
        return speaker
    for tries, verb in enumerate(_VERB.finditer(sentence)):
        if tries >= _TRIES:
            return None
        if not verb.start():
            continue
        speaker = parse_subject(sentence[: verb.start()])
        if speaker and speaker.kind == "person" and (is_likely(speaker) or verb[0] == "who"):
            return speaker
        if speaker and speaker.kind == "part":
            return complete(speaker, known) or (speaker if _alone(speaker) else None)
        # "One woman, who asked …" is somebody; "a partner who checks your phone" is anybody
        if speaker and speaker.kind == "someone" and _is_one(sentence[: verb.start()], verb[0], speaker):
            return speaker
    return None


def _is_one(subject: str, verb: str, speaker: Speaker) -> bool:
    """``One woman, who asked …`` is somebody; ``A partner who checks your phone …`` is anybody."""
    told = ", who" in subject or (verb != "who" and " who " not in subject) or (verb == "who" and subject.endswith(", "))
    return told and _ONE.match(subject) is not None and len(speaker.name.split()) < 5


def is_likely(speaker: Speaker) -> bool:
    """Whether a run of capital words is surely a person: a rank or job beside it, or a common first name in it."""
    first = speaker.name.split()[0].lower().strip(".*")
    if first in FIRST_NAMES or first.split("-")[0] in FIRST_NAMES:
        return True
    return any(w.strip(".,").lower() in RANKS | ROLES for w in (speaker.role or "").split())


def _alone(speaker: Speaker) -> bool:
    """A first name by itself (``Hannah*``, ``Marg, who asked …``)."""
    first = speaker.name.lower().strip(".*")
    return (first in FIRST_NAMES and first not in AMBIGUOUS) or bool(speaker.role)


def without_clause(speaker: Speaker) -> Speaker:
    """A job without the clause that tells more about the person (``who led the first crew``)."""
    if speaker.role is None:
        return speaker
    kept = re.split(r",? (?:who|whose|which|whom)\b", f" {speaker.role}", maxsplit=1)[0].strip(" ,")
    return replace(speaker, role=kept or None)
