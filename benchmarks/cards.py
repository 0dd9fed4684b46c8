"""How long cards take: each layout in each size, warm, then sixty cards one by one and on all cores.

    python benchmarks/cards.py
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from campaign.cards import SIZES, Drawn, Job, draw, draw_many, engine_report, load_brand, name_of
from tests.cards.conftest import CARDS

ROUNDS = 7


def main() -> None:
    """Print milliseconds and bytes a card, then the batch."""
    print(" ".join(f"{name} {version}" for name, version in engine_report().items()), f"cores {os.cpu_count()}")
    began = time.perf_counter()
    brand = load_brand()
    print(f"load_brand {1000 * (time.perf_counter() - began):.0f} ms")
    for name in ("hook", "signs", "quote-long", "contact-long"):
        for size in SIZES:
            took = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                drawn = draw(CARDS[name], brand, size)
                took.append(1000 * (time.perf_counter() - began))
            figures = f"median {statistics.median(took):5.1f} ms  first {took[0]:5.1f} ms  {len(drawn.data):6} bytes"
            print(f"{name:14} {name_of(size):10} {figures}")
    jobs = [Job(card, brand, size) for card in CARDS.values() for size in SIZES]
    jobs = (jobs * 3)[:60]
    for workers in (1, os.cpu_count() or 1):
        began = time.perf_counter()
        results = draw_many(jobs, workers)
        made = sum(isinstance(result, Drawn) for result in results)
        print(f"{made} of {len(jobs)} cards, {workers} process(es): {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
