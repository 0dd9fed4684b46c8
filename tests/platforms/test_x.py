"""X: what only X does."""

from __future__ import annotations

import pytest

from campaign.errors import AccountBlocked, NotAuthorized, NotSent, OutcomeUnknown, Refused
from campaign.models import Absent, Receipt, Staged, Unsure
from campaign.platforms.answers import Answer
from campaign.testing.servers import XServer
from campaign.testing.servers.x import weighted
from tests.platforms.conftest import Bench


def server(x: Bench) -> XServer:
    assert isinstance(x.server, XServer)
    return x.server


def test_the_same_words_as_an_older_post_are_looked_up_and_not_taken_for_it(x: Bench) -> None:
    platform = x.platform()
    platform.create(x.armed(platform, x.content("Twice.", media=(x.media(),))))
    since = platform.baseline()
    request = x.armed(platform, x.content("Twice.", media=(x.media(),)))
    with pytest.raises(OutcomeUnknown, match="posted already"):
        platform.create(request)
    assert isinstance(platform.find(request, since, set()), Absent)


def test_two_posts_alike_are_for_a_person(x: Bench) -> None:
    platform = x.platform()
    request = x.armed(platform, x.content("Alike."))
    for n in range(2):
        server(x).store({"id": f"190000000000000100{n}", "text": "Alike.", "media": [], "reply_to": None})
    assert isinstance(platform.find(request, None, set()), Unsure)
    assert isinstance(platform.find(request, None, {"1900000000000001000"}), Receipt)


def test_a_look_up_reads_page_after_page_and_gives_up_in_the_end(x: Bench) -> None:
    platform = x.platform()
    request = x.armed(platform, x.content(media=(x.media(),)))
    receipt = platform.create(request)
    first = int(receipt.id) + 1
    for n in range(150):
        server(x)._posts.append({"id": str(first + n), "text": f"Other {n}", "media": [], "reply_to": None})
    assert isinstance(platform.find(request, None, set()), Receipt)
    for n in range(150, 600):
        server(x)._posts.append({"id": str(first + n), "text": f"Other {n}", "media": [], "reply_to": None})
    assert isinstance(platform.find(request, None, set()), Unsure)


def test_a_warning_marks_the_pictures_as_sensitive(x: Bench) -> None:
    platform = x.platform()
    platform.create(x.armed(platform, x.content(warning="Speaks of abuse", media=(x.media(),))))
    assert server(x).posts[0]["media"][0]["sensitive"] == {"adult_content": False, "graphic_violence": False, "other": True}


@pytest.mark.parametrize(("replies", "setting"), [("everyone", None), ("followers", "following"), ("none", "mentionedUsers")])
def test_who_may_reply(x: Bench, replies: str, setting: str | None) -> None:
    platform = x.platform()
    content = x.content(replies=replies)
    assert platform.check(content) == []
    platform.create(x.armed(platform, content))
    assert server(x).posts[0]["reply_settings"] == setting


def test_a_reply_to_a_post_that_is_not_there_yet_is_tried_again(x: Bench) -> None:
    platform = x.platform()
    with pytest.raises(NotSent, match="before this one"):
        platform.create(x.armed(platform, x.content(), Receipt(id="1900000000000009999", url=None)))


def test_pictures_that_were_dropped_are_staged_anew(x: Bench) -> None:
    platform, content = x.platform(), x.content(media=(x.media(),))
    request = x.armed(platform, content)
    server(x).media.clear()
    with pytest.raises(NotSent) as caught:
        platform.create(request)
    assert caught.value.stale
    platform.create(x.armed(platform, content))


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (402, b"{}", AccountBlocked),
        (429, b'{"type": "https://api.x.com/2/problems/usage-capped"}', AccountBlocked),
        (403, b'{"type": "https://api.x.com/2/problems/client-forbidden", "detail": "no"}', NotAuthorized),
        (403, b'{"detail": "Your account may not do this."}', Refused),
        (408, b"", OutcomeUnknown),
        (500, b"<html>", OutcomeUnknown),
        (302, b"", OutcomeUnknown),
        (400, b'{"errors": [{"message": "text is wrong"}]}', Refused),
    ],
)
def test_what_an_answer_to_the_visible_call_means(x: Bench, status: int, body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        x.platform().accepted(Answer(status=status, headers={}, body=body), visible=True)


def test_the_server_knows_a_wrong_signature(x: Bench) -> None:
    with pytest.raises(NotAuthorized):
        x.platform(secrets={**x.secrets, "ACCESS_SECRET": "fixture-other-secret"}).verify()


def test_the_server_refuses_a_fifth_picture_and_a_long_text(x: Bench) -> None:
    platform = x.platform()
    refs = tuple(platform.upload(x.media(), x.content()) for _ in range(5))
    request = platform.request(x.content(media=(x.media(),) * 5), Staged(refs=refs, ready=True), x.key(), None)
    with pytest.raises(Refused, match="1 to 4"):
        platform.create(request)
    with pytest.raises(Refused, match="280"):
        platform.create(x.armed(platform, x.content("é" * 281)))
    assert weighted("a — b https://force.example/" + "x" * 200) == 29
