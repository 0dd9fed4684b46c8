"""The loopback servers: strict, stateful, repeatable, and usable from another process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from campaign.errors import ConfigError
from campaign.models import Account, Credentials
from campaign.platforms import PLATFORMS, make
from campaign.testing.servers import BlueskyServer, Fault, Faults, MastodonServer
from campaign.testing.servers.base import Refusal
from campaign.testing.servers.lexicon import validate
from tests.platforms.conftest import Bench

FINE = {"$type": "app.bsky.feed.post", "text": "Tŷ", "createdAt": "2026-03-18T09:30:00.000Z", "langs": ["en"]}


def _facet(start: int, end: int) -> dict[str, object]:
    feature = {"$type": "app.bsky.richtext.facet#tag", "tag": "a"}
    return {**FINE, "facets": [{"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}]}


def _image(image: dict[str, object]) -> dict[str, object]:
    return {**FINE, "embed": {"$type": "app.bsky.embed.images", "images": [image]}}


@pytest.mark.parametrize(
    "record",
    [
        {**FINE, "text": "x" * 301},
        {**FINE, "createdAt": "2026-03-18T09:30:00"},
        {**FINE, "colour": "red"},
        {**FINE, "langs": ["en", "cy", "ga", "gd"]},
        _facet(0, 4),
        _facet(0, 2),
        _facet(1, 1),
        _image({"alt": "x"}),
        _image({"image": {"ref": {"$link": "bafkreiunknown"}}, "alt": "x"}),
        {**FINE, "reply": {"root": {"uri": "at://a", "cid": "b"}, "parent": {"uri": "at://a", "cid": "b"}}},
        {**FINE, "labels": {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "anything"}]}},
        {"text": "no type"},
    ],
)
def test_a_record_that_is_no_post_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        validate(record, {}, set())


def test_a_record_that_is_a_post_is_taken() -> None:
    validate(FINE, {}, set())
    validate(_facet(1, 3), {}, set())
    assert FINE["text"] == "Tŷ"


def test_a_record_key_must_be_a_tid() -> None:
    with BlueskyServer() as server:
        session = httpx.post(
            f"{server.url}/xrpc/com.atproto.server.createSession",
            json={"identifier": server.handle, "password": server.credentials["APP_PASSWORD"]},
            trust_env=False,
        ).json()
        body = {"repo": server.did, "collection": "app.bsky.feed.post", "rkey": "post-2026-11-23", "record": FINE}
        head = {"Authorization": f"Bearer {session['accessJwt']}"}
        answer = httpx.post(f"{server.url}/xrpc/com.atproto.repo.putRecord", json=body, headers=head, trust_env=False)
    assert (answer.status_code, "invalid tid" in answer.text) == (400, True)


def test_faults_strike_as_often_and_as_likely_as_planned() -> None:
    faults = Faults()
    faults.add(path="/a", kind="lost_after", method="POST", times=2)
    assert [faults.strike("POST", "/a/b") for _ in range(3)] == [Fault.LOST_AFTER, Fault.LOST_AFTER, None]
    assert faults.strike("GET", "/a") is None
    assert faults.strike("POST", "/b") is None
    rows = []
    for _ in range(2):
        some = Faults()
        some.add(path="/", kind=Fault.RATE_LIMIT, probability=0.3, seed=7)
        rows.append([some.strike("GET", "/") is not None for _ in range(1000)])
    assert rows[0] == rows[1]
    assert 250 < sum(rows[0]) < 350


def test_posts_outlive_the_server(tmp_path: Path) -> None:
    file = tmp_path / "mastodon.json"
    head = {"Authorization": f"Bearer {MastodonServer.credentials['ACCESS_TOKEN']}", "Idempotency-Key": "one"}
    for _ in range(2):
        with MastodonServer(state=file) as server:
            httpx.post(f"{server.url}/api/v1/statuses", json={"status": "Hello."}, headers=head, trust_env=False)
            assert [post["text"] for post in server.posts] == ["Hello."]


def test_a_process_of_its_own_keeps_posts_and_takes_faults(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "campaign.testing.servers", "--state", str(tmp_path), "mastodon", "x"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        urls = json.loads(process.stdout.readline())
        url, head = urls["mastodon"], {"Authorization": f"Bearer {MastodonServer.credentials['ACCESS_TOKEN']}"}
        with httpx.Client(base_url=url, headers=head, trust_env=False) as client:
            client.post("/_faults", json={"path": "/api/v1/statuses", "kind": "error_after", "times": 1})
            assert client.post("/api/v1/statuses", json={"status": "Hello."}).status_code == 502
            assert [post["text"] for post in client.get("/_posts").json()] == ["Hello."]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert [post["text"] for post in json.loads((tmp_path / "mastodon.json").read_text("utf-8"))] == ["Hello."]
    assert set(urls) == {"mastodon", "x"}


def test_every_line_of_the_table_makes_an_adapter(bench: Bench) -> None:
    platform = bench.platform()
    assert type(platform).__name__ == PLATFORMS[bench.name][1]
    assert platform.account == bench.account


def test_an_unknown_platform_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot publish to friendster"):
        make(Account(id="a", platform="friendster"), Credentials(values={}), lambda _: b"", root=tmp_path)
