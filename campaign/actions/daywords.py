"""Speech with a day word in a post of another day: "today" was the day of the release, and readers take it for theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from campaign.actions import texts
from campaign.actions.source import facts_of
from campaign.actions.workspace import Workspace
from campaign.facts.days import day_words
from campaign.models import Campaign, Post, Problem, Severity

_SPOKEN = re.compile(r"“[^”]{1,2000}”|(?<!\w)\"[^\"]{1,2000}\"")


def problems(workspace: Workspace, campaign: Campaign) -> Iterator[Problem]:
    """One warning for each day word and field: it names the word, the day of the release and that of the post."""
    facts = facts_of(workspace, campaign)
    if facts is None or facts.date is None:
        return
    for post in campaign.posts:
        if post.at[:10] != facts.date.isoformat():
            yield from _post(post, facts.date)


def _post(post: Post, said: date) -> Iterator[Problem]:
    for field, words in texts.every_text(post).items():
        spoken = [quote[0] for text in words for quote in _SPOKEN.finditer(text)]
        for word in dict.fromkeys(quote[span.start : span.end] for quote in spoken for span in day_words(quote)):
            message = f"A speaker says “{word}” on {said}, the day of the release; the post goes out on {post.at[:10]}."
            fix = "Quote other words, or move the post to that day."
            yield Problem(rule="day-word", severity=Severity.WARN, message=message, fix=fix, source=field, post=post.id)
