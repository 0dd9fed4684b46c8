"""Drawing the cards of a campaign into images/cards/, with a gallery page; what has not changed is not drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from campaign import cards
from campaign.actions import check, gallery, pairs, texts
from campaign.actions.workspace import Workspace, find_post
from campaign.errors import CampaignError, CardError, NotAllowed, PostError
from campaign.models import Campaign, CardSize, MediaItem, Post, Problem, Severity

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnCard:
    """One card as a file, or why there is none. ``anew``: it was not there yet, or something about it has changed."""

    post: str
    layout: str
    size: str
    file: Path | None
    sha256: str | None
    alt: str
    problem: str | None = None
    anew: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """One picture of a post as it is published: which of how many, and in whose variant (empty: everywhere)."""

    post: Post
    item: MediaItem
    place: int
    count: int
    variant: str = ""

    @property
    def stem(self) -> str:
        """What its files' names begin with."""
        parts = (self.post.id, self.variant, str(self.place) if self.place > 1 else "")
        return "-".join(part for part in parts if part)

    @property
    def title(self) -> str:
        """What stands over it on the page, where the post has more than one."""
        which = f"{self.place} of {self.count}" if self.count > 1 else ""
        return " · ".join(part for part in (f"On {self.variant}" if self.variant else "", which) if part)


def sizes(wish: str | None, workspace: Workspace, post: Post) -> tuple[CardSize, ...]:
    """The sizes to draw: ``all``, one like 1080x1080, or (None) what the post's accounts need. Raises NotAllowed."""
    if wish is None:
        known = [workspace.config.accounts[a].platform for a in post.accounts if a in workspace.config.accounts]
        return tuple(dict.fromkeys(cards.size_for(p) for p in known)) or cards.SIZES[:1]
    return named_sizes(wish)


def named_sizes(wish: str) -> tuple[CardSize, ...]:
    """The sizes that a person names: ``all``, or one like 1080x1080. Raises NotAllowed."""
    if wish == "all":
        return cards.SIZES
    for size in cards.SIZES:
        if cards.name_of(size) == wish.lower().replace("×", "x"):
            return (size,)
    raise NotAllowed(f"Cards are not drawn in {wish}.", fix=f"Sizes: {', '.join(map(cards.name_of, cards.SIZES))}, or all.")


def draw(
    workspace: Workspace,
    name: str,
    *,
    post: str | None = None,
    size: str | None = None,
    out: Path | None = None,
    progress: Progress = lambda _done, _all: None,
) -> tuple[list[DrawnCard], Path]:
    """Draw a campaign's cards and its gallery page. Returns the cards and the page.

    A card that does not fit is in the list with its problem and has no file. Raises PostError when the folder cannot be written.
    """
    campaign = workspace.campaign(name)
    chosen = [find_post(campaign, post)] if post else list(campaign.posts)
    pictures = {one.id: list(pictures_of(workspace, one)) for one in chosen}
    wanted = [(p, p.item.card, s) for one in chosen for p in pictures[one.id] if p.item.card for s in sizes(size, workspace, one)]
    made = made_of(workspace.state, [cards.Job(card, workspace.brand, s) for _, card, s in wanted], progress)
    folder = out or workspace.root / "images" / "cards" / name
    found = [_kept(workspace, picture, one, folder) for (picture, _, _), one in zip(wanted, made, strict=True)]
    drawn: dict[str, list[Made]] = {}
    for (picture, _, _), one in zip(wanted, made, strict=True):
        drawn.setdefault(picture.stem, []).append(one)
    problems = _problems(workspace, campaign)
    sections = []
    for due in sorted(chosen, key=lambda p: p.at):
        shown = tuple(_shown(workspace, picture, drawn.get(picture.stem, [])) for picture in pictures[due.id])
        sections.append(_section(due, campaign.date, shown, problems.get(due.id, ())))
    hint = "" if size == "all" else f"Every size: campaign cards {name} --size all"
    page = folder / "index.html"
    write(page, gallery.page(campaign.title or name, sections, about=f"{campaign.date:%A %-d %B %Y}.", hint=hint))
    return found, page


def pictures_of(workspace: Workspace, post: Post) -> Iterator[Picture]:
    """The pictures of a post as they are published, those of its variants included."""
    groups = {"": post.media} | {name: said.media for name, said in post.variants.items() if said.media and said.media != post.media}
    for variant, media in groups.items():
        items = cards.carousel(media, workspace.brand)
        for n, item in enumerate(items, 1):
            yield Picture(post=post, item=item, place=n, count=len(items), variant=variant)


class Made(NamedTuple):
    """A card's file, or why there is none, and whether it was drawn just now."""

    job: cards.Job
    data: bytes | CardError
    anew: bool

    @property
    def size(self) -> str:
        """1080x1350"""
        return cards.name_of(self.job.size)


