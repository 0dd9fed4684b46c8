"""Run the loopback servers until SIGTERM; print their addresses as one line of JSON."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path

from campaign.testing.servers import SERVERS


def main() -> None:
    """Parse, start, print, wait."""
    parser = argparse.ArgumentParser(prog="python -m campaign.testing.servers", description=__doc__)
    parser.add_argument("--state", type=Path, metavar="DIR", help="keep each server's posts in DIR/<name>.json")
    parser.add_argument("names", nargs="*", default=list(SERVERS), help=f"which: {', '.join(SERVERS)}")
    asked = parser.parse_args()
    if asked.state:
        asked.state.mkdir(parents=True, exist_ok=True)
    servers = {name: SERVERS[name](state=asked.state / f"{name}.json" if asked.state else None).start() for name in asked.names}
    sys.stdout.write(json.dumps({name: server.url for name, server in servers.items()}) + "\n")
    sys.stdout.flush()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    for server in servers.values():
        server.stop()


if __name__ == "__main__":
    main()
