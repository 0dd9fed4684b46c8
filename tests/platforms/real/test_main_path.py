"""The contract's main path on servers that other people wrote: publish, find after a lost answer, delete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import pytest

from campaign.errors import NotAuthorized, OutcomeUnknown, Refused
from campaign.models import Absent, Idempotency, Receipt, Staged, Unsure
from campaign.platforms.answers import Answer, BrokenCall, used_up
from campaign.platforms.base import Platform, Transport
from campaign.platforms.record import GATE
from tests.platforms.real.conftest import RealBench

POST = "app.bsky.feed.post"


@dataclass(frozen=True, kw_only=True)
class Losing(Transport):
    """A network that loses the answer; with ``arrives`` off the request too, after it has left."""

    arrives: bool

    def send(self, request: httpx.Request, *, seconds: float | None = None) -> Answer:
        if self.arrives:
            Transport.send(self, request, seconds=seconds)
        raise BrokenCall("the answer was lost", left=True)


@dataclass(frozen=True, kw_only=True)
class Listening(Transport):
    """A network that keeps what it has carried."""

    heard: list[Answer]

    def send(self, request: httpx.Request, *, seconds: float | None = None) -> Answer:
        answer = Transport.send(self, request, seconds=seconds)
        self.heard.append(answer)
        return answer


@pytest.fixture
def bluesky(bench: RealBench) -> RealBench:
    """Only the servers of Bluesky's network."""
    if bench.name != "bluesky":
        pytest.skip("is about Bluesky")
    return bench


def _lost(platform: Platform, *, arrives: bool) -> None:
    platform.verify()
    platform.transport = Losing(arrives=arrives)


def test_published_confirmed_found_answered_and_deleted(bench: RealBench) -> None:
    platform = bench.platform()
    assert platform.verify().handle
    content = platform.resolve(bench.content(media=bench.pictures(), warning="Speaks of abuse"))
    since, request = platform.baseline(), bench.armed(platform, content)
    assert isinstance(platform.find(request, since, set()), Absent)
    before = bench.texts()
    receipt = platform.create(request)
    assert set(bench.texts()) - set(before) == {platform.shown(content)}
    assert platform.confirm(receipt, request) == []
    found = bench.platform().find(request, since, set())
    assert isinstance(found, Receipt)
    assert (found.id, found.extra) == (receipt.id, receipt.extra)
    second = platform.create(bench.armed(platform, bench.content(part=2, parts=2), receipt))
    for gone in (second, receipt, receipt):
        platform.delete(gone)
    assert bench.texts() == before


def test_an_answer_that_was_lost_is_found_and_the_post_never_made_twice(bench: RealBench) -> None:
    platform = bench.platform()
    since, request = platform.baseline(), bench.armed(platform, bench.content(media=bench.pictures()))
    before = bench.texts()
    _lost(platform, arrives=True)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    found = bench.platform().find(request, since, set())
    assert isinstance(found, Receipt)
    assert len(bench.texts()) == len(before) + 1
    assert bench.platform().create(request).id == found.id  # by its address, or by its key
    assert len(bench.texts()) == len(before) + 1
    bench.platform().delete(found)


def test_a_request_that_was_lost_is_absent_and_then_sent(bench: RealBench) -> None:
    platform = bench.platform()
    since, request = platform.baseline(), bench.armed(platform, bench.content(media=bench.pictures()))
    _lost(platform, arrives=False)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    found = bench.platform().find(request, since, set())
    assert isinstance(found, Absent)
    assert found.proven is (platform.kind is Idempotency.ADDRESSED)
    again = bench.platform()
    receipt = again.create(request)
    assert bench.texts().count(str(_said(request.body))) == 1
    again.delete(receipt)


def test_what_is_too_long_is_refused(bench: RealBench) -> None:
    if bench.real and bench.real.name == "arroba":
        pytest.skip("arroba takes texts of any length")
    platform, before = bench.platform(), bench.texts()
    with pytest.raises(Refused):
        platform.create(bench.armed(platform, bench.content("x" * 501)))
    assert bench.texts() == before


