"""Facebook Pages: errors by code, quotas in headers, photos that show only with their post, and whose token it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, PublishError, RateLimited, Refused
from campaign.models import Absent, Receipt, Unsure
from campaign.platforms.answers import Answer
from campaign.testing.servers import FacebookServer, Fault
from tests.platforms.conftest import Bench, bench_of


@pytest.fixture
def facebook(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("facebook", tmp_path)


def _server(bench: Bench) -> FacebookServer:
    assert isinstance(bench.server, FacebookServer)
    return bench.server


def _answer(code: int, *, status: int = 400, headers: dict[str, str] | None = None, **more: object) -> Answer:
    body = json.dumps({"error": {"message": "Something", "type": "OAuthException", "code": code, **more}}).encode()
    return Answer(status=status, headers=headers or {}, body=body)


@pytest.mark.parametrize(
    ("code", "more", "visible", "quiet"),
    [
        (1, {"error_subcode": 99}, OutcomeUnknown, NotSent),
        (2, {"is_transient": True}, OutcomeUnknown, NotSent),
        (12345, {"is_transient": True}, OutcomeUnknown, NotSent),
        (4, {}, RateLimited, RateLimited),
        (32, {}, RateLimited, RateLimited),
        (80001, {}, RateLimited, RateLimited),
        (190, {"error_subcode": 460}, NotAuthorized, NotAuthorized),
        (102, {}, NotAuthorized, NotAuthorized),
        (10, {}, AccountBlocked, AccountBlocked),
        (200, {}, AccountBlocked, AccountBlocked),
        (368, {}, AccountBlocked, AccountBlocked),
        (506, {}, OutcomeUnknown, OutcomeUnknown),
        (100, {}, Refused, Refused),
        (1609005, {}, Refused, Refused),
    ],
)
def test_errors_go_by_code(facebook: Bench, code: int, more: dict[str, object], visible: type, quiet: type) -> None:
    platform = facebook.platform()
    for seen, wanted in ((True, visible), (False, quiet)):
        with pytest.raises(PublishError) as caught:
            platform.accepted(_answer(code, **more), visible=seen)
        assert type(caught.value) is wanted


def test_a_quota_that_is_nearly_used_up_waits_before_anything_is_sent(facebook: Bench) -> None:
    platform = facebook.platform()
    told = '{"1000":[{"type":"pages","call_count":91,"total_time":2,"total_cputime":2,"estimated_time_to_regain_access":0}]}'
    answer = Answer(status=200, headers={"x-business-use-case-usage": told}, body=b'{"data":[]}')
    with pytest.raises(RateLimited, match="90 percent"):
        platform.pace(answer)  # type: ignore[attr-defined]  # Meta's own
    for fine in ("", "{", '{"1000":[{"call_count":20}]}', '{"call_count":20,"total_time":1,"total_cputime":1}', "[]"):
        assert platform.pace(replace(answer, headers={"x-app-usage": fine})) is not None  # type: ignore[attr-defined]  # Meta's own


def test_photos_show_only_with_their_post(facebook: Bench) -> None:
    platform = facebook.platform()
    request = facebook.armed(platform, facebook.content(media=(facebook.media("navy"), facebook.media("teal"))))
    assert facebook.texts() == []
    assert len(_server(facebook).photos) == 2
    platform.create(request)
    assert len(_server(facebook).posts[0]["media"]) == 2


def test_a_link_without_a_picture_makes_a_card(facebook: Bench) -> None:
    platform = facebook.platform()
    for media in ((), (facebook.media(),)):
        platform.create(facebook.armed(platform, facebook.content(link="https://force.example/signs", media=media)))
    assert [post["link"] for post in _server(facebook).posts] == ["https://force.example/signs", None]


def test_found_by_its_photos_among_posts_of_the_same_words(facebook: Bench) -> None:
    platform = facebook.platform()
    first = platform.create(facebook.armed(platform, facebook.content("Know the signs.", media=(facebook.media("navy"),))))
    platform.create(facebook.armed(platform, facebook.content("Something else.")))
    since = platform.baseline()
    request = facebook.armed(platform, facebook.content("Know the signs.", media=(facebook.media("teal"),)))
    assert isinstance(platform.find(request, since, set()), Absent)
    _server(facebook).faults.add(path="/v25.0", kind=Fault.LOST_AFTER, method="POST", times=1)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    found = platform.find(request, since, set())
    assert isinstance(found, Receipt)
    assert found.id != first.id


def test_two_that_could_be_ours_are_for_a_person(facebook: Bench) -> None:
    platform = facebook.platform()
    requests = [facebook.armed(platform, facebook.content(words)) for words in ("Same.", "Other.", "Same.")]
    for request in requests:
        platform.create(request)
    assert isinstance(platform.find(requests[0], None, set()), Unsure)


def test_a_persons_token_is_not_the_pages(facebook: Bench) -> None:
    other = facebook.platform(account=replace(facebook.account, options={"page": "100000000000002"}))
    with pytest.raises(NotAuthorized, match="the page's own token"):
        other.verify()


def test_a_large_png_is_said_to_be_blurred(facebook: Bench) -> None:
    item = replace(facebook.media(), size=1_500_000)
    assert [problem.rule for problem in facebook.platform().check(facebook.content(media=(item,)))] == ["blurred"]
