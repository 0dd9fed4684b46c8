"""A photo's whole way: in a post's file, through check and approval, into the outbox; and every reason for which it stays at home."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from campaign.actions import texts
from campaign.actions.workspace import Workspace
from campaign.models import Account, MediaItem
from tests.cards.test_photo import bomb
from tests.cards.test_photofit import camera
from tests.cli.desk import NAME, Desk

PHOTO = "media:\n  - file: stall.jpg\n    alt: Officers at a stall.\n    rights: Example Constabulary\n    consent: both by e-mail\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The sample day; its first signs post shows a photo with all that a camera writes into one."""
    made = Desk(tmp_path / "desk").planned()
    folder = made.root / "images" / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stall.jpg").write_bytes(camera((2600, 1950)))
    pictured(made, PHOTO)
    return made


def pictured(desk: Desk, media: str) -> None:
    """Put other pictures into the post."""
    path = desk.post("signs-1")
    found = re.sub(r"^media:.*?(?=^link:)", media, path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    found = re.sub(r"^sources:.*?(?=^variants:)", "sources: {}\n", found, flags=re.MULTILINE | re.DOTALL)
    path.write_text(found, "utf-8")


def stops(desk: Desk) -> list[str]:
    found = desk.run("check", NAME, "--json").json
    return [p["message"] for p in found if p["post"] == "signs-1" and p["severity"] == "stop"]


def test_a_photo_is_published_without_what_the_camera_wrote(desk: Desk) -> None:
    assert stops(desk) == []
    desk.good("approve", NAME, "signs-1")
    due = next(row["at"] for row in desk.good("queue", "--json").json if row["id"] == "signs-1")
    desk.now = datetime.fromisoformat(due).astimezone(UTC)
    desk.tick()
    (folder,) = (desk.root / "outbox").glob("*/*-signs-1")
    (image,) = json.loads((folder / "post.json").read_text("utf-8"))["images"]
    assert image["alt"] == "Officers at a stall."
    data = (folder / image["file"]).read_bytes()
    assert [word for word in (b"Exif", b"GPS", b"Ines", b"Mill Lane", b"secret") if word in data] == []
    with Image.open(io.BytesIO(data)) as sent:
        assert (sent.format, sent.size) == ("JPEG", (2048, 1536))


@pytest.mark.parametrize(("platform", "size", "mime"), [
    ("instagram", (1440, 1080), "image/jpeg"), ("bluesky", (2048, 1536), "image/jpeg"), ("outbox", (2048, 1536), "image/jpeg"),
])
def test_each_platform_gets_the_photo_as_it_takes_it(desk: Desk, platform: str, size: tuple[int, int], mime: str) -> None:
    sent = texts.fitted(Workspace(desk.root), MediaItem(file="stall.jpg", alt="-"), Account(id="a", platform=platform))
    assert ((sent.width, sent.height), sent.mime) == (size, mime)


@pytest.mark.parametrize(("ends", "stopped"), [("2026-03-18", False), ("2026-03-17", True)])
def test_a_photo_whose_rights_have_ended_stops_the_post(desk: Desk, ends: str, stopped: bool) -> None:
    pictured(desk, f"{PHOTO}    expires: {ends}\n")
    assert any("only be shown until 2026-03-17" in message for message in stops(desk)) == stopped
    assert (desk.run("approve", NAME, "signs-1").code != 0) == stopped


@pytest.mark.parametrize("needed", ["alt", "rights", "consent"])
def test_a_photo_needs_its_alt_text_its_rights_and_its_consent(desk: Desk, needed: str) -> None:
    pictured(desk, "".join(line for line in PHOTO.splitlines(keepends=True) if not line.strip().startswith(f"{needed}:")))
    assert any("The photo stall.jpg has no" in message for message in stops(desk))
    assert desk.run("approve", NAME, "signs-1").code != 0


@pytest.mark.parametrize(("data", "said"), [
    (bomb(60_000, 60_000), "60000 by 60000 pixels"), (b"GIF89a", "no PNG or JPEG"), (camera((900, 600))[:3000], "damaged"),
], ids=["bomb", "gif", "cut off"])
def test_a_file_that_is_no_picture_or_a_trap_is_named_before_it_is_approved(desk: Desk, data: bytes, said: str) -> None:
    (desk.root / "images" / "photos" / "stall.jpg").write_bytes(data)
    assert any(said in message for message in stops(desk))
    assert desk.run("approve", NAME, "signs-1").code != 0


def test_the_photo_of_one_platform_s_variant_is_looked_at_too(desk: Desk) -> None:
    path = desk.post("signs-1")
    text = path.read_text("utf-8")
    own = "variants:\n  outbox:\n    media:\n      - {file: gone.jpg, alt: A stall., rights: ours, consent: both, expires: 2026-03-01}\n"
    path.write_text(text.replace("variants: {}\n", own), "utf-8")
    assert any("no picture gone.jpg" in message for message in stops(desk))
    (desk.root / "images" / "photos" / "gone.jpg").write_bytes(camera((900, 600)))
    assert any("gone.jpg may only be shown until 2026-03-01" in message for message in stops(desk))


def test_another_photo_under_the_same_name_takes_the_approval_back(desk: Desk) -> None:
    desk.good("approve", NAME, "signs-1")
    (desk.root / "images" / "photos" / "stall.jpg").write_bytes(camera((1200, 900)))
    assert next(row["state"] for row in desk.good("queue", "--json").json if row["id"] == "signs-1") == "withdrawn"


@pytest.mark.parametrize(("ends", "stopped"), [("2026-03-18", False), ("2026-03-17", True)])
def test_the_photo_behind_a_card_ends_too_and_the_card_goes_out_as_a_jpeg(desk: Desk, ends: str, stopped: bool) -> None:
    folder = desk.root / "images" / "brand"
    (folder / "market.jpg").write_bytes(camera((1400, 1400)))
    photo = f'photos: {{market: {{file: market.jpg, rights: ours, consent: nobody is shown, expires: {ends}}}}}\n'
    (folder / "brand.yaml").write_text((folder / "brand.yaml").read_text("utf-8") + photo, "utf-8")
    desk.edit("hook-1", "      fields:\n", "      fields:\n        photo: market\n")
    found = desk.run("check", NAME, "--json").json
    assert any("behind this card may only be shown until 2026-03-17" in p["message"] for p in found) == stopped
    workspace = Workspace(desk.root)
    campaign = workspace.campaign(NAME)
    post = next(post for post in campaign.posts if post.id == "hook-1")
    (content,) = texts.freeze(workspace, campaign, post, texts.said(workspace, post)[0])
    assert [media.mime for media in content.media] == ["image/jpeg"]
    assert b"Exif" not in workspace.media.get(content.media[0].digest)
