"""Facts of a text written in the test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from campaign.facts import find
from campaign.models import Facts
from campaign.release import parse

FRONT = "---\ntitle: A title\ndate: 2024-03-20\narea: Brackenholt\n---\n\n"


@pytest.fixture
def facts_of() -> Callable[..., Facts]:
    """Facts of a body in Markdown with complete front matter."""

    def facts_of(body: str, *, front: str = FRONT) -> Facts:
        return find(parse((front + body).encode(), "release.md"))

    return facts_of
