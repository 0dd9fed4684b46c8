"""Drawing the cards of a campaign into images/cards/, with a gallery page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from campaign import cards
from campaign.actions import texts
from campaign.actions.workspace import Workspace, find_post
from campaign.errors import CardError, NotAllowed, PostError
from campaign.models import CardSize, Post


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnCard:
    """One card as a file, or why there is none."""

    post: str
    layout: str
    size: str
    file: Path | None
    sha256: str | None
    alt: str
    problem: str | None = None


def sizes(wish: str | None, workspace: Workspace, post: Post) -> tuple[CardSize, ...]:
    """The sizes to draw: ``all``, one like 1080x1080, or (None) what the post's accounts need. Raises NotAllowed."""
    if wish == "all":
        return cards.SIZES
    if wish is None:
        known = [workspace.config.accounts[a].platform for a in post.accounts if a in workspace.config.accounts]
        return tuple(dict.fromkeys(cards.size_for(p) for p in known)) or cards.SIZES[:1]
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
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[list[DrawnCard], Path]:
    """Draw a campaign's cards and its gallery page. Returns the cards and the page.

    A card that does not fit is in the list with its problem and has no file. Raises PostError when the folder cannot be written.
    """
    campaign = workspace.campaign(name)
    chosen = [find_post(campaign, post)] if post else list(campaign.posts)
    pictures = {p.id: cards.carousel(p.media, workspace.brand) for p in chosen}
    drawn = [(p, n, item.card) for p in chosen for n, item in enumerate(pictures[p.id], 1) if item.card]
    wanted = [(p, n, card, s) for p, n, card in drawn for s in sizes(size, workspace, p)]
    jobs = [cards.Job(card, workspace.brand, s) for _, _, card, s in wanted]
    results = cards.draw_many(jobs, progress=lambda done: progress(done, len(jobs)))
    folder = out or workspace.root / "images" / "cards" / name
    found: list[DrawnCard] = []
    shown: list[cards.Shown] = []
    for (one, n, card, s), result in zip(wanted, results, strict=True):
        label = cards.name_of(s)
        if isinstance(result, CardError):
            found.append(DrawnCard(post=one.id, layout=card.layout, size=label, file=None, sha256=None, alt="", problem=str(result)))
            shown.append(cards.Shown(post=one.id, card=result))
            continue
        file = folder / f"{one.id}{f'-{n}' if n > 1 else ''}-{label}.png"
        _write(file, result.data)
        alt = texts.alt(workspace, pictures[one.id][n - 1])
        found.append(DrawnCard(post=one.id, layout=card.layout, size=label, file=file, sha256=result.sha256, alt=alt))
        shown.append(cards.Shown(post=f"{one.id} · {one.at}", card=replace(result, alt=alt)))
    page = folder / "index.html"
    _write(page, cards.gallery(f"{campaign.title or name}: cards", shown).encode())
    return found, page


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise PostError(
            f"The card could not be written: {error.strerror}.", file=path, fix="Free some space, or name a folder with --out."
        ) from error
