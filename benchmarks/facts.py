"""How well facts are found: precision, recall and F1 a kind over labelled releases, and how fast.

    python benchmarks/facts.py [FOLDER ...] [--show KIND] [--each]

A folder holds ``NAME.md`` (or ``.txt``, ``.html``, ``.docx``) beside ``NAME.expected.yaml``. Words count as equal when they are so
after folding white space, quotation marks, case and a closing full stop; a quote also when nine tenths of it are (a label's reader and
the rules may disagree about one attribution inside). A speaker counts where the quote was found and the name is the same; ``optional``
labels are neither demanded nor wrong.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.facts import find
from campaign.models import Facts
from campaign.release import read

KINDS = ("quotes", "speaker", "role", "signs", "advice", "phones", "purpose", "websites", "emails", "hashtags", "hook", "date")
SUFFIXES = {".md", ".txt", ".html", ".docx"}
CLOSE = 0.9
Item = dict[str, Any]


@dataclass(kw_only=True)
class Count:
    """Hits, what was found and should not have been, and what was missed."""

    hits: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + len(self.wrong)) if self.hits + len(self.wrong) else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + len(self.missed)) if self.hits + len(self.missed) else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.hits else float(not self.wrong and not self.missed)

    def add(self, other: Count) -> None:
        """Take another count's figures in."""
        self.hits += other.hits
        self.wrong += other.wrong
        self.missed += other.missed


def score(folders: Iterable[Path]) -> dict[str, Count]:
    """The counts of every kind over all labelled releases of some folders."""
    total = {kind: Count() for kind in KINDS}
    for path in releases(folders):
        for kind, count in score_one(path).items():
            total[kind].add(count)
    return total


def releases(folders: Iterable[Path]) -> list[Path]:
    """The labelled releases of some folders, in order."""
    found = (p for folder in folders for p in sorted(folder.iterdir()) if p.suffix in SUFFIXES)
    return [p for p in found if p.with_name(f"{p.stem}.expected.yaml").is_file()]


def score_one(path: Path) -> dict[str, Count]:
    """The counts of one release."""
    label: Item = yamlfile.parse(path.with_name(f"{path.stem}.expected.yaml").read_text("utf-8"), path.name).data
    return compare(label, find(read(str(path))), path.stem)


def compare(label: Item, facts: Facts, name: str) -> dict[str, Count]:
    """Facts against the labels of the same release."""
    out = {kind: Count() for kind in KINDS}
    pairs = _match(out["quotes"], name, label.get("quotes"), facts.quotes, lambda x: x["text"], lambda q: q.text, close=True)
    for item, quote in pairs:
        if "speaker" in item:
            unnamed = item["speaker"] is None and quote.speaker is not None and quote.speaker.islower()  # "a woman", "a spokesman"
            _same(out["speaker"], name, item["speaker"], None if unnamed else quote.speaker)
        if item.get("role"):
            _same(out["role"], name, item["role"], quote.role)
    for item in [i for i in label.get("quotes") or [] if not i.get("optional") and i not in [p[0] for p in pairs]]:
        out["speaker"].missed.append(f"{name}: {item.get('speaker')}")
    _match(out["signs"], name, _texts(label, "signs"), facts.signs, _text, lambda s: s.text)
    _match(out["advice"], name, _texts(label, "advice"), facts.advice, _text, lambda s: s.text)
    phones = [c for c in facts.contacts if c.kind in {"phone", "text", "textphone"}]
    for item, contact in _match(out["phones"], name, label.get("phones"), phones, lambda x: digits(x["number"]), lambda c: digits(c.value)):
        if item.get("purpose"):
            _same(out["purpose"], name, f"{item['number']} {item['purpose']}", f"{item['number']} {contact.purpose}")
    sites = [w for w in label.get("websites") or [] if w.get("url")]
    _match(out["websites"], name, sites, [c for c in facts.contacts if c.kind == "web"], lambda x: site(x["url"]), lambda c: site(c.value))
    mails = [c for c in facts.contacts if c.kind == "email"]
    _match(out["emails"], name, _texts(label, "emails"), mails, _text, lambda c: c.value)
    _match(out["hashtags"], name, _texts(label, "hashtags"), facts.hashtags, _text, lambda h: h)
    if label.get("hook"):
        _same(out["hook"], name, label["hook"], facts.hook.text if facts.hook else None)
    if "date" in label:
        _same(out["date"], name, label["date"], facts.date.isoformat() if facts.date else None)
    return out


def _text(item: Item) -> str:
    return str(item["text"])


