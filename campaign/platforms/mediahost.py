"""Where pictures stand for platforms that fetch them from an address instead of taking their bytes (Instagram, Threads).

Three kinds behind one small interface: a folder that a web server publishes, the studio behind the organisation's own domain
(the same, from the workspace's ``.campaign/public``), and a bucket of S3-compatible storage with addresses that expire.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import urllib.parse
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

import httpx

from campaign.errors import NotSent, PublishError
from campaign.models import MediaHosting
from campaign.platforms.answers import Answer, BrokenCall
from campaign.platforms.wire import Transport, loopback

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}
OURS = re.compile(r"[0-9a-f]{40}\.(?:jpg|png|gif|webp)(?:\.[0-9a-f]{8}\.part)?")
MOST_DAYS = timedelta(days=7)
"""No presigned address lives longer (AWS Signature Version 4, "Authenticating requests: query parameters")."""


class MediaHost(Protocol):
    """Gives a picture an address that outsiders can fetch and cannot guess."""

    def publish(self, digest: str, mime: str, data: bytes) -> str:
        """Put a picture there, again if need be, and return its address. Raises a PublishError."""
        ...

    def problem(self) -> str | None:
        """Why pictures cannot be hosted as the settings stand, or None. Offline."""
        ...


def make_host(settings: MediaHosting | None, root: Path, keys: Mapping[str, str], transport: Transport | None = None) -> MediaHost | None:
    """The media host that the settings name, or None. ``keys`` holds ACCESS_KEY and SECRET_KEY of a bucket."""
    if settings is None:
        return None
    state = root / ".campaign"
    if settings.bucket is not None:
        return Bucket(settings, keys, transport or Transport())
    folder = root / settings.folder if settings.folder is not None else state / "public"
    address = settings.base_url if settings.folder is not None else f"{settings.base_url}/public"
    return Folder(folder, address, state / "media-host.key")


def serves(host: MediaHost, transport: Transport) -> str | None:
    """Try a host with one small picture, fetched back as a platform would: what is wrong, or None."""
    try:
        address = host.publish(hashlib.sha256(PROBE).hexdigest(), "image/gif", PROBE)
        answer = transport.get(address)
    except PublishError as error:
        return str(error)
    except BrokenCall as error:
        return f"The media host's address cannot be fetched: {error.why}."
    if answer.status != 200 or answer.body != PROBE:
        return f"The media host answers {answer.status} for a picture that was just put there. Is its base_url right?"
    kind = answer.headers.get("content-type", "")
    return None if kind.startswith("image/") else f"The media host serves pictures as {kind or 'nothing'}; platforms want image/…."


# The smallest picture there is: one white point.
PROBE = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


def _unreachable(base_url: str) -> str | None:
    parts = urllib.parse.urlsplit(base_url)
    if parts.scheme == "https" or loopback(parts.hostname or ""):
        return None
    return f"The media host's base_url must be https: {base_url}"


class Folder:
    """A folder that a web server publishes under ``base_url``. Names are made with a key of the workspace: nobody can guess them."""

    def __init__(self, folder: Path, base_url: str, key: Path) -> None:
        self.folder = folder
        self.base_url = base_url.rstrip("/")
        self._key = key

    def publish(self, digest: str, mime: str, data: bytes) -> str:
        """Write the picture, whole or not at all, and return its address."""
        try:
            name = hmac.new(self._secret(), digest.encode(), "sha256").hexdigest()[:40] + ENDINGS.get(mime, "")
            self.folder.mkdir(parents=True, exist_ok=True)
            target = self.folder / name
            part = target.with_name(f"{name}.{secrets.token_hex(4)}.part")
            part.write_bytes(data)
            part.chmod(0o644)  # the web server is another user
            part.replace(target)
        except OSError as error:
            raise NotSent(
                f"A picture cannot be written into the media host's folder {self.folder}: {error.strerror}.", fix="It is tried again."
            ) from error
        return f"{self.base_url}/{name}"

    def problem(self) -> str | None:
        """The address has to be one that outsiders may use."""
        return _unreachable(self.base_url)

    def remove_older(self, than: datetime) -> int:
        """Take away pictures that no platform fetches any more. Returns how many."""
        gone = 0
        for path in self.folder.glob("*.*") if self.folder.is_dir() else ():
            with suppress(OSError):
                # The folder may hold the organisation's own pictures too: only names of our making are taken away.
                if OURS.fullmatch(path.name) and path.stat().st_mtime < than.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _secret(self) -> bytes:
        with suppress(FileNotFoundError):
            return self._key.read_bytes()
        self._key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError), self._key.open("xb") as file:
            self._key.chmod(0o600)
            file.write(secrets.token_bytes(32))
        return self._key.read_bytes()


class Bucket:
    """A bucket of S3-compatible storage, addressed by path. Signed with AWS Signature Version 4 at the store's own time."""

    def __init__(self, settings: MediaHosting, keys: Mapping[str, str], transport: Transport) -> None:
        assert settings.bucket is not None
        self.bucket, self.region, self.expires = settings.bucket, settings.region, min(settings.expires, MOST_DAYS)
        self.base_url = settings.base_url.rstrip("/")
        self._access, self._secret = keys.get("ACCESS_KEY", ""), keys.get("SECRET_KEY", "")
        self._transport = transport

    def problem(self) -> str | None:
        """Its keys must be there, and its address one that outsiders may use."""
        if not self._access or not self._secret:
            return "The media host's keys are missing. Set CAMPAIGN_MEDIA_HOST_ACCESS_KEY and CAMPAIGN_MEDIA_HOST_SECRET_KEY."
        return _unreachable(self.base_url)

    def publish(self, digest: str, mime: str, data: bytes) -> str:
        """Store the picture under its digest and return an address that expires."""
        if (problem := self.problem()) is not None:
            raise NotSent(problem, fix="It is tried again.")
        now = self._time()
        name = digest + ENDINGS.get(mime, "")
        put = httpx.Request("PUT", self._signed("PUT", name, now, timedelta(minutes=15)), content=data, headers={"Content-Type": mime})
        answer = self._send(put)
        if answer.status not in {200, 201, 204}:
            raise NotSent(f"The media host does not take a picture (HTTP {answer.status}).", fix="Check its keys, bucket and region.")
        return self._signed("GET", name, now, self.expires)

    def _time(self) -> datetime:
        """The store's own clock: it refuses a signature that is a quarter of an hour off, and ours may be."""
        answer = self._send(httpx.Request("HEAD", f"{self.base_url}/{self.bucket}"))
        try:
            return parsedate_to_datetime(answer.headers["date"]).astimezone(UTC)
        except (KeyError, ValueError) as error:
            raise NotSent("The media host does not tell the time, so nothing can be signed for it.", fix="Check its base_url.") from error

    def _send(self, request: httpx.Request) -> Answer:
        try:
            return self._transport.send(request)
        except BrokenCall as error:
            raise NotSent(f"The media host could not be reached: {error.why}.", fix="It is tried again.") from None

    def _signed(self, method: str, name: str, now: datetime, lives: timedelta) -> str:
        """A presigned address. Source: AWS S3 API, "Signature calculation: query parameters"."""
        host = urllib.parse.urlsplit(self.base_url).netloc
        path = urllib.parse.quote(f"{urllib.parse.urlsplit(self.base_url).path}/{self.bucket}/{name}")
        scope = f"{now:%Y%m%d}/{self.region}/s3/aws4_request"
        query = urllib.parse.urlencode(
            {
                "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
                "X-Amz-Credential": f"{self._access}/{scope}",
                "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
                "X-Amz-Expires": str(int(lives.total_seconds())),
                "X-Amz-SignedHeaders": "host",
            },
            quote_via=urllib.parse.quote,
            safe="",
        )
        canonical = f"{method}\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
        to_sign = f"AWS4-HMAC-SHA256\n{now:%Y%m%dT%H%M%SZ}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"AWS4{self._secret}".encode()
        for step in (f"{now:%Y%m%d}", self.region, "s3", "aws4_request"):
            key = hmac.digest(key, step.encode(), "sha256")
        return f"{self.base_url}/{self.bucket}/{name}?{query}&X-Amz-Signature={hmac.new(key, to_sign.encode(), 'sha256').hexdigest()}"
