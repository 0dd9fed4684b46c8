"""LinkedIn: little text, names in headers, repeats that are refused with the first one's name, and logins that may not read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign import text
from campaign.errors import AccountBlocked, NotAuthorized, OutcomeUnknown, RateLimited, Refused
from campaign.models import Absent, Receipt, Staged, Unsure, Wait
from campaign.platforms.linkedin import LinkedIn, _spoken
from campaign.testing.servers import Fault, LinkedInServer
from campaign.testing.servers.linkedin import _shown
from tests.platforms.conftest import Bench, bench_of


@pytest.fixture
def linkedin(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("linkedin", tmp_path)


def _server(bench: Bench) -> LinkedInServer:
    assert isinstance(bench.server, LinkedInServer)
    return bench.server


def test_no_mark_cuts_a_post_short(linkedin: Bench) -> None:
    words = "Call 101 (or 999). *Signs*: <a_b>, [c] {d} |e| ~f~ @g back\\slash #KnowTheSigns #1"
    platform = linkedin.platform()
    request = linkedin.armed(platform, linkedin.content(words))
    receipt = platform.create(request)
    assert linkedin.texts() == [words]
    assert platform.confirm(receipt, request) == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="ab1 \\|{}@[]()<>#*_~.", max_size=30))
def test_little_text_is_what_people_read(words: str) -> None:
    assert _spoken(text.sent(words, "linkedin")) == words
    assert _shown(text.sent(words, "linkedin")) == words


def test_a_post_that_was_cut_short_is_reported(linkedin: Bench) -> None:
    platform = linkedin.platform()
    request = linkedin.armed(platform, linkedin.content("Call 101 or 999."))
    receipt = platform.create(request)
    _server(linkedin)._posts[0]["commentary"] = "Call 101"
    assert "not whole: 8 of 16" in platform.confirm(receipt, request)[0].message


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("202511", None),
        ("202506", None),
        ("202505", "10 months old and is retired in about 2 months"),
        ("202504", "is retired in about 1 month:"),
        ("202503", "12 months old and may be retired by now"),
        ("202401", "26 months old and may be retired by now"),
        ("202604", None),
        ("v25.0", "write year and month, like 202603"),
    ],
)
def test_a_version_that_grows_old_is_noticed_in_time(linkedin: Bench, version: str, said: str | None) -> None:
    account = replace(linkedin.account, options={"organisation": "1000001", "version": version})
    notices = linkedin.platform(account=account, secrets={}).notices(date(2026, 3, 31))
    assert [said in notice for notice in notices] == ([True] if said else [])


def test_a_repeat_is_refused_with_the_first_ones_name(linkedin: Bench) -> None:
    platform = linkedin.platform()
    request = linkedin.armed(platform, linkedin.content())
    receipt = platform.create(request)
    with pytest.raises(OutcomeUnknown) as caught:
        platform.create(request)
    assert caught.value.reference == receipt.id


def test_an_older_post_of_the_same_words_is_not_ours(linkedin: Bench) -> None:
    platform = linkedin.platform()
    platform.create(linkedin.armed(platform, linkedin.content("Know the signs.")))
    since = platform.baseline()
    request = linkedin.armed(platform, linkedin.content("Know the signs."))
    assert isinstance(platform.find(request, since, set()), Absent)


def test_the_same_words_with_other_pictures_are_told_apart(linkedin: Bench) -> None:
    platform = linkedin.platform()
    requests = [linkedin.armed(platform, linkedin.content("Same.", media=(linkedin.media(c),) * n)) for c, n in (("navy", 1), ("teal", 2))]
    receipts = [platform.create(request) for request in requests]
    found = [platform.find(request, None, set()) for request in requests]
    assert [f.id for f in found if isinstance(f, Receipt)] == [r.id for r in receipts]


def test_a_login_that_may_not_read_leaves_it_to_a_person(linkedin: Bench) -> None:
    server = _server(linkedin)
    server.reads = False
    platform = linkedin.platform()
    assert platform.baseline() is None
    request = linkedin.armed(platform, linkedin.content())
    server.faults.add(path="/posts", kind=Fault.LOST_AFTER, method="POST", times=1)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    assert isinstance(platform.find(request, None, set()), Unsure)


def test_a_retired_version_blocks_the_account(linkedin: Bench) -> None:
    old = linkedin.platform(account=replace(linkedin.account, options={"organisation": "1000001", "version": "202505"}))
    with pytest.raises(AccountBlocked, match="Set `version`"):
        old.verify()


def test_a_person_without_a_role_may_not_post(linkedin: Bench) -> None:
    _server(linkedin).role = "ANALYST"
    with pytest.raises(NotAuthorized, match="content administrator"):
        linkedin.platform().verify()


def test_the_days_calls_come_back_at_midnight(linkedin: Bench) -> None:
    platform = linkedin.platform()
    request = linkedin.armed(platform, linkedin.content())
    _server(linkedin).faults.add(path="/posts", kind=Fault.RATE_LIMIT)
    with pytest.raises(RateLimited, match="midnight UTC") as caught:
        platform.create(request)
    assert caught.value.retry_after == (14 * 60 + 30) * 60


def test_a_picture_that_takes_time_is_waited_for(linkedin: Bench) -> None:
    _server(linkedin).processing = 3
    platform, content = linkedin.platform(), linkedin.content(media=(linkedin.media(), linkedin.media("teal")))
    staged: Staged | Wait = Staged()
    for _ in range(5):
        staged = platform.stage(content, staged.staged if isinstance(staged, Wait) else staged)
        if isinstance(staged, Staged):
            break
    assert isinstance(staged, Staged)
    assert len(_server(linkedin).images) == 2


def test_a_login_is_shown_to_no_other_host(linkedin: Bench) -> None:
    platform = linkedin.platform()
    assert isinstance(platform, LinkedIn)
    with pytest.raises(Refused, match="not LinkedIn"):
        platform._put("https://uploads.example/x", b"", "image/png")
