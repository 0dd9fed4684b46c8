"""The rules on wording: a table of texts, caught and not caught."""

from __future__ import annotations

from datetime import date

import pytest

from campaign.models import Severity
from campaign.text.lint import RULES, lint, near_duplicates

WEDNESDAY = date(2026, 3, 18)
LONG = (
    "Speak to a teacher, a nurse, a youth worker or anyone else whom you trust about what you have seen or heard this week, "
    "because one call helps"
)
CAUGHT = [
    ("long-sentence", LONG + "."),
    ("many-hashtags", "#One #Two #Three"),
    ("hashtag-case", "#spotthesigns"),
    ("hashtag-case", "#SPOTTHESIGNS"),
    ("capitals", "DO NOT WAIT, CALL NOW."),
    ("many-emoji", "💙👮🏻‍♀️🇬🇧☎️"),
    ("wrong-day", "Join us on Thursday."),
    ("wrong-day", "Tomorrow, Friday, we talk."),
    ("wrong-day", "Come on Thursday 18 March 2026."),
    ("wrong-day", "Today (17 March) is the day."),
    ("wrong-day", "Tomorrow, 18 March, is the day."),
    ("split-number", "Call 0808 157\n0123 now."),
    ("split-number", "Ring +44 7700\n 900123"),
    ("split-number", "Crimestoppers: 0800 555\n111"),
    ("click-here", "Click here: https://example.org"),
    ("click-here", "Cliciwch yma"),
    ("shortened-link", "See bit.ly/abc"),
    ("shortened-link", "See https://www.tinyurl.com/abc"),
]
NOT_CAUGHT = [
    "Speak to a teacher.\nSpeak to a nurse.\n" + "\n".join(f"- sign {number}" for number in range(30)),
    "#SpotTheSigns #CEADay",
    "#beds",
    "NSPCC and CEOP help. Call 999 NOW.",
    "💙💙💙 © ® ™ 1 2 3 4 # *",
    "Today is Wednesday. Tomorrow is Thursday, yesterday was Tuesday.",
    "Thursday 19 March 2026 and Monday, 1 June are right.",
    "Today, 18 March, is the day.",
    "Childline 0800 1111\n999 in an emergency",
    "0808 157 0123\n101",
    "We were here and clicked.",
    "https://example.org/bit.ly",
]


@pytest.mark.parametrize(("rule", "text"), CAUGHT)
def test_caught(rule: str, text: str) -> None:
    assert rule in [problem.rule for problem in lint(text, day=WEDNESDAY)]


@pytest.mark.parametrize("text", NOT_CAUGHT)
def test_not_caught(text: str) -> None:
    assert lint(text, day=WEDNESDAY) == []


def test_every_rule_is_caught_once_here_and_names_its_guidance() -> None:
    problems = [problem for _, text in CAUGHT for problem in lint(text, day=WEDNESDAY)]
    assert len({problem.rule for problem in problems}) == len(RULES)
    for problem in problems:
        assert problem.source.startswith("https://")
        assert problem.message.endswith(".")
        assert problem.fix.endswith(".")


def test_only_a_split_number_stops() -> None:
    stops = {problem.rule for _, text in CAUGHT for problem in lint(text, day=WEDNESDAY) if problem.severity is Severity.STOP}
    assert stops == {"split-number"}


def test_days_are_read_in_the_language_of_the_post() -> None:
    assert [problem.rule for problem in lint("Ymunwch ddydd Iau.", day=WEDNESDAY, language="cy")] == ["wrong-day"]
    assert [problem.rule for problem in lint("Dydd Iau yw hi heddiw.", day=WEDNESDAY, language="cy")] == ["wrong-day"]
    assert lint("Dydd Mercher 18 Mawrth 2026", day=WEDNESDAY, language="cy") == []
    assert lint("Thursday", day=WEDNESDAY, language="pl") == []


def test_without_a_day_no_day_is_wrong() -> None:
    assert lint("Join us on Thursday.") == []


def test_a_date_that_does_not_exist_is_a_problem_and_not_a_crash() -> None:
    assert [problem.rule for problem in lint("Thursday 31 June", day=WEDNESDAY)] == ["wrong-day"]


def test_texts_that_differ_only_in_tags_and_marks_are_duplicates() -> None:
    first = "Call 101 if you see the signs of exploitation. www.example.org"
    problems = near_duplicates({"hook-1": first, "hook-2": "CALL 101, if you see the signs of exploitation! #Tag", "quote-1": "Listen."})
    assert [(problem.rule, problem.severity, problem.post) for problem in problems] == [("near-duplicate", Severity.STOP, "hook-2")]
    assert '"hook-1"' in problems[0].message


def test_texts_with_the_same_ending_are_not_duplicates() -> None:
    ending = " If you are worried, call 101, or 999 in an emergency. Crimestoppers: 0800 555 111."
    first, second = "Going missing and coming home late can be signs.", "New phones or money nobody can explain?"
    assert near_duplicates({"a": first + ending, "b": second + ending}) == []
