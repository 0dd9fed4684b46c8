"""Many cards on all cores: a pool of processes, because drawing letters holds Python's lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from campaign.cards.drawing import Drawn, Job, draw
from campaign.errors import CardError

Result = Drawn | CardError
SMALL = 6  # fewer cards than this are drawn sooner than a pool has started


def draw_many(jobs: Sequence[Job], workers: int | None = None, progress: Callable[[int], None] | None = None) -> list[Result]:
    """Draw cards, in the order of ``jobs``; one that can't be drawn is its CardError, and the others are drawn all the same.

    ``progress`` is called with the number of cards done so far. ``workers`` is the number of processes, by default one a core.
    """
    count = min(workers or os.cpu_count() or 1, len(jobs))
    results: list[Result] = []
    if count < 2 or len(jobs) < SMALL:
        for job in jobs:
            results.append(_one(job))
            _tell(progress, len(results))
        return results
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a forked child of a program with threads may wait for a lock that nobody holds
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for result in pool.map(_one, jobs, chunksize=max(1, len(jobs) // (count * 8))):
            results.append(result)
            _tell(progress, len(results))
    return results


def _one(job: Job) -> Result:
    try:
        return draw(job.card, job.brand, job.size, mime=job.mime)
    except CardError as error:
        return error


def _tell(progress: Callable[[int], None] | None, done: int) -> None:
    if progress:
        progress(done)
