"""The one HTTP transport: a hard total deadline, a fresh connection a call, no retries, no redirects.

No client library has a total deadline: their timeouts are per read, so a server that drips one byte a second holds them for
ever. Here every wait on the socket (connect, TLS, each write, each read) gets only what is left of one deadline.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import logging
import queue
import socket
import ssl
import threading
import time
import typing
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import httpcore
import httpx

from campaign import __version__
from campaign.platforms.answers import Answer, BrokenCall

__all__ = ["Answer", "BrokenCall", "Transport", "loopback", "proxy_of"]

USER_AGENT = f"Campaign/{__version__}"
# These loggers print headers, parameters or signatures when somebody turns on DEBUG for everything.
TALKATIVE = ("httpcore", "httpx", "urllib3", "tweepy", "oauthlib", "requests_oauthlib")
PROXY_PORTS = {"http": 80, "https": 443}


class _Clock:
    """What is left of one call's time, in seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("no time left")
        return left


@contextlib.contextmanager
def _mapped(late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except OSError as error:
        raise broken(str(error)) from error


class _Stream(httpcore.NetworkStream):
    """A socket whose every operation gets only the time that is left."""

    def __init__(self, sock: socket.socket, line: _Line) -> None:
        self._sock = sock
        self._line = line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _mapped(httpcore.ReadTimeout, httpcore.ReadError):
            self._sock.settimeout(self._line.clock.left())
            return self._sock.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _mapped(httpcore.WriteTimeout, httpcore.WriteError):
            while buffer:
                self._sock.settimeout(self._line.clock.left())
                # What a proxy is told before TLS is not the request; all else may have arrived once it is handed over.
                self._line.left = self._line.left or not self._line.tls or isinstance(self._sock, ssl.SSLSocket)
                buffer = buffer[self._sock.send(buffer) :]

    def close(self) -> None:
        self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            try:
                self._sock.settimeout(self._line.clock.left())
                return _Stream(ssl_context.wrap_socket(self._sock, server_hostname=server_hostname), self._line)
            except BaseException:
                self._sock.close()
                raise

    def get_extra_info(self, info: str) -> typing.Any:
        known = {"socket": lambda: self._sock, "server_addr": self._sock.getpeername, "client_addr": self._sock.getsockname}
        return known[info]() if info in known else None


class _Line(httpcore.NetworkBackend):
    """Makes the one connection of one call. ``left`` turns true when a byte of the request is handed to the system."""

    def __init__(self, clock: _Clock, *, tls: bool) -> None:
        self.clock = clock
        self.tls = tls
        self.left = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:
        with _mapped(httpcore.ConnectTimeout, httpcore.ConnectError):
            last: OSError = OSError(f"no address found for {host}")
            for family, kind, protocol, _, address in _look_up(host, port, self.clock.left()):
                sock = socket.socket(family, kind, protocol)
                try:
                    sock.settimeout(self.clock.left())
                    sock.connect(address)
                except OSError as error:
                    sock.close()
                    last = error
                else:
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    return _Stream(sock, self)
            raise last

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[typing.Any] | None = None
    ) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("only TCP is spoken here")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def _look_up(host: str, port: int, seconds: float) -> list[typing.Any]:
    """Ask the system for addresses. It has no timeout of its own, so it is asked beside and left behind when it is late."""
    box: queue.SimpleQueue[list[typing.Any] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            box.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            box.put(OSError(f"the name {host} is not known ({error})"))

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        found = box.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"no name server answered for {host}") from None
    if isinstance(found, OSError):
        raise found
    return found


@functools.cache
def _certificates() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@functools.cache
def _hush() -> None:
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.INFO))  # one that is kept quieter already stays so


def loopback(host: str) -> bool:
    """Whether a host is this machine itself; such a call never goes through a proxy."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _proxy(url: httpx.URL) -> httpcore.Proxy | None:
    """The system's proxy for an address (environment, or macOS settings), if there is one."""
    address = None if loopback(url.host) or urllib.request.proxy_bypass(url.host) else urllib.request.getproxies().get(url.scheme)
    if not address:
        return None
    proxy = httpx.URL(address if "://" in address else f"http://{address}")
    if proxy.scheme != "http":
        raise BrokenCall(f"the system's proxy is a {proxy.scheme} one, and only http proxies are spoken here", left=False)
    auth = (proxy.username, proxy.password) if proxy.username else None
    return httpcore.Proxy(f"http://{proxy.host}:{proxy.port or PROXY_PORTS['http']}", auth=auth)


def proxy_of(address: str) -> str | None:
    """The proxy that a call to ``address`` goes through, as host:port and without its login, or None. Raises BrokenCall as a call would."""
    proxy = _proxy(httpx.URL(address))
    return None if proxy is None else f"{proxy.url.host.decode('ascii')}:{proxy.url.port}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Transport:
    """Sends one request and reads one answer.

    ``deadline`` is the most seconds that a whole call may take, from the name look-up to the last byte of the answer;
    ``cap`` the most bytes that an answer may have.
    """

    deadline: float = 30.0
    cap: int = 4_000_000

    def get(self, address: str) -> Answer:
        """Fetch an address. Raises BrokenCall."""
        return self.send(httpx.Request("GET", address))

    def send(self, request: httpx.Request, *, seconds: float | None = None) -> Answer:
        """Make the call. Raises ``BrokenCall`` where no whole answer came; any status is an answer."""
        _hush()
        request.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close"})
        line = _Line(_Clock(seconds or self.deadline), tls=request.url.scheme == "https")
        try:
            return self._exchange(request, line)
        except (httpcore.TimeoutException, TimeoutError):
            raise BrokenCall(f"no whole answer within {seconds or self.deadline:g} seconds", left=line.left) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.UnsupportedProtocol, OSError) as error:
            raise BrokenCall(str(error) or "the connection was closed without an answer", left=line.left) from None

    def _exchange(self, request: httpx.Request, line: _Line) -> Answer:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        call = httpcore.Request(request.method, target, headers=request.headers.raw, content=request.read())
        context = _certificates() if line.tls else None
        with httpcore.ConnectionPool(ssl_context=context, proxy=_proxy(url), http2=False, retries=0, network_backend=line) as pool:
            response = pool.handle_request(call)
            try:
                body = self._read(response, line)
            finally:
                response.close()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        return Answer(status=response.status, headers=headers, body=body)

    def _read(self, response: httpcore.Response, line: _Line) -> bytes:
        body = bytearray()
        for chunk in response.iter_stream():
            body += chunk
            if len(body) > self.cap:
                raise BrokenCall(f"the answer is larger than {self.cap} bytes", left=line.left)
        return bytes(body)
