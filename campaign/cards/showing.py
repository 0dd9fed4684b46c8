"""One page that shows drawn cards with their alt texts: for looking at a day before it is approved. It needs no other file."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.cards.drawing import Drawn
from campaign.errors import CardError
from campaign.html import escape

_STYLE = """
:root { color-scheme: light dark; --ground: #f3f4f6; --ink: #14181f; --soft: #4a5260; --sheet: #fff; --stop: #a3160c }
@media (prefers-color-scheme: dark) { :root { --ground: #14181f; --ink: #f3f4f6; --soft: #b4bcc8; --sheet: #1f2530; --stop: #ff9d94 } }
* { box-sizing: border-box }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 4rem); background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem }
p { margin: 0; color: var(--soft) }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.5rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)) }
figure { margin: 0; background: var(--sheet); border-radius: .5rem; overflow: hidden }
img { display: block; width: 100%; height: auto }
figcaption { padding: .75rem 1rem 1rem; font-size: .9rem; color: var(--soft); overflow-wrap: anywhere }
figcaption strong { display: block; color: var(--ink) } .stop { border-left: .4rem solid var(--stop) } .stop strong { color: var(--stop) }
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A card of the page: the post it belongs to, and what was drawn, or why it could not be."""

    post: str
    card: Drawn | CardError


def gallery(title: str, shown: Sequence[Shown]) -> str:
    """The page as HTML: cards under their posts, in the order given, each with its alt text and size; those that failed say why."""
    posts: dict[str, list[Shown]] = {}
    for one in shown:
        posts.setdefault(one.post, []).append(one)
    sections = "".join(_section(post, cards) for post, cards in posts.items())
    failed = sum(isinstance(one.card, CardError) for one in shown)
    drawn = len(shown) - failed
    count = f"{drawn} card{'' if drawn == 1 else 's'}" + (f", {failed} could not be drawn" if failed else "")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n<p>{count}</p>\n"
        f"{sections}</main>\n</body>\n</html>\n"
    )


def _section(post: str, cards: Sequence[Shown]) -> str:
    entries = "".join(f"<li>{_failed(one.card) if isinstance(one.card, CardError) else _figure(one.card)}</li>\n" for one in cards)
    return f"<section>\n<h2>{escape(post)}</h2>\n<ul>\n{entries}</ul>\n</section>\n"


def _figure(card: Drawn) -> str:
    data = base64.b64encode(card.data).decode("ascii")
    shape = f'width="{card.width}" height="{card.height}"'
    image = f'<img src="data:{card.mime};base64,{data}" {shape} alt="{escape(card.alt)}" loading="lazy">'
    size = f"{card.width} × {card.height}, {len(card.data) // 1000} kB"
    return f'<figure>{image}<figcaption aria-hidden="true"><strong>{size}</strong>{escape(card.alt)}</figcaption></figure>'


def _failed(error: CardError) -> str:
    return f'<figure class="stop"><figcaption><strong>Not drawn</strong>{escape(error)}</figcaption></figure>'
