"""The text that each account gets: the longest form that fits, with the tail and tags that still fit. Never a cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from campaign.compose.brief import Brief
from campaign.compose.contacts import SPOKEN, Directory
from campaign.compose.drafts import Draft
from campaign.compose.tracing import Traced, joined, plain
from campaign.models import Account, Contact

TAGS = 2


def tags(brief: Brief) -> tuple[str, ...]:
    """At most two hashtags: the officer's own first, then the release's."""
    typed = [f"#{brief.hashtag.strip().lstrip('#')}"] if brief.hashtag and brief.hashtag.strip("# ") else []
    unique = {tag.casefold(): tag for tag in reversed([*typed, *brief.facts.hashtags])}
    return tuple(reversed(unique.values()))[:TAGS]


def text_for(draft: Draft, account: Account, tails: Sequence[Traced], brief: Brief) -> Traced | None:
    """What a draft says on an account, with the first of ``tails`` that there is room for; None when nothing fits."""
    for form, tail in _choices(draft, tails):
        body = joined([part for part in (form, tail, draft.support) if part], "\n\n")
        for most in range(len(tags(brief)), -1, -1):
            text = joined([body, plain(" ".join(tags(brief)[:most]), "hashtag")], "\n\n") if most else body
            if brief.fits(text.text, account):
                return text
    return None


def _choices(draft: Draft, tails: Sequence[Traced]) -> Iterator[tuple[Traced, Traced | None]]:
    # A way to act is worth more than a longer wording, but not than the opening: there the tail goes first.
    ways = [[(form, tail) for tail in tails] for form in draft.forms]
    bare = [(form, None) for form in draft.forms]
    yield from (
        chain.from_iterable([*way, last] for way, last in zip(ways, bare, strict=True)) if draft.kind == "hook" else chain(*ways, bare)
    )


def tails(book: Directory, turn: int) -> list[Traced]:
    """Ways to end a post with what to do, others and in other words at each turn, each before what is shorter. 999 is before 101."""
    urgent = [c for c in book.contacts if c.purpose == "emergency"][:1]
    core = [*urgent, *(c for c in book.contacts if c.kind in SPOKEN and c.purpose in {"non_emergency", "anonymous"})]
    rest = [c for c in book.contacts if c not in core and c.purpose != "emergency" and c.kind != "textphone" and book.said([c])]
    if len(core) < 2:  # one number alone is little help: the next that fits the turn joins it
        core = sorted({*core, *_turned(rest, turn, 2 - len(core))}, key=book.contacts.index)
    others = [c for c in core if c not in urgent and c.purpose == "anonymous"] + rest
    whole = (core, [*urgent, *_turned(others, turn // 2, 1)], core[:2], [*core[:2], *_turned(rest, turn // 2, 1)])
    found: list[Traced] = []
    for chosen in (*whole[turn % 4 :], *whole[: turn % 4], urgent or core[:1]):
        said = book.said(sorted(set(chosen), key=book.contacts.index), turn) if chosen else None
        if said is not None and said not in found:
            found.append(said)
    return found


def tail_with(book: Directory, contact: Contact, turn: int) -> list[Traced]:
    """Ways to end a post that name one contact, after the emergency number where there is one."""
    urgent = [c for c in book.contacts if c.purpose == "emergency"][: contact.purpose != "emergency"]
    found = (book.said([*urgent, contact], turn), book.said([contact], turn))
    keep = found if contact.purpose != "non_emergency" else found[:1]
    return [said for said in keep if said is not None]


def _turned(contacts: Sequence[Contact], turn: int, count: int) -> list[Contact]:
    """``count`` of the contacts, others at each turn."""
    return [contacts[(turn + n) % len(contacts)] for n in range(min(count, len(contacts)))]
