"""One character changed in a planned post: a digit of a number, a word between quotation marks. Every one is stopped."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from campaign.actions import check
from campaign.actions.carried import fields
from campaign.actions.plan import Wish, plan, read
from campaign.actions.workspace import Workspace
from campaign.models import Campaign, Post, Severity

NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "shared" / "releases"
OURS = sorted((Path(__file__).parents[1] / "facts" / "releases").glob("*.md"))
BLIND = sorted((Path(__file__).parents[1] / "facts" / "blind").glob("*.md"))[1::6]
CONFIG = """\
organisation: Brackenholt Constabulary
timezone: Europe/London
accounts:
  practice: {platform: outbox}
  force-x: {platform: x, handle: brackenholt}
  force-bsky: {platform: bluesky, handle: force.brackenholt.example, base_url: "https://bsky.brackenholt.example"}
  force-masto: {platform: mastodon, base_url: "https://mastodon.brackenholt.example"}
contacts:
  - {kind: phone, value: "999", label: Emergency, purpose: emergency}
  - {kind: phone, value: "101", label: Police, purpose: non_emergency}
  - {kind: phone, value: "0800 555 111", label: Crimestoppers, purpose: anonymous}
  - {kind: phone, value: "0800 1111", label: Childline, purpose: helpline}
  - {kind: phone, value: "116 123", label: Samaritans, purpose: helpline}
"""
_SPOKEN = re.compile(r"“[^”]*”")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")


def planned(folder: Path, source: Path) -> tuple[Workspace, Campaign]:
    folder.joinpath("config.yaml").write_text(CONFIG, "utf-8")
    workspace = Workspace(folder)
    plan(workspace, read(str(source)), Wish(day=date(2027, 3, 18), name="day"), by="Ada", now=NOW)
    return workspace, workspace.campaign("day")


def rewritten(post: Post, field: str, text: str) -> Post:
    """The post with another text in one field, as if a person had typed it."""
    first, _, rest = field.partition(".")
    if first == "body":
        return dataclasses.replace(post, body=text)
    if first == "variants":
        said = dataclasses.replace(post.variants[rest], parts=tuple(text.split("\n---\n")))
        return dataclasses.replace(post, variants={**post.variants, rest: said})
    number, _, path = rest.partition(".")
    item = post.media[int(number)]
    card = dataclasses.replace(item.card, fields=put(item.card.fields, path.split("."), text)) if item.card else None
    media = tuple(dataclasses.replace(item, card=card) if n == int(number) else m for n, m in enumerate(post.media))
    return dataclasses.replace(post, media=media)


def put(value: Any, path: list[str], text: str) -> Any:
    if not path:
        return text
    if isinstance(value, list | tuple):
        return [put(v, path[1:], text) if n == int(path[0]) else v for n, v in enumerate(value)]
    return {key: put(v, path[1:], text) if key == path[0] else v for key, v in value.items()}


def mutations(field: str, text: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"\d", text):
        other = str((int(found[0]) + 1 + found.start() % 8) % 10)
        yield f"digit {found.start()}", text[: found.start()] + other + text[found.end() :]
    for found in re.finditer(r"\d", text):
        yield f"lost digit {found.start()}", text[: found.start()] + text[found.end() :]
    whole = [(0, len(text))] if re.fullmatch(r"media\.\d+\.quote", field) else [m.span() for m in _SPOKEN.finditer(text)]
    for start, end in whole:
        words = list(_WORD.finditer(text, start, end))
        for n, word in enumerate(words):
            yield f"word {word[0]}", text[: word.start()] + ("never" if word[0] != "never" else "always") + text[word.end() :]
            letters = word[0][:-1] + ("e" if word[0][-1] != "e" else "a")
            yield f"letter of {word[0]}", text[: word.start()] + letters + text[word.end() :]
            if n + 1 < len(words):
                yield f"lost {word[0]}", text[: word.start()] + text[words[n + 1].start() :]


def stops(workspace: Workspace, campaign: Campaign, post: Post, on: check.Ground) -> set[tuple[str, str, str]]:
    found = check.post_problems(workspace, campaign, post, on, None)
    return {(p.rule, p.source, p.message) for p in found if p.severity is Severity.STOP}


@pytest.mark.parametrize("source", [*sorted(SAMPLES.glob("[0c]*.md")), *OURS, *BLIND], ids=lambda p: p.stem)
def test_every_changed_character_is_stopped(source, tmp_path, monkeypatch):
    workspace, campaign = planned(tmp_path, source)
    on, missed, count = check.ground(workspace, campaign), [], 0
    monkeypatch.setattr(check.fits, "problems", lambda *_: ())  # whether it fits, and its picture, is not what is asked here
    monkeypatch.setattr(check.pictures, "problems", lambda *_: ())
    for post in campaign.posts:
        known = stops(workspace, campaign, post, on)
        for field, text in fields(post).items():
            for what, changed in mutations(field, text):
                count += 1
                if not stops(workspace, campaign, rewritten(post, field, changed), on) - known:
                    missed.append((post.id, field, what, changed))
    assert count > 100
    assert not missed, f"{len(missed)} of {count}: {missed}"
