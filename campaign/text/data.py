"""The facts that counting is driven by, read once from the package's data files. Origins are in README.md beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TONES = tuple(map(chr, range(0x1F3FB, 0x1F400)))
SELECTOR = "\ufe0f"


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """X's weight configuration, divided by its scale. ``light``: (first, last, weight) of code points that differ from ``default``."""

    limit: int
    default: int
    url: int
    emoji: bool
    light: tuple[tuple[int, int, int], ...]


def weights(source: str) -> Weights:
    """Read a weight configuration in the form X publishes it (twitter-text ``config/v*.json``)."""
    data = json.loads(source)
    scale = data["scale"]
    return Weights(
        limit=data["maxWeightedTweetLength"],
        default=data["defaultWeight"] // scale,
        url=data["transformedURLLength"],
        emoji=data.get("emojiParsingEnabled", False),
        light=tuple((r["start"], r["end"], r["weight"] // scale) for r in data["ranges"]),
    )


@cache
def weights_v3() -> Weights:
    """The configuration that X uses now."""
    return weights(_read("x-weights-v3.json"))


@cache
def tlds_of_x() -> frozenset[str]:
    """Top-level domains as X knows them (2021), lower case."""
    return frozenset(_lines("tlds-2021.txt"))


@cache
def tlds_of_today() -> frozenset[str]:
    """Top-level domains of the root zone in 2026, lower case."""
    return frozenset(_lines("tlds-2026.txt"))


@cache
def emoji_sequences() -> frozenset[str]:
    """Every sequence of two or more code points that X counts as one emoji."""
    parts = _sections("emoji-11.txt")
    found = {f"{key}{mark}\u20e3" for key in "0123456789#*" for mark in ("", SELECTOR)}
    found |= {_decode(point) + SELECTOR for line in parts["variation"] for point in line.split()}
    found |= {_decode(point) + tone for line in parts["modifier_bases"] for point in line.split() for tone in TONES}
    found |= {"".join(chr(0x1F1A5 + ord(letter)) for letter in flag) for line in parts["flags"] for flag in line.split()}
    found |= {_decode(line) for name in ("tags", "joined", "joined_toned") for line in parts[name]}
    toned = [_decode(line) for line in parts["joined_toned"]]
    found |= {first[0] + tone + first[1:].removeprefix(SELECTOR) for first in toned for tone in TONES}
    return frozenset(found)


def _decode(points: str) -> str:
    return "".join(chr(int(point, 16)) for point in points.split())


def _read(name: str) -> str:
    return files("campaign").joinpath("data", "text", name).read_text("utf-8")


def _lines(name: str) -> list[str]:
    return [line for line in _read(name).splitlines() if not line.startswith("#")]


def _sections(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _lines(name):
        if line.startswith("["):
            found[line.strip("[]")] = []
        else:
            found[next(reversed(found))].append(line)
    return found
