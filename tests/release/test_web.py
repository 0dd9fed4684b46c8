"""Addresses: what is asked, what is refused before it is asked, and when it ends. A real server on this machine answers."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from campaign.errors import ReleaseError
from campaign.release import read, web

PAGE = "<html><head><title>Look twice</title></head><body>"
PAGE += "<main><h1>Look twice</h1><p>The story costs £8, and it is told in full here.</p></main></body></html>"
WORDS = "# Look twice\n\nThe story."


class Desk(BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_GET(self) -> None:
        known = {
            "/page": (200, "text/html; charset=iso-8859-15", PAGE.replace("£", "\xa3").encode("latin-1")),
            "/utf": (200, "text/html; charset=utf-8", PAGE.encode()),
            "/story.md": (200, "application/octet-stream", WORDS.encode()),
            "/plain": (200, "text/plain", WORDS.encode()),
            "/picture": (200, "image/jpeg", b"\xff\xd8\xff"),
            "/unknown": (200, "application/x-thing", b"words"),
            "/pdf": (200, "text/html", b"%PDF-1.7"),
            "/large": (200, "text/html", b"<p>words</p>" * 600_000),
            "/none": (404, "text/html", b"no"),
        }
        if self.path.startswith("/to/"):
            self._moved(self.path[4:])
        elif self.path.startswith("/round/"):
            self._moved(f"/round/{int(self.path[7:]) + 1}")
        elif self.path.startswith("/steps/"):
            left = int(self.path[7:])
            self._moved(f"/steps/{left - 1}" if left > 1 else "/utf")
        elif self.path == "/drip":
            self._drip()
        elif self.path == "/host":
            self._answer(200, "text/plain", f"Host is {self.headers['Host']}".encode())
        else:
            self._answer(*known[self.path])

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def _moved(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def _drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(200):
            self.wfile.write(f"X-{n}: a\r\n".encode())
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_read_with_its_charset_and_address(site):
    release = read(f"{site}/page", allow_private=True)
    assert (release.title, release.text) == ("Look twice", "The story costs £8, and it is told in full here.")
    assert (release.url, release.name, release.reader) == (f"{site}/page", f"{site}/page", "html/2")


@pytest.mark.parametrize("path", ["/story.md", "/plain"])
def test_text_is_read_as_text(site, path):
    assert "The story." in read(site + path, allow_private=True).text


def test_the_call_goes_to_the_number_and_names_the_host(site):
    port = site.rpartition(":")[2]
    assert read(f"http://localhost:{port}/host", allow_private=True).text == f"Host is localhost:{port}"


def test_five_redirects_are_followed_and_no_more(site):
    assert read(f"{site}/steps/5", allow_private=True).url == f"{site}/utf"
    with pytest.raises(ReleaseError, match="more than 5 times"):
        read(f"{site}/steps/6", allow_private=True)
    with pytest.raises(ReleaseError, match="more than 5 times"):
        read(f"{site}/round/1", allow_private=True)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/none", "answers 404"),
        ("/picture", "picture|image/jpeg"),
        ("/unknown", "application/x-thing"),
        ("/pdf", "PDF"),
        ("/large", "larger than 5 MB"),
        ("/to/ftp://files.example/a", "not on the web"),
        ("/to/file:///etc/hostname", "not on the web"),
        ("/to/http://169.254.169.254/latest", "not asked"),
        ("/to/http://[fe80::1]/", "not asked"),
        ("/to/http://[", "not known|no address"),
    ],
)
def test_what_is_no_release_is_one_sentence(site, path, says):
    with pytest.raises(ReleaseError, match=says) as caught:
        read(site + path, allow_private=True)
    assert "\n" not in str(caught.value)


def test_this_machine_is_not_asked_unless_the_settings_say_so(site):
    with pytest.raises(ReleaseError, match="allow_private"):
        read(f"{site}/page")


HOSTS = ("127.1", "2130706433", "0x7f.1", "0", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1")


@pytest.mark.parametrize("host", HOSTS)
def test_every_way_to_write_a_private_address_is_refused(host):
    with pytest.raises(ReleaseError, match=r"not asked|not known|no address"):
        read(f"http://{host}:9/page")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "168.63.129.16", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not web.public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_addresses_that_are_public(address):
    assert web.public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "fe80::1", "0.0.0.0", "224.0.0.1", "100.100.100.200"])
def test_a_clouds_own_services_stay_closed_whatever_the_settings_say(address):
    assert not web.own(ipaddress.ip_address(address))


def test_a_name_that_leads_to_another_machine_the_second_time_is_not_followed(site, monkeypatch):
    """DNS rebinding: the look that is checked is the look that is used."""
    port = int(site.rpartition(":")[2])
    looks: list[str] = []

    def look_up(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        looks.append(host)
        numeric = host.replace(".", "").isdigit()
        address = host if numeric else "192.0.2.1" if looks.count(host) > 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(web.socket, "getaddrinfo", look_up)
    answer = web.fetch(f"http://rebinding.example:{port}/utf", limit=10_000, allow_private=True)
    assert looks[0] == "rebinding.example"
    assert b"Look twice" in answer.body


def test_one_private_address_among_public_ones_is_refused(monkeypatch):
    def look_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]

    monkeypatch.setattr(web.socket, "getaddrinfo", look_up)
    with pytest.raises(ReleaseError, match="not asked"):
        read("http://mixed.example/")


def test_a_server_that_drips_is_left(site):
    start = time.monotonic()
    with pytest.raises(ReleaseError, match="in time"):
        web.fetch(f"{site}/drip", limit=10_000, allow_private=True, deadline=0.5)
    assert time.monotonic() - start < 2


def test_nobody_there_is_one_sentence():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ReleaseError, match="cannot be reached"):
        read(f"http://127.0.0.1:{port}/", allow_private=True)
    with pytest.raises(ReleaseError):
        read("http://", allow_private=True)
