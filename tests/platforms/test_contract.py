"""The contract, over every platform of the table: what delivery may rely on."""

from __future__ import annotations

import json
import logging
import time
import traceback
from dataclasses import replace

import pytest

from campaign.errors import NotAuthorized, NotSent, OutcomeUnknown, PublishError, RateLimited, Refused
from campaign.models import (
    BY_HAND,
    Absent,
    Content,
    Found,
    Idempotency,
    Limits,
    Marker,
    Problem,
    Receipt,
    Request,
    Severity,
    Staged,
    Unsure,
    Wait,
    digest_of,
)
from campaign.platforms import PLATFORMS
from campaign.platforms.base import UPLOAD_FACTOR, Platform
from campaign.platforms.wire import Transport
from campaign.testing.servers import SERVERS, Fault, LoopbackServer
from tests.platforms.conftest import DEADLINE, Bench

UNKNOWN_AFTER = [Fault.LOST_AFTER, Fault.ERROR_AFTER, Fault.SLOW_AFTER, Fault.DRIP_AFTER, Fault.DRIP_HEADERS, Fault.MALFORMED, Fault.NO_ID]
UNKNOWN_BEFORE = [Fault.LOST_BEFORE, Fault.ERROR_BEFORE, Fault.DRIP_BEFORE, Fault.REDIRECT]


def test_the_table_is_served_by_servers_and_the_outbox() -> None:
    assert set(PLATFORMS) == {*SERVERS, "outbox", *BY_HAND}


def test_publishes_text_and_pictures_with_alt_text(bench: Bench) -> None:
    platform, content = bench.platform(), bench.content(media=(bench.media("navy"), bench.media("teal", "A teal card.")))
    receipt = platform.create(bench.armed(platform, content))
    assert bench.texts() == [content.text]
    assert receipt.id
    assert receipt.url
    assert _alts(bench) == [item.alt for item in content.media if platform.limits().alt]


def test_the_request_can_be_kept_as_json_and_is_made_the_same_again(bench: Bench) -> None:
    platform, content, key = bench.platform(), bench.content(media=(bench.media(),)), bench.key()
    staged = bench.staged(platform, content)
    request, again = (platform.request(content, staged, key, None) for _ in range(2))
    assert digest_of(request) == digest_of(again)
    platform.create(replace(request, body=json.loads(json.dumps(dict(request.body)))))
    assert bench.texts() == [content.text]


def test_a_post_without_pictures_needs_no_upload(bench: Bench) -> None:
    platform, content = bench.platform(), bench.content(media=())
    if bench.server and not bench.server.texts_alone:
        assert "images" in [p.rule for p in _stops(platform, content)]
        return
    if platform.kind is not Idempotency.TICKET:
        assert platform.stage(content, Staged()) == Staged(ready=True)
    platform.create(bench.armed(platform, content))
    assert bench.texts() == [content.text]


def test_staging_goes_on_where_it_stopped(bench: Bench) -> None:
    platform, content = bench.platform(), bench.content(media=(bench.media("navy"), bench.media("teal", "A teal card.")))
    whole = bench.staged(platform, content)
    rest = platform.stage(content, Staged(refs=whole.refs[:1]))
    rest = rest.staged if isinstance(rest, Wait) else rest
    assert rest.refs[0] == whole.refs[0]
    assert len(rest.refs) == len(whole.refs)


def test_parts_of_a_thread_reply_to_the_one_before(bench: Bench) -> None:
    platform, receipt, texts = bench.platform(), None, []
    if not platform.threads:
        assert [p.rule for p in _stops(platform, bench.content(part=2, parts=3))] == ["threads"]
        return
    for part in (1, 2, 3):
        content = bench.content(post="thread", part=part, parts=3)
        receipt = platform.create(bench.armed(platform, content, receipt))
        texts.append(content.text)
    assert sorted(bench.texts()) == sorted(texts)
    assert _replies(bench) == [False, True, True]


def test_found_after_publishing_also_by_a_new_program(bench: Bench) -> None:
    platform = bench.platform()
    since = platform.baseline()
    request = bench.armed(platform, bench.content(media=(bench.media(),)))
    receipt = platform.create(request)
    found = bench.platform().find(request, since, set())
    if platform.kind is Idempotency.BLIND:
        assert isinstance(found, Unsure)
        return
    assert isinstance(found, Receipt)
    assert (found.id, found.url, found.extra) == (receipt.id, receipt.url, receipt.extra)


