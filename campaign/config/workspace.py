"""config.yaml of a workspace: found, read, filled from the environment, checked, and turned into `models.Config`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from campaign import yamlfile
from campaign.config import mistakes
from campaign.config.mistakes import Mistake
from campaign.config.needs import OWN_FIELDS
from campaign.errors import ConfigError
from campaign.models import (
    Account,
    AlertRole,
    ApprovalRules,
    Config,
    Contact,
    HouseLine,
    MediaHosting,
    PreElection,
    Problem,
    QuietWindow,
    Retention,
    ScheduleRules,
    Severity,
)

if TYPE_CHECKING:
    from campaign.config import schema

CONFIG = "config.yaml"
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def find_root(start: Path) -> Path:
    """Find the workspace that ``start`` lies in: the folder itself or its nearest parent with a config.yaml.

    Raises:
        ConfigError: there is none.
    """
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise ConfigError(
        f"There is no {CONFIG} in {start} or above it.",
        fix="Go to your workspace, name it with -C, or make one with `campaign init`.",
    )


def load(root: Path, environ: Mapping[str, str] | None = None) -> Config:
    """Read and check the workspace's settings. ``environ`` fills ``${NAME}`` (default: the process's environment).

    Raises:
        ConfigError: with file and line: unreadable, an unknown key or platform (with the nearest), a value that is wrong, a variable unset.
    """
    file = root / CONFIG
    document = yamlfile.read(file, error=ConfigError)
    if not isinstance(document.data, dict):
        raise ConfigError("This file holds no settings.", fix="`campaign init` writes a commented one.", file=str(file), line=1)
    reader = _Filler(document, str(file), os.environ if environ is None else environ)
    data = reader.fill(document.data)
    checked = _check(data, document.lines, str(file))
    return _config(root, checked)


def notices(config: Config, environ: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Tell what works but should not stay so: nobody is told of alarms because the variable of an address is not set.

    Raises:
        ConfigError: as `load`.
    """
    document = yamlfile.read(config.root / CONFIG, error=ConfigError)
    known = os.environ if environ is None else environ
    alerts = document.data.get("alerts") if isinstance(document.data, dict) else None
    written = list(enumerate(alerts)) if isinstance(alerts, list) else []
    addresses = [(n, entry.get("to") if isinstance(entry, dict) else entry) for n, entry in written]
    unset = [(n, name) for n, text in addresses if isinstance(text, str) for name in _VARIABLE.findall(text) if not known.get(name)]
    problems = [
        _notice(f"The variable {name} is not set, so this alarm address is not used.", name, document.lines.get(f"alerts.{n}"))
        for n, name in unset
    ]
    if not written:
        problems.append(
            _notice("No alarm address is set: nobody is told when something goes wrong.", "", document.lines.get("alerts"))
        )
    return tuple(problems)


def unchecked(config: Config) -> tuple[Problem, ...]:
    """The entries of the contact register that nobody has looked up at their source, by ``checked``; ``source`` is the entry's value.

    Raises:
        ConfigError: as `load`.
    """
    document = yamlfile.read(config.root / CONFIG, error=ConfigError)
    written = document.data.get("contacts") if isinstance(document.data, dict) else None
    found = []
    for n, entry in enumerate(written if isinstance(written, list) else ()):
        if not isinstance(entry, dict) or entry.get("checked"):
            continue
        where = f" at {entry['source']}" if entry.get("source") else ""
        message = f"{entry.get('label')} {entry.get('value')} has not been looked up{where} yet."
        fix = "Look it up, and write the day into its `checked`, like 2026-03-02."
        place = document.lines.get(f"contacts.{n}")
        found.append(Problem(rule="unchecked-contact", severity=Severity.HINT, message=message, fix=fix,
                             source=str(entry.get("value")), file=CONFIG, line=place))  # fmt: skip
    return tuple(found)


def ledger_url(config: Config) -> str:
    """Address of the ledger for SQLAlchemy; a relative SQLite path is taken from the workspace's root."""
    prefix, _, path = config.ledger.partition("sqlite:///")
    if prefix or not path or path == ":memory:":
        return config.ledger
    return f"sqlite:///{(config.root.absolute() / path)}"


def _notice(message: str, name: str, line: int | None) -> Problem:
    fix = f"Set {name} to an Apprise address, or take the entry out." if name else "Add an Apprise address under `alerts`."
    return Problem(rule="config.alerts", severity=Severity.WARN, message=message, fix=fix, file=CONFIG, line=line)


class _Filler:
    """Puts the environment's values where ``${NAME}`` stands, and leaves out keys that have no value."""

    def __init__(self, document: yamlfile.Document, file: str, environ: Mapping[str, str]) -> None:
        self.lines, self.file, self.environ = document.lines, file, environ

    def fill(self, value: Any, path: tuple[str | int, ...] = ()) -> Any:
        if isinstance(value, dict):
            return {key: self.fill(inner, (*path, key)) for key, inner in value.items() if inner is not None}
        if isinstance(value, list):
            filled = [self.fill(inner, (*path, n)) for n, inner in enumerate(value)]
            # an alarm address without its variable is no address; `notices` says so, and everything else still works
            return [x for x in filled if (x.get("to", x) if isinstance(x, dict) else x)] if path == ("alerts",) else filled
        return self._text(value, path) if isinstance(value, str) else value

    def _text(self, text: str, path: tuple[str | int, ...]) -> str:
        if path == ("ledger",):
            self._no_password(text)
        names = _VARIABLE.findall(text)
        unset = [name for name in names if not self.environ.get(name)]
        if unset and path[:1] == ("alerts",):
            return ""
        if unset:
            message = f"The environment variable {unset[0]} is not set."
            raise ConfigError(
                message, fix="Set it, or write the value here.", file=self.file, line=mistakes.place(path, self.lines)
            )
        # inside an address a password's own @ or / would end it early; a whole address is taken as it is
        whole = len(names) == 1 and text == f"${{{names[0]}}}"
        escape = path == ("ledger",) and not whole
        return _VARIABLE.sub(lambda m: quote(self.environ[m[1]], safe="") if escape else self.environ[m[1]], text)

    def _no_password(self, text: str) -> None:
        found = re.match(r"[\w+]+://[^/@]*:([^@]+)@", text)
        if found and not _VARIABLE.fullmatch(found[1]):
            fix = "Write ${DB_PASSWORD} in its place and set that variable."
            raise ConfigError("A password stands in the ledger's address.", fix=fix, file=self.file, line=self.lines.get("ledger"))


