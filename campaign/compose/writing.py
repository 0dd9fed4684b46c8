"""The day's posts: drafts are written, put in order, fitted to each account, and checked for what a day must hold."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

from campaign.compose import fit, material
from campaign.compose.arranging import by_strength, kinds_in_turn, order, rota
from campaign.compose.brief import Brief
from campaign.compose.contacts import SPOKEN, public, support
from campaign.compose.drafts import Draft, Drafter, drafter
from campaign.compose.quotes import segments
from campaign.compose.tracing import Traced, merged
from campaign.errors import ScheduleError
from campaign.models import Account, Kind, MediaItem, Post, Problem, Severity, Span, Told, Wording

MOST = 60  # posts a day: beyond it nobody reads, and no release has so much to say
TWICE = 2
SMALL = 5  # posts: a smaller day has no room to say what it is all about
TURNS = 4  # ways to end a post that are tried before two neighbours may end alike

Texts = dict[str, Traced]  # by account id


def write(brief: Brief, slots: Sequence[str]) -> tuple[Post, ...]:
    """One post a slot ("2026-03-18 09:30", in order): the opening first, the thanks last, nothing said twice the same way.

    Raises ScheduleError that says how many posts the release, or the accounts' allowances, can fill, and TemplateError for a
    wording that is wrong.
    """
    slots = tuple(slots)
    maker = drafter(brief, len(slots))
    drafts = _drafts(maker, len(slots))
    if len(drafts) < len(slots):
        raise ScheduleError(
            f"This release gives {len(drafts)} posts that do not repeat one another; {len(slots)} were asked for.",
            fix=f"Ask for {len(drafts)} or fewer, or write more wordings in posts/templates/.",
        )
    ordered = _arranged(drafts, slots)
    carried = rota([d.kind for d in ordered], {a.id: _allowance(brief, a, len(slots)) for a in brief.accounts})
    uncovered = sum(not accounts for accounts in carried)
    if uncovered:
        raise ScheduleError(
            f"The accounts may carry {len(slots) - uncovered} posts that day; {len(slots)} were asked for.",
            fix="Ask for fewer posts, or raise `per_day` under `schedule` in config.yaml.",
        )
    texts = texts_of(maker, ordered)
    counts: Counter[str] = Counter()
    posts = []
    for slot, draft, accounts, said in zip(slots, ordered, carried, texts, strict=True):
        counts[draft.kind] += 1
        chosen = tuple(a for a in brief.accounts if a.id in accounts)
        named = Post(id=f"{draft.kind}-{counts[draft.kind]}", kind=draft.kind, at=slot, accounts=(), body="", language=brief.language)
        posts.append(filled(named, draft, said, chosen))
    return tuple(posts)


def capacity(brief: Brief, most: int = MOST) -> int:
    """How many posts, up to ``most``, the release can fill without repeating itself."""
    while (found := len(_drafts(drafter(brief, most), most))) < most:
        most = found  # asked for fewer, the lists are cut otherwise: ask again
    return most


def problems(brief: Brief) -> tuple[Problem, ...]:
    """What the posts had to leave out, for a person to know."""
    return (*_unsupported(brief), *_alone(brief), *_unnamed(brief), *_private(brief))


def _drafts(maker: Drafter, count: int) -> list[Draft]:
    """As many drafts as there are slots, fewer when the release has no more to say. The thanks come once, from three posts on."""
    first = maker.next("hook")
    found = [first] if first else []
    if maker.explains and count > SMALL and (what := maker.next("hook")) is not None:
        found.append(what)
    last = maker.next("thanks") if count > TWICE else None
    room = count - (last is not None)
    tired: set[Kind] = set()
    for kind in kinds_in_turn():
        if len(found) >= room or len(tired) >= len(maker.matters) - 1:
            break
        draft = None if kind in tired else maker.next(kind)
        if draft is None:
            tired.add(kind)
        else:
            found.append(draft)
    found = _spaced(found)
    return [*found, last] if last is not None else found


def _spaced(drafts: list[Draft]) -> list[Draft]:
    """Without those posts of numbers that could only stand beside another one: to repeat them at once helps nobody."""
    numbers = [d for d in drafts if d.kind == "contact"]
    others = sum(d.kind not in {"contact", "hook"} for d in drafts) + max(0, sum(d.kind == "hook" for d in drafts) - 1)
    surplus = numbers[others + 1 :]
    return [d for d in drafts if d not in surplus]


def _arranged(drafts: Sequence[Draft], slots: Sequence[str]) -> list[Draft]:
    early = any(d.kind == "hook" and d.explains for d in drafts)
    kinds = order(Counter(d.kind for d in drafts), slots, early=early)
    placed: dict[int, Draft] = {}
    for kind in dict.fromkeys(kinds):
        times = [n for n, k in enumerate(kinds) if k == kind]
        mine = [d for d in drafts if d.kind == kind]
        fixed = kind == "hook"  # the opening is the first of them, whatever the hour
        chosen = range(len(mine)) if fixed else by_strength(times, [d.strength for d in mine], slots)
        placed.update({t: mine[n] for t, n in zip(times, chosen, strict=True)})
    return [placed[n] for n in range(len(kinds))]


def _allowance(brief: Brief, account: Account, count: int) -> int:
    return max(0, min(count, brief.per_day.get(account.id, count)))


def texts_of(maker: Drafter, drafts: Sequence[Draft]) -> list[Texts]:
    """What each draft says on each account. Not every post names numbers; each number is named at least twice in the day."""
    texts: list[Texts] = []
    turn = 0
    for n, draft in enumerate(drafts):
        if not _wants_tail(draft, n):
            texts.append(said_on(maker, draft, []))
            continue
        ways = [said_on(maker, draft, fit.tails(maker.book, turn + more)) for more in range(TURNS)]
        texts.append(next((way for way in ways if not texts or _ends_apart(way, texts[-1])), ways[0]))
        turn += 1
    for contact in (c for c in maker.book.one_urgent() if c.kind in SPOKEN and c.purpose != "textphone"):
        for n, draft in reversed(list(enumerate(drafts))):
            if sum(_names(t, contact.value) for t in texts) >= min(TWICE, len(drafts)):
                break
            if not _names(texts[n], contact.value) and draft.kind != "contact":
                again = said_on(maker, draft, fit.tail_with(maker.book, contact, n))
                texts[n] = again if _names(again, contact.value) else texts[n]
    return texts


def _wants_tail(draft: Draft, place: int) -> bool:
    if draft.kind in {"contact", "thanks"}:
        return False
    if draft.kind == "signs":  # who sees a sign must know what to do, in every post: nobody reads them all
        return True
    return place == 0 or (draft.kind in {"advice", "statistic"} and place % 2 == 0) or (draft.kind == "quote" and place % 3 == 1)


def _ends_apart(texts: Texts, before: Texts) -> bool:
    """Whether no account's text ends with the very words of the one before it."""
    return all(_last(texts[name]) != _last(before[name]) for name in texts)