def test_absent_before_publishing_and_proven_only_where_the_address_is_ours(bench: Bench) -> None:
    platform = bench.platform()
    other = bench.armed(platform, bench.content())
    platform.create(other)
    found = platform.find(bench.armed(platform, bench.content(media=(bench.media(),))), None, set())
    _not_there(platform, found)


def test_what_belongs_to_another_delivery_is_not_found(online: Bench) -> None:
    platform = online.platform()
    if platform.kind is Idempotency.ADDRESSED:
        assert platform.find(online.armed(platform, online.content()), None, {"any"}) == Absent(
            proven=True, why="There is no post at its address on Bluesky."
        )
        return
    request = online.armed(platform, online.content())
    receipt = platform.create(request)
    assert not isinstance(platform.find(request, None, {receipt.id}), Receipt)


def test_found_by_its_words_when_there_are_no_pictures(online: Bench) -> None:
    platform = online.platform()
    words = "Line one & <two>, “quoted”.\n\nCall 0808 157 0123: https://force.example/a?b=1&c=2 #KnowTheSigns"
    request = online.armed(platform, online.content(words))
    since = platform.baseline()
    receipt = platform.create(request)
    found = online.platform().find(request, since, set())
    if platform.kind is Idempotency.BLIND:
        assert isinstance(found, Unsure)
        return
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_deleting_twice_is_fine(bench: Bench) -> None:
    platform = bench.platform()
    receipt = platform.create(bench.armed(platform, bench.content(media=(bench.media(),))))
    platform.delete(receipt)
    assert bench.texts() == []
    platform.delete(receipt)
    assert bench.texts() == []


def test_confirm_finds_nothing_wrong_with_what_was_sent(bench: Bench) -> None:
    platform = bench.platform()
    request = bench.armed(platform, bench.content(media=(bench.media(),)))
    assert platform.confirm(platform.create(request), request) == []


def test_verify_says_who_we_are(bench: Bench) -> None:
    login = bench.platform().verify()
    assert login.handle
    assert login.name
    assert bench.texts() == []


def test_a_missing_secret_names_its_variable(online: Bench) -> None:
    for missing in online.secrets:
        platform = online.platform(secrets={k: v for k, v in online.secrets.items() if k != missing})
        with pytest.raises(NotAuthorized, match=f"CAMPAIGN_FORCE_ONE_{missing}"):
            platform.verify()


def test_a_dead_login_is_told_apart(online: Bench) -> None:
    platform = online.platform(secrets=dict.fromkeys(online.secrets, "fixture-wrong-secret"))
    with pytest.raises(NotAuthorized, match="campaign connect force-one"):
        platform.verify()


def test_check_stops_what_the_platform_would_refuse(bench: Bench) -> None:
    platform, limits = bench.platform(), bench.platform().limits()
    too_long = platform.check(bench.content("x" * (limits.length + 1)))
    assert [problem.rule for problem in too_long] == ["length"]
    many = tuple(bench.media(alt="x" * (limits.alt + 1)) for _ in range(limits.images + 1))
    rules = [problem.rule for problem in platform.check(bench.content("Short.", media=many))]
    assert rules == ["images", *["alt"] * (len(many) if limits.alt else 1)]
    assert _stops(platform, bench.content(media=(bench.media(),))) == []


def test_what_passes_the_check_at_the_limit_is_taken(bench: Bench) -> None:
    platform, limits = bench.platform(), bench.platform().limits()
    content = bench.content("x" * (limits.caption or limits.length), media=(bench.media(alt="y" * limits.alt),) * limits.images)
    assert _stops(platform, content) == []
    platform.create(bench.armed(platform, content))
    assert bench.texts() == [content.text]


def test_the_warning_reaches_the_reader(bench: Bench) -> None:
    platform = bench.platform()
    content = bench.content("The post itself.", warning="Speaks of abuse", media=(bench.media(),))
    platform.create(bench.armed(platform, content))
    words = {"mastodon": "The post itself."}.get(bench.name, "Speaks of abuse\n\nThe post itself.")
    assert bench.texts() == [words]


