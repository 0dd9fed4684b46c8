"""Cards by the batch, and those that need not be drawn again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from campaign.cards import PORTRAIT, SIZES, SQUARE, Brand, Cache, Drawn, Job, draw, draw_many, recipe
from campaign.errors import CardError
from campaign.models import Card
from tests.cards.conftest import CARDS

BROKEN = Card(layout="hook", fields={"eyebrow": "Signs", "title": "ticked ✓"})


def test_a_batch_on_two_processes_is_the_same_as_one_by_one(brand: Brand) -> None:
    jobs = [Job(card, brand, size) for card in list(CARDS.values())[:3] for size in SIZES]
    jobs.insert(4, Job(BROKEN, brand, SQUARE))
    told: list[int] = []
    results = draw_many(jobs, workers=2, progress=told.append)
    assert told == list(range(1, len(jobs) + 1))
    assert isinstance(results[4], CardError)
    assert "U+2713" in str(results[4])
    drawn = [result for result in results if isinstance(result, Drawn)]
    assert [d.sha256 for d in drawn] == [draw(job.card, brand, job.size).sha256 for job in jobs if job.card is not BROKEN]


def test_a_few_cards_are_drawn_here(brand: Brand) -> None:
    told: list[int] = []
    results = draw_many([Job(CARDS["hook"], brand, PORTRAIT, "image/jpeg"), Job(BROKEN, brand, PORTRAIT)], progress=told.append)
    assert told == [1, 2]
    assert isinstance(results[0], Drawn)
    assert results[0].mime == "image/jpeg"
    assert isinstance(results[1], CardError)
    assert draw_many([]) == []


def test_everything_that_decides_how_a_card_looks_is_in_its_recipe(brand: Brand) -> None:
    job = Job(CARDS["hook"], brand, PORTRAIT)
    other = Card(layout="hook", fields={**CARDS["hook"].fields, "title": "Other words"})
    face = replace(brand.faces["bold"], sha256="0" * 64)
    changed = [
        job._replace(card=other), job._replace(size=SQUARE), job._replace(mime="image/jpeg"),
        job._replace(brand=replace(brand, sha256="1" * 64)), job._replace(brand=replace(brand, faces={**brand.faces, "bold": face})),
    ]
    assert len({recipe(job), *map(recipe, changed)}) == len(changed) + 1
    assert recipe(job) == recipe(Job(CARDS["hook"], brand, PORTRAIT))


def test_the_cache_gives_back_what_it_was_given_and_never_stands_in_the_way(tmp_path: Path) -> None:
    kept = Cache(tmp_path / "drawn")
    assert kept.get("a") is None
    kept.put("a", b"card")
    assert kept.get("a") == b"card"
    kept.trim()
    (tmp_path / "file").touch()
    blocked = Cache(tmp_path / "file" / "drawn")
    blocked.put("a", b"card")
    blocked.trim()
    assert blocked.get("a") is None
