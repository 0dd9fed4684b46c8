"""What every test may use: the shared reference data, where it is beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgresql import postgresql

__all__ = ["postgresql"]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared reference data; tests on it are skipped in a checkout that stands alone."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared reference data is not beside this checkout")
    return folder
