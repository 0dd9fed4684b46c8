"""Servers on loopback that answer as the platforms do, and fail as they do. Strict about what they take; stateful; never the real thing.

::

    with XServer() as server:
        server.faults.add(path="/2/tweets", kind="lost_after", times=1)
        ...
        assert len(server.posts) == 1

``python -m campaign.testing.servers --state DIR`` runs all of them in a process of its own.
"""

from __future__ import annotations

from campaign.testing.servers.base import LoopbackServer
from campaign.testing.servers.bluesky import BlueskyServer
from campaign.testing.servers.facebook import FacebookServer
from campaign.testing.servers.faults import Fault, Faults
from campaign.testing.servers.files import FileServer
from campaign.testing.servers.instagram import InstagramServer
from campaign.testing.servers.linkedin import LinkedInServer
from campaign.testing.servers.mastodon import MastodonServer
from campaign.testing.servers.telegram import TelegramServer
from campaign.testing.servers.threads import ThreadsServer
from campaign.testing.servers.x import XServer

__all__ = [
    "SERVERS",
    "BlueskyServer",
    "FacebookServer",
    "Fault",
    "Faults",
    "FileServer",
    "InstagramServer",
    "LinkedInServer",
    "LoopbackServer",
    "MastodonServer",
    "TelegramServer",
    "ThreadsServer",
    "XServer",
]

SERVERS: dict[str, type[LoopbackServer]] = {
    "x": XServer,
    "bluesky": BlueskyServer,
    "mastodon": MastodonServer,
    "facebook": FacebookServer,
    "instagram": InstagramServer,
    "threads": ThreadsServer,
    "linkedin": LinkedInServer,
    "telegram": TelegramServer,
}
