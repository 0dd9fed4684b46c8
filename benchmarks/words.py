"""How long the words of a full day take: 60 posts for eight accounts planned and checked, from a release with much to say.

    python benchmarks/words.py [RELEASE ...]

Without RELEASE, the labelled releases of the tests are read as one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from campaign.actions.check import check
from campaign.actions.plan import Wish, plan, read
from campaign.actions.workspace import Workspace
from campaign.errors import ScheduleError

ROOT = Path(__file__).parent.parent
CONFIG = """\
organisation: Brackenholt Constabulary
timezone: Europe/London
schedule: {window: "00:05-23:55", gap: 10m}
accounts:
  force-x: {platform: x, handle: brackenholt}
  force-bsky: {platform: bluesky, handle: force.brackenholt.example, base_url: "https://bsky.brackenholt.example"}
  force-masto: {platform: mastodon, base_url: "https://mastodon.brackenholt.example"}
  force-fb: {platform: facebook, page: "100000000000001"}
  force-insta: {platform: instagram, user: "17841400000000001"}
  force-threads: {platform: threads, user: "17841400000000002"}
  force-li: {platform: linkedin, organisation: "1000001", version: "202601"}
  force-tg: {platform: telegram, channel: "@brackenholt"}
"""
NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)
DAY = date(2027, 3, 18)
POSTS = 60


def main() -> None:
    """Print seconds of processor time for plan and check, cold and warm."""
    given = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "tests" / "facts").glob("*/*.md"))
    bodies = [path.read_text("utf-8").split("---\n", 2)[-1] for path in given]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yaml").write_text(CONFIG, "utf-8")
        (folder / "release.md").write_text("---\ntitle: All of it\ndate: 2027-03-18\n---\n" + "\n\n".join(bodies), "utf-8")
        for turn in ("cold", "warm"):
            workspace = Workspace(folder)
            found = read(str(folder / "release.md"))
            began = time.process_time()
            for posts in range(POSTS, 0, -1):
                try:
                    made = plan(workspace, found, Wish(day=DAY, name=f"day-{turn}", posts=posts), by="officer", now=NOW)
                    break
                except ScheduleError as error:
                    print(error)
            planned = time.process_time()
            problems = check(workspace, f"day-{turn}", now=NOW)
            ended = time.process_time()
            print(
                f"{turn}: {len(made.posts)} posts, 8 accounts: plan {planned - began:.2f} s, check {ended - planned:.2f} s"
                f" ({len(problems)} found)"
            )


if __name__ == "__main__":
    main()
