"""A small stage for deliveries: a real ledger on disk, a settable clock, a platform that writes to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from campaign.delivery.approve import Frozen, Signature, approve, approve_pair
from campaign.delivery.send import Sender, Setting, Step
from campaign.delivery.stopfile import StopFile
from campaign.engine.executor import Inline
from campaign.engine.tick import Ticker
from campaign.ledger import Attempt, Delivery, Ledger, MediaStore, deliveries
from campaign.models import Account, Content, DeliveryState, Idempotency, Media, Outcome
from campaign.testing import Clock
from campaign.testing.platform import FilePlatform
from tests import postgresql

START = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
sqlite_only = pytest.mark.sqlite_only


def ledger_in(folder: Path) -> Ledger:
    """The ledger of a folder: an SQLite file, or a workspace of the PostgreSQL database that the tests are given."""
    if address := postgresql.url():
        return postgresql.opened(Ledger(address, workspace=str(folder)))
    if not (file := folder / "campaign.db").exists():
        file.write_bytes(_empty_ledger())
    return Ledger(f"sqlite:///{file}")


@cache
def _empty_ledger() -> bytes:
    """A ledger with nothing in it: making its tables takes longer than most tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "campaign.db"
        Ledger(f"sqlite:///{file}").close()
        return file.read_bytes()


@dataclass
class Stage:
    """Everything that a delivery needs, in one folder. Opening it again on the same folder is what a restart does."""

    folder: Path
    kind: Idempotency = Idempotency.ADDRESSED
    names: tuple[str, ...] = ("a",)
    gap: timedelta = timedelta(0)
    fault: Callable[[str, Any], None] = lambda _when, _request: None
    step: Step = lambda _step, _name: None
    key_ttl: timedelta | None = None
    on_unknown: Any = "go_on"
    resend: Any = "proven"
    quiet: Callable[[datetime], datetime | None] = lambda _now: None
    clock: Clock = field(default_factory=lambda: Clock(START))

    def __post_init__(self) -> None:
        self.ledger = ledger_in(self.folder)
        self.stop_file = StopFile(self.folder / "STOP")
        self.accounts = {name: Account(id=name, platform="outbox", resend=self.resend) for name in self.names}
        self.platforms = {name: self._platform(account) for name, account in self.accounts.items()}
        self.sender = Sender(
            ledger=self.ledger,
            media=MediaStore(self.folder / "media"),
            stop_file=self.stop_file,
            platform=lambda name: self.platforms[name],
            setting=Setting(accounts=self.accounts, gap=self.gap, on_unknown=self.on_unknown, quiet=self.quiet),
            clock=self.clock,
            step=self.step,
        )
        self.ticker = Ticker(sender=self.sender, executor=Inline(), owner="stage")

    def _platform(self, account: Account) -> FilePlatform:
        file = self.folder / f"{account.id}.jsonl"
        return FilePlatform(file, account=account, kind=self.kind, key_ttl=self.key_ttl, fault=self.fault)

    def approve(
        self,
        post: str = "p",
        *,
        texts: tuple[str, ...] = ("Hello.",),
        after: timedelta = timedelta(0),
        digest: str | None = None,
        media: tuple[Media, ...] = (),
        grace: timedelta = timedelta(minutes=30),
    ) -> list[str]:
        """Approve a post for every account, due ``after`` the stage's time."""
        now = self.clock()
        contents = tuple(Content(text=t, part=n, parts=len(texts), media=media) for n, t in enumerate(texts, 1))
        signed = Signature(
            campaign="day",
            post=post,
            digest=digest or "-".join(texts),
            by="Ann",
            at=now,
            due_at=now + after,
            grace=grace,
            acknowledged={},
        )
        with self.ledger.write() as tx:
            return approve(tx, signed, [Frozen(account=a, parts=contents) for a in self.accounts.values()])

    def approve_pair(
        self, *, first: str = "cy", second: str = "en", texts: tuple[str, str] = ("Helo.", "Hello."), on: tuple[str, ...] = (),
        second_on: tuple[str, ...] = (), wait: timedelta = timedelta(0), due: timedelta = timedelta(0),
    ) -> tuple[list[str], list[str]]:
        """Approve the two languages of one post as one, the second ``wait`` after the first."""
        now = self.clock()

        def half(post: str, text: str, names: tuple[str, ...], later: timedelta) -> tuple[Signature, list[Frozen]]:
            signed = Signature(
                campaign="day", post=post, digest=text, by="Ann", at=now, due_at=now + due + later, grace=timedelta(minutes=30),
                acknowledged={},
            )  # fmt: skip
            return signed, [Frozen(account=self.accounts[a], parts=(Content(text=text),)) for a in names or self.names]

        with self.ledger.write() as tx:
            return approve_pair(tx, half(first, texts[0], on, timedelta(0)), half(second, texts[1], second_on or on, wait))

    def tick(self, *, after: timedelta = timedelta(0)) -> None:
        """Let time pass, then tick."""
        self.clock.advance(after)
        self.ticker.tick(self.clock())

    def run(self, span: timedelta, every: timedelta = timedelta(seconds=15)) -> None:
        """Tick over a stretch of time."""
        end = self.clock() + span
        while self.clock() < end:
            self.tick(after=every)

    def order(self, action: Callable[..., Any], name: str = "day/p/a", *args: Any, by: str = "Ann") -> Any:
        """Do what a person decides about one delivery."""
        with self.ledger.write() as tx:
            return action(tx, deliveries.get(tx, name), *args, by=by, at=self.clock())

    def get(self, name: str) -> Delivery:
        """A delivery as the ledger has it."""
        with self.ledger.read() as tx:
            return deliveries.get(tx, name)

    def journal(self, name: str) -> list[Attempt]:
        """Its attempts."""
        with self.ledger.read() as tx:
            return deliveries.journal(tx, name)

    def state(self, name: str = "day/p/a") -> DeliveryState:
        """Where a delivery stands."""
        return self.get(name).state

    def outcomes(self, name: str = "day/p/a") -> list[Outcome]:
        """How its attempts ended."""
        return [a.outcome for a in self.journal(name)]

    def texts(self, account: str = "a") -> list[str]:
        """What is online."""
        return [p["text"] for p in self.platforms[account].posts()]
