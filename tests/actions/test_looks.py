"""The cards of whole days, as an officer plans them: each is drawn in every size, and neighbours never look alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from campaign import cards
from campaign.actions import plan, setup
from campaign.actions.looks import varied
from campaign.actions.workspace import Workspace
from campaign.errors import CardError, ScheduleError
from campaign.models import Card, MediaItem, Post, Wording

DAY = date(2026, 12, 1)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RELEASES = (
    "01-county-lines-week", "02-winter-vaccines", "03-chip-pan-fire", "04-missing-walker", "05-investment-fraud",
    "06-mobile-phones-at-the-wheel", "07-sepsis-awareness", "08-hate-crime-week", "child-exploitation-day-march20",
)


def day(folder: Path, source: str, data: bytes | None = None) -> tuple[Workspace, tuple[Post, ...]]:
    """A new workspace with as many posts of the release, up to 18, as it has matter for."""
    setup.init(folder)
    workspace = Workspace.find(folder)
    found = plan.read("-" if data else source, stdin=data)
    for count in range(18, 0, -1):
        try:
            planned = plan.plan(workspace, found, plan.Wish(day=DAY, posts=count), by="officer", now=NOW)
        except ScheduleError:
            continue
        return workspace, planned.posts
    pytest.fail(f"{source} gives no day")


def check(workspace: Workspace, posts: tuple[Post, ...]) -> None:
    drawn = [item.card for post in posts for item in post.media if item.card]
    assert len(drawn) == len(posts)
    jobs = [cards.Job(card, workspace.brand, size) for card in drawn for size in cards.SIZES]
    failed = [str(one) for one in cards.draw_many(jobs) if isinstance(one, CardError)]
    assert not failed
    check_neighbours(workspace.brand, drawn)


def check_neighbours(brand: cards.Brand, drawn: list[Card]) -> None:
    for one, other in pairwise(drawn):
        if one.layout == other.layout and len(brand.layouts[one.layout]) > 1:
            assert look(brand, one) != look(brand, other)


def look(brand: cards.Brand, card: Card) -> str:
    return brand.theme(card.layout, card.fields["theme"], "").name


@pytest.mark.parametrize("name", RELEASES)
def test_every_card_of_a_day_is_drawn_in_every_size(name: str, shared: Path, tmp_path: Path) -> None:
    check(*day(tmp_path, str(shared / "releases" / f"{name}.md")))


def test_every_card_of_the_sample_is_drawn_in_every_size(tmp_path: Path) -> None:
    name, data = setup.sample_release()
    check(*day(tmp_path, name, data))


# -- looks -------------------------------------------------------------------------------------------------------------


def post(n: int, layout: str, **fields: str) -> Post:
    media = (MediaItem(card=Card(layout=layout, fields=fields)),)
    return Post(id=f"custom-{n}", kind="custom", at=f"2026-12-01 {8 + n:02d}:00", accounts=("practice",), body="x", media=media,
                variants={"x": Wording(parts=("x",), media=media)})


def themes(posts: tuple[Post, ...]) -> list[str]:
    return [str(item.card.fields["theme"]) for one in posts for item in one.media if item.card]


def test_looks_take_turns_per_layout() -> None:
    given = (post(0, "hook"), post(1, "signs"), post(2, "signs"), post(3, "hook"), post(4, "signs"))
    assert themes(varied(given)) == ["1", "1", "2", "2", "3"]


def test_the_order_is_that_of_the_day_not_of_the_files() -> None:
    first, second = post(0, "signs"), post(1, "signs")
    assert themes(varied((second, first))) == ["2", "1"]


def test_a_speaker_keeps_a_look() -> None:
    names = ["Asha", "Gwen", "Asha", "Gwen"]
    given = tuple(p for n, name in enumerate(names) for p in (post(2 * n, "quote", name=name), post(2 * n + 1, "contact")))
    assert themes(varied(given))[::2] == ["1", "2", "1", "2"]


def test_one_speaker_twice_running_and_the_third_after_the_first_still_differ(tmp_path: Path) -> None:
    setup.init(tmp_path)
    brand = Workspace.find(tmp_path).brand
    for names in ("AAB", "ABAC", "ABCAC", "AABBCC"):
        dressed = varied(tuple(post(n, "quote", name=name) for n, name in enumerate(names)))
        check_neighbours(brand, [item.card for one in dressed for item in one.media if item.card])


def test_a_look_that_is_named_stays() -> None:
    assert themes(varied((post(0, "hook", theme="signal"), post(1, "hook")))) == ["signal", "1"]


def test_a_variant_shows_the_same_card(tmp_path: Path) -> None:
    for one in varied((post(0, "hook"), post(1, "hook"))):
        assert one.variants["x"].media == one.media


def test_a_photo_is_left_alone() -> None:
    photo = MediaItem(file="bridge.jpg", alt="The bridge")
    one = replace(post(0, "hook"), media=(photo,), variants={})
    assert varied((one,)) == (one,)
