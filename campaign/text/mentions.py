"""Names of accounts that differ by platform: ``@childline`` in a post becomes the handle that it has there, or its plain name."""

from __future__ import annotations

import re
from collections.abc import Mapping

_KEY = re.compile(r"(?<![\w@/.-])@([a-z0-9][a-z0-9-]{0,63})(?![\w@-]|\.\w)")


def named(text: str, mentions: Mapping[str, str]) -> str:
    """``text`` with every key of ``mentions`` that stands behind an @ replaced by what it is here. Other @names stay as they are."""
    return _KEY.sub(lambda found: mentions.get(found[1], found[0]), text) if mentions else text
