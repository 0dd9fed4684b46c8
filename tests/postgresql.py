"""A PostgreSQL server to throw away, and the tests that run on both databases."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from campaign.ledger import Ledger

_OPENED: list[Ledger] = []
NAME = "CAMPAIGN_TEST_POSTGRESQL"  # a database to throw away, if one is given; each folder is a workspace in it
NONE = "no PostgreSQL server is installed here (apt-get install postgresql), and CAMPAIGN_TEST_POSTGRESQL names none"


def url() -> str:
    """The database that a test runs on just now, or an empty text for an SQLite file."""
    return os.environ.get(NAME, "")


@cache
def binaries() -> Path | None:
    """Where initdb and postgres are: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name))
    return next((p for p in places if (p / "initdb").exists() and (p / "postgres").exists()), None)


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def server() -> Iterator[str]:
    """Start a server in a temporary folder, on a socket there, and end it. Gives the address of a database in it."""
    where = binaries()
    assert where is not None
    with tempfile.TemporaryDirectory(prefix="campaign-pg-") as folder:  # a socket's path may not be long
        data, who = Path(folder) / "data", _user()
        data.mkdir()
        for path in (folder, data):
            os.chown(path, who.get("user", -1), who.get("group", -1))
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        make = [where / "initdb", "-D", data, "-U", "campaign", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"]
        subprocess.run(make, check=True, capture_output=True, env=env, cwd=folder, **who)
        start = [where / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-F", "-c", "max_connections=300"]
        log = (Path(folder) / "log").open("wb")
        process = subprocess.Popen(start, stdout=log, stderr=log, env=env, cwd=folder, **who)
        try:
            _wait(Path(folder) / ".s.PGSQL.5432", process)
            yield f"postgresql+psycopg://campaign@/postgres?host={folder}"
        finally:
            process.send_signal(2)  # a fast shutdown: connections are ended
            process.wait(timeout=30)
            log.close()


def _wait(path: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        assert process.poll() is None, "PostgreSQL did not start"
        with socket.socket(socket.AF_UNIX) as probe:
            if path.exists() and probe.connect_ex(str(path)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("PostgreSQL did not answer in time")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a database to throw away; what needs one is skipped where none can be had."""
    if given := url():
        yield given
    elif binaries() is None:
        pytest.skip(NONE)
    else:
        with server() as made:
            yield made


@pytest.fixture(scope="module", autouse=True, params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A module that has this runs on both databases, one after the other."""
    before = url()
    address = str(request.getfixturevalue("postgresql")) if request.param == "postgresql" else ""
    os.environ[NAME] = address
    yield address
    os.environ[NAME] = before


@pytest.fixture(autouse=True)
def _sqlite_only(request: pytest.FixtureRequest, database: str) -> Iterator[None]:
    if database and request.node.get_closest_marker("sqlite_only"):
        pytest.skip("this is about an SQLite file")
    yield
    let_go()


def opened(ledger: Ledger) -> Ledger:
    """A ledger whose connections are closed when the test is over: a server has only so many."""
    _OPENED.append(ledger)
    return ledger


def let_go() -> None:
    """Close the connections of every ledger that was opened; one that is used again opens new ones."""
    for ledger in _OPENED:
        ledger.close()

