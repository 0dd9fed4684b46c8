"""Bluesky: what only Bluesky does, and a second opinion of its own SDK."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, Refused
from campaign.models import Absent, Receipt, Staged, Unsure
from campaign.platforms.answers import Answer
from campaign.platforms.bluesky import Bluesky
from campaign.platforms.record import GATE
from campaign.testing.servers import BlueskyServer, Fault
from tests.platforms.conftest import Bench

WORDS = "Tŷ 🦋 – ask @helpline.test or @nobody.test: https://force.example/signs #KnowTheSigns"


def server(bluesky: Bench) -> BlueskyServer:
    assert isinstance(bluesky.server, BlueskyServer)
    return bluesky.server


def test_links_tags_and_known_names_can_be_clicked(bluesky: Bench) -> None:
    platform = bluesky.platform()
    content = platform.resolve(bluesky.content(WORDS))
    assert content.names == {"helpline.test": server(bluesky).handles["helpline.test"]}
    platform.create(bluesky.armed(platform, content))
    record = server(bluesky).posts[0]["record"]
    marked = {record["text"].encode()[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode(): f["features"][0] for f in record["facets"]}
    assert marked == {
        "@helpline.test": {"$type": "app.bsky.richtext.facet#mention", "did": content.names["helpline.test"]},
        "https://force.example/signs": {"$type": "app.bsky.richtext.facet#link", "uri": "https://force.example/signs"},
        "#KnowTheSigns": {"$type": "app.bsky.richtext.facet#tag", "tag": "KnowTheSigns"},
    }


def test_one_login_serves_many_posts_and_programs(bluesky: Bench) -> None:
    for _ in range(3):
        platform = bluesky.platform()
        platform.create(bluesky.armed(platform, bluesky.content(media=(bluesky.media(),))))
    assert server(bluesky).logins == 1


@pytest.mark.parametrize(("refresh", "logins"), [(False, 1), (True, 2)])
def test_a_session_that_expired_is_renewed_also_in_the_visible_call(bluesky: Bench, refresh: bool, logins: int) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(media=(bluesky.media(),)))
    server(bluesky).expire(refresh=refresh)
    platform.create(request)
    assert bluesky.texts() == [request.body["record"]["text"]]
    assert server(bluesky).logins == logins


def test_a_session_that_cannot_be_renewed_publishes_nothing(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content())
    platform.verify()
    server(bluesky).expire(refresh=True)
    server(bluesky).faults.add(path="/xrpc/com.atproto.server.createSession", kind=Fault.DEAD_TOKEN)
    with pytest.raises(NotAuthorized):
        platform.create(request)
    assert bluesky.texts() == []


def test_a_session_renewed_without_an_answer_surely_sent_nothing(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content())
    platform.verify()
    server(bluesky).expire()
    server(bluesky).faults.add(path="/xrpc/com.atproto.server.refreshSession", kind=Fault.LOST_AFTER, times=1)
    with pytest.raises(NotSent):
        platform.create(request)
    platform.create(request)
    assert len(bluesky.texts()) == 1


def test_another_post_at_our_address_is_never_overwritten(bluesky: Bench) -> None:
    platform, key = bluesky.platform(), bluesky.key()
    first = platform.request(bluesky.content("The first."), Staged(ready=True), key, None)
    second = platform.request(bluesky.content("The second."), Staged(ready=True), key, None)
    platform.create(first)
    with pytest.raises(OutcomeUnknown, match="something at this post's address"):
        platform.create(second)
    assert bluesky.texts() == ["The first."]
    assert isinstance(platform.find(second, None, set()), Unsure)
    assert isinstance(platform.find(first, None, set()), Receipt)


def test_the_same_again_is_one_post_and_one_receipt(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(media=(bluesky.media(),)))
    assert platform.create(request) == platform.create(request)
    assert len(bluesky.texts()) == 1


def test_pictures_that_were_dropped_are_staged_anew_into_the_same_request(bluesky: Bench) -> None:
    platform, content, key = bluesky.platform(), bluesky.content(media=(bluesky.media(),)), bluesky.key()
    staged = platform.stage(content, Staged())
    assert isinstance(staged, Staged)
    server(bluesky).blobs.clear()
    request = platform.request(content, staged, key, None)
    with pytest.raises(NotSent) as caught:
        platform.create(request)
    assert caught.value.stale
    again = platform.stage(content, Staged())
    assert isinstance(again, Staged)
    assert platform.request(content, again, key, None) == request
    platform.create(request)


def test_a_warning_that_is_a_label_becomes_one(bluesky: Bench) -> None:
    platform = bluesky.platform()
    platform.create(bluesky.armed(platform, bluesky.content("Plain.", warning="graphic-media")))
    record = server(bluesky).posts[0]["record"]
    assert record["text"] == "Plain."
    assert record["labels"]["values"] == [{"val": "graphic-media"}]


def test_a_link_beside_the_text_is_a_card_where_there_are_no_pictures(bluesky: Bench) -> None:
    platform, link = bluesky.platform(), "https://force.example/more/"
    alone, pictured = bluesky.content("See more.", link=link), bluesky.content("See more.", link=link, media=(bluesky.media(),))
    assert platform.check(alone) == []
    assert [problem.rule for problem in platform.check(pictured)] == ["link"]
    platform.create(bluesky.armed(platform, alone))
    assert server(bluesky).posts[0]["record"]["embed"]["external"] == {"uri": link, "title": "force.example/more", "description": ""}


def test_a_reply_names_the_thread_s_root(bluesky: Bench) -> None:
    platform = bluesky.platform()
    root = platform.create(bluesky.armed(platform, bluesky.content()))
    middle = platform.create(bluesky.armed(platform, bluesky.content(), root))
    platform.create(bluesky.armed(platform, bluesky.content(), middle))
    reply = server(bluesky).posts[2]["record"]["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (root.id, middle.id)


COMMIT, DELETE = "/xrpc/com.atproto.repo.applyWrites", "/xrpc/com.atproto.repo.deleteRecord"


@pytest.mark.parametrize(("replies", "allow"), [("followers", [{"$type": f"{GATE}#followerRule"}]), ("none", [])])
def test_who_may_reply_is_online_together_with_the_post(bluesky: Bench, replies: str, allow: list[object]) -> None:
    platform = bluesky.platform()
    content = bluesky.content(media=(bluesky.media(),), replies=replies)
    assert platform.check(content) == []
    request = bluesky.armed(platform, content)
    receipt = platform.create(request)
    assert bluesky.texts() == [content.text]
    gate = server(bluesky).gates[request.key.tid]["record"]
    assert gate == {"$type": GATE, "post": receipt.id, "allow": allow, "createdAt": server(bluesky).posts[0]["record"]["createdAt"]}
    assert len(server(bluesky).calls_to(COMMIT)) == 1
    assert platform.confirm(receipt, request) == []


def test_everyone_may_reply_where_nothing_else_is_said_and_the_gate_of_a_thread_is_its_first_part_s(bluesky: Bench) -> None:
    platform = bluesky.platform()
    platform.create(bluesky.armed(platform, bluesky.content()))
    assert server(bluesky).gates == {}
    root = platform.create(bluesky.armed(platform, bluesky.content(replies="none", parts=2)))
    platform.create(bluesky.armed(platform, bluesky.content(replies="none", part=2, parts=2), root))
    assert len(bluesky.texts()) == 3
    assert [gate["record"]["post"] for gate in server(bluesky).gates.values()] == [root.id]


def test_a_gated_post_whose_answer_was_lost_is_found_and_never_made_twice(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(replies="none"))
    server(bluesky).faults.add(path=COMMIT, kind=Fault.LOST_AFTER, times=1)
    for said in ("no clear answer", "answered 500"):  # what was committed is refused the second time
        with pytest.raises(OutcomeUnknown, match=said):
            platform.create(request)
    found = bluesky.platform().find(request, None, set())
    assert isinstance(found, Receipt)
    assert (len(bluesky.texts()), len(server(bluesky).gates)) == (1, 1)
    platform.delete(found)
    assert (bluesky.texts(), server(bluesky).gates) == ([], {})


def test_a_gated_post_that_did_not_arrive_is_proven_absent(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(replies="none"))
    server(bluesky).faults.add(path=COMMIT, kind=Fault.ERROR_BEFORE, times=1)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    found = platform.find(request, None, set())
    assert isinstance(found, Absent)
    assert found.proven
    assert platform.create(request).id == server(bluesky).posts[0]["id"]


@pytest.mark.parametrize("kind", [Fault.NO_ID, Fault.MALFORMED])
def test_a_commit_that_names_nothing_is_unclear(bluesky: Bench, kind: Fault) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(replies="none"))
    server(bluesky).faults.add(path=COMMIT, kind=kind, times=1)
    with pytest.raises(OutcomeUnknown, match="without the post's id"):
        platform.create(request)
    assert isinstance(platform.find(request, None, set()), Receipt)


def test_the_gate_is_deleted_with_its_post_also_in_a_second_try_and_on_a_person_s_word(bluesky: Bench) -> None:
    platform = bluesky.platform()
    receipts = [platform.create(bluesky.armed(platform, bluesky.content(replies="none"))) for _ in range(2)]
    plain = platform.create(bluesky.armed(platform, bluesky.content()))
    server(bluesky).faults.add(path=DELETE, kind=Fault.LOST_AFTER, times=1)
    with pytest.raises(NotSent):
        platform.delete(receipts[0])
    platform.delete(receipts[0])
    platform.delete(Receipt(id=str(receipts[1].url), url=receipts[1].url))
    assert server(bluesky).gates == {}
    before = len(server(bluesky).calls_to(DELETE))
    platform.delete(plain)
    assert len(server(bluesky).calls_to(DELETE)) == before + 1
    assert bluesky.texts() == []


def test_confirm_sees_that_a_gate_is_gone(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content(replies="followers"))
    receipt = platform.create(request)
    server(bluesky).gates.clear()
    assert ["may reply" in problem.message for problem in platform.confirm(receipt, request)] == [True]


def test_a_gate_that_names_the_handle_or_allows_nonsense_is_refused(bluesky: Bench) -> None:
    platform = bluesky.platform()
    for change in ({"post": "at://force.example/app.bsky.feed.post/x"}, {"allow": [{"$type": f"{GATE}#nobody"}]}, {"allow": None}):
        request = bluesky.armed(platform, bluesky.content(replies="none"))
        post, gate = request.body["writes"]
        writes = [post, {**gate, "value": {**gate["value"], **change}}]
        with pytest.raises(Refused, match="threadgate"):
            platform.create(replace(request, body={**request.body, "writes": writes}))
    assert (bluesky.texts(), server(bluesky).gates) == ([], {})


def test_confirm_sees_that_a_post_was_changed(bluesky: Bench) -> None:
    platform = bluesky.platform()
    request = bluesky.armed(platform, bluesky.content())
    receipt = platform.create(request)
    server(bluesky)._posts[0]["record"] = {**request.body["record"], "text": "Changed by somebody."}
    assert [problem.rule for problem in platform.confirm(receipt, request)] == ["confirm"]


def test_an_account_without_a_handle_is_named(bluesky: Bench) -> None:
    platform = bluesky.platform(account=replace(bluesky.account, handle=None))
    with pytest.raises(Refused, match=r"handle: force\.example\.org"):
        platform.verify()


@pytest.mark.parametrize(
    ("status", "name", "error"),
    [
        (400, "AccountTakedown", AccountBlocked),
        (400, "AuthenticationRequired", NotAuthorized),
        (400, "There is already a value at key: app.bsky.feed.post/3mhje7daa2d5h", OutcomeUnknown),
        (403, "AccountNotFound", NotAuthorized),
        (413, "PayloadTooLarge", Refused),
        (500, "InternalServerError", OutcomeUnknown),
    ],
)
def test_what_an_answer_to_the_visible_call_means(bluesky: Bench, status: int, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        bluesky.platform().accepted(Answer(status=status, headers={}, body=f'{{"error": "{name}"}}'.encode()), visible=True)


def test_the_sdk_reads_the_same_post_back(bluesky: Bench) -> None:
    atproto = pytest.importorskip("atproto", reason="the cross-check needs atproto (extra: test)")
    platform = bluesky.platform()
    assert isinstance(platform, Bluesky)
    content = platform.resolve(bluesky.content(WORDS, media=(bluesky.media(),), language="cy"))
    receipt = platform.create(bluesky.armed(platform, content))
    client = atproto.Client(base_url=bluesky.base_url, request=atproto.Request(timeout=httpx.Timeout(10)))
    client.login(server(bluesky).handle, server(bluesky).credentials["APP_PASSWORD"], fetch_bsky_profile=False)
    uri = atproto.AtUri.from_str(receipt.id)
    told = client.com.atproto.repo.get_record({"repo": uri.host, "collection": uri.collection, "rkey": uri.rkey})
    assert isinstance(told.value, atproto.models.AppBskyFeedPost.Record)
    assert (told.value.text, told.value.langs, told.cid) == (content.text, ["cy"], receipt.extra["cid"])
    image = told.value.embed.images[0]
    assert (image.alt, image.aspect_ratio.width, image.aspect_ratio.height) == (content.media[0].alt, 60, 75)
    assert image.image.size == content.media[0].size
    assert len(told.value.facets) == 3
    mine = atproto.client_utils.TextBuilder().text("By the SDK.")
    made = client.com.atproto.repo.put_record(
        atproto.models.ComAtprotoRepoPutRecord.Data(
            repo=server(bluesky).did,
            collection="app.bsky.feed.post",
            rkey=bluesky.key().tid,
            record=atproto.models.AppBskyFeedPost.Record(text=mine.build_text(), created_at=client.get_current_time_iso()),
        )
    )
    assert made.uri == server(bluesky).posts[1]["id"]