def _texts(label: Item, kind: str) -> list[Item]:
    return [i if isinstance(i, dict) else {"text": i} for i in label.get(kind) or []]


def _match(  # noqa: PLR0917  # two lists and how to read each
    count: Count,
    name: str,
    labels: Any,
    found: Sequence[Any],
    of_label: Callable[[Item], str],
    of_fact: Callable[[Any], str],
    *,
    close: bool = False,
) -> list[tuple[Item, Any]]:
    """Pair labels with facts, each once: equal ones first, then close ones."""
    left, pairs, missed = list(found), [], []
    for item in labels or []:
        hit = next((f for f in left if fold(of_fact(f)) == fold(of_label(item))), None)
        if hit is None:
            missed.append(item)
        else:
            left.remove(hit)
            pairs.append((item, hit))
    for item in missed:
        hit = next((f for f in left if close and alike(of_fact(f), of_label(item))), None)
        if hit is not None:
            left.remove(hit)
            pairs.append((item, hit))
        elif not item.get("optional"):
            count.missed.append(f"{name}: {of_label(item)}")
    count.hits += sum(1 for item, _ in pairs if not item.get("optional"))
    count.wrong += [f"{name}: {of_fact(f)}" for f in left]
    return pairs


def _same(count: Count, name: str, label: str | None, fact: str | None) -> None:
    if fold(label or "") == fold(fact or ""):
        count.hits += 1
        return
    if fact:
        count.wrong.append(f"{name}: {fact} (label: {label})")
    if label:
        count.missed.append(f"{name}: {label} (found: {fact})")


def fold(text: str) -> str:
    """Words without the differences that nobody hears."""
    text = re.sub("[“”„‟«»\"‘’']", "'", text).replace("\u00ad", "").replace("–", "-").replace("—", "-")
    return " ".join(text.split()).casefold().strip(" .,;:!?'")


def digits(number: str) -> str:
    """A number without spaces, brackets and hyphens."""
    return re.sub(r"[\s().-]", "", number)


def site(url: str) -> str:
    """An address without scheme, ``www.`` and a closing slash."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip()).rstrip("/.")


def alike(one: str, other: str) -> bool:
    """Whether nine tenths of the words are the same, in the same order."""
    first, second = fold(one).split(), fold(other).split()
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= CLOSE


def show(total: dict[str, Count]) -> None:
    """Print the table."""
    print(f"{'kind':<10}{'precision':>10}{'recall':>9}{'F1':>8}{'hits':>7}{'wrong':>7}{'missed':>8}")
    for kind, c in total.items():
        print(f"{kind:<10}{c.precision:>10.3f}{c.recall:>9.3f}{c.f1:>8.3f}{c.hits:>7}{len(c.wrong):>7}{len(c.missed):>8}")


def speed(paths: Sequence[Path]) -> None:
    """Print how long reading and finding take: a typical release, and the same text a hundred times over and more."""
    times = []
    for path in paths:
        started = time.perf_counter()
        find(read(str(path)))
        times.append(time.perf_counter() - started)
    times.sort()
    if times:
        print(f"\n{len(times)} releases: median {times[len(times) // 2] * 1000:.1f} ms, slowest {times[-1] * 1000:.1f} ms")
    from campaign.release import parse

    text = "\n\n".join(p.read_text("utf-8") for p in paths if p.suffix in {".md", ".txt"})
    for size in (250_000, 500_000, 1_000_000):
        data = (text * (size // max(1, len(text)) + 1))[:size].encode()
        started = time.perf_counter()
        release = parse(data, "long.txt")
        middle = time.perf_counter()
        find(release)
        print(f"{size / 1e6:.2f} MB: read {middle - started:.2f} s, find {time.perf_counter() - middle:.2f} s")


def main() -> int:
    """Score the folders given, or the project's own."""
    own = Path(__file__).resolve().parents[1] / "tests" / "facts"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[own / "releases", own / "blind"])
    parser.add_argument("--show", action="append", default=[], choices=KINDS, help="also list what was wrong and missed of a kind")
    parser.add_argument("--each", action="store_true", help="one line a release")
    parser.add_argument("--no-speed", action="store_true")
    args = parser.parse_args()
    paths = releases(args.folders)
    if args.each:
        for path in paths:
            print(path.stem, *(f"{k} {c.f1:.2f}" for k, c in score_one(path).items() if c.wrong or c.missed))
    total = score(args.folders)
    show(total)
    for kind in args.show:
        print(f"\n{kind}", *(f"  wrong   {w!r}" for w in total[kind].wrong), *(f"  missed  {m!r}" for m in total[kind].missed), sep="\n")
    if not args.no_speed:
        speed(paths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
