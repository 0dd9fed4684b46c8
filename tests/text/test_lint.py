"""The rules on wording: a table of texts, caught and not caught."""

from __future__ import annotations

from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.models import Problem, Severity
from campaign.text import rules
from campaign.text.lint import RULES, lint, name_of, near_duplicates, reading_ease

WEDNESDAY = date(2026, 3, 18)
LONG = (
    "Speak to a teacher, a nurse, a youth worker or anyone else whom you trust about what you have seen or heard this week, "
    "because one call helps"
)
HARD = (
    "Multi-agency safeguarding partnerships facilitate the identification of vulnerability. "
    "Collaborative interventions necessitate comprehensive organisational accountability. "
    "Operational prioritisation incorporates intelligence dissemination, victimisation analysis and "
    "community reassurance communications throughout neighbourhood policing establishments. "
    "Proportionate enforcement activity complements preventative educational engagement."
)
JARGON = {"service users": "people we help", "IDVA": "specialist adviser", "cwsmer": "person"}
BLOCKED = ("hotbed of crime", "troll")
CAUGHT = [
    ("long-sentence", LONG + "."),
    ("reading-ease", HARD),
    ("many-hashtags", "#One #Two #Three"),
    ("hashtag-case", "#spotthesigns"),
    ("hashtag-case", "#SPOTTHESIGNS"),
    ("capitals", "DO NOT WAIT, CALL NOW."),
    ("capitals", "Please DO NOT SHARE THESE pictures."),
    ("fancy-letters", "𝗦𝗽𝗼𝘁 𝘁𝗵𝗲 𝘀𝗶𝗴𝗻𝘀"),
    ("fancy-letters", "Ｃａｌｌ 101"),
    ("fancy-letters", "Ⓢⓟⓞⓣ the signs"),
    ("fancy-letters", "N\u0336o\u0336t\u0336 this"),
    ("symbols", "Friends & family can help."),
    ("symbols", "Home + school can help."),
    ("symbols", "See it w/out fear."),
    ("symbols", "New phone = new friend?"),
    ("symbols", "Worried? → Call 101."),
    ("many-emoji", "💙👮🏻‍♀️🇬🇧☎️"),
    ("emoji-place", "💙 We are here for you."),
    ("emoji-place", "Call ☎️ us today."),
    ("emoji-place", "Signs:\n✅ going missing"),
    ("many-links", "www.example.org www.example.com https://example.net/a"),
    ("wrong-day", "Join us on Thursday."),
    ("wrong-day", "Tomorrow, Friday, we talk."),
    ("wrong-day", "Come on Thursday 18 March 2026."),
    ("wrong-day", "Today (17 March) is the day."),
    ("wrong-day", "Tomorrow, 18 March, is the day."),
    ("past-date", "Join us on 12 March."),
    ("past-date", "Apply by 1 February 2026."),
    ("split-number", "Call 0808 157\n0123 now."),
    ("split-number", "Ring +44 7700\n 900123"),
    ("split-number", "Crimestoppers: 0800 555\n111"),
    ("emergency-first", "Not an emergency: 101\nIn an emergency: 999\nCrimestoppers: 0800 555 111"),
    ("emergency-first", "101 – not an emergency\n999 – in an emergency"),
    ("click-here", "Click here: https://example.org"),
    ("click-here", "Cliciwch yma"),
    ("link-text", "See the link below."),
    ("link-text", "You will find more info here."),
    ("link-text", "Mae rhagor yma."),
    ("shortened-link", "See bit.ly/abc"),
    ("shortened-link", "See https://www.tinyurl.com/abc"),
    ("jargon", "Our service users tell us."),
    ("jargon", "Speak to an IDVA's team."),
    ("blocked", "It is no hotbed  of crime."),
    ("blocked", "“Do not feed the trolls.”"),
]
NOT_CAUGHT = [
    "Speak to a teacher.\nSpeak to a nurse.\n" + "\n".join(f"- sign {number}" for number in range(30)),
    "#SpotTheSigns #CEADay",
    "#beds",
    "NSPCC and CEOP help. Call 999 NOW.",
    "We are here for you. 💙💙💙\n© ® ™ 1 2 3 4 # *",
    "We are here for you 💙",
    "Call 101. 💙 We will listen.",
    "Today is Wednesday. Tomorrow is Thursday, yesterday was Tuesday.",
    "Thursday 19 March 2026 and Monday, 1 June are right.",
    "Today, 18 March, is the day.",
    "On 12 March we were in town. The man was jailed on 3 February.",
    "Join us on 19 March. Book by 31 March.",
    "It will be two years since 12 March 2024.",
    "Childline 0800 1111\n999 in an emergency",
    "0808 157 0123\n101",
    "In an emergency: 999\nNot an emergency: 101\nChildline: 0800 1111",
    "Call 101, or 999 in an emergency.",
    "We were here and clicked.",
    "https://example.org/bit.ly",
    "Read more at www.example.org/signs",
    "More info here: www.example.org/signs",
    "In an emergency: 112\nOr: 999\nNot an emergency: 101",
    "\n".join(f"Multi-agency safeguarding partnership of Harrowmere {n}: 0808 157 012{n}" for n in range(8)),
    "Marks & Spencer and Devon & Somerset Fire help. R&B. 2 + 2 = 4, says nobody.".replace("2 + 2 = 4", "Two and two are four"),
    "He said: “" + LONG + ", DO NOT WAIT & CALL NOW.”",
    "“Our service users come first.”",
    "The patrol strolled past.",
    "5 km² and 20 °C, café, naïve, Ynys Môn Ⓜ️ ℹ️",
    "Sgt O’Neill: over £1,000 – 1 in 4 – was lost between 09:30 and 11:00.",
]
WELSH = [
    "Allech chi weld yr arwyddion? Os ydych chi’n poeni am blentyn, ffoniwch 101. Mewn argyfwng ffoniwch 999.",
    "Mewn argyfwng: 999\nNid yw’n argyfwng: 101\nTaclo’r Tacle, yn ddienw: 0800 555 111\nAr-lein: www.example.wales",
    "Mae rhagor yma: www.example.wales",
    "Mae heddiw yn ddiwrnod pwysig. Siaradwch â rhywun rydych chi’n ymddiried ynddo. #AdnabodYrArwyddion",
]


