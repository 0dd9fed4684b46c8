"""Where each character of a post comes from, as it stands now: what the plan carried, what a person has typed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaign import queue
from campaign.actions import pairs
from campaign.actions.carried import carried, fields, laid
from campaign.actions.check import sources_of
from campaign.actions.workspace import Workspace, traces_of
from campaign.facts.trace import Sources, claims
from campaign.models import Campaign, Origin, Severity, Span, Told
from campaign.text import fold

TYPED, NOWHERE = "typed", "typed, without a source"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One text of a post and the stretches that it is made of, in order and without a gap.

    The source of a stretch is that of an `Origin`; or ``wording``: a template's own words; ``typed``: by a person, with the spans of
    what it says of the release; ``typed, without a source``: a figure, quotation, link, hashtag or name that nothing vouches for.
    """

    campaign: str
    post: str
    field: str
    text: str
    stretches: tuple[Origin, ...]
    file: str | None = None

    def lines(self) -> str:
        """The text's stretches, one a line."""
        rows = [f"{self.post} {self.field}"]
        for one in self.stretches:
            if said := " ".join(self.text[one.start : one.end].split()):
                places = ", ".join(f"{s.start}-{s.end}" for s in one.spans)
                rows.append(f"  {' '.join((one.source, places)).strip():<24} {said}")
        return "\n".join(rows)

    def row(self) -> dict[str, Any]:
        """The same as a row of `check --json`, with the stretches under ``trace``."""
        trace = [{"start": o.start, "end": o.end, "source": o.source, "spans": o.spans} for o in self.stretches]
        return {
            "campaign": self.campaign, "post": self.post, "rule": "trace", "severity": Severity.HINT, "source": self.field,
            "file": self.file, "message": f"{self.field} is made of {len(trace)} stretches.", "fix": "", "line": None,
            "text": self.text, "trace": trace,
        }  # fmt: skip


def trace(workspace: Workspace, name: str | None) -> list[Shown]:
    """Every text of every post with where it comes from."""
    return [shown for campaign in workspace.campaigns(name) for view in pairs.views(campaign) for shown in _campaign(workspace, view)]


def _campaign(workspace: Workspace, campaign: Campaign) -> Iterator[Shown]:
    tolds = queue.load_traces(traces_of(workspace, campaign.name))
    sources = sources_of(workspace, campaign)
    try:
        release = (campaign.folder / campaign.text_file).read_text("utf-8")
    except (OSError, ValueError):
        release = ""
    for post in campaign.posts:
        for field, text in fields(post).items():
            told = tolds.get(post.id, {}).get(field, Told(text=""))
            stretches = tuple(whole(text, carried(told, text), sources, release))
            file = str(post.file) if post.file else None
            yield Shown(campaign=campaign.name, post=post.id, field=field, text=text, stretches=stretches, file=file)


def whole(text: str, kept: list[Origin], sources: Sources, release: str) -> Iterator[Origin]:
    """The stretches with what a person typed between them: what it says of the release, and what it says from nowhere."""
    at = 0
    for origin in [*sorted(kept, key=lambda o: o.start), Origin(start=len(text), end=len(text), source="")]:
        if at < origin.start:
            typed = laid([Origin(start=at, end=origin.start, source=TYPED)], _typed(text, at, origin.start, sources, release))
            yield from typed
        if origin.start < origin.end:
            yield origin
        at = max(at, origin.end)


def _typed(text: str, start: int, end: int, sources: Sources, release: str) -> list[Origin]:
    words, found = text[start:end], list[Origin]()
    nowhere = set(sources.untraced(words))
    for claim in claims(words):
        at = words.find(claim.text)
        if at >= 0:
            place = fold(release).lower().find(fold(claim.text).lower())
            spans = (Span(place, place + len(claim.text)),) if place >= 0 and len(fold(release)) == len(release) else ()
            source = NOWHERE if claim in nowhere else TYPED
            found.append(Origin(start=start + at, end=start + at + len(claim.text), source=source, spans=spans if source == TYPED else ()))
    return found