def made_of(state: Path, jobs: Sequence[cards.Job], progress: Progress) -> list[Made]:
    """Each card, from the cache in ``state`` where nothing about it has changed; ``progress`` counts what has to be drawn."""
    kept = cards.Cache(state / "drawn")
    keys = [cards.recipe(job) for job in jobs]
    have: dict[str, bytes | CardError] = {key: data for key in keys if (data := kept.get(key)) is not None}
    missing = {key: job for key, job in zip(keys, jobs, strict=True) if key not in have}
    for key, result in zip(missing, cards.draw_many(list(missing.values()), progress=lambda n: progress(n, len(missing))), strict=True):
        have[key] = result if isinstance(result, CardError) else result.data
        if not isinstance(result, CardError):
            kept.put(key, result.data)
    kept.trim()
    return [Made(job, have[key], key in missing) for key, job in zip(keys, jobs, strict=True)]


def _kept(workspace: Workspace, picture: Picture, made: Made, folder: Path) -> DrawnCard:
    """The card written to its file, unless just this lies there already."""
    post, layout = picture.post.id, made.job.card.layout
    if isinstance(made.data, CardError):
        return DrawnCard(post=post, layout=layout, size=made.size, file=None, sha256=None, alt="", problem=str(made.data), anew=made.anew)
    file = folder / f"{picture.stem}-{made.size}.png"
    write(file, made.data)
    digest, alt = hashlib.sha256(made.data).hexdigest(), texts.alt(workspace, picture.item)
    return DrawnCard(post=post, layout=layout, size=made.size, file=file, sha256=digest, alt=alt, anew=made.anew)


def shots_of(made: Sequence[Made]) -> tuple[tuple[gallery.Shot, ...], tuple[tuple[str, str], ...]]:
    """What the page shows of one card: its pictures by size, and why others could not be drawn."""
    good = [(one.job.size, one.data) for one in made if isinstance(one.data, bytes)]
    shots = tuple(gallery.Shot(data=data, mime="image/png", width=size[0], height=size[1], size=size) for size, data in good)
    return shots, tuple((one.size, str(one.data)) for one in made if isinstance(one.data, CardError))


def _shown(workspace: Workspace, picture: Picture, made: Sequence[Made]) -> gallery.Shown:
    shots, failed = shots_of(made) if picture.item.card else _photo(workspace, picture)
    alt = texts.alt(workspace, picture.item) if shots or not failed else ""
    return gallery.Shown(title=picture.title, alt=alt, shots=shots, failed=failed)


def _section(post: Post, day: date, shown: tuple[gallery.Shown, ...], problems: tuple[Problem, ...]) -> gallery.Section:
    """A post on the page. What could not be drawn is said at the picture, and not once more over all."""
    said = any(one.failed for one in shown)
    about = (f"{post.id}, {post.kind}", ", ".join(post.accounts), *((post.at[:10],) if not post.at.startswith(f"{day}") else ()))
    rest = tuple(p for p in problems if not (said and p.rule in {"card", "picture"}))
    return gallery.Section(name=post.id, heading=post.at[11:] or post.at, about=about, shown=shown, problems=rest)


def _photo(workspace: Workspace, picture: Picture) -> tuple[tuple[gallery.Shot, ...], tuple[tuple[str, str], ...]]:
    """A photo as its accounts get it: once for each shape and size."""
    found: dict[str, gallery.Shot] = {}
    try:
        for name in picture.post.accounts:
            if (account := workspace.config.accounts.get(name)) is not None:
                sent = texts.fitted(workspace, picture.item, account)
                found[hashlib.sha256(sent.data).hexdigest()] = gallery.Shot(
                    data=sent.data, mime=sent.mime, width=sent.width, height=sent.height)
    except CampaignError as error:
        return (), (("", f"{error.message} {error.fix}"),)
    return tuple(found.values()), ()


def _problems(workspace: Workspace, campaign: Campaign) -> dict[str, tuple[Problem, ...]]:
    """What check says of each post, but for its time; hints are left to check."""
    found: dict[str, tuple[Problem, ...]] = {}
    for view in pairs.views(campaign):
        on = check.ground(workspace, view)
        for post in view.posts:
            said = check.switched(check.post_problems(workspace, view, post, on, None), workspace.config.lint)
            worth = [p for p in said if p.severity is not Severity.HINT]
            found[post.id] = tuple(sorted(worth, key=lambda p: p.severity is not Severity.STOP))
    return found


def write(path: Path, data: bytes) -> None:
    try:
        if path.is_file() and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise PostError(
            f"The card could not be written: {error.strerror}.", file=path, fix="Free some space, or name a folder with --out."
        ) from error
