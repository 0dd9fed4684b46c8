"""Making a workspace: the commented settings, the folders, the sample brand."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from campaign import config, yamlfile
from campaign.actions.workspace import Workspace
from campaign.errors import ConfigError

FOLDERS = ("posts/templates", "images/brand", "images/photos", "images/cards")


def init(folder: Path) -> list[Path]:
    """Write config.yaml, the folders and the sample brand where they are missing. Returns what was written.

    Raises ConfigError when there is a config.yaml already, or the folder cannot be written.
    """
    settings = folder / "config.yaml"
    if settings.exists():
        raise ConfigError("There is a config.yaml here already; nothing was changed.", file=settings, fix="Edit that one.")
    made = []
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for path, text in ((folder / "images/brand/brand.yaml", _packaged("brand/brand.yaml")), (settings, config.SAMPLE)):
            if not path.exists():
                yamlfile.write_text(path, text, error=ConfigError)
                made.append(path)
    except OSError as error:
        raise ConfigError(
            f"The workspace could not be made: {error.strerror}.", file=folder, fix="Choose a folder you can write."
        ) from error
    return made


def _packaged(name: str) -> str:
    return (resources.files("campaign") / "data" / name).read_text("utf-8")


def sample_release() -> tuple[str, bytes]:
    """The sample release's file name and bytes. Its people, places and numbers are invented."""
    name = "cuckooing-awareness-day.md"
    return name, (resources.files("campaign") / "data" / "sample" / name).read_bytes()


@cache
def sample_digest() -> str:
    """The digest of the sample release as read, by which a campaign made from it is known."""
    from campaign import release

    name, data = sample_release()
    return release.parse(data, name).digest


def migrate(workspace: Workspace) -> str:
    """Bring the ledger up to this version, after a backup. Says what was done."""
    from campaign.ledger import HEAD, Ledger

    ledger = Ledger(config.ledger_url(workspace.config), workspace=workspace.config.workspace, upgrade=True)
    ledger.close()
    return f"The ledger is of version {HEAD}."
