"""What `campaign doctor` says about the network: every host, the proxy before it, and no secret."""

from __future__ import annotations

import pytest

from tests.cli.desk import NAME, Desk


def _said(desk: Desk) -> str:
    return "\n".join(f"{f['name']}: {f['said']}" for f in desk.run("doctor", "--json").json)


@pytest.fixture
def live(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A live account behind a proxy."""
    for name in ("https_proxy", "http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://ines:hunter2@proxy.force.example:3128")
    monkeypatch.setenv("CAMPAIGN_FORCE_MASTO_ACCESS_TOKEN", "made-up")
    desk.setting("accounts:", 'accounts:\n  force-masto: {platform: mastodon, base_url: "https://mastodon.example"}')
    return desk


def test_every_host_is_named_with_its_proxy(live: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "watchdog.example")
    live.setting("alerts:", 'heartbeat: "https://watchdog.example/ping/abc-secret"\nalerts:')
    live.edit("hook-1", "link: null", "link: https://www.force.example/news")
    said = _said(live)
    assert "account force-masto: mastodon, talks to mastodon.example through the proxy proxy.force.example:3128" in said
    assert "heartbeat: talks to watchdog.example while the daemon works\n" in said
    assert "www.force.example" in said
    assert "Releases are read from web addresses without it" in said
    assert [word for word in ("hunter2", "ines:", "abc-secret") if word in said] == []
    assert (live.root / "posts" / NAME).is_dir()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mailtos://duty:hunter2@mail.example?to=ines@force.example", "go by mailtos, to mail.example;"),
        ("slack://token.hunter2/B1/C1", "go by slack;"),
        ("tgram://123:hunter2.x/42", "go by tgram;"),
        ("hunter2", "An alert address is none"),
    ],
)
def test_an_alert_s_host_is_named_and_its_secret_is_not(live: Desk, monkeypatch: pytest.MonkeyPatch, address: str, shown: str) -> None:
    monkeypatch.setenv("CAMPAIGN_ALERT_URL", address)
    said = _said(live)
    assert shown in said
    assert "hunter2" not in said


def test_a_proxy_that_is_not_spoken_is_wrong(live: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://proxy.force.example:1080")
    assert "only http proxies are spoken here" in _said(live)


def test_an_old_version_is_a_note_also_without_a_login(live: Desk) -> None:
    live.setting("accounts:", 'accounts:\n  force-li: {platform: linkedin, organisation: "1000001", version: "202401"}')
    notes = [f["said"] for f in live.run("doctor", "--json").json if f["name"] == "account force-li" and f["ok"] is None]
    assert any("months old and may be retired by now" in said for said in notes)


def test_the_media_host_is_named_with_its_proxy(live: Desk) -> None:
    live.setting("accounts:", 'media_host: {folder: public/cards, base_url: "https://www.force.example/cards"}\naccounts:')
    said = _said(live)
    assert "media host: pictures are fetched from https://www.force.example/cards; to try that, this computer talks to " in said
    assert "www.force.example through the proxy proxy.force.example:3128" in said
    assert "hunter2" not in said
