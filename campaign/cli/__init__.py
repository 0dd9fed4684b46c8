"""The command line: parse, call an action, show. Errors are sentences; heavy libraries wait until a command needs them."""

from __future__ import annotations

import sys

from campaign.cli import show


def main() -> None:
    """Run ``campaign``: exit 0, 1 (something a person has to see to) or 2 (the command was typed wrongly)."""
    from campaign.cli.app import app

    sys.exit(show.guarded(app, show.take_folder(sys.argv[1:])))
