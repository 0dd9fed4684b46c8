"""Wordings are data: every one renders, a workspace's own come first, and each mistake is a sentence with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.compose import check_templates, write
from campaign.compose.rendering import render
from campaign.compose.tracing import Traced
from campaign.compose.wordings import FILES, FORMS, Piece, load
from campaign.errors import TemplateError
from campaign.models import Span
from tests.compose.made_up import brief, slots

GOOD = "wordings:\n  - id: mine\n    long: |\n      Our own words for {{ area }}.\n"


def folder(tmp_path: Path, text: str, name: str = "hook") -> Path:
    (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_every_built_in_wording_renders_and_there_are_six_of_each() -> None:
    assert check_templates() == ()
    for name in FILES:
        phrases = load(name, "en")
        assert len(phrases) >= 6
        assert all(set(p.forms) <= set(FORMS) for p in phrases)


def test_a_file_of_the_workspace_shadows_the_built_in_one(tmp_path: Path) -> None:
    made = brief(templates=(folder(tmp_path, GOOD),))
    assert write(made, slots(3))[0].body.startswith("Our own words for Brackenholt.")


def test_the_language_folder_comes_before_the_plain_one(tmp_path: Path) -> None:
    folder(tmp_path, GOOD)
    (tmp_path / "cy").mkdir()
    folder(tmp_path / "cy", GOOD.replace("Our own words", "Ein geiriau"))
    assert load("hook", "cy", (tmp_path,))[0].forms["long"].source.startswith("Ein geiriau")
    with pytest.raises(TemplateError, match="no wordings for signs posts in the language “ga”"):
        load("signs", "ga", (tmp_path,))


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ("Hello {{ aera }}", 5, "nothing is called “aera”, in “Hello {{ aera }}”. Did you mean “area”?"),
        ("Hello {{ area", 5, "“Hello {{ area”"),
        ("Hello {% if %}", 5, "“Hello {% if %}”"),
        ("Hello {{ area.__class__ }}", 5, "“Hello {{ area.__class__ }}”"),
        ("Hello {{ area | upper }}", 5, "upper"),
        ("Hello {{ 'a' * 999999999 }}", 5, "may not calculate"),
        ("{% for x in area %}{{ x }}{% endfor %}", 5, "for x in area"),
    ],
)
def test_a_template_error_names_file_line_and_the_line_itself(tmp_path: Path, broken: str, line: int, words: str) -> None:
    place = folder(tmp_path, f"wordings:\n  - id: mine\n    long: |\n      A first line.\n      {broken}\n")
    with pytest.raises(TemplateError) as error:
        write(brief(templates=(place,)), slots(3))
    assert str(error.value).startswith(f"{place / 'hook.yaml'}:{line}: ")
    assert words in str(error.value)
    assert [(p.line, p.file) for p in check_templates((place,)) if p.rule == "template"] == [(line, str(place / "hook.yaml"))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("wordings: []\n", "no list called `wordings`"),
        ("", "no list called `wordings`"),
        ("wordings:\n  - long: Hello\n", "no id"),
        ("wordings:\n  - id: a\n", "has no text"),
        ("wordings:\n  - id: a\n    lonng: Hello\n", "Did you mean “long”"),
        ("wordings:\n  - id: a\n    when: tody\n    long: Hello\n", "Did you mean “today”"),
        ("wordings:\n  - id: a\n    long: Hello\n  - id: a\n    long: Hi\n", "two wordings called “a”"),
        ("wordings:\n  - id: a\n    long: [Hello]\n", "must be a text"),
        ("wordings: [\n", "hook.yaml"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(TemplateError) as error:
        load("hook", "en", (folder(tmp_path, text),))
    assert words in str(error.value)


def test_checking_warns_of_typed_numbers_bold_claims_and_too_few_wordings(tmp_path: Path) -> None:
    place = folder(tmp_path, "wordings:\n  - id: a\n    long: |\n      This is a sign. Call 0808 157 0123 today.\n", "signs")
    rules = {p.rule: p for p in check_templates((place,))}
    assert set(rules) == {"few-wordings", "typed-number", "sign-could", "dated"}
    assert rules["typed-number"].line == 4


def test_values_are_traced_however_a_template_writes_them() -> None:
    values = {"area": Traced(text="Brackenholt", spans=(Span(3, 14),)), "title": Traced(text="Lanterns", spans=(Span(0, 2),))}
    made = render(Piece(source="{{ 'In ' ~ area }}{% if title %}.{% endif %}", file="x", line=1), values)
    assert (made.text, made.spans) == ("In Brackenholt.", (Span(3, 14),))
