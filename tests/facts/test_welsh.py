"""The Welsh sample and its English twin give the same facts; Welsh shapes that are easy to miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign import facts, release
from campaign.models import Facts
from tests.conftest import ROOT

SAMPLES = ROOT / "campaign" / "data" / "sample"


def _sample(language: str) -> Facts:
    return facts.find(release.read(str(SAMPLES / f"county-lines-day.{language}.md")))


def _found(tmp_path: Path, body: str) -> Facts:
    file = tmp_path / "release.md"
    file.write_text(f"```yaml\ntitle: Prawf\nlanguage: cy\n```\n\n{body}\n", "utf-8")
    return facts.find(release.read(str(file)))


def test_both_languages_give_as_many_of_everything() -> None:
    welsh, english = _sample("cy"), _sample("en")
    assert welsh.language == "cy"
    for kind in ("signs", "advice", "quotes", "statistics", "contacts"):
        assert len(getattr(welsh, kind)) == len(getattr(english, kind)), kind
    assert [q.speaker for q in welsh.quotes] == [q.speaker for q in english.quotes]
    assert [(c.purpose, c.normalised) for c in welsh.contacts[:4]] == [(c.purpose, c.normalised) for c in english.contacts[:4]]
    assert welsh.event is not None
    assert welsh.event.text == "Diwrnod Ymwybyddiaeth Llinellau Cyffuriau"
    assert welsh.contacts[2].label == "Taclo’r Taclau"
    assert welsh.statistics[0].value == "46"


def test_a_mutated_name_of_a_day_is_no_event(tmp_path: Path) -> None:
    assert _found(tmp_path, "Ymunwch â ni ar Ddiwrnod Diogelwch Tân yng nghanol y dref.").event is None


def test_orders_in_the_plural_are_advice(tmp_path: Path) -> None:
    found = _found(tmp_path, "Er mwyn helpu:\n\n- cofiwch gloi’r drws\n- peidiwch ag agor y drws i neb dieithr\n- holwch eich cymydog")
    assert [a.text[:7] for a in found.advice] == ["cofiwch", "peidiwc", "holwch "]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Cafodd 1,240 o gartrefi ymweliad y llynedd.", "1,240"),
        ("Mae un o bob pedwar wedi gweld hyn.", "un o bob pedwar"),
        ("Roedd 35 y cant yn iau nag 16.", "35 y cant"),
    ],
)
def test_welsh_figures(tmp_path: Path, sentence: str, value: str) -> None:
    assert [s.value for s in _found(tmp_path, f"{sentence} Dyna’r neges heddiw.").statistics] == [value]


@pytest.mark.parametrize("sentence", ["Bu’n gweithio yno am 12 o flynyddoedd hir.", "Daeth 3 o swyddogion i’r ysgol ddoe i siarad."])
def test_measures_and_small_numbers_are_none(tmp_path: Path, sentence: str) -> None:
    assert _found(tmp_path, sentence).statistics == ()
