"""The stop's file when only the file can be written: what is being armed at that moment is waited for, and then listed."""

from __future__ import annotations

import threading
from pathlib import Path

from campaign.delivery.stopfile import StopFile


def test_a_stop_waits_for_what_is_being_armed(tmp_path: Path) -> None:
    daemon, officer = StopFile(tmp_path / "STOP"), StopFile(tmp_path / "STOP")
    done: list[str] = []

    def wait() -> None:
        assert officer.settled()
        done.append("settled")

    with daemon.arming():
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(timeout=0.1)
        done.append("armed")
    thread.join(timeout=5)
    assert done == ["armed", "settled"]


def test_many_arm_at_once_and_a_stop_says_when_it_waited_in_vain(tmp_path: Path) -> None:
    one, two = StopFile(tmp_path / "STOP"), StopFile(tmp_path / "STOP")
    with one.arming(), two.arming():
        assert not StopFile(tmp_path / "STOP").settled(seconds=0.05)
    assert one.settled(seconds=0.05)


def test_where_there_is_no_folder_nothing_is_waited_for(tmp_path: Path) -> None:
    file = StopFile(tmp_path / "gone" / "STOP")
    with file.arming():
        assert file.settled(seconds=0.05)
