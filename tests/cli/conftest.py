"""What the tests of the commands start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A workspace with a practice account and ten posts for the next day."""
    return Desk(tmp_path / "desk").planned()
