"""The words of a Welsh release that the day's rules look for, in every form that a mutation gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator

DATED = (
    r"heddiw|heno|neithiwr|ddoe|yfory|y (?:bore|prynhawn) ’?yma|d?dydd (?:llun|mawrth|mercher|iau|gwener|sadwrn|sul)"
    r"|nos (?:lun|fawrth|fercher|iau|wener|sadwrn|sul)|(?:yr? )?(?:wythnos|penwythnos|mis) (?:hon|hwn|nesaf|diwethaf)"
)
SENSITIVE = r"\bhunan-?(?:niwe?id|anaf|laddiad)|\bgwneud amdan|\bcymryd (?:ei|eu) (?:fywyd|bywyd|bywydau)|\bgorddos"
CHILDREN = r"plentyn|blentyn|phlentyn|mhlentyn|plant|blant|phlant|mhlant|[pb]h?obl ifanc|[pb]h?erson ifanc|disgybl(?:ion)?|ddisgybl(?:ion)?"
COULD = re.compile(r"\b[Gg]?(?:allai|allent|allen|all|allant)\b|\b[Gg]all(?:ai|ent|en)?(?:’r)?\b|\b[Ee]fallai\b")
"""“gall”, “gallai”, “gallent”, “efallai”: a sign is put as no more than possible."""
DANGLING = (
    r"mae (?:hyn|hynny|hon|hwn)\b|mae['’]r rhai?n|mae['’]r rheini|maen nhw\b|ond\b|ac\b|felly\b|hefyd\b|oherwydd\b|fodd bynnag\b|hynny\b"
    r"|dyna\b|y rhain\b|nhw\b|roedden nhw\b"
)
TO_YOU = r"chi|eich|peidiwch|pawb|cofiwch|siaradwch|gofynnwch|gwrandewch"

_SLOT = re.compile(r"\{\{ ?(\w+) ?\}\}")
_DIGITS = frozenset({"value", "value_two", "website"})  # a number in digits and an address have no letter that mutates
_BEFORE = re.compile(r"(?:^|[:;“–·] ?)$")
_AFTER = re.compile(r"^(?:$|[:;,.”·]| [–·(])")


def exposed(source: str) -> Iterator[str]:
    """Each name of a wording that stands where Welsh could mutate its words: neither at a line's start nor after a colon or a mark."""
    for row in source.splitlines():
        for found in _SLOT.finditer(row):
            if found[1] not in _DIGITS and not (_BEFORE.search(row[: found.start()]) and _AFTER.search(row[found.end() :])):
                yield found[1]
