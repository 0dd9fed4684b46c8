"""Pictures that platforms fetch: a folder under a web server, and S3-compatible storage that checks every signature."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import stat
import threading
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import httpx
import pytest

from campaign.errors import NotSent
from campaign.models import MediaHosting
from campaign.platforms.mediahost import PROBE, Bucket, Folder, make_host, serves
from campaign.platforms.wire import Transport

DIGEST = hashlib.sha256(b"a card").hexdigest()
KEYS = {"ACCESS_KEY": "AKIDEXAMPLE", "SECRET_KEY": "wJalr/secret+key"}
NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)


class Store(http.server.BaseHTTPRequestHandler):
    """S3's part: it recomputes each presigned address from the words of AWS's own description, and keeps what was put."""

    kept: dict[str, tuple[str, bytes]]
    now = NOW

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""

    def send_response(self, code: int, message: str | None = None) -> None:
        self.send_response_only(code, message)
        self.send_header("Date", format_datetime(self.now, usegmt=True))

    def _answer(self, status: int, kind: str = "", body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if kind:
            self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        self._answer(403)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._signed():
            return self._answer(403)
        self.kept[urllib.parse.urlsplit(self.path).path] = (self.headers["Content-Type"], body)
        return self._answer(200)

    def do_GET(self) -> None:
        found = self.kept.get(urllib.parse.urlsplit(self.path).path)
        if found is None or not self._signed():
            return self._answer(403 if found else 404)
        return self._answer(200, *found)

    def _signed(self) -> bool:
        parts = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(parts.query))
        told = query.pop("X-Amz-Signature", "")
        started = datetime.strptime(query["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if not started <= self.now <= started + timedelta(seconds=int(query["X-Amz-Expires"])):
            return False
        access, day, region, service, end = query["X-Amz-Credential"].split("/")
        quoted = "&".join(f"{urllib.parse.quote(k, safe='')}={urllib.parse.quote(v, safe='')}" for k, v in sorted(query.items()))
        request = "\n".join([self.command, parts.path, quoted, f"host:{self.headers['Host']}", "", "host", "UNSIGNED-PAYLOAD"])
        scope = f"{day}/{region}/{service}/{end}"
        signed = "\n".join(["AWS4-HMAC-SHA256", query["X-Amz-Date"], scope, hashlib.sha256(request.encode()).hexdigest()])
        key = ("AWS4" + KEYS["SECRET_KEY"]).encode()
        for step in (day, region, service, end):
            key = hmac.new(key, step.encode(), hashlib.sha256).digest()
        return access == KEYS["ACCESS_KEY"] and hmac.compare_digest(told, hmac.new(key, signed.encode(), hashlib.sha256).hexdigest())


def _serve(handler: object) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)  # type: ignore[arg-type]  # a handler class or a partial of one
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def store() -> Iterator[str]:
    Store.kept, Store.now = {}, NOW
    yield from _serve(Store)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    (tmp_path / "public").mkdir()
    yield from _serve(partial(Quiet, directory=str(tmp_path / "public")))


def _bucket(store: str, keys: dict[str, str] = KEYS) -> Bucket:
    return Bucket(MediaHosting(base_url=store, bucket="force-cards", region="eu-west-2"), keys, Transport(deadline=5))


def test_a_folder_serves_a_picture_under_a_name_nobody_can_guess(tmp_path: Path, web: str) -> None:
    host = make_host(MediaHosting(base_url=web, folder="public"), tmp_path, {})
    assert host is not None
    address = host.publish(DIGEST, "image/jpeg", b"a card")
    answer = httpx.get(address)
    assert (answer.content, answer.headers["content-type"]) == (b"a card", "image/jpeg")
    assert DIGEST[:16] not in address
    assert host.publish(DIGEST, "image/jpeg", b"a card") == address
    assert make_host(MediaHosting(base_url=web, folder="public"), tmp_path, {}).publish(DIGEST, "image/jpeg", b"a card") == address  # type: ignore[union-attr]
    assert stat.S_IMODE((tmp_path / ".campaign" / "media-host.key").stat().st_mode) == 0o600
    assert serves(host, Transport(deadline=5)) is None


def test_another_workspace_has_other_names(tmp_path: Path) -> None:
    names = {Folder(tmp_path / "web", "https://force.example", tmp_path / f"{n}.key").publish(DIGEST, "image/png", b"x") for n in range(2)}
    assert len(names) == 2


def test_the_studio_serves_from_the_workspaces_own_folder(tmp_path: Path) -> None:
    host = make_host(MediaHosting(base_url="https://campaign.force.example"), tmp_path, {})
    assert host is not None
    address = host.publish(DIGEST, "image/jpeg", b"a card")
    assert address.startswith("https://campaign.force.example/public/")
    assert (tmp_path / ".campaign" / "public" / address.rsplit("/", 1)[1]).read_bytes() == b"a card"


def test_old_pictures_are_taken_away(tmp_path: Path) -> None:
    host = Folder(tmp_path / "web", "https://force.example", tmp_path / "key")
    host.publish(DIGEST, "image/jpeg", b"a card")
    (tmp_path / "web" / "index.html").write_text("ours")
    (tmp_path / "web" / "crest.png").write_bytes(b"ours too")
    assert host.remove_older(datetime.now(UTC) - timedelta(days=1)) == 0
    assert host.remove_older(datetime.now(UTC) + timedelta(days=1)) == 1
    assert sorted(path.name for path in (tmp_path / "web").iterdir()) == ["crest.png", "index.html"]


def test_a_bucket_takes_the_picture_and_gives_an_address_that_expires(store: str) -> None:
    host = _bucket(store)
    address = host.publish(DIGEST, "image/jpeg", b"a card")
    assert httpx.get(address).content == b"a card"
    assert httpx.get(address.replace("X-Amz-Expires=172800", "X-Amz-Expires=999999")).status_code == 403
    Store.now = NOW + timedelta(hours=47)
    assert httpx.get(address).status_code == 200
    Store.now = NOW + timedelta(hours=49)
    assert httpx.get(address).status_code == 403
    Store.now = NOW
    assert serves(host, Transport(deadline=5)) is None


def test_a_bucket_refuses_wrong_keys_in_a_sentence_without_them(store: str) -> None:
    with pytest.raises(NotSent, match="does not take a picture") as caught:
        _bucket(store, {**KEYS, "SECRET_KEY": "another/secret"}).publish(DIGEST, "image/jpeg", b"a card")
    assert "another/secret" not in str(caught.value)
    assert not Store.kept


def test_a_bucket_without_keys_says_which_variables(store: str) -> None:
    assert "CAMPAIGN_MEDIA_HOST_ACCESS_KEY" in (_bucket(store, {}).problem() or "")


def test_what_is_not_https_is_refused_but_on_this_machine(tmp_path: Path) -> None:
    assert "https" in (Folder(tmp_path, "http://cards.force.example", tmp_path / "key").problem() or "")
    assert Folder(tmp_path, "http://127.0.0.1:80", tmp_path / "key").problem() is None


def test_a_host_that_serves_something_else_is_found(tmp_path: Path, web: str) -> None:
    elsewhere = Folder(tmp_path / "elsewhere", web, tmp_path / "key")
    assert "404" in (serves(elsewhere, Transport(deadline=5)) or "")
    assert "cannot be fetched" in (serves(Folder(tmp_path / "x", "http://127.0.0.1:9", tmp_path / "key"), Transport(deadline=5)) or "")
    assert PROBE.startswith(b"GIF89a")


def test_a_folder_that_cannot_be_written_sends_nothing(tmp_path: Path) -> None:
    (tmp_path / "web").write_text("in the way")
    with pytest.raises(NotSent, match="cannot be written"):
        Folder(tmp_path / "web", "https://force.example", tmp_path / "key").publish(DIGEST, "image/jpeg", b"a card")
