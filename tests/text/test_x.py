"""X: weights, links, hashtags, mentions and cashtags, against our own cases and the official data."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from campaign.text import measure, x
from campaign.text.address import is_url
from campaign.text.data import Weights, weights, weights_v3
from campaign.text.plain import utf16
from tests.text.reference import FOLDER, cases, read

WEIGHED = [
    ("", 0),
    ("Stay safe", 9),
    ("Diogelwch ŵ ŷ", 13),
    ("“Don’t wait” – call", 19),
    ("…•€", 6),
    ("安全", 4),
    ("w\u0302", 1),
    ("https://northshire.police.example.uk/a/long/path", 23),
    ("gov.uk/x", 23),
    ("See www.example.org.", 28),
    ("help@example.org", 16),
    ("here.It", 23),
    ("👮🏻‍♀️", 2),
    ("👨‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿🇬🇧☎️1️⃣", 10),
    ("🇽🇽", 4),
    ("🧑‍🤝‍🧑", 8),  # newer than X's list: piece by piece
    ("❤\ufe0e", 4),
]
LINKS = [
    ("Visit www.example.org, then example.org/a_(b)!", ["www.example.org", "example.org/a_(b)"]),
    ("(https://example.org/page).", ["https://example.org/page"]),
    ("例えばexample.orgです", ["example.org"]),
    ("tŷ.cymru", ["tŷ.cymru"]),
    ("a.b-.uk", []),
    ("http://sub_domain.example.org http://example.bad_name.org", ["http://sub_domain.example.org"]),
    ("https://t.co/abc's", ["https://t.co/abc"]),
    ("https://t.co/" + "a" * 41, []),
    ("https://" + "a" * 64 + ".org", []),
    ("https://" + "é" * 60 + ".org", []),
    ("https://example.org/" + "a" * 4100, []),
    ("ftp://example.org @example.org #example.org $example.org x@example.org", []),
    ("https://user@example.org http://192.0.2.1 http://localhost", []),
    ("https://example.org:8080/x?a=1&b=2#top-", ["https://example.org:8080/x?a=1&b=2#top-"]),
    ("example.com example.comm example.com+ example.com@x", ["example.com"]),
    ("http://\nexample.org", ["example.org"]),
    ("xn--p1ai—example.org http://xn--はじめ.com", ["example.org"]),
    ("-example.com /example.com .example.com", []),
]
TAGS = [
    ("#SaySomething #999 #101Beds (#tag) a#b ##two #a-b #don’t", ["SaySomething", "101Beds", "tag", "two", "a", "don"]),
    ("#one#two", []),
    ("#https://example.org", []),
    ("https://example.org/#tag #️⃣tag ＃日本 ☎\ufe0f#phone", ["日本", "phone"]),
]
MENTIONS = [
    ("@Force .@Force2 (@a) x@b @c@d @é @http://x", ["Force", "Force2", "a"]),
    ("@Force/team RT@you @" + "a" * 21, ["Force/team", "you", "a" * 20]),
]


@pytest.mark.parametrize(("text", "weight"), WEIGHED)
def test_weight(text: str, weight: int) -> None:
    assert x.weigh(text).weight == weight


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_links(text: str, expected: list[str]) -> None:
    assert [link.value for link in x.links(text)] == expected


@pytest.mark.parametrize(("text", "expected"), TAGS)
def test_hashtags(text: str, expected: list[str]) -> None:
    assert [tag.value for tag in x.hashtags(text)] == expected


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_mentions(text: str, expected: list[str]) -> None:
    assert [mention.value for mention in x.mentions(text)] == expected


def test_cashtags() -> None:
    assert [one.value for one in x.cashtags("$BP, $Stock_X a$NO $1 $TOOLONGX \u2066$NO")] == ["BP", "Stock_X"]


def test_280_fits_and_281_does_not() -> None:
    assert x.weigh("a" * 280).valid
    assert not x.weigh("a" * 281).valid
    assert x.weigh("a" * 281).valid_to == 280


def test_a_link_is_never_cut_at_the_limit() -> None:
    weighed = x.weigh("a" * 260 + " www.example.org")
    assert (weighed.weight, weighed.valid_to) == (284, 261)


def test_a_byte_order_mark_is_refused_wherever_it_stands() -> None:
    assert not measure("Call 101\ufeff", "x").fits
    assert measure("Call 101", "x").fits


def test_entities_do_not_overlap() -> None:
    found = x.entities("@a see https://example.org/@b#c and #d $E")
    assert [(entity.kind, entity.value) for entity in found] == [
        ("mention", "a"),
        ("link", "https://example.org/@b#c"),
        ("hashtag", "d"),
        ("cashtag", "E"),
    ]


# -- the official data -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("x-edge/cases.yaml", "cases"))
def test_edge_cases(case: dict[str, Any]) -> None:
    text, expected = case["text"], case["expected"]
    weighed = x.weigh(text)
    assert weighed.weight in {expected["weightedLength"], case.get("weight_if_one_emoji")}
    assert weighed.valid == expected["valid"]
    finders = {"urls": x.links, "hashtags": x.hashtags, "mentions": x.mentions, "cashtags": x.cashtags, "entities": x.entities}
    for kind, finder in finders.items():
        assert [[one.start, one.end] for one in finder(text)] == [one["indices"] for one in expected[kind]], kind


def assert_agrees(case: dict[str, Any], config: Weights) -> None:
    text, expected = case["text"], case["expected"]
    composed = unicodedata.normalize("NFC", text)
    weighed = x.weigh(text, weights=config)
    assert weighed.weight == expected["weightedLength"]
    assert weighed.valid == expected["valid"]
    assert weighed.weight * 1000 // config.limit == expected["permillage"]
    last = utf16(composed[: weighed.valid_to]) - 1 + utf16(text) - utf16(composed)
    assert max(last, 0) == expected["validRangeEnd"]


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "WeightedTweetsCounterTest"))
def test_weighted_counter_of_version_2(case: dict[str, Any]) -> None:
    assert_agrees(case, weights((FOLDER / "twitter-text/v2.json").read_text("utf-8")))


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "WeightedTweetsWithDiscountedEmojiCounterTest"))
def test_weighted_counter(case: dict[str, Any]) -> None:
    assert_agrees(case, weights_v3())


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "UnicodeDirectionalMarkerCounterTest"))
def test_directional_marks(case: dict[str, Any]) -> None:
    assert_agrees(case, weights_v3())


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "tweets"))
def test_the_oldest_counter(case: dict[str, Any]) -> None:
    # Version 1: 140, everything weighs one, a link 23. The first files of the data still speak of it.
    config = weights((FOLDER / "twitter-text/v1.json").read_text("utf-8"))
    assert x.weigh(case["text"], weights=config).valid == case["expected"]


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "usernames"))
def test_valid_usernames(case: dict[str, Any]) -> None:
    assert (["@" + one.value for one in x.mentions(case["text"])] == [case["text"]]) == case["expected"]


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "lists"))
def test_valid_lists(case: dict[str, Any]) -> None:
    found = x.mentions(case["text"])
    assert (["@" + one.value for one in found] == [case["text"]] and "/" in found[0].value) == case["expected"]


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "hashtags"))
def test_valid_hashtags(case: dict[str, Any]) -> None:
    assert (["#" + one.value for one in x.hashtags(case["text"])] == [case["text"]]) == case["expected"]


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "urls"))
def test_valid_urls(case: dict[str, Any]) -> None:
    assert is_url(case["text"]) == case["expected"]


@pytest.mark.parametrize("case", cases("twitter-text/validate.yml", "tests", "urls_without_protocol"))
def test_valid_urls_without_scheme(case: dict[str, Any]) -> None:
    assert is_url(case["text"], scheme=False) == case["expected"]


FINDERS = {"urls": x.links, "tco": x.links, "mentions": x.mentions, "hashtags": x.hashtags, "cashtags": x.cashtags}
EXTRACT = [
    "urls",
    "urls_with_indices",
    "urls_with_directional_markers",
    "tco_urls_with_params",
    "mentions",
    "mentions_with_indices",
    "mentions_or_lists_with_indices",
    "hashtags",
    "hashtags_from_astral",
    "hashtags_with_indices",
    "cashtags",
    "cashtags_with_indices",
]


@pytest.mark.parametrize("group", EXTRACT)
def test_extraction(group: str) -> None:
    data = read("twitter-text/extract.yml")
    if data is None:
        pytest.skip("the conformance data is not beside this checkout")
    finder = FINDERS[group.partition("_")[0]]
    for case in data["tests"][group]:
        found = finder(case["text"])
        expected = case["expected"]
        if expected and isinstance(expected[0], dict):
            assert [[one.start, one.end] for one in found] == [one["indices"] for one in expected], case
            expected = ["".join(value for key, value in one.items() if key != "indices") for one in expected]
        assert [one.value for one in found] == expected, case


@pytest.mark.parametrize("case", cases("twitter-text/extract.yml", "tests", "replies"))
def test_replies(case: dict[str, Any]) -> None:
    assert x.reply_to(case["text"]) == case["expected"]


@pytest.mark.parametrize("group", ["country", "generic"])
def test_every_domain_ending(group: str) -> None:
    data = read("twitter-text/tlds.yml")
    if data is None:
        pytest.skip("the conformance data is not beside this checkout")
    wrong = [case for case in data["tests"][group] if [one.value for one in x.links(case["text"])] != case["expected"]]
    assert wrong == []
