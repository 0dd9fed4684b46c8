"""Servers that are not ours, each in a process of its own on loopback: installed where they are missing, or the reason why not.

They are looked for, and installed, in the folder that CAMPAIGN_REAL_FOLDER names; without it in a new one, every time.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from tests.platforms.real.plc import directory

MINUTES = 10 * 60  # an installation compiles a database
PASSWORD = "fixture-pass-word"
TOKEN = "fixture-arroba-token"
DID = "did:plc:rkm4t6e7cjuqrk3yown6n7fd"
POST = "app.bsky.feed.post"
START_PDS = """
const { PDS, envToCfg, envToSecrets, readEnv } = require('@atproto/pds')
const env = readEnv()
PDS.create(envToCfg(env), envToSecrets(env)).then((pds) => pds.start())
"""


@dataclass(frozen=True, kw_only=True)
class Real:
    """A server that runs. ``texts`` reads what stands there without our adapter; ``pictures``: whether it takes any."""

    name: str
    platform: str
    url: str
    handle: str
    credentials: Mapping[str, str] = field(repr=False)
    texts: Callable[[], list[str]] = field(repr=False)
    pictures: bool = True


@contextmanager
def mastodon_mock(folder: Path) -> Iterator[Real]:
    """mastodon-mock, which the tests' own extra installs."""
    if find_spec("mastodon_mock") is None:
        pytest.skip("mastodon-mock is not installed (extra: test)")
    port = _port()
    url, token = f"http://127.0.0.1:{port}", {"Authorization": "Bearer mock_token"}

    def texts() -> list[str]:
        me = httpx.get(f"{url}/api/v1/accounts/verify_credentials", headers=token, trust_env=False).json()
        posts = httpx.get(f"{url}/api/v1/accounts/{me['id']}/statuses?limit=40", headers=token, trust_env=False).json()
        sources = [httpx.get(f"{url}/api/v1/statuses/{post['id']}/source", headers=token, trust_env=False).json() for post in posts]
        return [str(source["text"]) for source in sources]

    command = [sys.executable, "-m", "mastodon_mock", "serve", "--in-memory", "--port", str(port)]
    with _running(command, folder, {}, f"{url}/api/v2/instance"):
        credentials = {"ACCESS_TOKEN": "mock_token"}
        yield Real(name="mastodon-mock", platform="mastodon", url=url, handle="force", credentials=credentials, texts=texts)


@contextmanager
def pds(folder: Path) -> Iterator[Real]:
    """@atproto/pds, the reference server of Bluesky."""
    home, port = _kept(folder, "pds"), _port()
    if not (home / "node_modules" / "@atproto" / "pds").is_dir():
        npm = _tool("npm")
        _install([npm, "install", "--prefix", str(home), "--no-audit", "--no-fund", "@atproto/pds"])
        _install([npm, "rebuild", "--prefix", str(home), "better-sqlite3"])
    url, handle, state = f"http://127.0.0.1:{port}", "force.test", folder / "state"
    (state / "blobs").mkdir(parents=True)
    with directory() as plc:
        told = {
            "PDS_HOSTNAME": "localhost",
            "PDS_PORT": str(port),
            "PDS_DATA_DIRECTORY": str(state),
            "PDS_BLOBSTORE_DISK_LOCATION": str(state / "blobs"),
            "PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX": "1" * 64,
            "PDS_DPOP_SECRET": "1" * 64,
            "PDS_JWT_SECRET": "fixture",
            "PDS_ADMIN_PASSWORD": "fixture",
            "PDS_DID_PLC_URL": plc,
            "PDS_INVITE_REQUIRED": "0",
            "PDS_DEV_MODE": "1",
            "PDS_DISABLE_SSRF_PROTECTION": "1",
            "PDS_RATE_LIMITS_ENABLED": "1",
        }
        with _running([_tool("node"), "-e", START_PDS], home, told, f"{url}/xrpc/_health"):
            account = {"handle": handle, "email": "force@force.example", "password": PASSWORD}
            httpx.post(f"{url}/xrpc/com.atproto.server.createAccount", json=account, trust_env=False).raise_for_status()
            yield _bluesky("@atproto/pds", url, handle, pictures=True)


@contextmanager
def arroba(folder: Path) -> Iterator[Real]:
    """arroba, another server of the same network; it takes no pictures."""
    home, port = _kept(folder, "arroba"), _port()
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        _install([str(python), "-m", "pip", "install", "-q", "arroba", "lexrpc[flask]"])
    url, handle = f"http://127.0.0.1:{port}", "force.test"
    told = {"REPO_PASSWORD": PASSWORD, "REPO_TOKEN": TOKEN, "PDS_HOST": f"127.0.0.1:{port}"}
    command = [str(python), str(Path(__file__).with_name("arroba_pds.py")), str(port), DID, handle]
    with _running(command, folder, told, f"{url}/xrpc/com.atproto.server.describeServer"):
        yield _bluesky("arroba", url, handle, pictures=False)


def _bluesky(name: str, url: str, handle: str, *, pictures: bool) -> Real:
    def texts() -> list[str]:
        query = {"repo": handle, "collection": POST, "limit": "100"}
        answer = httpx.get(f"{url}/xrpc/com.atproto.repo.listRecords", params=query, trust_env=False).raise_for_status()
        return [str(record["value"]["text"]) for record in answer.json()["records"]]

    credentials = {"APP_PASSWORD": PASSWORD}
    return Real(name=name, platform="bluesky", url=url, handle=handle, credentials=credentials, texts=texts, pictures=pictures)


def _kept(folder: Path, name: str) -> Path:
    """Where a server is installed."""
    home = Path(os.environ.get("CAMPAIGN_REAL_FOLDER") or folder) / name
    home.mkdir(parents=True, exist_ok=True)
    return home


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name} here")
    return found


def _install(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=MINUTES, check=False)
    if done.returncode:
        pytest.skip(f"it could not be installed: {(done.stderr or done.stdout).strip()[-300:]}")


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: Path, told: Mapping[str, str], ready: str) -> Iterator[None]:
    log = folder / f"server-{_port()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **told}, stdout=output, stderr=output)
        try:
            _wait_for(ready, process, log)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
            assert time.monotonic() < end, "it did not start"
            time.sleep(0.2)
        else:
            return
