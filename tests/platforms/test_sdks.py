"""A second opinion: libraries that we do not send with read what our adapters sent, from our servers and from another's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import requests

from campaign.models import Absent, Account, Credentials, Receipt
from campaign.platforms.mastodon import Mastodon
from campaign.platforms.record import POST
from campaign.testing.servers import BlueskyServer, MastodonServer
from tests.platforms.conftest import Bench
from tests.platforms.real.servers import mastodon_mock

atproto = pytest.importorskip("atproto", reason="the cross-check needs atproto (extra: test)")
library = pytest.importorskip("mastodon", reason="the cross-check needs Mastodon.py (extra: test)")

WORDS = "Tŷ 🦋 – “Call 101” & ask <us>:\n\nhttps://force.example/signs?a=1&b=2 #KnowTheSigns"


# -- Bluesky ------------------------------------------------------------------------------------------------------------


@contextmanager
def sdk(bench: Bench) -> Iterator[Any]:
    """atproto's client, signed in as the account of a bench."""
    request = atproto.Request(timeout=httpx.Timeout(10))
    try:
        client = atproto.Client(base_url=bench.account.base_url, request=request)
        client.login(bench.account.handle, bench.secrets["APP_PASSWORD"], fetch_bsky_profile=False)
        yield client
    finally:
        request.close()


def record(client: Any, uri: str) -> Any:
    """One record, as the library takes it apart."""
    at = atproto.AtUri.from_str(uri)
    return client.com.atproto.repo.get_record({"repo": at.host, "collection": at.collection, "rkey": at.rkey})


def read_thread_back(bench: Bench) -> None:
    """A labelled, gated thread of two parts, sent by us and read by atproto. What it sees is what we were asked for."""
    platform = bench.platform()
    media = (bench.media("navy", "One."), bench.media("teal", "Two: “call 101”."))
    first = bench.content(WORDS, media=media, language="cy", warning="graphic-media", replies="followers", parts=2)
    root = platform.create(bench.armed(platform, first))
    second = platform.create(bench.armed(platform, bench.content("The second part.", media=(), part=2, parts=2), root))
    with sdk(bench) as client:
        told, reply, gate = (record(client, uri) for uri in (root.id, second.id, root.extra["gate"]))
    assert [type(one.value) for one in (told, reply)] == [atproto.models.AppBskyFeedPost.Record] * 2
    assert (told.value.text, told.value.langs, told.cid) == (WORDS, ["cy"], root.extra["cid"])
    assert [value.val for value in told.value.labels.values] == ["graphic-media"]
    assert [image.alt for image in told.value.embed.images] == [item.alt for item in media]
    faceted = [WORDS.encode()[facet.index.byte_start : facet.index.byte_end].decode() for facet in told.value.facets]
    assert faceted == ["https://force.example/signs?a=1&b=2", "#KnowTheSigns"]
    assert [(ref.uri, ref.cid) for ref in (reply.value.reply.root, reply.value.reply.parent)] == [(root.id, root.extra["cid"])] * 2
    assert isinstance(gate.value, atproto.models.AppBskyFeedThreadgate.Record)
    assert gate.value.post == root.id
    assert [type(rule) for rule in gate.value.allow] == [atproto.models.AppBskyFeedThreadgate.FollowerRule]
    platform.delete(second)
    platform.delete(root)


def test_atproto_reads_a_thread_its_labels_pictures_and_gate(bluesky: Bench) -> None:
    read_thread_back(bluesky)
    assert isinstance(bluesky.server, BlueskyServer)
    assert (bluesky.texts(), bluesky.server.gates) == ([], {})


def test_atproto_reads_a_card_of_a_link_and_a_gate_that_lets_nobody_in(bluesky: Bench) -> None:
    platform = bluesky.platform()
    receipt = platform.create(bluesky.armed(platform, bluesky.content("See.", link="https://force.example/more/", replies="none")))
    with sdk(bluesky) as client:
        card, gate = record(client, receipt.id).value.embed, record(client, receipt.extra["gate"]).value
    assert isinstance(card, atproto.models.AppBskyEmbedExternal.Main)
    assert (card.external.uri, card.external.title) == ("https://force.example/more/", "force.example/more")
    assert gate.allow == []


def test_what_atproto_deletes_is_proven_absent(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(WORDS, language="cy"))
    receipt = platform.create(request)
    assert isinstance(platform.find(request, None, set()), Receipt)
    with sdk(bluesky) as client:
        client.com.atproto.repo.delete_record({"repo": bluesky.account.handle, "collection": POST, "rkey": request.key.tid})
    found = platform.find(request, None, set())
    assert isinstance(found, Absent)
    assert found.proven
    platform.delete(receipt)


