"""From facts to a day of posts: wordings are data (data/templates/), every fact in them keeps its place in the release.

The functions are loaded on first use: Jinja2 takes longer to import than most commands need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from campaign.compose.brief import Brief

if TYPE_CHECKING:
    from campaign.compose.checking import check_templates
    from campaign.compose.choosing import Choice, choices, requoted
    from campaign.compose.pairing import write_pairs
    from campaign.compose.showing import Shown, shown, template_ids
    from campaign.compose.starter import new_template
    from campaign.compose.wordings import KINDS, find_template
    from campaign.compose.writing import capacity, problems, write

__all__ = [
    "KINDS", "Brief", "Choice", "Shown", "capacity", "check_templates", "choices", "find_template", "new_template", "problems",
    "requoted", "shown", "template_ids", "write", "write_pairs",
]  # fmt: skip

_HOMES = {
    "KINDS": "wordings", "Choice": "choosing", "Shown": "showing", "capacity": "writing", "check_templates": "checking",
    "choices": "choosing", "find_template": "wordings", "new_template": "starter", "problems": "writing", "requoted": "choosing",
    "shown": "showing", "template_ids": "showing", "write": "writing",
    "write_pairs": "pairing",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
