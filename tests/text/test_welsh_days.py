"""Days and dates in Welsh posts, also where the word has mutated."""

from __future__ import annotations

from datetime import date

import pytest

from campaign.text.days import wrong_days

DAY = date(2026, 5, 13)  # a Wednesday


@pytest.mark.parametrize(
    "text",
    [
        "Heddiw (dydd Mercher) yw’r diwrnod.", "Dewch ddydd Mercher.", "Dydd Mercher 13 Mai.", "Dewch ddydd Mercher 13 o Fai.",
        "Heddiw, 13eg o Fai.", "Yfory, dydd Iau, byddwn ni yn y dref.", "Dewch ddydd Iau 14 Mai 2026.",
    ],
)  # fmt: skip
def test_a_day_that_is_right_is_silent(text: str) -> None:
    assert list(wrong_days(text, DAY, "cy")) == []


@pytest.mark.parametrize("text", ["Dewch ddydd Gwener.", "Dydd Iau 13 Mai.", "Heddiw, 14eg o Fai.", "Dewch ddydd Llun 3 o Fawrth 2026."])
def test_a_day_that_is_wrong_is_named(text: str) -> None:
    assert list(wrong_days(text, DAY, "cy"))
