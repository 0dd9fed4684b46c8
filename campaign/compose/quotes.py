"""What may be quoted: whole sentences of one stretch of speech, or all of it; and how its speaker is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaign.compose import welsh
from campaign.compose.tracing import Traced, replaced
from campaign.models import Quote, Span
from campaign.text.sentence import sentences

SHORT = 160  # characters: paragraphs that go on from one another are not parted up to this length
_END = tuple(".!?…")
_CLOSERS = "\"'’”)"
_DANGLING = re.compile(
    r"(?:this|these|those|they|them|he|she|his|her|their|that(?! is why)|such|there(?:fore| too)|but|and|so|or|because|also|however"
    r"|instead|more often"
    r"|it(?! is (?:very |so )?\w+ (?:that|to))(?!['’]s (?:never|not) ))\b",
    re.IGNORECASE,
)
_DANGLING_CY = re.compile(rf"(?:{welsh.DANGLING})", re.IGNORECASE)
_INNER = re.compile(
    r"\b(?:of them|them|out of it|in this way|that feeling|the (?:scheme|toolkit|unit|conference|haul)"
    r"|like (?:that|this)|this is (?:what|how)|(?:treat|see|take|mark|do|make|get|have|admitting|like) that \w+"
    r"|(?:these|those) (?!who|we|of|with|around|living|affected|you)\w+"
    r"|(?:the|a) (?:first|second|third|fourth|fifth|same|former|latter)(?=[.,!?])"
    r"|(?:for|of|on|like|about|do|than) (?:that|this)(?=[.!?]*$))\b",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r".*\b(?:hear from|and|or|the|an?|than|included?|includes)[.:]*", re.IGNORECASE | re.DOTALL)
# "If he'd listened to me": somebody who was named before, and not here. "They say that …" is nobody in particular.
_WHO = re.compile(r"(?:[\w'’]+ ){1,2}(?:he|she|him|they|them)\b|what it\b", re.IGNORECASE)
# What people wrongly think is half a thought: what is so comes after it.
_SETUP = re.compile(
    r"(?:(?:most |some |many )?people|you|we) (?:(?:might|may|all|often|always) ){0,2}(?:imagine|think|assume|say|ask)\b", re.IGNORECASE
)
_TO_YOU = re.compile(rf"\b(?:{welsh.TO_YOU}|" + r"you|your|please|everyone|anyone|every|we all|don['’]t|never)\b", re.IGNORECASE)
_ABOUT_US = re.compile(
    r"\b(?:we (?:were|have|are|recently|will continue|need to continue)|i(?: have|['’]ve) asked|our (?:partners?|new|officers|staff|teams?)"
    r"|launched|established"
    r"|conference|toolkit|within the force|which (?:brings|provides)|in partnership|partner agencies|priority for us|committed to"
    r"|(?:proud|delighted|pleased) (?:to|that)|working (?:closely|alongside|hard))\b",
    re.IGNORECASE,
)
_TURNS = re.compile(r"(?:but|however|although|yet|still)\b", re.IGNORECASE)
_WELSH = re.compile(r"\b(?:mae|mae['’]n|eich|bod|ein|chi|wedi|gyda|pawb|rydyn|rydym|byth|ddim|hwn|hyn|yn|ydyn|gall)\b", re.IGNORECASE)
WEAK = 0.4  # below this, words say too little on their own to be a post
_RANK = re.compile(
    r"(?:(?:t/|a/|temporary |acting )*(?:detective|deputy|assistant|chief|superintendent|inspector|sergeant|constable|commander|crew|watch"
    r"|station|group|area|manager|fire|police|officer|investigating|special|pcso|pc|dcs|dci|dsu|dsi|dc|ds|di|ps|det|supt|insp|sgt|ch|cllr|coun"
    r"|councillor|dr|doctor|professor|prof|mr|mrs|ms|miss|mx|sir|dame|lord|lady|revd|reverend|rev|canon|bishop|rabbi|imam|sister|matron|mayor"
    r"|\d+)\.?(?: |$))+",
    re.IGNORECASE,
)
_GAP = re.compile(r"[^\S\n]*\n\s*\n\s*")
_WRAPPED = re.compile(r"[^\S\n]*(?<!\n)\n(?!\s*\n)[^\S\n]*|[^\S\n]{2,}")
_HONOURS = re.compile(r"(?:OBE|MBE|CBE|BEM|QPM|KPM|QFSM|KFSM|QAM|KAM|DL|JP|MP|MS|MSP)(?: (?:OBE|MBE|CBE|BEM|QPM|KPM|DL|JP|MP))*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """Words that may stand between quotation marks, whose they are, and how well they stand alone (more is better)."""

    words: Traced
    speaker: str
    speaker_short: str
    name: str
    role: str
    strength: float
    quote: int


def sayings(quotes: tuple[Quote, ...], *, most: int, subject: str = "", every: bool = False) -> list[Saying]:
    """The best things said, best first, no sentence twice. ``most`` is the longest, in characters, that has room.

    ``subject`` is what the release is about: words on it are worth more. A quote that nobody is named for is left out, and so are
    words that say too little alone, unless there is nothing better. A stretch of speech that is short enough is never cut.
    ``every``: all whole sentences and stretches, for a person to choose from: the weak ones too, and parts of others.
    """
    found: list[Saying] = []
    for number, quote in enumerate(quotes):
        if quote.speaker:
            chosen = _choose(quote, most)
            found += (_saying(quote, words, number, subject) for words in (_all_of(quote, most) if every else chosen))
    ranked = sorted(found, key=lambda s: -s.strength)
    if every:
        return list({s.words.text: s for s in reversed(ranked)}.values())[::-1]
    return [s for s in ranked if s.strength >= WEAK] or ranked[:1]


def in_language(quotes: tuple[Quote, ...], language: str) -> tuple[Quote, ...]:
    """Of a release in two languages, what was said in that of the posts; all, where nothing was."""
    mine = tuple(q for q in quotes if (len(_WELSH.findall(q.text)) > 1) == (language == "cy"))
    return mine or quotes


def paragraphs(words: Traced, between: str) -> Traced:
    """Speech with its paragraphs set apart by ``between``: in a post each opens its own quotation marks, the last one closes them."""
    return replaced(replaced(words, _WRAPPED, " "), _GAP, between)


def segments(quote: Quote) -> tuple[Traced, ...]:
    """Each stretch between quotation marks with its own span, ended as a sentence; one for all where they can't be told apart."""
    found: list[Traced] = []
    at = 0
    for span in quote.spans:
        end = at + span.end - span.start
        found.append(Traced(text=quote.text[at:end].strip(), spans=(span,)))
        at = end + len(quote.text[end:]) - len(quote.text[end:].lstrip())
    if at != len(quote.text) or any(not s.text for s in found):
        return (Traced(text=_ended(quote.text), spans=quote.spans),)
    return tuple(Traced(text=_ended(s.text), spans=s.spans) for s in found)


