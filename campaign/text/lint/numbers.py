"""Phone numbers: whole on one line, and the emergency number first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from campaign.text.lint.given import Finding, Given, Rule

EMERGENCY = frozenset({"999", "112"})  # both lead to the same room


def split_number(given: Given) -> Iterator[Finding]:
    """A phone number that runs on in the next line cannot be tapped or read out."""
    for found in _split_number().finditer(given.text):
        head = "".join(char for char in found["head"].replace("+44", "0") if char.isdigit())
        whole = len(head) + sum(map(str.isdigit, found["tail"]))
        if len(head) < 10 and not _short_but_whole(head) and 9 <= whole <= 11:
            message = f"The phone number “{' '.join(found[0].split())}” is split over two lines."
            yield Finding(message=message, fix="Put it on one line.")


def emergency_first(given: Given) -> Iterator[Finding]:
    """In a list of numbers, one a line, whoever is in danger finds 999 first. "Call 101, or 999 in an emergency" is no list."""
    lines = [found["number"] for line in given.text.split("\n") if (found := _listed().search(line.strip()))]
    if "999" in lines[1:] and lines[0] not in EMERGENCY:
        yield Finding(message=f"999 stands after {lines[0]} in the list of numbers.", fix="Put 999 first.")


RULES: tuple[Rule, ...] = (split_number, emergency_first)


def _short_but_whole(digits: str) -> bool:
    return digits == "08001111" or digits.startswith("084546")  # Childline, and numbers of the form 0845 46 47


@cache
def _split_number() -> regex.Pattern[str]:
    return regex.compile(r"(?<![\d.,£-])(?P<head>(?:\+44|0)[\d ()\xa0-]*+)\n[ \t]*+(?P<tail>\d[\d ()\xa0-]*+)(?![\d.,]*\d)")


@cache
def _listed() -> regex.Pattern[str]:
    """A line that ends, or begins, with a number: ``Not an emergency: 101`` or ``101 – not an emergency``."""
    number = r"(?P<number>999|1\d{2}|(?:0|\+44)\d[\d ]{5,13}\d|116 \d{3})"
    return regex.compile(rf"^[^\d\n]{{0,60}}[:–-] ?{number}\.?$|^(?:[•*–-] )?{number}(?: ?[:–-] ?\D|$)")
