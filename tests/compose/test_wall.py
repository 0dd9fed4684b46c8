"""A wording can do nothing but say its names: no file, no look inside, no loop, no flood, whatever is written into it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.compose.rendering import NAMES, needs, render
from campaign.compose.tracing import Traced
from campaign.compose.wall import LONGEST, MOST
from campaign.compose.wordings import Piece, find_template, load
from campaign.errors import TemplateError
from campaign.models import Span

VALUES = {name: Traced(text="Brackenholt", spans=(Span(0, 11),)) for name in NAMES}
HOSTILE = (
    "{% for a in range(99999999) %}{% for b in range(99999999) %}x{% endfor %}{% endfor %}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{{ range(10**9) }}", "{{ 'x' * 10**9 }}", "{{ 9**9**9**9 }}", "{{ 'x' ~ 'y' * 3 }}", "{{ '%999999999d' % 1 }}", "{{ 1e400 }}",
    "{{ area.__class__.__mro__ }}", "{{ area['__class__'] }}", "{{ ''.__class__ }}", "{{ area[0:2] }}", "{{ ''|attr('__class__') }}",
    "{{ area._value }}", "{{ area._tracer.spans.clear() }}", "{{ '{0.__class__}'.format(area) }}",
    "{{ self }}", "{{ self.__init__.__globals__ }}", "{{ loop }}", "{{ caller() }}", "{{ super() }}", "{{ varargs }}", "{{ _x }}",
    "{{ cycler('a') }}", "{{ joiner() }}", "{{ lipsum(9999) }}", "{{ namespace() }}", "{{ dict(a=1) }}", "{{ __import__('os') }}",
    "{% include '/etc/hostname' %}", "{% import '/etc/hostname' as x %}", "{% from 'x' import y %}", "{% extends 'x' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% call x() %}a{% endcall %}", "{% block x %}a{% endblock %}",
    "{% set x = area %}{{ x }}", "{% set x %}a{% endset %}", "{% with a=area %}{{ a }}{% endwith %}",
    "{{ area | upper }}", "{% filter upper %}a{% endfilter %}", "{{ area is defined }}", "{{ area == 'x' }}", "{{ area in area }}",
    "{% autoescape true %}{{ area }}{% endautoescape %}", "{{ [1, 2] }}", "{{ (area, area) }}", "{{ {'a': 1} }}", "{{ true }}", "{{ 7 }}",
    "{{ '\\ud800' }}", "{{ '\\x00' }}", "{{ '\\ufdd0' }}", "\ufdd03\ufdd1evil\ufdd2", "a\x00b", "a\x1b[31mb",
    "{{ " + "(" * 1500 + "area" + ")" * 1500 + " }}", "{{ " + "not " * 900 + "area }}", "{{ " + "-" * 1500 + "1 }}",
    "{% if area %}" * 130 + "x" + "{% endif %}" * 130, "{{ a" + ".b" * 1900 + " }}", "{{ " + "area if area else " * 100 + "area }}",
    "{{ " + " ~ ".join(["area"] * (MOST + 1)) + " }}", "{{ area }}" * (MOST + 1), "x" * (LONGEST + 1),
    "{{", "{%", "{% if", "{% if area %}", "{% endif %}", "{% raw %}{{", "{% nothing %}", "{{ }}", "{{ area area }}",
)  # fmt: skip


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:40])
def test_a_hostile_template_ends_at_once_in_one_sentence(source: str) -> None:
    start = time.perf_counter()
    with pytest.raises(TemplateError) as error:
        render(Piece(source=f"A line of its own.\n{source}", file="hook.yaml", line=3), VALUES)
    assert time.perf_counter() - start < 0.5
    said = str(error.value)
    assert said.startswith(("hook.yaml:3: This wording cannot be used: ", "hook.yaml:4: This wording cannot be used: "))
    assert "\n" not in said
    assert len(said) < 700


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ area }}", "Brackenholt"),
        ("In {{ area ~ ', ' ~ area }}", "In Brackenholt, Brackenholt"),
        ("{% if area %}In {{ area }}{% else %}Here{% endif %}", "In Brackenholt"),
        ("{{ area if area and not topic else 'here' }}", "here"),
        ("{# for ourselves #}Here{% raw %} {{ }}{% endraw %}", "Here {{ }}"),
    ],
)
def test_what_a_wording_needs_is_allowed(source: str, said: str) -> None:
    assert render(Piece(source=source, file="hook.yaml", line=3), VALUES).text == said


def test_facts_are_never_read_as_templates() -> None:
    evil = "{{ area }}{% for x in range(9) %}x{% endfor %}{# gone? #}"
    assert render(Piece(source="{{ hook }}", file="hook.yaml", line=1), {"hook": Traced(text=evil)}).text == evil


@given(st.text(alphabet="{}%#|.[]()'~*+- \n" + "aefilnorst_", max_size=120))
def test_any_source_is_a_text_or_a_sentence(source: str) -> None:
    piece = Piece(source=source, file="hook.yaml", line=1)
    said = _said(piece)
    if isinstance(said, TemplateError):
        assert "\n" not in str(said)
    else:
        assert len(said) <= len(source) + MOST * len("Brackenholt")
        assert needs(piece) <= VALUES.keys()


def _said(piece: Piece) -> str | TemplateError:
    try:
        return render(piece, VALUES).text
    except TemplateError as error:
        return error


@pytest.mark.parametrize("language", ["../../etc", "", "en/../..", "e", "english_gb", "en\n", "/etc"])
def test_a_language_never_leads_out_of_the_folder(language: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="is no language"):
        find_template("hook", language, (tmp_path,))


def test_a_file_of_thousands_of_wordings_ends_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "hook.yaml").write_text("wordings:\n" + "".join(f"  - {{id: a{n}, long: Hello}}\n" for n in range(5000)), "utf-8")
    with pytest.raises(TemplateError, match="There are 5000 wordings"):
        load("hook", "en", (tmp_path,))
