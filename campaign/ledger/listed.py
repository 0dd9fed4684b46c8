"""A list of names as one value of a statement: the statement stays the same whatever its length, and no length is too much."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class _Listed(sa.sql.functions.FunctionElement[str]):
    inherit_cache = True
    type = sa.Text()


@compiles(_Listed, "sqlite")
def _sqlite(element: _Listed, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"  # noqa: S608 - the parameter's mark only


@compiles(_Listed, "postgresql")
def _postgresql(element: _Listed, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json)))"  # the same


def among(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """Whether ``column`` is one of the names that the parameter ``name`` lists, as ``listed`` writes them."""
    return column.bool_op("IN")(_Listed(sa.bindparam(name, type_=sa.Text)))


def not_among(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """Whether it is none of them."""
    return column.bool_op("NOT IN")(_Listed(sa.bindparam(name, type_=sa.Text)))


def listed(names: Iterable[str]) -> str:
    """The value of such a parameter."""
    return json.dumps(list(names))
