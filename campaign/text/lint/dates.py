"""Days that a text names: its own, and those that are over."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.text.days import in_words, over, says_today, wrong_days
from campaign.text.lint.given import Finding, Given, Rule, spoken


def wrong_day(given: Given) -> Iterator[Finding]:
    """A weekday that is not the post's own, a date with the wrong weekday, "today is" on another day than the campaign's."""
    if given.day is None:
        return
    for message in wrong_days(given.text, given.day, given.language):
        yield Finding(message=message, fix="Correct the day or the date, or move the post.")
    if given.event is not None and given.event != given.day and (said := says_today(given.own, given.language)):
        message = f"The text says “{said}”, but the campaign's day is {in_words(given.event)}; the post goes out on {in_words(given.day)}."
        yield Finding(message=message, fix="Name the day, or move the post to it.")


def past_date(given: Given) -> Iterator[Finding]:
    """An invitation, or a deadline, for a day that is over."""
    if given.day is None:
        return
    for sentence in spoken(given.own):
        for said in over(sentence, given.day, given.language):
            message = f"The text speaks of {said} as if it were to come; the post goes out on {in_words(given.day)}."
            yield Finding(message=message, fix="Correct the date, or say that it was.")


RULES: tuple[Rule, ...] = (wrong_day, past_date)
