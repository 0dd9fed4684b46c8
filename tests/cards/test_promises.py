"""A card is exact or it is an error: each promise broken once, and content that nobody thought of."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.cards import LANDSCAPE, PORTRAIT, SIZES, SQUARE, Brand, draw, load_brand
from campaign.cards.content import read_content
from campaign.cards.marks import Box
from campaign.cards.prove import drawn as prove
from campaign.cards.sizes import MARGINS
from campaign.cards.specs import SPECS
from campaign.cards.words import digits, letters, tidy
from campaign.errors import CardError
from campaign.models import Card, CardSize
from tests.cards.conftest import CARDS, POLICE, number

BRAND = load_brand()


def check_refused(card: Card, at: CardSize, match: str, *, of: str = "title", **changes: object) -> None:
    """Draw the card, change the first run of a field, and expect the proof to refuse it."""
    runs = draw(card, BRAND, at).runs
    content = read_content(card, BRAND.words)
    prove(runs, content, card.fields, at)
    place = next(n for n, run in enumerate(runs) if run.field == of)
    broken = (*runs[:place], replace(runs[place], **changes), *runs[place + 1 :])  # type: ignore[arg-type]
    with pytest.raises(CardError, match=match):
        prove(broken, content, card.fields, at)


def test_other_words_than_the_fields_are_refused() -> None:
    check_refused(CARDS["hook"], PORTRAIT, "would read", text="Anyone can be")


def test_words_of_no_field_are_refused() -> None:
    check_refused(CARDS["hook"], PORTRAIT, r"would read|words of no field", field="slogan")


def test_ink_outside_its_box_is_refused() -> None:
    check_refused(CARDS["hook"], PORTRAIT, "clipped", box=Box(0, 0, 50, 50))


def test_ink_at_the_edge_of_the_card_is_refused() -> None:
    check_refused(CARDS["hook"], PORTRAIT, "clipped", ink=Box(0, 300, 200, 400), box=Box(0, 0, 1080, 1350))


def test_words_over_other_words_are_refused() -> None:
    check_refused(CARDS["hook"], PORTRAIT, "run into", ink=Box(84, 60, 900, 1200), box=Box(0, 0, 1080, 1350))


def test_words_that_cannot_be_read_are_refused() -> None:
    check_refused(CARDS["hook"], PORTRAIT, r"can't be read: #888888 on #999999 is 1\.\d:1", colour=(136, 136, 136), ground=(153, 153, 153))


def test_small_words_are_refused() -> None:
    check_refused(CARDS["hook"], LANDSCAPE, "only 35 pixels", size=35)


def test_an_emergency_number_that_is_not_the_largest_is_refused() -> None:
    check_refused(CARDS["contact"], SQUARE, "emergency number comes first", of="numbers.2.value", size=40)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["contact", "contact-long"])
def test_the_emergency_number_stands_first_and_largest_whatever_the_order(name: str, size: CardSize, brand: Brand) -> None:
    numbers = [run for run in draw(CARDS[name], brand, size).runs if run.field.endswith(".value")]
    emergency, *others = sorted(numbers, key=lambda run: run.baseline)
    assert emergency.text == "999"
    assert all(other.size < emergency.size and other.baseline > emergency.baseline for other in others)
    assert [run.text for run in others[:2]] == ["101", "0800 555 111"]


@pytest.mark.parametrize(("value", "purpose", "fix"), [
    ("999", "non_emergency", "purpose: emergency"),
    ("101", "emergency", "purpose: non_emergency"),
    ("999", "helpline", "purpose: emergency"),
])
def test_emergency_and_other_numbers_are_never_confused(value: str, purpose: str, fix: str, brand: Brand) -> None:
    with pytest.raises(CardError, match=fix):
        draw(Card(layout="contact", fields={"title": "Call", "numbers": [number(value, "Police", purpose)]}), brand, PORTRAIT)


@pytest.mark.parametrize("character", ["✓", "→", "①", "😀", "\ue000", "مر"[0], "अ", "汉"])
def test_a_character_without_a_glyph_is_named_with_its_place(character: str, brand: Brand) -> None:
    card = Card(layout="signs", fields={"eyebrow": "Signs", "title": "Look", "items": ["fine", f"ab{character}c"]})
    with pytest.raises(CardError, match=rf"no '{character}' \(U\+{ord(character):04X}\), character 3 of the entry 2 of 'items'"):
        draw(card, brand, PORTRAIT)


def test_welsh_and_polish_are_drawn(brand: Brand) -> None:
    card = Card(layout="quote", fields={"eyebrow": "Cymru", "quote": "Mae'r tŷ ar y bryn, ŵyr Siôn. Zażółć gęślą jaźń.", "name": "Łucja Ŵ"})
    assert "Zażółć gęślą jaźń" in draw(card, brand, SQUARE).alt


# -- what fits ---------------------------------------------------------------------------------------------------------

HELP = "Need to talk? Call Childline on 0800 1111 or Samaritans on 116 123."
FIGURE = "Last year officers made 214 visits to homes in Example where they feared that somebody was misled, by the force's own figures."
SIGNS = ["unfamiliar cars stopping for a few minutes", "signs of drug use near the door", "a neighbour who seems afraid to talk",
         "more people than usual coming and going"]
SPOKEN = "Nobody has to be sure before they pick up the phone and tell us what they saw and when and where it was. " * 4
HELPLINES = [*POLICE, *(number(f"0808 157 01{n}0", "Example Helpline", "helpline") for n in range(3))]
FULL = {
    "hook": {"title": FIGURE, "text": "Offenders are deliberate and patient, and often pretend to be a friend.", "action": HELP},
    "signs": {"title": "Has a child you know changed lately?", "items": SIGNS, "action": HELP,
              "note": "Each of these could be a sign that something is wrong."},
    "quote": {"quote": SPOKEN[:390], "name": "Detective Superintendent Asha Malik", "role": "Head of the Public Protection Unit"},
    "statistic": {"figure": "214", "title": FIGURE, "source": "Source: Example Constabulary", "action": HELP},
    "steps": {"title": "Has a child you know changed lately?", "items": SIGNS, "action": HELP,
              "note": "Each of these could be a sign that something is wrong."},
    "event": CARDS["event-long"].fields,
    "thanks": CARDS["thanks-long"].fields,
    "myth": CARDS["myth-long"].fields,
    "contact": {"title": "If something does not feel right, speak up", "numbers": HELPLINES, "link": "www.safer-together.example"},
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("layout", SPECS)
def test_the_fullest_cards_that_a_day_may_hold_are_drawn(layout: str, size: CardSize, brand: Brand) -> None:
    eyebrow = {"eyebrow": "Example National Awareness Day"} if "eyebrow" in SPECS[layout].texts else {}
    assert draw(Card(layout=layout, fields={**eyebrow, **FULL[layout]}), brand, size).alt


# -- what does not fit -------------------------------------------------------------------------------------------------

WORDS = "Nobody has to be sure before they pick up the phone and tell us what they saw and when and where it was. "


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("layout", "field"), [("hook", "title"), ("quote", "quote"), ("hook", "action"), ("hook", "text")])
def test_an_error_says_what_to_cut_and_cutting_it_helps(layout: str, field: str, size: CardSize, brand: Brand) -> None:
    card = CARDS[layout]
    long = (WORDS * 9).strip()
    with pytest.raises(CardError, match="is too long") as caught:
        draw(Card(layout=layout, fields={**card.fields, field: long}), brand, size)
    message = str(caught.value)
    assert f"'{field}'" in message
    assert f"{size[0]}x{size[1]}" in message
    told = re.search(r"cut (\d+) of", message)
    cut = int(told[1]) if told else len(long)
    assert 0 < cut <= len(long)
    shorter = {**card.fields, field: long[: len(long) - cut] or None}
    assert draw(Card(layout=layout, fields=shorter), brand, size).alt


def test_too_many_entries_for_a_size_says_how_many_fit(brand: Brand) -> None:
    fields = {**CARDS["signs"].fields, "note": "One sign on its own may mean little. Together they may mean a child needs help."}
    items = ["a child who has new things that nobody gave them"] * 6
    with pytest.raises(CardError, match=r"6 entries of 'items' are too many for .* 1200x675: with these words \d fit") as caught:
        draw(Card(layout="signs", fields={**fields, "items": items}), brand, LANDSCAPE)
    fewer = int(str(caught.value).partition("words ")[2][0])
    assert draw(Card(layout="signs", fields={**fields, "items": items[:fewer]}), brand, LANDSCAPE).alt


def test_a_word_without_end_is_an_error_not_a_broken_word(brand: Brand) -> None:
    with pytest.raises(CardError, match="too long"):
        draw(Card(layout="hook", fields={"eyebrow": "Signs", "title": "Llanfairpwllgwyngyll" * 6}), brand, SQUARE)


# -- fields ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("card", "match"), [
    (Card(layout="hok", fields={}), "Did you mean 'hook'"),
    (Card(layout="hook", fields={"eyebrow": "a", "titel": "b"}), "Did you mean 'title'"),
    (Card(layout="hook", fields={"eyebrow": "a", "title": "  "}), "'title' of this hook card is empty"),
    (Card(layout="hook", fields={"eyebrow": "a", "title": 101}), "must be text, not int"),
    (Card(layout="signs", fields={"eyebrow": "a", "title": "b", "items": ["one"]}), "2 to 6 entries; this one has 1"),
    (Card(layout="signs", fields={"eyebrow": "a", "title": "b", "items": ["x"] * 7}), "becomes two by itself"),
    (Card(layout="signs", fields={"eyebrow": "a", "title": "b", "items": ["one", None]}), r"'items.1' of this signs card is empty"),
    (Card(layout="contact", fields={"title": "b", "numbers": ["999"]}), "value, label and purpose"),
    (Card(layout="contact", fields={"title": "b", "numbers": [number("", "Police", "emergency")]}), "Write the number"),
    (Card(layout="contact", fields={"title": "b", "numbers": [number("0808 157 0123", None, "helpline")]}), "whose number 0808 157"),
    (Card(layout="contact", fields={"title": "b", "numbers": [number("999", None, "emergancy")]}), "Did you mean 'emergency'"),
    (Card(layout="contact", fields={"title": "b", "numbers": [{"valeu": "999"}]}), "Did you mean 'value'"),
    (Card(layout="hook", fields={"eyebrow": "a", "title": "b", "theme": "signall"}), "Did you mean 'signal'"),
])
def test_wrong_fields_are_named(card: Card, match: str, brand: Brand) -> None:
    with pytest.raises(CardError, match=match):
        draw(card, brand, PORTRAIT)


def test_a_purpose_is_said_once(brand: Brand) -> None:
    labels = ["Police emergency line", "Police, not in an emergency", "Crimestoppers, anonymous"]
    entries = zip(("999", "101", "0800 555 111"), labels, ("emergency", "non_emergency", "anonymous"), strict=True)
    alt = draw(Card(layout="contact", fields={"title": "Call", "numbers": [number(*entry) for entry in entries]}), brand, PORTRAIT).alt
    assert "In an emergency" not in alt
    assert "Not an emergency" not in alt
    assert "Anonymously" not in alt


# -- anything ----------------------------------------------------------------------------------------------------------

ALPHABET = "abcdefghijklmnoprstuvwyzABCDEFGŴŷłé'\"-.,?!&£%/() 0123456789 \u00a0\u202f\u2011\t\n"
LATIN = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=90)


@st.composite
def any_card(drawn: st.DrawFn) -> Card:
    """A card of any layout, also one that is still to be written, with anything in its fields."""
    layout = drawn(st.sampled_from(list(SPECS)))
    spec = SPECS[layout]
    fields: dict[str, object] = {name: drawn(LATIN) for name in spec.texts if name in spec.required or drawn(st.booleans())}
    if spec.several:
        name, least, most = spec.several
        entries = drawn(st.lists(LATIN, min_size=least, max_size=most))
        fields[name] = [number(text, "Somebody", "helpline") for text in entries] if name == "numbers" else entries
    return Card(layout=layout, fields=fields)


def flat(value: object, path: str = "") -> dict[str, str]:
    """Every text of a card's fields by its path."""
    if isinstance(value, dict):
        return {p: t for key, inner in value.items() for p, t in flat(inner, f"{path}.{key}" if path else key).items()}
    if isinstance(value, list):
        return {p: t for n, inner in enumerate(value) for p, t in flat(inner, f"{path}.{n}").items()}
    return {path: str(value)}


@settings(max_examples=300, deadline=None)
@given(card=any_card(), size=st.sampled_from(SIZES))
def test_any_words_are_on_the_card_whole_or_it_is_an_error(card: Card, size: CardSize) -> None:
    try:
        result = draw(card, BRAND, size)
    except CardError:
        return
    for field, words in flat(card.fields).items():
        if not field.endswith(".purpose") and tidy(words):
            runs = [run for run in result.runs if run.field.removesuffix(".figure") == field]
            assert letters("".join(run.text for run in runs)) == letters(tidy(words))
            assert digits("".join(run.text for run in runs)) == digits(words)
    left, top, right, bottom = MARGINS[size]
    for run in result.runs:
        assert Box(left, top, size[0] - right, size[1] - bottom).holds(run.ink)
        assert run.box.holds(run.ink)
