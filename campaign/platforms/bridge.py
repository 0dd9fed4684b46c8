"""Lets a library that insists on requests use our transport: its session hands every call over and gets the answer back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx
import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from campaign.platforms.answers import Answer

Send = Callable[[httpx.Request], Answer]


class _Bridge(BaseAdapter):
    """Sends what requests has prepared; raises what ``send`` raises."""

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send

    def send(  # noqa: PLR0917  # the signature is requests' own
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        body = request.body or b""
        content = body.encode() if isinstance(body, str) else bytes(body)
        headers = {name: _text(value) for name, value in request.headers.items()}
        answer = self._send(httpx.Request(request.method or "GET", request.url or "", headers=headers, content=content))
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.url = request.url or ""
        response.request = request
        response._content = answer.body  # the one way to fill a requests.Response: its own constructor takes nothing
        return response

    def close(self) -> None:
        """Nothing is kept open."""


class Session(requests.Session):
    """A session that replaces a library's fixed host by ours and follows no redirect."""

    def __init__(self, send: Send, *, fixed: str, base_url: str) -> None:
        super().__init__()
        self.trust_env = False  # a .netrc must not replace our signature; the proxy is the transport's matter
        self._fixed, self._base_url = fixed, base_url
        bridge = _Bridge(send)
        self.mount("https://", bridge)
        self.mount("http://", bridge)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **named: Any) -> requests.Response:
        named["allow_redirects"] = False
        return super().request(method, _text(url).replace(self._fixed, self._base_url, 1), *args, **named)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
