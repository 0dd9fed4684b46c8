"""A storm: every platform at once, faults on a third of all calls, a sender that is killed at random, and a person who settles.

``python -m tests.chaos.storm --posts 1250`` is the long form (10,000 deliveries); it prints its figures.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from campaign.delivery import approve as decisions
from campaign.delivery.approve import Frozen, Signature
from campaign.errors import CampaignError
from campaign.ledger import Delivery, Ledger, MediaStore, batches, control, deliveries
from campaign.models import Account, AccountState, Content, DeliveryState, Media
from campaign.testing.servers import SERVERS, FileServer, LoopbackServer
from campaign.testing.servers.faults import Fault
from tests.chaos.fast import FastClock
from tests.platforms.conftest import picture

S = DeliveryState
SHARE = 0.3  # of the visible calls meet a fault
GRACE = timedelta(hours=12)


@dataclass
class Storm:
    """The stage of a storm. ``kill`` is the chance that the sender dies at each of its steps."""

    folder: Path
    servers: dict[str, LoopbackServer]
    files: str
    kill: float = 0.02
    url: str = ""
    alone: bool = True
    senders: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    settled: Counter[str] = field(default_factory=Counter)
    seed: int = 0

    def __post_init__(self) -> None:
        self.url = self.url or f"sqlite:///{self.folder / 'campaign.db'}"
        self.ledger = Ledger(self.url, workspace=str(self.folder))
        self.media = MediaStore(self.folder / "media")
        self.clock = FastClock(time.time(), self.folder / "clock")
        accounts = {n: {"url": s.url, "options": s.options, "secrets": s.credentials} for n, s in self.servers.items()}
        told = {"accounts": accounts, "files": self.files, "begin": self.clock.begin, "ledger": self.url, "alone": self.alone}
        (self.folder / "storm.json").write_text(json.dumps({**told, "workspace": str(self.folder)}))

    def approve(self, posts: int, *, every: timedelta = timedelta(seconds=20)) -> None:
        """Approve ``posts`` posts for every account, each with a picture or without."""
        start = self.clock() + timedelta(minutes=2)
        pictures = {mime: self._picture(mime) for mime in ("image/png", "image/jpeg")}
        for n in range(posts):
            frozen = []
            for name, server in self.servers.items():
                shown = pictures["image/jpeg" if name == "instagram" else "image/png"] if n % 2 or not server.texts_alone else None
                text = f"Know the signs, number {n}: call 101 or 999. https://www.gov.uk/{n}"
                content = Content(text=text, media=(shown,) if shown else (), campaign="storm", post=f"p{n}", account=name)
                account = Account(id=name, platform=name, base_url=server.url, options=server.options)
                frozen.append(Frozen(account=account, parts=(content,)))
            due = start + n * every
            signed = Signature(
                campaign="storm", post=f"p{n}", digest=f"d{n}", by="Ann", at=self.clock(), due_at=due, grace=GRACE, acknowledged={}
            )
            with self.ledger.write() as tx:
                decisions.approve(tx, signed, frozen)

    def _picture(self, mime: str) -> Media:
        data = picture("navy", mime)
        return Media(digest=self.media.put(data), mime=mime, width=60, height=75, size=len(data), alt="Call 101 or 999.")

    def faults(self, share: float = SHARE) -> None:
        """A share of all calls goes wrong, in every way: of the visible ones, and half as many of the others."""
        for n, server in enumerate(self.servers.values()):
            kinds = [kind for kind in Fault if not (kind is Fault.RATE_LIMIT and server.retry_after > 600)]
            for path, part in ((server.create_path, share), ("/", share / 2)):
                for m, kind in enumerate(kinds):
                    server.faults.add(path=path, kind=kind, probability=part / len(kinds), seed=1000 * n + 10 * m + len(path))

    def start(self) -> None:
        """Start one more sender."""
        self.seed += 1
        command = [sys.executable, "-m", "tests.chaos.fast", str(self.folder), str(self.seed), str(self.kill)]
        environment = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
        with (self.folder / "sender.log").open("ab") as log:
            self.senders.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))

    def revive(self) -> None:
        """Start a sender anew for each that has died."""
        for dead in [one for one in self.senders if one.poll() is not None]:
            self.senders.remove(dead)
            self.kills += 1
            self.start()

    def end(self) -> None:
        """End every sender."""
        for one in self.senders:
            one.send_signal(signal.SIGCONT)
            one.kill()
            one.wait(20)
        self.senders.clear()
        self.ledger.close()

    # -- the person ----------------------------------------------------------------------------------------------------

    def online(self, delivery: Delivery) -> int:
        """How often a delivery's text stands on its platform."""
        return sum(_text(post) == delivery.content.text for post in self.servers[delivery.account].posts)

    def settle(self) -> None:
        """What a person does who looks at the platform, and then lets the account go on."""
        with self.ledger.read() as tx:
            waiting = deliveries.find(tx, states=(S.NEEDS_PERSON, S.FAILED))
            held = [a.account for a in control.account_states(tx).values() if a.state is not AccountState.OK]
        for delivery in waiting:
            if delivery.state is S.NEEDS_PERSON:
                self.settled[delivery.account] += 1
            seen = self.online(delivery) > 0
            try:
                with self.ledger.write() as tx:
                    now = self.clock()
                    if seen:
                        decisions.settle_online(tx, delivery, f"https://seen.example/{delivery.id}", by="Cas", at=now)
                    else:
                        decisions.resend(tx, delivery, now + timedelta(seconds=5), by="Cas", at=now)
            except CampaignError:
                continue  # the sender has just moved it; it is looked at again
        if held:
            with self.ledger.write() as tx:
                for account in held:
                    control.set_account(tx, account, AccountState.OK, at=self.clock())

    def run(self, seconds: float, *, each: Any = None, finish: float = 120.0) -> Counter[str]:
        """Let it blow: revive the dead, settle what needs a person. After ``seconds`` the faults end. Returns the states."""
        dice, begin = random.Random(self.seed), time.monotonic()
        end = begin + seconds
        while time.monotonic() < end + finish:
            if time.monotonic() > end:
                self._calm()
            self.revive()
            if each is not None and time.monotonic() < end:
                each(dice)
            time.sleep(0.2)
            try:
                self.settle()
                with self.ledger.read() as tx:
                    counts = Counter(deliveries.counts(tx))
            except CampaignError:
                continue  # the ledger is locked or the disk is full just now
            if set(counts) == {S.PUBLISHED}:
                break
        return counts

    def _calm(self) -> None:
        self.kill = 0.0
        for server in self.servers.values():
            server.faults.clear()

    def verdict(self) -> tuple[list[str], list[str]]:
        """What is online twice, and what is said to be online and is not (or is online and not said to be)."""
        with self.ledger.read() as tx:
            rows = deliveries.find(tx)
        doubled = [d.id for d in rows if self.online(d) > 1]
        lost = [d.id for d in rows if (d.state is S.PUBLISHED) != (self.online(d) == 1)]
        return doubled, lost

    def figures(self) -> str:
        """The storm in numbers."""
        with self.ledger.read() as tx:
            rows = deliveries.find(tx)
            attempts = batches.journals(tx, [d.id for d in rows])
        tries = sum(len(journal) for journal in attempts.values())
        struck = sum(len(server.faults.struck) for server in self.servers.values())
        calls = sum(len(server.calls) for server in self.servers.values())
        lines = [f"{len(rows)} deliveries, {tries} attempts, {calls} calls, {struck} faults, {self.kills} kills -9"]
        for name in self.servers:
            mine = [d for d in rows if d.account == name]
            unclear = sum(any(a.outcome in {"unknown", "found", "absent_likely", "absent_proven"} for a in attempts[d.id]) for d in mine)
            lines.append(f"{name:10} {len(mine):6} deliveries, {unclear:5} unclear, {self.settled[name]:5} settled by a person")
        return "\n".join(lines)