def _check(data: Mapping[str, Any], lines: Mapping[str, int], file: str) -> schema.ConfigSection:
    from pydantic import ValidationError

    from campaign.config import schema
    from campaign.config.switches import switches

    found: list[Mistake] = [*mistakes.accounts(data), *mistakes.references(data), *switches(data)]
    try:
        checked = schema.ConfigSection.model_validate(data)
    except ValidationError as exc:
        known = schema.known_keys()
        found += [mistakes.explain(dict(error), known) for error in exc.errors(include_url=False)]
    if found:
        raise mistakes.first(found, lines, file)
    return checked


def _config(root: Path, checked: schema.ConfigSection) -> Config:
    return Config(
        root=root,
        organisation=checked.organisation,
        country=checked.country,
        timezone=checked.timezone,
        languages=tuple(checked.languages),
        accounts={name: _account(name, section, checked.mentions) for name, section in checked.accounts.items()},
        schedule=_schedule(checked.schedule),
        approval=ApprovalRules(**checked.approval.model_dump()),
        on_unknown=checked.on_unknown,
        contacts=tuple(_contact(section) for section in checked.contacts),
        house_lines=tuple(HouseLine(id=line.id, text=line.text) for line in checked.house_lines),
        brand=root.absolute() / checked.brand,
        alerts=tuple(dict.fromkeys(entry.to for entry in checked.alerts)),
        alert_roles=_alert_roles(checked.alerts),
        alerts_summary=checked.alerts_summary,
        heartbeat=checked.heartbeat,
        heartbeat_every=checked.heartbeat_every,
        ledger=checked.ledger,
        secrets=checked.secrets,
        workspace=checked.workspace,
        allow_private=checked.sources.allow_private,
        lint=checked.lint,
        jargon=checked.jargon,
        blocked=tuple(checked.blocked),
        media_host=_media_host(checked.media_host),
        retention=Retention(content=checked.retention.content, names=checked.retention.names),
        pre_election=tuple(PreElection(start=p.start, end=p.end, approver=p.approver, why=p.why) for p in checked.pre_election),
    )


def _alert_roles(entries: Sequence[schema.AlertSection]) -> dict[str, frozenset[AlertRole]]:
    """By address, its roles; one that stands there once without a role gets everything."""
    everything = {entry.to for entry in entries if entry.role is None}
    return {
        to: frozenset(entry.role for entry in entries if entry.to == to and entry.role is not None)
        for to in dict.fromkeys(entry.to for entry in entries)
        if to not in everything
    }


def _media_host(section: schema.MediaHostSection | None) -> MediaHosting | None:
    if section is None:
        return None
    address = section.studio or section.base_url or ""
    return MediaHosting(
        base_url=address.rstrip("/"), folder=section.folder, bucket=section.bucket, region=section.region, expires=section.expires
    )


def _mention(entry: schema.MentionSection, platform: str) -> str:
    """How somebody is mentioned on a platform: by handle with its @, else by name."""
    handle = entry.model_dump(exclude_none=True).get(platform) if platform != "name" else None
    return f"@{handle.removeprefix('@')}" if handle else entry.name


def _account(name: str, section: schema.AccountSection, mentions: Mapping[str, schema.MentionSection]) -> Account:
    own = {key: value for key, value in section.model_dump(exclude_none=True).items() if key in OWN_FIELDS}
    return Account(
        id=name, platform=section.platform, handle=section.handle, base_url=section.base_url, group=section.group,
        limit=section.limit, resend=section.resend, threads=section.threads, options=own,
        mentions={key: _mention(entry, section.platform) for key, entry in mentions.items()},
    )  # fmt: skip


def _schedule(section: schema.ScheduleSection) -> ScheduleRules:
    quiet = tuple(QuietWindow(start=q.start, end=q.end, date=q.on, why=q.why) for q in section.quiet)
    return ScheduleRules(window=section.window, gap=section.gap, grace=section.grace, per_day=section.per_day, quiet=quiet)


def _contact(section: schema.ContactSection) -> Contact:
    normalised = _normalised(section.kind, section.value)
    return Contact(kind=section.kind, value=section.value, normalised=normalised, label=section.label, purpose=section.purpose)


def _normalised(kind: str, value: str) -> str:
    """One form for comparing: digits of a number, an address without what differs only for the eye."""
    if kind in {"phone", "text", "textphone"}:
        return ("+" if value.strip().startswith("+") else "") + re.sub(r"\D", "", value)
    if kind == "web":
        parts = urlsplit(value if "//" in value else f"https://{value}")
        return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")
    return value.lower() if kind == "email" else value
