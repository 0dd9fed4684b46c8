"""What may stand between quotation marks, and how speakers are named."""

from __future__ import annotations

from itertools import pairwise

import pytest

from campaign.compose.quotes import called, in_language, sayings, segments, whole
from campaign.models import Quote, Span


def quote(
    *pieces: str, between: str = " ", speaker: str | None = "Ada Marsh", role: str | None = None, organisation: str | None = None
) -> Quote:
    spans, at = [], 100
    for piece in pieces:
        spans.append(Span(at, at + len(piece)))
        at += len(piece) + 20
    return Quote(text=between.join(pieces), speaker=speaker, role=role, spans=tuple(spans), organisation=organisation)


def words(*quotes: Quote, most: int = 240) -> list[str]:
    return [s.words.text for s in sayings(quotes, most=most)]


def test_a_comma_before_the_attribution_becomes_a_full_stop() -> None:
    assert words(quote("We bring tea and we bring time,")) == ["We bring tea and we bring time."]
    assert words(quote("It's been awful for trade")) == ["It's been awful for trade."]


def test_a_break_before_a_capital_ends_a_sentence_and_before_a_small_letter_does_not() -> None:
    assert whole(quote("He knew everything", "I knew nothing about him.")).text == "He knew everything. I knew nothing about him."
    assert whole(quote("The moor,", "which burned for days, is open.")).text == "The moor, which burned for days, is open."
    assert whole(quote("Who is there?", "Nobody.")).text == "Who is there? Nobody."


def test_paragraphs_of_one_speech_stay_together_and_a_break_for_the_attribution_may_part() -> None:
    first, second = "Leave a light on in the shed.", "Tell a neighbour where the key is."
    assert words(quote(first, second, between="\n\n")) == [f"{first}\n\n{second}"]
    assert set(words(quote(first, second))) == {first, second}
    assert words(quote(first, "They know where the key is.")) == [f"{first} They know where the key is."]


def test_a_segment_keeps_its_own_span() -> None:
    first, second = segments(quote("Lock the shed,", "Leave a light on."))
    assert (first.text, first.spans) == ("Lock the shed.", (Span(100, 114),))
    assert (second.text, second.spans) == ("Leave a light on.", (Span(134, 151),))


def test_where_spans_and_words_disagree_only_all_of_it_is_quoted() -> None:
    odd = Quote(text="Some words that were tidied.", speaker="Ada Marsh", role=None, spans=(Span(0, 5), Span(9, 20)))
    assert words(odd) == ["Some words that were tidied."]


LONG = "Please lock your shed at night and tell a neighbour whom you trust where you keep the spare key, because that saves time."


def test_a_long_quote_gives_whole_sentences_of_one_stretch() -> None:
    found = words(quote(LONG, f"{LONG} They always come back. Leave a light on.", between="\n\n"), most=150)
    assert LONG in found
    assert "Leave a light on." in found
    # "They" leans on the sentence before it and stays with it.
    assert f"{LONG} They always come back." in found
    assert not any(f.startswith("They") for f in found)


def test_no_sentence_is_said_twice() -> None:
    found = sayings((quote(LONG, f"{LONG[:-1]} too. Leave a light on.", between="\n\n"),), most=200)
    spans = sorted(s for saying in found for s in saying.words.spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def best(*pieces: str, subject: str = "") -> str:
    return sayings(tuple(quote(piece) for piece in pieces), most=240, subject=subject)[0].words.text


@pytest.mark.parametrize(
    "weaker",
    [
        "We need to continue to work in partnership to safeguard victims and to bring offenders to justice.",
        "If he'd listened to me I wouldn't be talking to you now.",
        "I'd like that never to be true of a fourth.",
        "This is why we are asking everybody to look again.",
        "People imagine a shed with a broken door.",
        "I would particularly like to hear from",
        "You could light every lamp in the village for that.",
        "Most of these offenders are known to us already.",
    ],
)
def test_what_stands_alone_goes_before_what_leans_or_is_about_the_organisation(weaker: str) -> None:
    assert best(weaker, "Lantern theft leaves a whole street in the dark.", subject="lantern theft").startswith("Lantern theft")


def test_what_people_think_wrongly_stays_with_what_is_so() -> None:
    told = "People imagine a shed with a broken door. More often it is a tidy garden."
    assert best(told) == told


def test_what_comes_before_a_but_never_stands_without_it() -> None:
    long = "But " + "the oil that the sellers put into them has been found to be dangerous in every single test of this year, " * 2
    assert not any(w == "A new lamp is cheap." for w in words(quote(f"A new lamp is cheap. {long[:-2]}.", LONG, between="\n\n"), most=200))


def test_a_saying_within_a_saying_ends_as_a_sentence() -> None:
    said = "She came in and said, ‘Somebody has been in the shed,’"
    assert words(quote(said)) == [said.replace(",’", ".’")]


def test_nobody_is_quoted_without_a_name() -> None:
    assert words(quote("Leave a light on.", speaker=None)) == []


@pytest.mark.parametrize(
    ("speaker", "role", "organisation", "expected"),
    [
        ("Ada Marsh", "Detective Superintendent, Head of Lanterns", None, ("Detective Superintendent Ada Marsh", "Head of Lanterns")),
        ("Ada Marsh", "Crew Manager", None, ("Crew Manager Ada Marsh", "")),
        ("Ada Marsh", "T/DI", None, ("T/DI Ada Marsh", "")),
        ("Ada Marsh", "Cllr, Cabinet Member for Sheds", None, ("Cllr Ada Marsh", "Cabinet Member for Sheds")),
        ("Ada Marsh", "Chair of the Trust", None, ("Ada Marsh", "Chair of the Trust")),
        ("Ada Marsh", "The trust's founder, Professor Dame, OBE", None, ("Professor Dame Ada Marsh OBE", "the trust's founder")),
        ("Ada Marsh", "whose shed burned in 2016", None, ("Ada Marsh", "whose shed burned in 2016")),
        ("spokesperson", "spokesperson", "the Lantern Trust", ("A spokesperson for the Lantern Trust", "")),
        ("householder", None, None, ("The householder", "")),
        ("Ada Marsh and Ben Carr", "Dr, a GP, and Sister", None, ("Ada Marsh and Ben Carr", "")),
    ],
)
def test_speakers_are_called_by_rank_name_and_role(
    speaker: str, role: str | None, organisation: str | None, expected: tuple[str, str]
) -> None:
    assert called(quote("Yes.", speaker=speaker, role=role, organisation=organisation)) == expected


def test_of_two_languages_the_posts_quote_their_own() -> None:
    welsh, english = quote("Mae pawb yn haeddu noson ddiogel."), quote("Everyone deserves a safe night.")
    assert in_language((welsh, english), "en") == (english,)
    assert in_language((welsh, english), "cy") == (welsh,)
    assert in_language((welsh,), "en") == (welsh,)


def test_a_person_may_choose_from_all_whole_sentences() -> None:
    said = quote("Please lock the shed. They always come back.")
    assert "They always come back." not in words(said)
    found = [s.words.text for s in sayings((said,), most=240, every=True)]
    assert {"Please lock the shed.", "They always come back.", "Please lock the shed. They always come back."} == set(found)
    assert found[-1] == "They always come back."