def _last(text: Traced) -> str:
    return next((part for part in reversed(text.text.split("\n\n")) if not part.startswith("#")), "")


def _names(texts: Texts, value: str) -> bool:
    return all(value in text.text for text in texts.values())


def said_on(maker: Drafter, draft: Draft, tails: Sequence[Traced]) -> Texts:
    """What a draft says on each account, with the first of ``tails`` that there is room for."""
    said = " ".join(part.text for part in (*draft.forms, draft.support) if part)
    named = [c.value for c in maker.book.contacts if c.value in said]
    tails = [tail for tail in tails if not any(value in tail.text for value in named)]  # no number twice in one post
    texts: Texts = {}
    for account in maker.brief.accounts:
        text = fit.text_for(draft, account, tails, maker.brief)
        assert text is not None  # a draft is only kept when its shortest form fits every account
        texts[account.id] = text
    return texts


def filled(post: Post, draft: Draft, said: Texts, accounts: Sequence[Account]) -> Post:
    """A post with a draft's texts, card and sources, for the accounts that carry it."""
    texts = {a.id: said[a.id] for a in accounts}
    body = max(texts.values(), key=lambda t: len(t.text))
    media = (MediaItem(card=draft.card),)
    variants = _variants(body, texts, accounts)
    said = {"body": body, **draft.pictured, **{f"variants.{key}": text for key, text in variants.items()}}
    return dataclasses.replace(
        post, accounts=tuple(texts), body=body.text, media=media,
        sources=_sources(said), told={path: Told(text=value.text, origins=value.origins) for path, value in said.items()},
        variants={key: Wording(parts=(text.text,), media=media) for key, text in variants.items()},
    )


def _sources(said: Mapping[str, Traced]) -> dict[str, tuple[Span, ...]]:
    """The spans of each field, those of a list's entries together."""
    fields: dict[str, list[tuple[Span, ...]]] = {}
    for path, value in said.items():
        fields.setdefault(".".join(path.split(".")[:3]), []).append(value.spans)
    return {path: spans for path, groups in fields.items() if (spans := merged(groups))}


def _variants(body: Traced, texts: Texts, accounts: Sequence[Account]) -> Texts:
    """The texts that differ from the body: by platform, or by account where two accounts of a platform have other limits."""
    found: Texts = {}
    for account in accounts:
        mine = texts[account.id]
        alike = all(texts[a.id] == mine for a in accounts if a.platform == account.platform)
        if mine != body:
            found[account.platform if alike else account.id] = mine
    return found


def _unsupported(brief: Brief) -> tuple[Problem, ...]:
    facts = brief.facts
    touchy = [s for s in facts.signs if material.sensitive(s.text)]
    if not touchy or support((*facts.contacts, *brief.contacts), children=material.about_children(facts)):
        return ()
    return tuple(
        Problem(
            rule="support-line", severity=Severity.WARN, source="https://www.samaritans.org/about-samaritans/media-guidelines/",
            message=f"“{sign.text}” is left out of the posts: it may only stand beside a support line, and there is none.",
            fix="Add a helpline (purpose: helpline) under `contacts` in config.yaml, and plan again.",
        )
        for sign in touchy
    )


def _private(brief: Brief) -> tuple[Problem, ...]:
    contacts = [c for c in brief.facts.contacts if c.value and c.kind in {"phone", "email", "text"} and not public(c)]
    return tuple(
        Problem(
            rule="contact-left-out", severity=Severity.HINT, fix="If it is, add it to a post yourself.",
            message=f"{c.value}{f' ({c.label})' if c.label else ''} is left out of the posts: it is not plainly meant for the public.",
        )
        for c in contacts
    )


def _alone(brief: Brief) -> tuple[Problem, ...]:
    if len(brief.facts.signs) != 1:
        return ()
    message = f"“{brief.facts.signs[0].text}” is left out of the posts: signs come two to four to a post, and the release has one."
    return (Problem(rule="one-sign", severity=Severity.WARN, message=message, fix="Write a post about it yourself if it must be said."),)


def _unnamed(brief: Brief) -> tuple[Problem, ...]:
    quotes = [q for q in brief.facts.quotes if not q.speaker]
    return tuple(
        Problem(
            rule="quote-speaker", severity=Severity.WARN, fix="Write the post yourself if you know whose words they are.",
            message=f"The quote “{segments(q)[0].text}” is left out of the posts: nobody is named as its speaker.",
        )
        for q in quotes
    )
