"""The transport: every phase of a call ends in time, and it is known whether anything left."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from campaign.platforms.answers import BrokenCall, retry_after, used_up
from campaign.platforms.wire import Transport, _certificates, loopback
from campaign.testing.servers import MastodonServer

Talk = Callable[[socket.socket], None]


@contextlib.contextmanager
def listener(talk: Talk) -> Iterator[int]:
    """A bare socket that does what ``talk`` says with each connection; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError, OSError):
                    line, _ = server.accept()
                    with line:
                        line.settimeout(3)
                        talk(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        ended.set()
        thread.join(5)


def drip(line: socket.socket) -> None:
    """A byte now and then, for much longer than any deadline here."""
    for _ in range(60):
        line.sendall(b"x")
        time.sleep(0.05)


def silent(line: socket.socket) -> None:
    """Take all, say nothing."""
    while line.recv(65536):
        pass


def never_reads(line: socket.socket) -> None:
    """Leave the client's bytes where they are."""
    time.sleep(1.5)


def timed(url: str, deadline: float = 0.5, body: bytes = b"hello") -> BrokenCall:
    """Make a call that must break within its deadline."""
    start = time.monotonic()
    with pytest.raises(BrokenCall) as caught:
        Transport(deadline=deadline).send(httpx.Request("POST", url, content=body))
    assert time.monotonic() - start < deadline * 1.5
    return caught.value


@pytest.mark.parametrize("talk", [drip, silent, never_reads])
def test_a_plain_server_that_does_not_answer_may_have_got_it(talk: Talk) -> None:
    with listener(talk) as port:
        assert timed(f"http://127.0.0.1:{port}/").left


@pytest.mark.parametrize("talk", [drip, silent])
def test_a_tls_handshake_that_does_not_end_sent_nothing(talk: Talk) -> None:
    with listener(talk) as port:
        assert not timed(f"https://127.0.0.1:{port}/").left


def test_a_server_that_takes_a_large_body_for_ever_is_left() -> None:
    with listener(never_reads) as port:
        assert timed(f"http://127.0.0.1:{port}/", body=b"x" * 30_000_000).left


def test_a_closed_port_was_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not timed(f"http://127.0.0.1:{port}/").left


def test_a_name_that_nobody_knows_was_sent_nothing() -> None:
    broken = timed("http://no-such-host.invalid/", deadline=5)
    assert not broken.left
    assert "no-such-host.invalid" in broken.why


def test_an_answer_may_not_be_larger_than_the_cap() -> None:
    def flood(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000)

    with listener(flood) as port, pytest.raises(BrokenCall, match="larger than 1000 bytes") as caught:
        Transport(cap=1000).send(httpx.Request("GET", f"http://127.0.0.1:{port}/"))
    assert caught.value.left


def test_what_is_no_http_is_no_answer() -> None:
    def babble(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    with listener(babble) as port:
        assert timed(f"http://127.0.0.1:{port}/").left


def test_a_proxy_of_the_system_is_used_and_this_machine_is_not_proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def proxy(line: socket.socket) -> None:
        seen.append(line.recv(65536))
        line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with listener(proxy) as port, MastodonServer() as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        assert Transport(deadline=5).send(httpx.Request("GET", "http://platform.example/one")).status == 204
        assert Transport(deadline=5).send(httpx.Request("GET", f"{server.url}/api/v2/instance")).status == 200
    assert len(seen) == 1
    assert seen[0].startswith(b"GET http://platform.example/one HTTP/1.1\r\n")


@pytest.mark.parametrize("answer", [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", b"", b"HTTP/1.1 200"])
def test_a_proxy_that_makes_no_tunnel_passed_nothing_on(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    def refuse(line: socket.socket) -> None:
        line.recv(65536)
        line.sendall(answer)
        if answer == b"HTTP/1.1 200":
            drip(line)

    with listener(refuse) as port:
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        assert not timed("https://platform.example/one").left


def test_a_proxy_that_we_do_not_speak_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1080")
    monkeypatch.delenv("no_proxy", raising=False)
    assert "socks5" in timed("https://platform.example/one").why


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost with its key, signed by itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, and a certificate is needed")
    file, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(file), *subject]
    subprocess.run(made, check=True, capture_output=True)
    file.write_text(file.read_text() + key.read_text())
    return file


def over_tls(certificate: Path, talk: Talk) -> Talk:
    """The same conversation, with TLS around it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def secured(line: socket.socket) -> None:
        with context.wrap_socket(line, server_side=True) as wrapped:
            talk(wrapped)

    return secured


def test_a_certificate_that_the_system_does_not_trust_ends_the_call_before_it_is_sent(certificate: Path) -> None:
    got: list[bytes] = []
    with listener(over_tls(certificate, lambda line: got.append(line.recv(100)))) as port:
        broken = timed(f"https://127.0.0.1:{port}/", deadline=5)
    assert not broken.left
    assert "certificate" in broken.why.lower()
    assert got == []


def test_a_drip_inside_tls_ends_too(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _certificates.cache_clear()
    try:
        with listener(over_tls(certificate, drip)) as port:
            assert timed(f"https://127.0.0.1:{port}/", deadline=1).left
    finally:
        _certificates.cache_clear()


@pytest.mark.parametrize("host", ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_this_machine_is_known_by_all_its_names(host: str) -> None:
    assert loopback(host)
    assert not loopback("10.0.0.1")
    assert not loopback("localhost.example")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 1.0),
        ({"retry-after": "99999999"}, 86_400.0),
        ({"retry-after": "Wed, 18 Mar 2026 09:31:00 GMT", "date": "Wed, 18 Mar 2026 09:30:00 GMT"}, 60.0),
        ({"x-rate-limit-reset": "1773826320", "date": "Wed, 18 Mar 2026 09:30:00 GMT"}, 120.0),
        ({"ratelimit-reset": "1773826320", "date": "Wed, 18 Mar 2026 09:30:00 GMT"}, 120.0),
        ({"x-ratelimit-reset": "2026-03-18T09:31:30.000Z", "date": "Wed, 18 Mar 2026 09:30:00 GMT"}, 90.0),
        ({"x-ratelimit-reset": "2026-03-18T09:31:30.000Z"}, 900.0),
        ({"x-rate-limit-reset": "99999999999999999999", "date": "Wed, 18 Mar 2026 09:30:00 GMT"}, 900.0),
        ({"retry-after": "soon"}, 900.0),
        ({}, 900.0),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float) -> None:
    assert retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1773826320"}, 120.0),
        ({"x-rate-limit-remaining": "5", "x-rate-limit-reset": "1773826320", "x-user-limit-24hour-remaining": "0"}, 0.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "1773826260", "x-user-limit-24hour-remaining": "0",
          "x-user-limit-24hour-reset": "1773829800"}, 3600.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-03-18T09:29:00Z"}, 1.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2036-03-18T09:29:00Z"}, 86_400.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "1773826260", "date": ""}, 0.0),
        ({}, 0.0),
    ],
)  # fmt: skip
def test_how_long_a_success_says_that_nothing_is_left(headers: dict[str, str], seconds: float) -> None:
    assert used_up({"date": "Wed, 18 Mar 2026 09:30:00 GMT", **headers}) == seconds
