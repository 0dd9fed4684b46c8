"""A card is frozen in a format that its platform takes, at a size that the platform shows sharp."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.actions import texts
from campaign.actions.setup import init
from campaign.actions.workspace import Workspace
from campaign.models import Account, Card

CARD = Card(layout="hook", fields={"eyebrow": "Cuckooing", "title": "Know the signs"})


@pytest.mark.parametrize(("platform", "mime"), [("instagram", "image/jpeg"), ("x", "image/png"), ("facebook", "image/png")])
def test_the_format_is_one_that_the_platform_takes(tmp_path: Path, platform: str, mime: str) -> None:
    init(tmp_path)
    assert texts._drawn(Workspace(tmp_path), CARD, Account(id="a", platform=platform)).mime == mime


def test_a_png_that_would_be_shown_blurred_becomes_a_jpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(tmp_path)
    monkeypatch.setitem(texts.LARGE_PNG, "facebook", 100)  # no card is as large as the real figure
    assert texts._drawn(Workspace(tmp_path), CARD, Account(id="a", platform="facebook")).mime == "image/jpeg"
