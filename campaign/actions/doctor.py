"""Is this machine fit to publish from: fonts, zones, ledger, credentials, hosts, accounts. Nothing is posted."""

from __future__ import annotations

import os
import shutil
import stat
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from campaign import cards, compose, config
from campaign.actions import branded, serverlimits
from campaign.actions.workspace import Workspace
from campaign.errors import CampaignError
from campaign.models import Credentials

DISK_LOW = 200 * 1024 * 1024
# A ledger on one of these is damaged sooner or later: they do not keep SQLite's locks, or copy the file while it is written.
REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs", "fuse.rclone", "9p"}
# Services of Apprise whose addresses begin with a host; in others a token stands there.
OWN_HOST = {"form", "forms", "gotify", "gotifys", "json", "jsons", "mailto", "mailtos", "mmost", "mmosts", "ntfy", "ntfys", "xml", "xmls"}
SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud", "owncloud")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at. ``ok`` None: worth knowing, neither good nor bad."""

    name: str
    ok: bool | None
    said: str


def doctor(workspace: Workspace, *, today: date, online: bool = False) -> list[Finding]:
    """Look at everything that a day of posts depends on; ``online`` also asks each platform who we are. ``today``: for what runs out."""
    found = [Finding(name="settings", ok=True, said=str(workspace.root / "config.yaml"))]
    found += [Finding(name="settings", ok=None, said=p.message) for p in config.notices(workspace.config)]
    found += [Finding(name="register", ok=None, said=f"{p.message} {p.fix}") for p in config.unchecked(workspace.config)]
    found += [Finding(name="wordings", ok=None, said=said) for said in _to_confirm(workspace)]
    for part in (_zone, _cards, _ledger, _disk, _network):
        found.extend(_guarded(part.__name__.strip("_"), part, workspace))
    found.extend(_guarded("media host", _media_host_online if online else _media_host, workspace))
    for account in workspace.config.accounts:
        found.extend(_account(workspace, account, today, online=online))
    return found


def _to_confirm(workspace: Workspace) -> Iterator[str]:
    """Wordings that a speaker of one of the workspace's languages should look at before they are used."""
    folders = (workspace.root / "posts" / "templates",)
    for language in (code for code in workspace.config.languages if code != "en"):
        notes = [p for p in compose.check_templates(folders, language) if p.rule == "confirm"]
        if notes:
            how = f"campaign templates test --language {language} lists them."
            yield f"{len(notes)} wordings in {language} should be looked at by somebody who speaks it: {how}"


def _guarded(name: str, part: object, workspace: Workspace) -> Iterator[Finding]:
    try:
        yield from part(workspace)  # type: ignore[operator]  # one of the four functions above
    except (CampaignError, OSError) as error:
        yield Finding(name=name, ok=False, said=str(error))


def _zone(workspace: Workspace) -> Iterator[Finding]:
    yield Finding(name="zone", ok=True, said=str(ZoneInfo(workspace.config.timezone)))


def _cards(workspace: Workspace) -> Iterator[Finding]:
    report = cards.engine_report()
    yield Finding(
        name="fonts", ok=True, said=f"{workspace.brand.name}: {', '.join(face.path.name for face in workspace.brand.faces.values())}"
    )
    if (said := branded.still_sample(workspace)) is not None:
        live = not all(map(workspace.is_practice, workspace.config.accounts))
        yield Finding(name="brand", ok=False if live else None, said=f"{said} Edit {workspace.config.brand}.")
    shaped = bool(report.get("Raqm")) and bool(report.get("FriBiDi"))
    said = ", ".join(f"{k} {v}" for k, v in report.items() if v)
    advice = "" if shaped else " Latin cards are drawn; for other scripts install FriBiDi (Debian: libfribidi0)."
    yield Finding(name="shaping", ok=True if shaped else None, said=said + f".{advice}")


def _ledger(workspace: Workspace) -> Iterator[Finding]:
    path = workspace.ledger.path
    yield Finding(name="ledger", ok=True, said=str(path or "on a database server"))
    if path is None:
        return
    if (kind := _filesystem(path)) in REMOTE or any(word in str(path.resolve()).lower() for word in SYNCED):
        said = f"It is on a network or synchronised folder ({kind}); it would be damaged. Set `ledger` to a local path."
        yield Finding(name="ledger", ok=False, said=said)
    if stat.S_IMODE(path.parent.stat().st_mode) & 0o077:
        yield Finding(name="ledger", ok=False, said=f"Others can read {path.parent}. Run: chmod 700 {path.parent}")