def test_bytes_that_are_no_picture_are_refused_before_anything_is_visible(online: Bench) -> None:
    platform, item = online.platform(), online.media()
    online.store[item.digest] = b"not a picture"
    with pytest.raises(PublishError) as caught:
        platform.create(online.armed(platform, online.content(media=(item,))))
    assert isinstance(caught.value, Refused)
    assert online.texts() == []


# -- when things go wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", UNKNOWN_AFTER)
def test_published_without_a_clear_answer_is_unknown_then_found(online: Bench, kind: Fault) -> None:
    platform, request, since = _ready(online, kind)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    assert len(online.texts()) == 1
    found = online.platform().find(request, since, set())
    assert isinstance(found, Unsure if platform.kind is Idempotency.BLIND else Receipt)


@pytest.mark.parametrize("kind", UNKNOWN_BEFORE)
def test_no_answer_and_nothing_published_is_unknown_then_absent(online: Bench, kind: Fault) -> None:
    platform, request, since = _ready(online, kind)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    _not_there(platform, online.platform().find(request, since, set()))
    platform.create(request)
    assert len(online.texts()) == 1


@pytest.mark.parametrize("kind", UNKNOWN_AFTER)
def test_the_same_request_again_makes_no_second_post(readable: Bench, kind: Fault) -> None:
    platform, request, _ = _ready(readable, kind)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    if platform.kind in {Idempotency.DETECT, Idempotency.TICKET}:
        with pytest.raises(OutcomeUnknown, match="posted already"):
            platform.create(request)
    else:
        platform.create(request)
    assert len(readable.texts()) == 1


def test_a_rate_limit_says_how_long(online: Bench) -> None:
    platform, request, _ = _ready(online, Fault.RATE_LIMIT)
    if platform.kind is Idempotency.TICKET:  # posts of theirs have come out under such an answer: the container is asked
        with pytest.raises(OutcomeUnknown):
            platform.create(request)
        assert online.texts() == []
        return
    with pytest.raises(RateLimited) as caught:
        platform.create(request)
    assert caught.value.retry_after == _server(online).retry_after
    assert online.texts() == []


def test_a_success_that_uses_up_the_limit_says_how_long_to_pause(online: Bench) -> None:
    platform, request, _ = _ready(online, None)
    server = _server(online)
    server.headers = server.spent
    platform.create(request)
    assert platform.pause == (server.retry_after if server.spent else 0)
    server.headers = {name: value.replace('"call_count":100', '"call_count":10') for name, value in server.spent.items()}
    server.headers |= {name: "1" for name in server.spent if name.endswith("-remaining")}
    platform.create(online.armed(platform, online.content(media=(online.media("teal"),))))
    assert platform.pause == 0


def test_a_token_that_died_publishes_nothing(online: Bench) -> None:
    platform, request, _ = _ready(online, Fault.DEAD_TOKEN)
    with pytest.raises(NotAuthorized):
        platform.create(request)
    assert online.texts() == []


def test_a_server_that_is_down_was_sent_nothing(online: Bench) -> None:
    platform, request, since = _ready(online, None)
    assert online.server
    online.server.stop()
    with pytest.raises(NotSent, match="could not be reached"):
        platform.create(request)
    assert isinstance(platform.find(request, since, set()), Unsure)


@pytest.mark.parametrize("kind", [Fault.DRIP_AFTER, Fault.DRIP_BEFORE, Fault.DRIP_HEADERS, Fault.SLOW_AFTER])
def test_no_call_outlives_its_deadline(online: Bench, kind: Fault) -> None:
    platform, request, _ = _ready(online, kind, deadline=0.8)
    start = time.monotonic()
    with pytest.raises(OutcomeUnknown, match="seconds"):
        platform.create(request)
    assert 0.7 < time.monotonic() - start < 0.8 * 1.5


@pytest.mark.parametrize("kind", [Fault.LOST_AFTER, Fault.LOST_BEFORE, Fault.ERROR_AFTER, Fault.ERROR_BEFORE, Fault.MALFORMED, Fault.NO_ID])
def test_trouble_while_uploading_is_surely_not_sent(uploading: Bench, kind: Fault) -> None:
    platform, content = uploading.platform(), uploading.content(media=(uploading.media(),))
    platform.verify()
    server = _server(uploading)
    server.faults.add(path=server.upload_path, kind=kind, method="POST", times=1)
    with pytest.raises(NotSent):
        uploading.staged(platform, content)
    uploading.staged(platform, content)
    assert uploading.texts() == []


