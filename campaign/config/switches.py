"""The switches of the rules in config.yaml: whether there is such a rule, and whether it may be switched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaign.config.mistakes import Mistake, nearest
from campaign.text.rules import RULES


def switches(data: Mapping[str, Any]) -> list[Mistake]:
    """Check that ``lint`` names rules, and none that guards a promise or states a fact."""
    written = data.get("lint")
    found = []
    for name in written if isinstance(written, dict) else ():
        rule = RULES.get(name)
        if rule is None:
            found.append(Mistake(path=("lint", name), message=f"There is no rule '{name}'.", fix=nearest(name, RULES)))
        elif rule.fixed:
            fix = "Take it out."
            if rule.override:
                fix += f" For one post, whoever approves it may say: --override {name}=REASON"
            found.append(Mistake(path=("lint", name), message=f"'{name}' can't be switched: {rule.fixed}.", fix=fix))
    return found
