"""Releases written without a look at the rules: how much of them is found, by the measure of the benchmark."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.facts import releases, score
from campaign.facts import find
from campaign.release import read
from tests.facts.test_releases import check_spans

BLIND = Path(__file__).parent / "blind"
# what is promised for releases that nobody tuned the rules on
LEAST = {"quotes": 0.95, "speaker": 0.95, "signs": 0.93, "phones": 0.97, "websites": 0.95}


@pytest.fixture(scope="module")
def counts():
    return score([BLIND])


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_enough_is_found_and_little_is_wrong(counts, kind, least):
    assert counts[kind].f1 >= least, (counts[kind].wrong, counts[kind].missed)


@pytest.mark.parametrize("path", releases([BLIND]), ids=lambda p: p.stem)
def test_every_fact_stands_where_its_span_says(path):
    release = read(str(path))
    facts = find(release)
    check_spans(release, facts)
    assert facts.title
