"""Signing in: tried first, kept only then, readable by nobody else, shown nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.actions.connect import connect, wanted
from campaign.actions.workspace import Workspace
from campaign.errors import NotAllowed, NotAuthorized
from campaign.testing.servers import MastodonServer

SETTINGS = """\
organisation: Example Constabulary
accounts:
  practice: {{platform: outbox}}
  force-masto: {{platform: mastodon, base_url: "{url}"}}
"""


def _workspace(folder: Path, url: str) -> Workspace:
    (folder / "config.yaml").write_text(SETTINGS.format(url=url))
    return Workspace.find(folder)


def test_good_secrets_are_tried_and_kept(tmp_path: Path) -> None:
    with MastodonServer() as server:
        desk = _workspace(tmp_path, server.url)
        assert wanted(desk, "force-masto")[1] == ("ACCESS_TOKEN",)
        login = connect(desk, "force-masto", {"ACCESS_TOKEN": f" {server.credentials['ACCESS_TOKEN']} "})
        store = tmp_path / ".campaign" / "credentials.yaml"
        assert login.handle
        assert store.stat().st_mode & 0o077 == 0
        assert desk.platform("force-masto").verify() == login
        assert not server.posts


def test_wrong_secrets_are_not_kept_and_not_repeated(tmp_path: Path) -> None:
    with MastodonServer() as server:
        desk = _workspace(tmp_path, server.url)
        with pytest.raises(NotAuthorized) as caught:
            connect(desk, "force-masto", {"ACCESS_TOKEN": "mistyped-secret-of-mine"})
        assert "mistyped-secret-of-mine" not in str(caught.value)
        assert not (tmp_path / ".campaign" / "credentials.yaml").exists()


def test_what_needs_no_login_says_so(tmp_path: Path) -> None:
    desk = _workspace(tmp_path, "http://127.0.0.1:9")
    with pytest.raises(NotAllowed, match="needs no login"):
        wanted(desk, "practice")
