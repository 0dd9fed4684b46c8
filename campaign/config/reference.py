"""The reference of config.yaml for the docs, made from the schema: it cannot say something else than the program does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from campaign.config.needs import NEEDS
from campaign.yamlfile import dump_flow

_TYPES: dict[Any, str] = {
    bool: "true or false",
    int: "whole number",
    date: "date",
    timedelta: "length of time",
    tuple: "stretch of the day",
    str: "text",
    list: "list",
    dict: "group",
}


def reference() -> str:
    """Write every key with type, default, meaning and example as Markdown, then what each platform needs."""
    from campaign.config import schema

    lines = [
        "# Settings (config.yaml)",
        "",
        "Every value is read as it is written. `${NAME}` in any value is taken from the environment.",
        "",
    ]
    for path, section in schema.sections().items():
        lines += [f"## `{path}`" if path else "## At the top", "", str(section.__doc__).strip().splitlines()[0], ""]
        lines += ["| key | type | default | meaning | example |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(name, field) for name, field in section.model_fields.items()]
        lines.append("")
    return "\n".join([*lines, *_platforms()]) + "\n"


def _row(name: str, field: Any) -> str:
    default = "**needed**" if field.is_required() else _shown(field.get_default(call_default_factory=True))
    return f"| `{field.alias or name}` | {_type_words(field)} | {default} | {field.description} | {_shown(field.examples[0])} |"


def _shown(value: Any) -> str:
    text = _as_written(value)
    return f"`{text}`" if text else "–"


def _type_words(field: Any) -> str:
    """Say a field's type in words for the reference."""
    kind = field.annotation
    options = [part for part in get_args(kind) if part is not type(None)] if get_origin(kind) in {Union, UnionType} else [kind]
    inner = options[0]
    while get_origin(inner) is Annotated:
        inner = get_args(inner)[0]
    if get_origin(inner) is Literal:
        return " or ".join(f"`{choice}`" for choice in get_args(inner))
    return _TYPES.get(get_origin(inner) or inner, "group")


def _as_written(value: Any) -> str:
    """Write a default or example the way it would stand in the file."""
    if value is None or (isinstance(value, str) and not value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 60}m"
    if isinstance(value, tuple):
        return "-".join(value)
    if isinstance(value, str):
        return value
    return dump_flow(value) if isinstance(value, list | dict) else ""  # a group's defaults stand in its own table


def _platforms() -> Iterator[str]:
    yield from ("## What each platform needs", "", "| platform | fields | secrets | to renew |", "| --- | --- | --- | --- |")
    for name, needs in NEEDS.items():
        cells = (needs.fields, needs.secrets, needs.renewal)
        yield f"| {name} | " + " | ".join(" ".join(f"`{key}`" for key in cell) or "–" for cell in cells) + " |"
    yield ""
    yield "A secret is read from `CAMPAIGN_<ACCOUNT>_<KEY>` (capitals, `-` as `_`) or the file that `…_<KEY>_FILE` names, from"
    yield "`.campaign/credentials.yaml`, or from the system's keyring where `secrets: keyring` is set, in this order."
