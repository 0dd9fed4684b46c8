"""The second language of a day: each post says what its twin says, out of the other release, in its own wordings. Nothing is translated.

The two releases are read side by side: the third sign of one is the third sign of the other, where both have as many; a quote is
known by its speaker. What cannot be told apart so is said in neither language, and named.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from campaign.compose import material
from campaign.compose.brief import Brief
from campaign.compose.contacts import Directory, for_a_child
from campaign.compose.drafts import Draft, drafter, said_by
from campaign.compose.lists import families
from campaign.compose.matter import Matter
from campaign.compose.quotes import Saying, saying, segments, whole
from campaign.compose.tracing import Traced, plain
from campaign.compose.writing import filled, texts_of
from campaign.models import Facts, Post, Quote, Span, TextFact
from campaign.text.sentence import sentences

Pair = tuple[Post, Post]


def write_pairs(brief: Brief, twin: Brief, posts: Sequence[Post]) -> tuple[list[Pair], list[str]]:
    """``posts``, composed from ``brief``, each with its twin of the same time, kind and accounts; and a sentence for each that has none.

    Raises TemplateError for a wording of the other language that is wrong.
    """
    maker = drafter(twin, len(posts))
    kept: list[tuple[Post, Draft]] = []
    lost: list[str] = []
    for post in posts:
        matter = _matter(post, brief, twin, maker.book)
        maker.matters[post.kind] = iter([matter] if matter is not None else [])
        draft = maker.next(post.kind)
        if draft is None:
            why = "the two releases do not say it alike" if matter is None else "no wording of the other language is left for it"
            lost.append(f"{post.id} is left out in both languages: {why}.")
        else:
            kept.append((post, draft))
    pairs = []
    for (post, draft), said in zip(kept, texts_of(maker, [draft for _, draft in kept]), strict=True):
        name = f"{post.id}-{twin.language}"
        named = Post(id=name, kind=post.kind, at=post.at, accounts=(), body="", language=twin.language, pair=post.id)
        chosen = tuple(a for a in twin.accounts if a.id in post.accounts)
        pairs.append((dataclasses.replace(post, pair=name), filled(named, draft, said, chosen)))
    return pairs, lost


def _matter(post: Post, brief: Brief, twin: Brief, book: Directory) -> Matter | None:
    """What the twin has to say; None where it cannot be told from the two releases."""
    spans = _spans(post)
    match post.kind:
        case "signs" | "advice":
            return _list(post, spans, brief, twin)
        case "quote":
            return _quote(post, spans, brief.facts, twin.facts)
        case "statistic":
            return _figure(spans, brief.facts, twin.facts)
        case "contact":
            return _contact(post, brief, book)
        case _:
            return Matter()


def _spans(post: Post) -> list[Span]:
    """Where in its release the post's text stands, in the order of the text."""
    origins = sorted(post.told["body"].origins, key=lambda o: o.start) if "body" in post.told else []
    return [span for origin in origins for span in origin.spans]


def _list(post: Post, spans: Sequence[Span], brief: Brief, twin: Brief) -> Matter | None:
    mine: tuple[TextFact, ...] = getattr(brief.facts, post.kind)
    other: tuple[TextFact, ...] = getattr(twin.facts, post.kind)
    places = [n for span in spans for n, fact in enumerate(mine) if fact.span == span]
    if len(mine) != len(other) or not places:
        return None
    items = [material.fact(fact) for fact in other]
    group = [items[n] for n in dict.fromkeys(places)]
    if len(group) == 1:
        return Matter(values={"tip": _tip(group[0])})
    rows = material.bullets(group)
    values: dict[str, Traced] = {post.kind: rows}
    family = next((f for f in families(items, twin.release.text if twin.release else "") if set(group) <= set(f.items)), None)
    if family is not None and family.lead is not None and (led := family.led(group, rows)) is not None:
        values |= {"led": led, "lead": family.lead}
    return Matter(values=values, only=family is not None and family.bound, prefer="led" if family is not None and family.bound else "")


def _tip(item: Traced) -> Traced:
    text = material.tidy(item.text)
    return Traced(text=material.sentence(text[0].upper() + text[1:]), spans=item.spans)


def _figure(spans: Sequence[Span], mine: Facts, other: Facts) -> Matter | None:
    place = next((n for n, figure in enumerate(mine.statistics) if figure.span in spans), None)
    if place is None or len(mine.statistics) != len(other.statistics):
        return None
    found = other.statistics[place]
    told = {"source": plain(found.source, "release")} if found.source and found.source not in found.text else {}
    return Matter(values={"figure": Traced(text=found.text, spans=(found.span,)), **told})


def _contact(post: Post, brief: Brief, book: Directory) -> Matter:
    """All numbers, those to report to, or that of a child itself, as the twin has them."""
    named = [c for c in brief.facts.contacts if c.value in post.body]
    child = next((c for c in book.contacts if for_a_child(c)), None)
    told = book.said([child]) if child is not None else None
    if told is not None and child is not None and child.value in post.body and all(c.purpose == "helpline" for c in named):
        return Matter(values={"for_child": told}, prefer="for_child", only=True)
    if not any(c.purpose == "helpline" or c.kind == "web" for c in named):
        return Matter(values=book.to_report() or {})
    return Matter()


# -- quotes ------------------------------------------------------------------------------------------------------------


def _quote(post: Post, spans: Sequence[Span], mine: Facts, other: Facts) -> Matter | None:
    for number, quote in enumerate(mine.quotes):
        said = [s for s in spans if any(q.start <= s.start and s.end <= q.end for q in quote.spans)]
        twin = _same_speaker(mine.quotes, number, other.quotes)
        if said and twin is not None:
            words = next(iter(_words(quote, tuple(dict.fromkeys(said)), twin)), None)
            found: Saying | None = saying(twin, words, number) if words is not None else None
            return said_by(found) if found is not None else None
    return None


def _same_speaker(mine: Sequence[Quote], number: int, other: Sequence[Quote]) -> Quote | None:
    """The quote of the same person: their second is their second, where both releases have as many of them."""
    speaker = mine[number].speaker
    here, there = [q for q in mine if q.speaker == speaker], [q for q in other if q.speaker == speaker]
    return there[here.index(mine[number])] if speaker and len(here) == len(there) else None


def _words(quote: Quote, said: tuple[Span, ...], twin: Quote) -> Iterator[Traced]:
    """The same of what was said: the whole, a stretch, or the sentences at the same places in it."""
    if said == quote.spans:
        yield whole(twin)
        return
    pieces = segments(twin)
    if len(said) != 1 or len(pieces) != len(quote.spans):
        return
    place = next(n for n, span in enumerate(quote.spans) if span.start <= said[0].start and said[0].end <= span.end)
    if said[0] == quote.spans[place]:
        yield pieces[place]
        return
    mine, other = segments(quote)[place], pieces[place]
    from_, to = said[0].start - quote.spans[place].start, said[0].end - quote.spans[place].start
    rows, twins = sentences(mine.text), sentences(other.text)
    chosen = [n for n, row in enumerate(rows) if from_ <= row.start and row.end <= to + 1]
    if chosen and len(rows) == len(twins) and len(other.spans) == 1:
        start, end = twins[chosen[0]].start, twins[chosen[-1]].end
        begin = other.spans[0].start
        yield Traced(text=other.text[start:end], spans=(Span(begin + start, begin + end),))
