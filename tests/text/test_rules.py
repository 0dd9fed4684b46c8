"""The table of the rules, and the page that is written from it."""

from __future__ import annotations

import re
from pathlib import Path

from campaign.config.values import SWITCHES
from campaign.text import rules
from campaign.text.rulespage import page

ROOT = Path(__file__).parent.parent.parent


def test_the_page_says_what_the_table_says() -> None:
    written = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert written == page(), "write it anew: python -m campaign.text.rulespage > docs/rules.md"


EMITTED = re.compile(r'(?:rule=|_problem\(\s*|_stop\(\s*|_warn\(\s*)"([a-z][a-z-]+)"')
FLAGS = {"no-support-line"}  # names of safeguarding matters, which are all of the rule "flag"
PLANNING = {"contact-left-out", "few-wordings", "one-sign", "quote-speaker", "support-line", "template"}  # notes of `campaign plan`


def test_what_check_tells_of_stands_in_the_table() -> None:
    folders = ("actions", "schedule")
    files = [*(file for name in folders for file in (ROOT / "campaign" / name).glob("*.py")), ROOT / "campaign/text/accepted.py"]
    emitted = {name for file in files for name in EMITTED.findall(file.read_text("utf-8"))}
    assert len(emitted) > 25
    assert emitted - set(rules.RULES) - FLAGS - PLANNING == set()


def test_no_name_is_given_twice() -> None:
    names = [rule.name for group in rules.GROUPS.values() for rule in group]
    assert len(names) == len(set(names)) == len(rules.RULES)


def test_every_rule_on_words_truth_and_people_rests_on_public_guidance() -> None:
    own = {"release"}  # this one only compares bytes
    for rule in (*rules.WORDING, *rules.TRUTH, *rules.PEOPLE):
        assert rule.guidance.startswith("https://") or rule.name in own, rule.name


def test_the_settings_know_the_switches_of_the_rules() -> None:
    assert rules.SWITCHES == SWITCHES
