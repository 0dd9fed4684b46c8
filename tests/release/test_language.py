"""Which language a release is in, where its front matter does not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign import release
from tests.conftest import ROOT

SAMPLES = ROOT / "campaign" / "data" / "sample"


def _body(name: str) -> str:
    return (SAMPLES / f"county-lines-day.{name}.md").read_text("utf-8").split("```")[2]


def _read(tmp_path: Path, text: str) -> str:
    file = tmp_path / "release.md"
    file.write_text(text, "utf-8")
    return release.read(str(file)).language


def test_a_release_without_front_matter_is_known_by_its_words(tmp_path: Path) -> None:
    assert _read(tmp_path, _body("cy")) == "cy"
    assert _read(tmp_path, _body("en")) == "en"


def test_a_release_in_both_languages_is_not_taken_as_welsh(tmp_path: Path) -> None:
    assert _read(tmp_path, _body("cy") + _body("en")) == "en"


@pytest.mark.parametrize(("written", "language"), [("cy", "cy"), ("cy-GB", "cy"), ("en", "en"), ("ga", "ga")])
def test_what_the_front_matter_says_holds(tmp_path: Path, written: str, language: str) -> None:
    assert _read(tmp_path, f"```yaml\ntitle: Prawf\nlanguage: {written}\n```\n{_body('cy')}") == language


def test_a_few_words_tell_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path, "Mae yn yr wedi ar.") == "en"
