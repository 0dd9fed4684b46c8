"""Another quote for a post: everything that may be quoted, and the post with other words."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from campaign.compose.brief import Brief
from campaign.compose.drafts import drafter, opening, said_by, spoken
from campaign.compose.quotes import WEAK, Saying
from campaign.compose.tracing import plain
from campaign.compose.writing import filled, said_on
from campaign.errors import PostError
from campaign.models import Post


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Words that a post may quote, whole and unchanged. ``alone``: they say enough on their own, and it is about the subject."""

    words: str
    speaker: str
    alone: bool


def choices(brief: Brief) -> tuple[Choice, ...]:
    """Every stretch and every whole sentence of the release's quotes that fits the accounts, the best first."""
    return tuple(Choice(words=s.words.text, speaker=s.speaker, alone=s.strength >= WEAK) for s in spoken(brief, every=True))


def requoted(brief: Brief, post: Post, words: str, others: Sequence[Post]) -> Post:
    """The post with the words of a choice: other texts, card and sources; its time, accounts and settings stay.

    Raises PostError for words that are no choice, and where no wording fits all accounts of the post.
    """
    saying = next((s for s in spoken(brief, every=True) if s.words.text == words), None)
    if saying is None:
        raise PostError(f"“{words}” can't be quoted in this post.", fix="Choose whole sentences of the release's quotes.")
    new = _written(brief, post, saying, others)
    return dataclasses.replace(post, body=new.body, media=new.media, variants=new.variants, sources=new.sources, told=new.told)


def _written(brief: Brief, post: Post, saying: Saying, others: Sequence[Post]) -> Post:
    maker = drafter(brief, 1)
    maker.matters["quote"] = iter([said_by(saying), said_by(saying)])
    maker.openings |= {opening(plain(other.body)) for other in others}
    draft = maker.next("quote")
    if draft is None:  # rather the opening of another post than none
        maker.openings.clear()
        draft = maker.next("quote")
    if draft is None:
        raise PostError("No wording holds these words on all accounts of the post.", fix="Choose shorter ones.")
    return filled(post, draft, said_on(maker, draft, []), brief.accounts)
