"""A release's subject decides which wordings may be used; where it is not plain, only those for every subject are."""

from __future__ import annotations

import dataclasses

import pytest

from campaign.compose.themes import THEMES, themes_of
from campaign.compose.wordings import WHEN
from campaign.models import Contact, Facts, Flag, Span
from tests.compose.made_up import DAY, number

POLICE = (number("101", "non_emergency"), number("999", "emergency"))
NHS = Contact(kind="phone", value="111", normalised="111", label="NHS 111", purpose="helpline")


def about(title: str, *contacts: Contact, **more: object) -> Facts:
    made = Facts(
        title=title, date=DAY, area="Brackenholt", url=None, language="en", embargo=None, event=None, hook=None, signs=(), advice=(),
        quotes=(), contacts=contacts, statistics=(), hashtags=(),
    )  # fmt: skip
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "contacts", "themes"),
    [
        ("Smoke alarm saves family of five in Lantern Close", (), {"fire"}),
        ("Free fire safety visits for older people", (number("999", "emergency"),), {"fire"}),
        ("Fire crews and riders team up for safer roads", (), set()),
        ("Fire service invites motorcyclists to a day of training", (), {"road"}),
        ("Help with alcohol abuse", (), set()),
        ("Appeal after a fire at Brackenholt school", POLICE, {"crime"}),
        ("Police fire up the barbecue for charity", POLICE, {"crime"}),
        ("Could it be sepsis? Ask", (NHS,), {"health"}),
        ("Winter vaccines: clinics open", (), {"health"}),
        ("Help for tired feet", (NHS,), {"health"}),
        ("Hospital car park reopens", (), set()),
        ("Man taken to hospital after an assault", POLICE, {"crime"}),
        ("Savers lose their money to investment fraud", POLICE, {"fraud", "crime"}),
        ("Watch out for scam texts", (), {"fraud"}),
        ("One in nine drivers caught with a phone", POLICE[:1], {"road"}),
        ("New drive to plant trees", (), set()),
        ("Support for people who suffer domestic abuse", (), {"affected"}),
        ("Stand together for Hate Crime Awareness Week", POLICE, {"affected", "crime"}),
        ("Let us talk about suicide", (NHS,), {"suicide", "affected"}),
        ("Lanterns for the summer fair", (), set()),
        ("Lanterns for the summer fair", POLICE, {"crime"}),
    ],
)
def test_a_theme_holds_where_the_release_says_so(title: str, contacts: tuple[Contact, ...], themes: set[str]) -> None:
    assert themes_of(about(title, *contacts)) == themes


def test_an_appeal_for_a_missing_person_is_nothing_else() -> None:
    flags = (Flag(rule="missing-person", why="an appeal", span=Span(0, 1)),)
    assert themes_of(about("Appeal to find missing driver", *POLICE, flags=flags)) == {"missing"}


def test_every_theme_is_a_condition() -> None:
    assert set(THEMES) <= set(WHEN)
