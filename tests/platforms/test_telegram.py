"""Telegram: what goes over the wire, and what a bot may not do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.errors import AccountBlocked, NotAuthorized, OutcomeUnknown, PublishError
from campaign.models import Severity, Unsure
from campaign.testing.servers import Fault, TelegramServer
from campaign.testing.servers.telegram import STAGING
from tests.platforms.conftest import Bench, bench_of


@pytest.fixture
def telegram(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("telegram", tmp_path)


def _server(bench: Bench) -> TelegramServer:
    assert isinstance(bench.server, TelegramServer)
    return bench.server


def test_marks_of_html_reach_the_reader_as_they_stand(telegram: Bench) -> None:
    words = "If A < B & C > D: call 101. “Quoted” <b>not bold</b>"
    for media in ((), (telegram.media(),)):
        telegram.platform().create(telegram.armed(telegram.platform(), telegram.content(words, media=media)))
    assert telegram.texts() == [words, words]


def test_an_album_has_its_words_once_and_all_its_messages(telegram: Bench) -> None:
    platform = telegram.platform()
    content = telegram.content(media=(telegram.media("navy"), telegram.media("teal"), telegram.media("red")))
    receipt = platform.create(telegram.armed(platform, content))
    post = _server(telegram).posts[0]
    assert (len(post["media"]), post["text"]) == (3, content.text)
    assert receipt.extra["messages"].split(",") == [str(n) for n in post["messages"]]
    platform.delete(receipt)
    assert telegram.texts() == []
    platform.delete(receipt)


def test_addresses_of_public_and_private_channels(telegram: Bench) -> None:
    receipt = telegram.platform().create(telegram.armed(telegram.platform(), telegram.content()))
    assert receipt.url == f"https://t.me/exampleforce/{receipt.id}"
    private = telegram.platform(account=replace(telegram.account, options={"channel": "-1001234"}))
    assert private._address("7") == "https://t.me/c/1234/7"  # type: ignore[attr-defined]  # there is no private channel on the loopback server


def test_with_a_staging_chat_the_visible_call_carries_no_bytes(telegram: Bench) -> None:
    account = replace(telegram.account, options={**telegram.account.options, "staging": STAGING})
    platform = telegram.platform(account=account)
    content = telegram.content(media=(telegram.media("navy"), telegram.media("teal")))
    request = telegram.armed(platform, content)
    assert telegram.texts() == []
    platform.create(request)
    calls = _server(telegram).calls
    assert len(calls[-1].body) < 2000
    assert (len(_server(telegram).posts[0]["media"]), telegram.texts()) == (2, [content.text])


def test_a_caption_is_shorter_than_a_text(telegram: Bench) -> None:
    platform = telegram.platform()
    stops = [p.rule for p in platform.check(telegram.content("x" * 1025, media=(telegram.media(),))) if p.severity is Severity.STOP]
    assert stops == ["length"]
    assert platform.check(telegram.content("x" * 1025)) == []


def test_that_alt_texts_are_lost_is_said(telegram: Bench) -> None:
    said = telegram.platform().check(telegram.content(media=(telegram.media(),)))
    assert [(p.rule, p.severity) for p in said] == [("alt", Severity.HINT)]


@pytest.mark.parametrize("rights", [(), ("can_delete_messages",)])
def test_a_bot_that_may_not_post_is_told_so(telegram: Bench, rights: tuple[str, ...]) -> None:
    _server(telegram).rights = rights
    with pytest.raises(NotAuthorized, match="administrator of the channel"):
        telegram.platform().verify()
    with pytest.raises(NotAuthorized):
        telegram.platform().create(telegram.armed(telegram.platform(), telegram.content()))


def test_a_channel_that_is_not_there_blocks_the_account(telegram: Bench) -> None:
    lost = telegram.platform(account=replace(telegram.account, options={"channel": "@elsewhere"}))
    with pytest.raises(AccountBlocked, match="Correct `channel`"):
        lost.create(telegram.armed(lost, telegram.content()))


def test_a_lost_answer_is_for_a_person(telegram: Bench) -> None:
    platform = telegram.platform()
    request = telegram.armed(platform, telegram.content())
    _server(telegram).faults.add(path="/bot", kind=Fault.LOST_AFTER, times=1)
    with pytest.raises(OutcomeUnknown):
        platform.create(request)
    assert isinstance(platform.find(request, None, set()), Unsure)


def test_the_token_in_the_address_is_never_shown(telegram: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    platform = telegram.platform()
    request = telegram.armed(platform, telegram.content())
    _server(telegram).stop()
    with pytest.raises(PublishError) as caught:
        platform.create(request)
    token = telegram.secrets["BOT_TOKEN"]
    assert token not in str(caught.value) + repr(caught.value.__context__) + caplog.text + str(request)
