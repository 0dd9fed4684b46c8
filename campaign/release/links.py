"""Addresses behind words: kept below the story, because in the middle of a quote they would put words into somebody's mouth."""

from __future__ import annotations

import re
from urllib.parse import unquote

from campaign.release.page import Page

_WEB = ("http://", "https://", "mailto:", "tel:")
_DIGITS = re.compile(r"\D+")


class Links:
    """Collects the addresses that a text names but does not show."""

    def __init__(self, *, own: str | None = None) -> None:
        self._found: dict[tuple[str, str], None] = {}
        self._own = _bare(own or "")

    def note(self, name: str, address: str) -> None:
        """Keep the address of a link whose words do not show it."""
        name, address = " ".join(name.split()), address.strip()
        if not name or not (address.lower().startswith(_WEB) or "@" in address) or len(address) > 2000:
            return
        if address.lower().startswith("tel:"):
            number = unquote(address[4:]).split(";")[0].strip()
            if _DIGITS.sub("", number)[-6:] not in _DIGITS.sub("", name):
                self._found[name, number] = None
            return
        if address.lower().startswith("mailto:"):
            address = unquote(address[7:].partition("?")[0])
        bare = _bare(address)
        if bare and bare != self._own and bare.casefold() not in name.casefold():
            self._found[name, address] = None

    def add_to(self, page: Page) -> None:
        """Append what was collected, one a paragraph: ``name: address``."""
        for name, address in self._found:
            page.add("paragraph", f"{name}: {address}")


def _bare(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
