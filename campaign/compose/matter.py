"""What one post says, before it has a wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.compose.tracing import Traced


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """The values for a wording, and how strong they are. ``prefer``: a value whose wordings go first; ``only``: no others may be used."""

    values: Mapping[str, Traced] = field(default_factory=dict)
    strength: float = 1.0
    prefer: str = ""
    only: bool = False
