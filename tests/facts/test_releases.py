"""Whole releases against their labels, and what holds for every release: exact spans, the pinned JSON, speed, no surprises."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.errors import ReleaseError
from campaign.facts import find, to_json
from campaign.models import Facts, Release, Span
from campaign.release import parse, read
from tests.facts.scoring import differences, labels

HERE = Path(__file__).parent / "releases"
OWN = sorted(p for p in HERE.iterdir() if p.suffix in {".md", ".txt"})
SAMPLES = (
    "01-county-lines-week",
    "02-winter-vaccines",
    "03-chip-pan-fire",
    "04-missing-walker",
    "05-investment-fraud",
    "06-mobile-phones-at-the-wheel",
    "07-sepsis-awareness",
    "08-hate-crime-week",
    "child-exploitation-day-march20",
)

# pieces of releases, well formed and not, to be put together in any order
PIECES = (
    *("Inspector Ines Wale said: “We were lucky.", " said Tobias Rook, 34, of Brackenholt.", "She added: ", "Look out for: "),
    *("”", "“", '"', "'", "‘", "’", "\n\n", "\n", "- ", "• ", "> ", "**", "#", "@", "|", "&amp;", "<br>"),
    "Signs include ",
    *("\u00a0", "\u00ad", "é", "e\u0301", "🙂", "[x](https://a.example)", "www.a.example.", "ENDS"),
    *("a cough, a rash and fever. ", "0800 555 111", "101", "999", "on ", "call ", "1 in 4 ", "£2.1m", "20 March 2024"),
)


def own_words(text: str) -> str:
    return " ".join(text.split())


def check_spans(release: Release, facts: Facts) -> None:
    """Every fact's words are the release's words at its span, white space folded."""

    def shown(span: Span) -> str:
        assert 0 <= span.start < span.end <= len(release.text)
        return own_words(release.text[span.start : span.end])

    for fact in (*facts.signs, *facts.advice, *facts.statistics, *(f for f in (facts.hook, facts.event) if f)):
        assert shown(fact.span) == own_words(fact.text)
    for quote in facts.quotes:
        assert own_words(" ".join(shown(s) for s in quote.spans)) == own_words(quote.text)
    for contact in facts.contacts:
        assert contact.span is not None
        assert shown(contact.span) == own_words(contact.value)
    for person in facts.people:
        assert shown(person.span) == own_words(person.name)
    for flag in facts.flags:
        assert shown(flag.span)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_label_of_the_samples_is_met(shared, name):
    facts = find(read(str(shared / "releases" / f"{name}.md")))
    label = labels(shared / "releases" / f"{name}.expected.yaml")
    assert differences(label, facts) == []
    assert facts.url == label["source_url"]


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.stem)
def test_every_label_of_our_own_releases_is_met(path):
    assert differences(labels(path.with_name(f"{path.stem}.expected.yaml")), find(read(str(path)))) == []


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.stem)
def test_every_fact_stands_where_its_span_says(path):
    release = read(str(path))
    facts = find(release)
    check_spans(release, facts)
    assert all(f.rule for f in (*facts.signs, *facts.advice, *facts.quotes, *facts.contacts, *facts.statistics))


def test_the_json_has_the_pinned_form():
    release = read(str(HERE / "07-domestic-abuse.md"))
    out = json.loads(json.dumps(to_json(find(release))))
    assert list(out)[:8] == ["title", "date", "area", "url", "language", "embargo", "event", "hook"]
    assert out["date"] == "2021-11-25"
    assert out["event"]["text"] == "White Ribbon Day"
    assert set(out["quotes"][0]) == {"text", "speaker", "role", "spans", "rule"}
    start, end = out["hook"]["span"]
    assert release.text[start:end] == out["hook"]["text"]
    assert {"kind", "value", "normalised", "label", "purpose", "span"} <= set(out["contacts"][0])
    assert {"name", "why", "span", "role"} <= out["people"][0].keys()


def test_marks_and_line_ends_do_not_change_the_facts():
    path = HERE / "06-burglary.md"
    data = path.read_text("utf-8")
    curly = find(parse(data.replace(' "', " “").replace('\n"', "\n“").replace('"', "”").encode(), "a.md"))
    windows = find(parse(data.replace("\n", "\r\n").encode("utf-8-sig"), "a.md"))
    assert [q.speaker for q in curly.quotes] == [q.speaker for q in windows.quotes] == ["Shabana Mir", "householder", "Hugo Pemberley"]
    assert to_json(windows) == to_json(find(read(str(path))))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([".md", ".txt"]))
def test_any_mixture_of_pieces_has_exact_spans(pieces, suffix):
    try:
        release = parse("".join(pieces).encode(), f"release{suffix}")
    except ReleaseError:
        return
    check_spans(release, find(release))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)), st.sampled_from([".md", ".txt", ""]))
def test_any_bytes_give_facts_or_one_sentence(data, suffix):
    try:
        release = parse(data, f"release{suffix}")
    except ReleaseError:
        return
    check_spans(release, find(release))


HOSTILE = (
    *('"', "“", "'", "*a ", "[", ">a ", "(", "a ", "Aa ", "1 ", "“a\n\n", 'said: "', "Signs include a, ", "are signs ", "”, she said. “"),
    *("0800 ", "call 999 ", "Aaa Bbb, 12 ", "a.", "http://a)"),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read_in_linear_time(unit):
    data = (unit * (60_000 // len(unit))).encode()
    start = time.monotonic()
    find(parse(data, "release.md"))
    assert time.monotonic() - start < 3


def test_a_release_is_understood_at_once():
    data = (HERE / "06-burglary.md").read_bytes()
    find(parse(data, "warm.md"))
    best = min(_timed(data) for _ in range(5))
    assert best < 0.1  # 30 ms are promised; a busy machine gets slack here, the benchmark does not


def _timed(data: bytes) -> float:
    release = parse(data, "release.md")
    start = time.monotonic()
    find(release)
    return time.monotonic() - start
