"""What is wrong in config.yaml, with the line and the nearest word that would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from campaign.config.needs import COMMON_FIELDS, MEDIA_HOST, NEEDS, OWN_FIELDS, env_name
from campaign.errors import ConfigError
from campaign.models import AlertRole, ContactKind, Purpose

_SECRET_WORDS = frozenset(key for needs in NEEDS.values() for key in needs.secrets + needs.renewal) | {
    "PASSWORD",
    "TOKEN",
    "SECRET",
    "KEY",
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(ContactKind),
    "purpose": get_args(Purpose),
    "on_unknown": ("go_on", "hold"),
    "secrets": ("file", "keyring"),
    "resend": ("proven", "likely"),
    "role": get_args(AlertRole),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """One thing that is wrong, at a path of the file."""

    path: tuple[str | int, ...]
    message: str
    fix: str = ""


def nearest(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Say which known word may be meant, or list them."""
    words = sorted(known)
    close = get_close_matches(word.lower(), words, n=1)
    return f"Did you mean '{close[0]}'?" if close else otherwise or f"Known are: {', '.join(words)}."


def place(path: Sequence[str | int], lines: Mapping[str, int]) -> int:
    """Line of a path, or of the nearest group around it that stands in the file."""
    for end in range(len(path), 0, -1):
        if line := lines.get(".".join(str(part) for part in path[:end])):
            return line
    return lines.get("", 1)


def explain(error: Mapping[str, Any], known: Mapping[str, Sequence[str]]) -> Mistake:
    """Turn one error of pydantic into a sentence. ``known`` gives the keys of each group, by its path with * for names and numbers."""
    path, kind = tuple(error["loc"]), str(error["type"])
    shown = ".".join(str(part) for part in path)
    match kind:
        case "extra_forbidden":
            return _unknown(path, known)
        case "missing":
            return Mistake(path=path, message=f"'{path[-1]}' is missing{_inside(path[:-1])}.", fix="Add it.")
        case "literal_error":
            return Mistake(path=path, message=f"'{shown}' has a word that is not known here.", fix=_choice(error, str(path[-1])))
        case "value_error":
            return Mistake(path=path, message=f"{shown}: {error['ctx']['error']}")
        case "too_short":
            return Mistake(path=path, message=f"'{shown}' needs at least one entry.", fix="Add one.")
        case _:
            return Mistake(
                path=path,
                message=f"'{shown}' must be {_shape(kind)}.",
                fix="The sample that `campaign init` writes shows its shape.",
            )


def first(mistakes: Sequence[Mistake], lines: Mapping[str, int], file: str) -> ConfigError:
    """Make the error of the topmost mistake; it says how many more there are."""
    ordered = sorted(mistakes, key=lambda m: place(m.path, lines))
    more = len(ordered) - 1
    rest = f" ({more} more {'mistake' if more == 1 else 'mistakes'} below it.)" if more else ""
    return ConfigError(ordered[0].message, fix=ordered[0].fix + rest, file=file, line=place(ordered[0].path, lines))


def _unknown(path: tuple[str | int, ...], known: Mapping[str, Sequence[str]]) -> Mistake:
    key, group = str(path[-1]), path[:-1]
    if path[0] == "accounts" and len(path) == 3 and key.upper().replace("-", "_") in _SECRET_WORDS:
        fix = f"Take it out, and run `campaign connect {path[1]}` or set {env_name(str(path[1]), '…')} in the environment."
        return Mistake(path=path, message="Passwords and tokens never stand in this file.", fix=fix)
    pattern = ".".join(
        "*" if isinstance(part, int) or (n == 1 and path[0] == "accounts") else str(part) for n, part in enumerate(group)
    )
    return Mistake(path=path, message=f"There is no setting '{key}'{_inside(group)}.", fix=nearest(key, known.get(pattern, ())))


def _inside(group: tuple[str | int, ...]) -> str:
    return f" in '{'.'.join(str(part) for part in group)}'" if group else ""


