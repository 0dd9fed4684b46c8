"""Which layout each kind of post gets, and what stands in its fields."""

from __future__ import annotations

import dataclasses

import pytest

from campaign.cards import PORTRAIT, draw, load_brand
from campaign.compose import write
from campaign.models import Facts, Statistic
from tests.compose.made_up import RICH, brief, slots, span

SENTENCE = "One in nine sheds in Brackenholt has no lock."


def cards(facts: Facts = RICH) -> dict[str, dict[str, object]]:
    """The day's cards by kind: their fields, and the layout among them. Each can be drawn."""
    found: dict[str, dict[str, object]] = {}
    for post in write(brief(facts), slots(14)):
        card = post.media[0].card
        assert card is not None
        assert draw(card, load_brand(), PORTRAIT).alt
        found.setdefault(post.kind, {"layout": card.layout, **card.fields})
    return found


def counted(text: str, value: str, source: str | None) -> Facts:
    fact = Statistic(text=text, value=value, source=source, span=span(SENTENCE))
    return dataclasses.replace(RICH, statistics=(fact,))


def test_each_kind_has_its_layout() -> None:
    found = {kind: card["layout"] for kind, card in cards(counted(SENTENCE, "One in nine", "Example Sheds Survey, 2026")).items()}
    assert found == {"hook": "hook", "signs": "signs", "quote": "quote", "contact": "contact", "statistic": "statistic",
                     "advice": "steps", "thanks": "thanks"}


def test_a_figure_without_a_source_is_no_statistic_card() -> None:
    assert cards(counted(SENTENCE, "One in nine", None))["statistic"]["layout"] == "hook"


@pytest.mark.parametrize(("text", "value", "figure"), [
    (SENTENCE, "One in nine", None),  # the layout parts it from its sentence
    ("Officers made 214 visits.", "214", "214"),
    ("214 sheds were searched.", "214", "214"),
    ("Thefts fell from 214 to 120.", "214", None),  # which one is it about?
    ("Officers made 214 visits in 2025.", "214", None),
])
def test_the_figure_stands_alone_where_it_is_the_only_number(text: str, value: str, figure: str | None) -> None:
    card = cards(counted(text, value, "Example Sheds Survey"))["statistic"]
    assert card.get("figure") == figure
    assert str(card["title"]) == text
    assert "Example Sheds Survey" in str(card["source"])
