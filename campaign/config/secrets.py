"""Where an account's secrets come from: the environment, the workspace's own store, the system's keyring. Never config.yaml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from campaign import yamlfile
from campaign.config.mistakes import nearest
from campaign.config.needs import MEDIA_HOST, NEEDS, env_name
from campaign.errors import ConfigError
from campaign.models import Account, Config, Credentials

STORE = Path(".campaign") / "credentials.yaml"
SERVICE = "campaign"
EXPIRES = "EXPIRES_AT"


def credentials(config: Config, account_id: str, environ: Mapping[str, str] | None = None) -> Credentials:
    """Find the secrets of one account, each in the first place that has it.

    The order is: environment ``CAMPAIGN_<ACCOUNT>_<KEY>`` or ``…_<KEY>_FILE``, ``.campaign/credentials.yaml``, and the keyring
    where the settings say ``secrets: keyring``.

    Raises:
        ConfigError: a secret that the platform needs is nowhere (names its variable), or the store can be read by others.
    """
    found = _find(config, _account(config, account_id), os.environ if environ is None else environ)
    for key in NEEDS[config.accounts[account_id].platform].secrets:
        if key not in found:
            fix = f"Run `campaign connect {account_id}`, or set that variable (or {env_name(account_id, key)}_FILE)."
            raise ConfigError(f"The login of {account_id} is not complete: {env_name(account_id, key)} is not set.", fix=fix)
    return Credentials(values=found)


def media_host_keys(config: Config, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The keys of the media host's bucket, from the environment (or ``…_FILE``) or the store; those that are nowhere are left out.

    Raises:
        ConfigError: a place of secrets cannot be read.
    """
    known = os.environ if environ is None else environ
    stored = _stored(config).get(MEDIA_HOST, {})
    found = {key: _from_environment(env_name(MEDIA_HOST, key), known) or stored.get(key) for key in ("ACCESS_KEY", "SECRET_KEY")}
    return {key: str(value) for key, value in found.items() if value}


