"""Everything that can go wrong, as a tree. The type says what happens next; the words say what a person should do.

::

    CampaignError
    ├── ConfigError  ReleaseError  TemplateError  PostError  ScheduleError    where it stands, what is wrong, what to do
    ├── CardError          the text does not fit; a font, glyph or image is missing
    ├── LedgerError        the record cannot be read or written
    ├── NotAllowed         the rules or the person's role forbid it, and why
    └── PublishError
        ├── Refused          the platform will not take this post: stop
        ├── NotAuthorized    the login is dead: freeze the account until a person renews it
        ├── AccountBlocked   credit, product or API version: freeze the account, another message
        ├── RateLimited      again after ``retry_after``
        ├── NotSent          surely nothing was sent: again, with backoff
        └── OutcomeUnknown   it left and no clear answer came: look it up first, never again blind
            └── HandedOver     it lies ready and a person posts it: wait until they say so
"""

from __future__ import annotations

from pathlib import Path


class CampaignError(Exception):
    """Something a person has to know. ``str()`` of it is the whole sentence to show."""

    def __init__(self, message: str, *, fix: str = "", file: Path | str | None = None, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.file = file
        self.line = line

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return place + self.message + (f" {self.fix}" if self.fix else "")


class ConfigError(CampaignError):
    """A setting in config.yaml, a brand file or the environment is missing or wrong."""


class ReleaseError(CampaignError):
    """The press release cannot be read."""


class TemplateError(CampaignError):
    """A wording template cannot be rendered."""


class PostError(CampaignError):
    """A file of the queue cannot be read or written, or says something it must not."""


class ScheduleError(CampaignError):
    """The posts do not fit the day, or a time does not exist or happens twice."""


class CardError(CampaignError):
    """A card cannot be drawn exactly: words to cut, or a font, glyph or image that is missing."""


class LedgerError(CampaignError):
    """The ledger cannot be read or written: locked, read-only, full or from another version."""


class NotAllowed(CampaignError):
    """The rules, or the role of the person who asks, forbid it."""


class PublishError(CampaignError):
    """A call to a platform did not end in a receipt."""


class Refused(PublishError):
    """The platform will not take this post."""


class NotAuthorized(PublishError):
    """The login is dead; the account waits for a person."""


class AccountBlocked(PublishError):
    """Credit, product or API version stand in the way; the account waits for a person."""


class RateLimited(PublishError):
    """The platform asks to wait; ``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: float = 900.0, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.retry_after = retry_after


class NotSent(PublishError):
    """Surely nothing was published. ``stale``: what was staged has expired; stage it anew before the next attempt."""

    def __init__(self, message: str, *, stale: bool = False, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.stale = stale


class OutcomeUnknown(PublishError):
    """The request left and no clear answer came. ``reference`` is what the platform named as the duplicate, if it did."""

    def __init__(self, message: str, *, reference: str | None = None, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.reference = reference


class HandedOver(OutcomeUnknown):
    """Everything lies ready; a person posts it by hand and says when it is done."""
