"""Taking people and old contents out of the record: gone from the database, the chain still verifies, and it is said why."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from campaign.actions import erase, record
from campaign.actions.workspace import Workspace
from campaign.config.durations import kept
from campaign.delivery.approve import withdraw
from campaign.errors import CampaignError, NotAllowed
from campaign.ledger import approvals, schema
from campaign.ledger import record as events
from campaign.models import Media, PostState
from tests.delivery.stage import START, Stage

SETTINGS = """\
organisation: Example Constabulary
accounts:
  a: {platform: outbox}
retention: {RETENTION}
"""
YEAR = timedelta(days=366)


def workspace(stage: Stage, retention: str = "{}") -> Workspace:
    (stage.folder / "config.yaml").write_text(SETTINGS.replace("{RETENTION}", retention), "utf-8")
    return Workspace(stage.folder, state=stage.folder, ledger=stage.ledger)


def published(folder: Path, text: str = "Ring Nell Hartwick on 101.") -> Stage:
    """A post that went out, one that was taken back, and a picture."""
    stage = Stage(folder)
    picture = Media(digest=stage.sender.media.put(b"picture"), mime="image/png", width=1, height=1, size=7, alt="Nell Hartwick")
    stage.approve("p", texts=(text,), media=(picture,), digest="d")
    stage.tick()
    stage.approve("q", texts=("Nothing.",), after=timedelta(hours=2))
    with stage.ledger.write() as tx:
        withdraw(tx, "day", "q", by="Nell Hartwick", at=stage.clock(), reason="told by nell  hartwick to wait")
    return stage


def everything(stage: Stage) -> str:
    """All that the database's file and its log hold."""
    with stage.ledger.read() as tx:
        cells = [str(value) for table in schema.metadata.tables.values() for row in tx.conn.execute(sa.select(table)) for value in row]
    return "\n".join(cells)


def sound(desk: Workspace) -> bool:
    problems = record.verify(desk, now=START + YEAR).problems
    assert problems == []
    return True


def test_a_name_goes_out_of_every_table_and_the_record_still_verifies(tmp_path: Path) -> None:
    stage = published(tmp_path)
    desk = workspace(stage)
    seal = record.verify(desk, now=START).seal
    done = erase.redact(desk, "Nell Hartwick", by="Ann Example", reason="request of 3 May", now=START)
    assert "hartwick" not in everything(stage).lower()
    assert b"Hartwick" not in (tmp_path / "campaign.db").read_bytes() + (tmp_path / "campaign.db-wal").read_bytes()
    assert done.contents == ["day/p/a"]
    assert sound(desk)
    assert record.verify(desk, now=START, seal=seal).problems == []
    with stage.ledger.read() as tx:
        history = events.history(tx)
    assert [e["actor"] for e in history if e["kind"] == "withdrawn"] == ["[redacted]"]
    last = next(e for e in history if e["kind"] == "redacted")
    assert (last["actor"], last["data"]["reason"]) == ("Ann Example", "request of 3 May")
    assert stage.get("day/p/a").receipt is not None


def test_a_text_that_was_erased_without_a_redaction_is_found(tmp_path: Path) -> None:
    from campaign.ledger import veil, verify

    stage = published(tmp_path)
    with stage.ledger.write() as tx:
        row = tx.conn.execute(sa.select(schema.events).where(schema.events.c.kind == "withdrawn")).mappings().one()
        tx.conn.execute(sa.update(schema.events).where(schema.events.c.id == row["id"]).values(**veil.erase(dict(row), {0})))
    with stage.ledger.read() as tx:
        assert verify.check(tx).problems == [f"Event {row['id']} has texts erased, and no redaction is recorded for them."]


def test_one_event_s_texts_go_and_who_did_it_stays(tmp_path: Path) -> None:
    stage = published(tmp_path, text="Ring 101.")
    desk = workspace(stage)
    with stage.ledger.read() as tx:
        number = next(e["id"] for e in events.history(tx) if e["kind"] == "withdrawn")
    erase.redact(desk, str(number), by="Ann", reason="a private matter", now=START)
    with stage.ledger.read() as tx:
        event = next(e for e in events.history(tx) if e["id"] == number)
    assert (event["actor"], event["data"]["reason"]) == ("Nell Hartwick", "[redacted]")
    assert "to wait" not in everything(stage)
    assert sound(desk)


