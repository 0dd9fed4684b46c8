"""How long an officer waits: ``campaign --help``, and facts + plan + cards of a day of 20 posts in three sizes.

    python benchmarks/day.py [RELEASE]     a release of yours (default: the sample); budgets: 0.4 s and 10 s on two cores

Whole processes, as typed; each figure is the median of five runs (the day: of three) after one that is not counted.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

SAMPLE = Path(str(resources.files("campaign"))) / "data" / "sample" / "cuckooing-awareness-day.md"
HELP, DAY = 0.4, 10.0


def command(*words: str) -> float:
    """Run one command and return its seconds."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "campaign", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return time.perf_counter() - start


def day(release: Path) -> dict[str, float]:
    """One day in a workspace of its own."""
    folder = Path(tempfile.mkdtemp())
    try:
        command("init", str(folder / "desk"))
        settings = folder / "desk" / "config.yaml"
        text = settings.read_text("utf-8").replace("gap: 45m", "gap: 30m")
        settings.write_text(text, "utf-8")
        place = ("-C", str(folder / "desk"))
        tomorrow = str(datetime.now(UTC).date() + timedelta(days=2))
        return {
            "facts": command(*place, "facts", str(release), "--json"),
            "plan": command(*place, "plan", str(release), "--date", tomorrow, "--posts", "20", "--name", "day"),
            "cards": command(*place, "cards", "day", "--size", "all"),
        }
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Measure and print; exit 1 when a budget is not kept."""
    release = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    command("--help")
    helped = statistics.median(command("--help") for _ in range(5))
    day(release)
    days = [day(release) for _ in range(3)]
    parts = {name: statistics.median(d[name] for d in days) for name in days[0]}
    total = statistics.median(sum(d.values()) for d in days)
    print(f"campaign --help          {helped:6.2f} s   budget {HELP} s")
    for name, seconds in parts.items():
        print(f"campaign {name:<15} {seconds:6.2f} s")
    print(f"facts + plan + cards     {total:6.2f} s   budget {DAY} s   (20 posts, 60 cards)")
    sys.exit(helped > HELP or total > DAY)


if __name__ == "__main__":
    main()