def found(text: str, language: str = "en", event: date | None = None) -> list[Problem]:
    return lint(text, day=WEDNESDAY, event=event, language=language, jargon=JARGON, blocked=BLOCKED)


@pytest.mark.parametrize(("rule", "text"), CAUGHT)
def test_caught(rule: str, text: str) -> None:
    assert rule in [problem.rule for problem in found(text)]


@pytest.mark.parametrize("text", NOT_CAUGHT)
def test_not_caught(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", WELSH)
def test_normal_welsh_posts_are_not_caught(text: str) -> None:
    assert found(text, "cy", WEDNESDAY) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("wrong-day", "Dydd Iau yw hi heddiw."),
        ("past-date", "Ymunwch â ni ar 12 Mawrth."),
        ("emergency-first", "Nid yw’n argyfwng: 101\nMewn argyfwng: 999"),
        ("link-text", "Defnyddiwch y ddolen isod."),
        ("capitals", "PEIDIWCH AG AROS, FFONIWCH."),
        ("jargon", "Mae pob cwsmer yn bwysig."),
        ("split-number", "Ffoniwch 0808 157\n0123."),
    ],
)
def test_the_rules_hold_in_welsh(rule: str, text: str) -> None:
    assert rule in [problem.rule for problem in found(text, "cy")]


def test_every_rule_has_its_place_in_the_table_and_names_its_guidance() -> None:
    problems = [problem for _, text in CAUGHT for problem in found(text)]
    assert {problem.rule for problem in problems} == {name_of(rule) for rule in RULES} == {rule.name for rule in rules.WORDING}
    for problem in problems:
        rule = rules.RULES[problem.rule]
        assert problem.guidance == rule.guidance != ""
        assert problem.severity is rule.severity
        assert problem.message.endswith(".")
        assert problem.fix.endswith(".")


