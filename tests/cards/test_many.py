"""Cards by the batch, and the page that shows them."""

from __future__ import annotations

import html.parser

from campaign.cards import PORTRAIT, SIZES, SQUARE, Brand, Drawn, Job, Shown, draw, draw_many, gallery
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


class Page(html.parser.HTMLParser):
    """What a page says: its pictures' alt texts, and whether it asks for any other file."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.alts: list[str] = []
        self.sources: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag not in {"script", "link", "iframe"}
        if tag == "img":
            self.alts.append(given["alt"] or "")
            self.sources.append(given["src"] or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_holds_every_card_with_its_alt_text(brand: Brand) -> None:
    card = Card(layout="hook", fields={"eyebrow": "Ask & listen", "title": "\"Are you OK?\" can help"})
    drawn = draw(card, brand, SQUARE)
    page = Page(gallery("Day <1>", [Shown(post="hook-1", card=drawn), Shown(post="hook-2", card=CardError("cut 7 <words>"))]))
    assert page.alts == [drawn.alt]
    assert all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert "Day <1>" in page.words
    assert "cut 7 <words>" in page.words
    assert "1 card, 1 could not be drawn" in page.words
