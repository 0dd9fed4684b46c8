"""Reading the public conformance data that lies beside the checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[3] / "shared" / "conformance"


def read(name: str) -> Any:
    """One file of the conformance data as it stands; None without the data, so that tests of it skip."""
    path = FOLDER / name
    return YAML(typ="safe").load(path.read_text("utf-8")) if path.is_file() else None


def cases(name: str, *keys: str) -> list[Any]:
    """The cases under the path of ``keys``, as pytest parameters; a single skipped one without the data."""
    found = read(name)
    if found is None:
        return [pytest.param(None, marks=pytest.mark.skip(reason="the conformance data is not beside this checkout"))]
    for key in keys:
        found = found[key]
    return [pytest.param(case, id=case.get("id") or case.get("description") or str(place)) for place, case in enumerate(found)]