def whole(quote: Quote) -> Traced:
    """All that was said: a break before a capital is a sentence's end, before a small letter the sentence goes on."""
    pieces = segments(quote)
    if len(pieces) == 1:
        return pieces[0]
    text, at = "", 0
    for span in quote.spans:
        raw = quote.text[at : at + span.end - span.start]
        gap = quote.text[at + len(raw) :]
        between = gap[: len(gap) - len(gap.lstrip())]
        following = gap.lstrip()[:1]
        text += (_ended(raw.strip()) if not following.islower() else raw.strip()) + between
        at += len(raw) + len(between)
    return Traced(text=text, spans=quote.spans)


def _choose(quote: Quote, most: int) -> Iterator[Traced]:
    everything = whole(quote)
    pieces = segments(quote)
    flows = "\n\n" in everything.text and len(everything.text) <= SHORT
    if len(everything.text) <= most and (len(pieces) == 1 or flows or not all(map(_alone, pieces))):
        yield everything
        return
    for piece in pieces:
        if not _complete(piece.text) or not _starts_well(piece.text):
            continue
        single = len(sentences(piece.text)) == 1
        if len(piece.text) <= (most if single else min(most, 200)) and (single or not _all_alone(piece)):
            yield piece
        else:
            yield from _runs(piece, most)


def _all_of(quote: Quote, most: int) -> Iterator[Traced]:
    yield from _choose(quote, most)
    for piece in (whole(quote), *segments(quote)):
        if len(piece.text) <= most and _complete(piece.text):
            yield piece
        if len(piece.spans) == 1:
            for sentence in sentences(piece.text):
                yield from _cut(piece, [sentence], most, leaning=True)


def _alone(piece: Traced) -> bool:
    return _complete(piece.text) and _starts_well(piece.text) and not _INNER.search(piece.text)


def _all_alone(piece: Traced) -> bool:
    return all(_starts_well(piece.text[s.start : s.end]) for s in sentences(piece.text))


def _runs(piece: Traced, most: int) -> Iterator[Traced]:
    """Runs of whole sentences that stand alone: a sentence that leans on the one before it stays with it."""
    run: list[Span] = []
    for sentence in sentences(piece.text):
        if run and not _starts_well(piece.text[sentence.start : sentence.end]):
            run.append(sentence)
            continue
        yield from _cut(piece, run, most)
        run = [sentence]
    yield from _cut(piece, run, most)