def _choice(error: Mapping[str, Any], key: str) -> str:
    return nearest(str(error.get("input", "")), _CHOICES.get(key, ()))


def _shape(kind: str) -> str:
    shapes = {
        "list_type": "a list ([a, b], or lines that begin with -)",
        "dict_type": "a group of settings",
        "model_type": "a group of settings",
    }
    return shapes.get(kind, "one value")


# -- rules that span several keys --------------------------------------------------------------------------------------


def accounts(data: Mapping[str, Any]) -> list[Mistake]:
    """Check platforms, the fields each one needs, ids, and ids that would share the name of a secret."""
    found: list[Mistake] = []
    listed = data.get("accounts")
    if not isinstance(listed, dict):
        return found
    for name, account in listed.items():
        found += _account_id(name) if isinstance(account, dict) else []
        if isinstance(account, dict) and "platform" in account:
            found += _account(name, account)
    return found + _shared_names(listed)


def _account_id(name: str) -> list[Mistake]:
    plain = name.replace("-", "").replace("_", "")
    if plain.isascii() and plain.isalnum() and name[0] not in "-_" and len(name) <= 40:
        return []
    fix = "Use at most 40 letters, digits, - and _, and begin with a letter or digit."
    return [Mistake(path=("accounts", name), message=f"'{name}' cannot be the id of an account.", fix=fix)]


def _account(name: str, account: Mapping[str, Any]) -> list[Mistake]:
    platform, path = account["platform"], ("accounts", name)
    if platform not in NEEDS:
        return [Mistake(path=(*path, "platform"), message=f"There is no platform '{platform}'.", fix=nearest(str(platform), NEEDS))]
    fix = f"Every {platform} account has one: add it."
    lacking = [needed for needed in NEEDS[platform].fields if needed not in account]
    found = [Mistake(path=path, message=f"The account '{name}' needs '{needed}'.", fix=fix) for needed in lacking]
    for key in sorted((OWN_FIELDS & account.keys()) - set(NEEDS[platform].fields + NEEDS[platform].optional)):
        known = COMMON_FIELDS | set(NEEDS[platform].fields)
        message = f"An account of {platform} has no '{key}'."
        found.append(Mistake(path=(*path, key), message=message, fix=f"It may have: {', '.join(sorted(known))}."))
    if name in NEEDS and name != platform:
        message = f"'{name}' is the name of another platform, so a variant for '{name}' could mean either."
        found.append(Mistake(path=path, message=message, fix="Give the account another id."))
    return found


def _shared_names(listed: Mapping[str, Any]) -> list[Mistake]:
    seen = {env_name(MEDIA_HOST, ""): "media_host"}
    found = []
    for name in listed:
        variable = env_name(name, "")
        if variable in seen:
            message = f"'{name}' and '{seen[variable]}' would share the name of their secrets ({variable}…)."
            found.append(Mistake(path=("accounts", name), message=message, fix="Give one of them another id."))
        seen.setdefault(variable, name)
    return found


def references(data: Mapping[str, Any]) -> list[Mistake]:
    """Check that ``per_day`` names accounts or platforms, and that house lines have an id of their own."""
    found = []
    listed, schedule = data.get("accounts"), data.get("schedule")
    known = set(NEEDS) | (set(listed) if isinstance(listed, dict) else set())
    per_day = schedule.get("per_day") if isinstance(schedule, dict) else None
    for name in per_day if isinstance(per_day, dict) else ():
        if name not in known:
            message = f"There is no account or platform '{name}'."
            found.append(Mistake(path=("schedule", "per_day", name), message=message, fix=nearest(name, known)))
    lines = data.get("house_lines")
    ids = [line.get("id") for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
    for n, name in enumerate(ids):
        if name in ids[:n]:
            found.append(
                Mistake(
                    path=("house_lines", n, "id"),
                    message=f"The id '{name}' is taken by a house line above.",
                    fix="Give it another.",
                )
            )
    return found
