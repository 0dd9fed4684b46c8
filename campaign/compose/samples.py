"""Made-up facts to try wordings out with: good ones, and such as somebody would write who wants to break them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from campaign.compose.rendering import NAMES, render
from campaign.compose.tracing import Traced
from campaign.compose.wordings import Piece

# Invented people and places; the numbers are Ofcom's for drama: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
SAMPLE: Mapping[str, str] = {
    "about": "home safety visits", "About": "Home safety visits", "area": "Brackenholt", "event": "National Lantern Day",
    "headline": "Officers ask Brackenholt to keep a light on",
    "topic": "lantern theft", "called": "the Lantern Line", "called_two": "the Night Line", "label_two": "Night Line",
    "value_two": "0808 157 0124",
    "speaker_then": "Inspector Lydia Fernsby", "speaker_named": "Inspector Lydia Fernsby",
    "title": "Officers ask Brackenholt to keep a light on.", "hook": "Brackenholt Police is asking everyone to keep a light on.",
    "signs": "• a gate left open\n• a van with its doors open", "inline": "a gate left open or a van with its doors open",
    "advice": "• Lock the shed\n• Talk to your neighbours", "tip": "Lock the shed.", "quote": "Please keep a light on.",
    "speaker": "Inspector Lydia Fernsby, Head of Lanterns", "speaker_short": "Inspector Lydia Fernsby",
    "figure": "One in nine sheds has no lock.", "source": "Brackenholt Police", "website": "www.brackenholt.police.example",
    "helpline": "You can call the helpline on 0808 157 0123.", "numbers": "Helpline: 0808 157 0123",
    "emergency": "In an emergency always call 999.",
    "calls": "You can call the helpline on 0808 157 0123.",
    "lead": "Signs of a theft include", "led": "Signs of a theft include:\n\n• a gate left open\n• a van with its doors open",
    "what": "Lantern theft can happen in any street.", "for_child": "You can call the helpline on 0808 157 0123.",
    "label": "Brackenholt Helpline", "named": "Helpline 0808 157 0123", "value": "0808 157 0123",
}

MARKER = "{{ 7 * 7 }}{% for x in y %}<b>&amp;</b>[a](b)"
# What a release may hold, by accident or not. None of it is ever read as a template.
HOSTILE: tuple[str, ...] = (
    MARKER,
    "word " * 2000,
    "\u202eright to left\u202c, e\u0301\u0301\u0301, 👩‍👩‍👧‍👦, \u200b\ufeff",
    "\n\n  lines\r\n\tand tabs\n\n",
    "’\"'`\\x00\\n%s%(a)s{0}${a}",
    "—",
)


def sample(piece: Piece) -> Traced:
    """A template filled in with made-up facts. Raises TemplateError with file and line."""
    return render(piece, {**{name: Traced(text=SAMPLE[name]) for name in NAMES}, **_house(piece, "A line of the house.")})


def filled(piece: Piece, evil: str) -> Traced:
    """A template with the same text for every fact. Raises TemplateError with file and line."""
    return render(piece, {**{name: Traced(text=evil) for name in NAMES}, **_house(piece, evil)})


def _house(piece: Piece, text: str) -> dict[str, Traced]:
    return {name: Traced(text=text) for name in re.findall(r"\bhouse_\w+", piece.source)}