def _cut(piece: Traced, run: list[Span], most: int, *, leaning: bool = False) -> Iterator[Traced]:
    """The run, or as much of its beginning as there is room for; what comes before a "But" never stands without it."""
    for end in range(len(run), 0, -1):
        text = piece.text[run[0].start : run[end - 1].end]
        turned = end < len(run) and _TURNS.match(piece.text[run[end].start : run[end].end])
        if len(text) <= most and not turned and _complete(text) and (leaning or _starts_well(text)):
            start = piece.spans[0].start
            exact = len(piece.spans) == 1
            yield Traced(text=text, spans=(Span(start + run[0].start, start + run[end - 1].end),) if exact else piece.spans)
            return


def _starts_well(text: str) -> bool:
    return not _DANGLING.match(text) and not _DANGLING_CY.match(text) and not _WHO.match(text)


def _complete(text: str) -> bool:
    return (text[:1].isupper() or text[:1].isdigit() or not text[:1].isalpha()) and not _UNFINISHED.fullmatch(text)


def _ended(text: str) -> str:
    """A comma before the attribution becomes a full stop; so does nothing at all."""
    bare = text.rstrip()
    if bare.rstrip(_CLOSERS).endswith(_END):
        return bare
    closed = bare[len(bare.rstrip(_CLOSERS)) :]  # a saying within the saying keeps its marks
    return bare.rstrip(_CLOSERS).rstrip(",;:–- ") + "." + closed


def strength(text: str, subject: str = "") -> float:
    """How well words do on their own: to the reader or on the subject rather than about the organisation, short rather than long."""
    score = 1.0 - max(0, len(text) - 110) / 150 - max(0, 45 - len(text)) / 60
    score += 0.5 if _TO_YOU.search(text) else 0.0
    score += 0.3 if about(text, subject) else 0.0
    score -= 1.0 if not _starts_well(text) or _UNFINISHED.fullmatch(text) else 0.0
    ours = _ABOUT_US.search(text)  # at the end of a sentence on the subject it is borne
    score -= 0.0 if ours is None else 0.8 if ours.start() < len(text) / 2 else 0.4
    score -= 0.6 if _SETUP.match(text) and len(sentences(text)) == 1 else 0.0
    return score - (0.6 if _INNER.search(text) else 0.0)


def about(text: str, subject: str) -> bool:
    """Whether a text has a word of the subject, in whatever form."""
    return bool(set(_stems(text)) & set(_stems(subject)))


def _stems(text: str) -> list[str]:
    """The longer words of a text up to their sixth letter: "exploited" is about exploitation."""
    return [word[:6] for word in re.findall(r"[^\W\d_]{5,}", text.casefold())]


def _saying(quote: Quote, words: Traced, number: int, subject: str = "") -> Saying:
    name, role = called(quote)
    short = role if not _RANK.fullmatch(_parts(quote)[0] if _parts(quote) else "") else ""
    brief = ", ".join(p for p in (name, short.split(",")[0]) if p)
    return Saying(
        words=words, speaker=", ".join(p for p in (name, role) if p), speaker_short=brief,
        name=name, role=role, strength=strength(words.text, subject), quote=number,
    )


def saying(quote: Quote, words: Traced, number: int) -> Saying:
    """Words of a quote that were chosen elsewhere, with how their speaker is named."""
    return _saying(quote, words, number)


def called(quote: Quote) -> tuple[str, str]:
    """The speaker's name with rank and honours, and the rest of the role: "Detective Superintendent Zara Brown", "Head of …"."""
    speaker = quote.speaker or ""
    if speaker[:1].islower():
        return _nameless(speaker, quote.organisation), ""
    if " and " in speaker:
        return speaker, ""
    parts = _parts(quote)
    rank = next((p for p in parts if _RANK.fullmatch(p)), "")
    honours = next((p for p in parts if _HONOURS.fullmatch(p)), "")
    rest = [p for p in parts if p not in {rank, honours}]
    role = ", ".join(rest)
    if role.startswith("The "):
        role = "the " + role[4:]
    if quote.organisation and quote.organisation not in role:
        role = ", ".join(p for p in (role, quote.organisation) if p)
    return " ".join(p for p in (rank, speaker, honours) if p), role


def _nameless(speaker: str, organisation: str | None) -> str:
    if speaker.startswith("spokes"):
        return f"A {speaker} for {organisation}" if organisation else f"A {speaker}"
    return f"The {speaker}"


def _parts(quote: Quote) -> list[str]:
    return [p.strip() for p in (quote.role or "").split(",") if len(p.strip()) > 1]


def neighbours_differ(found: list[Saying]) -> list[Saying]:
    """The same sayings with no two of one quote in a row, where the next voice has something about as good to say."""
    rest, mixed = list(found), list[Saying]()
    while rest:
        last = mixed[-1].quote if mixed else None
        other = next((n for n, s in enumerate(rest) if s.quote != last and s.strength > rest[0].strength - 0.7), 0)
        mixed.append(rest.pop(other))
    return mixed
