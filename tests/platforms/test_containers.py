"""Instagram and Threads: containers as tickets, pictures from an address, quotas, and logins that are renewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from campaign.errors import NotAuthorized, NotSent, OutcomeUnknown, RateLimited, Refused
from campaign.models import Absent, Receipt, Severity, Staged, Unsure, Wait
from campaign.testing.servers import Fault
from campaign.testing.servers.base import Call, Refusal, Reply
from campaign.testing.servers.containers import ContainerServer
from tests.platforms.conftest import Bench, bench_of


@pytest.fixture
def instagram(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("instagram", tmp_path)


@pytest.fixture
def threads(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("threads", tmp_path)


def _server(bench: Bench) -> ContainerServer:
    assert isinstance(bench.server, ContainerServer)
    return bench.server


def test_nothing_shows_before_the_one_visible_call(fetching: Bench) -> None:
    platform = fetching.platform()
    content = fetching.content(media=(fetching.media("navy", "First."), fetching.media("teal", "Second.")))
    request = fetching.armed(platform, content)
    assert fetching.texts() == []
    platform.create(request)
    post = _server(fetching).posts[0]
    assert (post["text"], [m["alt"] for m in post["media"]]) == (content.text, ["First.", "Second."])


def test_a_container_that_takes_time_is_waited_for(fetching: Bench) -> None:
    _server(fetching).filling = 4
    platform = fetching.platform()
    found = platform.stage(fetching.content(media=(fetching.media(),)), Staged())
    assert isinstance(found, Wait)
    assert found.seconds >= 5
    fetching.staged(platform, fetching.content(media=(fetching.media(),) * 3))


def test_what_has_expired_is_made_anew(fetching: Bench) -> None:
    platform, content = fetching.platform(), fetching.content(media=(fetching.media(),))
    staged = fetching.staged(platform, content)
    old = staged.refs[-1]["container"]
    _server(fetching).containers[old]["state"] = "EXPIRED"
    request = platform.request(content, staged, fetching.key(), None)
    with pytest.raises(NotSent) as caught:
        platform.create(request)
    assert caught.value.stale
    found = platform.find(request, None, set())
    assert isinstance(found, Absent)
    assert found.proven
    again = platform.stage(content, staged)
    kept = again.staged if isinstance(again, Wait) else again
    assert kept.refs[-1]["container"] != old


def test_what_cannot_be_fetched_is_refused(fetching: Bench) -> None:
    def unreachable(call: Call) -> Reply:
        raise Refusal(400, "Only photo or video can be accepted as media type", name="9004/2207052")

    _server(fetching).make = unreachable  # type: ignore[method-assign]  # the picture's address cannot be reached from outside
    with pytest.raises(Refused, match="media type"):
        fetching.staged(fetching.platform(), fetching.content(media=(fetching.media(),)))


def test_one_that_failed_while_filling_is_refused(fetching: Bench) -> None:
    _server(fetching).filling = 9
    platform, content = fetching.platform(), fetching.content(media=(fetching.media(),))
    found = platform.stage(content, Staged())
    assert isinstance(found, Wait)
    next(iter(_server(fetching).containers.values()))["state"] = "ERROR"
    with pytest.raises(Refused, match="doctor --online"):
        platform.stage(content, found.staged)


@pytest.mark.parametrize("name", ["4/2207051", "9/2207042", "24/4279009", "9007/2207027", "-1/2207001", "1", "2", "32"])
def test_an_error_of_the_visible_call_proves_nothing(fetching: Bench, name: str) -> None:
    server, platform = _server(fetching), fetching.platform()
    since, request = platform.baseline(), fetching.armed(platform, fetching.content(media=(fetching.media(),)))
    publish = server.publish

    def lying(call: Call) -> Reply:
        publish(call)  # it went out all the same
        raise Refusal(400, "The action is blocked", name=name)

    server.publish = lying  # type: ignore[method-assign]  # as was reported of the live service
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    assert isinstance(platform.find(request, since, set()), Receipt)
    assert len(fetching.texts()) == 1


def test_published_but_not_to_be_told_apart_is_kept_without_an_address(fetching: Bench) -> None:
    platform = fetching.platform()
    requests = [fetching.armed(platform, fetching.content("The same.", media=(fetching.media(c),))) for c in ("navy", "teal")]
    for request in requests:
        platform.create(request)
    found = platform.find(requests[0], None, set())
    assert isinstance(found, Receipt)
    assert (found.id, found.url) == (f"container:{requests[0].body['creation_id']}", None)
    with pytest.raises(Refused, match="own app"):
        platform.delete(found)


def test_published_as_what_belongs_to_another_is_unsure(fetching: Bench) -> None:
    platform = fetching.platform()
    request = fetching.armed(platform, fetching.content(media=(fetching.media(),)))
    receipt = platform.create(request)
    assert isinstance(platform.find(request, None, {receipt.id}), Unsure)


def test_it_is_not_published_a_second_time(fetching: Bench) -> None:
    platform = fetching.platform()
    request = fetching.armed(platform, fetching.content(media=(fetching.media(),)))
    _server(fetching).faults.add(path=_server(fetching).create_path, kind=Fault.LOST_AFTER, method="POST", times=1)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            platform.create(request)
    assert len(_server(fetching).calls_to(_server(fetching).create_path, "POST")) == 1


def test_a_full_day_waits_before_anything_is_made(fetching: Bench) -> None:
    server = _server(fetching)
    server.total = 0
    with pytest.raises(RateLimited, match="0 posts of the day"):
        fetching.platform().stage(fetching.content(media=(fetching.media(),)), Staged())
    assert server.containers == {}


def test_without_a_media_host_pictures_are_refused_at_the_check(fetching: Bench) -> None:
    fetching.host = None
    stops = [p for p in fetching.platform().check(fetching.content(media=(fetching.media(),))) if p.severity is Severity.STOP]
    assert [p.rule for p in stops] == ["media-host"]
    assert "`media_host`" in stops[0].fix


def test_a_login_is_renewed_for_sixty_days(fetching: Bench) -> None:
    renewed = fetching.platform().refresh()
    assert renewed is not None
    assert renewed.lives == timedelta(days=60)
    assert renewed.values == fetching.secrets
    assert fetching.secrets["ACCESS_TOKEN"] not in repr(renewed)


def test_another_users_login_is_told(fetching: Bench) -> None:
    with pytest.raises(NotAuthorized, match="Correct `user`"):
        fetching.platform(account=replace(fetching.account, options={"user": "1"})).verify()


@pytest.mark.parametrize(
    ("width", "height", "fine"),
    [(1080, 1350, True), (1080, 1080, True), (1200, 675, True), (1080, 1920, False), (2000, 900, False)],
)
def test_instagram_takes_no_shape_that_it_would_cut(instagram: Bench, width: int, height: int, fine: bool) -> None:
    item = replace(instagram.media(), width=width, height=height)
    assert [p.rule for p in instagram.platform().check(instagram.content(media=(item,)))] == ([] if fine else ["shape"])


def test_instagram_counts_tags(instagram: Bench) -> None:
    many = " ".join(f"#tag{n}" for n in range(31))
    assert [p.rule for p in instagram.platform().check(instagram.content(many))] == ["tags"]


def test_threads_takes_five_links(threads: Bench) -> None:
    links = [f"https://www.gov.uk/{n}" for n in range(6)]
    assert threads.platform().check(threads.content(" ".join(links[:5]))) == []
    assert [p.rule for p in threads.platform().check(threads.content(" ".join(links)))] == ["links"]


def test_threads_lets_us_say_who_may_reply(threads: Bench) -> None:
    platform = threads.platform()
    platform.create(threads.armed(platform, threads.content(replies="followers")))
    assert [c["data"]["reply_control"] for c in _server(threads).containers.values()] == ["followers_only"]
