"""One message to many addresses at once: none of them can hold up the others, and nothing reaches nobody while one of them answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from campaign.actions.alerts import Message, shares
from campaign.actions.causes import Roles

SECONDS = 30.0
"""So long an address may take; Apprise ends a call that stands still, but not one that trickles."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What became of a message: the causes that somebody has heard of, and what went wrong, without any address (they hold passwords).

    ``trouble`` names who could not be reached when last tried, as a sentence without its stop; ``sure``: everybody has been tried.
    """

    keys: frozenset[str]
    failed: tuple[str, ...]
    trouble: str | None
    sure: bool


class Text(Protocol):
    """What is sent."""

    @property
    def title(self) -> str: ...

    @property
    def body(self) -> str: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plain:
    title: str
    body: str


@dataclass
class _Call:
    """One address being told, in a thread of its own that the process does not wait for."""

    number: int
    address: str
    wrong: str | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        """Its place in config.yaml; the address itself may be a secret."""
        return f"alert address {self.number}"

    def start(self, title: str, body: str) -> None:
        threading.Thread(target=self._run, args=(title, body), name="alert", daemon=True).start()

    def _run(self, title: str, body: str) -> None:
        try:
            wrong = _apprise(self.address, title, body)
        except Exception as error:  # whatever a service's plugin does: the others are still told
            wrong = f"could not be used ({type(error).__name__})"
        self.wrong = wrong and f"{self.name} {wrong}"
        self.over.set()


class Post:
    """Takes messages to Apprise addresses. An address whose last call still hangs is passed over until that has ended."""

    def __init__(self, seconds: float = SECONDS, *, clean: Callable[[str], str] = str) -> None:
        """``clean`` takes secrets out of what is sent: a platform's answer may quote the login that it refused."""
        self._seconds, self._clean = seconds, clean
        self._hanging: dict[str, _Call] = {}
        self._last: dict[str, str | None] = {}  # by address, what went wrong when it was last told something

    def tell(self, message: Message, addresses: Sequence[str], roles: Mapping[str, Roles]) -> Told:
        """Tell every address what its role has to know. What nobody has then heard of is told to all the others."""
        wanted = {address: causes for address, causes in shares(message.causes, addresses, roles).items() if causes}
        failed = self._call(addresses, {address: message.only(causes) for address, causes in wanted.items()})
        reached = {cause.key for address in wanted.keys() - failed.keys() for cause in wanted[address]}
        left = [cause for cause in message.causes if cause.key not in reached]
        others = [address for address in addresses if address not in failed]
        if left and others:
            more = self._call(addresses, dict.fromkeys(others, message.only(left)))
            failed |= more
            reached |= {cause.key for cause in left if len(more) < len(others)}
        return Told(
            keys=frozenset(reached),
            failed=tuple(failed[address] for address in addresses if address in failed),
            trouble=self._trouble(addresses),
            sure=all(address in self._last for address in addresses),
        )

    def send(self, addresses: Sequence[str], message: Text) -> list[str]:
        """Send one text to every address. Returns what went wrong."""
        return list(self._call(addresses, dict.fromkeys(addresses, message)).values())

    def _call(self, addresses: Sequence[str], texts: Mapping[str, Text]) -> dict[str, str]:
        """What went wrong, by address. All are called at once; whoever takes too long has failed."""
        calls = [_Call(number, address) for number, address in enumerate(addresses, 1) if address in texts]
        for call in calls:
            if (before := self._hanging.get(call.address)) is not None and not before.over.is_set():
                call.wrong = f"{call.name} still hangs"
                call.over.set()
            else:
                self._hanging[call.address] = call
                text = texts[call.address]
                call.start(self._clean(text.title), self._clean(text.body))
        end = time.monotonic() + self._seconds
        for call in calls:
            if not call.over.wait(max(end - time.monotonic(), 0)):
                call.wrong = f"{call.name} did not answer within {self._seconds:.0f} seconds"
        self._last |= {call.address: call.wrong for call in calls}
        return {call.address: wrong for call in calls if (wrong := self._last[call.address]) is not None}

    def _trouble(self, addresses: Sequence[str]) -> str | None:
        found = [wrong for address in addresses if (wrong := self._last.get(address)) is not None]
        who = "Nobody" if len(found) == len(addresses) else "Not everybody"
        return f"{who} could be told: {'; '.join(found)}" if found else None


def send(addresses: Sequence[str], title: str, body: str) -> list[str]:
    """Send one text to every address, now. Returns what went wrong, without the addresses: they hold passwords."""
    return Post().send(addresses, _Plain(title=title, body=body))


def _apprise(address: str, title: str, body: str) -> str | None:
    """Hand one message to Apprise. Returns what went wrong."""
    import apprise

    one = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Campaign", app_desc="Campaign", async_mode=False))
    if not one.add(address):
        return "is none that Apprise knows"
    if not one.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        return f"({address.partition(':')[0]}) did not take the message"
    return None
