"""Sentences of press-release prose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.text import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


# Sentences are parted by a bar, which is taken out before they are put together again.
TEXTS = [
    "One sentence.| Another one!| A third?| Yes.",
    "Dr. Rees met Cllr. Jane Okoro and Det. Insp. Sam Roe.| They spoke.",
    "See e.g. the leaflet, i.e. Page 2.| It is short.",
    "Open at 9 a.m. on weekdays, 9 a.m. Saturday and 10 a.m. 24 December.| Close at 5 p.m.| Officers help.",
    "Meet at St. Albans Road or High St.| The end.",
    "J. R. Smith and A.B. Jones came.| So am I.| We go.",
    "It costs £3.50 or 1.5 times more.| No. 10 agreed.| Did he?| No.| He left.",
    "Version 3.1.0 is out.| Go to www.example.org.| It helps.",
    "“Call 101.”| She nodded.| (Or 999.)| [Later.]| End.",
    "“Stop!” he said.| ‘Why?’ she asked.| “We won’t stop.| Not now.”",
    "Well… maybe.| Then... he paused.| Really?!| Yes…| No.",
    "About 1 in 4.| 45 people came in 2019.| 12 left.",
    "Acme Ltd. Manchester and Acme Ltd. of Leeds.| Bring food, water etc.| Police will help.",
    "Mon. to Fri. we work.| On 4 Sept. 2025 we did not.",
    "Visit us.| www.example.org has more.| example.org helps too.",
    "Signs:|\n- going missing|\n- acting secretively|\n\n1. Call 101.|\n2. Wait.",
    "A line that is\nwrapped once.| Another.",
    "A heading|\n\nA paragraph.",
    "**Bold.**| _Slanted._| Plain.",
    "Approx. 20 people, tel. 101, p. 4, vs. them.| Done.",
    "No full stop at the end",
]


@pytest.mark.parametrize("marked", TEXTS)
def test_sentences(marked: str) -> None:
    assert cut(marked.replace("|", "")) == [one.strip() for one in marked.split("|")]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_in_nothing(text: str) -> None:
    assert sentences(text) == []


@given(st.text(alphabet=st.sampled_from("aB .!?…”)\n-1e.g"), max_size=60))
def test_nothing_but_space_is_lost(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
