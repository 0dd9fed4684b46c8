"""What a platform refuses in a text besides its length, and what it costs or does not do: each rule with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.models import Measure, Problem, Severity

_LINKS = 5  # different ones in a Threads post
_TAGS, _MOST_TAGS = 5, 30  # Instagram: what works, and what is refused
_NAMES, _MOST_NAMES = 3, 20
_THREADS = "https://developers.facebook.com/docs/threads/posts"
_INSTAGRAM = "https://developers.facebook.com/docs/instagram-platform/content-publishing"
_X_PRICES = "https://docs.x.com/x-api/getting-started/pricing"


def accepted(found: Measure) -> Iterator[Problem]:
    """The problems of one text on its platform; ``source`` is the page that says so."""
    match found.platform:
        case "threads":
            yield from _threads(found)
        case "instagram":
            yield from _instagram(found)
        case "x" if found.links:
            message = "X charges about thirteen times as much for a post with a link (0.200 against 0.015 dollars)."
            yield _problem("link-cost", Severity.HINT, message, "Leave the link to another platform if it is not needed here.", _X_PRICES)


def _threads(found: Measure) -> Iterator[Problem]:
    if (links := len(set(found.links))) > _LINKS:
        message = f"Threads refuses a post with more than {_LINKS} links; this one has {links}."
        yield _problem("many-links-here", Severity.STOP, message, "Take some out.", _THREADS)
    if len(found.hashtags) > 1:
        message = f"Threads makes one topic of a post; of {len(found.hashtags)} hashtags only #{found.hashtags[0]} will work."
        yield _problem("one-topic", Severity.HINT, message, "Give it a variant with the one that matters.", _THREADS)


def _instagram(found: Measure) -> Iterator[Problem]:
    if found.links:
        message = f"Nobody can tap {found.links[0]} in an Instagram caption."
        yield _problem("dead-link", Severity.HINT, message, "Say where to find it, or put it in the profile.", _INSTAGRAM)
    for what, count, works, most in (
        ("hashtags", len(found.hashtags), _TAGS, _MOST_TAGS),
        ("mentions", len(found.mentions), _NAMES, _MOST_NAMES),
    ):
        if count > works:
            severity = Severity.STOP if count > most else Severity.WARN
            message = f"Instagram refuses more than {most} {what}, and is said to take only {works}; this post has {count}."
            yield _problem(f"many-{what}-here", severity, message, f"Keep {works}.", _INSTAGRAM)


def _problem(rule: str, severity: Severity, message: str, fix: str, source: str) -> Problem:
    return Problem(rule=rule, severity=severity, message=message, fix=fix, source=source)
