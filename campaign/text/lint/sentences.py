"""How a text reads: the length of its sentences, its reading ease, capitals and what only looks like letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

import regex

from campaign.text import x
from campaign.text.lint.given import Finding, Given, Rule, spoken, start_of, word

LONGEST_SENTENCE = 25  # words
HARD = 40.0  # Flesch: 60 to 70 is plain English, below 50 hard to read; names and places of a short text pull it down
ENOUGH = 30  # words from which the figure says something


def long_sentence(given: Given) -> Iterator[Finding]:
    """A sentence of more than 25 words is hard to take in."""
    for sentence in spoken(given.own):
        count = len(word().findall(sentence))
        if count > LONGEST_SENTENCE:
            message = f"A sentence has {count} words: “{start_of(sentence)}”."
            yield Finding(message=message, fix=f"Split it, or cut it to {LONGEST_SENTENCE} words.")


def reading_ease(text: str) -> float | None:
    """The Flesch reading ease of English words; None where there are too few of them to tell.

    206.835 - 1.015 × words per sentence - 84.6 × syllables per word (Flesch 1948). Links, tags and numbers do not count.
    """
    for entity in reversed(x.entities(text)):
        text = text[: entity.start] + " " + text[entity.end :]
    whole = [sentence for sentence in spoken(text) if sentence.rstrip().endswith((".", "!", "?", "…", "”", '"'))]  # lists are none
    parts = [[said for said in word().findall(sentence) if said[0].isalpha()] for sentence in whole]
    found = [said for sentence in parts for said in sentence]
    if len(found) < ENOUGH:
        return None
    lines = sum(1 for sentence in parts if sentence)
    return round(206.835 - 1.015 * len(found) / lines - 84.6 * sum(map(_syllables, found)) / len(found), 1)


def hard_to_read(given: Given) -> Iterator[Finding]:
    """A text that takes years at university to read."""
    ease = reading_ease(given.own) if given.language.startswith("en") else None
    if ease is not None and ease < HARD:
        message = f"The reading ease is {ease:.0f} of 100; plain English has 60 or more."
        yield Finding(message=message, fix="Use shorter words and sentences.")


hard_to_read.__name__ = "reading_ease"


def capitals(given: Given) -> Iterator[Finding]:
    """Capitals are hard to read, and screen readers may spell them out."""
    for sentence in spoken(given.own):
        said = [one for one in word().findall(_tag().sub(" ", sentence)) if one.isalpha()]
        runs = [list(run) for upper, run in groupby(said, str.isupper) if upper]
        whole = len(runs) == 1 and len(runs[0]) == len(said) >= 3 and sum(map(len, said)) >= 10
        if whole or any(len(run) >= 4 and sum(map(len, run)) >= 14 for run in runs):
            message = f"{'A sentence is all' if whole else 'Words are'} in capitals: “{start_of(sentence)}”."
            yield Finding(message=message, fix="Write it in lower case; put what matters first instead.")


def fancy_letters(given: Given) -> Iterator[Finding]:
    """Letters of mathematics and of other signs that look like a font, and lines drawn through letters."""
    for found in _fancy().finditer(given.text):
        plain = unicodedata.normalize("NFKC", found[0])
        plain = "".join(char for char in plain if not unicodedata.combining(char))
        message = f"“{start_of(found[0])}” is written in signs that only look like letters."
        fix = f"Type it on the keyboard: {plain}." if plain.isascii() and plain.isalnum() else "Type it on the keyboard."
        yield Finding(message=message, fix=fix)


def symbols(given: Given) -> Iterator[Finding]:
    """A sign where a word belongs. "Marks & Spencer" is a name."""
    for found in _symbol().finditer(given.own):
        if found["sign"] == "&" and found["before"][0].isupper() and found["after"][0].isupper():
            continue
        said = _WORDS.get(found["sign"].lower(), "a word")
        yield Finding(message=f"“{found[0].strip()}” has a symbol for a word.", fix=f"Write {said}.")


_WORDS = {"&": "“and”", "+": "“and”", "=": "“is”", "@": "“at”", "w/": "“with”"}

RULES: tuple[Rule, ...] = (long_sentence, hard_to_read, capitals, fancy_letters, symbols)


def _syllables(said: str) -> int:
    """Groups of vowels, without an e that is not spoken at the end."""
    low = said.lower()
    count = len(_vowels().findall(low))
    silent = (low.endswith("e") and not low.endswith(("le", "ee", "ye"))) or (low.endswith("ed") and low[-3:-2] not in {"t", "d"})
    return max(1, count - (silent and count > 1))


@cache
def _vowels() -> regex.Pattern[str]:
    return regex.compile(r"[aeiouyâêîôûŵŷáéíóú]++")


@cache
def _tag() -> regex.Pattern[str]:
    return regex.compile(r"[#@][\p{L}\p{M}\p{N}_]++")


@cache
def _fancy() -> regex.Pattern[str]:
    # mathematical letters, letters in circles, brackets and squares (not the emoji among them), full width, struck through
    signs = r"\U0001d400-\U0001d7ff\u249c-\u24e9\uff21-\uff3a\uff41-\uff5a\U0001f110-\U0001f12f\U0001f130-\U0001f169"
    return regex.compile(rf"[{signs}]++(?!\ufe0f)(?:\s[{signs}]++)*+|(?:[\p{{L}}\p{{N}}][\u0332\u0335\u0336\u0337\u0338]){{2,}}+")


@cache
def _symbol() -> regex.Pattern[str]:
    side = r"[\p{L}\p{M}\p{N}’']"
    words = rf"(?<!{side})(?<before>{side}++)[ ](?<sign>[&+=@])[ ](?<after>{side}++)"
    return regex.compile(rf"{words}|(?<!\S)(?<sign>w/)o?+(?=[\s\p{{L}}])|(?<sign>->|=>|[→⇒➡➔])", regex.IGNORECASE)