def test_a_wrong_login_is_told_apart(bench: RealBench) -> None:
    with pytest.raises(NotAuthorized):
        bench.platform(secrets=dict.fromkeys(bench.secrets, "wrong")).verify()


# -- Bluesky's own ------------------------------------------------------------------------------------------------------


def _standing(bench: RealBench, collection: str) -> dict[str, Mapping[str, object]]:
    query = {"repo": bench.account.handle or "", "collection": collection, "limit": "100"}
    answer = httpx.get(f"{bench.base_url}/xrpc/com.atproto.repo.listRecords", params=query, trust_env=False).raise_for_status()
    return {record["uri"]: record["value"] for record in answer.json()["records"]}


@pytest.mark.parametrize("replies", ["followers", "none"])
def test_who_may_reply_is_committed_with_the_post_and_deleted_with_it(bluesky: RealBench, replies: str) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(media=bluesky.pictures(), replies=replies))
    receipt = platform.create(request)
    gate = _standing(bluesky, GATE)[receipt.extra["gate"]]
    assert (gate["post"], gate["allow"]) == (receipt.id, [{"$type": f"{GATE}#followerRule"}] if replies == "followers" else [])
    assert platform.confirm(receipt, request) == []
    platform.delete(receipt)
    assert (_standing(bluesky, POST), _standing(bluesky, GATE)) == ({}, {})


def test_a_gated_post_whose_answer_was_lost_is_found_and_refused_the_second_time(bluesky: RealBench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(replies="none"))
    _lost(platform, arrives=True)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    again = bluesky.platform()
    with pytest.raises(OutcomeUnknown, match=r"500|already a value"):
        again.create(request)
    found = again.find(request, None, set())
    assert isinstance(found, Receipt)
    assert (len(_standing(bluesky, POST)), len(_standing(bluesky, GATE))) == (1, 1)
    again.delete(found)


def test_what_is_left_of_the_limit_stands_in_the_headers_that_we_read(bluesky: RealBench) -> None:
    if bluesky.real and bluesky.real.name == "arroba":
        pytest.skip("arroba has no limits")
    platform, heard = bluesky.platform(), list[Answer]()
    request = bluesky.armed(platform, bluesky.content())
    platform.transport = Listening(heard=heard)
    receipt = platform.create(request)
    told = heard[-1].headers
    assert int(told["ratelimit-remaining"]) > 0
    assert platform.pause == 0
    assert 1 < used_up({**told, "ratelimit-remaining": "0"}) <= 86_400
    platform.delete(receipt)


def test_a_library_reads_the_thread_its_labels_pictures_and_gate(bluesky: RealBench) -> None:
    if bluesky.real and bluesky.real.name == "arroba":
        pytest.skip("the library cannot read arroba's tokens")
    sdks = pytest.importorskip("tests.platforms.test_sdks", reason="the cross-check needs atproto and Mastodon.py (extra: test)")
    sdks.read_thread_back(bluesky)
    assert (_standing(bluesky, POST), _standing(bluesky, GATE)) == ({}, {})


def test_another_post_at_our_address_is_not_taken_for_ours(bluesky: RealBench) -> None:
    if bluesky.real and bluesky.real.name == "arroba":
        pytest.skip("arroba does not know swapRecord")
    platform, key = bluesky.platform(), bluesky.key()
    first, second = (platform.request(bluesky.content(words), Staged(ready=True), key, None) for words in ("The first.", "The second."))
    receipt = platform.create(first)
    with pytest.raises(OutcomeUnknown, match="something at this post's address"):
        platform.create(second)
    assert isinstance(platform.find(second, None, set()), Unsure)
    assert [value["text"] for value in _standing(bluesky, POST).values()] == ["The first."]
    platform.delete(receipt)


def _said(body: Mapping[str, object]) -> object:
    """The text that a request carries."""
    return body["status"] if "status" in body else body["record"]["text"]  # type: ignore[index]