def _filesystem(path: Path) -> str:
    """The type of the file system that holds ``path``, where the system tells it."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return "unknown"
    inside = [(len(point), kind) for point, kind in mounts if path.resolve().is_relative_to(point)]
    return max(inside, default=(0, "unknown"))[1]


def _disk(workspace: Workspace) -> Iterator[Finding]:
    free = shutil.disk_usage(workspace.root).free
    writable = os.access(workspace.root, os.W_OK)
    yield Finding(
        name="disk", ok=free > DISK_LOW and writable, said=f"{free // 1024 // 1024} MiB free" + ("" if writable else ", read-only")
    )


def _network(workspace: Workspace) -> Iterator[Finding]:
    """What is talked to besides the accounts' platforms, and the proxy that each call goes through."""
    from campaign.actions import online

    if workspace.config.heartbeat:
        yield _host("heartbeat", workspace.config.heartbeat, "while the daemon works")
    for address in sorted(set(workspace.config.alerts)):
        yield _alert(address)
    if found := online.hosts(workspace):
        yield Finding(name="links", ok=None, said=f"`check --online` asks: {', '.join(found)}")
    ledger = urllib.parse.urlsplit(workspace.config.ledger)
    if ledger.hostname:
        yield Finding(name="ledger", ok=None, said=f"talks to {ledger.hostname}, never through a proxy")
    if set(urllib.request.getproxies()) & {"http", "https"}:
        said = "a proxy is set. Releases are read from web addresses without it: if that fails, save the page as a file."
        yield Finding(name="proxy", ok=None, said=said)


def _host(name: str, address: str, when: str = "") -> Finding:
    """One host, and the proxy between us and it."""
    from campaign.platforms.wire import BrokenCall, proxy_of

    said = f"talks to {urllib.parse.urlsplit(address).netloc.rpartition('@')[2]} {when}".rstrip()
    try:
        proxy = proxy_of(address)
    except BrokenCall as broken:
        return Finding(name=name, ok=False, said=f"{said}, but {broken.why}")
    return Finding(name=name, ok=True, said=f"{said} through the proxy {proxy}" if proxy else said)


def _alert(address: str) -> Finding:
    """Where an alert goes. In addresses of services the place of the host may hold a token: only what is surely a host is named."""
    parts = urllib.parse.urlsplit(address)
    if not parts.scheme:
        said = "An alert address is none: it begins with no service, like mailtos:// or json://."
        return Finding(name="alerts", ok=False, said=said)
    try:
        host = parts.hostname or ""
    except ValueError:
        host = ""
    where = f", to {host}" if parts.scheme in OWN_HOST and ("." in host or host == "localhost") else ""
    return Finding(name="alerts", ok=True, said=f"go by {parts.scheme}{where}; try them: campaign doctor --alerts")


def _media_host(workspace: Workspace) -> Iterator[Finding]:
    if (host := workspace.media_host) is not None:
        where = workspace.config.media_host.base_url if workspace.config.media_host else ""
        seen = _host("media host", where)
        if problem := host.problem():
            yield replace(seen, ok=False, said=problem)
        else:
            yield replace(seen, said=f"pictures are fetched from {where}; to try that, this computer {seen.said}")


def _media_host_online(workspace: Workspace) -> Iterator[Finding]:
    from campaign.platforms.mediahost import serves
    from campaign.platforms.wire import Transport

    if (host := workspace.media_host) is not None:
        problem = host.problem() or serves(host, Transport())
        yield Finding(name="media host", ok=problem is None, said=problem or "a picture put there can be fetched")


def _account(workspace: Workspace, name: str, today: date, *, online: bool) -> Iterator[Finding]:
    label = f"account {name}"
    yield from _dated(workspace, name, label, today)
    if missing := config.missing(workspace.config, name):
        yield Finding(name=label, ok=False, said=f"Missing: {', '.join(missing)}. Run: campaign connect {name}, or set it.")
        return
    try:
        platform = workspace.platform(name)
        kind = platform.account.platform
        seen = _host(label, platform.base_url) if platform.base_url else Finding(name=label, ok=True, said="talks to this computer only")
        yield replace(seen, said=f"{kind}, {seen.said}")
        if online:
            login = platform.verify()
            until = f", until {login.expires_at:%Y-%m-%d}" if login.expires_at else ""
            yield Finding(name=label, ok=True, said=f"signed in as {login.handle} ({login.name}){until}")
            accepts = serverlimits.learn(workspace, workspace.account(name), platform)
            said = f"takes {accepts.length} characters and {accepts.images} pictures, says {accepts.source}"
            yield Finding(name=label, ok=True, said=said)
    except CampaignError as error:
        yield Finding(name=label, ok=False, said=str(error))


def _dated(workspace: Workspace, name: str, label: str, today: date) -> Iterator[Finding]:
    """What the account's platform will stop taking one day; it needs no login to know."""
    from campaign import platforms

    account = workspace.account(name)
    if account.platform in platforms.PLATFORMS:
        adapter = platforms.make(account, Credentials(values={}), lambda _digest: b"", root=workspace.root)
        yield from (Finding(name=label, ok=None, said=said) for said in adapter.notices(today))
