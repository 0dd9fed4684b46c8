"""Servers that other people wrote. They run only when they are asked for: CAMPAIGN_REAL_SERVERS=1."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from campaign.models import Account, Media
from tests.platforms.conftest import Bench
from tests.platforms.real import servers
from tests.platforms.real.servers import Real

ASKED = "CAMPAIGN_REAL_SERVERS"


@dataclass
class RealBench(Bench):
    """A bench on a server that is not ours."""

    real: Real | None = None

    @property
    def account(self) -> Account:
        """The account that the server was given."""
        assert self.real
        return Account(id="force-one", platform=self.name, handle=self.real.handle, base_url=self.real.url)

    @property
    def secrets(self) -> dict[str, str]:
        """Its login."""
        assert self.real
        return dict(self.real.credentials)

    def pictures(self) -> tuple[Media, ...]:
        """One picture, where the server takes any."""
        assert self.real
        return (self.media(),) if self.real.pictures else ()

    def texts(self) -> list[str]:
        """What stands there, read without our adapter."""
        assert self.real
        return self.real.texts()


@pytest.fixture(scope="module", params=[servers.pds, servers.arroba, servers.mastodon_mock], ids=lambda one: one.__name__)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """A server that runs."""
    if os.environ.get(ASKED) != "1":
        pytest.skip(f"servers of others run only with {ASKED}=1")
    with request.param(tmp_path_factory.mktemp("real")) as started:
        yield started


@pytest.fixture
def bench(real: Real, tmp_path: Path) -> RealBench:
    """A new bench on it. What other tests left there stays."""
    return RealBench(name=real.platform, root=tmp_path, server=None, base_url=real.url, real=real)
