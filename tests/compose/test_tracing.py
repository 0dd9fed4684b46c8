"""Where the characters of a composed text come from, kept through joining, cutting and templates."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from campaign.compose.rendering import render
from campaign.compose.tracing import Traced, joined, lines, plain, replaced
from campaign.compose.wordings import Piece
from campaign.models import Origin, Span

RELEASE = "Officers in Brackenholt ask everyone to keep a light on."


def fact(start: int, end: int) -> Traced:
    return Traced(text=RELEASE[start:end], spans=(Span(start, end),))


def said(value: Traced, origin: Origin) -> str:
    return value.text[origin.start : origin.end]


def test_a_template_keeps_the_place_of_every_value():
    piece = Piece(source="In {{ area }}:  \n\n“{{ quote }}” ({{ area }})\n", file="a.yaml", line=1)
    made = render(piece, {"area": fact(12, 23), "quote": fact(24, 56)})
    assert made.text == "In Brackenholt:\n\n“ask everyone to keep a light on.” (Brackenholt)"
    assert [said(made, o) for o in made.origins] == ["Brackenholt", "ask everyone to keep a light on.", "Brackenholt"]
    assert made.spans == (Span(12, 23), Span(24, 56))


def test_a_condition_is_no_use_of_a_value():
    piece = Piece(source="{% if quote %}In {{ area ~ '!' }}{% endif %}", file="a.yaml", line=1)
    made = render(piece, {"area": fact(12, 23), "quote": fact(24, 56)})
    assert (made.text, made.spans) == ("In Brackenholt!", (Span(12, 23),))


def test_a_text_cannot_forge_marks():
    forged = plain("a\ufdd01\ufdd1b\ufdd2", "title")
    made = render(Piece(source="{{ title }}{{ area }}", file="a.yaml", line=1), {"title": forged, "area": fact(12, 23)})
    assert made.text == "a 1 b Brackenholt"
    assert [said(made, o) for o in made.origins if o.source == "release"] == ["Brackenholt"]


def test_white_space_around_goes_and_places_stay_right():
    piece = Piece(source="\n  {{ title }}\n {{ area }} ", file="a.yaml", line=1)
    made = render(piece, {"title": plain(" On ", "title"), "area": fact(12, 23)})
    assert [said(made, o).strip() for o in made.origins] == ["On", "Brackenholt"]


@given(st.lists(st.integers(0, len(RELEASE)), min_size=2, max_size=8), st.sampled_from(["", " ", "\n\n"]), st.data())
def test_what_an_origin_covers_is_what_its_span_says(cuts, between, data):
    values = [fact(*sorted(pair)) for pair in pairwise(cuts)]
    whole = joined(values, between)
    start = data.draw(st.integers(0, len(whole.text)))
    end = data.draw(st.integers(start, len(whole.text)))
    for value in (whole, *lines(whole)):
        assert all(said(value, o) == RELEASE[o.spans[0].start : o.spans[0].end] for o in value.origins)
    for o in (cut := whole.part(start, end)).origins:
        assert said(cut, o) in RELEASE[o.spans[0].start : o.spans[0].end]


def test_what_is_put_in_has_no_origin():
    value = replaced(fact(0, 23), re.compile(" in "), " near ")
    assert value.text == "Officers near Brackenholt"
    assert [said(value, o) for o in value.origins] == ["Officers", "Brackenholt"]