def _text(post: dict[str, Any]) -> str:
    if isinstance(post.get("text"), str):
        return str(post["text"])
    return str(post.get("record", {}).get("text", ""))


@contextmanager
def storm(folder: Path, **named: Any) -> Iterator[Storm]:
    """Every platform's server, a web server for the pictures, and the stage."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        servers = {name: stack.enter_context(kind()) for name, kind in SERVERS.items()}
        files = stack.enter_context(FileServer(folder / "public"))
        made = Storm(folder=folder, servers=servers, files=files.url, **named)
        stack.callback(made.end)
        yield made


def limit_disk(pid: int, size: int) -> None:
    """No file of a process may grow over ``size`` bytes any more (-1: as large as they like)."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds the ledger's file."""
    with sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def main() -> None:
    """The long form."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.storm", description=__doc__)
    parser.add_argument("--posts", type=int, default=1250, help="posts for each of the platforms (1250: 10,000 deliveries)")
    parser.add_argument("--minutes", type=float, default=20.0, help="how long it blows")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, storm(Path(folder) / "storm") as blowing:
        blowing.approve(asked.posts, every=timedelta(seconds=asked.minutes * 60 * 60 * 0.8 / max(asked.posts, 1)))
        blowing.faults()
        blowing.start()
        counts = blowing.run(asked.minutes * 60, finish=600)
        doubled, lost = blowing.verdict()
        print(blowing.figures())  # noqa: T201  # its purpose
        print(dict(counts), f"{len(doubled)} doubled, {len(lost)} lost")  # noqa: T201  # its purpose
        raise SystemExit(1 if doubled or lost else 0)


if __name__ == "__main__":
    main()
