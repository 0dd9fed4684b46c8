"""The picture of a figure says no more than the figure does."""

from __future__ import annotations

import pytest

from campaign.cards import PORTRAIT, Brand, draw
from campaign.cards.drawing import lay_out
from campaign.cards.layouts.statistic import Share, share
from campaign.cards.marks import Fill
from campaign.models import Card


@pytest.mark.parametrize(("figure", "rest", "drawn"), [
    ("1 in 4", "adults", Share(1, 4, True)),
    ("One in nine", "sheds", Share(1, 9, True)),
    ("3 out of 10", "calls", Share(3, 10, True)),
    ("62%", "of young people", Share(62, 100, False)),
    ("12 per cent", "of all calls", Share(12, 100, False)),
    ("12%", "more calls than last year", None),  # a rise is no part of anything
    ("140%", "of the target", None),
    ("1 in 1,000", "births", None),
    ("5 in 2", "cases", None),
    ("0 in 4", "cases", None),
    ("214", "visits", None),
    ("£1.2 million", "was lost", None),
])
def test_only_a_share_is_pictured(figure: str, rest: str, drawn: Share | None) -> None:
    assert share(figure, rest) == drawn


@pytest.mark.parametrize(("title", "filled", "units"), [("3 in 10 calls were about scams", 3, 10), ("Two in three sheds are open", 2, 3)])
def test_as_many_discs_are_full_as_the_figure_says(title: str, filled: int, units: int, brand: Brand) -> None:
    card = Card(layout="statistic", fields={"eyebrow": "The scale", "title": title, "source": "Source: Survey", "theme": "paper"})
    marks = [m for m in lay_out(card, brand, PORTRAIT).marks if isinstance(m, Fill) and m.radius and m.box.width == m.box.height]
    theme = brand.themes["paper"]
    outer = [m for m in marks if m.colour == theme.mark]
    assert len(outer) == units
    assert len(outer) - len([m for m in marks if m.colour == theme.ground]) == filled


def test_the_figure_and_its_sentence_are_said_together(brand: Brand) -> None:
    fields = {"eyebrow": "The scale", "figure": "214", "title": "visits to homes last year", "source": "Example Constabulary"}
    alt = draw(Card(layout="statistic", fields=fields), brand, PORTRAIT).alt
    assert "The scale. 214 visits to homes last year. Example Constabulary." in alt