def test_only_a_split_number_and_blocked_words_stop() -> None:
    stops = {problem.rule for _, text in CAUGHT for problem in found(text) if problem.severity is Severity.STOP}
    assert stops == {"split-number", "blocked"}


def test_the_fix_of_jargon_is_the_better_word_and_of_a_font_the_letters() -> None:
    assert found("Our service users.")[0].fix == "Write “people we help”."
    assert found("𝗦𝗽𝗼𝘁!")[0].fix == "Type it on the keyboard: Spot."


def test_days_are_read_in_the_language_of_the_post() -> None:
    assert [problem.rule for problem in found("Ymunwch ddydd Iau.", "cy")] == ["wrong-day"]
    assert found("Ymunwch ddydd Mercher.", "cy") == []
    assert lint("Dydd Mercher 18 Mawrth 2026", day=WEDNESDAY, language="cy") == []
    assert lint("Thursday", day=WEDNESDAY, language="pl") == []


@pytest.mark.parametrize(("text", "language"), [("Today is our day.", "en"), ("Heddiw yw ein diwrnod ni.", "cy")])
def test_today_is_the_campaign_s_day(text: str, language: str) -> None:
    assert found(text, language, WEDNESDAY) == []
    problems = found(text, language, date(2026, 3, 17))
    assert [problem.rule for problem in problems] == ["wrong-day"]
    assert "17 March 2026" in problems[0].message


def test_without_a_day_no_day_is_wrong() -> None:
    assert lint("Join us on Thursday, 12 March.") == []


def test_a_date_that_does_not_exist_is_a_problem_and_not_a_crash() -> None:
    assert [problem.rule for problem in lint("Thursday 31 June", day=WEDNESDAY)] == ["wrong-day"]
    assert lint("Join us on 31 June", day=WEDNESDAY) == []


def test_reading_ease_orders_texts_as_people_do() -> None:
    easy = "We are here to help you. If you see a child who is sad, talk to them. Ask if they are all right. You can call us day or night."
    assert (reading_ease(easy) or 0) > 90
    assert (reading_ease(HARD) or 100) < 20
    assert reading_ease("Call 101.") is None


def test_texts_that_differ_only_in_tags_and_marks_are_duplicates() -> None:
    first = "Call 101 if you see the signs of exploitation. www.example.org"
    problems = near_duplicates({"hook-1": first, "hook-2": "CALL 101, if you see the signs of exploitation! #Tag", "quote-1": "Listen."})
    assert [(problem.rule, problem.severity, problem.post) for problem in problems] == [("near-duplicate", Severity.STOP, "hook-2")]
    assert '"hook-1"' in problems[0].message


def test_texts_with_the_same_ending_are_not_duplicates() -> None:
    ending = " If you are worried, call 101, or 999 in an emergency. Crimestoppers: 0800 555 111."
    first, second = "Going missing and coming home late can be signs.", "New phones or money nobody can explain?"
    assert near_duplicates({"a": first + ending, "b": second + ending}) == []


def test_what_was_published_before_counts_too() -> None:
    problems = near_duplicates({"hook-1": "Call 101 if you see the signs!"}, {"autumn/hook-2": "Call 101 if you see the signs."})
    assert [(problem.rule, problem.post) for problem in problems] == [("near-duplicate", "hook-1")]
    assert "autumn/hook-2" in problems[0].message


HOSTILE = ["&", "w/", "“", '"', "💙", "𝗦", "a\u0336", "0 ", "#", "A ", "→ ", "12 March ", "will ", "\n", "a & ", "troll", ". "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_are_read_in_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    found("warm up")
    start = perf_counter()
    found(text)
    assert perf_counter() - start < 1.0


@given(st.lists(st.sampled_from([*HOSTILE, "call ", "999", "1\u20e3", "ffoniwch "]), max_size=30).map("".join))
def test_no_text_breaks_a_rule(text: str) -> None:
    for language in ("en", "cy"):
        assert all(problem.rule in rules.RULES for problem in found(text, language))
