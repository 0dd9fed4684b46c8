"""`campaign check` names what only an adapter knows, before anybody approves and without a login."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import desk
from tests.cli.desk import Desk

__all__ = ["desk"]

OTHER = Path(__file__).parents[1] / "facts" / "releases" / "01-lantern-week.md"


def _rules(desk: Desk) -> list[str]:
    return [row["rule"] for row in desk.run("check", "lanterns", "--json").json if row["severity"] == "stop" and row["rule"] != "flag"]


@pytest.fixture
def planned(desk: Desk) -> Desk:
    """A day that goes to Instagram."""
    desk.setting("practice: {platform: outbox}", 'practice: {platform: instagram, user: "17841400000000001"}')
    desk.good("plan", str(OTHER), "--date", "2026-03-18", "--name", "lanterns", "--as", "Ola")
    return desk


def test_pictures_without_a_media_host_are_stopped(planned: Desk) -> None:
    assert "media-host" in _rules(planned)
    planned.setting("timezone:", 'media_host: {folder: public, base_url: "https://www.force.example/cards"}\ntimezone:')
    assert "media-host" not in _rules(planned)


def test_a_post_without_a_picture_is_stopped_on_instagram(planned: Desk) -> None:
    path = next((planned.root / "posts" / "lanterns").glob("01-*.md"))
    text = path.read_text("utf-8")
    start, end = text.index("media:"), text.index("link:")
    path.write_text(text[:start] + "media: []\n" + text[end:], "utf-8")
    assert "images" in _rules(planned)
