"""Hand-off: everything lies ready for a person, and nothing is ever sent by us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.errors import HandedOver, Refused
from campaign.models import Absent, Idempotency, Receipt, Request, Unsure
from campaign.platforms.base import Platform
from tests.platforms.conftest import Bench, bench_of


@pytest.fixture
def handoff(tmp_path: Path) -> Iterator[Bench]:
    yield from bench_of("handoff", tmp_path)


def _ready(bench: Bench, **named: object) -> tuple[Platform, Request, Path]:
    """A post that was handed over."""
    platform = bench.platform(account=replace(bench.account, options={"place": "Nextdoor, Kelderbridge"}))
    content = bench.content(media=(bench.media(),), **named)
    request = bench.armed(platform, content)
    with pytest.raises(HandedOver) as caught:
        platform.create(request)
    assert "posted by hand on Nextdoor, Kelderbridge" in str(caught.value)
    assert "campaign resolve" in str(caught.value)
    return platform, request, bench.root / "handoff" / request.path


def test_text_pictures_alt_texts_and_steps_lie_ready(handoff: Bench) -> None:
    _, request, folder = _ready(handoff, text="Know the signs. Call 101.")
    assert (folder / "text.txt").read_text() == "Know the signs. Call 101.\n"
    assert (folder / "image-1.png").read_bytes() == handoff.store[request.media[0].digest]
    steps = (folder / "steps.txt").read_text()
    assert steps.startswith("1. Open Nextdoor, Kelderbridge.")
    assert request.media[0].alt in steps
    assert f"campaign resolve {request.body['delivery']} --online ADDRESS" in steps
    assert "To post by hand" in (handoff.root / "handoff" / "index.html").read_text()


def test_a_second_time_it_is_the_same_folder(handoff: Bench) -> None:
    platform, request, folder = _ready(handoff)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(HandedOver):
        platform.create(request)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_only_a_person_knows_whether_it_is_online(handoff: Bench) -> None:
    platform, request, _ = _ready(handoff)
    found = platform.find(request, None, set())
    assert isinstance(found, Unsure)
    assert "campaign resolve" in found.why
    fresh = handoff.armed(platform, handoff.content())
    missing = platform.find(fresh, None, set())
    assert isinstance(missing, Absent)
    assert missing.proven
    assert platform.kind is Idempotency.BLIND


def test_a_later_part_says_what_it_replies_to(handoff: Bench) -> None:
    platform = handoff.platform()
    before = Receipt(id="https://nextdoor.example/p/1", url="https://nextdoor.example/p/1")
    request = handoff.armed(platform, handoff.content(part=2, parts=2), before)
    with pytest.raises(HandedOver):
        platform.create(request)
    assert "as a reply to https://nextdoor.example/p/1" in (handoff.root / "handoff" / request.path / "steps.txt").read_text()


def test_it_is_deleted_by_hand(handoff: Bench) -> None:
    with pytest.raises(Refused, match="delete"):
        handoff.platform().delete(Receipt(id="x", url=None))
