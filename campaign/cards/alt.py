"""Alt text from the fields that are drawn, so that the two cannot drift: every word on the card, in reading order."""

from __future__ import annotations

from campaign.cards.brand import Brand
from campaign.cards.content import Content, read_content
from campaign.cards.specs import SPECS
from campaign.models import Card


def alt_text(card: Card, brand: Brand) -> str:
    """What a screen reader says in place of the card: its words and numbers as they stand there, then who speaks.

    Raises:
        CardError: the card's fields are not those of its layout.
    """
    return alt_of(read_content(card, brand.words), brand)


def alt_of(content: Content, brand: Brand) -> str:
    """The same, for content that is already read."""
    parts = {"quote": _quote, "contact": _contact, "statistic": _figure}.get(content.layout, _told)(content)
    signed = ", ".join(x for x in (brand.name, *(p.name for p in brand.partners), content.get("page") or brand.footer) if x)
    return " ".join(_sentence(part) for part in (*parts, signed) if part).replace("\u00a0", " ")


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.rstrip("”’)").endswith((".", "!", "?", ":", "…", "۔", "؟", "।", "。", "！", "？")) else f"{text}."


def _told(content: Content) -> list[str]:
    """The texts in the order of the layout's spec; entries of a list with the numbers that stand before them."""
    told: list[str] = []
    for name in SPECS[content.layout].reading:
        words = content.get(name)
        if f"{name}.word" in content.texts:
            words = f"{content.get(f'{name}.word')}: {words}"
        told.append(words)
        numbered = [(place, f"{name}.{n}") for place, n in enumerate(content.order, content.start)]
        told += [f"{place}. {content.get(path)}" for place, path in numbered if path in content.texts]
    return told


def _figure(content: Content) -> list[str]:
    """A figure that stands over the words it belongs to is said with them."""
    told = _told(content)
    at = SPECS[content.layout].reading.index("title")
    title = content.get("title")
    whole = title if not content.get("figure") or content.get("figure") in title else f"{content.get('figure')} {title}"
    return [*told[: at - 1], whole, *told[at + 1 :]]


def _quote(content: Content) -> list[str]:
    name = ", ".join(x for x in (content.get("name"), content.get("role")) if x)
    return [content.get("eyebrow"), f"“{content.get('quote')}”", name]


def _contact(content: Content) -> list[str]:
    lines = []
    for n in content.order:
        words = [content.get(f"numbers.{n}.{key}") for key in ("purpose", "label")]
        if words[0] and "emergency" not in words[0].casefold():
            words.reverse()
        lines.append(f"{', '.join(w for w in words if w)}: {content.get(f'numbers.{n}.value')}")
    return [content.get("title"), content.get("text"), *lines, content.get("link")]
