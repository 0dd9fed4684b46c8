"""What goes out is what was approved, also when somebody changes the ledger's rows or the frozen pictures underneath."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from campaign.ledger.schema import deliveries as table
from campaign.models import DeliveryState, Media, canonical
from tests.delivery.stage import Stage

S = DeliveryState
PICTURE = b"the picture that was approved"


def _tamper(stage: Stage, **values: Any) -> None:
    with stage.ledger.write() as tx:
        tx.conn.execute(sa.update(table).where(table.c.id == "day/p/a").values(**values))


def _content(stage: Stage, **changes: Any) -> str:
    with stage.ledger.read() as tx:
        row = tx.conn.execute(sa.select(table.c.content).where(table.c.id == "day/p/a")).scalar_one()
    return canonical({**json.loads(row), **changes}).decode()


def _approved(tmp_path: Path, **named: Any) -> Stage:
    stage = Stage(tmp_path, **named)
    (tmp_path / "media").mkdir(exist_ok=True)
    digest = stage.sender.media.put(PICTURE)
    media = Media(digest=digest, mime="image/png", width=9, height=9, size=len(PICTURE), alt="Call 101.")
    stage.approve(media=(media,))
    return stage


@pytest.mark.parametrize("change", [{"text": "Ring 0808 157 0999."}, {"warning": "graphic"}, {"account": "another"}, {"part": 2}, {"link": "https://x.example"}])
def test_a_changed_content_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    stage = _approved(tmp_path)
    _tamper(stage, content=_content(stage, **change))
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.FAILED, [])
    assert "not what was approved" in (stage.get("day/p/a").reason or "")


def test_a_changed_content_with_a_fitting_digest_is_refused(tmp_path: Path) -> None:
    stage = _approved(tmp_path)
    changed = _content(stage, text="Ring 0808 157 0999.")
    _tamper(stage, content=changed, digest=hashlib.sha256(changed.encode()).hexdigest())
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.FAILED, [])


def test_a_changed_picture_is_refused(tmp_path: Path) -> None:
    stage = _approved(tmp_path)
    for path in (tmp_path / "media").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.write_bytes(b"another picture")
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.FAILED, [])


def test_a_change_between_the_upload_and_the_arm_is_refused(tmp_path: Path) -> None:
    stage = _approved(tmp_path)

    def step(name: str, _delivery: str) -> None:
        if name == "arming":
            changed = _content(stage, text="Ring 0808 157 0999.")
            _tamper(stage, content=changed, digest=hashlib.sha256(changed.encode()).hexdigest())

    stage.sender.step = step
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.FAILED, [])


def test_what_nobody_touched_goes_out(tmp_path: Path) -> None:
    stage = _approved(tmp_path)
    stage.tick()
    assert (stage.state(), stage.texts()) == (S.PUBLISHED, ["Hello."])