# -- Mastodon -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """mastodon-mock in a process of its own."""
    with mastodon_mock(tmp_path_factory.mktemp("mock")) as started:
        yield started.url


@pytest.fixture(params=["ours", "mastodon-mock"])
def side(request: pytest.FixtureRequest, mastodon: Bench) -> Iterator[tuple[Mastodon, Any]]:
    """Our adapter and the library, both on the same server."""
    ours = request.param == "ours"
    url = mastodon.base_url if ours else request.getfixturevalue("mock")
    token = mastodon.secrets["ACCESS_TOKEN"] if ours else "mock_token"
    account = Account(id="force-one", platform="mastodon", base_url=url, options={"visibility": "unlisted"})
    with requests.Session() as session:
        session.trust_env = False
        named = {"ratelimit_method": "throw", "version_check_mode": "none", "request_timeout": 10}
        client = library.Mastodon(access_token=token, api_base_url=url, session=session, **named)
        yield Mastodon(account, Credentials(values={"ACCESS_TOKEN": token}), mastodon.store.__getitem__), client


def test_mastodon_py_reads_the_same_thread_back(side: tuple[Mastodon, Any], mastodon: Bench) -> None:
    platform, client = side
    media = (mastodon.media("navy", "One."), mastodon.media("teal", "Two: “call 101” & <ask>."))
    first = mastodon.content(WORDS, media=media, language="cy", warning="Sôn am gam-drin & mwy", parts=2)
    root = platform.create(mastodon.armed(platform, first))
    second = platform.create(mastodon.armed(platform, mastodon.content("The second part.", part=2, parts=2), root))
    told, reply = client.status(root.id), client.status(second.id)
    assert (str(told.id), told.visibility, told.language, told.sensitive) == (root.id, "unlisted", "cy", True)
    assert told.url == root.url
    assert told.created_at == root.published_at
    assert [item.description for item in told.media_attachments] == [item.alt for item in media]
    assert [item.type for item in told.media_attachments] == ["image", "image"]
    source = client.status_source(root.id)
    assert (source.text, source.spoiler_text) == (WORDS, "Sôn am gam-drin & mwy")
    assert str(reply.in_reply_to_id) == root.id
    assert [str(one.id) for one in client.account_statuses(client.me().id, limit=2)] == [second.id, root.id]
    for receipt in (second, root):
        client.status_delete(receipt.id)
    with pytest.raises(library.MastodonNotFoundError):
        client.status(root.id)


def test_what_mastodon_py_deletes_is_not_found_again(side: tuple[Mastodon, Any], mastodon: Bench) -> None:
    platform, client = side
    since = platform.baseline()
    request = mastodon.armed(platform, mastodon.content())
    receipt = platform.create(request)
    assert isinstance(platform.find(request, since, set()), Receipt)
    client.status_delete(receipt.id)
    assert isinstance(platform.find(request, since, set()), Absent)
    platform.delete(receipt)


def test_the_library_s_key_is_the_same_key_as_ours(mock: str, mastodon: Bench) -> None:
    account = Account(id="force-one", platform="mastodon", base_url=mock)
    platform = Mastodon(account, Credentials(values={"ACCESS_TOKEN": "mock_token"}), mastodon.store.__getitem__)
    request = mastodon.armed(platform, mastodon.content())
    receipt = platform.create(request)
    with requests.Session() as session:
        session.trust_env = False
        client = library.Mastodon(access_token="mock_token", api_base_url=mock, session=session, version_check_mode="none")
        again = client.status_post("Something else.", idempotency_key=request.key.idempotency)
    assert str(again.id) == receipt.id
    platform.delete(receipt)


def test_the_library_reads_the_same_pause_from_the_headers(mastodon: Bench) -> None:
    platform, server = mastodon.platform(), mastodon.server
    assert isinstance(server, MastodonServer)
    request = mastodon.armed(platform, mastodon.content())
    server.date = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")  # type: ignore[misc]
    reset = datetime.fromtimestamp(int(time.time()) + 90, UTC)
    server.headers = {**server.spent, "x-ratelimit-reset": reset.isoformat().replace("+00:00", "Z")}
    receipt = platform.create(request)
    with requests.Session() as session:
        session.trust_env = False
        client = library.Mastodon(
            access_token=mastodon.secrets["ACCESS_TOKEN"], api_base_url=mastodon.base_url, session=session, version_check_mode="none"
        )
        client.status(receipt.id)
    assert client.ratelimit_remaining == 0
    assert abs(client.ratelimit_reset - time.time() - platform.pause) < 5
