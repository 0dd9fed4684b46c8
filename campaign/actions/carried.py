"""What of a planned text still stands in a post, and what a person has changed inside the words of a fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher

from campaign.facts.trace import Sources
from campaign.models import Origin, Post, Problem, Severity, Told
from campaign.text import parts

WORDING = "wording"
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_FIGURE = re.compile(r"\d+(?:[ ,./:]?\d+)*")
_QUOTED = re.compile(r"“([^”]{1,2000})”")
_FEW = 3  # words: below that `untraced-quote` takes what stands in quotation marks for a name
_END = (".", "!", "?", "…")


def problems(post: Post, tolds: Mapping[str, Told], numbers: Collection[str], sources: Sources) -> Iterator[Problem]:
    """Figures and quotations that a person has changed where the plan had put them, whatever else of the release would vouch for them.

    ``numbers`` are those of the contacts that are known, as they are printed: one put in the place of another is held against its label
    elsewhere.
    """
    for field, text in fields(post).items():
        told = tolds.get(field)
        if told is None or told.text == text:
            continue
        place = field if not field.startswith("media.") else ".".join(field.split(".")[:2])
        for old, new in dict.fromkeys(_figures(told, text, numbers)):
            message = f"“{old}” was planned here and “{new}” stands here now."
            fix = f"Write {old}, or plan again from the corrected release."
            yield Problem(rule="changed-figure", severity=Severity.STOP, message=message, fix=fix, source=place)
        before, after = _quotations(field, told.text), _quotations(field, text)
        for said in dict.fromkeys(s for s in after if s not in before):
            if _cut(before, said):
                message = f"“{said}” is a part of what is quoted, and no whole sentence of it."
                yield Problem(rule="cut-quote", severity=Severity.STOP, message=message, fix="Quote whole sentences.", source=place)
            elif len(said.split()) < _FEW and not sources.quoted(said):
                message = f"“{said}” stands where the release's own words were planned, and nobody said it."
                fix = "Put the words back, or choose another quote: campaign quotes"
                yield Problem(rule="untraced-quote", severity=Severity.STOP, message=message, fix=fix, source=place)


def _figures(told: Told, text: str, numbers: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each figure of a fact that is gone from the text, with the other one that stands in its place."""
    before, after = _WORDS.findall(told.text), _WORDS.findall(text)
    at, to = _offsets(before), _offsets(after)
    for kind, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        old, new = _DIGITS.findall("".join(before[a:b])), _DIGITS.findall("".join(after[c:d]))
        if kind != "replace" or not old or not new or not any(o.start < at[b] and at[a] < o.end for o in told.origins):
            continue
        was, now = _around(told.text, at[a], at[b]), _around(text, to[c], to[d])
        if now not in numbers and _DIGITS.findall(was) != _DIGITS.findall(now):
            yield was, now


def _around(text: str, start: int, end: int) -> str:
    """The whole figure of which the characters from ``start`` to ``end`` are a part."""
    whole = next((m for m in _FIGURE.finditer(text) if m.start() < end and start < m.end()), None)
    return whole[0] if whole else text[start:end].strip()


def _quotations(field: str, text: str) -> list[str]:
    """What stands between quotation marks; on a card speech has a field of its own and no marks."""
    found = text.split("\n\n") if field.endswith(".quote") else [m[1] for m in _QUOTED.finditer(text)]
    return [" ".join(said.split()) for said in found]


def _cut(planned: list[str], said: str) -> bool:
    """Whether a quotation is a part of one that was planned, and neither begins nor ends with its sentences."""
    bare = said.rstrip(".,")
    whole = next((p for p in planned if f" {bare} " in f" {p.rstrip('.,')} "), None)
    if whole is None:
        return False
    start = whole.find(bare)
    begins, ends = whole[:start].rstrip(), whole[start + len(bare) :]
    return bool(begins and not begins.endswith(_END)) or bool(ends and not ends.startswith(_END))


def fields(post: Post) -> Mapping[str, str]:
    """Every text of a post by its field: body, variants, and each text on its cards and of its alt texts."""
    found = {"body": "\n---\n".join(parts(post.body))}
    found |= {f"variants.{key}": "\n---\n".join(variant.parts) for key, variant in post.variants.items()}
    for n, item in enumerate(post.media):
        found |= {f"media.{n}.{path}": text for path, text in _leaves(item.card.fields if item.card else {})}
        found |= {f"media.{n}.alt": item.alt} if item.alt else {}
    return found


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if path.rpartition(".")[2] not in {"theme", "purpose"}:  # they are a look and a sort, not words
            yield path, value
    elif isinstance(value, (list, tuple, Mapping)):
        for key, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))


def carried(told: Told, text: str) -> list[Origin]:
    """What of a planned text still stands in ``text``: an origin lasts only while all that it covers is untouched."""
    whole = [Origin(start=0, end=len(told.text), source=WORDING)] if told.text else []
    if told.text == text:
        return laid(whole, told.origins)
    kept: list[Origin] = []
    for start, new, size in _equal(told.text, text):
        inside = [o for o in told.origins if start <= o.start and o.end <= start + size]
        touched = [o for o in told.origins if o not in inside and o.start < start + size and start < o.end]
        free = [Origin(start=start, end=start + size, source=WORDING)]
        rest = (o for o in laid(free, [*inside, *touched]) if not any(t.start <= o.start and o.end <= t.end for t in touched))
        kept.extend(_at(origin, origin.start + new - start, origin.end + new - start) for origin in rest)
    return kept


def _equal(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """The stretches that two texts have in common, word by word: where in the old, where in the new, how many characters."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    at, to = _offsets(before), _offsets(after)
    for block in SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks():
        if block.size:
            yield at[block.a], to[block.b], at[block.a + block.size] - at[block.a]


def _offsets(words: list[str]) -> list[int]:
    found = [0]
    for word in words:
        found.append(found[-1] + len(word))
    return found


def laid(base: list[Origin], over: list[Origin] | tuple[Origin, ...]) -> list[Origin]:
    """The stretches of ``base`` with ``over`` laid upon them."""
    found: list[Origin] = []
    for one in base:
        at = one.start
        for origin in sorted(over, key=lambda o: (o.start, o.end)):
            start, end = max(origin.start, at), min(origin.end, one.end)
            if start < end:
                found += [_at(one, at, start)] if at < start else []
                found.append(_at(origin, start, end) if (start, end) != (origin.start, origin.end) else origin)
                at = end
        found += [_at(one, at, one.end)] if at < one.end else []
    return found


def _at(origin: Origin, start: int, end: int) -> Origin:
    return Origin(start=start, end=end, source=origin.source, spans=origin.spans)


