"""What a day of posts is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from campaign.models import Account, Contact, Facts, HouseLine, Limits, Measure, Release


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    """The facts of a release and the rules for its day.

    ``contacts`` is the register: numbers that may be used besides the release's own. ``per_day`` and ``limits`` are by
    account id. ``templates`` are folders whose files stand before the built-in ones, the first found wins. ``measure`` is
    ``text.measure``, or one with its signature. ``release`` is what the facts' spans point into: without it the words around the
    facts are not used. ``paired``: each post has a twin in another language, so only what both releases can say alike is said.
    """

    facts: Facts
    accounts: tuple[Account, ...]
    day: date
    measure: Callable[..., Measure]
    limits: Mapping[str, Limits]
    per_day: Mapping[str, int] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    house_lines: tuple[HouseLine, ...] = ()
    language: str = "en"
    hashtag: str | None = None
    templates: tuple[Path, ...] = ()
    release: Release | None = None
    paired: bool = False

    def fits(self, text: str, account: Account) -> bool:
        """Whether a text fits an account's limit, counted as its platform counts. Every post has a picture."""
        return self.measure(text, account.platform, limits=self.limits.get(account.id), pictured=True).fits

    @property
    def same_day(self) -> bool:
        """Whether the posts go out on the release's own date: only then may they say "today" or name a weekday."""
        return self.facts.date == self.day
