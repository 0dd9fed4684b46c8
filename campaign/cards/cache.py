"""Cards that are drawn already: kept by the digest of everything that decides how they look, so that only what changed is drawn."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from campaign.cards.brand import brand_resources
from campaign.cards.drawing import Job
from campaign.cards.fonts import engine_report
from campaign.models import digest_of

HERE = Path(__file__).parent
MOST = 3000  # cards; the oldest go first


def recipe(job: Job) -> str:
    """The digest of a card's words and size, the brand's files, the drawing libraries and this program's own code."""
    named = {"layout": job.card.layout, "fields": job.card.fields, "size": job.size, "mime": job.mime}
    return digest_of({**named, "brand": brand_resources(job.brand), "engine": engine_report(), "code": _code()})


@cache
def _code() -> str:
    """A digest of the modules that draw, and of the brand file that all others build on."""
    found = hashlib.sha256()
    for path in [*sorted(HERE.rglob("*.py")), HERE.parent / "data" / "brand" / "brand.yaml"]:
        found.update(path.read_bytes())
    return found.hexdigest()


@dataclass(frozen=True)
class Cache:
    """A folder of drawn cards by recipe. It may be deleted at any time; a folder that can't be written to is done without."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """The file of a card, or None when it has to be drawn."""
        try:
            return (self.folder / key).read_bytes() or None
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep a card; whole or not at all."""
        new = self.folder / f"{key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)
            new.replace(self.folder / key)
        except OSError:
            with suppress(OSError):
                new.unlink()

    def trim(self) -> None:
        """Delete the oldest cards over MOST."""
        try:
            kept = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in kept[MOST:]:
                path.unlink(missing_ok=True)
        except OSError:
            return
