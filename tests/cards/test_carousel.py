"""Several cards in a row: nothing is lost between them, and each says which it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.cards import PORTRAIT, SIZES, Brand, carousel, draw, load_brand
from campaign.errors import CardError
from campaign.models import Card, CardSize, MediaItem
from tests.cards.conftest import CARDS

BRAND = load_brand()


def listed(count: int, layout: str = "signs", **more: object) -> MediaItem:
    items = [f"a sign with the letter {chr(97 + n % 26)}" for n in range(count)]
    return MediaItem(card=Card(layout=layout, fields={"eyebrow": "Signs", "title": "Look for", "items": items, **more}))


def cards(*media: MediaItem) -> list[Card]:
    return [item.card for item in carousel(media, BRAND) if item.card]


@given(st.integers(7, 60), st.sampled_from(["signs", "steps"]))
def test_a_long_list_is_dealt_evenly_and_in_order(count: int, layout: str) -> None:
    found = cards(listed(count, layout))
    original = listed(count, layout).card
    assert original is not None
    assert [item for card in found for item in card.fields["items"]] == original.fields["items"]
    sizes = [len(card.fields["items"]) for card in found]
    assert max(sizes) <= 6
    assert max(sizes) - min(sizes) <= 1
    assert [card.fields["page"] for card in found] == [f"{n} of {len(found)}" for n in range(1, len(found) + 1)]


@pytest.mark.parametrize("size", SIZES)
def test_the_numbers_run_on_and_the_mark_is_on_the_card(size: CardSize, brand: Brand) -> None:
    _, second = cards(listed(9))
    drawn = draw(second, brand, size)
    words = [run.text for run in drawn.runs]
    assert {"5", "6", "7", "8", "9", "2 of 2"} <= set(words)
    assert "1" not in words
    assert brand.footer not in words
    assert "5. a sign with the letter e." in drawn.alt
    assert drawn.alt.endswith("Example Constabulary, 2 of 2.")


@pytest.mark.parametrize("name", CARDS)
def test_every_card_can_stand_in_a_row(name: str, brand: Brand) -> None:
    card = Card(layout=CARDS[name].layout, fields={**CARDS[name].fields, "page": "3 of 5"})
    for size in SIZES:
        assert any(run.field == "page" and run.text == "3 of 5" for run in draw(card, brand, size).runs)


def test_different_cards_of_a_post_are_marked_too() -> None:
    found = cards(MediaItem(card=CARDS["hook"]), listed(7), MediaItem(card=CARDS["contact"]))
    assert [(card.layout, card.fields["page"]) for card in found] == [
        ("hook", "1 of 4"), ("signs", "2 of 4"), ("signs", "3 of 4"), ("contact", "4 of 4")]


def test_a_card_alone_a_photo_and_what_is_written_by_hand_stay_as_they_are() -> None:
    photo = MediaItem(file="street.jpg", alt="A street.")
    for media in ((listed(6),), (MediaItem(card=CARDS["hook"]), photo), (listed(3, page="1/2"), listed(3)), (listed(2), listed(3))[:1]):
        assert carousel(media, BRAND) == media
    long = MediaItem(card=listed(9).card, alt="Nine signs.")
    assert carousel((long,), BRAND) == (long,)


@pytest.mark.parametrize("start", ["0", "one", -3, 100])
def test_a_start_that_is_no_number_is_named(start: object, brand: Brand) -> None:
    card = listed(3, start=start).card
    assert card is not None
    with pytest.raises(CardError, match="'start' of this signs card must be a number"):
        draw(card, brand, PORTRAIT)