@pytest.mark.parametrize(
    ("what", "reason", "said"),
    [
        ("Nell Hartwick", " ", "needs a reason"),
        ("Nell Hartwick", "asked by Nell Hartwick", "holds the name itself"),
        ("Ne", "a request", "too short"),
        ("Nell Hart", "a request", "Nothing in the record"),
        ("99999", "a request", "no event 99999"),
    ],
)
def test_what_is_no_redaction_is_refused_and_changes_nothing(tmp_path: Path, what: str, reason: str, said: str) -> None:
    stage = published(tmp_path)
    desk, before = workspace(stage), everything(stage)
    with pytest.raises(NotAllowed, match=said):
        erase.redact(desk, what, by="Ann", reason=reason, now=START)
    assert everything(stage) == before


def test_who_is_in_a_post_that_is_still_to_go_out_stays(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.approve("p", texts=("Ring Nell Hartwick.",), after=timedelta(hours=1))
    for name in ("Nell Hartwick", "Ann"):
        with pytest.raises(NotAllowed, match=r"Still under way: .*day/p"):
            erase.redact(workspace(stage), name, by="Ben", reason="a request", now=START)
    stage.tick(after=timedelta(hours=1))
    assert stage.texts() == ["Ring Nell Hartwick."]


def test_retention_takes_out_what_is_old_and_pictures_that_nobody_needs(tmp_path: Path) -> None:
    stage = published(tmp_path)
    stage.clock.advance(YEAR)
    stage.approve("new", texts=("New.",))
    stage.tick()
    desk = workspace(stage, "{content: 6 months}")
    os.utime(next((tmp_path / "media").rglob("??/*")), (0, 0))
    done = erase.retain(desk, by="daemon", now=stage.clock())
    assert sorted(done.contents) == ["day/p/a", "day/q/a"]
    assert list((tmp_path / "media").rglob("??/*")) == []
    assert stage.get("day/new/a").content.text == "New."
    assert "Nell Hartwick" in everything(stage)  # who did what is kept as long as `names` says
    assert sound(desk)
    again = erase.retain(desk, by="daemon", now=stage.clock())
    assert not again.any
    erase.retain(workspace(stage, "{names: 6 months}"), by="daemon", now=stage.clock())
    assert "Nell" not in everything(stage)
    assert sound(desk)
    rows = {row["delivery"]: row for row in record.listing(desk, now=stage.clock())}
    assert rows["day/p/a"]["receipt"] is not None
    assert rows["day/new/a"]["approval"]["by"] == "Ann"


def test_a_row_that_changed_since_keeps_what_is_not_old_and_verifies(tmp_path: Path) -> None:
    stage = published(tmp_path)
    with stage.ledger.write() as tx:
        approvals.set_author(tx, "day", "q", "Ida Example", at=stage.clock())
        events.note(tx, at=stage.clock(), actor="Ida Example", kind="planned", subject="day/q")
    stage.clock.advance(YEAR)
    with stage.ledger.write() as tx:
        approvals.set_state(tx, "day", "q", PostState.SUBMITTED, by="Ben", at=stage.clock())
        events.note(tx, at=stage.clock(), actor="Ben", kind="submitted", subject="day/q")
    desk = workspace(stage, "{names: 6 months}")
    erase.retain(desk, by="daemon", now=stage.clock())
    with stage.ledger.read() as tx:
        found = approvals.status(tx, "day", "q")
    assert found is not None
    assert (found.author, found.changed_by) == ("Ida Example", "Ben")
    assert sound(desk)


def test_without_a_setting_everything_stays(tmp_path: Path) -> None:
    stage = published(tmp_path)
    before = everything(stage)
    erase.retain(workspace(stage), by="daemon", now=START + 20 * YEAR)
    assert everything(stage) == before
    assert len(list((tmp_path / "media").rglob("??/*"))) == 1


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("24 months", 744), ("1 year", 366), ("7y", 2562)])
def test_how_long_something_is_kept(text: str, days: int) -> None:
    assert kept(text) == timedelta(days=days)


@pytest.mark.parametrize("text", ["", "2", "29d", "2w", "-3y", "1 month 2 days", "y"])
def test_what_does_not_say_how_long(text: str) -> None:
    with pytest.raises(CampaignError, match=r"does not say how long|too short"):
        kept(text)
