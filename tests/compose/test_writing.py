"""A day of posts: what it must hold, what it must never say, and where each word comes from."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from campaign import text
from campaign.compose import Brief, capacity, problems, write
from campaign.errors import ScheduleError
from campaign.models import Post, Severity, Span
from tests.compose.made_up import BODY, DAY, POOR, QUOTES, RICH, SIGNS, brief, number, said, slots

SPOKEN = " ".join(q.text for q in QUOTES).replace("out of it,", "out of it.")  # a comma before the attribution ends the sentence


def texts(post: Post, made: Brief) -> list[tuple[str, str]]:
    """(account id, what the post says there)."""
    found = []
    for account in made.accounts:
        if account.id in post.accounts:
            variant = post.variants.get(account.id) or post.variants.get(account.platform)
            found.append((account.id, variant.parts[0] if variant else post.body))
    return found


def every_text(posts: tuple[Post, ...]) -> list[str]:
    return [t for post in posts for t in (post.body, *(v.parts[0] for v in post.variants.values()))]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 10, 14, 20])
def test_a_day_has_one_post_a_slot_in_a_telling_order(count: int) -> None:
    posts = write(brief(), slots(count))
    assert [p.at for p in posts] == list(slots(count))
    assert posts[0].kind == "hook"
    assert count < 3 or posts[-1].kind == "thanks"
    assert all(a.kind != b.kind for a, b in pairwise(posts))
    assert len({p.id for p in posts}) == count


@pytest.mark.parametrize("count", [10, 20])
def test_no_two_posts_read_the_same_or_begin_alike(count: int) -> None:
    made = brief()
    posts = write(made, slots(count))
    for account in made.accounts:
        bodies = [t for post in posts for name, t in texts(post, made) if name == account.id]
        assert max(Counter(" ".join(re.findall(r"\w+", b.casefold())[:4]) for b in bodies).values()) == 1


@pytest.mark.parametrize("platforms", [("x",), ("x", "bluesky", "mastodon", "threads", "facebook", "instagram", "linkedin", "telegram")])
def test_every_text_fits_its_account(platforms: tuple[str, ...]) -> None:
    made = brief(RICH, *platforms)
    for post in write(made, slots(20)):
        for name, said_there in texts(post, made):
            platform = name.removeprefix("force-")
            assert text.measure(said_there, platform).fits


def test_roomy_accounts_get_the_longer_wording() -> None:
    posts = write(brief(RICH, "x", "mastodon"), slots(20))
    shortened = [p for p in posts if "x" in p.variants]
    assert shortened
    assert all(len(p.variants["x"].parts[0]) < len(p.body) for p in shortened)
    assert all(p.variants["x"].media == p.media for p in shortened)


def test_every_number_is_named_twice_and_in_the_safe_order() -> None:
    posts = write(brief(), slots(10))
    for value in ("999", "101", "0800 555 111", "0800 1111", "116 123"):
        assert sum(value in p.body for p in posts) >= 2
    for body in every_text(posts):
        places = [body.find(value) for value in ("999", "101", "0800 555 111", "0800 1111") if value in body]
        assert places == sorted(places)
        assert "101" not in body or "999" in body
        assert not re.search(r"(?i)emergency,? (?:always )?(?:call )?101\b(?<!not an emergency, call 101)(?<!not an emergency: 101)", body)


def test_tails_differ_and_do_not_stand_under_every_post() -> None:
    posts = [p for p in write(brief(), slots(14)) if p.kind != "contact"]
    tails = [p.body.split("\n\n")[-2] for p in posts if "999" in p.body]
    assert 2 <= len(tails) < len(posts)
    assert len(set(tails)) > len(tails) // 2


@pytest.mark.parametrize("count", [6, 10, 14])
def test_every_post_of_signs_says_what_to_do_and_no_two_neighbours_end_alike(count: int) -> None:
    made = brief()
    posts = write(made, slots(count))
    for post in posts:
        assert post.kind != "signs" or all(re.search(r"\d{3}", said_there) for _, said_there in texts(post, made))
    for account in made.accounts:
        lasts = [t.removesuffix("\n\n#LightsOn").split("\n\n")[-1] for p in posts for name, t in texts(p, made) if name == account.id]
        assert all(a != b for a, b in pairwise(lasts))
        assert max(Counter(lasts).values()) <= max(2, count // 5)


@pytest.mark.parametrize("count", [6, 8, 10, 14])
def test_the_last_word_before_the_thanks_is_hard_to_miss(count: int) -> None:
    assert write(brief(), slots(count))[-2].kind in {"signs", "contact"}


def test_of_999_and_112_a_sentence_names_one() -> None:
    other = dataclasses.replace(RICH.contacts[1], value="112", normalised="112")
    told = every_text(write(brief(dataclasses.replace(RICH, contacts=(*RICH.contacts, other))), slots(10)))
    assert not any(re.search(r"(?:call|emergency always call) 999\..*(?:call) 112\.", t) for t in told)


def test_signs_come_two_to_four_to_a_post_and_only_could() -> None:
    posts = [p for p in write(brief(), slots(20)) if p.kind == "signs"]
    shown: set[str] = set()
    for post in posts:
        card = post.media[0].card
        assert card is not None
        items = card.fields["items"]
        assert 2 <= len(items) <= 4
        assert "could" in post.body
        shown.update(items)
    assert shown == set(SIGNS)


def test_self_harm_stands_in_a_list_beside_a_support_line() -> None:
    touchy = [t for t in every_text(write(brief(), slots(20))) if "self-harm" in t]
    assert touchy
    for body in touchy:
        assert body.count("• ") >= 2
        assert "Childline on 0800 1111" in body
        assert "Samaritans on 116 123" in body
        assert all(body.count(value) == 1 for value in ("0800 1111", "116 123"))


def test_without_a_support_line_the_sign_is_left_out_and_said_so() -> None:
    made = brief(contacts=())
    assert not any("self-harm" in t for t in every_text(write(made, slots(14))))
    (problem,) = [p for p in problems(made) if p.rule == "support-line"]
    assert problem.severity is Severity.WARN
    assert "self-harm" in problem.message
    assert not [p for p in problems(brief()) if p.rule == "support-line"]


def test_one_sign_alone_is_never_a_post() -> None:
    made = brief(dataclasses.replace(RICH, signs=RICH.signs[:1]))
    assert not any(SIGNS[0] in t for t in every_text(write(made, slots(5))))
    assert [p.rule for p in problems(made)] == ["one-sign"]


def test_urgent_signs_never_stand_without_999() -> None:
    facts = dataclasses.replace(RICH, contacts=(number("999", "emergency"),))
    for post in write(brief(facts), slots(10)):
        if post.kind == "signs":
            assert "999" in post.body


def test_quotes_are_verbatim_with_their_speaker() -> None:
    spoken = [p for p in write(brief(), slots(20)) if p.kind == "quote"]
    assert spoken
    for post in spoken:
        words = re.findall(r"“([^”]+)”", post.body)
        assert len(words) == 1
        assert words[0].rstrip(".") in SPOKEN
        assert words[0].endswith(".")
        assert "Lydia Fernsby" in post.body or "Kwame Addo-Wright" in post.body


def test_each_paragraph_of_speech_opens_its_own_quotation_marks() -> None:
    spans = (said("Leave a light on").span, said("Lock the shed").span)
    made = brief(dataclasses.replace(RICH, quotes=(dataclasses.replace(QUOTES[0], text="Leave a light on\n\nLock the shed", spans=spans),)))
    (post,) = [p for p in write(made, slots(10)) if p.kind == "quote"]
    assert "“Leave a light on.\n\n“Lock the shed.”" in post.body
    card = post.media[0].card
    assert card is not None
    assert card.fields["quote"] == "Leave a light on.\n\nLock the shed."


def test_today_is_only_said_on_the_releases_own_day() -> None:
    assert "Today" in write(brief(), slots(5))[0].body
    later = date(2026, 5, 5)
    other = write(brief(day=later), slots(14, later))
    assert not any(re.search(r"(?i)\btoday\b|\btuesday\b|\bis today\b", t) for t in every_text(other))


def test_hashtags_stand_last_and_are_at_most_two() -> None:
    facts = dataclasses.replace(RICH, hashtags=("#LightsOn", "#Third"))
    for post in write(brief(facts, "outbox", hashtag="#Typed"), slots(10)):
        assert post.body.endswith("\n\n#Typed #LightsOn")


def test_sources_say_exactly_where_the_facts_stand() -> None:
    for post in write(brief(), slots(20)):
        card = post.media[0].card
        assert card is not None
        for path, spans in post.sources.items():
            body = post.body if path == "body" else str(post.variants[path[9:]].parts) if path.startswith("variants.") else str(card.fields)
            for start, end in spans:
                words = BODY[start:end].rstrip(",")
                assert words in body or (words == "National Lantern Theft Awareness Day" and "lantern theft" in body)
        if post.kind in {"signs", "advice", "quote", "statistic"}:
            assert post.sources["body"]
    quote = next(p for p in write(brief(), slots(20)) if p.kind == "quote")
    assert set(quote.sources["media.0.quote"]) <= set(quote.sources["body"])


def test_small_allowances_are_kept_and_spread() -> None:
    made = brief(RICH, "x", "facebook", "telegram", "instagram", "linkedin")
    most = {"force-x": 10, "force-facebook": 3, "force-telegram": 3, "force-instagram": 2, "force-linkedin": 1}
    posts = write(dataclasses.replace(made, per_day=most), slots(10))
    carried = {name: [n for n, p in enumerate(posts) if name in p.accounts] for name in most}
    assert {name: len(places) for name, places in carried.items()} == most
    assert carried["force-facebook"] != carried["force-telegram"]
    assert carried["force-facebook"][-1] >= 5
    assert all(p.accounts for p in posts)


def test_accounts_that_cannot_carry_the_day_are_an_error() -> None:
    made = brief(RICH, "facebook", "telegram", per_day={"force-facebook": 3, "force-telegram": 3})
    with pytest.raises(ScheduleError, match="may carry 6 posts"):
        write(made, slots(10))
    assert all(len(p.accounts) == 1 for p in write(made, slots(6)))


def test_a_poor_release_says_how_many_posts_it_fills() -> None:
    made = brief(POOR)
    most = capacity(made)
    assert 3 <= most < 10
    assert len(write(made, slots(most))) == most
    with pytest.raises(ScheduleError, match=rf"gives {most} posts.*Ask for {most} or fewer"):
        write(made, slots(10))


def test_capacity_never_promises_what_write_cannot_keep() -> None:
    for count in range(1, 25):
        most = capacity(brief(), count)
        assert len(write(brief(), slots(most))) == most


def test_a_long_opening_gives_way_on_a_short_platform() -> None:
    facts = dataclasses.replace(RICH, hook=said(BODY[: BODY.index("One in nine")].strip()), signs=RICH.signs[:2])
    opening = write(brief(facts, "x", "mastodon"), slots(3))[0]
    assert opening.body.startswith("National Lantern Theft Awareness Day is today.")


def test_the_press_desk_and_an_officers_number_stay_out() -> None:
    desk = dataclasses.replace(RICH.contacts[0], value="01632 960 111", normalised="01632960111", purpose="contact", label="Press office")
    officer = dataclasses.replace(desk, value="07700 900321", normalised="07700900321", label="Piers Dunmore")
    visits = dataclasses.replace(desk, value="01632 960 222", normalised="01632960222", label="home safety visits")
    made = brief(dataclasses.replace(RICH, contacts=(*RICH.contacts, desk, officer, visits)))
    told = " ".join(every_text(write(made, slots(14))))
    assert "960 111" not in told
    assert "900321" not in told
    assert "For home safety visits, call 01632 960 222" in told or "Home safety visits: 01632 960 222" in told
    assert {p.message.split()[2] for p in problems(made) if p.rule == "contact-left-out"} <= {"111", "(Piers"}


def test_the_day_is_the_same_every_time() -> None:
    assert write(brief(), slots(14)) == write(brief(), slots(14))
    assert RICH.date == DAY


def test_one_speakers_many_quotes_never_begin_alike() -> None:
    things = ["light", "lamp", "lantern", "torch", "candle", "beacon", "bulb", "lighthouse", "flare", "headlight", "spotlight", "glow"]
    many = tuple(
        dataclasses.replace(QUOTES[1], text=f"Please leave a {thing} on at night for your neighbours.", spans=(Span(n * 99, n * 99 + 9),))
        for n, thing in enumerate(things)
    )
    made = brief(dataclasses.replace(POOR, quotes=many), "outbox")
    posts = [p for p in write(made, slots(capacity(made, 20))) if p.kind == "quote"]
    assert len(posts) >= 10
    assert len({" ".join(re.findall(r"\w+", p.body)[:4]) for p in posts}) == len(posts)