def known(config: Config, account_id: str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Those secrets of one account that can be found, complete or not.

    Raises:
        ConfigError: the account is not known, or a place of secrets cannot be read.
    """
    return _find(config, _account(config, account_id), os.environ if environ is None else environ)


def missing(config: Config, account_id: str, environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Names of the environment variables whose secrets are nowhere; empty when the account can sign in.

    Raises:
        ConfigError: the account is not known, or a place of secrets cannot be read.
    """
    account = _account(config, account_id)
    found = _find(config, account, os.environ if environ is None else environ)
    return tuple(env_name(account_id, key) for key in NEEDS[account.platform].secrets if key not in found)


def store(config: Config, account_id: str, values: Mapping[str, str], *, expires_at: datetime | None = None) -> None:
    """Keep secrets of one account, durably before this returns; other accounts' stay.

    They go into the system's keyring where the settings say so, else into the workspace's store. ``expires_at`` is when the login ends.

    Raises:
        ConfigError: the store or the keyring cannot be read or written, or others could read it.
    """
    _account(config, account_id)
    kept = {key.upper(): value for key, value in values.items()}
    before = {key: value for key, value in _stored(config).get(account_id, {}).items() if key not in {*kept, EXPIRES}}
    if config.secrets == "keyring":
        for key, value in kept.items():
            _into_keyring(env_name(account_id, key), value)
        kept = {}
    if expires_at is not None:
        kept[EXPIRES] = expires_at.astimezone(UTC).isoformat(timespec="seconds")
    if not kept and account_id not in _stored(config):
        return
    file = config.root / STORE
    file.parent.mkdir(mode=0o700, exist_ok=True)
    text = _guarded(file) if file.exists() else "# Written by `campaign connect`. Keep it to yourself.\n"
    text = yamlfile.set_scalar(text, account_id, {**before, **kept}, error=ConfigError, name=str(file))
    yamlfile.write_text(file, text, error=ConfigError, mode=0o600)


def expires_at(config: Config, account_id: str) -> datetime | None:
    """When the login that was stored for an account ends, or None where that is not known.

    Raises:
        ConfigError: the store cannot be read, or others could read it.
    """
    told = _stored(config).get(account_id, {}).get(EXPIRES)
    try:
        moment = datetime.fromisoformat(str(told)) if told else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def given_by_environment(config: Config, account_id: str, key: str, environ: Mapping[str, str] | None = None) -> bool:
    """Whether a secret comes from the environment, which goes before every store: what is kept there would not be used."""
    _account(config, account_id)
    return _from_environment(env_name(account_id, key), os.environ if environ is None else environ) is not None


def _account(config: Config, account_id: str) -> Account:
    if account_id not in config.accounts:
        raise ConfigError(f"There is no account '{account_id}'.", fix=nearest(account_id, config.accounts))
    return config.accounts[account_id]


def _find(config: Config, account: Account, environ: Mapping[str, str]) -> dict[str, str]:
    keys = NEEDS[account.platform].secrets + NEEDS[account.platform].renewal
    if not keys:
        return {}
    found = {key: value for key in keys if (value := _from_environment(env_name(account.id, key), environ))}
    if len(found) < len(keys):
        stored = _stored(config).get(account.id, {})
        found = {**{key: stored[key] for key in keys if stored.get(key)}, **found}
    if config.secrets == "keyring" and len(found) < len(keys):
        found |= {key: value for key in keys if key not in found and (value := _from_keyring(env_name(account.id, key)))}
    return found


def _from_environment(name: str, environ: Mapping[str, str]) -> str | None:
    if environ.get(name):
        return environ[name]
    if not environ.get(f"{name}_FILE"):
        return None
    try:
        return Path(environ[f"{name}_FILE"]).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as exc:
        why = getattr(exc, "strerror", None) or "it is not text"
        raise ConfigError(
            f"The file that {name}_FILE names cannot be read: {why}.", fix="Correct the variable or the file."
        ) from None


def _stored(config: Config) -> dict[str, dict[str, Any]]:
    file = config.root / STORE
    if not file.exists():
        return {}
    data = yamlfile.parse(_guarded(file), str(file), error=ConfigError).data
    if data is None:
        return {}
    if not isinstance(data, dict) or not all(isinstance(inner, dict) for inner in data.values()):
        raise ConfigError(
            "This file does not hold secrets by account and key.", fix="Run `campaign connect` for each account.", file=str(file)
        )
    return data


def _guarded(file: Path) -> str:
    if file.stat().st_mode & 0o077:
        raise ConfigError("Other people on this machine could read these secrets.", fix=f"Run `chmod 600 {file}`.", file=str(file))
    return yamlfile.read_text(file, error=ConfigError)


def _into_keyring(name: str, value: str) -> None:
    keyring, errors = _keyring()
    try:
        keyring.set_password(SERVICE, name, value)
    except errors.KeyringError as exc:
        fix = f"Unlock it, or set {name} in the environment."
        raise ConfigError(f"The system's keyring did not take a secret ({type(exc).__name__}).", fix=fix) from None


def _from_keyring(name: str) -> str | None:
    keyring, errors = _keyring()
    try:
        found = keyring.get_password(SERVICE, name)
    except errors.KeyringError as exc:
        fix = f"Unlock it, or set {name} in the environment."
        raise ConfigError(f"The system's keyring did not answer ({type(exc).__name__}).", fix=fix) from None
    return str(found) if found else None


def _keyring() -> tuple[Any, Any]:
    try:
        return import_module("keyring"), import_module("keyring.errors")
    except ImportError:
        fix = "Install it with `pip install 'campaign[keyring]'`, or take `secrets: keyring` out of config.yaml."
        raise ConfigError("The settings ask for the keyring, but the package `keyring` is not installed.", fix=fix) from None
