"""A release's page on the web, asked for once: few redirects, little time, no more bytes than a release has, public addresses only.

An address is looked up here and the connection goes to what was found, so that a name cannot turn into another machine between
the look and the call (DNS rebinding). Ranges: https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sister.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaign import __version__
from campaign.errors import ReleaseError

if TYPE_CHECKING:
    import httpx

MAX_REDIRECTS = 5
DEADLINE = 20.0  # seconds for everything, from the first look-up to the last byte
_CHUNK_WAIT = 10.0
_PLATFORM = frozenset({"168.63.129.16", "100.100.100.200", "fd00:ec2::254"})  # clouds answer their machines' secrets there
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
_MOVED = frozenset({301, 302, 303, 307, 308})
_PASTE = "Save the page as a file, or paste its text into `campaign facts -`."

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What an address gave. ``address`` is where it was found in the end."""

    body: bytes
    type: str
    charset: str | None
    address: str
    path: str


def fetch(source: str, *, limit: int, allow_private: bool = False, deadline: float = DEADLINE) -> Answer:
    """Ask for a page. ``limit`` is the most bytes it may have, ``deadline`` the most seconds it may take.

    Raises:
        ReleaseError: it is refused, cannot be reached, is late or too large, or answers with an error.
    """
    box: queue.SimpleQueue[Answer | ReleaseError] = queue.SimpleQueue()
    call = _Call(source=source, limit=limit, allow_private=allow_private, until=time.monotonic() + deadline)

    def ask() -> None:
        try:
            box.put(call.follow())
        except ReleaseError as error:
            box.put(error)
        except Exception as error:  # whatever a foreign server leads to is told in a sentence
            box.put(call.error(f"This address cannot be read: {type(error).__name__}."))

    # beside this thread: neither the look-up of a name nor a server that drips its headers can be hurried otherwise
    threading.Thread(target=ask, daemon=True, name="read-address").start()
    try:
        found = box.get(timeout=deadline)
    except queue.Empty:
        raise call.late() from None
    if isinstance(found, ReleaseError):
        raise found
    return found


def public(address: Address) -> bool:
    """Whether an address belongs to the whole world: no private, loopback, link-local, shared or reserved one, nor one in disguise."""
    inner = _inner(address)
    if inner is not None:
        return public(inner)
    return address.is_global and not address.is_multicast and str(address) not in _PLATFORM


def own(address: Address) -> bool:
    """Whether an address is this machine or a private network: what ``sources.allow_private`` opens. Never a cloud's own services."""
    inner = _inner(address) or address
    known = inner.is_private or inner.is_loopback
    return known and not (inner.is_link_local or inner.is_multicast or inner.is_unspecified or str(inner) in _PLATFORM)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    source: str
    limit: int
    allow_private: bool
    until: float

    def error(self, message: str, fix: str = _PASTE) -> ReleaseError:
        return ReleaseError(message, fix=fix, file=self.source)

    def late(self) -> ReleaseError:
        return self.error("This address did not answer in time.")

    def left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise self.late()
        return left

    def follow(self) -> Answer:
        import httpx

        here = self.source
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._hop(here)
            if isinstance(answer, Answer):
                return answer
            try:
                here = str(httpx.URL(here).join(answer))
            except (httpx.InvalidURL, ValueError):
                raise self.error("This address leads on to something that is no address.") from None
        raise self.error(f"This address leads on more than {MAX_REDIRECTS} times.")

    def _hop(self, here: str) -> Answer | str:
        """One request: an answer, or where it leads on to."""
        import httpx

        try:
            url = httpx.URL(here)
            port = url.port or (443 if url.scheme == "https" else 80)
        except (httpx.InvalidURL, ValueError):
            raise self.error("This is no address.", "Copy it from the browser's address line.") from None
        if url.scheme not in {"http", "https"} or not url.host:
            raise self.error("This address leads to something that is not on the web.", "Name an http or https address.")
        failed: Exception | None = None
        for address in self._addresses(url.host, port):
            try:
                return self._ask(url, address)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
            except httpx.TimeoutException:
                raise self.late() from None
            except httpx.HTTPError as error:
                raise self.error(f"This address cannot be read: {str(error) or type(error).__name__}.") from None
        why = f" ({failed})" if failed and str(failed) else ""
        raise self.error(f"This address cannot be reached{why}.", "Check it and the connection, or save the page as a file.")

    def _addresses(self, host: str, port: int) -> list[Address]:
        """Where a name leads; refused where any of it is not public."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise self.error(f"The name {host} is not known.", "Check the address and the connection.") from None
        # an IPv6 address may carry its zone ("fe80::1%eth0")
        addresses = list(dict.fromkeys(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))
        for address in addresses:
            if not (public(address) or (self.allow_private and own(address))):
                fix = "Save the page as a file, or set `sources: {allow_private: true}` in config.yaml if it is your own network."
                raise self.error(f"{host} is an address of a private network or of this machine, and is not asked.", fix)
        return addresses

    def _ask(self, url: httpx.URL, address: Address) -> Answer | str:
        import httpx

        headers = {
            "Host": url.netloc.decode("ascii").rpartition("@")[2],
            "User-Agent": f"Campaign/{__version__}",
            "Accept": "text/html, */*;q=0.5",
        }
        headers["Accept-Encoding"] = "identity"
        wait = httpx.Timeout(min(_CHUNK_WAIT, self.left()))
        there = url.copy_with(host=str(address), userinfo=b"", fragment=None)
        # the name is what the certificate must be for, although the call goes to the number
        with (
            httpx.Client(trust_env=False, timeout=wait, verify=_certificates(url.scheme), follow_redirects=False) as client,
            client.stream("GET", there, headers=headers, extensions={"sni_hostname": url.host}) as response,
        ):
            if response.status_code in _MOVED and response.headers.get("location"):
                return str(response.headers["location"])
            if response.status_code != 200:
                raise self.error(f"This address answers {response.status_code}: there is no page for us.")
            kind, _, rest = response.headers.get("content-type", "").partition(";")
            return Answer(
                body=self._body(response),
                type=kind.strip().lower(),
                charset=rest.partition("charset=")[2].split(";")[0].strip(" \"'") or None,
                address=str(url.copy_with(userinfo=b"", fragment=None)),
                path=url.path,
            )

    def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            self.left()
            if len(body) > self.limit:
                raise self.error(f"This page is larger than {self.limit // 1_000_000} MB.")
        return bytes(body)


def _certificates(scheme: str) -> ssl.SSLContext | bool:
    """The system's own certificate store."""
    return ssl.create_default_context() if scheme == "https" else False
