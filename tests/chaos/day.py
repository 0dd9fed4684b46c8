"""A whole day in a workspace of its own: planned, approved and published by the real daemon to loopback platforms."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from campaign import queue
from campaign.testing.servers import SERVERS, LoopbackServer

SETTINGS = """\
organisation: Example Constabulary
country: GB
timezone: Europe/London
accounts:
  force-x: {{platform: x, handle: exampleforce, base_url: "{x}"}}
  force-bsky: {{platform: bluesky, handle: force.example, base_url: "{bluesky}"}}
  force-masto: {{platform: mastodon, base_url: "{mastodon}"}}
  force-page: {{platform: facebook, page: "100000000000001", base_url: "{facebook}"}}
  force-insta: {{platform: instagram, user: "17841400000000001", base_url: "{instagram}"}}
  force-threads: {{platform: threads, user: "17841400000000001", base_url: "{threads}"}}
  force-linked: {{platform: linkedin, organisation: "1000001", version: "202601", base_url: "{linkedin}"}}
  force-channel: {{platform: telegram, channel: "@exampleforce", base_url: "{telegram}"}}
media_host: {{folder: public, base_url: "{files}"}}
schedule:
  window: "00:00-23:59"
  gap: 0
  grace: 30m
approval: {{required: true, four_eyes: true}}
contacts:
  - {{kind: phone, value: "0800 555 111", label: Crimestoppers, purpose: anonymous}}
"""
ACCOUNTS = {
    "x": "force-x",
    "bluesky": "force-bsky",
    "mastodon": "force-masto",
    "facebook": "force-page",
    "instagram": "force-insta",
    "threads": "force-threads",
    "linkedin": "force-linked",
    "telegram": "force-channel",
}
FINAL = {"published", "needs_person", "failed", "missed", "cancelled"}
NAME = "cuckooing-awareness-day"


@dataclass
class Day:
    """A workspace and the servers that it publishes to. The daemon runs in a process of its own."""

    root: Path
    servers: Mapping[str, LoopbackServer]
    daemon: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, root: Path, servers: Mapping[str, LoopbackServer], files: str) -> Day:
        """Make the workspace and its settings; the secrets are in the environment only."""
        environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
        for name, server in servers.items():
            account = ACCOUNTS[name].upper().replace("-", "_")
            environment |= {f"CAMPAIGN_{account}_{key}": value for key, value in server.credentials.items()}
        root.mkdir(parents=True, exist_ok=True)
        (root / "config.yaml").write_text(SETTINGS.format(files=files, **{name: server.url for name, server in servers.items()}))
        return cls(root=root, servers=servers, environment=environment)

    def run(self, *words: str, ok: bool = True) -> str:
        """One command, as an officer types it."""
        command = [sys.executable, "-m", "campaign", "-C", str(self.root), *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=120)
        assert not ok or done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def plan(self, release: Path, *more: str, posts: int, first: timedelta, every: timedelta) -> None:
        """Plan the day, and put its posts ``every`` so far apart, the ``first`` so long from now."""
        tomorrow = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=1)
        # the release is of the day: facts that are older than a month would each have to be confirmed
        words = release.read_text("utf-8").replace("18 Mar 2026", f"{tomorrow:%d %b %Y}").replace("(Wednesday)", f"({tomorrow:%A})")
        today = self.root / "release.md"
        today.write_text(words, "utf-8")
        self.run("plan", str(today), "--date", str(tomorrow), "--posts", str(posts), "--name", NAME, "--as", "Ann", *more)
        start = datetime.now(ZoneInfo("Europe/London")) + first
        for n, path in enumerate(sorted((self.root / "posts" / NAME).glob("[0-9]*.md"))):
            queue.set_at(path, f"{start + n * every:%Y-%m-%d %H:%M:%S}")

    def start(self) -> None:
        """Start the daemon."""
        command = [sys.executable, "-m", "campaign", "-C", str(self.root), "run"]
        self.daemon = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the daemon."""
        assert self.daemon is not None
        self.daemon.send_signal(number)
        try:
            self.daemon.wait(60)
        finally:
            self.daemon.kill()

    def record(self) -> list[dict[str, Any]]:
        """The record."""
        rows: list[dict[str, Any]] = json.loads(self.run("ledger", "--json"))
        return rows

    def until_final(self, seconds: float, *, settle: bool = False) -> list[dict[str, Any]]:
        """Wait until every delivery is where nothing more happens by itself; with ``settle`` a person settles what needs one."""
        end = time.monotonic() + seconds
        while True:
            rows = self.record()
            if settle:
                for row in (row for row in rows if row["state"] == "needs_person"):
                    self._settle(row)
            elif all(row["state"] in FINAL for row in rows):
                return rows
            if all(row["state"] == "published" for row in rows) or time.monotonic() > end:
                return rows
            time.sleep(1)

    def _settle(self, row: Mapping[str, Any]) -> None:
        """What a person does who looks at the platform: it is there, or it is sent again; then the account goes on."""
        if self.online(row["account"], row["text"]):
            self.run("resolve", row["delivery"], "--online", f"https://seen.example/{row['delivery']}", "--as", "Cas")
        else:
            self.run("resolve", row["delivery"], "--resend", "--as", "Cas")
        self.run("resume", "--account", row["account"], "--reason", "looked at it", "--as", "Cas", ok=False)

    def online(self, account: str, text: str) -> int:
        """How often a text is online on an account's platform."""
        name = next(n for n, a in ACCOUNTS.items() if a == account)
        return sum(_text(post) == text for post in self.servers[name].posts)


def _text(post: dict[str, Any]) -> str:
    for key in ("text", "status"):
        if isinstance(post.get(key), str):
            return str(post[key])
    return str(post.get("record", {}).get("text", ""))


def servers() -> dict[str, LoopbackServer]:
    """All of them, started."""
    return {name: kind().start() for name, kind in SERVERS.items()}
