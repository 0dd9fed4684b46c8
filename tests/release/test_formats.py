"""The same release gives the same facts, whatever it comes in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from campaign.facts import find
from campaign.models import Facts, Release
from campaign.release import parse, read
from tests.release import formats

OWN = Path(__file__).parent.parent / "facts" / "releases"
BLIND = Path(__file__).parent.parent / "facts" / "blind"
SHARED = Path(__file__).parent.parent.parent.parent / "shared" / "releases"
RELEASES = sorted(
    p for folder in (OWN, SHARED) if folder.is_dir() for p in folder.iterdir() if p.suffix in {".md", ".txt"} and p.stem != "README"
)
BUILT: dict[str, tuple[str, Callable[[Release], bytes]]] = {
    "text": ("a.txt", formats.as_text),
    "Word": ("a.docx", formats.as_docx),
    "page": ("a.html", formats.as_html),
    "bare HTML": ("a.html", partial(formats.as_html, chrome=False)),
    "mail": ("a.txt", formats.as_mail),
    "Word on standard input": ("-", formats.as_docx),
    "page on standard input": ("-", formats.as_html),
    "mail on standard input": ("-", formats.as_mail),
}


def essence(facts: Facts) -> dict[str, object]:
    """What is said, without where: spans differ where the title stands in the text."""
    return {
        "hook": facts.hook and " ".join(facts.hook.text.split()),
        "signs": [" ".join(s.text.split()) for s in facts.signs],
        "advice": [" ".join(a.text.split()) for a in facts.advice],
        "quotes": [(" ".join(q.text.split()), q.speaker, q.role, q.organisation) for q in facts.quotes],
        "contacts": [(c.kind, " ".join(c.value.split()), c.label, c.purpose) for c in facts.contacts],
        "figures": [(s.value, " ".join(s.text.split())) for s in facts.statistics],
        "hashtags": facts.hashtags,
    }


@pytest.mark.parametrize("path", RELEASES, ids=lambda p: p.stem)
@pytest.mark.parametrize("form", BUILT)
def test_every_format_gives_the_same_facts(path, form):
    release = read(str(path))
    name, build = BUILT[form]
    again = parse(build(release), name)
    assert essence(find(again)) == essence(find(release))
    assert again.title == release.title
    if form != "bare HTML":
        assert again.date == release.date
