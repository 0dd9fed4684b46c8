"""What a server says that it accepts is asked once, kept, and goes before what is usual; a person's setting goes before both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from campaign.actions import texts
from campaign.actions.connect import connect
from campaign.actions.doctor import doctor
from campaign.actions.workspace import Workspace
from campaign.testing.servers import MastodonServer

SETTINGS = """\
organisation: Example Constabulary
accounts:
  force-masto: {{platform: mastodon, base_url: "{url}"{more}}}
"""


def desk(folder: Path, url: str, more: str = "") -> Workspace:
    (folder / "config.yaml").write_text(SETTINGS.format(url=url, more=more))
    return Workspace.find(folder)


def accepted(workspace: Workspace) -> int:
    return texts.limits(workspace, workspace.account("force-masto")).length


@pytest.fixture
def server():
    with MastodonServer(characters=5000) as running:
        yield running


def test_the_servers_own_number_is_kept(tmp_path: Path, server: MastodonServer) -> None:
    workspace = desk(tmp_path, server.url)
    assert accepted(workspace) == 500
    connect(workspace, "force-masto", dict(server.credentials))
    assert accepted(workspace) == 5000
    assert accepted(desk(tmp_path, server.url)) == 5000
    assert "takes 5000 characters" in " ".join(finding.said for finding in doctor(workspace, today=date(2026, 3, 18), online=True))


def test_a_setting_goes_before_it_and_another_server_has_said_nothing(tmp_path: Path, server: MastodonServer) -> None:
    connect(desk(tmp_path, server.url), "force-masto", dict(server.credentials))
    assert accepted(desk(tmp_path, server.url, ", limit: 700")) == 700
    assert accepted(desk(tmp_path, "https://other.example")) == 500


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"force-masto": 3}', '{"force-masto": {"server": "%s", "length": "many"}}'])
def test_what_nobody_wrote_is_passed_over(tmp_path: Path, server: MastodonServer, kept: str) -> None:
    workspace = desk(tmp_path, server.url)
    workspace.state.mkdir()
    (workspace.state / "limits.json").write_text(kept.replace("%s", server.url))
    assert accepted(workspace) == 500
