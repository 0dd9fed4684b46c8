"""Behind an organisation's proxy and its own certificates: a real tunnel, real TLS, for every client that we send with."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from campaign.engine.heartbeat import Heartbeat
from campaign.engine.messages import send
from campaign.platforms.answers import BrokenCall
from campaign.platforms.bridge import Session
from campaign.platforms.links import look
from campaign.platforms.wire import Transport, _certificates, proxy_of

NAMES = ("platform.example", "www.force.example", "api.platform.example")


@dataclass
class Office:
    """A proxy that tunnels every name to one TLS server on this machine, and what went through it."""

    proxy: str
    authority: Path
    asked: list[str] = field(default_factory=list)
    logins: list[str | None] = field(default_factory=list)


def _openssl(*words: object) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, and certificates are needed")
    subprocess.run([openssl, *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An organisation's own authority, and a server's certificate and key that it has signed."""
    folder = tmp_path_factory.mktemp("authority")
    authority, key, signing, request, signed = (folder / n for n in ("ca.pem", "server.key", "ca.key", "server.csr", "server.pem"))
    names = ",".join(f"DNS:{name}" for name in NAMES)
    new = ("-newkey", "rsa:2048", "-nodes", "-keyout")
    _openssl("req", "-x509", *new, signing, "-days", 2, "-out", authority, "-subj", "/CN=Example Force Authority")
    _openssl("req", *new, key, "-out", request, "-subj", "/CN=platform.example")
    (folder / "names").write_text(f"subjectAltName={names}\n")
    _openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", signing, "-CAcreateserial", "-days", 2,
             "-extfile", folder / "names", "-out", signed)  # fmt: skip
    signed.write_text(signed.read_text() + key.read_text())
    return authority, signed


class _Page(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""

    def do_GET(self) -> None:
        body = f"<title>Welcome</title>{self.headers['Host']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()


def _tunnels(office: Office, target: tuple[str, int]) -> type[BaseHTTPRequestHandler]:
    class Tunnel(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

        def do_CONNECT(self) -> None:
            office.asked.append(self.path)
            office.logins.append(self.headers["Proxy-Authorization"])
            with socket.create_connection(target) as there:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=_pass, args=(there, self.connection))
                back.start()
                _pass(self.connection, there)
                back.join()
            self.close_connection = True

    return Tunnel


def _pass(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        pass


@pytest.fixture
def office(certificates: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    authority, signed = certificates
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed)
    page = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    page.socket = context.wrap_socket(page.socket, server_side=True)
    page.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that refuses our certificate is one of the tests
    made = Office(proxy="", authority=authority)
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), _tunnels(made, ("127.0.0.1", page.server_address[1])))
    made.proxy = f"127.0.0.1:{proxy.server_address[1]}"
    for server in (page, proxy):
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    for name in ("https_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://{made.proxy}")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    _certificates.cache_clear()
    yield made
    _certificates.cache_clear()
    for server in (proxy, page):
        server.shutdown()
        server.server_close()


def test_a_call_goes_through_the_tunnel_and_trusts_the_organisation_s_authority(office: Office) -> None:
    answer = Transport(deadline=10).send(httpx.Request("GET", "https://platform.example/one"))
    assert (answer.status, answer.body) == (200, b"<title>Welcome</title>platform.example")
    assert office.asked == ["platform.example:443"]


def test_a_proxy_s_login_goes_to_the_proxy(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://ines:pass@{office.proxy}")
    assert Transport(deadline=10).send(httpx.Request("GET", "https://platform.example/")).status == 200
    assert office.logins == ["Basic aW5lczpwYXNz"]
    assert proxy_of("https://platform.example/") == office.proxy


def test_without_the_authority_nothing_is_sent(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    _certificates.cache_clear()
    with pytest.raises(BrokenCall) as broken:
        Transport(deadline=10).send(httpx.Request("GET", "https://platform.example/"))
    assert not broken.value.left
    assert "certificate" in broken.value.why.lower()


def test_a_certificate_for_another_name_is_refused(office: Office) -> None:
    with pytest.raises(BrokenCall) as broken:
        Transport(deadline=10).send(httpx.Request("GET", "https://elsewhere.example/"))
    assert not broken.value.left
    assert "certificate" in broken.value.why.lower()
    assert office.asked == ["elsewhere.example:443"]


def test_what_no_proxy_names_is_not_tunnelled(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "other.example,platform.example")
    with pytest.raises(BrokenCall):
        Transport(deadline=5).send(httpx.Request("GET", "https://platform.example/"))
    assert (office.asked, proxy_of("https://platform.example/")) == ([], None)


def test_a_library_that_insists_on_requests_goes_the_same_way(office: Office) -> None:
    with Session(Transport(deadline=10).send, fixed="https://api.fixed.example", base_url="https://api.platform.example") as session:
        assert session.get("https://api.fixed.example/2/users/me").status_code == 200
    assert office.asked == ["api.platform.example:443"]


def test_a_link_is_looked_at_through_the_tunnel(office: Office) -> None:
    assert look("https://www.force.example/welcome") is None
    assert office.asked == ["www.force.example:443"]


def test_an_alert_goes_through_the_tunnel_and_needs_its_own_variable_for_the_authority(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    assert send(("jsons://platform.example/hook",), "A test", "Nothing is wrong.") != []
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(office.authority))
    assert send(("jsons://platform.example/hook",), "A test", "Nothing is wrong.") == []
    assert office.asked == ["platform.example:443"] * 2


def test_the_heartbeat_goes_through_the_tunnel(office: Office) -> None:
    beat = Heartbeat(address=lambda: "https://platform.example/ping/abc", transport=Transport(deadline=10))
    beat.beat(datetime(2026, 3, 18, 9, 30, tzinfo=UTC))
    end = time.monotonic() + 10
    while not office.asked and time.monotonic() < end:
        time.sleep(0.02)
    assert office.asked == ["platform.example:443"]
