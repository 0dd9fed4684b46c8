"""What a release gives to say: its subject, its signs in small lists, its figures; and what must not be said alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from campaign.compose import welsh
from campaign.compose.rendering import dated
from campaign.compose.tracing import Traced, joined, plain
from campaign.models import Facts, TextFact

# Words whose mention needs a support line beside them: samaritans.org media guidelines, and the issue of this house.
_SENSITIVE = re.compile(
    rf"{welsh.SENSITIVE}|"
    r"\bself[- ]?harm|\bsuicid|\bown (?:life|lives)\b|\boverdos|\bbeing a burden\b|\bsee (?:a|any|no) way out\b",
    re.IGNORECASE,
)
_CHILDREN = re.compile(rf"\b(?:{welsh.CHILDREN}|" + r"child(?:ren)?|young (?:person|people)|pupils?|teenagers?)(?:['’]s)?\b", re.IGNORECASE)
_FRAME = re.compile(r"\b(?:International|National|World|European|British|UK|Awareness|Action|Day|Week|Month|Year|of|the|\d{4})\b")
_IN_A_SENTENCE = re.compile(r"(?=[a-z]+ing\b|an? )(?!.*(?:,| or |/|\())")
_LEANS = re.compile(
    r"\b(?:of (?:them|these|those|which)|as a result|a further|also (?:raised|found|made)|(?:have|has|had|got|of|with|from) it"
    r"|(?:said|says) (?:he|she|they|her|his|their|the|that|reports?))\b"
    r"|^(?:or|so|they|these|those|this|that|he|she|it|but|and)\b"
    r"|^the (?:\w+ly )?\w+(?:,|(?: also| comes| would| was| were| is offering)\b)",
    re.IGNORECASE,
)


def sensitive(text: str) -> bool:
    """Whether a text touches self-harm or suicide: it may only stand beside a support line."""
    return _SENSITIVE.search(text) is not None


def about_children(facts: Facts) -> bool:
    """Whether the release is about children or young people, by its title, event and opening."""
    texts = (facts.title, facts.event.text if facts.event else "", facts.hook.text if facts.hook else "")
    return any(_CHILDREN.search(text) for text in texts)


def fact(value: TextFact) -> Traced:
    """A fact's words with its span."""
    return Traced(text=value.text, spans=(value.span,))


def topic(facts: Facts) -> Traced | None:
    """What the day is about, from the event's name: "child exploitation". None unless the release says it so in its sentences."""
    if facts.event is None:
        return None
    name = " ".join(_FRAME.sub(" ", facts.event.text).split()).lower()
    opening = [facts.hook] if facts.hook else []
    texts = " ".join([*(f.text for f in (*facts.signs, *facts.advice, *opening)), *(q.text for q in facts.quotes)])
    return Traced(text=name, spans=(facts.event.span,)) if len(name.split()) > 1 and name in texts else None


def subject(facts: Facts) -> str:
    """The words that say what a release is about: its event, else its title, without what any day or week is called."""
    name = facts.event.text if facts.event else facts.title
    return _FRAME.sub(" ", name.replace(facts.area or "\0", " "))


def event_today(facts: Facts) -> bool:
    """Whether the opening says that the event is on the release's own day: "Today is …"."""
    if facts.event is None or facts.hook is None or not (facts.event.text.endswith("Day") or facts.event.text.startswith("Diwrnod")):
        return False
    return facts.event.text in facts.hook.text and re.search(r"\b(?:today|heddiw)\b", facts.hook.text, re.IGNORECASE) is not None


def statistics(facts: Facts, *, same_day: bool) -> list[Traced]:
    """Figures that stand alone: a whole sentence, not the opening again, not somebody's words, not leaning on what came before."""
    taken = [q for quote in facts.quotes for q in quote.spans] + ([facts.hook.span] if facts.hook else [])
    found = []
    for s in facts.statistics:
        inside = any(s.span.start < t.end and t.start < s.span.end for t in taken)
        if not inside and _whole(facts, s.text) and (same_day or not dated(s.text)):
            found.append(Traced(text=s.text, spans=(s.span,)))
    return found


def _whole(facts: Facts, text: str) -> bool:
    ended = text.rstrip("\"'’”)").endswith((".", "!", "?")) and not text[:1].islower()
    return ended and not leans(text) and not any(c.value and c.value in text for c in facts.contacts)


def leans(text: str) -> bool:
    """Whether a sentence means something that was said before it."""
    return _LEANS.search(text) is not None


def lists(items: Sequence[Traced], posts: int, rounds: int = 6) -> Iterator[tuple[Traced, ...]]:
    """Small lists, two to four items each, no two the same: first every item once, then other neighbours, in so many ``rounds``.

    ``posts`` is about how many there is room for: the first round is in longer lists when there are few.
    """
    if len(items) < 2:
        return
    usual = [i for i in items if not sensitive(i.text)]
    seen: set[frozenset[str]] = set()
    first = 3 if -(-len(items) // 3) <= max(posts, 1) else 4
    for turn, size in enumerate((first, 4, 2, 3, 3, 2)[:rounds]):
        pool = [*usual, *(i for i in items if sensitive(i.text))] if turn == 0 else usual
        for group in _parted([*pool[turn:], *pool[:turn]], size):
            key = frozenset(i.text for i in group)
            if len(group) > 1 and key not in seen:
                seen.add(key)
                yield group


def _parted(items: list[Traced], size: int) -> Iterator[tuple[Traced, ...]]:
    """Items in even parts of at most ``size``, the longer ones last: there a sensitive item is in the most company."""
    parts = -(-len(items) // size) if items else 0
    for n in range(parts):
        yield tuple(items[n * len(items) // parts : (n + 1) * len(items) // parts])


def tidied(item: Traced) -> Traced:
    """The same of an item that keeps where it is from."""
    item = item.strip()
    return item.part(0, len(tidy(item.text)))


def bullets(items: Sequence[Traced]) -> Traced:
    """Items one under the other."""
    return joined((joined([plain("• "), tidied(i)], "") for i in items), "\n")


def inline(items: Sequence[Traced], last: str) -> Traced | None:
    """Items in a sentence ("a, b or c"); None where the release's words can't stand after "it could be"."""
    neat = [tidied(i) for i in items]
    if not all(_IN_A_SENTENCE.match(i.text) and len(i.text) <= 60 for i in neat):
        return None
    return joined([joined(neat[:-1], ", "), plain(f" {last} "), neat[-1]], "") if len(neat) > 1 else neat[0]


def sentence(text: str) -> str:
    """A headline as a sentence."""
    return text if text.rstrip("\"'’”").endswith((".", "!", "?", "…")) else f"{text}."


def tidy(text: str) -> str:
    """An item of a list without the punctuation of the list that it stood in."""
    return text.strip().rstrip(",;.")
