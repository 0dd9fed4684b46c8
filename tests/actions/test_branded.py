"""The sample's name on cards of another organisation."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.actions.check import check
from campaign.actions.workspace import Workspace
from tests.cli.desk import NAME, Desk

LIVE = 'practice: {platform: mastodon, base_url: "https://mastodon.example"}'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A day of another organisation than the sample's."""
    desk = Desk(tmp_path / "desk").planned()
    desk.setting("organisation: Example Constabulary", "organisation: Wexcombe Police")
    return desk


def found(desk: Desk) -> set[tuple[str, str | None]]:
    """How hard it stands in the way, and of which post."""
    return {(p.severity.value, p.post) for p in check(Workspace(desk.root), NAME, now=desk.now) if p.rule == "brand"}


def test_the_sample_s_name_is_a_warning_in_practice_and_stops_what_is_live(desk: Desk) -> None:
    assert found(desk) == {("warn", None)}
    said = desk.run("doctor").out
    assert "brand" in said
    assert "WRONG" not in said
    desk.setting("practice: {platform: outbox}", LIVE)
    assert {severity for severity, _ in found(desk)} == {"stop"}
    assert len(found(desk)) == 10
    assert "WRONG" in desk.run("doctor").out


@pytest.mark.parametrize(("name", "footer", "named"), [("Wexcombe Police", "@exampleforce", True), ("Wexcombe Police", "@wexcombe", False)])
def test_all_of_it_has_to_be_one_s_own(desk: Desk, name: str, footer: str, named: bool) -> None:
    brand = desk.root / "images" / "brand" / "brand.yaml"
    brand.write_text(brand.read_text().replace("Example Constabulary", name, 1).replace("@exampleforce", footer, 1))
    assert bool(found(desk)) == named


def test_the_sample_itself_is_left_alone(tmp_path: Path) -> None:
    assert found(Desk(tmp_path / "other").planned()) == set()