@pytest.mark.parametrize("kind", [*UNKNOWN_AFTER, *UNKNOWN_BEFORE, Fault.RATE_LIMIT, Fault.DEAD_TOKEN])
def test_a_look_up_in_trouble_is_unsure_never_absent(readable: Bench, kind: Fault) -> None:
    platform, request, since = _ready(readable, None)
    platform.create(request)
    server = _server(readable)
    server.faults.add(path=server.read_path, kind=kind)
    platform.transport = Transport(deadline=DEADLINE)
    assert isinstance(platform.find(request, since, set()), Unsure)
    server.faults.clear()
    assert isinstance(readable.platform().find(request, since, set()), Receipt)


@pytest.mark.parametrize("kind", list(Fault))
def test_no_secret_in_any_error_or_log(online: Bench, kind: Fault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for step in ("create", "stage", "verify"):
        platform, request, _ = _ready(online, None)
        assert online.server
        online.server.faults.add(path="/", kind=kind)
        platform.transport = Transport(deadline=DEADLINE / UPLOAD_FACTOR)
        try:
            if step == "create":
                platform.create(request)
            elif step == "stage":
                platform.stage(online.content(media=(online.media(),)), Staged())
            else:
                platform.verify()
        except PublishError as error:
            told = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
            for secret in (*online.secrets.values(), "eyJ"):
                assert secret not in told
        online.server.faults.clear()
    for secret in (*online.secrets.values(), "eyJ"):
        assert secret not in caplog.text
        assert secret not in repr(platform)


def test_a_platform_that_repeats_our_secrets_is_not_quoted(online: Bench) -> None:
    platform = online.platform()
    for secret in online.secrets.values():
        assert secret not in platform.scrub(f"your token {secret} is wrong, Bearer abc.def and eyJhbGciOi.eyJzdWIi.c2ln too")
    assert platform.scrub("Bearer abc.def, eyJhbGciOi.eyJzdWIi.c2ln!") == "[secret], [secret]!"


def test_every_call_is_ours_and_alone(online: Bench) -> None:
    platform, request, _ = _ready(online, None)
    platform.create(request)
    server = _server(online)
    calls = server.calls
    assert {call.headers["user-agent"].partition("/")[0] for call in calls} == {"Campaign"}
    assert {call.headers["connection"] for call in calls} == {"close"}
    assert len(server.calls_to(server.create_path, "POST")) == 1


def test_limits_say_where_they_come_from(bench: Bench) -> None:
    limits = bench.platform().limits()
    assert isinstance(limits, Limits)
    assert limits.source


def _ready(bench: Bench, kind: Fault | None, deadline: float = DEADLINE) -> tuple[Platform, Request, Marker | None]:
    """An armed request whose visible call will meet a fault."""
    platform = bench.platform()
    since = platform.baseline()
    request = bench.armed(platform, bench.content(media=(bench.media(),)))
    if kind is not None and bench.server:
        bench.server.faults.add(path=bench.server.create_path, kind=kind, method="POST", times=1)
        platform.transport = Transport(deadline=deadline)
    return platform, request, since


def _stops(platform: Platform, content: Content) -> list[Problem]:
    return [problem for problem in platform.check(content) if problem.severity is Severity.STOP]


def _not_there(platform: Platform, found: Found) -> None:
    """What a look-up says of a post that is not there: proof only where the address is ours, nothing where it cannot be asked."""
    if platform.kind is Idempotency.BLIND:
        assert isinstance(found, Unsure)
        return
    assert isinstance(found, Absent)
    assert found.proven is (platform.kind is Idempotency.ADDRESSED)


def _server(bench: Bench) -> LoopbackServer:
    assert bench.server
    return bench.server


def _alts(bench: Bench) -> list[str]:
    if bench.server:
        return bench.server.alts(bench.server.posts[-1])
    file = next(bench.root.glob("outbox/2*/*/post.json"))
    return [image["alt"] for image in json.loads(file.read_text("utf-8"))["images"]]


def _replies(bench: Bench) -> list[bool]:
    if bench.server:
        return [bench.server.is_reply(post) for post in bench.server.posts]
    files = sorted(bench.root.glob("outbox/2*/*/post.json"))
    return [json.loads(file.read_text("utf-8"))["reply_to"] is not None for file in files]
