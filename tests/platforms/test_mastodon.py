"""Mastodon: what only Mastodon does, and a second server that is not ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from campaign.errors import NotAuthorized, NotSent, OutcomeUnknown, Refused
from campaign.models import Absent, Account, Credentials, Idempotency, Receipt, Staged, Unsure, Wait
from campaign.platforms.answers import Answer
from campaign.platforms.compare import plain, unmarked
from campaign.platforms.mastodon import KEY_TTL, Mastodon
from campaign.testing.servers import Fault, MastodonServer
from tests.platforms.conftest import Bench
from tests.platforms.real.servers import mastodon_mock


def server(mastodon: Bench) -> MastodonServer:
    assert isinstance(mastodon.server, MastodonServer)
    return mastodon.server


def test_a_picture_that_takes_time_is_waited_for_without_sleeping(mastodon: Bench) -> None:
    server(mastodon).processing = 2
    platform, content = mastodon.platform(), mastodon.content(media=(mastodon.media(),))
    first = platform.stage(content, Staged())
    assert isinstance(first, Wait)
    assert first.seconds > 0
    second = platform.stage(content, first.staged)
    assert isinstance(second, Staged)
    platform.create(platform.request(content, second, mastodon.key(), None))
    assert len(server(mastodon).calls_to("/api/v2/media")) == 1


def test_pictures_not_ready_are_not_a_refusal(mastodon: Bench) -> None:
    server(mastodon).processing = 5
    platform, content = mastodon.platform(), mastodon.content(media=(mastodon.media(),))
    waiting = platform.stage(content, Staged())
    assert isinstance(waiting, Wait)
    with pytest.raises(NotSent, match="still works"):
        platform.create(platform.request(content, waiting.staged, mastodon.key(), None))


def test_the_key_gives_back_the_first_post(mastodon: Bench) -> None:
    platform = mastodon.platform()
    request = mastodon.armed(platform, mastodon.content(media=(mastodon.media(),)))
    assert platform.create(request) == platform.create(request)
    assert len(mastodon.texts()) == 1
    assert request.headers == {"Idempotency-Key": request.key.idempotency}


def test_keys_count_only_where_the_server_is_mastodon(mastodon: Bench) -> None:
    platform = mastodon.platform()
    assert (platform.kind, platform.key_ttl) == (Idempotency.DETECT, None)
    platform.stage(mastodon.content(), Staged())
    assert (platform.kind, platform.key_ttl) == (Idempotency.KEYED, KEY_TTL)
    server(mastodon).keys = False
    other = mastodon.platform()
    other.stage(mastodon.content(), Staged())
    assert (other.kind, other.key_ttl) == (Idempotency.DETECT, None)


def test_without_keys_used_pictures_are_the_second_guard(mastodon: Bench) -> None:
    server(mastodon).keys = False
    platform = mastodon.platform()
    request = mastodon.armed(platform, mastodon.content(media=(mastodon.media(),)))
    server(mastodon).faults.add(path="/api/v1/statuses", kind=Fault.ERROR_AFTER, method="POST", times=1)
    for said in ("answered 502", "in a post already"):
        with pytest.raises(OutcomeUnknown, match=said):
            platform.create(request)
    assert len(mastodon.texts()) == 1


def test_the_limits_are_the_server_s(mastodon: Bench) -> None:
    platform = mastodon.platform()
    platform.resolve(mastodon.content())
    limits = platform.limits()
    assert (limits.length, limits.url_length, limits.images, limits.alt, limits.image_bytes) == (500, 23, 4, 1500, 16_777_216)
    assert limits.source == f"{mastodon.base_url}/api/v2/instance"


def test_text_and_warning_count_together(mastodon: Bench) -> None:
    platform = mastodon.platform()
    content = mastodon.content("x" * 480, warning="y" * 21)
    assert [problem.rule for problem in platform.check(content)] == ["length"]
    with pytest.raises(Refused, match="500 exceeded"):
        platform.create(mastodon.armed(platform, content))
    assert platform.check(mastodon.content("x" * 480, warning="y" * 20)) == []


def test_warning_language_and_visibility_have_their_fields(mastodon: Bench) -> None:
    account = Account(id="force-one", platform="mastodon", base_url=mastodon.base_url, options={"visibility": "unlisted"})
    platform = mastodon.platform(account=account)
    platform.create(mastodon.armed(platform, mastodon.content("Un post.", warning="Sôn am gam-drin", language="cy")))
    post = server(mastodon).posts[0]
    assert (post["warning"], post["sensitive"], post["language"], post["visibility"]) == ("Sôn am gam-drin", True, "cy", "unlisted")


def test_who_may_reply_cannot_be_said(mastodon: Bench) -> None:
    assert [problem.rule for problem in mastodon.platform().check(mastodon.content(replies="none"))] == ["replies"]


def test_confirm_sees_an_alt_text_that_was_lost(mastodon: Bench) -> None:
    platform = mastodon.platform()
    request = mastodon.armed(platform, mastodon.content(media=(mastodon.media(),)))
    receipt = platform.create(request)
    server(mastodon)._posts[0]["media"][0]["description"] = None
    assert [problem.rule for problem in platform.confirm(receipt, request)] == ["confirm"]


def test_two_posts_alike_are_for_a_person_and_many_pages_too(mastodon: Bench) -> None:
    platform = mastodon.platform()
    content = mastodon.content("Alike.")
    receipts = [platform.create(mastodon.armed(platform, content)) for _ in range(2)]
    request = mastodon.armed(platform, content)
    assert isinstance(platform.find(request, None, set()), Unsure)
    assert isinstance(platform.find(request, None, {receipts[0].id}), Receipt)
    for _ in range(210):
        server(mastodon).store({**server(mastodon).posts[0], "id": server(mastodon)._mint(), "text": "Other."})
    found = platform.find(request, None, set())
    assert isinstance(found, Unsure)
    assert "too many" in found.why


@pytest.mark.parametrize(
    ("status", "words", "error"),
    [
        (403, "This action is outside the authorized scopes", NotAuthorized),
        (422, "Validation failed: Text can't be blank", Refused),
        (422, "Media 12 not found or already attached to another post", OutcomeUnknown),
        (400, "media with id 12 not found", NotSent),
        (503, "Down for maintenance", OutcomeUnknown),
    ],
)
def test_what_an_answer_to_the_visible_call_means(mastodon: Bench, status: int, words: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        mastodon.platform().accepted(Answer(status=status, headers={}, body=f'{{"error": "{words}"}}'.encode()), visible=True)


def test_words_survive_what_a_server_does_to_them() -> None:
    markup = '<p>Call 101 &amp; ask.<br />Or <a href="https://force.example"><span class="invisible">https://</span>force.example</a></p><p>End</p>'
    assert plain(unmarked(markup)) == plain("Call 101 & ask.\nOr https://force.example\n\nEnd")
    assert plain("e\u0301  x") == plain("é x")


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """mastodon-mock in a process of its own."""
    with mastodon_mock(tmp_path_factory.mktemp("mock")) as started:
        yield started.url


def peer(mock: str, mastodon: Bench) -> Mastodon:
    """Our adapter on the other server."""
    account = Account(id="force-one", platform="mastodon", base_url=mock)
    return Mastodon(account, Credentials(values={"ACCESS_TOKEN": "mock_token"}), mastodon.store.__getitem__)


def test_another_server_publishes_a_thread_with_pictures_once(mock: str, mastodon: Bench) -> None:
    platform = peer(mock, mastodon)
    assert platform.verify().handle
    since, content = platform.baseline(), mastodon.content(media=(mastodon.media(),), warning="Speaks of abuse")
    request = mastodon.armed(platform, content)
    assert isinstance(platform.find(request, since, set()), Absent)
    receipt = platform.create(request)
    assert platform.create(request).id == receipt.id
    found = peer(mock, mastodon).find(request, since, set())
    assert isinstance(found, Receipt)
    assert found.id == receipt.id
    assert platform.confirm(receipt, request) == []
    reply = platform.create(mastodon.armed(platform, mastodon.content(part=2, parts=2), receipt))
    platform.delete(reply)
    platform.delete(reply)
    platform.delete(receipt)


def test_another_server_finds_a_post_by_its_words(mock: str, mastodon: Bench) -> None:
    platform = peer(mock, mastodon)
    since = platform.baseline()
    request = mastodon.armed(platform, mastodon.content("Line one & <two>.\n\nhttps://force.example/a?b=1&c=2 #KnowTheSigns"))
    receipt = platform.create(request)
    found = platform.find(request, since, set())
    assert isinstance(found, Receipt)
    assert found.id == receipt.id


def test_another_server_s_refusals_are_told_apart(mock: str, mastodon: Bench) -> None:
    platform = peer(mock, mastodon)
    with pytest.raises(Refused, match="Validation failed"):
        platform.create(mastodon.armed(platform, mastodon.content("x" * 501)))
    account = Account(id="force-one", platform="mastodon", base_url=mock)
    with pytest.raises(NotAuthorized):
        Mastodon(account, Credentials(values={"ACCESS_TOKEN": "wrong"}), mastodon.store.__getitem__).verify()
