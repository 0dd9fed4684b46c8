"""The page of the rules for the docs, made from the table: it cannot say something else than the program does."""

from __future__ import annotations

import sys

from campaign.text.rules import GROUPS, Rule

_HEAD = """\
# Rules

What `campaign check` looks for, group by group. A *stop* stands in the way of approval, a *warn* wants a second look, a *hint* makes a
good post better. Each problem names its file, its line and what to do; with `--json` it also gives the address of its guidance.

A rule that is a matter of style is switched in `config.yaml`:

```yaml
lint: {emoji-place: off, long-sentence: warn}   # off, hint, warn or stop
```

The others guard a promise or state a fact: they can't be switched. Where the last column says `--override`, whoever approves a post may
take the rule on for that post, with a written reason that goes into the ledger: `--override untraced-figure=REASON`.
A misspelt name is an error that names the nearest rule. What a person quotes is never judged for its style.
"""


def page() -> str:
    """Every rule with its severity, its guidance and how it is switched, as Markdown."""
    lines = [_HEAD]
    for group, rules in GROUPS.items():
        lines += [f"## {group}", "", "| rule | usually | what it finds | guidance | switch |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(rule) for rule in rules]
        lines.append("")
    return "\n".join(lines)


def _row(rule: Rule) -> str:
    guidance = f"<{rule.guidance}>" if rule.guidance else "–"
    switch = f"no: {rule.fixed}" if rule.fixed else f"`lint: {{{rule.name}: …}}`"
    if rule.override and rule.fixed:
        switch += f"; `--override {rule.name}=REASON`"
    return f"| `{rule.name}` | {rule.severity} | {rule.about} | {guidance} | {switch} |"


if __name__ == "__main__":
    sys.stdout.write(page())
