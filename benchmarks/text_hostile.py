"""How long the text rules take over hostile texts of 10,000 characters. Each should stay under 0.1 s.

    python benchmarks/text_hostile.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date

from campaign.text import PLATFORMS, facets, fold, limits, measure, parts, sentences, urls
from campaign.text.lint import lint, near_duplicates

SIZE = 10_000
SEEDS = {
    "labels": "a.",
    "labels that end like a domain": "a.com.",
    "labels with a hyphen": "a-.a-",
    "broken domains": "a.com..",
    "domain ends": ".com",
    "foreign domain ends": "a.中国",
    "one long label": "a",
    "domains between foreign letters": "み.com",
    "slashes": "/",
    "open brackets in a path": "a.uk/(",
    "nested brackets in a path": "a.uk/((a)",
    "links": "https://a.uk/?a=b&c ",
    "schemes": "https://",
    "schemes glued": "http://http://a.b",
    "question marks": "a.uk?!",
    "underscores": "_",
    "dots": ".",
    "hashes": "#",
    "hashtags glued": "#a#a",
    "digits as a tag": "#1",
    "at signs": "@",
    "mentions glued": "@a@a",
    "mention with dots": "@a.",
    "dollars": "$a",
    "families": "👨‍👩‍👧‍👦",
    "joined emoji": "👩\u200d",
    "flags": "🇬",
    "combining marks": "a\u0302",
    "marks only": "\u0302",
    "abbreviations": "e.g. ",
    "initials": "A. ",
    "full stops and quotes": ".”",
    "spaces": " ",
    "line breaks": "\n",
    "bullets": "\n- ",
    "list numbers": "1. ",
    "dividers": "---\n",
    "phone numbers": "0800 \n",
    "days": "monday 1 ",
    "capitals": "AAAA BBBB ",
    "bars": "a|",
}
ENDS = ("", "!", " x", "\ufeff")


def texts() -> dict[str, str]:
    """Each seed repeated, alone and with an end that makes a greedy pattern turn back; and after the start of a link."""
    made = {f"{name}{' + ' + ascii(end) if end else ''}": (seed * SIZE)[:SIZE] + end for name, seed in SEEDS.items() for end in ENDS}
    made |= {f"{name} in a path": "https://a.uk/" + (seed * SIZE)[:SIZE] for name, seed in SEEDS.items()}
    made |= {f"{name} in a query": "https://a.uk/?" + (seed * SIZE)[:SIZE] for name, seed in SEEDS.items()}
    return made | {f"{name} after www": "www." + (seed * SIZE)[:SIZE] for name, seed in SEEDS.items()}


def work() -> dict[str, Callable[[str], object]]:
    """What is timed, by name."""
    counted: dict[str, Callable[[str], object]] = {}
    for unit, platform in {limits(platform).unit: platform for platform in PLATFORMS}.items():
        counted[f"measure {unit}"] = lambda text, platform=platform: measure(text, platform)  # type: ignore[misc]
    return counted | {
        "facets": facets,
        "sentences": sentences,
        "parts": parts,
        "fold": fold,
        "lint": lambda text: lint(text, day=date(2026, 3, 18)),
        "near duplicates": lambda text: near_duplicates({"a": text, "b": text}),
    }


def timed(function: Callable[[str], object], text: str) -> float:
    """Seconds of one call that remembers nothing: the better of two, for the machine may be busy."""
    best = float("inf")
    for _ in range(2):
        urls.links.cache_clear()
        start = time.perf_counter()
        function(text)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> int:
    """Print the slowest text for each piece of work; exit 1 if one takes more than 0.1 s."""
    slow = False
    for name, function in work().items():
        function("warm up: www.example.org #Tag @name 👮🏻‍♀️ on Monday")
        took, text = max((timed(function, text), label) for label, text in texts().items())
        slow = slow or took > 0.1
        print(f"{took * 1000:8.1f} ms  {name:22} {text}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
